"""The sentences storage is judged by (PS3.4 Annex B)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Clause, Level

STORE_SUCCEEDS = _clause(
    "store.succeeds", "PS3.4 B.2.3", "A valid instance of an accepted SOP class is stored with success or a warning"
)
STORE_KEEPS = _clause(
    "store.keeps", "PS3.4 B.2.2", "What was stored with success can be retrieved: the class and instance stored, once"
)
STORE_KEEPS_ATTRIBUTES = _clause(
    "store.keeps-attributes",
    "PS3.4 B.4.1.1",
    "At level 2 every element comes back with its value, private and nested ones too, save coercions told by B000",
)
STORE_KEEPS_PIXELS = _clause(
    "store.keeps-pixels", "PS3.5 A.4", "Pixel data comes back octet for octet, encapsulated ones fragment by fragment"
)
STORE_KEEPS_TEXT = _clause(
    "store.keeps-text", "PS3.5 6.1.2", "Text comes back as the same characters, under a character set that is true"
)
STORE_TAKES_FRAGMENTS = _clause(
    "store.takes-fragments", "PS3.8 9.3.5.1", "A data set in fragments of any size is read as one"
)
STORE_TAKES_UNDEFINED_LENGTHS = _clause(
    "store.takes-undefined-lengths", "PS3.5 7.5.1", "Sequences and items of undefined length are read"
)
STORE_REFUSES_OTHER_CLASS = _clause(
    "store.refuses-other-class",
    "PS3.4 B.2.3",
    "A data set that does not match the SOP class of the command is refused (A9xx) or a warning is given (B007)",
)
STORE_REFUSES_UNREADABLE = _clause(
    "store.refuses-unreadable",
    "PS3.4 B.2.3",
    "A data set that can't be understood is refused with a failure (Cxxx), never answered with success or silence",
)
STORE_TAKES_A_SECOND_COPY = _clause(
    "store.takes-a-second-copy", "PS3.4 B.2.3", "The same instance sent again is not a failure"
)
STORE_KEEPS_ONE_OF_TWO = _clause(
    "store.keeps-one-of-two",
    "PS3.5 9",
    "One SOP Instance UID stands for one instance: of two contents one whole is kept, never a mixture or nothing",
)
STORE_NOTHING_PURGED = _clause(
    "store.nothing-purged",
    "PS3.4 B.2.2",
    "What was stored with success is still found once much more was stored: who has no room says so (A7xx)",
)
STORE_TELLS_LOSS = _clause(
    "store.tells-loss",
    "PS3.4 B.2.3",
    "Other content under a known SOP Instance UID is refused or told, not put silently in place of the first",
    Level.SHOULD,
)
STORE_NAMES_INSTANCE = _clause(
    "store.names-instance",
    "PS3.7 9.3.1.2",
    "The C-STORE response names the instance it is about",
    Level.MAY,
)
STORE_WARNING_TRUE = _clause(
    "store.warning-true",
    "PS3.4 B.2.3",
    "The warning that elements were coerced (B000) comes when elements were, and not otherwise",
    Level.SHOULD,
)
STORE_SHARED_STUDY_UID = _clause(
    "store.shared-study-uid",
    "PS3.4 B.2.2",
    "Images of two patients under one Study Instance UID are all kept under their own patient, or refused",
)
STORE_AS_CLAIMED = _clause(
    "store.as-claimed",
    "PS3.2 7.3",
    "Every storage SOP class and transfer syntax the conformance statement claims is accepted when it is proposed",
)
STORE_PRIVATE_CLASS = _clause(
    "store.private-class",
    "PS3.8 9.3.3.2",
    "A private storage class is refused as unknown (result 3), or what was stored of it with success is kept",
)
STORE_NOTHING_OF_HALF = _clause(
    "store.nothing-of-half",
    "PS3.4 B.2.2",
    "Of an instance whose transfer broke off nothing is told or given out, and it can be sent again",
    Level.SHOULD,
)
REJECTED_HIDDEN = Clause(
    "dicom.store.rejected-hidden",
    "IHE RAD TF-3",
    "Rev. 16.0",
    "4.66.4.1.3",
    "Where it is configured to, an archive hides the instances a rejection note names from queries and retrieves",
    Level.MUST,
)
STORE_APART = _clause("store.apart", "PS3.4 B.2.2", "Instances stored over several associations at once are kept apart")
