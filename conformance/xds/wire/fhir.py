"""FHIR R4 as mobile access uses it: a submission as a Bundle to be provided (MHD ITI-65), in JSON and XML."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from lxml import etree

from conformance.xds.wire.xml import children, local, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.xds.samples import Document, Submission
    from conformance.xds.wire.ebrim import Author, Code, DocumentEntry, SubmissionSet

Resource = dict[str, Any]
JSON, XML = "application/fhir+json", "application/fhir+xml"
FHIR, MHD = "http://hl7.org/fhir", "https://profiles.ihe.net/ITI/MHD"
LISTS = f"{MHD}/CodeSystem/MHDlistTypes"
IDENTIFIER_TYPES = f"{MHD}/CodeSystem/IHE.MHD.MHDIdentifierType"
SOURCE_ID, DESIGNATION = f"{MHD}/StructureDefinition/ihe-sourceId", f"{MHD}/StructureDefinition/ihe-designationType"
URI = "urn:ietf:rfc:3986"
ZONE = timezone(timedelta(hours=1))
"""Not UTC on purpose: what is told as UTC in XDS is the same moment (ITI TF-3 4.2.3.1.7)."""
_OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+")
_MANY = frozenset({"author", "category", "coding", "contained", "content", "entry", "event", "extension", "given"})
_MANY |= {"identifier", "issue", "name", "profile", "relatesTo", "securityLabel"}
_GENDERS = {"M": "male", "F": "female", "O": "other", "U": "unknown"}


def instant(dtm: str | None) -> str:
    """Return a time of XDS, UTC to the second, as a moment of FHIR in another zone."""
    read = datetime.strptime(dtm or "19700101000000", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return read.astimezone(ZONE).isoformat()


def dtm(moment: str) -> str | None:
    """Return a moment of FHIR as a time of XDS, None for what is none with its zone."""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return read.astimezone(UTC).strftime("%Y%m%d%H%M%S") if read.tzinfo else None


def identifier(cx: str | None) -> Resource:
    """Return a patient identifier, given as ``id^^^&OID&ISO``."""
    value, _, authority = (cx or "").partition("^^^&")
    return {"system": f"urn:oid:{authority.partition('&')[0]}", "value": value}


def concept(code: Code | None) -> Resource:
    """Return a coded value as a CodeableConcept."""
    if code is None:
        return {}
    return {"coding": [coding(code)]}


def coding(code: Code) -> Resource:
    """Return a coded value as a Coding: a scheme that is an OID is told as one."""
    scheme = code.scheme or ""
    system = f"urn:oid:{scheme}" if _OID.fullmatch(scheme) else scheme
    return {"system": system, "code": code.code, "display": code.display or code.code}


def provided(submission: Submission, subject: Resource | None, name: Callable[[str], str]) -> Resource:
    """Return the Bundle of a submission: its list, its references, its documents (ITI-65, comprehensive metadata).

    ``name`` gives each part a UUID; ``subject`` is a Patient to be carried along, None to name it by identifier.
    """
    patient = f"urn:uuid:{name('patient')}"
    cx = submission.set.patient_id
    whose = {"reference": patient} if subject else {"type": "Patient", "identifier": identifier(cx)}
    named = [
        (f"urn:uuid:{name(one.entry.id)}", f"urn:uuid:{name('octets of ' + one.entry.id)}", one)
        for one in submission.documents
    ]
    entries = [_entry(f"urn:uuid:{name('list')}", _list(submission.set, whose, [one for one, _, _ in named]))]
    entries += [_entry(own, _reference(one.entry, whose, where)) for own, where, one in named]
    entries += [_entry(where, _binary(one)) for _, where, one in named]
    if subject:
        entries.append(_entry(patient, subject))
    profile = f"{MHD}/StructureDefinition/IHE.MHD.Comprehensive.ProvideBundle"
    return {"resourceType": "Bundle", "meta": {"profile": [profile]}, "type": "transaction", "entry": entries}


def a_patient(cx: str) -> Resource:
    """Return a Patient of an identifier and a synthetic name."""
    return {"resourceType": "Patient", "identifier": [identifier(cx)], "name": [{"family": "Zzsynthetic"}]}


def _entry(url: str, resource: Resource) -> Resource:
    kind = resource["resourceType"]
    return {"fullUrl": url, "resource": resource, "request": {"method": "POST", "url": kind}}


def _unique(unique_id: str | None) -> Resource:
    kind = {"coding": [{"system": IDENTIFIER_TYPES, "code": "uniqueId"}]}
    return {"type": kind, "system": URI, "value": f"urn:oid:{unique_id}"}


def _list(made: SubmissionSet, whose: Resource, references: Iterable[str]) -> Resource:
    return {
        "resourceType": "List",
        "contained": [_practitioner(made.authors[0])],
        "extension": [
            {"url": DESIGNATION, "valueCodeableConcept": concept(made.content_type)},
            {"url": SOURCE_ID, "valueIdentifier": {"system": URI, "value": f"urn:oid:{made.source_id}"}},
        ],
        "identifier": [{"use": "usual", **_unique(made.unique_id)}],
        "status": "current",
        "mode": "working",
        "title": made.title,
        "code": {"coding": [{"system": LISTS, "code": "submissionset"}]},
        "subject": whose,
        "date": instant(made.submission_time),
        "source": {"reference": "#author"},
        "entry": [{"item": {"reference": one}} for one in references],
    }


def _reference(entry: DocumentEntry, whose: Resource, where: str) -> Resource:
    digest = base64.b64encode(bytes.fromhex(entry.hash or "")).decode()
    attachment = {
        "contentType": entry.mime_type,
        "language": entry.language,
        "url": where,
        "size": int(entry.size or 0),
        "hash": digest,
        "title": entry.title,
        "creation": instant(entry.creation_time),
    }
    content: Resource = {"attachment": attachment}
    if entry.format_code:
        content["format"] = coding(entry.format_code)
    return {
        "resourceType": "DocumentReference",
        "contained": [_practitioner(entry.authors[0]), _source_patient(entry)],
        "masterIdentifier": _unique(entry.unique_id),
        "status": "current",
        "type": concept(entry.type_code),
        "category": [concept(entry.class_code)],
        "subject": whose,
        "date": instant(entry.creation_time),
        "author": [{"reference": "#author"}],
        "securityLabel": [concept(one) for one in entry.confidentiality_codes],
        "content": [content],
        "context": {
            "facilityType": concept(entry.facility_code),
            "practiceSetting": concept(entry.practice_code),
            "sourcePatientInfo": {"reference": "#source"},
        },
    }


def _practitioner(author: Author) -> Resource:
    parts = [*(author.person or "").split("^"), "", ""]
    return {"resourceType": "Practitioner", "id": "author", "name": [{"family": parts[1], "given": [parts[2]]}]}


def _source_patient(entry: DocumentEntry) -> Resource:
    said = dict(one.partition("|")[::2] for one in entry.source_patient_info)
    names, day = said.get("PID-5", "^").split("^"), said.get("PID-7", "19700101")
    return {
        "resourceType": "Patient",
        "id": "source",
        "identifier": [identifier(entry.source_patient_id)],
        "name": [{"family": names[0], "given": [names[1]]}],
        "gender": _GENDERS.get(said.get("PID-8", "U"), "unknown"),
        "birthDate": f"{day[:4]}-{day[4:6]}-{day[6:]}",
    }


def _binary(document: Document) -> Resource:
    data = base64.b64encode(document.content).decode()
    return {"resourceType": "Binary", "contentType": document.entry.mime_type, "data": data}


def to_xml(resource: Resource) -> bytes:
    """Return a resource as FHIR XML; its keys stand in the order of the resource's elements."""
    return printed(_element(resource))


