"""Metadata objects written as ebRIM, as right or as wrong as the values say (ITI TF-3 4.2.3, ebRIM 3.0).

Child elements come in the order the schema wants; a Classification or ExternalIdentifier gets an id
made from its parent's, as the schema demands one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds import vocabulary as v
from conformance.xds.vocabulary import RIM, XML, clark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.xds.wire.ebrim.model import (
        Association,
        Author,
        Code,
        DocumentEntry,
        Folder,
        Objects,
        SubmissionSet,
    )


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the standard leaves a choice: the classification that makes a package a set, in it or beside it."""

    node_inside: bool = True


class _Object:
    """One rim element being written: its slots first, then its names, classifications and identifiers."""

    def __init__(self, tag: str, id_: str) -> None:
        self.element = etree.Element(clark(RIM, tag))
        self.element.set("id", id_)
        self._id = id_
        self._made = 0

    def attributes(self, **values: str | None) -> None:
        """Set the attributes that are not None."""
        for name, value in values.items():
            if value is not None:
                self.element.set(name, value)

    def slot(self, name: str, *values: str | None) -> None:
        """Add a Slot, unless it has no value at all."""
        _slot(self.element, name, [value for value in values if value is not None])

    def slots(self, more: dict[str, tuple[str, ...]]) -> None:
        """Add further Slots; one without a value is written empty."""
        for name, values in more.items():
            _slot(self.element, name, list(values), empty=True)

    def text(self, tag: str, value: str | None) -> None:
        """Add a Name or Description."""
        if value is not None:
            _international(self.element, tag, value)

    def _child(self, tag: str) -> etree._Element:
        self._made += 1
        child = etree.SubElement(self.element, clark(RIM, tag))
        child.set("id", f"{self._id}-{self._made}")
        return child

    def code(self, scheme: str, *codes: Code | None) -> None:
        """Add one Classification for each coded value."""
        for code in codes:
            if code is None:
                continue
            child = self._child("Classification")
            child.set("classificationScheme", scheme)
            child.set("classifiedObject", self._id)
            child.set("objectType", v.CLASSIFICATION_TYPE)
            child.set("nodeRepresentation", code.code)
            if code.scheme is not None:
                _slot(child, "codingScheme", [code.scheme])
            if code.display is not None:
                _international(child, "Name", code.display)

    def authors(self, scheme: str, authors: Iterable[Author]) -> None:
        """Add one Classification for each author."""
        for author in authors:
            child = self._child("Classification")
            child.set("classificationScheme", scheme)
            child.set("classifiedObject", self._id)
            child.set("objectType", v.CLASSIFICATION_TYPE)
            child.set("nodeRepresentation", "")
            _slot(child, "authorPerson", [author.person] if author.person is not None else [])
            _slot(child, "authorInstitution", author.institutions)
            _slot(child, "authorRole", author.roles)
            _slot(child, "authorSpecialty", author.specialties)
            _slot(child, "authorTelecommunication", author.telecoms)

    def node(self, node: str) -> etree._Element:
        """Return the Classification that says what kind of package this is."""
        child = self._child("Classification")
        child.set("classificationNode", node)
        child.set("classifiedObject", self._id)
        child.set("objectType", v.CLASSIFICATION_TYPE)
        return child

    def identifier(self, scheme: str, name: str, value: str | None) -> None:
        """Add an ExternalIdentifier."""
        if value is None:
            return
        child = self._child("ExternalIdentifier")
        child.set("identificationScheme", scheme)
        child.set("registryObject", self._id)
        child.set("objectType", v.EXTERNAL_IDENTIFIER_TYPE)
        child.set("value", value)
        _international(child, "Name", name)


def _slot(parent: etree._Element, name: str, values: Iterable[str], *, empty: bool = False) -> None:
    held = list(values)
    if not held and not empty:
        return
    slot = etree.SubElement(parent, clark(RIM, "Slot"))
    slot.set("name", name)
    listed = etree.SubElement(slot, clark(RIM, "ValueList"))
    for value in held:
        etree.SubElement(listed, clark(RIM, "Value")).text = value


def _international(parent: etree._Element, tag: str, value: str) -> None:
    said = etree.SubElement(etree.SubElement(parent, clark(RIM, tag)), clark(RIM, "LocalizedString"))
    said.set(clark(XML, "lang"), "en-GB")
    said.set("value", value)


