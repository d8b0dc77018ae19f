"""Encounters: from admission to discharge, and where a patient is now (ITI-31, ITI-22)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, querying, samples
from conformance.hl7.samples import queries
from conformance.model import Blocked, NotApplicable

WAY = ("A01", "A02", "A08", "A03")
"""What happens to an inpatient: admitted, transferred, changed, discharged."""


@scenario(
    "hl7.adt.encounter",
    actor="adt-receiver",
    transaction="ITI-31",
    clauses=[clauses.ENCOUNTER, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_encounter_is_accepted_from_admission_to_discharge(story, adt_receiver, check):
    """An inpatient is admitted, transferred, changed and discharged, each movement with its identifier, as claimed."""
    port = story.system.hl7v2.in_
    if not port.version.startswith("2.5"):
        raise NotApplicable(f"encounter management is of version 2.5, and the profile's hl7v2.in of {port.version}")
    events = [one for one in WAY if f"ADT^{one}" in adt_receiver.offering("ADT^A01").triggers]
    hers = samples.person(story, "hers")

    messages = {event: samples.encounter(story, hers, event) for event in events}
    answers = {event: adt_receiver.tell(message) for event, message in messages.items()}

    for event, answer in answers.items():
        with check(clauses.ENCOUNTER, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=f"ADT^{event}", evidence=answer.evidence):
                assert answer.control_id == messages[event].control_id


def located(story, supplier, who, label):
    """Return where the visit of a patient is, by a demographics and visit query: its wards, and the answer."""
    parameters = {3: queries.criteria(PID_3_1=who.id)}
    answer = supplier.tell(queries.query(story, story.system.hl7v2.pdq, "QBP^ZV1", label, parameters))
    visits = answer.message.segments("PV1") if answer.message else ()
    return {one["3.1"] for one in visits} - {""}, answer


@scenario(
    "hl7.pdq.visit-follows-transfer",
    actor="demographics-supplier",
    transaction="ITI-22",
    clauses=[clauses.VISIT_FOLLOWS],
    requires=["hl7v2.in", "hl7v2.pdq"],
)
def test_after_a_transfer_the_visit_is_at_the_new_location(story, adt_receiver, demographics_supplier, check):
    """An inpatient is transferred: asked for patient and visit, the supplier says where she is now."""
    if not story.system.hl7v2.pdq.visits:
        raise NotApplicable("the profile's hl7v2.pdq does not claim visits (ITI-22)")
    hers = samples.person(story, "hers")
    adt_receiver.offering("ADT^A02").offering("ADT^A01")
    arranging.registered(adt_receiver, story, hers)
    adt_receiver.arrange(samples.movement(story, hers, "A01"), "admit the patient")
    transfer = samples.movement(story, hers, "A02")
    visit = dict(transfer.segments)["PV1"]
    before, after = visit[6][0], visit[3][0]
    wards, answer = located(story, demographics_supplier, hers, "before")
    if wards != {before}:
        raise Blocked(
            f"the visit of an inpatient in {before} is not returned: {querying.says(answer)}, {wards or 'none'}"
        )

    told = adt_receiver.tell(transfer)
    seen = []

    def is_moved():
        seen[:] = located(story, demographics_supplier, hers, f"after/{len(seen)}")
        return seen[0] == {after}

    story.doors.wait(is_moved, story.limits.settle_s, "the visit is at the new location")

    with check(clauses.VISIT_FOLLOWS, evidence=(*told.evidence, *seen[1].evidence), expected=f"PV1-3 {after}"):
        assert seen[0] == {after}, f"PV1-3 {', '.join(sorted(seen[0])) or 'empty'}; A02 was answered {told.code}"
