"""An echo server for the private kit's stories, with a vice when asked, and the profile that reaches it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PRIVATE = Path(__file__).parent / "private"
PROFILE = """
schema = "sut/1"
[system]
id = "echo"
supplier = "None"
product = "Echo"
version = "1"
[safety]
environment = "test"
allow_hosts = ["127.0.0.1/32"]
[hl7v2.in]
host = "127.0.0.1"
port = {port}
"""


@contextmanager
def echo_server(change: Callable[[bytes], bytes] = bytes) -> Iterator[int]:
    """Send back what comes, changed by ``change``, to any number of visitors; yield the port."""
    door = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    door.settimeout(0.1)

    def visit(link: socket.socket) -> None:
        with link:
            while octets := link.recv(4096):
                link.sendall(change(octets))

    def work() -> None:
        while not over.is_set():
            try:
                link, _ = door.accept()
            except TimeoutError:
                continue
            visit(link)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        over.set()
        thread.join(10)
        door.close()


def profile(folder: Path, port: int) -> Path:
    """Write the profile that reaches the echo server."""
    path = folder / "echo.toml"
    path.write_text(PROFILE.format(port=port))
    return path


def command(*words: object) -> list[str]:
    """Return the command line of one verb."""
    return [sys.executable, "-m", "conformance", *map(str, words)]


def environment() -> dict[str, str]:
    """Return an environment in which the private kit is installed."""
    return {**os.environ, "PYTHONPATH": str(PRIVATE), "COLUMNS": "200"}


def conformance(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run one verb to its end."""
    return subprocess.run(
        command(*words), env=environment(), cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )
