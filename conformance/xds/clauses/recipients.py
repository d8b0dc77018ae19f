"""A document recipient, which takes documents and registers them nowhere (XDR, ITI-41)."""

from __future__ import annotations

from conformance.xds.clauses.sources import two

RECEIVED = two(
    "recipient.accepted", "3.41.4.1.3", "A recipient accepts a submission of several documents that is right."
)
RECEIVED_PARTS = two(
    "recipient.parts",
    "3.41.4.1.3.1",
    "Folders and relationships that a recipient does not process are no reason to refuse a submission.",
)
RECEIVED_DAMAGED = two(
    "recipient.damaged",
    "3.41.4.1.3",
    "A document that is not of the hash or size its metadata give is refused with XDSRepositoryMetadataError.",
)
RECEIVED_LIMITED = two(
    "recipient.limited",
    "3.41.4.1.3.1",
    "Who accepts limited metadata asks for no more than ITI TF-3 table 4.3.1-3 does where they are so marked.",
)

__all__ = ["RECEIVED", "RECEIVED_DAMAGED", "RECEIVED_LIMITED", "RECEIVED_PARTS"]
