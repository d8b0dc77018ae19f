"""Synthetic, seeded patients and the messages about them: admissions, merges, orders, results."""

from conformance.hl7.samples.messages import (
    acknowledgement,
    admission,
    merge,
    order,
    order_2_5_1,
    pdf,
    plain,
    result,
    unknown_event,
    unknown_type,
)
from conformance.hl7.samples.movements import appointment, charge, identity, link, movement, renumbered
from conformance.hl7.samples.people import Person, nhs_number, person
from conformance.hl7.samples.reports import Line, report, words

__all__ = [
    "Line",
    "Person",
    "acknowledgement",
    "admission",
    "appointment",
    "charge",
    "identity",
    "link",
    "merge",
    "movement",
    "nhs_number",
    "order",
    "order_2_5_1",
    "pdf",
    "person",
    "plain",
    "renumbered",
    "report",
    "result",
    "unknown_event",
    "unknown_type",
    "words",
]
