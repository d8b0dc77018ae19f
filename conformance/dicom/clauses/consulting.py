"""The sentences a workstation is judged by: how it searches, and how it has found studies sent (PS3.4 C.4)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause

LOOKUP_ASKED = _clause(
    "workstation.search-asked",
    "PS3.4 C.4.1.2.1",
    "Asked to search, the candidate sends a C-FIND request of a query model, naming class, message and priority",
)
LOOKUP_IDENTIFIER = _clause(
    "workstation.search-identifier",
    "PS3.7 6.3.2",
    "The identifier of a search is there, written in the transfer syntax that was accepted",
)
LOOKUP_LEVEL = _clause(
    "workstation.search-level",
    "PS3.4 C.4.1.1.3.1",
    "A search says at which level, and it is one of its query model",
)
LOOKUP_UPPER_KEYS = _clause(
    "workstation.search-upper-keys",
    "PS3.4 C.4.1.2.1",
    "Without relational queries agreed on, each level above that of the search is pinned by its unique key, with a "
    "single value, and no other key of those levels is there",
)
LOOKUP_UNIQUE_KEY = _clause(
    "workstation.search-unique-key", "PS3.4 C.4.1.2.1", "The unique key of the level of the search is among its keys"
)
LOOKUP_WILDCARDS = _clause(
    "workstation.search-wildcards",
    "PS3.4 C.2.2.2.4",
    "An asterisk or question mark stands only in keys that are matched by wild cards: in no UID, date, time or number",
)
LOOKUP_PADDED = _clause(
    "workstation.search-padded",
    "PS3.5 6.2",
    "Keys have an even length: UIDs are padded with one NUL, text with a space",
)
LOOKUP_CHARACTER_SET = _clause(
    "workstation.search-character-set",
    "PS3.4 C.4.1.1.3.1",
    "A search by a name that is not ASCII says in Specific Character Set how it is written, and says it truly",
)
LOOKUP_CANCELLED = _clause(
    "workstation.search-cancelled",
    "PS3.7 9.3.2.3",
    "A search is broken off by a C-CANCEL that names its message, without a data set, over the context of the search",
)
LOOKUP_FAILURE_TAKEN = _clause(
    "workstation.search-failure-taken",
    "PS3.4 C.4.1.2.1",
    "A search that failed or was refused is taken as no answer: nothing is retrieved for it",
)
SEARCHES_AGAIN = _clause(
    "workstation.searches-again",
    "PS3.8 9.2.3",
    "After a rejection, an abort or a failure the candidate opens an association and searches when it is asked again",
)
RETRIEVAL_ASKED = _clause(
    "workstation.retrieval-asked",
    "PS3.4 C.4.2.2.1",
    "Asked to retrieve, the candidate sends a C-MOVE or C-GET request of a retrieve model",
)
RETRIEVAL_KEYS = _clause(
    "workstation.retrieval-keys",
    "PS3.4 C.4.2.1.4.1",
    "A retrieval names its level and unique keys: one value for each level above, one or more for its own",
)
RETRIEVAL_NO_MORE_KEYS = _clause(
    "workstation.retrieval-no-more-keys",
    "PS3.4 C.2.2.1.3",
    "The identifier of a retrieval has no key but the unique ones",
)
RETRIEVAL_AS_FOUND = _clause(
    "workstation.retrieval-as-found",
    "PS3.4 C.4.1.2.1",
    "What is retrieved is what the matches of the search told of: each of these studies, and no other",
)
MOVED_TO_ITSELF = _clause(
    "workstation.moved-to-itself",
    "PS3.4 C.4.2.2.1",
    "The move destination is the AE title under which the candidate takes instances",
)
TAKES_SUB_OPERATIONS = _clause(
    "workstation.takes-sub-operations",
    "PS3.4 C.4.2.2.1",
    "Instances that were asked for are accepted where they were asked for, and each is answered with success",
)
GET_PROPOSES_ROLE = _clause(
    "workstation.get-proposes-role",
    "PS3.7 D.3.3.4",
    "With a C-GET the candidate proposes itself as the provider of storage, in contexts for what it expects",
)
