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


@scenario(
    "hl7.charge.credited",
    actor="charge-receiver",
    transaction="RAD-35",
    clauses=[clauses.CHARGED, clauses.CREDITED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_charge_is_posted_and_credited(story, adt_receiver, check):
    """An examination is charged (FT1-6 CG) and, as it was not done after all, credited again (CD)."""
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver.offering("DFT^P03"), story, hers)
    charge, credit = samples.charge(story, hers), samples.charge(story, hers, "CD")

    charged, credited = adt_receiver.tell(charge), adt_receiver.tell(credit)

    with check(clauses.CHARGED, evidence=charged.evidence):
        assert charged.code == "AA", charged.says
    with check(clauses.CREDITED, evidence=credited.evidence):
        assert credited.code == "AA", credited.says
    for message, answer in ((charge, charged), (credit, credited)):
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, evidence=answer.evidence):
                assert answer.control_id == message.control_id


@scenario(
    "hl7.charge.without-transaction",
    actor="charge-receiver",
    transaction="RAD-35",
    clauses=[clauses.CHARGE_NEEDS_TRANSACTION, clauses.ANSWERED],
    requires=["hl7v2.in"],
)
def test_a_charge_posting_without_a_charge_is_refused(story, adt_receiver, check):
    """A charge posting that holds no transaction is refused, while whole ones before and after are accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver.offering("DFT^P03"), story, hers)
    before, after = (samples.charge(story, samples.person(story, one)) for one in ("before", "after"))
    adt_receiver.arrange(before, "have a whole charge accepted before")

    answer = adt_receiver.tell(samples.charge(story, hers).without("FT1"))
    adt_receiver.arrange(after, "have a whole charge accepted after")

    with check(clauses.ANSWERED, evidence=answer.evidence):
        assert answer.came, answer.trouble
    with check(clauses.CHARGE_NEEDS_TRANSACTION, evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says
