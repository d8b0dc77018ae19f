"""What happens to patients after registration: movements, cancellations, other identifiers, links (RAD-12, ITI-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples
from conformance.model import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.answers import Answer
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.story import Story

MOVEMENTS = ("A02", "A03", "A06", "A07")
CANCELLATIONS = {"A11": "A01", "A12": "A02", "A13": "A03", "A38": "A05"}


def claimed(receiver: Sender, events: Iterable[str]) -> list[str]:
    """Return those of the events that the profile lists; raise NotApplicable when it lists none."""
    found = [event for event in events if f"ADT^{event}" in receiver.triggers]
    if not found:
        raise NotApplicable(f"the profile's hl7v2.in lists none of ADT {', '.join(events)}")
    return found


def moved(receiver: Sender, story: Story, who: Person, event: str) -> Answer:
    """Tell a movement of a patient."""
    return receiver.tell(samples.movement(story, who, event))


@scenario(
    "hl7.adt.movements",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.MOVED],
    requires=["hl7v2.in"],
)
def test_transfer_discharge_and_change_of_class_are_accepted(story, adt_receiver, check):
    """A patient who is registered is transferred, discharged, and changed between in- and outpatient, as claimed."""
    events = claimed(adt_receiver, MOVEMENTS)
    people = {event: samples.person(story, event) for event in events}
    arranging.registered(adt_receiver, story, *people.values())

    answers = {event: moved(adt_receiver, story, people[event], event) for event in events}

    for event, answer in answers.items():
        with check(clauses.MOVED, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.cancellations",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.TAKEN_BACK],
    requires=["hl7v2.in"],
)
def test_what_was_told_of_a_patient_can_be_taken_back(story, adt_receiver, check):
    """An admission, transfer, discharge or pre-admission that was accepted is taken back, as claimed."""
    events = [
        one for one in claimed(adt_receiver, CANCELLATIONS) if f"ADT^{CANCELLATIONS[one]}" in adt_receiver.triggers
    ]
    if not events:
        raise NotApplicable("the profile's hl7v2.in lists no event that could be taken back")
    people = {event: samples.person(story, event) for event in events}
    arranging.registered(adt_receiver, story, *people.values())
    for event in events:
        before = samples.movement(story, people[event], CANCELLATIONS[event])
        adt_receiver.arrange(before, f"tell what {event} takes back")

    answers = {event: moved(adt_receiver, story, people[event], event) for event in events}

    for event, answer in answers.items():
        with check(clauses.TAKEN_BACK, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.pre-admission",
    actor="adt-receiver",
    transaction="RAD-1",
    clauses=[clauses.PREADMITTED],
    requires=["hl7v2.in"],
)
def test_a_pre_admission_and_the_arrival_after_it_are_accepted(story, adt_receiver, check):
    """A patient who is expected (A05) and then arrives (A01 or A04) is accepted both times."""
    adt_receiver.offering("ADT^A05")
    arrival = next((one for one in ("A01", "A04") if f"ADT^{one}" in adt_receiver.triggers), "A01")
    hers = samples.person(story, "hers")

    answers = {event: moved(adt_receiver, story, hers, event) for event in ("A05", arrival)}

    for event, answer in answers.items():
        with check(clauses.PREADMITTED, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.identity",
    actor="adt-receiver",
    transaction="ITI-30",
    clauses=[clauses.IDENTITY_TOLD, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_person_without_a_visit_is_accepted(story, adt_receiver, check):
    """A person is added (A28) and changed (A31) without any visit, as identity management does it."""
    hers = samples.person(story, "hers")
    events = claimed(adt_receiver, ("A28", "A31"))
    if "A28" not in events:
        arranging.registered(adt_receiver, story, hers)

    messages = {event: samples.identity(story, hers, event) for event in events}
    answers = {event: adt_receiver.tell(message) for event, message in messages.items()}

    for event, answer in answers.items():
        with check(clauses.IDENTITY_TOLD, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=f"ADT^{event}", evidence=answer.evidence):
                assert answer.control_id == messages[event].control_id


@scenario(
    "hl7.adt.a47",
    actor="adt-receiver",
    transaction="ITI-30",
    clauses=[clauses.RENUMBERED],
    requires=["hl7v2.in"],
)
def test_the_change_of_an_identifier_is_accepted(story, adt_receiver, check):
    """A registered patient is given another identifier (A47)."""
    before, after = samples.person(story, "before"), samples.person(story, "after")
    arranging.registered(adt_receiver.offering("ADT^A47"), story, before)

    answer = adt_receiver.tell(samples.renumbered(story, after, before))

    with check(clauses.RENUMBERED):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.a34",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.MERGED_AS_OF_OLD],
    requires=["hl7v2.in"],
)
def test_a_merge_as_of_old_is_accepted(story, adt_receiver, check):
    """Two registered identifiers are merged by A34, as senders of HL7 UK still do."""
    before, after = samples.person(story, "before"), samples.person(story, "after")
    arranging.registered(adt_receiver.offering("ADT^A34"), story, before, after)

    answer = adt_receiver.tell(samples.merged_as_of_old(story, after, before))

    with check(clauses.MERGED_AS_OF_OLD):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.linked",
    actor="adt-receiver",
    transaction="ITI-30",
    clauses=[clauses.LINKED],
    requires=["hl7v2.in"],
)
def test_two_identifiers_are_linked_and_unlinked(story, adt_receiver, check):
    """Two registered patients are linked (A24) and the link is taken back (A37), as far as claimed."""
    events = claimed(adt_receiver, ("A24", "A37"))
    one, other = samples.person(story, "one"), samples.person(story, "other")
    arranging.registered(adt_receiver, story, one, other)

    answers = {event: adt_receiver.tell(samples.link(story, one, other, event)) for event in events}

    for event, answer in answers.items():
        with check(clauses.LINKED, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.several-identifiers",
    actor="adt-receiver",
    transaction="ITI-8",
    clauses=[clauses.SEVERAL_KEPT],
    requires=["hl7v2.in"],
)
def test_a_patient_with_several_identifiers_and_names_is_accepted(story, adt_receiver, check):
    """A patient with three identifiers, two names and two telephone numbers is accepted."""
    adt_receiver.offering("ADT^A04", "ADT^A01", "ADT^A08")
    hers = samples.person(story, "hers")
    third = (story.patient_id("third"), None, None, ("HARNESSC", None, None), "PI")
    message = samples.plain(story, "hers").putting("PID-3", [*hers.identifiers, third])
    names = [(hers.family, hers.given, None, None, None, None, "L"), (f"{hers.family}-BORN", hers.given)]
    message = message.putting("PID-5", names).putting("PID-13", [("(01)23456",), ("(02)34567",)])

    answer = adt_receiver.tell(message)

    with check(clauses.SEVERAL_KEPT):
        assert answer.code == "AA", answer.says
