"""How a vice is entered in the room's list: its id, the clauses that must catch it, and what it drags along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator import Archive


def vice(
    id: str,  # noqa: A002 - the field's own word
    maker: type[Archive],
    *fails: Clause,
    also: Iterable[Clause] = (),
    scenarios: tuple[str, ...] = (),
) -> Saboteur:
    """Return the entry of an archive with one vice, or of an oddity: then nothing ``fails``.

    What goes wrong by DIMSE, in what is kept or in how it matches, may show over the web too, beside a claim, and in
    the audit trail.
    """
    if fails and ".web." not in maker.__module__:
        also = (*also, *every("dicom.web.", "dicom.claims."))
        also = also if maker.__module__.endswith(".trails") else (*also, *every("dicom.audit."))
    return Saboteur(
        id=id,
        says=(maker.__doc__ or "").rstrip("."),
        actor="archive",
        make=f"{maker.__module__}:{maker.__qualname__}",
        fails=tuple(clause.id for clause in fails),
        also=tuple(clause.id for clause in also),
        scenarios=scenarios,
    )


def every(*beginnings: str) -> tuple[Clause, ...]:
    """Return every clause whose id begins so: what a vice in all answers of a service drags along."""
    found = (value for value in vars(c).values() if isinstance(value, Clause))
    return tuple(one for one in found if one.id.startswith(beginnings))


FIND = every("dicom.find.")
LISTED = every("dicom.worklist.")
"""What a vice in the matching or writing that queries and worklists share drags along."""
AROUND = every("dicom.commit.", "dicom.step.", "dicom.worklist.")
"""What a vice in all associations drags along of the services around an examination."""
LOST = (
    c.STORE_APART, c.STORE_KEEPS_ONE_OF_TWO, c.STORE_SHARED_STUDY_UID, c.STORE_TELLS_LOSS, c.STORE_NOTHING_PURGED,
    c.STORE_WARNING_TRUE,
    c.FIND_CANCELLED, c.FIND_MATCHES_DATE_RANGE, c.FIND_MATCHES_SINGLE_VALUE, c.FIND_MATCHES_TIME_RANGE,
    c.FIND_MATCHES_UID_LIST, c.FIND_MATCHES_UNIVERSAL, c.FIND_MATCHES_WILDCARDS, c.FIND_ONE_RESPONSE_PER_MATCH,
    c.FIND_PATIENT_LEVEL, c.FIND_SPACES_DO_NOT_COUNT, c.FIND_STUDY_LEVEL, c.FIND_SUCCEEDS, c.FIND_COUNTS,
    c.GET_COUNTS_UNSENDABLE, c.RETRIEVE_CANCELLED, c.RETRIEVE_COMPLETE, c.RETRIEVE_FAILED_LIST,
    c.RETRIEVE_FAILURE_TOLD, c.RETRIEVE_IN_ACCEPTED_SYNTAX, c.COMMIT_EVENT_TYPE, c.COMMIT_HONEST, c.COMMIT_KEEPS,
    c.COMMIT_REASON_FITS, c.STORE_NOTHING_OF_HALF, c.STORE_PRIVATE_CLASS, c.FIND_AVAILABILITY,
    c.FIND_MATCHES_EACH_KEY, c.FIND_MATCHES_MODALITIES, c.FIND_MATCHES_SEQUENCE, c.FIND_TIME_BY_MEANING,
    c.FIND_DATE_AND_TIME_APART, c.RETRIEVE_AROUND_CORRUPT, c.FIND_RELATIONAL_TRUE, c.FIND_OPTIONAL_KEY_HARMLESS,
    c.RETRIEVE_GOES_ON,
)  # fmt: skip
"""What is also missed when instances are not there."""
