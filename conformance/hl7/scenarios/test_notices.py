"""What others tell of a patient's identifiers: update notifications (ITI-10), moves between patients (A43, A44)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples
from conformance.hl7.samples import queries
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.model import NotApplicable


@scenario(
    "hl7.adt.update-notification",
    actor="adt-receiver",
    transaction="ITI-10",
    clauses=[clauses.NOTIFIED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_update_notification_of_a_pix_manager_is_accepted(story, adt_receiver, check):
    """A PIX manager tells which identifiers a patient has by now (A31, with a space for the name): it is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver.claiming("pix_consumer").offering("ADT^A31"), story, hers)
    other = queries.identifier(queries.other_id(story, hers), OTHER_AUTHORITY)
    message = samples.notified(story, hers, queries.identifier(hers.id), other)

    answer = adt_receiver.tell(message)

    with check(clauses.NOTIFIED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.adt.moved-between-patients",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.MOVED_BETWEEN],
    requires=["hl7v2.in"],
)
def test_an_identifier_or_an_account_moved_to_another_patient_is_accepted(story, adt_receiver, check):
    """An identifier (A43) or an account (A44) of one patient turns out to be another's, as far as claimed."""
    events = [one for one in ("A43", "A44") if f"ADT^{one}" in adt_receiver.triggers]
    if not events:
        raise NotApplicable("the profile's hl7v2.in lists neither ADT A43 nor A44")
    people = {event: (samples.person(story, f"to/{event}"), samples.person(story, f"from/{event}")) for event in events}
    arranging.registered(adt_receiver, story, *(one for pair in people.values() for one in pair))

    answers = {event: adt_receiver.tell(samples.moved(story, *people[event], event)) for event in events}

    for event, answer in answers.items():
        with check(clauses.MOVED_BETWEEN, where=f"ADT^{event}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
