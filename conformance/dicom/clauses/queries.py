"""The sentences queries are judged by (PS3.4 C.2.2, C.4.1, C.6)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause

FIND_SUCCEEDS = _clause("find.succeeds", "PS3.4 C.4.1.1.4", "A query ends with success once all matches are sent")
FIND_ONE_RESPONSE_PER_MATCH = _clause(
    "find.one-response-per-match", "PS3.4 C.4.1.3.1.1", "Each entity that matches is told in one pending response"
)
FIND_MATCHES_SINGLE_VALUE = _clause(
    "find.matches-single-value", "PS3.4 C.2.2.2.1", "A single value matches the entities that have it, and no others"
)
FIND_CASE_SENSITIVE = _clause(
    "find.case-sensitive", "PS3.4 C.2.2.2.1", "Matching is case-sensitive except in person names"
)
FIND_MATCHES_UID_LIST = _clause(
    "find.matches-uid-list", "PS3.4 C.2.2.2.2", "A list of UIDs matches the entities of each UID in it"
)
FIND_MATCHES_UNIVERSAL = _clause(
    "find.matches-universal", "PS3.4 C.2.2.2.3", "A key of zero length, or of a lone asterisk, matches everything"
)
FIND_MATCHES_WILDCARDS = _clause(
    "find.matches-wildcards", "PS3.4 C.2.2.2.4", "* stands for any characters and ? for one, in text"
)
FIND_NO_WILDCARDS_IN_UIDS = _clause(
    "find.no-wildcards-in-uids", "PS3.4 C.2.2.2.4", "Wild cards have no meaning in UIDs"
)
FIND_MATCHES_DATE_RANGE = _clause(
    "find.matches-date-range", "PS3.4 C.2.2.2.5", "A date range is inclusive, and open at the end left out"
)
FIND_MATCHES_TIME_RANGE = _clause(
    "find.matches-time-range", "PS3.4 C.2.2.2.5", "A time range is inclusive, and open at the end left out"
)
FIND_SPACES_DO_NOT_COUNT = _clause(
    "find.spaces-do-not-count", "PS3.5 6.2", "Padding spaces around a key are not part of its value"
)
FIND_RETURNS_REQUIRED_KEYS = _clause(
    "find.returns-required-keys",
    "PS3.4 C.4.1.1.3.2",
    "Required and unique keys that were asked for come back, with their value, empty when there is none",
)
FIND_RETURNS_ONLY_ASKED = _clause(
    "find.returns-only-asked", "PS3.4 C.4.1.1.3.2", "A response holds the attributes asked for and no others"
)
FIND_ECHOES_LEVEL = _clause(
    "find.echoes-level", "PS3.4 C.4.1.1.3.2", "Each response says the Query/Retrieve Level asked for"
)
FIND_NAMES_RETRIEVE_AE = _clause(
    "find.names-retrieve-ae",
    "PS3.4 C.4.1.1.3.2",
    "Each response names the AE title to retrieve from, or the media the match is on",
)
FIND_READABLE = _clause(
    "find.readable", "PS3.5 7.1", "An Identifier is a well-formed data set in the negotiated transfer syntax"
)
FIND_VALUES_FIT = _clause("find.values-fit", "PS3.5 6.2", "Values have the form their value representation asks for")
FIND_TRUE_CHARACTER_SET = _clause(
    "find.true-character-set",
    "PS3.4 C.4.1.1.3.2",
    "Text beyond ASCII comes with a Specific Character Set under which it reads right",
)
FIND_TEXT_IN_ANY_SET = _clause(
    "find.text-in-any-set", "PS3.4 C.4.1.1.3.1", "A name asked for in one character set is found stored in another"
)
FIND_NO_MATCH = _clause(
    "find.no-match", "PS3.4 C.4.1.3.1", "A query without match is answered by one success and no Identifier"
)
FIND_CANCELLED = _clause(
    "find.cancelled", "PS3.4 C.4.1.3.1", "C-CANCEL ends the responses: with cancel (FE00), or success when all were out"
)
FIND_COUNTS = _clause(
    "find.counts", "PS3.4 C.3.4", "Numbers of related instances, series and the modalities of a study are true"
)
FIND_PATIENT_LEVEL = _clause(
    "find.patient-level", "PS3.4 C.6.1.1.2", "Patient Root finds patients by Patient ID and tells name and ID"
)
FIND_STUDY_LEVEL = _clause("find.study-level", "PS3.4 C.6.2.1.2", "Studies are found with the keys of the study level")
FIND_SERIES_LEVEL = _clause(
    "find.series-level", "PS3.4 C.6.2.1.3", "Series of a study are found with the keys of the series level"
)
FIND_IMAGE_LEVEL = _clause(
    "find.image-level", "PS3.4 C.6.2.1.4", "Instances of a series are found with the keys of the image level"
)

FIND_NEEDS_UPPER_KEYS = _clause(
    "find.needs-upper-keys",
    "PS3.4 C.4.1.3.1.1",
    "Unless relational queries were negotiated, a query without the unique keys of the levels above matches nothing",
)
FIND_MATCHES_EACH_KEY = _clause(
    "find.matches-each-key", "PS3.4 C.2.2.1.2", "Each required key of a level narrows the query when it has a value"
)
FIND_LEVEL_REFUSED = _clause(
    "find.level-refused",
    "PS3.4 C.4.1.1.4",
    "A query at a level its information model does not have is refused, or matches nothing",
)
FIND_RELATIONAL_TRUE = _clause(
    "find.relational-true",
    "PS3.4 C.4.1.2.2.1",
    "Where relational queries were granted, the unique keys of the levels above may be left out",
)
FIND_OPTIONAL_KEY_HARMLESS = _clause(
    "find.optional-key-harmless",
    "PS3.4 C.2.2.1.3",
    "An optional key that is not supported neither fails the query nor comes back with a value that is not true",
)
FIND_MATCHES_MODALITIES = _clause(
    "find.matches-modalities",
    "PS3.4 C.2.2.3",
    "A modality asked for in Modalities in Study matches studies that have it among others, and all are told",
)
FIND_AVAILABILITY = _clause(
    "find.availability",
    "PS3.4 C.4.1.1.3.2",
    "Instance Availability, where it is told, is ONLINE, NEARLINE, OFFLINE or UNAVAILABLE, and true",
)
FIND_TIME_BY_MEANING = _clause(
    "find.time-by-meaning", "PS3.4 C.2.2.2.5.2", "A time range written to the hour is compared as times, not as text"
)
FIND_DATE_AND_TIME_APART = _clause(
    "find.date-and-time-apart",
    "PS3.4 C.2.2.2.5.4",
    "Unless combined matching was negotiated, a date range and a time range are two keys: the time counts on each day",
)
FIND_MATCHES_SEQUENCE = _clause(
    "find.matches-sequence",
    "PS3.4 C.2.2.2.6",
    "A sequence key matches where all keys of its item match in one item, and an empty one matches everything",
)
FIND_NAME_AS_CLAIMED = _clause(
    "find.name-as-claimed",
    "PS3.4 C.2.2.2.1",
    "Names match without regard to case where the conformance statement says so",
)
