"""An initiating gateway, which asks other communities what its consumers ask it (ITI-18, 38, 43, 39; RAD-69, 75)."""

from __future__ import annotations

from conformance.model import Level
from conformance.xds.clauses.sources import rad, three, two

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
ABROAD_RETRIEVED_PARTIAL = two(
    "initiating.retrieved-partial",
    "3.39.4.1.3",
    "When some documents of several communities come and others do not, the status is PartialSuccess, with the errors.",
)
IMAGES_ABROAD_ASKED = rad(
    "initiating.images-asked",
    "4.75.4.1.2",
    "An instance is fetched from the community its homeCommunityId names, by a Cross Gateway Retrieve Imaging Document"
    " Set that says what the consumer said: study, series, source, and transfer syntaxes.",
)
IMAGES_ABROAD_RETURNED = rad(
    "initiating.images-returned",
    "4.69.4.2.3",
    "Instances of other communities are returned as those gave them, octet for octet, each named as it was asked for.",
)
IMAGES_ABROAD_PARTIAL = rad(
    "initiating.images-partial",
    "4.69.4.2.3",
    "When one of two communities has not the instance, is away or is unknown, that of the other comes with an error,"
    " and the status is PartialSuccess (ITI TF-3 4.2.4.2).",
)
IMAGES_ABROAD_REFUSED = rad(
    "initiating.images-refused",
    "4.69.4.2.3",
    "When no instance asked for can be had, because its community is unknown or has it not, the status is Failure, with"
    " an error, and nothing comes.",
)
IMAGES_ABROAD_CODE = three(
    "initiating.images-code",
    "4.2.4.1",
    "The errors are those of documents: XDSUnknownCommunity, XDSUnavailableCommunity, and what a community answered.",
    Level.MAY,
)

__all__ = [
    "ABROAD_ASKED",
    "ABROAD_NAMED",
    "ABROAD_PARTIAL",
    "ABROAD_RETRIEVED",
    "ABROAD_RETRIEVED_PARTIAL",
    "ABROAD_TOGETHER",
    "ABROAD_UNAVAILABLE",
    "ABROAD_UNKNOWN",
    "ABROAD_UNKNOWN_PATIENT",
    "IMAGES_ABROAD_ASKED",
    "IMAGES_ABROAD_CODE",
    "IMAGES_ABROAD_PARTIAL",
    "IMAGES_ABROAD_REFUSED",
    "IMAGES_ABROAD_RETURNED",
]
