"""Updates that follow one another, and updates that do not say of what (ITI-57)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-57"
UPDATES = ["xds.registry", "xds.patient_feed", "xds.options.update"]


@scenario(
    "xds.update.again",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_COUNTED],
    requires=UPDATES,
    source="toolkit2 15801",
)
def test_versions_are_counted(document_registry, administrator, check):
    """The second update of an entry is made of version 2, is accepted, and is the one version that is Approved."""
    held = document_registry.holds("twice")
    update, title = administrator.at("update").update, "The third wording"
    administrator.done(update(administrator.new_version("second", held, title="The second")), "update an entry once")

    answer = update(administrator.new_version("third", held, "2", title=title))

    with check(clauses.UPDATE_COUNTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        found = answered(document_registry.get_documents(str(held.unique_id)))
        with check(clauses.UPDATE_COUNTED, where="what is Approved", evidence=found.evidence):
            assert [one.title for one in found.objects.entries if one.status == v.APPROVED] == [title], found.said


@scenario(
    "xds.update.without-logical-id",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_NO_LOGICAL_ID, clauses.UPDATE_NO_LOGICAL_ID_CODE],
    requires=UPDATES,
    source="toolkit2 20000b",
)
def test_an_update_says_of_what_it_is(document_registry, administrator, check):
    """An update without a logical id is refused; right ones before and after it are not."""
    first, held, last = (document_registry.holds(name) for name in ("before", "kept", "after"))
    update = administrator.at("update").update
    administrator.done(update(administrator.new_version("control-before", first, title="Before")), "update an entry")
    made = administrator.new_version("nameless", held, title="Nameless")
    nameless = replace(made, entries=tuple(replace(one, lid=None) for one in made.entries))

    answer = update(nameless)
    administrator.done(update(administrator.new_version("control-after", last, title="After")), "update an entry")

    with check(clauses.UPDATE_NO_LOGICAL_ID, evidence=answer.evidence):
        assert checks.refused(answer), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.UPDATE_NO_LOGICAL_ID_CODE, evidence=answer.evidence):
            assert answer.codes == {"XDSMetadataUpdateError"}, answer.said
