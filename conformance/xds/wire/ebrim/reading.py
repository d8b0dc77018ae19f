"""ebRIM read into metadata objects, whatever placement and order the standard leaves free; never raises.

What can't be right (a Slot named twice, two values for a single-valued attribute, a Classification
of another object) is kept in words in ``problems``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim.model import Association, DocumentEntry, Folder, Objects, SubmissionSet
from conformance.xds.wire.ebrim.pieces import CLASSIFICATION, Known, Read
from conformance.xds.wire.xml import children, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree


def _entry(read: Read) -> DocumentEntry:
    return DocumentEntry(
        id=read.id,
        unique_id=read.identifier(v.ENTRY_UNIQUE_ID, "uniqueId"),
        patient_id=read.identifier(v.ENTRY_PATIENT, "patientId"),
        creation_time=read.slot("creationTime"),
        service_start=read.slot("serviceStartTime"),
        service_stop=read.slot("serviceStopTime"),
        hash=read.slot("hash"),
        size=read.slot("size"),
        language=read.slot("languageCode"),
        legal_authenticator=read.slot("legalAuthenticator"),
        repository_unique_id=read.slot("repositoryUniqueId"),
        source_patient_id=read.slot("sourcePatientId"),
        class_code=read.code(v.ENTRY_CLASS, "classCode"),
        type_code=read.code(v.ENTRY_TYPE, "typeCode"),
        format_code=read.code(v.ENTRY_FORMAT, "formatCode"),
        facility_code=read.code(v.ENTRY_FACILITY, "healthcareFacilityTypeCode"),
        practice_code=read.code(v.ENTRY_PRACTICE, "practiceSettingCode"),
        mime_type=read.get("mimeType"),
        object_type=read.get("objectType"),
        status=read.get("status"),
        home=read.get("home"),
        lid=read.get("lid"),
        title=read.title,
        comments=read.comments,
        authors=read.authors(v.ENTRY_AUTHOR),
        confidentiality_codes=read.codes(v.ENTRY_CONFIDENTIALITY),
        event_codes=read.codes(v.ENTRY_EVENT),
        source_patient_info=read.many("sourcePatientInfo"),
        uri=read.many("URI"),
        reference_ids=read.many(v.REFERENCE_IDS),
        limited=read.has_node(v.ENTRY_LIMITED),
        slots=read.slots,
        problems=tuple(read.problems),
    )


def _set(read: Read) -> SubmissionSet:
    return SubmissionSet(
        id=read.id,
        unique_id=read.identifier(v.SET_UNIQUE_ID, "uniqueId"),
        source_id=read.identifier(v.SET_SOURCE, "sourceId"),
        patient_id=read.identifier(v.SET_PATIENT, "patientId"),
        submission_time=read.slot("submissionTime"),
        content_type=read.code(v.SET_CONTENT_TYPE, "contentTypeCode"),
        status=read.get("status"),
        home=read.get("home"),
        lid=read.get("lid"),
        title=read.title,
        comments=read.comments,
        authors=read.authors(v.SET_AUTHOR),
        recipients=read.many("intendedRecipient"),
        limited=read.has_node(v.SET_LIMITED),
        slots=read.slots,
        problems=tuple(read.problems),
    )


def _folder(read: Read) -> Folder:
    return Folder(
        id=read.id,
        unique_id=read.identifier(v.FOLDER_UNIQUE_ID, "uniqueId"),
        patient_id=read.identifier(v.FOLDER_PATIENT, "patientId"),
        codes=read.codes(v.FOLDER_CODES),
        last_update_time=read.slot("lastUpdateTime"),
        status=read.get("status"),
        home=read.get("home"),
        lid=read.get("lid"),
        title=read.title,
        comments=read.comments,
        slots=read.slots,
        problems=tuple(read.problems),
    )


def _association(read: Read) -> Association:
    return Association(
        id=read.id,
        type=read.get("associationType") or "",
        source=read.get("sourceObject") or "",
        target=read.get("targetObject") or "",
        set_status=read.slot("SubmissionSetStatus"),
        status=read.get("status"),
        documentation=read.code(v.DOCUMENTATION, "the association documentation"),
        home=read.get("home"),
        lid=read.get("lid"),
        slots=read.slots,
        problems=tuple(read.problems),
    )


def read_objects(listed: etree._Element | None) -> Objects:
    """Read a rim:RegistryObjectList (None: an empty one), looking inside each package and beside it."""
    elements = children(listed) if listed is not None else []
    loose: dict[str, list[etree._Element]] = {}
    for one in elements:
        if one.tag == CLASSIFICATION:
            loose.setdefault(one.get("classifiedObject", ""), []).append(one)
    made: dict[str, list[Any]] = {}
    known: Known = {}
    refs: list[str] = []
    problems: list[str] = []
    for element in elements:
        name = local(element)
        if name == "ObjectRef":
            refs.append(element.get("id", ""))
        elif name in {"ExtrinsicObject", "RegistryPackage", "Association"}:
            read = Read(element, loose.get(element.get("id", ""), ()), known)
            kind = _kind(name, read)
            made.setdefault(kind, []).append(_MAKERS[kind](read))
        elif name != "Classification":
            problems.append(f"the list holds a <{name}>, which is no metadata object of XDS")
    objects = Objects(
        entries=tuple(made.get("ExtrinsicObject", ())),
        submission_sets=tuple(made.get("SubmissionSet", ())),
        folders=tuple(made.get("Folder", ())),
        associations=tuple(made.get("Association", ())),
        refs=tuple(refs),
        others=tuple(made.get("RegistryPackage", ())),
    )
    there = {*(item.id for item in objects), *objects.others}
    problems += [f"a Classification is of {name!r}, which is not in the list" for name in loose if name not in there]
    problems += [f"{item.id}: {said}" for item in objects for said in item.problems]
    return replace(objects, problems=tuple(problems))


def _kind(name: str, read: Read) -> str:
    """Return what a RegistryPackage is by its classification node, itself when it has none."""
    if name != "RegistryPackage":
        return name
    if read.has_node(v.SET_NODE):
        return "SubmissionSet"
    return "Folder" if read.has_node(v.FOLDER_NODE) else name


_MAKERS: dict[str, Callable[[Read], object]] = {
    "ExtrinsicObject": _entry,
    "SubmissionSet": _set,
    "Folder": _folder,
    "Association": _association,
    "RegistryPackage": lambda read: read.id,
}
"""What is made of an element at once: a thousand held in pieces cost the collector of garbage a fifth of the time."""
