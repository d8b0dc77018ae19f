"""Patient Identity Feed (ITI-8) at the registry: who is known, who became whom, and what that does to documents."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-8"
REQUIRES = ["xds.registry", "xds.patient_feed"]


@scenario(
    "xds.register.merge-chain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MERGE_CHAIN, clauses.SUBSUMED_EMPTY],
    requires=REQUIRES,
)
def test_a_chain_of_merges_ends_in_one_patient(document_registry, check):
    """Three records become one in two steps: the last has all documents, and the others are asked for in vain."""
    registry, arrange = document_registry, document_registry.arrange
    first, second, third = (arrange.patient(name) for name in ("first", "second", "third"))
    names = {first: "first", second: "second", third: "third"}
    mine = {registry.holds(f"of-{name}", patient_id=one).unique_id: name for one, name in names.items()}
    arrange.feed.merge(first, second, "ZZTEST")
    arrange.feed.merge(second, third, "ZZTEST")

    found = answered(registry.find_documents(third))
    gone = {names[one]: registry.find_documents(one) for one in (first, second)}

    with check(clauses.MERGE_CHAIN, evidence=found.evidence):
        assert {mine[one] for one in found.objects.unique_ids() if one in mine} == {"first", "second", "third"}, (
            found.said
        )
    for where, answer in gone.items():
        with check(clauses.SUBSUMED_EMPTY, where=where, evidence=answer.evidence):
            assert len(answer.objects) == 0, answer.said
            assert answer.succeeded or checks.refused(answer, "XDSUnknownPatientId"), answer.said


@scenario(
    "xds.register.merged-relation",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MERGE_AWARE],
    requires=REQUIRES,
)
def test_a_document_of_before_a_merge_can_be_replaced_after_it(document_registry, check):
    """A document registered for a patient who was merged since is replaced by one of the surviving patient."""
    registry, arrange = document_registry, document_registry.arrange
    subsumed, survivor = arrange.patient("subsumed"), arrange.patient("survivor")
    old = registry.holds("old", patient_id=subsumed)
    arrange.feed.merge(subsumed, survivor, "ZZTEST")
    new = arrange.document("new", patient_id=survivor)
    relation = arrange.related(v.RPLC, new, old.id)

    answer = registry.register(arrange.submission("replacing", new, associations=[relation]).objects)

    with check(clauses.MERGE_AWARE, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        [after] = registry.entries(str(old.unique_id))
        with check(clauses.MERGE_AWARE, where="the older document"):
            assert after.status == v.DEPRECATED


@scenario(
    "xds.register.foreign-authority",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FOREIGN_AUTHORITY],
    requires=REQUIRES,
    source="toolkit2 11996",
)
def test_an_identifier_of_another_domain_makes_nobody_known(document_registry, check):
    """A patient announced under another assigning authority is not a patient of the affinity domain."""
    registry, arrange = document_registry, document_registry.arrange
    foreign = f"{arrange.story.patient_id('foreign')}^^^&{arrange.story.uid('authority')}&ISO"
    document = arrange.document("foreign", patient_id=foreign)
    registry.control("before")

    arrange.feed.mention(foreign, "ZZTEST")
    answer = registry.register(arrange.submission("foreign", document).objects)
    registry.control("after")

    with check(clauses.FOREIGN_AUTHORITY, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownPatientId", "XDSRegistryMetadataError"), answer.said
