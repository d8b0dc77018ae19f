"""C-STORE to a receiver that keeps nothing: many small ones, many slices, one large one."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from benchmarks.dicom.peers import PROMPT, Ours, dcmtk, storescp
from benchmarks.dicom.raw import LENGTH, Raw, asking, command
from benchmarks.measuring import ROUNDS, measured, show
from conformance.dicom import uids
from conformance.dicom.client import services
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

OURS = "ours, recorded and read"
SETS = ((400, 3_000, 1.3), (200, 500_000, 1.3), (1, 105_000_000, 1.05))
"""How many instances of how many octets of pixel data, and what we may take of a raw socket's time."""


def instances(folder: Path, many: int, size: int) -> list[tuple[str, bytes]]:
    """Return UID and data set of each instance, and put files of them into ``folder`` for the tools."""
    from pydicom.dataset import Dataset, FileMetaDataset  # noqa: PLC0415 - writes the tool's files

    made = []
    for number in range(1, many + 1):
        uid = f"2.25.{size}{number:05}"
        image = Dataset()
        image.SOPClassUID, image.SOPInstanceUID = uids.CT, uid
        image.StudyInstanceUID = image.SeriesInstanceUID = "2.25.1"
        image.PatientID = "ZZBENCH"
        image.BitsAllocated = 16
        image.add_new(0x7FE00010, "OW", bytes(size))
        buffer = io.BytesIO()
        image.save_as(buffer, implicit_vr=False, little_endian=True)
        made.append((uid, buffer.getvalue()))
        image.file_meta = FileMetaDataset()
        image.file_meta.TransferSyntaxUID = EXPLICIT_LITTLE
        image.save_as(folder / f"{number:05}.dcm", enforce_file_format=True)
    return made


def sent_raw(port: int, made: list[tuple[str, bytes]]) -> None:
    """Send all instances on one association of a raw socket."""
    raw = Raw(port, asking(uids.CT, EXPLICIT_LITTLE))
    for number, (uid, octets) in enumerate(made, 1):
        raw.ask(command(C_STORE, uids.CT, number, data=True, instance=uid), octets)
    raw.close()


def compare(port: int, many: int, size: int, most: float) -> None:
    """Compare sending ``many`` instances on one association."""
    with tempfile.TemporaryDirectory() as temporary:
        made = instances(Path(temporary), many, size)
        mine = Ours(port, asking(uids.CT, EXPLICIT_LITTLE))
        # As the tool's files are, ours are written when they are made: sending refers to them.
        kept = [(uid, mine.recorder.keep(octets) if size > LENGTH else octets) for uid, octets in made]

        def ours() -> None:
            association = mine.associated()
            for uid, octets in kept:
                assert services.store(association, uids.CT, uid, EXPLICIT_LITTLE, octets).status == 0
            assert association.release().clean

        tool = [dcmtk("storescu"), "-aec", "STORESCP", "--max-send-pdu", str(LENGTH), "127.0.0.1", str(port)]
        tool += ["+sd", temporary, "+sp", "*.dcm"]
        found = measured(
            f"C-STORE to storescp, {many} x {size:,} octets",
            many,
            {
                "raw socket": lambda: sent_raw(port, made),
                OURS: ours,
                "storescu (with its start)": lambda: subprocess.run(
                    tool, check=True, stdout=subprocess.DEVNULL, env=PROMPT
                ),
            },
            ROUNDS if many > 1 else 3 * ROUNDS,
        )
        mine.close()
    show(found, "raw socket", {OURS: most})


def main() -> None:
    """Compare all sets."""
    with storescp() as port:
        for many, size, most in SETS:
            compare(port, many, size, most)
