"""Patients who change and are asked for: updated and merged by the feed, found by the query (ITI-8, ITI-21)."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying, samples
from conformance.hl7.feeding import answered, by_name, by_number, registered
from conformance.hl7.receiving import someone
from conformance.hl7.samples import queries
from conformance.hl7.samples.queries import OTHER_AUTHORITY

REQUIRES = ["hl7v2.in", "hl7v2.pdq"]


@scenario(
    "hl7.pdq.after-update",
    actor="demographics-supplier",
    transaction="ITI-8",
    clauses=[clauses.UPDATE_FOUND],
    requires=REQUIRES,
)
def test_an_updated_patient_is_found_by_the_new_name(story, adt_receiver, demographics_supplier, check):
    """A patient's name is corrected by A08: she is found by the new name, and returned under it."""
    hers = someone(story, "hers")
    adt_receiver.offering("ADT^A08")
    registered(adt_receiver, demographics_supplier, story, hers)
    renamed = replace(hers, family=someone(story, "renamed").family)
    second = queries.identifier(queries.other_id(story, hers), OTHER_AUTHORITY)
    update = queries.fed(story, renamed, queries.identifier(hers.id), second, event="A08", label="renamed")

    told = adt_receiver.tell(update)
    wanted = {(hers.id, querying.OURS)}
    found = answered(story, demographics_supplier, "new", lambda label: by_name(story, label, renamed.family), wanted)
    returned = demographics_supplier.tell(by_number(story, "returned", hers.id))

    with check(clauses.UPDATE_FOUND, where="asked for the new name", evidence=found.evidence, expected=hers.id):
        assert wanted <= querying.identifiers(found), f"{querying.says(found)}; A08 was answered {told.code}"
    with check(clauses.UPDATE_FOUND, where="asked for the identifier", evidence=returned.evidence):
        families = [one.family for one in querying.patients(returned)]
        assert families == [renamed.family], f"{querying.says(returned)}; names {families}"


@scenario(
    "hl7.pdq.after-merge",
    actor="demographics-supplier",
    transaction="ITI-8",
    clauses=[clauses.MERGED_FOUND_ONCE],
    requires=REQUIRES,
)
def test_after_a_merge_nobody_is_found_under_the_identifier_given_up(story, adt_receiver, demographics_supplier, check):
    """Two patients turn out to be one (A40): the survivor is found, and nobody under the identifier given up."""
    survivor, prior = someone(story, "survivor"), someone(story, "prior")
    adt_receiver.offering("ADT^A40")
    for who in (prior, survivor):
        registered(adt_receiver, demographics_supplier, story, who)
    merge = samples.merge(story, survivor, prior).putting("PID-3", [queries.identifier(survivor.id)])

    told = adt_receiver.tell(merge.putting("MRG-1", [queries.identifier(prior.id)]))
    numbers, seen = count(1), []

    def is_merged():
        seen[:] = [demographics_supplier.tell(by_number(story, f"gone/{next(numbers)}", prior.id))]
        return seen[0].came and not querying.patients(seen[0])

    story.doors.wait(is_merged, story.limits.settle_s, "nobody has the identifier that was given up")
    kept = demographics_supplier.tell(by_number(story, "kept", survivor.id))

    with check(clauses.MERGED_FOUND_ONCE, where=survivor.id, evidence=kept.evidence):
        assert survivor.id in {value for value, _ in querying.identifiers(kept)}, querying.says(kept)
    with check(
        clauses.MERGED_FOUND_ONCE, where=prior.id, evidence=seen[0].evidence, expected="no patient of that name"
    ):
        assert seen[0].came, seen[0].trouble
        others = [one.family for one in querying.patients(seen[0]) if one.family != survivor.family]
        assert others == [], f"{querying.says(seen[0])}; A40 was answered {told.code}"
