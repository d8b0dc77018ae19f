"""A registry that is told that documents are another patient's: Notify XAD-PID Link Change (ITI-64)."""

from __future__ import annotations

from conformance.xds.clauses.sources import two

LINK_TAKEN = two("link-change.taken", "3.64.4.1.2", "A registry acknowledges ADT^A43 with an accept ACK.")
LINK_MOVED = two(
    "link-change.moved",
    "3.64.4.1.3",
    "After a link change the documents of that local patient (sourcePatientId) are found under the new patient.",
)
LINK_LEFT = two(
    "link-change.left",
    "3.64.4.1.3",
    "After a link change no Approved document of that local patient is found under the previous patient.",
)
LINK_OTHERS = two(
    "link-change.others", "3.64.1", "Documents of another local patient stay with the patient they were of."
)
LINK_MERGED = two(
    "link-change.merged",
    "3.64.4.1.3",
    "When a local patient is merged into another (MRG-1, second repetition), its documents have the other as"
    " sourcePatientId.",
)
LINK_VERSION = two(
    "link-change.new-version",
    "3.64.4.1.3.1.4",
    "A document moves by a new version of its entry, Approved and of the same logicalId; the one before is Deprecated.",
)
LINK_DEPRECATED = two("link-change.deprecated", "3.64.4.1.3.1.3", "An entry that was Deprecated before is not changed.")
LINK_SET = two(
    "link-change.submission-set",
    "3.64.4.1.3.1.1",
    "The new versions are in a new submission set of the new patient; each membership names the version before.",
)
LINK_FOLDER = two(
    "link-change.folder",
    "3.64.4.1.3.1.6",
    "A folder whose documents are all of that local patient is found under the new patient, with their new versions.",
)
LINK_RELATED = two(
    "link-change.related",
    "3.64.4.1.3.1.5",
    "Two documents that were related, and both moved, are related again in their new versions.",
)

__all__ = [
    "LINK_DEPRECATED",
    "LINK_FOLDER",
    "LINK_LEFT",
    "LINK_MERGED",
    "LINK_MOVED",
    "LINK_OTHERS",
    "LINK_RELATED",
    "LINK_SET",
    "LINK_TAKEN",
    "LINK_VERSION",
]
