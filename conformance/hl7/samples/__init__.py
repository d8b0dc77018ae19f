"""Synthetic, seeded patients and the messages about them: admissions, merges, orders, results."""

from conformance.hl7.samples.batches import Batch, File, batch, file
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
from conformance.hl7.samples.movements import (
    appointment,
    charge,
    encounter,
    identity,
    link,
    merged_as_of_old,
    moved,
    movement,
    notified,
    renumbered,
)
from conformance.hl7.samples.people import Person, nhs_number, person
from conformance.hl7.samples.placing import filled, placed, placed_2_5_1
from conformance.hl7.samples.reports import Line, report, words

__all__ = [
    "Batch",
    "File",
    "Line",
    "Person",
    "acknowledgement",
    "admission",
    "appointment",
    "batch",
    "charge",
    "encounter",
    "file",
    "filled",
    "identity",
    "link",
    "merge",
    "merged_as_of_old",
    "moved",
    "movement",
    "nhs_number",
    "notified",
    "order",
    "order_2_5_1",
    "pdf",
    "person",
    "placed",
    "placed_2_5_1",
    "plain",
    "renumbered",
    "report",
    "result",
    "unknown_event",
    "unknown_type",
    "words",
]
