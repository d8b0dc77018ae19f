"""Mobile access to health documents: ITI-65 to ITI-68 (MHD)."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import three


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
MHD_TAKEN_IN = mhd(
    "taken-in", "3.65.4.2.2", "A Bundle that was taken in is answered by 200 and a Bundle of type transaction-response."
)
MHD_EACH_ENTRY = mhd(
    "each-entry", "3.65.4.2.2", "The answer has an entry for each of the request, in order, with 201 and a location."
)
MHD_EQUAL = mhd(
    "equal-metadata",
    "3.65.4.1.3.1",
    "What a Bundle says is what the registry then has: attributes, patient, submission set, as if provided by ITI-41.",
)
MHD_UTC = three(
    "mhd.utc", "4.2.3.1.7", "creationTime and submissionTime are in UTC, whatever zone the Bundle had them in."
)
MHD_STORED = mhd("stored", "3.65.4.2.1", "Once success is told, the document is in the repository, octet for octet.")
MHD_XML = mhd("xml", "3.65.4.1.3", "A Bundle is accepted as application/fhir+xml as well as JSON.")
MHD_REFUSED = mhd("refused", "3.65.4.1.3", "A Bundle of which a resource is not valid FHIR is answered by an error.")
MHD_ATOMIC = mhd("atomic", "3.65.4.1.3", "Of a refused Bundle nothing is registered.")
MHD_OUTCOME = mhd("outcome", "3.65.4.1.3.1", "An error is told by an OperationOutcome.", Level.SHOULD)
MHD_PUBLISHED = mhd("published", "3.65.4.2.1", "Once success is told, each document is found and fetched (ITI-67, 68).")
MHD_RECIPIENT = mhd("recipient", "3.65.4.3", "A CapabilityStatement tells that transactions are taken.", Level.SHOULD)

__all__ = [
    "MHD_ATOMIC",
    "MHD_ATTACHMENT",
    "MHD_BUNDLE",
    "MHD_CAPABILITY",
    "MHD_EACH_ENTRY",
    "MHD_EQUAL",
    "MHD_FOUND",
    "MHD_HASH",
    "MHD_LISTS",
    "MHD_NOT_THERE",
    "MHD_ONLY_THE_PATIENT",
    "MHD_OUTCOME",
    "MHD_PUBLISHED",
    "MHD_RECIPIENT",
    "MHD_REFUSED",
    "MHD_SAME",
    "MHD_STORED",
    "MHD_TAKEN_IN",
    "MHD_UTC",
    "MHD_XML",
]
