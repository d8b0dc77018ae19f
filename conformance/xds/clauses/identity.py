"""Patient Identity Feed in HL7 version 3: what a registry does with the patients it is told of (ITI TF-2 3.44)."""

from __future__ import annotations

from conformance.xds.clauses.sources import two

FEED_V3_ACKNOWLEDGED = two(
    "feed-v3.acknowledged",
    "3.44.4.1.2",
    "Each message of the feed is acknowledged by an MCCI_IN000002UV01 that names it, with AA or CA when it was taken.",
)
FEED_V3_KNOWN = two(
    "feed-v3.added-known", "3.44.4.1.4", "A patient added under the domain's authority is one documents may be of."
)
FEED_V3_REVISED = two(
    "feed-v3.revised-kept", "3.44.4.1.4", "A revision of a patient is taken, and the patient keeps all documents."
)
FEED_V3_FOREIGN = two(
    "feed-v3.foreign-ignored",
    "3.44.4.1.4",
    "Identifiers of other domains than the affinity domain's are ignored, and do not make anybody known.",
)
FEED_V3_MERGED = two("feed-v3.merged", "3.44.4.2.4", "After a merge the surviving patient has the documents of both.")
FEED_V3_SUBSUMED = two(
    "feed-v3.subsumed-refused",
    "3.44.4.2.4",
    "After a merge no document is taken for the subsumed patient: XDSUnknownPatientId.",
)

__all__ = [
    "FEED_V3_ACKNOWLEDGED",
    "FEED_V3_FOREIGN",
    "FEED_V3_KNOWN",
    "FEED_V3_MERGED",
    "FEED_V3_REVISED",
    "FEED_V3_SUBSUMED",
]
