"""Orders between placer and filler, where the candidate claims to be one of them (RAD-2, RAD-3)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples

FILLER_EVENTS = (("SC", "SC"), ("SC", "IP"), ("SC", "CM"))


def placed(story, order_receiver, check, trigger, write):
    """Tell a new order and its cancellation, and judge both answers; what was not taken can't be taken back."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.claiming("order_filler").offering(trigger), story, hers)
    new, cancelled = write(story, hers), write(story, hers, "CA")

    told = order_receiver.tell(new)
    gone = order_receiver.tell(cancelled) if told.code == "AA" else None

    with check(clauses.ORDER_PLACED, evidence=told.evidence):
        assert told.code == "AA", told.says
    if told.came:
        with check(clauses.NAMES_THE_MESSAGE, evidence=told.evidence):
            assert told.control_id == new.control_id
    if gone is None:
        check.sets_aside(clauses.ORDER_WITHDRAWN, "the order was not accepted", evidence=told.evidence)
        return
    with check(clauses.ORDER_WITHDRAWN, evidence=gone.evidence):
        assert gone.code == "AA", gone.says


@scenario(
    "hl7.order.placed",
    actor="order-receiver",
    transaction="RAD-2",
    clauses=[clauses.ORDER_PLACED, clauses.ORDER_WITHDRAWN, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_order_of_a_placer_is_accepted_and_withdrawn(story, order_receiver, check):
    """A ward orders an examination (ORM^O01 with the placer's number alone) and cancels it: both are accepted."""
    placed(story, order_receiver, check, "ORM^O01", samples.placed)


@scenario(
    "hl7.order.placed-omg",
    actor="order-receiver",
    transaction="RAD-2",
    clauses=[clauses.ORDER_PLACED, clauses.ORDER_WITHDRAWN, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_order_of_a_placer_in_version_2_5_1_is_accepted_and_withdrawn(story, order_receiver, check):
    """A ward orders an examination by OMG^O19 (version 2.5.1, time in TQ1) and cancels it: both are accepted."""
    placed(story, order_receiver, check, "OMG^O19", samples.placed_2_5_1)


@scenario(
    "hl7.order.filler-status",
    actor="order-receiver",
    transaction="RAD-3",
    clauses=[clauses.FILLER_HEARD, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_what_the_filler_tells_of_an_order_is_accepted(story, order_receiver, check):
    """The filler tells that an order is scheduled, begun and completed, and that another can't be done (OC)."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.claiming("order_placer").offering("ORM^O01"), story, hers)
    messages = {f"{one} {status}": samples.filled(story, hers, one, status) for one, status in FILLER_EVENTS}
    messages["OC CA"] = samples.filled(story, hers, "OC", "CA", of="undone")

    answers = {what: order_receiver.tell(message) for what, message in messages.items()}

    for what, answer in answers.items():
        with check(clauses.FILLER_HEARD, where=f"ORC-1 and ORC-5 {what}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=f"ORC-1 and ORC-5 {what}", evidence=answer.evidence):
                assert answer.control_id == messages[what].control_id


@scenario(
    "hl7.order.filler-asks-for-a-number",
    actor="order-receiver",
    transaction="RAD-3",
    clauses=[clauses.FILLER_HEARD, clauses.NUMBER_ASSIGNED],
    requires=["hl7v2.in"],
)
def test_an_order_the_filler_made_gets_a_number(story, order_receiver, check):
    """The filler makes an order itself and asks for a number (SN): it is accepted, and a number fits."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.claiming("order_placer").offering("ORM^O01"), story, hers)
    message = samples.filled(story, hers, "SN", of="made")

    answer = order_receiver.tell(message)

    with check(clauses.FILLER_HEARD):
        assert answer.code == "AA", answer.says
    if answer.field("MSH-9.1") != "ORR":
        check.sets_aside(clauses.NUMBER_ASSIGNED, "the answer is no order response: a number may come by itself later")
        return
    with check(clauses.NUMBER_ASSIGNED, expected="NA, a placer's number, and the filler's number"):
        numbers = dict(message.segments)["ORC"][3]
        assert (answer.field("ORC-1"), answer.field("ORC-3.1")) == ("NA", numbers[0]), answer.field("ORC-3")
        assert answer.field("ORC-2.1"), "ORC-2 is empty"
