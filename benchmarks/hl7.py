"""Reading HL7 v2 beside python-hl7 and hl7apy, on a message of ours; and sending beside a raw socket."""

from __future__ import annotations

import io
import socket
from datetime import UTC, datetime

from benchmarks.measuring import measured, show
from conformance.evidence import Recorder
from conformance.hl7.client import Sender
from conformance.hl7.samples import admission, people
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import framed
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

MESSAGES = 100
PROFILE = {
    "schema": "sut/1",
    "system": {"id": "bench", "supplier": "-", "product": "-", "version": "-"},
    "safety": {"environment": "test", "allow_hosts": []},
}


def message(port: int) -> bytes:
    """Return an ADT^A04 with 21 more segments of a kind receivers must tolerate."""
    profile = SystemProfile.model_validate({**PROFILE, "hl7v2": {"in": {"host": "127.0.0.1", "port": port}}})
    story = Story("bench", "00", datetime(2026, 11, 24, tzinfo=UTC), None, None, profile)  # type: ignore[arg-type]
    octets = admission(story, people.person(story, "someone")).octets()
    return octets + b"".join(b"ZZ%d|a^b&c~d|%s|\r" % (number % 9 + 1, b"x" * 40) for number in range(21))


def reading(octets: bytes) -> None:
    """Compare reading a message and its patient identifier."""
    import hl7  # noqa: PLC0415 - a contender
    from hl7apy.parser import parse_message  # noqa: PLC0415 - a contender

    text = octets.decode()
    found = measured(
        "read a 25-segment ADT and its PID-3.1",
        MESSAGES,
        {
            "ours": lambda: [parse(octets)["PID-3.1"] for _ in range(MESSAGES)],
            "python-hl7": lambda: [str(hl7.parse(text).segment("PID")[3][0][0]) for _ in range(MESSAGES)],
            "hl7apy (a tenth as often)": lambda: [parse_message(text) for _ in range(MESSAGES // 10)],
        },
    )
    found.seconds["hl7apy (a tenth as often)"] = [10 * one for one in found.seconds["hl7apy (a tenth as often)"]]
    show(found, "ours")


def sending(octets: bytes, port: int) -> None:
    """Compare sending with acknowledgement on one connection."""
    link = socket.create_connection(("127.0.0.1", port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    block = framed(octets)
    network = Network(Recorder(io.BytesIO()), Limits())
    sender = Sender(network, "127.0.0.1", port)

    def raw() -> None:
        link.sendall(block)
        answer = b""
        while not answer.endswith(b"\x1c\r"):
            answer += link.recv(4096)

    def ours() -> None:
        sender.send(block)
        assert sender.hear().came

    found = measured(
        "send with acknowledgement, same receiver",
        MESSAGES,
        {"raw socket": lambda: [raw() for _ in range(MESSAGES)], "ours": lambda: [ours() for _ in range(MESSAGES)]},
    )
    link.close()
    network.close()
    show(found, "raw socket")


def main() -> None:
    """Run both comparisons."""
    with Receiver() as receiver:
        port = receiver.address[1]
        octets = message(port)
        reading(octets)
        sending(octets, port)
