"""Orders: a procedure is scheduled and cancelled (RAD-4, RAD-13)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples


@scenario(
    "hl7.order.scheduled-orm",
    actor="order-receiver",
    transaction="RAD-4",
    clauses=[clauses.SCHEDULED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_scheduled_procedure_with_its_study_uid_is_accepted(story, order_receiver, check):
    """A scheduled procedure as ORM^O01 with the Study Instance UID in ZDS is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.offering("ORM^O01"), story, hers)
    message = samples.order(story, hers)

    answer = order_receiver.tell(message)

    with check(clauses.SCHEDULED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.order.scheduled-omi",
    actor="order-receiver",
    transaction="RAD-4",
    clauses=[clauses.SCHEDULED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_scheduled_procedure_of_version_2_5_1_is_accepted(story, order_receiver, check):
    """A scheduled procedure as OMI^O23 (version 2.5.1, identifiers in IPC) is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.offering("OMI^O23"), story, hers)
    message = samples.order_2_5_1(story, hers)

    answer = order_receiver.tell(message)

    with check(clauses.SCHEDULED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.order.cancelled",
    actor="order-receiver",
    transaction="RAD-13",
    clauses=[clauses.CANCELLED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_the_cancellation_of_an_order_is_accepted(story, order_receiver, check):
    """The cancellation (ORC-1 CA) of an order that was accepted is accepted."""
    hers = samples.person(story, "hers")
    arranging.scheduled(order_receiver.offering("ORM^O01"), story, hers)
    message = samples.order(story, hers, control="CA", status="CA")

    answer = order_receiver.tell(message)

    with check(clauses.CANCELLED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.order.changed",
    actor="order-receiver",
    transaction="RAD-13",
    clauses=[clauses.ORDER_CHANGED, clauses.ORDER_STOPPED],
    requires=["hl7v2.in"],
)
def test_an_order_is_changed_completed_and_discontinued(story, order_receiver, check):
    """An accepted order is changed (XO) and completed (XO, status CM), and another discontinued (DC)."""
    hers = samples.person(story, "hers")
    arranging.scheduled(order_receiver.offering("ORM^O01"), story, hers)
    arranging.scheduled(order_receiver, story, hers, of="other")
    messages = {
        "changed": samples.order(story, hers, control="XO", status="SC"),
        "completed": samples.order(story, hers, control="XO", status="CM"),
        "discontinued": samples.order(story, hers, control="DC", status="CA", of="other"),
    }

    answers = {what: order_receiver.tell(message) for what, message in messages.items()}

    for what in ("changed", "completed"):
        with check(clauses.ORDER_CHANGED, where=f"an order {what}", evidence=answers[what].evidence):
            assert answers[what].code == "AA", answers[what].says
    with check(clauses.ORDER_STOPPED, evidence=answers["discontinued"].evidence):
        assert answers["discontinued"].code == "AA", answers["discontinued"].says
