"""The UIDs this room speaks of by name (PS3.6 Annex A), and our own implementation's."""

from __future__ import annotations

import re

VERIFICATION = "1.2.840.10008.1.1"
PATIENT_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.1.1"
PATIENT_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.1.2"
PATIENT_ROOT_GET = "1.2.840.10008.5.1.4.1.2.1.3"
STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1"
STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2"
STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3"
MODALITY_WORKLIST_FIND = "1.2.840.10008.5.1.4.31"
STORAGE_COMMITMENT = "1.2.840.10008.1.20.1"
STORAGE_COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1"
PERFORMED_STEP = "1.2.840.10008.3.1.2.3.3"
STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1."
CT = "1.2.840.10008.5.1.4.1.1.2"
MR = "1.2.840.10008.5.1.4.1.1.4"
FIND = {"patient": PATIENT_ROOT_FIND, "study": STUDY_ROOT_FIND, "worklist": MODALITY_WORKLIST_FIND}
MOVE = {"patient": PATIENT_ROOT_MOVE, "study": STUDY_ROOT_MOVE}
GET = {"patient": PATIENT_ROOT_GET, "study": STUDY_ROOT_GET}
IMPLEMENTATION_CLASS = "2.25.301893270149437713264950278140217437071"
IMPLEMENTATION_VERSION = "CONFORMANCE"

_FORM = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+")
_LONGEST = 64


def is_uid(value: str) -> bool:
    """Return whether a UID is formed as PS3.5 9.1 says."""
    return len(value) <= _LONGEST and _FORM.fullmatch(value) is not None