def _entry(entry: DocumentEntry) -> etree._Element:
    made = _Object("ExtrinsicObject", entry.id)
    made.attributes(home=entry.home, lid=entry.lid, status=entry.status)
    made.attributes(objectType=entry.object_type, mimeType=entry.mime_type)
    made.slot("creationTime", entry.creation_time)
    made.slot("hash", entry.hash)
    made.slot("languageCode", entry.language)
    made.slot("legalAuthenticator", entry.legal_authenticator)
    made.slot("repositoryUniqueId", entry.repository_unique_id)
    made.slot("serviceStartTime", entry.service_start)
    made.slot("serviceStopTime", entry.service_stop)
    made.slot("size", entry.size)
    made.slot("sourcePatientId", entry.source_patient_id)
    made.slot("sourcePatientInfo", *entry.source_patient_info)
    made.slot("URI", *entry.uri)
    made.slot(v.REFERENCE_IDS, *entry.reference_ids)
    made.slots(entry.slots)
    made.text("Name", entry.title)
    made.text("Description", entry.comments)
    made.authors(v.ENTRY_AUTHOR, entry.authors)
    made.code(v.ENTRY_CLASS, entry.class_code)
    made.code(v.ENTRY_CONFIDENTIALITY, *entry.confidentiality_codes)
    made.code(v.ENTRY_EVENT, *entry.event_codes)
    made.code(v.ENTRY_FORMAT, entry.format_code)
    made.code(v.ENTRY_FACILITY, entry.facility_code)
    made.code(v.ENTRY_PRACTICE, entry.practice_code)
    made.code(v.ENTRY_TYPE, entry.type_code)
    if entry.limited:
        made.node(v.ENTRY_LIMITED)
    made.identifier(v.ENTRY_PATIENT, "XDSDocumentEntry.patientId", entry.patient_id)
    made.identifier(v.ENTRY_UNIQUE_ID, "XDSDocumentEntry.uniqueId", entry.unique_id)
    return made.element


def _package(item: SubmissionSet | Folder) -> _Object:
    made = _Object("RegistryPackage", item.id)
    made.attributes(home=item.home, lid=item.lid, status=item.status, objectType=v.PACKAGE_TYPE)
    return made


def _set(item: SubmissionSet, placement: Placement) -> list[etree._Element]:
    made = _package(item)
    made.slot("submissionTime", item.submission_time)
    made.slot("intendedRecipient", *item.recipients)
    made.slots(item.slots)
    made.text("Name", item.title)
    made.text("Description", item.comments)
    made.authors(v.SET_AUTHOR, item.authors)
    made.code(v.SET_CONTENT_TYPE, item.content_type)
    if item.limited:
        made.node(v.SET_LIMITED)
    node = made.node(v.SET_NODE)
    made.identifier(v.SET_PATIENT, "XDSSubmissionSet.patientId", item.patient_id)
    made.identifier(v.SET_SOURCE, "XDSSubmissionSet.sourceId", item.source_id)
    made.identifier(v.SET_UNIQUE_ID, "XDSSubmissionSet.uniqueId", item.unique_id)
    return [made.element] if placement.node_inside else [made.element, node]


def _folder(item: Folder, placement: Placement) -> list[etree._Element]:
    made = _package(item)
    made.slot("lastUpdateTime", item.last_update_time)
    made.slots(item.slots)
    made.text("Name", item.title)
    made.text("Description", item.comments)
    made.code(v.FOLDER_CODES, *item.codes)
    node = made.node(v.FOLDER_NODE)
    made.identifier(v.FOLDER_PATIENT, "XDSFolder.patientId", item.patient_id)
    made.identifier(v.FOLDER_UNIQUE_ID, "XDSFolder.uniqueId", item.unique_id)
    return [made.element] if placement.node_inside else [made.element, node]


def _association(item: Association) -> etree._Element:
    made = _Object("Association", item.id)
    made.attributes(home=item.home, lid=item.lid, status=item.status, objectType=v.ASSOCIATION_TYPE)
    made.attributes(associationType=item.type, sourceObject=item.source, targetObject=item.target)
    made.slot("SubmissionSetStatus", item.set_status)
    made.slots(item.slots)
    made.code(v.DOCUMENTATION, item.documentation)
    return made.element


def write_objects(objects: Objects, placement: Placement | None = None) -> etree._Element:
    """Return a rim:RegistryObjectList with everything in ``objects``."""
    placed = placement or Placement()
    listed = etree.Element(clark(RIM, "RegistryObjectList"), nsmap={"rim": RIM})
    for submission_set in objects.submission_sets:
        listed.extend(_set(submission_set, placed))
    for folder in objects.folders:
        listed.extend(_folder(folder, placed))
    listed.extend(_entry(entry) for entry in objects.entries)
    listed.extend(_association(association) for association in objects.associations)
    for ref in objects.refs:
        etree.SubElement(listed, clark(RIM, "ObjectRef")).set("id", ref)
    return listed
