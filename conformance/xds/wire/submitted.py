"""What a source submits, judged by the rules of metadata: pure, in words (ITI TF-3 4.2.1, 4.2.3, table 4.3.1-3)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from conformance.xds import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.xds.wire.ebrim import Objects

ENTRY_REQUIRED = {
    "unique_id": "uniqueId",
    "patient_id": "patientId",
    "mime_type": "mimeType",
    "object_type": "objectType",
    "class_code": "classCode",
    "type_code": "typeCode",
    "format_code": "formatCode",
    "facility_code": "healthcareFacilityTypeCode",
    "practice_code": "practiceSettingCode",
    "confidentiality_codes": "confidentialityCode",
    "creation_time": "creationTime",
    "language": "languageCode",
    "source_patient_id": "sourcePatientId",
}
SET_REQUIRED = {
    "unique_id": "uniqueId",
    "source_id": "sourceId",
    "patient_id": "patientId",
    "submission_time": "submissionTime",
    "content_type": "contentTypeCode",
}
_DTM = re.compile(r"\d{4}(?:\d{2}){0,5}")
_OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+")
_CX = re.compile(r"[^^&|~]+\^\^\^&[0-2](?:\.(?:0|[1-9]\d*))+&ISO")
_OID_LONGEST = 64


def absent(objects: Objects) -> list[str]:
    """Say which attributes a source must give are not there."""
    found = [] if len(objects.submission_sets) == 1 else [f"there are {len(objects.submission_sets)} submission sets"]
    if not objects.entries:
        found.append("there is no document entry")
    for one in objects.submission_sets:
        found += [f"the submission set has no {name}" for key, name in SET_REQUIRED.items() if not getattr(one, key)]
    for entry in objects.entries:
        found += [f"{entry.id} has no {name}" for key, name in ENTRY_REQUIRED.items() if not getattr(entry, key)]
    return found


def malformed(objects: Objects) -> list[str]:
    """Say which values are not written as their type wants it."""
    found = list(objects.problems)
    for one in objects.submission_sets:
        found += _unlike(_OID, "the submission set", uniqueId=one.unique_id, sourceId=one.source_id)
        found += _unlike(_DTM, "the submission set", submissionTime=one.submission_time)
        found += _unlike(_CX, "the submission set", patientId=one.patient_id)
        if len(one.unique_id or "") > _OID_LONGEST:
            found.append(f"the uniqueId of the submission set has {len(one.unique_id or '')} characters")
    for entry in objects.entries:
        times = {"creationTime": entry.creation_time, "serviceStartTime": entry.service_start}
        found += _unlike(_DTM, entry.id, serviceStopTime=entry.service_stop, **times)
        found += _unlike(_CX, entry.id, patientId=entry.patient_id, sourcePatientId=entry.source_patient_id)
        codes = (entry.class_code, entry.type_code, entry.format_code, entry.facility_code, entry.practice_code)
        every = [*codes, *entry.confidentiality_codes, *entry.event_codes]
        found += [f"{entry.id}: the code {one.code} has no codingScheme" for one in every if one and not one.scheme]
    return found


def _unlike(form: re.Pattern[str], where: str, **values: str | None) -> list[str]:
    return [
        f"{where}: {name} is written {value[:80]!r}"
        for name, value in values.items()
        if value is not None and not form.fullmatch(value)
    ]


def untied(objects: Objects) -> list[str]:
    """Say which new entries no HasMember with SubmissionSetStatus Original ties to the submission set."""
    sets = {one.id for one in objects.submission_sets}
    tied = {
        one.target
        for one in objects.associations
        if one.type == v.HAS_MEMBER and one.source in sets and one.set_status == "Original"
    }
    return [f"{entry.id} is not tied to the submission set" for entry in objects.entries if entry.id not in tied]


def undescribed(objects: Objects, contents: Mapping[str, bytes]) -> list[str]:
    """Say which entries have no document, and whose hash or size, where given, is not that of the document."""
    found = []
    for entry in objects.entries:
        content = contents.get(entry.id)
        if content is None:
            found.append(f"{entry.id} has no Document")
            continue
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if entry.hash is not None and entry.hash.lower() != digest:
            found.append(f"{entry.id}: the hash is {entry.hash}, the document's {digest}")
        if entry.size is not None and entry.size != str(len(content)):
            found.append(f"{entry.id}: the size is {entry.size}, the document's {len(content)}")
    return [*found, *(f"the Document {one} has no entry" for one in contents if one not in objects.ids)]
