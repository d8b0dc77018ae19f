"""Relationships between documents (ITI-42): transformations, signatures, and what a refused one leaves unchanged."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]


def related(registry, type_, documentation=None):
    """Register a document and a second one related to it; return both as they are then, and the first answer."""
    arrange = registry.arrange
    parent, child = registry.holds("parent"), arrange.document("child")
    relation = samples.related(type_, child.entry.id, parent.id, documentation)
    answer = registry.register(arrange.submission("relating", child, associations=[relation]).objects)
    if not answer.succeeded:
        return answer, None, None
    after, added = registry.entries(str(parent.unique_id), str(child.entry.unique_id))
    return answer, after, added


@scenario(
    "xds.lifecycle.transformation",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTER_ACCEPTED, clauses.TRANSFORMATION_LEAVES_APPROVED, clauses.ASSOCIATION_KEPT],
    requires=REQUIRES,
    source="toolkit2 11994",
)
def test_a_transformation_stands_beside_its_original(document_registry, check):
    """A transformation, a translation say, changes nothing about the document it was made of."""
    answer, parent, child = related(document_registry, v.XFRM)
    with check(clauses.REGISTER_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if parent is None or child is None:
        return
    ties = answered(document_registry.get_associations(parent.id))

    with check(clauses.TRANSFORMATION_LEAVES_APPROVED):
        assert (parent.status, child.status) == (v.APPROVED, v.APPROVED)
    with check(clauses.ASSOCIATION_KEPT, evidence=ties.evidence):
        assert (v.XFRM, child.id, parent.id) in {
            (one.type, one.source, one.target) for one in ties.objects.associations
        }


@scenario(
    "xds.lifecycle.transformed-replacement",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTER_ACCEPTED, clauses.TRANSFORMED_REPLACED],
    requires=REQUIRES,
    source="toolkit2 11995",
)
def test_a_transformation_may_replace_its_original(document_registry, check):
    """A transformation that replaces its original makes it no longer valid, as any replacement does."""
    answer, parent, child = related(document_registry, v.XFRM_RPLC)
    with check(clauses.REGISTER_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if parent is not None and child is not None:
        with check(clauses.TRANSFORMED_REPLACED):
            assert (parent.status, child.status) == (v.DEPRECATED, v.APPROVED)


@scenario(
    "xds.lifecycle.signature",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SIGNATURE_KEPT],
    requires=REQUIRES,
)
def test_a_signature_stands_beside_what_it_signs(document_registry, check):
    """A signature is registered with the document it signs, which stays valid."""
    answer, parent, child = related(document_registry, v.SIGNS)
    with check(clauses.SIGNATURE_KEPT, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if parent is None or child is None:
        return
    ties = answered(document_registry.get_associations(child.id))
    with check(clauses.SIGNATURE_KEPT, where="what is signed"):
        assert parent.status == v.APPROVED
    with check(clauses.SIGNATURE_KEPT, where="association", evidence=ties.evidence):
        assert (v.SIGNS, parent.id) in {(one.type, one.target) for one in ties.objects.associations}


@scenario(
    "xds.lifecycle.documentation",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DOCUMENTATION_KEPT],
    requires=REQUIRES,
    source="toolkit2 12370",
)
def test_the_reason_of_a_replacement_is_kept(document_registry, check):
    """The code that says why a document was replaced is kept with the relationship and returned."""
    reason = document_registry.arrange.domain.code("associationDocumentation")

    answer, parent, _ = related(document_registry, v.RPLC, reason)

    with check(clauses.DOCUMENTATION_KEPT, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if parent is None:
        return
    ties = answered(document_registry.get_associations(parent.id))
    kept = [one.documentation.key for one in ties.objects.associations if one.type == v.RPLC and one.documentation]
    with check(clauses.DOCUMENTATION_KEPT, where="returned", evidence=ties.evidence):
        assert kept == [reason.key]


@scenario(
    "xds.lifecycle.failed-replacement",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FAILURE_CHANGES_NOTHING, clauses.SOURCE_SUBMITTED],
    requires=REQUIRES,
    source="toolkit2 12084, 11998",
)
def test_a_refused_replacement_changes_nothing(document_registry, check):
    """A replacement that is refused leaves what it would have replaced valid; so does one whose source is not there."""
    registry, arrange = document_registry, document_registry.arrange
    old, bystander = registry.holds("old"), registry.holds("bystander")
    new, bad = arrange.document("new"), arrange.document("bad")
    bad = replace(bad, entry=replace(bad.entry, unique_id=old.unique_id, hash="0" * 40))
    relation = arrange.related(v.RPLC, new, old.id)
    between = samples.related(v.RPLC, bystander.id, old.id)

    failed = registry.register(arrange.submission("failing", new, bad, associations=[relation]).objects)
    absent = arrange.submission("absent", arrange.document("beside"), associations=[between])
    unresolved = registry.register(absent.objects)
    [after] = registry.entries(str(old.unique_id))
    registry.control("after")

    with check(clauses.FAILURE_CHANGES_NOTHING, evidence=failed.evidence):
        assert failed.status == v.FAILURE, failed.said
        assert after.status == v.APPROVED
    with check(clauses.SOURCE_SUBMITTED, evidence=unresolved.evidence):
        assert checks.refused(unresolved, "UnresolvedReferenceException"), unresolved.said
