"""User assertions: SAML 2.0 in the WS-Security header of a request (ITI TF-2 3.40.4.1.2; WSS 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.vocabulary import SOAP, clark
from conformance.xds.wire.xml import children, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.wire.soap import Message

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-"
WSSE, WSU = f"{WSS}secext-1.0.xsd", f"{WSS}utility-1.0.xsd"
HL7, XSI = "urn:hl7-org:v3", "http://www.w3.org/2001/XMLSchema-instance"
SECURITY = clark(WSSE, "Security")
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
AUTHENTICATED = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509"
XSPA = "urn:oasis:names:tc:xspa:1.0:subject:"
ROLE, PURPOSE = "urn:oasis:names:tc:xacml:2.0:subject:role", f"{XSPA}purposeofuse"
_TIME = "%Y-%m-%dT%H:%M:%S.000Z"
Coded = tuple[str, str, str]
"""Code, code system (an OID) and display name."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What an assertion says: of whom, by whom, for whom, from when until when."""

    id: str
    issuer: str
    user: str
    audience: str
    begins: datetime
    ends: datetime
    name: str
    organization: tuple[str, str]
    role: Coded
    purpose: Coded


@dataclass(frozen=True, slots=True)
class Presented:
    """What came in a Security header: times as they are written, None where there is none."""

    assertion: etree._Element | None
    issuer: str = ""
    user: str = ""
    audiences: tuple[tuple[str, ...], ...] = ()
    begins: str | None = None
    ends: str | None = None
    authenticated: bool = False
    confirmations: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    purposes: tuple[Coded, ...] = ()
    expires: str | None = None
    """When the message itself is over, by its wsu:Timestamp."""


def saml(name: str) -> str:
    """Return a name of SAML 2.0 as lxml has it."""
    return clark(SAML, name)


def moment(written: str) -> datetime | None:
    """Return a time of SAML or WS-Security, None for what is none in UTC or with its zone."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read if read.tzinfo else None


def write_assertion(claims: Claims) -> etree._Element:
    """Return an assertion as ITI TF-2 3.40.4.1.2 profiles it, not signed yet."""
    root = etree.Element(saml("Assertion"), nsmap={"saml2": SAML}, ID=claims.id, Version="2.0")
    root.set("IssueInstant", _written(claims.begins))
    etree.SubElement(root, saml("Issuer")).text = claims.issuer
    subject = etree.SubElement(root, saml("Subject"))
    etree.SubElement(subject, saml("NameID")).text = claims.user
    etree.SubElement(subject, saml("SubjectConfirmation"), Method=BEARER)
    times = {"NotBefore": _written(claims.begins), "NotOnOrAfter": _written(claims.ends)}
    conditions = etree.SubElement(root, saml("Conditions"), times)
    restriction = etree.SubElement(conditions, saml("AudienceRestriction"))
    etree.SubElement(restriction, saml("Audience")).text = claims.audience
    authn = etree.SubElement(root, saml("AuthnStatement"), AuthnInstant=_written(claims.begins))
    context = etree.SubElement(authn, saml("AuthnContext"))
    etree.SubElement(context, saml("AuthnContextClassRef")).text = AUTHENTICATED
    statement = etree.SubElement(root, saml("AttributeStatement"))
    said = ("subject-id", claims.name), ("organization", claims.organization[0])
    for name, value in (*said, ("organization-id", claims.organization[1])):
        _attribute(statement, f"{XSPA}{name}").text = value
    for name, tag, code in ((ROLE, "Role", claims.role), (PURPOSE, "PurposeOfUse", claims.purpose)):
        one = etree.SubElement(_attribute(statement, name), clark(HL7, tag), nsmap={None: HL7, "xsi": XSI})
        one.set(clark(XSI, "type"), "CE")
        for key, value in zip(("code", "codeSystem", "displayName"), code, strict=True):
            one.set(key, value)
    return root


def write_security(assertion: etree._Element | None, begins: datetime, ends: datetime) -> etree._Element:
    """Return a Security header with a timestamp and an assertion, which must be understood."""
    header = etree.Element(SECURITY, nsmap={"wsse": WSSE, "wsu": WSU, "soap": SOAP})
    header.set(clark(SOAP, "mustUnderstand"), "true")
    stamp = etree.SubElement(header, clark(WSU, "Timestamp"))
    etree.SubElement(stamp, clark(WSU, "Created")).text = _written(begins)
    etree.SubElement(stamp, clark(WSU, "Expires")).text = _written(ends)
    if assertion is not None:
        header.append(assertion)
    return header


def read_security(message: Message) -> Presented | None:
    """Return what a message presents, None when it has no Security header; several assertions are none."""
    headers = [block for block in message.headers if block.tag == SECURITY]
    if not headers:
        return None
    found = [one for header in headers for one in children(header, saml("Assertion"))]
    expires = [text(one) for header in headers for one in header.iter(clark(WSU, "Expires"))]
    over = expires[0] if expires else None
    return _presented(found[0], over) if len(found) == 1 else Presented(None, expires=over)


def _presented(root: etree._Element, expires: str | None) -> Presented:
    conditions = root.find(saml("Conditions"))
    held = conditions if conditions is not None else etree.Element(saml("Conditions"))
    restrictions = children(held, saml("AudienceRestriction"))
    return Presented(
        root,
        issuer=text(root.find(saml("Issuer"))),
        user=text(root.find(f"{saml('Subject')}/{saml('NameID')}")),
        audiences=tuple(tuple(text(one) for one in children(each, saml("Audience"))) for each in restrictions),
        begins=held.get("NotBefore"),
        ends=held.get("NotOnOrAfter"),
        authenticated=root.find(f"{saml('AuthnStatement')}/{saml('AuthnContext')}") is not None,
        confirmations=tuple(
            one.get("Method", "") for one in root.iterfind(f"{saml('Subject')}/{saml('SubjectConfirmation')}")
        ),
        roles=tuple((code, system) for code, system, _ in _codes(root, ROLE)),
        purposes=_codes(root, PURPOSE),
        expires=expires,
    )


def _codes(root: etree._Element, name: str) -> tuple[Coded, ...]:
    found: Sequence[etree._Element] = [
        coded
        for one in root.iterfind(f"{saml('AttributeStatement')}/{saml('Attribute')}")
        if one.get("Name") == name
        for value in children(one, saml("AttributeValue"))
        for coded in children(value)
    ]
    return tuple((one.get("code", ""), one.get("codeSystem", ""), one.get("displayName", "")) for one in found)


def _attribute(statement: etree._Element, name: str) -> etree._Element:
    attribute = etree.SubElement(statement, saml("Attribute"), Name=name)
    return etree.SubElement(attribute, saml("AttributeValue"))


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime(_TIME)
