"""How a vice is declared: what it says, who must catch it, and the clauses that many vices drag along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = "conformance.hl7.saboteurs"


def receiver(  # noqa: PLR0913 - a declaration reads best as one form
    id: str,  # noqa: A002 - the field's own word
    where: str,
    says: str,
    fails: Iterable[Clause] = (),
    also: Iterable[Clause] = (),
    source: str = "",
    scenarios: Iterable[str] = (),
) -> Saboteur:
    """Declare a receiver: ``where`` is module:Class, ``also`` what may fail beside ``fails``."""
    named, dragged = (tuple(clause.id for clause in some) for some in (fails, also))
    make = f"{_PACKAGE}.{where}"
    return Saboteur(id, says, "mllp-receiver", make, named, dragged, source, tuple(scenarios))


def sender(  # noqa: PLR0913 - a declaration reads best as one form
    id: str,  # noqa: A002 - the field's own word
    where: str,
    says: str,
    fails: Iterable[Clause],
    scenarios: str,
    also: Iterable[Clause] = (),
) -> Saboteur:
    """Declare a sender; ``scenarios`` names the stories it is told, without their ``hl7.sender.``."""
    named, dragged = (tuple(clause.id for clause in some) for some in (fails, also))
    told = tuple(f"hl7.sender.{one}" for one in scenarios.split())
    return Saboteur(f"hl7.{id}", says, "mllp-sender", f"{_PACKAGE}.{where}", named, dragged, "", told)


BY_NAME = (
    c.NAMES_THE_MESSAGE,
    c.ENDS_AT_END_BLOCK,
    c.EVERY_BLOCK_ANSWERED,
    c.PIPELINE_ANSWERED,
    c.UNFINISHED_DROPPED,
    c.ANSWERED,
    c.RESYNCHRONISES,
    c.NOT_HL7_NOT_ACCEPTED,
    c.ANSWERED_AGAIN,
    c.SAME_ANSWER_AGAIN,
    c.LARGE_ACCEPTED,
    c.LONG_ACCEPTED,
    c.BATCH_ANSWERED,
    c.BATCH_ERROR_TOLD,
    c.EMPTY_BATCH_TAKEN,
    c.FILE_ANSWERED,
    c.FILE_ERROR_TOLD,
    c.SECURE_OPENS,
    c.SECURE_RECORDS,
    c.SECURE_ROW,
    c.OUTSIDE_BLOCKS,
    c.UNTIDY_ANSWERED,
)
"""The clauses that are judged by which message an answer names."""

WHOLE = (c.WHOLE_STRUCTURE, c.WHOLE_VALUES, c.RESPONSE_VALID)
"""The clauses about an answer as a whole message, which repeat what is wrong with a part of it."""

COMMITTING = (
    c.COMMITTED,
    c.APPLIED,
    c.COMMIT_FIRST,
    c.ERRORS_ONLY,
    c.SUCCESS_ONLY,
    c.COMMIT_REJECTED,
    c.CONTENT_REFUSED,
)
"""The clauses about who acknowledges what in enhanced mode, which need acknowledgements that can be told apart."""

ROW = (c.EVERY_BLOCK_ANSWERED, c.PIPELINE_ANSWERED, c.SECURE_RECORDS, c.SECURE_ROW)
"""The clauses about several messages on one connection."""

ACCEPTING = (
    c.ACCEPTED,
    c.REGISTERED,
    c.UPDATED,
    c.MERGED,
    c.SCHEDULED,
    c.CANCELLED,
    c.REPORTED,
    c.LARGE_ACCEPTED,
    c.OTHER_DELIMITERS_ACCEPTED,
    c.CHARSET_ACCEPTED,
    c.EXTRA_IGNORED,
    c.ESCAPES_ACCEPTED,
    c.MOVED,
    c.TAKEN_BACK,
    c.PREADMITTED,
    c.IDENTITY_TOLD,
    c.RENUMBERED,
    c.LINKED,
    c.SEVERAL_KEPT,
    c.NULL_ACCEPTED,
    c.TIMES_ACCEPTED,
    c.LONG_ACCEPTED,
    c.ORDER_CHANGED,
    c.ORDER_STOPPED,
    c.BOOKED,
    c.CHARGED,
    c.CREDITED,
    c.ORDER_PLACED,
    c.ORDER_WITHDRAWN,
    c.FILLER_HEARD,
    c.NOTIFIED,
    c.MOVED_BETWEEN,
    c.ENCOUNTER,
    c.UK_RECEIVED,
    c.UK_UNTRACED_RECEIVED,
    c.UK_CODES_RECEIVED,
    c.IN_STEP,
    c.MERGED_AS_OF_OLD,
    c.TYPE_IN_TWO_PARTS,
    c.BATCH_TAKEN,
    c.EMPTY_BATCH_TAKEN,
    c.FILE_TAKEN,
    c.SECURE_OPENS,
)
"""The clauses that ask for AA."""
