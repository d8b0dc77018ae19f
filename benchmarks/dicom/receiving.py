"""C-STORE to receivers that keep what comes: ours and storescp, from the same raw socket."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.dicom.peers import serving, storescp
from benchmarks.dicom.sending import instances, sent_raw
from benchmarks.measuring import measured, show

OURS, THEIRS = "ours, recorded and kept", "storescp, writing files"


def main() -> None:
    """Compare."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        serving("keeping") as (our_port, _),
        storescp("-od", temporary) as their_port,
    ):
        for many, size in ((200, 500_000), (1, 105_000_000)):
            with tempfile.TemporaryDirectory() as files:
                made = instances(Path(files), many, size)
            contenders = {THEIRS: lambda made=made: sent_raw(their_port, made)}
            contenders[OURS] = lambda made=made: sent_raw(our_port, made)
            found = measured(f"receive and keep {many} x {size:,} octets", many, contenders)
            show(found, THEIRS, {OURS: 1.3})
