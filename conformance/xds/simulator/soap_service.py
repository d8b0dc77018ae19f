"""One SOAP 1.2 endpoint of a simulator: addressing, packaging and faults, so that actors see only bodies."""

from __future__ import annotations

import http.client
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from conformance.limits import Limits
from conformance.xds.simulator.serving import Asked, Told
from conformance.xds.vocabulary import ANONYMOUS, RESPONSE_ACTIONS, SOAP, WSA, clark
from conformance.xds.wire.soap import (
    MTOM,
    SIMPLE,
    Addressing,
    Fault,
    Message,
    read_message,
    simple_type,
    write_envelope,
    write_fault,
    write_mtom,
)
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import children, local, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

    from conformance.xds.wire.mime import Part

_Read = TypeVar("_Read")
_KNOWN = frozenset({"Action", "MessageID", "RelatesTo", "To", "ReplyTo", "FaultTo", "From", "ReferenceParameters"})
_REQUIRED = ("Action", "MessageID", "ReplyTo")
"""ITI TF-2 Appendix V.3.2 (WSA101, WSA102): the headers of a message that begins an exchange."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, and the parts its xop:Include elements name."""

    body: etree._Element
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What an action asks for: the element its request holds, its packaging, and who answers."""

    element: str
    packaging: str
    answer: Callable[[Message], Reply]


class Faulty(Exception):  # noqa: N818 - becomes a SOAP fault, never an error of ours
    """Trouble with the SOAP message itself, which is answered by a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def sender(reason: str, subcode: str = "") -> Faulty:
    """Return a fault that says the sender made a mistake (SOAP 1.2 part 1, 5.4.6)."""
    return Faulty(Fault("Sender", reason, subcode))


def asked_by(message: Message, what: str, read: Callable[[etree._Element], _Read]) -> _Read:
    """Return the body as ``read`` takes it apart; raise Faulty, naming ``what``, where none is there or none of it."""
    if message.body is None:
        raise sender(f"there is no {what}")
    try:
        return read(message.body)
    except Unreadable as trouble:
        raise sender(str(trouble)) from None


