"""Whom the contenders talk to: DCMTK's tools, and servers of our own, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import cores
from benchmarks.dicom.raw import LENGTH
from conformance.dicom.client.association import Association
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.client.request import Request

PROMPT = {**os.environ, "TCP_NODELAY": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
"""Without TCP_NODELAY DCMTK's tools wait for Nagle's algorithm, and the figures would be TCP's."""


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
def storescp(*how: str) -> Iterator[int]:
    """Start DCMTK's receiver, which keeps nothing unless ``how`` says otherwise; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    how = how or ("--ignore",)
    words = [dcmtk("storescp"), "--fork", *how, "+xa", "-aet", "STORESCP", "--max-pdu", str(LENGTH), str(port)]
    with cores.elsewhere():
        process = subprocess.Popen(words, env=PROMPT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ticking = threading.Event()
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                ticking.wait(0.05)
        with cores.alone():
            yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serving(module: str, *words: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Start one of our servers, which prints its port and ends with its standard input."""
    command = [sys.executable, "-c", f"from benchmarks.dicom import {module}; {module}.main()", *words]
    with cores.elsewhere():
        process = subprocess.Popen(command, env=PROMPT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with cores.alone():
            yield port, process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def alone(module: str, function: str, *words: str) -> str:
    """Run a function of ours in a process of its own; return what it prints."""
    code = f"from benchmarks.dicom import {module}; {module}.{function}()"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, env=PROMPT, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


class Ours:
    """A recorded association of ours, its journal a file as in a run."""

    def __init__(self, port: int, request: Request) -> None:
        self._journal = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the association
        self.recorder = Recorder(self._journal)
        self._network = Network(self.recorder, Limits())
        self._port, self._request = port, request
        self.association = self.associated()

    def associated(self) -> Association:
        """Ask for one more association, recorded in the same journal."""
        return Association.requested(self._network, "127.0.0.1", self._port, self._request)

    def close(self) -> None:
        """Release."""
        assert self.association.release().clean
        self._network.close()
        self._journal.close()
