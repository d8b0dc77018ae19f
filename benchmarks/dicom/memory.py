"""The memory that one object of 1 GB costs our receiver, in a process of its own."""

from __future__ import annotations

import struct

from benchmarks.dicom.peers import serving
from benchmarks.dicom.raw import Raw, asking, command
from benchmarks.measuring import against, console
from conformance.dicom import uids
from conformance.dicom.wire import data_set, write_data_set
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

SIZE = 1_000_000_000
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
    left, room = SIZE, 100_000
    raw.link.sendall(struct.pack(">BBLLBB", 4, 0, len(asked) + 6, len(asked) + 2, 1, 3) + asked)
    raw.link.sendall(struct.pack(">BBLLBB", 4, 0, len(begun) + 6, len(begun) + 2, 1, 0) + begun)
    while left:
        left -= room
        raw.link.sendall(struct.pack(">BBLLBB", 4, 0, room + 6, room + 2, 1, 0 if left else 2) + bytes(room))
    raw.pdu()
    raw.close()


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
    told = against(float(megabytes), MEGABYTES, f"at most {MEGABYTES} MB")
    console.print(f"receive and keep 1 x {SIZE:,} octets: our receiver's peak is {megabytes} MB ({told})")
