"""The candidate as sender: what its registrations, updates, merges, orders, reports and appointments hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, sent
from conformance.hl7.receiving import someone
from conformance.hl7.sent_judging import (
    WHOLE,
    as_profiled,
    asking,
    examined,
    followed,
    held,
    of_the_same_order,
    taken,
    whole,
)
from conformance.model import NotApplicable

if TYPE_CHECKING:
    from conformance.hl7.receiving import Inbox

REGISTRATIONS = frozenset({"ADT^A01", "ADT^A04", "ADT^A05", "ADT^A28"})
UPDATES = frozenset({"ADT^A08", "ADT^A31"})
MERGES = frozenset({"ADT^A40", "ADT^A34", "ADT^A30", "ADT^A36", "ADT^A39"})
ORDERS = frozenset({"ORM^O01", "OMI^O23"})
SCHEDULED = ("order", "Schedule a CT for this patient")


@scenario(
    "hl7.sender.admission",
    actor="mllp-sender",
    transaction="RAD-1",
    clauses=[*WHOLE, clauses.SENT_ADMISSION],
    requires=asking("admission"),
)
def test_a_registration_holds_what_it_must(story, inbox, check):
    """A registration (A01, A04, A05) is of its structure and types, and what RAD-1 wants is there."""
    arrival = taken(inbox, "admission", "Register this patient", someone(story, "hers"))

    held(check, arrival, REGISTRATIONS, clauses.SENT_ADMISSION, "RAD-1")


@scenario(
    "hl7.sender.update",
    actor="mllp-sender",
    transaction="RAD-12",
    clauses=[*WHOLE, clauses.SENT_UPDATE],
    requires=asking("update"),
)
def test_an_update_holds_what_it_must(story, inbox, check):
    """An update (A08) is of its structure, its values are of their types, and what RAD-12 wants is there."""
    arrival = taken(inbox, "update", "Update this patient's details", someone(story, "hers"))

    held(check, arrival, UPDATES, clauses.SENT_UPDATE, "RAD-12")


@scenario(
    "hl7.sender.merge",
    actor="mllp-sender",
    transaction="RAD-12",
    clauses=[*WHOLE, clauses.SENT_MERGE, clauses.SENT_MERGE_DIRECTION],
    requires=asking("merge"),
)
def test_a_merge_names_whom_it_keeps_and_whom_it_gives_up(story, inbox, check):
    """A merge (A40) names the surviving patient in PID and the one given up in MRG, not the other way round."""
    hers, prior = someone(story, "hers"), someone(story, "prior")
    inbox.known_by(prior.id)
    says = f"Merge patient {prior.id} ({prior.family}) into patient {hers.id} ({hers.family}), who survives"
    arrival = taken(inbox, "merge", says, hers, prior=prior.id, prior_family=prior.family)

    held(check, arrival, MERGES, clauses.SENT_MERGE, "RAD-12")
    with check(clauses.SENT_MERGE_DIRECTION, evidence=arrival.evidence):
        assert not sent.merged(arrival, hers.id, prior.id), sent.merged(arrival, hers.id, prior.id)


@scenario(
    "hl7.sender.order",
    actor="mllp-sender",
    transaction="RAD-4",
    clauses=[*WHOLE, clauses.SENT_ORDER],
    requires=asking("order"),
)
def test_a_scheduled_procedure_holds_what_it_must(story, inbox, check):
    """A scheduled procedure (ORM^O01 with ZDS, or OMI^O23) has the identifiers by which images find their order."""
    [arrival] = examined(inbox, story, SCHEDULED)

    held(check, arrival, ORDERS, clauses.SENT_ORDER, "RAD-4")


@scenario(
    "hl7.sender.cancel",
    actor="mllp-sender",
    transaction="RAD-13",
    clauses=[clauses.SENT_STRUCTURE, clauses.SENT_CANCEL, clauses.SENT_SAME_ORDER],
    requires=asking("order", "cancel"),
)
def test_a_cancellation_names_the_order_it_cancels(story, inbox, check):
    """The cancellation of an order says so (ORC-1 CA or DC), and names the order by the same identifiers."""
    before, after = examined(inbox, story, SCHEDULED, ("cancel", "Cancel that CT"))

    followed(check, before, after, clauses.SENT_CANCEL, {"CA", "DC", "OC", "OD"})


@scenario(
    "hl7.sender.change",
    actor="mllp-sender",
    transaction="RAD-13",
    clauses=[clauses.SENT_STRUCTURE, clauses.SENT_CANCEL, clauses.SENT_SAME_ORDER],
    requires=asking("order", "change"),
)
def test_a_change_names_the_order_it_changes(story, inbox, check):
    """The change of an order says so (ORC-1 XO or SC), and keeps the Study Instance UID."""
    before, after = examined(inbox, story, SCHEDULED, ("change", "Move that CT to another time"))

    followed(check, before, after, clauses.SENT_CANCEL, {"XO", "SC", "XX", "SN"})


def reported(story, inbox: Inbox, check, statuses: str) -> None:
    """Judge a report in each of its states: it says which, and is about the same order each time."""
    names = {"P": "preliminary", "F": "final", "C": "corrected"}
    hers, accession = someone(story, "hers"), f"ZZ{story.token('accession', 10)}"
    before = None
    for status in statuses:
        says = f"Report on that CT: {names[status]}"
        arrival = taken(inbox, "result", says, hers, accession=accession, status=status)
        where = f"the {names[status]} report"
        with check(clauses.SENT_STRUCTURE, where=where, evidence=arrival.evidence):
            assert not sent.faults(arrival, sent.STRUCTURE), sent.faults(arrival, sent.STRUCTURE)
        with check(clauses.SENT_VALUES, where=where, evidence=arrival.evidence):
            assert not sent.faults(arrival, sent.VALUES), sent.faults(arrival, sent.VALUES)
        as_profiled(check, clauses.SENT_RESULT, arrival, "RAD-28", where)
        with check(clauses.SENT_RESULT_STATUS, where=where, evidence=arrival.evidence):
            assert arrival.field("OBR-25") == status
        if before is not None:
            of_the_same_order(check, before, arrival, where)
        before = arrival


RESULT = [clauses.SENT_STRUCTURE, clauses.SENT_VALUES, clauses.SENT_RESULT, clauses.SENT_RESULT_STATUS]


@scenario(
    "hl7.sender.result-final",
    actor="mllp-sender",
    transaction="RAD-28",
    clauses=RESULT,
    requires=asking("result"),
)
def test_a_final_report_says_that_it_is_final(story, inbox, check):
    """A final report (ORU^R01) is of its structure and says F in OBR-25."""
    reported(story, inbox, check, "F")


@scenario(
    "hl7.sender.result-preliminary",
    actor="mllp-sender",
    transaction="RAD-28",
    clauses=[*RESULT, clauses.SENT_SAME_ORDER],
    requires=asking("result"),
)
def test_a_preliminary_report_and_its_final_one_are_of_the_same_order(story, inbox, check):
    """A report says P while it is preliminary and F when it is final, and both are of the same order."""
    reported(story, inbox, check, "PF")


@scenario(
    "hl7.sender.result-corrected",
    actor="mllp-sender",
    transaction="RAD-28",
    clauses=[*RESULT, clauses.SENT_SAME_ORDER],
    requires=asking("result"),
)
def test_a_corrected_report_says_so_and_is_of_the_same_order(story, inbox, check):
    """A report that is corrected after it was final says C, so that nobody goes on reading the first."""
    reported(story, inbox, check, "FC")


@scenario(
    "hl7.sender.appointment",
    actor="mllp-sender",
    transaction="RAD-48",
    clauses=[*WHOLE, clauses.SENT_APPOINTMENT, clauses.SENT_BOOKING],
    requires=asking("appointment"),
)
def test_an_appointment_can_be_known_again(story, inbox, check):
    """A new appointment (SIU^S12) is of its structure and has an identifier by which changes can name it."""
    [arrival] = examined(inbox, story, ("appointment", "Book a CT appointment for this patient"))

    whole(check, arrival, frozenset({"SIU^S12"}))
    with check(clauses.SENT_APPOINTMENT, evidence=arrival.evidence, expected="SCH-1 or SCH-2"):
        assert arrival.field("SCH-1.1") or arrival.field("SCH-2.1"), "SCH-1 and SCH-2 are empty"
    as_profiled(check, clauses.SENT_BOOKING, arrival, "RAD-48")


@scenario(
    "hl7.sender.beyond-ascii",
    actor="mllp-sender",
    transaction="RAD-1",
    clauses=[clauses.SENT_CHARSET, clauses.SENT_TEXT],
    requires=asking("admission"),
)
def test_a_name_beyond_ascii_is_sent_in_a_declared_character_set(story, inbox, check):
    """A name with letters beyond ASCII comes as it was entered, in the character set that MSH-18 declares."""
    hers = someone(story, "hers", family="MÜLLÉR")
    arrival = taken(inbox, "admission", f"Register this patient, as {hers.family}", hers)

    with check(clauses.SENT_CHARSET, evidence=arrival.evidence):
        assert not checks.outside_charset(arrival), checks.outside_charset(arrival)
    if arrival.message is not None:
        with check(clauses.SENT_TEXT, evidence=arrival.evidence):
            assert arrival.field("PID-5.1").upper() == hers.family


@scenario(
    "hl7.sender.delimiters-in-text",
    actor="mllp-sender",
    transaction="RAD-1",
    clauses=[clauses.SENT_ESCAPED],
    requires=asking("admission"),
)
def test_a_delimiter_in_a_text_is_escaped(story, inbox, check):
    """An address with delimiters in it is sent with escape sequences, so that it is not cut in pieces."""
    street = "1 A&B | C^D ROAD"
    hers = someone(story, "hers")
    arrival = taken(inbox, "admission", f"Register this patient, who lives at {street}", hers, street=street)

    where = arrival.message.segment("PID") if arrival.message else None
    text = where.text(where.get("11.1.1")) if where else ""
    if where and not text:
        raise NotApplicable("the registration holds no address")
    with check(clauses.SENT_ESCAPED, evidence=arrival.evidence, expected=f"PID-11.1 is {street!r}"):
        assert letters(text) == letters(street), arrival.trouble or f"PID-11.1 is {text!r}"


def letters(text: str) -> str:
    """Return a text without what some senders leave out or replace by spaces."""
    return "".join(one for one in text.upper() if one.isalnum())
