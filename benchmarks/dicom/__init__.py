"""Our recorded DICOM client and receiver beside a raw socket, pynetdicom and DCMTK's tools, in one run, interleaved."""

from __future__ import annotations

from benchmarks.dicom import echoing, finding, memory, receiving, sending


def main() -> None:
    """Run the comparisons; DCMTK's tools have to be on this machine."""
    echoing.main()
    sending.main()
    finding.main()
    receiving.main()
    memory.main()
