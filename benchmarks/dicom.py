"""C-ECHO and C-STORE: our recorded client beside a raw socket, pynetdicom and DCMTK's tools, all to one storescp."""

from __future__ import annotations

import io
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import measured, show
from conformance.dicom import uids
from conformance.dicom.client import services
from conformance.dicom.client.association import Association
from conformance.dicom.client.request import Proposal, Request
from conformance.dicom.wire import Associate, command, message_pdus, read
from conformance.dicom.wire.command import C_ECHO, C_STORE, NO_DATA_SET
from conformance.dicom.wire.pdu import Pdu
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

CT = "1.2.840.10008.5.1.4.1.1.2"
ECHOES = 200
LENGTH = 131072
PROMPT = {**os.environ, "TCP_NODELAY": "1"}
"""Without it DCMTK's tools wait for Nagle's algorithm, and the figures would be TCP's."""


def dcmtk(tool: str) -> str:
    """Return the path of DCMTK's own tool: pynetdicom installs some of the same name."""
    for folder in os.environ["PATH"].split(os.pathsep):
        found = shutil.which(tool, path=folder)
        if found:
            told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
            if "dcmtk" in told.stdout:
                return found
    sys.exit("this benchmark needs DCMTK's tools: apt-get install dcmtk")


@contextmanager
def storescp() -> Iterator[int]:
    """Start DCMTK's receiver without Nagle's delay, which would measure TCP; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    words = [dcmtk("storescp"), "--fork", "--ignore", "+xa", "-aet", "STORESCP", "--max-pdu", str(LENGTH), str(port)]
    process = subprocess.Popen(words, env=PROMPT, stdout=subprocess.DEVNULL)
    try:
        ticking = threading.Event()
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                ticking.wait(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


class Raw:
    """A raw socket with PDU framing and nothing else: the floor."""

    def __init__(self, port: int, request: Request) -> None:
        self.link = socket.create_connection(("127.0.0.1", port))
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.link.sendall(request.pdu().encode())
        accepted = read(self.pdu())
        assert isinstance(accepted, Associate)
        self.most = min(accepted.user.maximum_length or LENGTH, LENGTH)

    def pdu(self) -> Pdu:
        """Read one PDU."""
        kind, reserved, length = struct.unpack(">BBL", self.exactly(6))
        return Pdu(kind, self.exactly(length), reserved)

    def exactly(self, size: int) -> bytes:
        """Read so many octets, acknowledging at once."""
        octets = b""
        while len(octets) < size:
            if hasattr(socket, "TCP_QUICKACK"):
                self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            octets += self.link.recv(size - len(octets))
        return octets

    def ask(self, octets: bytes) -> None:
        """Send a request and read its response."""
        self.link.sendall(octets)
        self.pdu()

    def close(self) -> None:
        """Release."""
        self.link.sendall(struct.pack(">BBLL", 5, 0, 4, 0))
        self.pdu()
        self.link.close()


def asking(sop_class: str, transfer_syntax: str) -> Request:
    """Return a request for one presentation context."""
    proposals = (Proposal(sop_class, (transfer_syntax,)),)
    return Request(proposals, called="STORESCP", calling="BENCH", maximum_length=LENGTH)


def ours(port: int, request: Request, journal: Path | None = None) -> tuple[Association, Network]:
    """Open a recorded association of ours."""
    tape = journal.open("wb") if journal else io.BytesIO()
    network = Network(Recorder(tape), Limits())
    return Association.requested(network, "127.0.0.1", port, request), network


def echoes(port: int) -> None:
    """Compare a C-ECHO on an open association."""
    from pynetdicom import AE  # noqa: PLC0415 - a contender

    request = Request(
        (Proposal(uids.VERIFICATION, (IMPLICIT_LITTLE,)),), called="STORESCP", calling="BENCH", maximum_length=LENGTH
    )
    raw, (mine, network) = Raw(port, request), ours(port, request)
    entity = AE()
    entity.add_requested_context(uids.VERIFICATION)
    context = mine.usable[0].id
    wanted = command(
        AffectedSOPClassUID=uids.VERIFICATION, CommandField=C_ECHO, MessageID=1, CommandDataSetType=NO_DATA_SET
    )
    octets = b"".join(pdu.encode() for pdu in message_pdus(wanted, context, None, most=LENGTH))
    tool = [dcmtk("echoscu"), "--repeat", str(ECHOES), "-aec", "STORESCP", "127.0.0.1", str(port)]

    def theirs() -> None:
        association = entity.associate("127.0.0.1", port, ae_title="STORESCP")
        for _ in range(ECHOES):
            if not association.is_established:  # it loses one now and then on a busy machine
                association = entity.associate("127.0.0.1", port, ae_title="STORESCP")
            association.send_c_echo()
        association.release()

    found = measured(
        f"C-ECHO to storescp, {ECHOES} on one association",
        ECHOES,
        {
            "raw socket": lambda: [raw.ask(octets) for _ in range(ECHOES)],
            "ours, recorded and read": lambda: [services.echo(mine) for _ in range(ECHOES)],
            "echoscu --repeat (with its start)": lambda: subprocess.run(tool, check=True, env=PROMPT),
            "pynetdicom (with its association)": theirs,
        },
    )
    raw.close()
    mine.release()
    network.close()
    show(found, "raw socket")


def stores(port: int, many: int, size: int) -> None:
    """Compare sending ``many`` instances of ``size`` octets of pixel data on one association."""
    from pydicom.dataset import Dataset, FileMetaDataset  # noqa: PLC0415 - writes the tool's files

    with tempfile.TemporaryDirectory() as temporary:
        instances = []
        for number in range(many):
            uid = f"2.25.{datetime.now(UTC).timestamp():.0f}{number}"
            image = Dataset()
            image.SOPClassUID, image.SOPInstanceUID = CT, uid
            image.StudyInstanceUID = image.SeriesInstanceUID = "2.25.1"
            image.PatientID = "ZZBENCH"
            image.BitsAllocated = 16
            image.add_new(0x7FE00010, "OW", bytes(size))
            buffer = io.BytesIO()
            image.save_as(buffer, implicit_vr=False, little_endian=True)
            instances.append((uid, buffer.getvalue()))
            image.file_meta = FileMetaDataset()
            image.file_meta.TransferSyntaxUID = EXPLICIT_LITTLE
            image.save_as(Path(temporary) / f"{number:05}.dcm", enforce_file_format=True)
        request = Request(
            (Proposal(CT, (EXPLICIT_LITTLE,)),), called="STORESCP", calling="BENCH", maximum_length=LENGTH
        )

        def sent_raw() -> None:
            raw = Raw(port, request)
            for number, (uid, octets) in enumerate(instances, 1):
                wanted = command(
                    AffectedSOPClassUID=CT, CommandField=C_STORE, MessageID=number, Priority=0,
                    CommandDataSetType=1, AffectedSOPInstanceUID=uid,
                )  # fmt: skip
                for pdu in message_pdus(wanted, 1, octets, most=raw.most):
                    raw.link.sendall(pdu.encode())
                raw.pdu()
            raw.close()

        def sent_ours() -> None:
            mine, network = ours(port, request, Path(temporary) / "journal")
            for uid, octets in instances:
                assert services.store(mine, CT, uid, EXPLICIT_LITTLE, octets).status == 0
            mine.release()
            network.close()

        tool = [
            dcmtk("storescu"),
            "-aec",
            "STORESCP",
            "--max-send-pdu",
            str(LENGTH),
            "127.0.0.1",
            str(port),
            "+sd",
            temporary,
        ]
        found = measured(
            f"C-STORE to storescp, {many} x {size:,} octets",
            many,
            {
                "raw socket": sent_raw,
                "ours, recorded and read": sent_ours,
                "storescu (with its start)": lambda: subprocess.run(
                    [*tool, "+sp", "*.dcm"], check=True, stdout=subprocess.DEVNULL, env=PROMPT
                ),
            },
            rounds=3,
        )
    show(found, "raw socket")


def main() -> None:
    """Run the comparisons that the tools on this machine allow."""
    with storescp() as port:
        echoes(port)
        stores(port, 400, 3_000)
        stores(port, 200, 500_000)
