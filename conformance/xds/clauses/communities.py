"""An initiating gateway, which asks other communities what its consumers ask it (ITI-18, 38, 43, 39)."""

from __future__ import annotations

from conformance.xds.clauses.sources import three, two

ABROAD_ASKED = two(
    "initiating.asked",
    "3.38.4.1.1",
    "A query for a patient goes to the other communities as a Cross Gateway Query, with every parameter, known or not.",
)
ABROAD_TOGETHER = two(
    "initiating.consolidated",
    "3.38.4.1.3",
    "What several communities find comes in one response, each entry with the homeCommunityId of its community.",
)
ABROAD_PARTIAL = two(
    "initiating.partial-success",
    "3.38.4.1.3",
    "When one community fails, what others find comes with the error, and the status is PartialSuccess.",
)
ABROAD_UNKNOWN_PATIENT = two(
    "initiating.unknown-patient",
    "3.38.4.1.3",
    "That a community does not know the patient (XDSUnknownPatientId) is not told to the consumer.",
)
ABROAD_UNAVAILABLE = three(
    "initiating.unavailable",
    "4.2.4.1",
    "A community that does not answer is told of as XDSUnavailableCommunity beside what others found.",
)
ABROAD_NAMED = two(
    "initiating.named-community",
    "3.38.4.1.2.1",
    "A query by identifier goes to the community that it names, and to no other.",
)
ABROAD_UNKNOWN = three(
    "initiating.unknown-community",
    "4.2.4.1",
    "A query or a retrieval for a community nobody knows is refused with XDSUnknownCommunity.",
)
ABROAD_RETRIEVED = two(
    "initiating.retrieved",
    "3.43.4.1.3",
    "Documents of several communities come in one response, each fetched from its own by a Cross Gateway Retrieve.",
)

__all__ = [
    "ABROAD_ASKED",
    "ABROAD_NAMED",
    "ABROAD_PARTIAL",
    "ABROAD_RETRIEVED",
    "ABROAD_TOGETHER",
    "ABROAD_UNAVAILABLE",
    "ABROAD_UNKNOWN",
    "ABROAD_UNKNOWN_PATIENT",
]
