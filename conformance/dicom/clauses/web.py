"""The sentences of DICOM an origin server of DICOMweb is judged by (PS3.18): search, retrieve, store, URI."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

# What comes back, whatever was asked (PS3.18 8.4, 8.6, 8.7)
WEB_OK = _clause(
    "web.answered", "PS3.18 8.5", "A request that gives no ground for refusal is answered with 200 and a payload"
)
WEB_MEDIA_TYPE = _clause(
    "web.media-type", "PS3.18 8.7.9", "Content-Type names the media type of the payload, one of those accepted"
)
WEB_MULTIPART = _clause(
    "web.multipart",
    "PS3.18 8.7.3.5.1",
    "A multipart payload names its boundary and the type of its parts, and is closed as RFC 2046 has it",
)
WEB_NOT_ACCEPTABLE = _clause(
    "web.not-acceptable", "PS3.18 8.7.8.1", "Where no acceptable media type can be had the answer is 406"
)
WEB_ACCEPT_MISSING = _clause(
    "web.accept-missing", "PS3.18 8.7.5", "A request without an Accept header field is answered with 406"
)
WEB_NOT_FOUND = _clause("web.not-found", "PS3.18 10.4.3.1", "What does not exist is answered with 404")
WEB_QUOTED_OR_NOT = _clause(
    "web.quoted-or-not",
    "PS3.18 8.7.1",
    "The type parameter of a multipart media type is understood without quotation marks, and with them",
)
WEB_ALIVE = _clause("web.unharmed", "PS3.18 8.5", "A refused request leaves the service unharmed for the next")

# DICOM JSON (PS3.18 Annex F)
JSON_ARRAY = _clause("web.json.array", "PS3.18 F.2.1", "Results in JSON are one array of objects, in UTF-8")
JSON_OBJECTS = _clause(
    "web.json.objects",
    "PS3.18 F.2.2",
    "Attributes are named by tags of eight upper-case digits in order, with a vr, at most one kind of value, and no "
    "group lengths",
)
JSON_NAMES = _clause("web.json.names", "PS3.18 F.2.2", "Person names are objects of their component groups")
JSON_TYPES = _clause("web.json.types", "PS3.18 F.2.3", "Values have the JSON type and the form of their VR")
JSON_NULLS = _clause(
    "web.json.nulls", "PS3.18 F.2.5", "An empty attribute has no Value, and an empty one of several values is null"
)

# Search (PS3.18 8.3.4, 10.6)
SEARCH_MATCHES = _clause(
    "web.search.matches", "PS3.18 8.3.4.1.1", "A search finds exactly what matches by the rules of C-FIND, each once"
)
SEARCH_REQUIRED_KEYS = _clause(
    "web.search.required-keys", "PS3.18 10.6.1.2.3", "Every required matching attribute of a level is matched"
)
SEARCH_TAG_OR_KEYWORD = _clause(
    "web.search.tag-or-keyword", "PS3.18 8.3.4.1", "An attribute is named by keyword or by tag, to the same effect"
)
SEARCH_DECODED = _clause(
    "web.search.decoded", "PS3.18 8.3.4.1", "What is percent-encoded in a value means the character it stands for"
)
SEARCH_UID_LIST = _clause(
    "web.search.uid-list", "PS3.18 8.3.4.1", "A list of UIDs with commas finds what has one of them"
)
SEARCH_WILDCARDS = _clause(
    "web.search.wildcards", "PS3.18 8.3.4.1.1", "An asterisk stands for any characters, a question mark for one"
)
SEARCH_UID_NOT_WILD = _clause(
    "web.search.uid-not-wild", "PS3.18 8.3.4.1.1", "In UIDs nothing is wild: such a value finds nothing"
)
SEARCH_RANGES = _clause("web.search.ranges", "PS3.18 8.3.4.1.1", "Ranges of dates and times match, their ends included")
SEARCH_SEQUENCES = _clause(
    "web.search.sequences", "PS3.18 8.3.4.1", "An attribute inside a sequence is named by the path to it, and matched"
)
SEARCH_RESOURCES = _clause(
    "web.search.resources",
    "PS3.18 10.6.1.1",
    "Studies, series and instances are searched below a study, and as a whole",
)
SEARCH_RETURNS = _clause(
    "web.search.returns", "PS3.18 10.6.3.3", "Each match has every attribute its level returns, with the stored value"
)
SEARCH_COUNTS = _clause(
    "web.search.counts", "PS3.18 10.6.3.3", "The numbers of related series and instances are those there are"
)
SEARCH_RETRIEVE_URL = _clause(
    "web.search.retrieve-url", "PS3.18 10.6.3.3", "Retrieve URL is where the match can be retrieved"
)
SEARCH_INCLUDES = _clause(
    "web.search.includes",
    "PS3.18 10.6.3.3",
    "What includefield and the matching keys name is returned, where it is supported",
)
SEARCH_NOTHING = _clause(
    "web.search.nothing", "PS3.18 8.3.4.4.1", "A search without results is answered with 204 and no payload"
)
SEARCH_PAGES = _clause(
    "web.search.pages", "PS3.18 8.3.4.4.1", "limit and offset cut pages out of one list whose order stays"
)
SEARCH_REMAINING = _clause(
    "web.search.remaining", "PS3.18 8.3.4.4.1", "Warning 299 tells that there are more results than were returned"
)
SEARCH_FUZZY = _clause(
    "web.search.fuzzy", "PS3.18 8.3.4.2", "Where fuzzy matching is not supported Warning 299 says so"
)
SEARCH_MALFORMED = _clause(
    "web.search.malformed", "PS3.18 10.6.3.1", "A search whose parameters are malformed is refused with 400"
)
SEARCH_NO_DATE = _clause(
    "web.search.no-date", "PS3.18 10.6.3.1", "A date that is none is refused with 400, or matches nothing"
)
SEARCH_AS_FIND = _clause(
    "web.search.as-find", "PS3.18 8.3.4.1.1", "A search finds the same as the C-FIND that asks the same"
)

# Retrieve (PS3.18 8.7.3, 10.4)
FETCH_COMPLETE = _clause(
    "web.fetch.complete", "PS3.18 10.4.3.3.1", "A study, series or instance comes whole: each instance once, no other"
)
FETCH_FILES = _clause(
    "web.fetch.files", "PS3.18 8.7.3.1", "Instances come as DICOM files whose meta information tells of their data set"
)
FETCH_UNCHANGED = _clause(
    "web.fetch.unchanged", "PS3.18 10.4.3.3.1", "An instance comes back with the attributes it was stored with"
)
FETCH_PIXELS = _clause("web.fetch.pixels", "PS3.18 10.4.3.3.1", "Pixel data come back as they were stored")
FETCH_DEFAULT_SYNTAX = _clause(
    "web.fetch.default-syntax",
    "PS3.18 8.7.8.2",
    "Where no transfer syntax is asked for, an uncompressed instance comes in Explicit VR Little Endian",
)
FETCH_ASKED_SYNTAX = _clause(
    "web.fetch.asked-syntax", "PS3.18 8.7.3.5.2", "The transfer-syntax parameter decides, and * accepts any"
)
FETCH_LOSS_TOLD = _clause(
    "web.fetch.loss-told",
    "PS3.3 C.7.6.1.1.5",
    "An image that was compressed with loss says so: Lossy Image Compression (0028,2110) is 01",
)
FETCH_PART_TYPE = _clause(
    "web.fetch.part-type",
    "PS3.18 8.7.9",
    "The Content-Type of a part agrees with the file in it: application/dicom, its transfer syntax where one is told",
)
FETCH_COMPRESSED_TOLD = _clause(
    "web.fetch.compressed-told",
    "PS3.18 8.7.9",
    "The Content-Type of a part in a compressed transfer syntax names that transfer syntax",
    Level.SHOULD,
)
FRAMES_RIGHT = _clause(
    "web.frames.right", "PS3.18 10.4.1.1.6", "Frames come as listed, each with the octets of that frame"
)
FRAMES_LITTLE = _clause("web.frames.little-endian", "PS3.18 8.7.3.3.1", "Uncompressed bulk data are little endian")
FRAMES_THERE = _clause(
    "web.frames.there", "PS3.18 10.4.3.1", "A frame that is not there is refused with 404, or with 400"
)
METADATA_COMPLETE = _clause(
    "web.metadata.complete", "PS3.18 10.4.3.3.2", "Metadata of a resource come for each of its instances, once"
)
METADATA_SAME = _clause(
    "web.metadata.same",
    "PS3.18 10.4.3.3.2",
    "Metadata hold all attributes of the instance with their values, or a URI in the place of bulk data",
)
METADATA_XML = _clause(
    "web.metadata.xml",
    "PS3.18 10.4.4",
    "Metadata come as application/dicom+xml too, one Native DICOM Model for each instance, with all attributes",
)
BULK_RESOLVES = _clause(
    "web.bulk.resolves", "PS3.18 10.4.1.1.5", "A BulkDataURI leads to the value it stands for, at the same service"
)
BULK_SAME = _clause("web.bulk.same", "PS3.18 10.4.3.3.5", "Bulk data are the octets of the value they stand for")
RENDERED_DEFAULT = _clause(
    "web.rendered.default", "PS3.18 8.7.4", "A single frame is rendered as image/jpeg, baseline, of its own size"
)
RENDERED_PNG = _clause("web.rendered.png", "PS3.18 8.7.4", "A single frame is rendered as image/png when that is asked")
RENDERED_WINDOW = _clause(
    "web.rendered.window",
    "PS3.18 8.3.5.1.4",
    "The window asked for is applied to the values behind the modality transformation",
)
RENDERED_BAD_WINDOW = _clause(
    "web.rendered.bad-window", "PS3.18 8.3.5.1.4", "A window with missing or ill-formed values is refused with 400"
)

# Store (PS3.18 10.5, Annex I)
WEB_STORE_OK = _clause(
    "web.store.stored", "PS3.18 10.5.3.1", "A payload of sound instances is stored, and answered with 200 or 202"
)
WEB_STORE_KEEPS = _clause(
    "web.store.keeps", "PS3.18 10.5.2", "What was stored over the web comes back by C-GET or C-MOVE as it was"
)
WEB_STORE_SEEN = _clause(
    "web.store.seen", "PS3.18 10.5.2", "What was stored over the web is found and retrieved by every other service"
)
WEB_STORE_RESPONSE = _clause(
    "web.store.response", "PS3.18 10.5.3.3", "A success is answered with a Store Instances Response Module"
)
WEB_STORE_REFERENCES = _clause(
    "web.store.references", "PS3.18 I.1", "Referenced SOP Sequence lists each stored instance once, and no other"
)
WEB_STORE_URLS = _clause(
    "web.store.urls", "PS3.18 I.1", "The Retrieve URL of a stored instance, where it has a value, leads to it"
)
WEB_STORE_FAILURES = _clause(
    "web.store.failures", "PS3.18 I.1", "Failed SOP Sequence lists each instance that was not stored, with a reason"
)
WEB_STORE_NO_META = _clause(
    "web.store.no-command-group", "PS3.18 I.1", "The response module holds its attributes alone, none of group 0000"
)
WEB_STORE_HONEST = _clause(
    "web.store.honest",
    "PS3.18 10.5.3.1",
    "200 is answered only when every instance was stored, a refusal only when none was",
)
WEB_STORE_PARTLY = _clause(
    "web.store.partly",
    "PS3.18 10.5.3.1",
    "202 is answered when some instances were stored and others were not",
    Level.SHOULD,
)
WEB_STORE_CONFLICT = _clause(
    "web.store.conflict", "PS3.18 10.5.3.1", "409 is answered when a conflict kept every instance out", Level.SHOULD
)
WEB_STORE_OF_ONE_STUDY = _clause(
    "web.store.of-one-study", "PS3.18 10.5.1.1.1", "Into a named study nothing is stored that belongs to another"
)
WEB_STORE_THE_REST = _clause(
    "web.store.the-rest", "PS3.18 10.5.3.1", "A part that is no instance does not break the request"
)
WEB_STORE_UNSUPPORTED = _clause(
    "web.store.unsupported", "PS3.18 10.5.3.1", "A media type that is not taken is refused as the client's fault"
)
WEB_STORE_415 = _clause(
    "web.store.unsupported-415", "PS3.18 10.5.3.1", "A media type that is not taken is refused with 415", Level.SHOULD
)

# URI service (PS3.18 9)
URI_INSTANCE = _clause(
    "web.uri.instance", "PS3.18 9.4.3.3", "Asked for application/dicom, the URI service answers with the instance"
)
URI_SYNTAX = _clause(
    "web.uri.syntax", "PS3.18 9.4.2.4", "Without transferSyntax an uncompressed instance is Explicit VR Little Endian"
)
URI_PICTURE = _clause(
    "web.uri.picture", "PS3.18 9.3", "Without contentType the URI service answers with a picture in image/jpeg"
)
URI_COMPLETE = _clause(
    "web.uri.complete", "PS3.18 9.4.2.2", "A request without study, series or instance UID is refused with 400"
)
URI_TYPE = _clause("web.uri.type", "PS3.18 9.4.2.1", "A request without requestType is refused with 400")
URI_NOT_FOUND = _clause("web.uri.not-found", "PS3.18 9.4.3.1", "An instance that does not exist is answered with 404")

# Unified worklist (PS3.18 11; PS3.4 CC.2)
WORK_CREATED = _clause("web.work.created", "PS3.18 11.4.3", "A workitem that can be created is answered with 201")
WORK_LOCATED = _clause(
    "web.work.located", "PS3.18 11.4.3.2", "The answer to a creation says where the workitem is", Level.SHOULD
)
WORK_UID_ONCE = _clause("web.work.uid-once", "PS3.18 11.4.3.1", "A second workitem under a known UID is refused")
WORK_BEGINS_SCHEDULED = _clause(
    "web.work.begins-scheduled", "PS3.4 CC.2.5.3", "A workitem is created as SCHEDULED, and in no other state"
)
WORK_SAME = _clause("web.work.same", "PS3.18 11.5.1", "A retrieved workitem has the values it was created with")
WORK_NOT_FOUND = _clause("web.work.not-found", "PS3.18 11.5.3.1", "An unknown workitem is answered with 404")
WORK_SEARCHED = _clause("web.work.searched", "PS3.18 11.9.3", "A search tells the workitems that match, and no others")
WORK_CLAIMED = _clause(
    "web.work.claimed", "PS3.18 11.7.3", "A SCHEDULED workitem can be claimed, and is IN PROGRESS from then on"
)
WORK_TRANSACTION_HIDDEN = _clause(
    "web.work.transaction-hidden", "PS3.18 11.5.3.3", "The Transaction UID of a claimed workitem is told to nobody"
)
WORK_CLAIMED_ONCE = _clause(
    "web.work.claimed-once", "PS3.4 CC.1.1", "A workitem somebody is at work on is not claimed by another"
)
WORK_OWNER_ONLY = _clause(
    "web.work.owner-only", "PS3.4 CC.2.1.3", "Only who claimed a workitem, by its Transaction UID, changes its state"
)
WORK_ORDER = _clause("web.work.order", "PS3.4 CC.1.1", "A workitem nobody claimed is not completed")
WORK_WHOLE = _clause(
    "web.work.whole", "PS3.4 CC.2.1.3", "A workitem without what it must have at its end is not completed"
)
WORK_UPDATED = _clause(
    "web.work.updated", "PS3.18 11.6.3", "A SCHEDULED workitem is changed without a transaction, and shows it"
)
WORK_UPDATED_BY_OWNER = _clause(
    "web.work.updated-by-owner", "PS3.4 CC.2.6.3", "A claimed workitem is changed by nobody but who claimed it"
)
WORK_CANCELED = _clause(
    "web.work.canceled", "PS3.4 CC.2.2.3", "A SCHEDULED workitem whose cancellation was accepted is CANCELED"
)
WORK_FINAL = _clause(
    "web.work.final", "PS3.4 CC.1.1", "A workitem that is over stays as it is: it is neither claimed nor changed"
)
