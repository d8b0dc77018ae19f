"""A C-FIND provider that answers every query with one burst, made ahead."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from functools import lru_cache

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance
from conformance.dicom.wire import (
    Associate,
    Command,
    Pdu,
    command,
    data_set,
    message_pdus,
    read,
    read_command,
    write_data_set,
)
from conformance.dicom.wire.command import C_FIND, HAS_DATA_SET, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

RESPONSES = 2000
PATIENT = "ZZBENCH"
AHEAD = 100
"""Message ids whose bursts are made before anybody asks."""


def study(number: int) -> dict[str, str]:
    """Return what one response tells of the keys asked for."""
    return {
        "StudyDate": "20261124",
        "StudyTime": "101500",
        "AccessionNumber": f"ZZ{number:06}",
        "PatientName": "ZZBENCH^ADA",
        "PatientID": PATIENT,
        "StudyInstanceUID": f"2.25.{10**12 + number}",
        "StudyID": f"{number}",
    }


def _command(message: int, status: int) -> Command:
    return command(
        AffectedSOPClassUID=uids.STUDY_ROOT_FIND,
        CommandField=C_FIND | RESPONSE,
        MessageIDBeingRespondedTo=message,
        CommandDataSetType=HAS_DATA_SET if status else NO_DATA_SET,
        Status=status,
    )


@lru_cache
def burst(message: int = 1) -> bytes:
    """Return the pending responses and the final one, command and data set in a PDU each, as Orthanc sends them."""
    pending, final = _command(message, 0xFF00), _command(message, 0)
    if message != 1:
        told = burst().replace(_command(1, 0xFF00).encode(), pending.encode())
        return told.replace(_command(1, 0).encode(), final.encode())
    always = {"SpecificCharacterSet": "ISO_IR 100", "QueryRetrieveLevel": "STUDY", "RetrieveAETitle": "BURST"}
    pdus = []
    for number in range(RESPONSES):
        octets = write_data_set(data_set({**always, **study(number)}), EXPLICIT_LITTLE)
        pdus += message_pdus(pending, 1, octets, most=16384, together=False)
    pdus += message_pdus(final, 1, most=16384)
    return b"".join(pdu.encode() for pdu in pdus)


def _exactly(link: socket.socket, size: int) -> bytes:
    octets = link.recv(size, socket.MSG_WAITALL) if size else b""
    if len(octets) < size:
        raise EOFError
    return octets


def _pdu(link: socket.socket) -> Pdu:
    kind, reserved, length = struct.unpack(">BBL", _exactly(link, 6))
    return Pdu(kind, _exactly(link, length), reserved)


def _serve(link: socket.socket) -> None:
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    request = read(_pdu(link))
    assert isinstance(request, Associate)
    link.sendall(acceptance(request, lambda _: True, {EXPLICIT_LITTLE}).pdu().encode())
    while (pdu := _pdu(link)).kind == 4:  # noqa: PLR2004 - P-DATA-TF
        at = 0
        while at < len(pdu.body):
            size, _, flags = struct.unpack_from(">LBB", pdu.body, at)
            if flags & 1:
                message = read_command(pdu.body[at + 6 : at + 4 + size]).number("MessageID") or 0
            at += 4 + size
        if flags == 2:  # noqa: PLR2004 - the last fragment of the query's data set
            link.sendall(burst(message))
    link.sendall(struct.pack(">BBLL", 6, 0, 4, 0))
    link.close()


def main() -> None:
    """Print the port; serve one association after another until standard input ends."""
    for message in range(1, AHEAD):
        burst(message)  # a client numbers its requests on: what it waits for is no work of its own
    door = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            link, _ = door.accept()
            threading.Thread(target=_serve, args=(link,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    print(door.getsockname()[1], flush=True)
    sys.stdin.read()
