"""Our storing receiver in a process of its own."""

from __future__ import annotations

import sys
import tempfile

from benchmarks.measuring import peak_megabytes
from conformance.dicom.receiver import StoreReceiver
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network


def main() -> None:
    """Print the port; receive until standard input ends; print how many came and the peak of memory in MB."""
    with tempfile.TemporaryFile() as journal:
        network = Network(Recorder(journal), Limits(scenario_s=3600))
        receiver = StoreReceiver(network, "STORESCP")
        print(receiver.address.port, flush=True)
        sys.stdin.readline()
        received = receiver.finished()
        print(len(received), peak_megabytes(), flush=True)
        network.close()
