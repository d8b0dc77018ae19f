"""The candidate as sender to others of the workflow: placer, filler, charge processor, PIX consumer (RAD-2, 3, 35)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import clauses, sent
from conformance.hl7.receiving import someone
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.hl7.sent_judging import WHOLE, asking, examined, followed, held, taken

ORDERS = frozenset({"ORM^O01", "OMG^O19"})
CANCELLING = {"CA", "DC", "OC"}
PLACED = ("placer-order", "Order a CT of this patient")


@scenario(
    "hl7.sender.placer-order",
    actor="mllp-sender",
    transaction="RAD-2",
    clauses=[*WHOLE, clauses.SENT_PLACED, clauses.SENT_PLACER_CONTROL],
    requires=asking("placer-order"),
)
def test_an_order_of_a_placer_holds_what_it_must(story, inbox, check):
    """An order that a ward places (ORM^O01 or OMG^O19) says that it is new, what is wanted, and its own number."""
    [arrival] = examined(inbox, story, PLACED)

    held(check, arrival, ORDERS, clauses.SENT_PLACED, "RAD-2")
    with check(clauses.SENT_PLACER_CONTROL, evidence=arrival.evidence):
        assert arrival.field("ORC-1") == "NW"


@scenario(
    "hl7.sender.placer-cancel",
    actor="mllp-sender",
    transaction="RAD-2",
    clauses=[clauses.SENT_STRUCTURE, clauses.SENT_PLACER_CONTROL, clauses.SENT_SAME_ORDER],
    requires=asking("placer-order", "placer-cancel"),
)
def test_the_cancellation_of_a_placers_order_names_it(story, inbox, check):
    """A placer takes its order back: the cancellation says so and names the order by the number it had."""
    before, after = examined(inbox, story, PLACED, ("placer-cancel", "Cancel that order"))

    followed(check, before, after, clauses.SENT_PLACER_CONTROL, CANCELLING)


@scenario(
    "hl7.sender.filler-status",
    actor="mllp-sender",
    transaction="RAD-3",
    clauses=[*WHOLE, clauses.SENT_FILLED, clauses.SENT_FILLER_CONTROL],
    requires=asking("filler-status"),
)
def test_what_a_filler_tells_of_an_order_holds_what_it_must(story, inbox, check):
    """A filler tells the placer that an examination was done: by a change of status, under the filler's number."""
    says = "Tell the order placer that this patient's CT was completed"
    [arrival] = examined(inbox, story, ("filler-status", says))

    held(check, arrival, ORDERS, clauses.SENT_FILLED, "RAD-3")
    with check(clauses.SENT_FILLER_CONTROL, evidence=arrival.evidence, expected="SC, OC, SN, XO or another but NW"):
        assert arrival.field("ORC-1") not in {"", "NW"}, f"ORC-1 is {arrival.field('ORC-1')!r}"


@scenario(
    "hl7.sender.charge",
    actor="mllp-sender",
    transaction="RAD-35",
    clauses=[*WHOLE, clauses.SENT_CHARGE],
    requires=asking("charge"),
)
def test_a_charge_holds_what_it_must(story, inbox, check):
    """The charge for an examination (DFT^P03) says whose it is, when, what for, and that it is a charge."""
    [arrival] = examined(inbox, story, ("charge", "Post the charge for this patient's CT"))

    held(check, arrival, frozenset({"DFT^P03"}), clauses.SENT_CHARGE, "RAD-35")


@scenario(
    "hl7.sender.identifiers",
    actor="mllp-sender",
    transaction="ITI-10",
    clauses=[*WHOLE, clauses.SENT_NOTICE, clauses.SENT_IDENTIFIERS],
    requires=asking("identifiers"),
)
def test_an_update_notification_holds_the_identifiers_that_were_linked(story, inbox, check):
    """A PIX manager links two identifiers: whoever subscribed is told both of them (A31), and nothing of a visit."""
    hers, other = someone(story, "hers"), story.patient_id("other")
    inbox.known_by(other)
    says = f"Link {hers.id} of {AUTHORITY[0]} and {other} of {OTHER_AUTHORITY[0]}, and notify the PIX consumer"
    arrival = taken(inbox, "identifiers", says, hers, other=other, other_domain=OTHER_AUTHORITY[1])

    held(check, arrival, frozenset({"ADT^A31"}), clauses.SENT_NOTICE, "ITI-10")
    with check(clauses.SENT_IDENTIFIERS, evidence=arrival.evidence, expected=f"{hers.id} and {other} in PID-3"):
        found = set(sent.identifiers(arrival))
        assert {hers.id, other} <= found, f"PID-3 is {' and '.join(sorted(found)) or 'empty'}"
