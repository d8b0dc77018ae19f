"""ebRIM read into metadata objects, whatever placement and order the standard leaves free; never raises.

What can't be right (a Slot named twice, two values for a single-valued attribute, a Classification
of another object) is kept in words in ``problems``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.xds import vocabulary as v
from conformance.xds.vocabulary import RIM, clark
from conformance.xds.wire.ebrim.model import Association, Author, Code, DocumentEntry, Folder, Objects, SubmissionSet
from conformance.xds.wire.xml import children, local, text

if TYPE_CHECKING:
    from lxml import etree

_CLASSIFICATION, _IDENTIFIER = clark(RIM, "Classification"), clark(RIM, "ExternalIdentifier")
_SLOT, _VALUES, _VALUE = clark(RIM, "Slot"), clark(RIM, "ValueList"), clark(RIM, "Value")
_LOCALIZED = clark(RIM, "LocalizedString")


class _Read:
    """One rim element taken apart: slots, classifications by scheme, identifiers by scheme."""

    def __init__(self, element: etree._Element, beside: list[etree._Element]) -> None:
        self.element = element
        self.id = element.get("id", "")
        self.problems: list[str] = []
        self.slots = _slots(element, self.problems)
        self.classified = [*children(element, _CLASSIFICATION), *beside]
        self.identified = children(element, _IDENTIFIER)
        if not self.id:
            self.problems.append(f"a {local(element)} has no id")

    def slot(self, name: str) -> str | None:
        """Take the one value of a Slot out of those not yet taken."""
        values = self.slots.pop(name, None)
        if values is None:
            return None
        if len(values) != 1:
            self.problems.append(f"the Slot {name} has {len(values)} values, where one is wanted")
        return values[0] if values else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Take all values of a Slot."""
        return self.slots.pop(name, ())

    def codes(self, scheme: str) -> tuple[Code, ...]:
        """Return the coded values classified by a scheme."""
        found = (one for one in self.classified if one.get("classificationScheme") == scheme)
        return tuple(self._code(one) for one in found)

    def code(self, scheme: str, name: str) -> Code | None:
        """Return the one coded value classified by a scheme."""
        found = self.codes(scheme)
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0] if found else None

    def _code(self, element: etree._Element) -> Code:
        schemes = _slots(element, self.problems).get("codingScheme")
        if schemes is not None and len(schemes) != 1:
            self.problems.append(f"a codingScheme Slot has {len(schemes)} values")
        scheme = schemes[0] if schemes else None
        return Code(element.get("nodeRepresentation", ""), scheme, _international(element, "Name"))

    def authors(self, scheme: str) -> tuple[Author, ...]:
        """Return the authors classified by a scheme."""
        found: list[Author] = []
        for one in self.classified:
            if one.get("classificationScheme") == scheme:
                slots = _slots(one, self.problems)
                persons = slots.get("authorPerson", ())
                if len(persons) > 1:
                    self.problems.append(f"an author has {len(persons)} values of authorPerson")
                several = ("authorInstitution", "authorRole", "authorSpecialty", "authorTelecommunication")
                found.append(Author(persons[0] if persons else None, *(slots.get(name, ()) for name in several)))
        return tuple(found)

    def identifier(self, scheme: str, name: str) -> str | None:
        """Return the value of an ExternalIdentifier."""
        found = [one.get("value", "") for one in self.identified if one.get("identificationScheme") == scheme]
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0] if found else None

    def get(self, name: str) -> str | None:
        """Return an attribute of the element, None when absent."""
        return self.element.get(name)

    def text(self, tag: str) -> str | None:
        """Return the Name or Description."""
        return _international(self.element, tag)


