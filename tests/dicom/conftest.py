"""What the tests of this room share: doors to loopback, and a peer that speaks PDUs by script."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from scripted import peer

from conformance.dicom import uids
from conformance.dicom.client import Proposal, Request
from conformance.dicom.wire import Pdu, UserInformation, associate, command, message_pdus, split
from conformance.dicom.wire.command import RESPONSE
from conformance.dicom.wire.items import answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

QUICK = {"pdu_s": 1.0, "release_s": 0.5, "quiet_s": 0.1, "responses_s": 3.0, "settle_s": 1.0, "scenario_s": 20.0}


@pytest.fixture
def doors() -> Iterator[Callable[..., Network]]:
    """Return a function that opens doors with quick limits, some of them at choice; they are shut afterwards."""
    opened: list[Network] = []

    def open_doors(**limits: float) -> Network:
        opened.append(Network(Recorder(io.BytesIO()), Limits(**(QUICK | limits))))
        return opened[-1]

    yield open_doors
    for one in opened:
        one.close()


class Script:
    """The acceptor's side of one association: reads whole PDUs, sends what it is told to."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._buffer = b""

    def read(self) -> Pdu:
        """Return the next PDU; an empty one of type 0 at the end."""
        while True:
            pdus, _ = split(self._buffer)
            if pdus:
                self._buffer = self._buffer[len(pdus[0].encode()) :]
                return pdus[0]
            octets = self.link.recv(65536)
            if not octets:
                return Pdu(0, b"")
            self._buffer += octets

    def send(self, *pdus: Pdu) -> None:
        """Send PDUs in one piece."""
        self.link.sendall(b"".join(pdu.encode() for pdu in pdus))

    def accept(self, *contexts: tuple[int, int], maximum: int | None = 16384, more: tuple = ()) -> Pdu:
        """Read the request, accept these (id, result), by default the first; return the request."""
        asked = self.read()
        items = tuple(answered(number, result) for number, result in contexts or ((1, 0),))
        user = UserInformation(maximum, "1.2.3")
        made = associate(ASSOCIATE_AC, called="THEM", calling="US", contexts=items, user=user, more=more)
        self.send(made.pdu())
        return asked

    def respond(self, kind: int, message: int, status: int, data: bytes | None = None, **more: int | str) -> list[Pdu]:
        """Return a response as PDUs."""
        values = {"CommandField": kind | RESPONSE, "MessageIDBeingRespondedTo": message, "Status": status}
        values["CommandDataSetType"] = 0x0101 if data is None else 1
        return [*message_pdus(command(**{**values, **more}), 1, data, most=16384)]


@pytest.fixture
def scripted() -> Callable[..., Iterator[tuple[str, int]]]:
    """Return a context manager that runs a script for each connection, and gives host and port."""

    @contextmanager
    def run(*scripts: Callable[[Script], None]) -> Iterator[tuple[str, int]]:
        left = list(scripts)
        with peer(lambda link: left.pop(0)(Script(link)), len(scripts)) as address:
            yield address

    return run


@pytest.fixture
def request_to() -> Callable[..., Request]:
    """Return a function that makes a request for services, by default verification alone."""
    return lambda *services, **more: Request(
        tuple(Proposal(one) for one in services or (uids.VERIFICATION,)), "THEM", "US", **more
    )
