"""The candidate as sender to others of the workflow: placer, filler, charge processor, PIX consumer (RAD-2, 3, 35)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import clauses, sent
from conformance.hl7.receiving import someone
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.hl7.sent_judging import WHOLE, as_profiled, asking, followed, taken, whole

ORDERS = frozenset({"ORM^O01", "OMG^O19"})
CANCELLING = {"CA", "DC", "OC"}


@scenario(
    "hl7.sender.placer-order",
    actor="mllp-sender",
    transaction="RAD-2",
    clauses=[*WHOLE, clauses.SENT_PLACED, clauses.SENT_PLACER_CONTROL],
    requires=asking("placer-order"),
)
def test_an_order_of_a_placer_holds_what_it_must(story, inbox, check):
    """An order that a ward places (ORM^O01 or OMG^O19) says that it is new, what is wanted, and its own number."""
    accession = f"ZZ{story.token('accession', 10)}"
    arrival = taken(inbox, "placer-order", "Order a CT of this patient", someone(story, "hers"), accession=accession)

    whole(check, arrival, ORDERS)
    as_profiled(check, clauses.SENT_PLACED, arrival, "RAD-2")
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
    hers, accession = someone(story, "hers"), f"ZZ{story.token('accession', 10)}"
    before = taken(inbox, "placer-order", "Order a CT of this patient", hers, accession=accession)
    after = taken(inbox, "placer-cancel", "Cancel that order", hers, accession=accession)

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
    accession = f"ZZ{story.token('accession', 10)}"
    says = "Tell the order placer that this patient's CT was completed"
    arrival = taken(inbox, "filler-status", says, someone(story, "hers"), accession=accession)

    whole(check, arrival, ORDERS)
    as_profiled(check, clauses.SENT_FILLED, arrival, "RAD-3")
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
    accession = f"ZZ{story.token('accession', 10)}"
    arrival = taken(
        inbox, "charge", "Post the charge for this patient's CT", someone(story, "hers"), accession=accession
    )

    whole(check, arrival, frozenset({"DFT^P03"}))
    as_profiled(check, clauses.SENT_CHARGE, arrival, "RAD-35")


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

    whole(check, arrival, frozenset({"ADT^A31"}))
    as_profiled(check, clauses.SENT_NOTICE, arrival, "ITI-10")
    with check(clauses.SENT_IDENTIFIERS, evidence=arrival.evidence, expected=f"{hers.id} and {other} in PID-3"):
        found = set(sent.identifiers(arrival))
        assert {hers.id, other} <= found, f"PID-3 is {' and '.join(sorted(found)) or 'empty'}"
