"""Mobile access to health documents: ITI-66, ITI-67, ITI-68 (MHD)."""

from __future__ import annotations

from conformance.model import Clause, Level


def mhd(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of the profile MHD."""
    return Clause(f"xds.mhd.{id_}", "IHE ITI MHD", "4.2", section, says, level)


MHD_BUNDLE = mhd(
    "bundle", "3.67.4.2", "A search is answered by 200 and a Bundle of type searchset, even when it is empty."
)
MHD_FOUND = mhd("found", "3.67.4.1.3", "A current document of the patient is among the DocumentReferences found.")
MHD_ONLY_THE_PATIENT = mhd("only-the-patient", "3.67.4.1.3", "No document of another patient is found.")
MHD_ATTACHMENT = mhd(
    "attachment", "3.67.4.2.2", "A DocumentReference says where its document is and of which media type."
)
MHD_HASH = mhd("hash-and-size", "3.67.4.2.2", "Hash (base64 of SHA-1) and size, where given, are the document's.")
MHD_SAME = mhd("same-octets", "3.68.4.2.2", "The document is given octet for octet as it was provided.")
MHD_NOT_THERE = mhd(
    "not-there", "3.68.4.2.3", "A document that is not there is answered by 404, or 410 or 403 by policy."
)
MHD_LISTS = mhd("lists", "3.66.4.1.3", "The submission set of a patient's document is among the Lists found.")
MHD_CAPABILITY = mhd(
    "capability", "3.67.4.3", "A CapabilityStatement tells of the resources that can be searched.", Level.SHOULD
)

__all__ = [
    "MHD_ATTACHMENT",
    "MHD_BUNDLE",
    "MHD_CAPABILITY",
    "MHD_FOUND",
    "MHD_HASH",
    "MHD_LISTS",
    "MHD_NOT_THERE",
    "MHD_ONLY_THE_PATIENT",
    "MHD_SAME",
]
