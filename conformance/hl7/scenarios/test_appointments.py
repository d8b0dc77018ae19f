"""Appointments and charges, where the candidate takes them (RAD-48, RAD-35)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples
from conformance.model import NotApplicable


@scenario(
    "hl7.schedule.appointment",
    actor="appointment-receiver",
    transaction="RAD-48",
    clauses=[clauses.BOOKED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_appointment_is_booked_moved_changed_and_cancelled(story, adt_receiver, check):
    """An appointment is booked (S12), moved (S13), changed (S14) and cancelled (S15), as far as claimed."""
    events = [one for one in ("S12", "S13", "S14", "S15") if f"SIU^{one}" in adt_receiver.triggers]
    if "S12" not in events:
        raise NotApplicable("the profile's hl7v2.in lists no SIU^S12 among its triggers")
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver, story, hers)

    messages = {event: samples.appointment(story, hers, event, hours=int(event[1:])) for event in events}
    answers = {event: adt_receiver.tell(message) for event, message in messages.items()}

    for event, answer in answers.items():
        with check(clauses.BOOKED, where=f"SIU^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=f"SIU^{event}", evidence=answer.evidence):
                assert answer.control_id == messages[event].control_id


@scenario(
    "hl7.charge.posted",
    actor="charge-receiver",
    transaction="RAD-35",
    clauses=[clauses.CHARGED],
    requires=["hl7v2.in"],
)
def test_a_posted_charge_is_accepted(story, adt_receiver, check):
    """The charge for an examination (DFT^P03) is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver.offering("DFT^P03"), story, hers)

    answer = adt_receiver.tell(samples.charge(story, hers))

    with check(clauses.CHARGED):
        assert answer.code == "AA", answer.says
