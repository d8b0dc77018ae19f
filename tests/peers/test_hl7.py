"""MLLP receivers written by others: every failure is a known deviation of theirs, and every known one is seen."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from peers.deviations import FOLDER, compare, missing

from conformance.certificates import certificates
from conformance.hl7 import KIT
from conformance.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = {"python-hl7": ("hl7", "python_hl7.py"), "hl7apy": ("hl7apy", "hl7apy_mllp.py")}
QUICK = {"frame_s": 2.0, "settle_s": 0.5}
TRIGGERS = ["ADT^A01", "ADT^A04", "ADT^A08", "ADT^A40", "ORM^O01", "OMI^O23", "ORU^R01"]


@contextmanager
def served(script: str, *words: str) -> Iterator[int]:
    """Run a server in a process of its own; give the port it says it listens on."""
    command = [sys.executable, "-W", "ignore", str(FOLDER / "servers" / script), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


@pytest.mark.peer
@pytest.mark.parametrize("name", PEERS)
def test_a_receiver_of_others_fails_where_it_is_known_to(arena, name):
    library, script = PEERS[name]
    if importlib.util.find_spec(library) is None:
        missing(f"{library} is not installed")

    with served(script) as port:
        listening = {"host": "127.0.0.1", "port": port, "version": "2.5.1", "triggers": TRIGGERS}
        results = arena.run({"hl7v2": {"in": listening}}, "hl7", limits=QUICK)
    comparison = compare(results, name)

    assert comparison.errors == {}
    assert comparison.unlisted == {}
    assert comparison.unseen == set()


@pytest.mark.peer
def test_a_receiver_of_others_behind_tls_fails_where_it_is_known_to(arena):
    if importlib.util.find_spec("hl7") is None:
        missing("hl7 is not installed")
    known = certificates()
    shown = str(known.server.cert), str(known.server.key), str(known.authority)

    with served("python_hl7.py", *shown) as port:
        listening = {"host": "127.0.0.1", "port": port, "version": "2.5.1", "triggers": TRIGGERS}
        secure = {"host": "127.0.0.1", "port": port, **known.papers()}
        stories = {one.id for one in KIT.scenarios() if "hl7v2.secure" in one.requires}
        results = arena.run({"hl7v2": {"in": listening, "secure": secure}}, "hl7", only=stories, limits=QUICK)
    comparison = compare(results, "python-hl7-tls")

    assert comparison.errors == {}
    assert comparison.unlisted == {}
    assert comparison.unseen == set()
    assert sum(one.outcome is Outcome.PASSED for one in results) > 10


SENDING = ("message", "messages", "admission", "update")


@pytest.mark.peer
def test_a_sender_of_others_fails_where_it_is_known_to(arena):
    if importlib.util.find_spec("hl7") is None:
        missing("hl7 is not installed")
    script = str(FOLDER / "servers" / "python_hl7_send.py")
    words = [sys.executable, "-W", "ignore", script, "{deed}", "{host}", "{port}", "{patient}", "{family}", "{given}"]
    ways = {
        f"hl7.send.{deed}": {"command": words + ["{count}"] * (deed == "messages"), "within_s": 3.0, "quiet_s": 0.15}
        for deed in SENDING
    }

    results = arena.run({"hl7v2": {"out": {"port": 0}}, "asked": {"by": ways}}, "hl7", limits=QUICK)
    comparison = compare(results, "python-hl7-sender")

    assert comparison.errors == {}
    assert comparison.unlisted == {}
    assert comparison.unseen == set()
