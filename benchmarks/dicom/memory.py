"""The memory that one object of 1 GB costs our receiver and our sender, each in a process of its own."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING

from benchmarks.dicom.peers import Ours, alone, serving, storescp
from benchmarks.dicom.raw import Raw, asking, command
from benchmarks.measuring import against, console, peak_megabytes
from conformance.dicom import uids
from conformance.dicom.client import services
from conformance.dicom.wire import data_set, write_data_set
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 1_000_000_000
PIECE = 100_000
MEGABYTES = 150
UID = "2.25.1000000000"


def head() -> bytes:
    """Return the data set up to the octets of its pixel data."""
    told = {"SOPClassUID": uids.CT, "SOPInstanceUID": UID, "PatientID": "ZZBENCH"}
    begun = write_data_set(data_set(told), EXPLICIT_LITTLE)
    return begun + struct.pack("<HH2sHL", 0x7FE0, 0x0010, b"OW", 0, SIZE)


def sent_raw(port: int) -> None:
    """Send the object a piece at a time."""
    raw = Raw(port, asking(uids.CT, EXPLICIT_LITTLE))
    asked, begun = command(C_STORE, uids.CT, 1, data=True, instance=UID), head()
    left, room = SIZE, PIECE
    raw.link.sendall(struct.pack(">BBLLBB", 4, 0, len(asked) + 6, len(asked) + 2, 1, 3) + asked)
    raw.link.sendall(struct.pack(">BBLLBB", 4, 0, len(begun) + 6, len(begun) + 2, 1, 0) + begun)
    while left:
        left -= room
        raw.link.sendall(struct.pack(">BBLLBB", 4, 0, room + 6, room + 2, 1, 0 if left else 2) + bytes(room))
    raw.pdu()
    raw.close()


def pieces() -> Iterator[bytes]:
    """Yield the data set a piece at a time."""
    yield head()
    for _ in range(SIZE // PIECE):
        yield bytes(PIECE)


def sent_ours() -> None:
    """Send the object with our client to the port in the last argument; print the peak of memory in MB."""
    mine = Ours(int(sys.argv[-1]), asking(uids.CT, EXPLICIT_LITTLE))
    kept = mine.recorder.keep_all(pieces())
    answer = services.store(mine.association, uids.CT, UID, EXPLICIT_LITTLE, kept)
    mine.close()
    print(peak_megabytes() if answer.status == 0 else answer.outcome, flush=True)


def told(what: str, megabytes: str) -> None:
    """Print one figure beside its target."""
    kept = against(float(megabytes), MEGABYTES, f"at most {MEGABYTES} MB")
    console.print(f"{what} 1 x {SIZE:,} octets: the peak of our process is {megabytes} MB ({kept})")


def main() -> None:
    """Measure."""
    with serving("keeping") as (port, process):
        sent_raw(port)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        many, megabytes = process.stdout.readline().split()
    assert many == "1"
    told("receive and keep", megabytes)
    with storescp() as port:
        told("send", alone("memory", "sent_ours", str(port)))