class SoapService:
    """Answers HTTP requests by the operation their wsa:Action names (ITI TF-2 Appendix V.3).

    Business failures never reach this class as exceptions: they are answers with status 200. What goes wrong
    with the message itself is a fault, with status 400 when the sender is to blame and 500 otherwise.
    """

    offers_asynchronous = False
    """Whether answers are sent to the address a request names, if it names one."""
    understood: frozenset[str] = frozenset(clark(WSA, name) for name in _KNOWN)
    """The header blocks that are known here."""

    def __init__(self, operations: Mapping[str, Operation], limits: Limits | None = None) -> None:
        self.operations = operations
        self.limits = limits or Limits()

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        message: Message | None = None
        try:
            message = self.read(asked)
            operation = self.operation_of(message)
            reply = self.carried_out(message, operation)
        except Faulty as faulty:
            return self.faulted(faulty.fault, message)
        address, told = self.reply_address(message), self.told(reply, message, operation)
        return self.delivered(address, told) if address else told

    def carried_out(self, message: Message, operation: Operation) -> Reply:
        """Do what the message asks for, and return the answer."""
        return operation.answer(message)

    # Answers that are wanted elsewhere (WS-Addressing 1.0 SOAP Binding 5.1).

    def reply_address(self, message: Message) -> str:
        """Return the address an answer is wanted at, nothing when it is that of the connection."""
        for block in message.headers:
            if block.tag == clark(WSA, "ReplyTo"):
                address = next((text(one) for one in children(block, clark(WSA, "Address"))), "")
                return "" if address == ANONYMOUS else address or "nowhere"
        return ""

    def delivered(self, address: str, told: Told) -> Told:
        """Send an answer to an address, and return what the connection of the request is answered."""
        threading.Thread(target=self.send, args=(address, told), name="xds-later", daemon=True).start()
        return self.promise()

    def promise(self) -> Told:
        """Return what says that an answer will come."""
        return Told(202, b"", "")

    def send(self, address: str, told: Told) -> None:
        """Post an answer; who does not take it goes without."""
        place = urlsplit(address)
        link = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=self.limits.http_s)
        with suppress(OSError, http.client.HTTPException):
            link.request("POST", place.path or "/", told.body, {"Content-Type": told.media_type})
            link.getresponse().read()
        link.close()

    def read(self, asked: Asked) -> Message:
        """Read the request as SOAP; raise Faulty when it is none."""
        if asked.method != "POST":
            raise sender("SOAP requests are posted")
        try:
            return read_message(asked.headers.get("content-type", ""), asked.body, self.limits)
        except Unreadable as trouble:
            raise sender(str(trouble)) from None

    def operation_of(self, message: Message) -> Operation:
        """Return what the message asks for, once nothing is wrong with its envelope."""
        for block in message.headers:
            if block.get(clark(SOAP, "mustUnderstand")) in {"true", "1"} and not self.understands(block):
                raise Faulty(Fault("MustUnderstand", f"the header {local(block)} is not understood here"))
        for name in _REQUIRED:
            if not message.addressing(name):
                raise sender(f"the message has no wsa:{name}", "MessageAddressingHeaderRequired")
        self.refuse_other_reply_address(message)
        action = message.addressing("Action")
        operation = self.operations.get(action)
        if operation is None:
            raise sender(f"the action {action} is not offered here", "ActionNotSupported")
        if not self.body_is_right(message, operation):
            held = "nothing" if message.body is None else str(message.body.tag)
            raise sender(f"the body of {action} holds {held}, not {operation.element}")
        if not self.packaging_is_right(message, operation):
            raise sender(f"{action} is sent as {operation.packaging}, not {message.packaging}")
        return operation

    def understands(self, block: etree._Element) -> bool:
        """Return whether a header block that must be understood is one we know (SOAP 1.2 part 1, 5.2.3)."""
        return block.tag in self.understood

    def refuse_other_reply_address(self, message: Message) -> None:
        """Refuse to answer elsewhere, unless the asynchronous option is offered and the address can be posted to."""
        address = self.reply_address(message)
        if address and not (self.offers_asynchronous and address.startswith("http://")):
            raise sender(f"answers to {address} are not offered", "OnlyAnonymousAddressSupported")

    def body_is_right(self, message: Message, operation: Operation) -> bool:
        """Return whether the body holds the element the action asks for, in its namespace."""
        return message.body is not None and message.body.tag == operation.element

    def packaging_is_right(self, message: Message, operation: Operation) -> bool:
        """Return whether the message came as the transaction wants it: plain SOAP, or MTOM."""
        return message.packaging == operation.packaging

    def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
        """Return the HTTP response that carries an answer, packaged as its request was."""
        action = self.response_action(message)
        envelope = write_envelope(reply.body, self.addressing(action, message))
        if self.response_packaging(operation) == MTOM:
            return self.packed(envelope, reply.parts, action)
        return Told(200, envelope, simple_type(action))

    def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
        """Return an MTOM response."""
        media_type, body = write_mtom(envelope, parts, uuid.uuid4().hex[:16], action)
        return Told(200, body, media_type)

    def response_packaging(self, operation: Operation) -> str:
        """Return how an answer is packaged: as the request, even when it carries no binary."""
        return operation.packaging

    def response_action(self, message: Message) -> str:
        """Return the wsa:Action of the answer."""
        return RESPONSE_ACTIONS[message.addressing("Action")]

    def relates_to(self, message: Message) -> str:
        """Return the MessageID the answer refers to (WS-Addressing 1.0 Core, 3.2)."""
        return message.addressing("MessageID")

    def addressing(self, action: str, message: Message | None) -> Addressing:
        """Return the WS-Addressing headers of an answer."""
        relates = self.relates_to(message) if message is not None else ""
        return Addressing(action, f"urn:uuid:{uuid.uuid4()}", reply_to=None, relates_to=relates or None)

    def faulted(self, fault: Fault, message: Message | None) -> Told:
        """Return the HTTP response that carries a fault (SOAP 1.2 part 2, table 20)."""
        envelope = write_fault(fault, self.addressing(f"{WSA}/fault", message))
        return Told(400 if fault.code == "Sender" else 500, envelope, simple_type())


__all__ = ["MTOM", "SIMPLE", "Faulty", "Operation", "Reply", "SoapService", "sender"]
