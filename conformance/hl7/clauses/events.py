"""What a receiver is judged by when more happens to patients and orders than registration and scheduling."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7, iti, rad

MOVED = rad(
    "adt.movement",
    "4.12",
    "Transfer, discharge and change of class (A02, A03, A06, A07) are accepted, as far as they are claimed.",
)
TAKEN_BACK = rad(
    "adt.cancellation",
    "4.12",
    "What is taken back (A11, A12, A13, A38) is accepted, as far as it is claimed.",
)
PREADMITTED = rad(
    "adt.pre-admission", "4.1", "A pre-admission (A05) is accepted, and the arrival (A01 or A04) after it."
)
IDENTITY_TOLD = iti(
    "adt.identity", "3.30", "A person added (A28) or changed (A31) without a visit is accepted: PV1-2 is N."
)
RENUMBERED = iti("adt.renumbered", "3.30", "The change of a patient's identifier (A47) is accepted.")
TYPE_IN_TWO_PARTS = iti(
    "adt.type-in-two-parts",
    "3.8.4.1.2.1",
    "In version 2.3.1 a message says its type and event (MSH-9.1, 9.2); its structure (MSH-9.3) is optional.",
)
MERGED_AS_OF_OLD = hl7(
    "adt.merged-by-a34",
    "3.3.34",
    "The merge of two identifiers as it was told before A40 (A34) is accepted, where it is claimed.",
)
LINKED = iti("adt.linked", "3.30", "The link of two identifiers (A24) and its end (A37) are accepted.")
LINK_FOLLOWED = iti(
    "pix.link-followed",
    "3.30",
    "Identifiers that were linked (A24) are returned for each other, and no longer once they are unlinked (A37).",
)
SEVERAL_KEPT = iti(
    "adt.several-identifiers",
    "3.8",
    "A patient with several identifiers, names and telephone numbers is accepted, whichever order they come in.",
)
NULL_ACCEPTED = hl7(
    "encoding.null-accepted", "2.5.3", "A field that holds the null value (two quotation marks) is accepted."
)
TIMES_ACCEPTED = hl7(
    "encoding.time-precision-accepted",
    "2A.76",
    "A time is accepted in any precision its data type allows, with and without offset from UTC.",
)
LONG_ACCEPTED = hl7(
    "encoding.repeated-segments-accepted",
    "7.3",
    "A report of many observations is accepted, and answered once.",
)
ORDER_CHANGED = rad(
    "order.changed", "4.13", "A change (XO) and the completion (XO with status CM) of an order are accepted."
)
ORDER_STOPPED = rad("order.discontinued", "4.13", "An order that is discontinued (DC) is accepted.")
BOOKED = rad(
    "schedule.told", "4.48", "An appointment booked (S12), moved (S13), changed (S14) or cancelled (S15) is accepted."
)
CHARGED = rad("charge.posted", "4.35", "A posted charge (DFT^P03) is accepted.")
CREDITED = rad(
    "charge.credited", "4.35", "A charge that was posted is credited again (FT1-6 CD): the credit is accepted."
)
CHARGE_NEEDS_TRANSACTION = rad(
    "charge.needs-transaction", "4.35", "A charge posting without any transaction (no FT1) is not accepted."
)
ORDER_PLACED = rad(
    "order.placed",
    "4.2",
    "Who claims to fill orders accepts a new one of the placer (NW), with no number but the placer's.",
)
ORDER_WITHDRAWN = rad(
    "order.withdrawn", "4.2", "Who claims to fill orders accepts the cancellation (CA) of one by its placer."
)
FILLER_HEARD = rad(
    "order.filler-heard", "4.3", "Who claims to place orders accepts what the filler tells of them: SN, SC and OC."
)
NUMBER_ASSIGNED = hl7(
    "order.number-assigned",
    "4.3.1, table 0119",
    "An order response to a filler's order (SN) says NA, the placer's number, and the filler's own as it was.",
)
NOTIFIED = iti(
    "adt.identifiers-notified",
    "3.10.4.1",
    "Who claims to consume update notifications accepts one: A31, all identifiers, no visit, and a space for the name.",
)
MOVED_BETWEEN = hl7(
    "adt.moved-between-patients",
    "3.3.43, 3.3.44",
    "A move of an identifier (A43) or of an account (A44) from one patient to another is accepted, as far as claimed.",
)
ENCOUNTER = iti(
    "adt.encounter",
    "3.31",
    "An encounter is accepted from admission to discharge, each movement with its identifier and action (ZBE).",
)
VISIT_FOLLOWS = iti(
    "pdq.visit-follows-movement",
    "3.22.4.2.2, 3.31",
    "After a transfer (A02) the visit that is returned is at the new location, and not at the one before.",
)
