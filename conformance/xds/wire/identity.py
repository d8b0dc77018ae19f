"""Messages of the Patient Identity Feed in HL7 version 3 (ITI-44; ITI TF-2 3.44): add, revise, merge, acknowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.vocabulary import HL7V3, clark
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import local

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDED, REVISED, MERGED = "PRPA_IN201301UV02", "PRPA_IN201302UV02", "PRPA_IN201304UV02"
ACKNOWLEDGED = "MCCI_IN000002UV01"
_TRIGGERS = {ADDED: "PRPA_TE201301UV02", REVISED: "PRPA_TE201302UV02", MERGED: "PRPA_TE201304UV02"}
_INTERACTIONS = "2.16.840.1.113883.1.6"
_NAMES = {"h": HL7V3}
_REGISTRATION = "h:controlActProcess/h:subject/h:registrationEvent"


@dataclass(frozen=True, slots=True)
class IdentityMessage:
    """One message of the feed: ``patient`` and ``prior`` as ``id^^^&OID&ISO``; ``prior`` only of a merge.

    ``number`` is the extension of the message's own identifier, whose root is that of the ``sender``.
    """

    interaction: str
    number: str
    patient: str
    family_name: str
    created: str
    sender: str
    receiver: str
    prior: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An MCCI_IN000002UV01: ``code`` of acceptance, and which message it speaks of, as root and extension."""

    code: str
    root: str = ""
    number: str = ""


def write_identity(message: IdentityMessage) -> etree._Element:
    """Return the message as an element."""
    root = _wrapped(message.interaction, (message.sender, message.number), message)
    control = _under(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    _under(control, "code", code=_TRIGGERS[message.interaction], codeSystem=_INTERACTIONS)
    event = _under(_under(control, "subject", typeCode="SUBJ"), "registrationEvent", classCode="REG", moodCode="EVN")
    _under(event, "id", nullFlavor="NA")
    _under(event, "statusCode", code="active")
    patient = _under(_under(event, "subject1", typeCode="SBJ"), "patient", classCode="PAT")
    _under(patient, "id", **_identifier(message.patient))
    _under(patient, "statusCode", code="active")
    person = _under(patient, "patientPerson", classCode="PSN", determinerCode="INSTANCE")
    _under(_under(person, "name"), "family").text = message.family_name
    if message.interaction != MERGED:
        _under(person, "administrativeGenderCode", code="UN", codeSystem="2.16.840.1.113883.5.1")
        _under(person, "birthTime", value="19700101")
    provider = _under(patient, "providerOrganization", classCode="ORG", determinerCode="INSTANCE")
    _under(provider, "id", root=message.sender)
    _under(provider, "contactParty", classCode="CON")
    custodian = _under(_under(event, "custodian", typeCode="CST"), "assignedEntity", classCode="ASSIGNED")
    _under(custodian, "id", root=message.sender)
    if message.prior:
        replaced = _under(event, "replacementOf", typeCode="RPLC")
        prior = _under(replaced, "priorRegistration", classCode="REG", moodCode="EVN")
        _under(prior, "statusCode", code="obsolete")
        role = _under(_under(prior, "subject1", typeCode="SBJ"), "priorRegisteredRole", classCode="PAT")
        _under(role, "id", **_identifier(message.prior))
    return root


def _wrapped(interaction: str, own: tuple[str, str], message: IdentityMessage) -> etree._Element:
    """Return a transmission wrapper (ITI TF-2 Appendix O)."""
    root = etree.Element(clark(HL7V3, interaction), nsmap={None: HL7V3})
    root.set("ITSVersion", "XML_1.0")
    _under(root, "id", root=own[0], extension=own[1])
    _under(root, "creationTime", value=message.created)
    _under(root, "interactionId", root=_INTERACTIONS, extension=interaction)
    _under(root, "processingCode", code="P")
    _under(root, "processingModeCode", code="T")
    _under(root, "acceptAckCode", code="NE" if interaction == ACKNOWLEDGED else "AL")
    for name, code, device in (("receiver", "RCV", message.receiver), ("sender", "SND", message.sender)):
        end = _under(_under(root, name, typeCode=code), "device", classCode="DEV", determinerCode="INSTANCE")
        _under(end, "id", root=device)
    return root


def _under(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, clark(HL7V3, name), attributes)


def _identifier(cx: str) -> Mapping[str, str]:
    number, _, rest = cx.partition("^")
    return {"root": rest.split("&")[1] if rest.count("&") > 1 else "", "extension": number}


def read_identity(element: etree._Element) -> IdentityMessage:
    """Read a message of the feed; raise Unreadable when it names no patient of any domain."""
    interaction = local(element)
    event = element.find(_REGISTRATION, _NAMES)
    if interaction not in _TRIGGERS or event is None:
        raise Unreadable(f"<{interaction}> holds no registration event of the feed")
    own = element.find("h:id", _NAMES)
    return IdentityMessage(
        interaction,
        "" if own is None else own.get("extension", ""),
        "~".join(_numbers(event, "h:subject1/h:patient/h:id")),
        str(event.xpath("string(h:subject1/h:patient/h:patientPerson/h:name)", namespaces=_NAMES)).strip(),
        str(element.xpath("string(h:creationTime/@value)", namespaces=_NAMES)),
        "" if own is None else own.get("root", ""),
        str(element.xpath("string(h:receiver/h:device/h:id/@root)", namespaces=_NAMES)),
        "~".join(
            _numbers(event, "h:replacementOf/h:priorRegistration/h:subject1/h:priorRegisteredRole/h:id"),
        ),
    )


def _numbers(event: etree._Element, path: str) -> list[str]:
    found = event.iterfind(path, _NAMES)
    return [f"{one.get('extension', '')}^^^&{one.get('root', '')}&ISO" for one in found if one.get("extension")]


def write_acknowledgement(said: Acknowledgement, answered: IdentityMessage, number: str) -> etree._Element:
    """Return an accept acknowledgement of a message, from its receiver to its sender."""
    ends = IdentityMessage(
        ACKNOWLEDGED, number, "", "", answered.created, answered.receiver or answered.sender, answered.sender
    )
    root = _wrapped(ACKNOWLEDGED, (ends.sender, number), ends)
    about = _under(root, "acknowledgement")
    _under(about, "typeCode", code=said.code)
    _under(_under(about, "targetMessage"), "id", root=said.root, extension=said.number)
    return root


def read_acknowledgement(element: etree._Element | None) -> Acknowledgement | None:
    """Read an acknowledgement, None when it is none; never raises."""
    if element is None or element.tag != clark(HL7V3, ACKNOWLEDGED):
        return None
    code = element.find("h:acknowledgement/h:typeCode", _NAMES)
    target = element.find("h:acknowledgement/h:targetMessage/h:id", _NAMES)
    about = ("", "") if target is None else (target.get("root", ""), target.get("extension", ""))
    return Acknowledgement("" if code is None else code.get("code", ""), *about)