def _element(resource: Resource) -> etree._Element:
    made = etree.Element(f"{{{FHIR}}}{resource['resourceType']}", nsmap={None: FHIR})
    _fill(made, {key: value for key, value in resource.items() if key != "resourceType"})
    return made


def _fill(parent: etree._Element, held: Resource) -> None:
    for key, value in held.items():
        for one in value if isinstance(value, list) else [value]:
            _add(parent, key, one)


def _add(parent: etree._Element, key: str, value: object) -> None:
    if key == "url" and local(parent) == "extension":
        parent.set("url", str(value))
        return
    child = etree.SubElement(parent, f"{{{FHIR}}}{key}")
    if not isinstance(value, dict):
        child.set("value", str(value))
    elif "resourceType" in value:
        child.append(_element(value))
    else:
        _fill(child, value)


def from_xml(root: etree._Element) -> Resource:
    """Return what FHIR XML says as JSON does; sizes stay text, and what may be repeated is a list."""
    return {"resourceType": local(root), **_read(root)}


def _read(element: etree._Element) -> Resource:
    read: Resource = {"url": element.get("url")} if element.get("url") is not None else {}
    for child in children(element):
        key, held = local(child), children(child)
        value: object = child.get("value")
        if held:
            inner = held[0]
            whole = key in {"resource", "contained"} and len(held) == 1 and local(inner)[:1].isupper()
            value = from_xml(inner) if whole else _read(child)
        if key in _MANY and not (key == "name" and not held):
            read.setdefault(key, []).append(value)
        else:
            read[key] = value
    return read
