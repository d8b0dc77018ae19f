"""SOAP 1.2 with WS-Addressing, plain or as an MTOM package: written and read by our own code.

W3C SOAP 1.2 parts 1 and 2, WS-Addressing 1.0, XOP and MTOM; ITI TF-2 Appendix V.3 narrows them.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.vocabulary import ANONYMOUS, SOAP, SOAP_11, WSA, XML, XOP, clark
from conformance.xds.wire.mime import (
    Multipart,
    Part,
    boundary_for,
    cid,
    cut_multipart,
    read_media_type,
    read_multipart,
    write_multipart,
)
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import children, here, local, printed, printed_around, read_xml, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.limits import Limits

SIMPLE, MTOM = "application/soap+xml", "multipart/related"
INCLUDE = clark(XOP, "Include")
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP fault: ``code`` and ``subcode`` without their prefixes; written, a subcode is one of WS-Addressing.

    ``space`` is the namespace of a subcode that is of another standard.
    """

    code: str
    reason: str
    subcode: str = ""
    detail: str = ""
    space: str = WSA

    def __str__(self) -> str:
        return f"a SOAP fault {self.code}{f'/{self.subcode}' if self.subcode else ''}: {self.reason}"


@dataclass(frozen=True)
class Message:
    """One SOAP message as it came: ``packaging`` is SIMPLE or MTOM, ``body`` the first element of the Body.

    ``problems`` says in words what the standards don't allow, though it could be read all the same.
    """

    root: etree._Element
    packaging: str
    package: Multipart | None = None
    problems: tuple[str, ...] = ()

    @property
    def headers(self) -> list[etree._Element]:
        """Return the header blocks in order."""
        return [block for head in children(self.root, clark(SOAP, "Header")) for block in children(head)]

    @property
    def body(self) -> etree._Element | None:
        """Return what the Body holds, None when it is empty."""
        for body in children(self.root, clark(SOAP, "Body")):
            return next(iter(children(body)), None)
        return None

    def addressing(self, name: str) -> str:
        """Return the text of a WS-Addressing header (``Action``, ``RelatesTo`` ...), empty when absent."""
        return next((text(block) for block in self.headers if block.tag == clark(WSA, name)), "")

    @property
    def fault(self) -> Fault | None:
        """Return the fault the Body holds, if it does."""
        body = self.body
        return _fault(body) if body is not None and body.tag == clark(SOAP, "Fault") else None

    def octets(self, element: etree._Element) -> tuple[bytes, str]:
        """Return the octets an element carries, by xop:Include or inline base64, and in words what is wrong."""
        includes = children(element, INCLUDE)
        if not includes:
            return _inline(element)
        href = includes[0].get("href", "")
        if len(children(element)) > 1 or _SPACE.sub("", (element.text or "") + (includes[0].tail or "")):
            return b"", f"beside the xop:Include of {href!r} there is something else"
        part = self.package.resolve(href) if self.package else None
        if part is None:
            return b"", f"no part of the package is named by href={href!r}"
        if part.header("Content-Transfer-Encoding").strip().lower() in {"base64", "quoted-printable"}:
            return _decoded(part)
        return part.body, ""


def _inline(element: etree._Element) -> tuple[bytes, str]:
    if children(element):
        return b"", f"the element {local(element)} holds elements, not base64"
    try:
        return base64.b64decode(_SPACE.sub("", text(element)), validate=True), ""
    except (binascii.Error, ValueError) as error:
        return b"", f"the content of {local(element)} is not base64: {error}"


def _decoded(part: Part) -> tuple[bytes, str]:
    coding = part.header("Content-Transfer-Encoding").strip().lower()
    try:
        if coding == "base64":
            return base64.b64decode(re.sub(rb"\s+", b"", part.body), validate=True), ""
        return binascii.a2b_qp(part.body), ""
    except (binascii.Error, ValueError) as error:
        return b"", f"the part {part.content_id!r} does not decode as {coding}: {error}"


