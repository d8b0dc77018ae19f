"""ebRIM read into metadata objects, whatever placement and order the standard leaves free; never raises.

What can't be right (a Slot named twice, two values for a single-valued attribute, a Classification
of another object) is kept in words in ``problems``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.xds import vocabulary as v
from conformance.xds.vocabulary import RIM, clark
from conformance.xds.wire.ebrim.model import Association, Author, Code, DocumentEntry, Folder, Objects, SubmissionSet
from conformance.xds.wire.xml import children, local, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml import etree

_CLASSIFICATION, _IDENTIFIER = clark(RIM, "Classification"), clark(RIM, "ExternalIdentifier")
_SLOT, _VALUES, _VALUE = clark(RIM, "Slot"), clark(RIM, "ValueList"), clark(RIM, "Value")
_NAME, _DESCRIPTION, _LOCALIZED = clark(RIM, "Name"), clark(RIM, "Description"), clark(RIM, "LocalizedString")
_Known = dict[tuple[str, str | None, str | None], Code]
_SEVERAL = ("authorInstitution", "authorRole", "authorSpecialty", "authorTelecommunication")


class _Read:
    """One rim element taken apart in one pass: slots, classifications and identifiers by scheme.

    ``known`` holds the codes read before it: a list names few of them, thousands of times.
    """

    __slots__ = ("_classified", "_identified", "_known", "_said", "element", "id", "problems", "slots")

    def __init__(self, element: etree._Element, beside: Sequence[etree._Element], known: _Known) -> None:
        self.element = element
        self.id = element.get("id", "")
        self.problems: list[str] = []
        self.slots: dict[str, tuple[str, ...]] = {}
        self._known = known
        self._classified: dict[str | None, list[etree._Element]] = {}
        self._identified: dict[str | None, list[str]] = {}
        self._said: dict[str, str] = {}
        for child in element:
            tag = child.tag
            if tag == _SLOT:
                _slot(child, self.slots, self.problems)
            elif tag == _CLASSIFICATION:
                self._classified.setdefault(child.get("classificationScheme"), []).append(child)
            elif tag == _IDENTIFIER:
                self._identified.setdefault(child.get("identificationScheme"), []).append(child.get("value", ""))
            elif (tag in (_NAME, _DESCRIPTION)) and tag not in self._said:
                _say(child, tag, self._said)
        for one in beside:
            self._classified.setdefault(one.get("classificationScheme"), []).append(one)
        if not self.id:
            self.problems.append(f"a {local(element)} has no id")

    def nodes(self) -> set[str | None]:
        """Return the classification nodes of its Classifications."""
        return {one.get("classificationNode") for ones in self._classified.values() for one in ones}

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
        return tuple([self._code(one) for one in self._classified.get(scheme, ())])

    def code(self, scheme: str, name: str) -> Code | None:
        """Return the one coded value classified by a scheme."""
        found = self.codes(scheme)
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0] if found else None

    def _code(self, element: etree._Element) -> Code:
        slots, said = _inside(element, self.problems)
        schemes = slots.get("codingScheme")
        if schemes is not None and len(schemes) != 1:
            self.problems.append(f"a codingScheme Slot has {len(schemes)} values")
        key = element.get("nodeRepresentation", ""), schemes[0] if schemes else None, said
        code = self._known.get(key)
        if code is None:
            code = self._known[key] = Code(*key)
        return code

    def authors(self, scheme: str) -> tuple[Author, ...]:
        """Return the authors classified by a scheme."""
        found: list[Author] = []
        for one in self._classified.get(scheme, ()):
            slots, _ = _inside(one, self.problems)
            persons = slots.get("authorPerson", ())
            if len(persons) > 1:
                self.problems.append(f"an author has {len(persons)} values of authorPerson")
            found.append(Author(persons[0] if persons else None, *(slots.get(name, ()) for name in _SEVERAL)))
        return tuple(found)

    def identifier(self, scheme: str, name: str) -> str | None:
        """Return the value of an ExternalIdentifier."""
        found = self._identified.get(scheme)
        if found is None:
            return None
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0]

    def get(self, name: str) -> str | None:
        """Return an attribute of the element, None when absent."""
        return self.element.get(name)

    @property
    def title(self) -> str | None:
        """Return the Name."""
        return self._said.get(_NAME)

    @property
    def comments(self) -> str | None:
        """Return the Description."""
        return self._said.get(_DESCRIPTION)


def _inside(element: etree._Element, problems: list[str]) -> tuple[dict[str, tuple[str, ...]], str | None]:
    """Return the Slots and the Name of a Classification."""
    slots: dict[str, tuple[str, ...]] = {}
    said: dict[str, str] = {}
    for child in element:
        tag = child.tag
        if tag == _SLOT:
            _slot(child, slots, problems)
        elif tag == _NAME and tag not in said:
            _say(child, tag, said)
    return slots, said.get(_NAME)


def _slot(slot: etree._Element, found: dict[str, tuple[str, ...]], problems: list[str]) -> None:
    """Add the values of one Slot to those found."""
    name = slot.get("name", "")
    if len(slot) == 1 and (listed := slot[0]).tag == _VALUES and len(listed) == 1 and (one := listed[0]).tag == _VALUE:
        values: tuple[str, ...] = (text(one),)  # nearly every Slot is so, and walking costs twice as much
    else:
        lists = [listed for listed in slot if listed.tag == _VALUES]
        values = tuple([text(one) for listed in lists for one in listed if one.tag == _VALUE])
    if name in found:
        problems.append(f"the Slot {name} is there twice in one object")
        values = found[name] + values
    found[name] = values


def _say(named: etree._Element, tag: str, said: dict[str, str]) -> None:
    """Keep the first LocalizedString of a Name or Description."""
    for one in named:
        if one.tag == _LOCALIZED:
            said[tag] = one.get("value", "")
            return


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
        title=read.title,
        comments=read.comments,
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
        title=read.title,
        comments=read.comments,
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
        title=read.title,
        comments=read.comments,
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
    made: dict[str, list[Any]] = {}
    known: _Known = {}
    refs: list[str] = []
    problems: list[str] = []
    for element in elements:
        name = local(element)
        if name == "ObjectRef":
            refs.append(element.get("id", ""))
        elif name in {"ExtrinsicObject", "RegistryPackage", "Association"}:
            read = _Read(element, loose.get(element.get("id", ""), ()), known)
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


def _kind(name: str, read: _Read) -> str:
    """Return what a RegistryPackage is by its classification node, itself when it has none."""
    if name != "RegistryPackage":
        return name
    nodes = read.nodes()
    if v.SET_NODE in nodes:
        return "SubmissionSet"
    return "Folder" if v.FOLDER_NODE in nodes else name


_MAKERS: dict[str, Callable[[_Read], object]] = {
    "ExtrinsicObject": _entry,
    "SubmissionSet": _set,
    "Folder": _folder,
    "Association": _association,
    "RegistryPackage": lambda read: read.id,
}
"""What is made of an element at once: a thousand held in pieces cost the collector of garbage a fifth of the time."""