def _slots(element: etree._Element, problems: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for slot in children(element, _SLOT):
        name = slot.get("name", "")
        values = tuple(text(one) for listed in children(slot, _VALUES) for one in children(listed, _VALUE))
        if name in found:
            problems.append(f"the Slot {name} is there twice in one object")
        found[name] = found.get(name, ()) + values
    return found


def _international(element: etree._Element, tag: str) -> str | None:
    for named in children(element, clark(RIM, tag)):
        for said in children(named, _LOCALIZED):
            return said.get("value", "")
    return None


def _entry(read: _Read) -> DocumentEntry:
    values: dict[str, Any] = {
        "unique_id": read.identifier(v.ENTRY_UNIQUE_ID, "uniqueId"),
        "patient_id": read.identifier(v.ENTRY_PATIENT, "patientId"),
        "creation_time": read.slot("creationTime"),
        "service_start": read.slot("serviceStartTime"),
        "service_stop": read.slot("serviceStopTime"),
        "hash": read.slot("hash"),
        "size": read.slot("size"),
        "language": read.slot("languageCode"),
        "legal_authenticator": read.slot("legalAuthenticator"),
        "repository_unique_id": read.slot("repositoryUniqueId"),
        "source_patient_id": read.slot("sourcePatientId"),
    }
    codes: dict[str, Any] = {
        "class_code": read.code(v.ENTRY_CLASS, "classCode"),
        "type_code": read.code(v.ENTRY_TYPE, "typeCode"),
        "format_code": read.code(v.ENTRY_FORMAT, "formatCode"),
        "facility_code": read.code(v.ENTRY_FACILITY, "healthcareFacilityTypeCode"),
        "practice_code": read.code(v.ENTRY_PRACTICE, "practiceSettingCode"),
    }
    return DocumentEntry(
        id=read.id,
        mime_type=read.get("mimeType"),
        object_type=read.get("objectType"),
        status=read.get("status"),
        home=read.get("home"),
        lid=read.get("lid"),
        title=read.text("Name"),
        comments=read.text("Description"),
        authors=read.authors(v.ENTRY_AUTHOR),
        confidentiality_codes=read.codes(v.ENTRY_CONFIDENTIALITY),
        event_codes=read.codes(v.ENTRY_EVENT),
        source_patient_info=read.many("sourcePatientInfo"),
        uri=read.many("URI"),
        reference_ids=read.many(v.REFERENCE_IDS),
        slots=read.slots,
        problems=tuple(read.problems),
        **values,
        **codes,
    )


def _set(read: _Read) -> SubmissionSet:
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
        title=read.text("Name"),
        comments=read.text("Description"),
        authors=read.authors(v.SET_AUTHOR),
        recipients=read.many("intendedRecipient"),
        slots=read.slots,
        problems=tuple(read.problems),
    )


def _folder(read: _Read) -> Folder:
    return Folder(
        id=read.id,
        unique_id=read.identifier(v.FOLDER_UNIQUE_ID, "uniqueId"),
        patient_id=read.identifier(v.FOLDER_PATIENT, "patientId"),
        codes=read.codes(v.FOLDER_CODES),
        last_update_time=read.slot("lastUpdateTime"),
        status=read.get("status"),
        home=read.get("home"),
        lid=read.get("lid"),
        title=read.text("Name"),
        comments=read.text("Description"),
        slots=read.slots,
        problems=tuple(read.problems),
    )


def _association(read: _Read) -> Association:
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
        if one.tag == _CLASSIFICATION:
            loose.setdefault(one.get("classifiedObject", ""), []).append(one)
    made: dict[str, list[_Read]] = {}
    refs: list[str] = []
    problems: list[str] = []
    for element in elements:
        name = local(element)
        if name == "ObjectRef":
            refs.append(element.get("id", ""))
        elif name in {"ExtrinsicObject", "RegistryPackage", "Association"}:
            read = _Read(element, loose.get(element.get("id", ""), []))
            made.setdefault(_kind(name, read), []).append(read)
        elif name != "Classification":
            problems.append(f"the list holds a <{name}>, which is no metadata object of XDS")
    known = {read.id for reads in made.values() for read in reads}
    problems += [f"a Classification is of {name!r}, which is not in the list" for name in loose if name not in known]
    objects = Objects(
        entries=tuple(_entry(read) for read in made.get("ExtrinsicObject", ())),
        submission_sets=tuple(_set(read) for read in made.get("SubmissionSet", ())),
        folders=tuple(_folder(read) for read in made.get("Folder", ())),
        associations=tuple(_association(read) for read in made.get("Association", ())),
        refs=tuple(refs),
        others=tuple(read.id for read in made.get("RegistryPackage", ())),
    )
    inner = [f"{item.id}: {said}" for item in objects for said in item.problems]
    return Objects(
        objects.entries,
        objects.submission_sets,
        objects.folders,
        objects.associations,
        objects.refs,
        objects.others,
        (*problems, *inner),
    )


def _kind(name: str, read: _Read) -> str:
    """Return what a RegistryPackage is by its classification node, itself when it has none."""
    if name != "RegistryPackage":
        return name
    nodes = {one.get("classificationNode") for one in read.classified}
    if v.SET_NODE in nodes:
        return "SubmissionSet"
    return "Folder" if v.FOLDER_NODE in nodes else name