def _fault(element: etree._Element) -> Fault:
    code = element.find(f"{clark(SOAP, 'Code')}/{clark(SOAP, 'Value')}")
    subcode = element.find(f"{clark(SOAP, 'Code')}/{clark(SOAP, 'Subcode')}/{clark(SOAP, 'Value')}")
    reason = element.find(f"{clark(SOAP, 'Reason')}/{clark(SOAP, 'Text')}")
    detail = element.find(clark(SOAP, "Detail"))
    bare = [text(value).rsplit(":", 1)[-1] for value in (code, subcode)]
    return Fault(bare[0], text(reason)[:500], bare[1], text(detail)[:500])


def read_message(content_type: str, octets: bytes, limits: Limits) -> Message:
    """Read an HTTP body as a SOAP 1.2 message, plain or MTOM; raise Unreadable saying what it is instead."""
    media_type = read_media_type(content_type)
    if media_type.name == MTOM:
        package = read_multipart(content_type, octets, limits.mtom_part_bytes)
        return _message(package.root.body, MTOM, package, (*package.problems, *_package_problems(package)), limits)
    if media_type.name == SIMPLE:
        return _message(octets, SIMPLE, None, media_type.problems, limits)
    kind = media_type.name or "no media type"
    raise Unreadable(f"the body is {kind}, not {SIMPLE} or {MTOM}: {octets[:120].decode('latin-1')!r}")


def _package_problems(package: Multipart) -> list[str]:
    """Say where the package is not as MTOM and XOP want it (XOP 4.1, MTOM 3.2)."""
    problems: list[str] = []
    outer, root = package.media_type, package.root.media_type
    if outer.get("type").lower() != "application/xop+xml":
        problems.append(f'the package has type="{outer.get("type")}", not application/xop+xml')
    if outer.get("start-info").partition(";")[0].strip().lower() != SIMPLE:
        problems.append(f'the package has start-info="{outer.get("start-info")}", not {SIMPLE}')
    if root.name != "application/xop+xml":
        problems.append(f"the root part is {root.name}, not application/xop+xml")
    if root.get("type").partition(";")[0].strip().lower() != SIMPLE:
        problems.append(f'the root part has type="{root.get("type")}", not {SIMPLE}')
    return problems


def _message(
    octets: bytes, packaging: str, package: Multipart | None, problems: Sequence[str], limits: Limits
) -> Message:
    root = read_xml(octets, limits)
    if root.tag == clark(SOAP_11, "Envelope"):
        raise Unreadable("a SOAP 1.1 envelope; ITI TF-2 Appendix V.3.2 wants SOAP 1.2")
    if root.tag != clark(SOAP, "Envelope"):
        raise Unreadable(f"the XML is <{local(root)}>, not a SOAP 1.2 Envelope")
    found = list(problems)
    bodies = children(root, clark(SOAP, "Body"))
    if len(bodies) != 1:
        raise Unreadable(f"the envelope has {len(bodies)} Body elements")
    if len(children(bodies[0])) > 1:
        found.append(f"the Body holds {len(children(bodies[0]))} elements")
    return Message(root, packaging, package, tuple(found))


@dataclass(frozen=True, slots=True)
class Addressing:
    """The WS-Addressing headers of a message of ours; None leaves one out, ``more`` adds whole blocks."""

    action: str | None
    message_id: str | None
    to: str | None = None
    reply_to: str | None = ANONYMOUS
    relates_to: str | None = None
    must_understand: bool = True
    more: tuple[etree._Element, ...] = field(default=())


def addressing_headers(addressing: Addressing) -> list[etree._Element]:
    """Return the header blocks, in the order people write them."""
    blocks: list[etree._Element] = []

    def block(name: str, value: str | None) -> etree._Element:
        made = etree.Element(clark(WSA, name), nsmap={"wsa": WSA, "soap": SOAP})
        made.text = value
        blocks.append(made)
        return made

    if addressing.action is not None:
        action = block("Action", addressing.action)
        if addressing.must_understand:
            action.set(clark(SOAP, "mustUnderstand"), "true")
    named = (("MessageID", addressing.message_id), ("RelatesTo", addressing.relates_to), ("To", addressing.to))
    for name, value in named:
        if value is not None:
            block(name, value)
    if addressing.reply_to is not None:
        etree.SubElement(block("ReplyTo", None), clark(WSA, "Address")).text = addressing.reply_to
    return [*blocks, *addressing.more]


