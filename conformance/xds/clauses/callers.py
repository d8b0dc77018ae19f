"""Sources and consumers that call by themselves: what they send, and what they send next."""

from __future__ import annotations

from conformance.model import Level
from conformance.xds.clauses.sources import rad, three, two

SOURCE_PACKAGE = two(
    "source.mtom", "3.41.4.1.2", "A submission is a whole MTOM package whose root is the request of ITI-41."
)
CALLER_ADDRESSING = two(
    "caller.addressing",
    "Appendix V.3.2",
    "A request has wsa:Action with mustUnderstand, wsa:MessageID, wsa:ReplyTo and wsa:To.",
)
SOURCE_COMPLETE = three(
    "source.required-attributes", "4.3.1", "A source gives every attribute it must for set and entries."
)
SOURCE_FORMED = three("source.formats", "4.2.3", "Identifiers, times and codes are written as their types want it.")
SOURCE_UTC = three(
    "source.utc",
    "4.2.3.1.7",
    "submissionTime and creationTime are in UTC: not ahead of the present, nor the set's behind it by a time zone.",
)
SOURCE_PATIENT = three(
    "source.patient",
    "4.2.3.2.16",
    "Set and entries are of the patient the documents are about, by the domain's identifier.",
)
SOURCE_TIED = three(
    "source.tied", "4.2.2.1", "Each new entry is tied to the submission set by a HasMember with status Original."
)
SOURCE_DOCUMENTS = two(
    "source.documents", "3.41.4.1.2", "Each entry has its document; hash and size, where given, are the document's."
)
SOURCE_REPLACES = three(
    "source.replaces", "4.2.2.2.3", "A replacement is tied to the replaced entry, by its entryUUID, with RPLC."
)
SOURCE_NEW_IDENTIFIERS = three(
    "source.new-identifiers",
    "4.2.3.3.12",
    "Every submission set has a uniqueId of its own, whatever became of the one before.",
)
SOURCE_NO_REPEAT = two(
    "source.no-repeat",
    "3.41.4.2.3",
    "What was accepted with a warning was accepted: it is not submitted a second time.",
)
SOURCE_MANIFEST = rad(
    "source.manifest", "4.68.4.1.2.1", "A source shares a study by a manifest: TID 2010, its evidence and tree alike."
)
SOURCE_MANIFEST_ENTRY = rad(
    "source.manifest-entry",
    "4.68.4.1.2.3.2",
    "The entry of a manifest has its SOP Instance UID, its format code and application/dicom.",
)
CONSUMER_QUERY = two(
    "consumer.query",
    "3.18.4.1.2",
    "A query is a stored query known by its id, with the parameters it requires, for the patient in question.",
)
CONSUMER_CODED = two(
    "consumer.coded",
    "3.18.4.1.2.3.5",
    "Text stands in quotes, and what may have several values in parentheses.",
)
CONSUMER_RETRIEVES = two(
    "consumer.retrieves",
    "3.43.4.1.2",
    "A document is asked for by the repositoryUniqueId and uniqueId of its entry, as an MTOM request.",
)
CONSUMER_HOME = two(
    "consumer.home",
    "3.43.4.1.2",
    "The homeCommunityId of an entry that has one is part of the request for its document.",
)
CONSUMER_GOES_ON = two(
    "consumer.goes-on",
    "3.43.4.2.3",
    "After an error, a warning, a partial success or a media type it does not know, a consumer still asks rightly.",
    Level.SHOULD,
)
IMAGES_REQUEST = rad(
    "image-consumer.request",
    "4.69.4.1.2",
    "Instances are asked for in their series of their study, by the source's identifier, as an MTOM request.",
)
IMAGES_SYNTAXES = rad(
    "image-consumer.syntaxes", "4.69.4.1.2", "The request lists at least one transfer syntax, each a UID."
)

__all__ = [
    "CALLER_ADDRESSING",
    "CONSUMER_CODED",
    "CONSUMER_GOES_ON",
    "CONSUMER_HOME",
    "CONSUMER_QUERY",
    "CONSUMER_RETRIEVES",
    "IMAGES_REQUEST",
    "IMAGES_SYNTAXES",
    "SOURCE_COMPLETE",
    "SOURCE_DOCUMENTS",
    "SOURCE_FORMED",
    "SOURCE_MANIFEST",
    "SOURCE_MANIFEST_ENTRY",
    "SOURCE_NEW_IDENTIFIERS",
    "SOURCE_NO_REPEAT",
    "SOURCE_PACKAGE",
    "SOURCE_PATIENT",
    "SOURCE_REPLACES",
    "SOURCE_TIED",
    "SOURCE_UTC",
]
