"""One association on a blocking socket: PDUs in and out, messages put together, aborts where PS3.8 9.2.3 asks for them.

pynetdicom's reactor polls every millisecond, dies on malformed input and can't be told what to send; its state
machine is replaced here by the few states a blocking socket has.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.dicom.simulator import associating
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.messages import C_CANCEL, NO_DATA_SET, RESPONSE, Message, pdvs, read_command
from conformance.waiting import READ, ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.acceptor import Actor

OUR_MAXIMUM: Final = 131072
_MOST_ASSOCIATING: Final = 1 << 20
_MOST_COMMAND: Final = 1 << 16


class Over(Exception):  # noqa: N818 - the association is
    """The association ended: released, aborted, or the connection is gone."""


@dataclass(frozen=True, slots=True)
class Context:
    """An accepted presentation context; ``we_send`` is whether our role lets us invoke C-STORE on it."""

    id: int
    abstract: str
    transfer: str
    we_send: bool = False


class Link:
    """Whole PDUs over a socket."""

    def __init__(self, link: socket.socket, seconds: float) -> None:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.settimeout(seconds)
        self.socket = link

    def _exactly(self, size: int) -> bytes:
        octets = bytearray()
        while len(octets) < size:
            try:
                more = self.socket.recv(min(size - len(octets), 1 << 18))
            except OSError as error:
                raise Over(f"the connection broke: {error}") from None
            if not more:
                raise Over("the peer closed the connection")
            octets += more
        return bytes(octets)

    def head(self) -> tuple[int, int]:
        """Return the type and the length of the next PDU."""
        kind, _, size = struct.unpack(">BBL", self._exactly(6))
        return kind, size

    def body(self, size: int) -> bytes:
        """Return the rest of a PDU."""
        return self._exactly(size)

    def send(self, octets: bytes) -> None:
        """Send everything."""
        try:
            self.socket.sendall(octets)
        except OSError as error:
            raise Over(f"the connection broke: {error}") from None

    def waiting(self) -> bool:
        """Return whether something has come that was not read."""
        if isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
            return True
        return ready(self.socket, READ, 0)

    def end(self, seconds: float = 1.0) -> None:
        """Close without cutting off what we just sent: our FIN, the peer's, at most ``seconds`` between (Sta13)."""
        until = time.monotonic() + seconds
        try:
            self.socket.shutdown(socket.SHUT_WR)
            while (left := until - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if not self.socket.recv(1 << 16):
                    break
        except OSError:
            pass
        finally:
            self.socket.close()


class Association:
    """An established association, seen by whoever answers or asks on it."""

    def __init__(
        self, actor: Actor, link: Link, calling: str, contexts: dict[int, Context], their_maximum: int
    ) -> None:
        self.actor = actor
        self.link = link
        self.calling = calling
        self.contexts = contexts
        self.their_maximum = their_maximum
        self.extended: dict[str, bytes] = {}
        self._next_id = 0
        self._cancels: set[int] = set()
        self._waiting: list[tuple[int, int, bytes]] = []

    def next_id(self) -> int:
        """Return the next Message ID of ours."""
        self._next_id += 1
        return self._next_id

    def abort(self, reason: int, source: int = 2) -> Over:
        """Abort (AA-8, or by the user with source 0); raise what this returns."""
        with contextlib.suppress(Over):
            self.link.send(associating.abort_pdu(source, reason))
        return Over(f"we aborted with source {source}, reason {reason}")

    def message(self) -> Message:
        """Return the next whole message; end the association where the peer or the state machine ends it."""
        context_id, command = self._gathered(command=True)
        try:
            read = read_command(command)
        except Malformed as error:
            raise self.abort(error.reason) from None
        data = None
        if read.CommandDataSetType != NO_DATA_SET:
            other, data = self._gathered(command=False)
            if other != context_id:
                raise self.abort(5)
        return Message(context_id, read, data)

    def _gathered(self, *, command: bool) -> tuple[int, bytes]:
        """Return the fragments of one command or data set up to the last (PS3.8 E.2)."""
        whole, number = bytearray(), None
        while True:
            context_id, control, part = self._fragment()
            if (number is not None and context_id != number) or context_id not in self.contexts:
                raise self.abort(5)
            if bool(control & 1) != command or (command and len(whole) > _MOST_COMMAND):
                raise self.abort(5)
            number = context_id
            whole += part
            if control & 2:
                return number, bytes(whole)

    def _fragment(self) -> tuple[int, int, bytes]:
        while not self._waiting:
            octets = self._data()
            try:
                self._waiting = [self.actor.fragment(self, *one) for one in pdvs(octets)]
            except Malformed as error:
                self.actor.invalid(self, error.reason)
                raise Over(str(error)) from None
        return self._waiting.pop(0)

    def _data(self) -> bytes:
        """Return the next P-DATA-TF's value; every other PDU ends the association (PS3.8 table 9-10, Sta6)."""
        kind, size = self.link.head()
        if kind == associating.P_DATA:
            if size > OUR_MAXIMUM:
                self.actor.invalid(self, 6)
                raise Over("a P-DATA-TF was longer than we take")
            return self.link.body(size)
        if kind == associating.RELEASE_RQ:
            self.link.body(min(size, 4))
            self.actor.release(self)
            raise Over("released")
        if kind == associating.ABORT:
            self.actor.aborted(self)
            raise Over("the peer aborted")
        if associating.ASSOCIATE_RQ <= kind <= associating.RELEASE_RP:
            self.actor.unexpected(self)
            raise Over("a PDU came out of turn")
        self.actor.unrecognised(self)
        raise Over("an unrecognised PDU came")

    def cancelled(self, message_id: int) -> bool:
        """Return whether a C-CANCEL for this message has come; any other request ahead of it ends the association."""
        while self._waiting or self.link.waiting():
            self._heed(self.message())
        return message_id in self._cancels

    def _heed(self, message: Message) -> None:
        if message.field != C_CANCEL:
            raise self.abort(0, source=0)
        self._cancels.add(int(message.command.get("MessageIDBeingRespondedTo", 0) or 0))

    def pdus(self, context_id: int, command: Dataset, data: bytes | None) -> Iterator[bytes]:
        """Yield the PDUs of one message."""
        octets = self.actor.command_octets(command)
        yield from self.actor.pieces(self, context_id, octets, is_command=True)
        if data is not None:
            yield from self.actor.pieces(self, context_id, data, is_command=False)

    def send(self, context_id: int, command: Dataset, data: bytes | None = None) -> None:
        """Send one message."""
        self.link.send(b"".join(self.pdus(context_id, command, data)))

    def ask(self, context_id: int, command: Dataset, data: bytes | None = None) -> int:
        """Send a request of ours and return the status of its response."""
        self.send(context_id, command, data)
        while not (answer := self.message()).field & RESPONSE:
            self._heed(answer)
        if answer.command.get("MessageIDBeingRespondedTo") != command.MessageID:
            raise self.abort(0, source=0)
        return int(answer.command.get("Status", 0xC000) or 0)

    def release(self) -> None:
        """Ask for release and wait for the answer; a collision is answered as the requestor does (AR-8, AR-9)."""
        self.link.send(associating.release_pdu(associating.RELEASE_RQ))
        for _ in range(64):
            kind, size = self.link.head()
            self.link.body(min(size, OUR_MAXIMUM))
            if kind == associating.RELEASE_RQ:
                self.link.send(associating.release_pdu(associating.RELEASE_RP))
            elif kind in {associating.RELEASE_RP, associating.ABORT}:
                return