def write_envelope(body: etree._Element | None, addressing: Addressing) -> bytes:
    """Return a SOAP 1.2 envelope around ``body``, as UTF-8 octets."""
    root = etree.Element(clark(SOAP, "Envelope"), nsmap={"soap": SOAP, "wsa": WSA})
    etree.SubElement(root, clark(SOAP, "Header")).extend(addressing_headers(addressing))
    holder = etree.SubElement(root, clark(SOAP, "Body"))
    if body is None:
        return printed(root)
    holder.append(here())
    return printed_around(root, [body])


def write_fault(fault: Fault, addressing: Addressing) -> bytes:
    """Return an envelope that holds a fault; ``code`` is Sender, Receiver, MustUnderstand ..."""
    body = etree.Element(clark(SOAP, "Fault"), nsmap={"soap": SOAP, "sub": fault.space})
    code = etree.SubElement(body, clark(SOAP, "Code"))
    etree.SubElement(code, clark(SOAP, "Value")).text = f"soap:{fault.code}"
    if fault.subcode:
        subcode = etree.SubElement(code, clark(SOAP, "Subcode"))
        etree.SubElement(subcode, clark(SOAP, "Value")).text = f"sub:{fault.subcode}"
    reason = etree.SubElement(body, clark(SOAP, "Reason"))
    said = etree.SubElement(reason, clark(SOAP, "Text"))
    said.set(clark(XML, "lang"), "en")
    said.text = fault.reason
    return write_envelope(body, addressing)


def carry(element: etree._Element, octets: bytes, content_id: str, *, inline: bool = False) -> Part | None:
    """Put octets into an element: by xop:Include, returning the part to send along, or as inline base64."""
    if inline:
        element.text = base64.b64encode(octets).decode("ascii")
        return None
    etree.SubElement(element, INCLUDE, nsmap={"xop": XOP}).set("href", cid(content_id))
    fields = (
        ("Content-Type", "application/octet-stream"),
        ("Content-Transfer-Encoding", "binary"),
        ("Content-ID", f"<{content_id}>"),
    )
    return Part(fields, octets)


def write_mtom(
    envelope: bytes, attachments: Sequence[Part], token: str, action: str = "", boundary: str = ""
) -> tuple[str, bytes]:
    """Return the Content-Type and octets of an MTOM package; ``token`` makes its identifiers, an action names it.

    A ``boundary`` of the caller's own may stand inside a part, though not at the beginning of a line of it.
    """
    content_type, pieces = cut_mtom(envelope, attachments, token, action, boundary)
    return content_type, b"".join(pieces)


def cut_mtom(
    envelope: bytes, attachments: Sequence[Part], token: str, action: str = "", boundary: str = ""
) -> tuple[str, tuple[bytes, ...]]:
    """Return an MTOM package as ``write_mtom`` does, a large one in pieces, so that its documents are not copied."""
    root_id = f"root.{token}@conformance.invalid"
    about = f'application/xop+xml; charset=UTF-8; type="{SIMPLE}"' + (f'; action="{action}"' if action else "")
    root = Part(
        (("Content-Type", about), ("Content-Transfer-Encoding", "binary"), ("Content-ID", f"<{root_id}>")), envelope
    )
    parts = [root, *attachments]
    parameters = [("type", "application/xop+xml"), ("start", f"<{root_id}>"), ("start-info", SIMPLE)]
    if action:
        parameters.append(("action", action))
    if not boundary:
        return cut_multipart(parts, boundary_for(token, (part.body for part in parts)), parameters)
    content_type, octets = write_multipart(parts, boundary, parameters)
    return content_type, (octets,)


def simple_type(action: str = "") -> str:
    """Return the Content-Type of a plain SOAP 1.2 message."""
    return f"{SIMPLE}; charset=UTF-8" + (f'; action="{action}"' if action else "")
