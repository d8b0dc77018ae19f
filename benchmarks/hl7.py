"""Reading and judging HL7 v2 beside python-hl7 and hl7apy, on messages of ours; sending beside a raw socket; memory."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks import cores
from benchmarks.measuring import Measured, against, console, measured, peak_megabytes, show
from conformance.evidence import Recorder
from conformance.hl7.client import Sender
from conformance.hl7.prepared import Prepared
from conformance.hl7.samples import admission, people
from conformance.hl7.simulator import Receiver
from conformance.hl7.validation import findings
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import Frame, framed
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AUTHORITY = "HOSP&1.2.3&ISO"
_IDENTIFIERS = f"ZZ1^^^{_AUTHORITY}^PI~9990000018^^^NHS^NH"
_DOCTOR = "ZZ1001^ZZDOCTOR^DORA"
_OBSERVATIONS = [f"OBX|{n}|NM|ZZ{n}^Item^99HARNESS||{n * 3}|cm^^UCUM|||||F|||20261124095000" for n in range(1, 7)]
ADMISSION = [
    "MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000+0000||ADT^A01^ADT_A01|ZZ42|P|2.5.1||||||UNICODE UTF-8",
    f"EVN||20261124100000|||{_DOCTOR}|20261124095500",
    f"PID|1||{_IDENTIFIERS}||ZZTANNER^ADA^M||19600102|F|||1 STREET^^TOWN^^ZZ99 9ZZ^GBR||^PRN^PH||EN|M||ZZAC1^^^HOSP^AN",
    "PD1||||ZZ1002^ZZDOCTOR^DAN",
    "NK1|1|ZZTANNER^BEN|SPO|1 TEST STREET^^TESTTOWN|^PRN^PH||N",
    "NK1|2|ZZTANNER^CORA|CHD",
    f"PV1|1|I|WARD1^ROOM1^BED1^HOSPITAL||||{_DOCTOR}|{_DOCTOR}||RAD|||||||{_DOCTOR}||ZZVN1^^^{_AUTHORITY}^VN"
    + "|" * 25
    + "20261124095500",
    "PV2|||ZZ^Check",
    *_OBSERVATIONS,
    "AL1|1|DA|ZZ1^Nothing^99HARNESS|MO|RASH|20200101",
    "AL1|2|FA|ZZ2^Else^99HARNESS",
    "DG1|1||ZZ1^Cough^99HARNESS||20261124|A",
    "DG1|2||ZZ2^Cold^99HARNESS||20261124|W",
    "PR1|1||ZZ1^CT^99HARNESS||202611241000",
    "GT1|1||ZZTANNER^ADA",
    "IN1|1|ZZ1^Plan|ZZ2|INSURER",
    "IN2||999",
    "IN1|2|ZZ1^Plan|ZZ3|INSURER",
    "ACC|20261123|ZZ^Fall",
    "PDA||WARD1",
]
"""An ADT^A01 of 25 segments, all of its structure, none of them local."""
TEN_MILLION = 10_000_000
MOST_MB = 200
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


def judging() -> None:
    """Compare reading and judging a whole message; python-hl7 judges nothing, so it only reads."""
    import hl7  # noqa: PLC0415 - a contender
    from hl7apy.parser import parse_message  # noqa: PLC0415 - a contender

    text = "".join(f"{line}\r" for line in ADMISSION)
    octets = text.encode()
    assert len(ADMISSION) == 25  # noqa: PLR2004 - as the title says
    assert findings(parse(octets)) == ()
    # A twentieth as often as the others: it takes a second for thirty messages.
    rare = "hl7apy: read and validate()"
    found = measured(
        "read and judge an ADT^A01 of 25 segments of its structure",
        MESSAGES,
        {
            "ours: read and judge": lambda: [findings(parse(octets)) for _ in range(MESSAGES)],
            "ours: read": lambda: [parse(octets) for _ in range(MESSAGES)],
            "python-hl7: read": lambda: [hl7.parse(text) for _ in range(MESSAGES)],
            rare: lambda: [parse_message(text).validate() for _ in range(MESSAGES // 20)],
        },
    )
    found.seconds[rare] = [20 * one for one in found.seconds[rare]]
    show(found, "ours: read and judge")
    at_least(found, "ours: read and judge", {rare: 300, "python-hl7: read": 5})


def at_least(found: Measured, ours: str, factors: Mapping[str, float]) -> None:
    """Print how many times as fast as others we are, beside how many we have to be."""
    medians = found.medians()
    for name, least in factors.items():
        factor = medians[name] / medians[ours]
        console.print(f"{factor:.1f} times {name}, at least {against(-factor, -least, f'{least:g}')}")


def large(many: str) -> None:
    """Read and judge 10 MB in this process alone and print its highest memory, in MB, before and after."""
    head = "".join(f"{line}\r" for line in ADMISSION[:1]).replace("ADT^A01^ADT_A01", "ORU^R01^ORU_R01")
    head += "PID|||ZZ1||ZZTANNER\rOBR|1|||ZZ1^CT^99HARNESS\r"
    line = "OBX|1|TX|ZZ1^Text^99HARNESS||" + "a line of a report " * 25 + "||||||F\r"
    document = "OBX|1|ED|ZZ1^Document^99HARNESS||HOSP^AP^PDF^Base64^" + "QUJD" * (TEN_MILLION // 4) + "||||||F\r"
    octets = (head + (line * (TEN_MILLION // len(line)) if many else document)).encode()
    before = peak_megabytes()
    faults = findings(parse(octets))
    print(f"{len(octets) / 1e6:.1f} {len(faults)} {before:.0f} {peak_megabytes():.0f}")


def weighing() -> None:
    """Show the memory that reading and judging 10 MB takes, each in a process of its own."""
    for title, many in (("one document in one segment", ""), ("20,000 lines of a report", "many")):
        code = f"from benchmarks.hl7 import large; large({many!r})"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        size, faults, before, after = done.stdout.split()
        console.print(f"{size} MB, {title}: highest memory {after} MB (before reading {before} MB), {faults} faults")
        console.print(f"below {against(int(after), MOST_MB, f'{MOST_MB} MB')}")


@contextmanager
def received() -> Iterator[int]:
    """Run a receiver in a process of its own, as a candidate is, so that it does not wait for our interpreter."""
    code = "import sys; from benchmarks.hl7 import receive; receive()"
    with cores.elsewhere():
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process, cores.alone():
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def receive() -> None:
    """Receive until standard input ends."""
    with Receiver() as receiver:
        print(receiver.address[1], flush=True)
        sys.stdin.read()


def outstanding(octets: bytes, port: int) -> None:
    """Show how long a message takes while 32 are outstanding, and that each of 3,200 is answered once."""
    network = Network(Recorder(io.BytesIO()), Limits())
    sender = Sender(network, "127.0.0.1", port)
    many, row = 3200, 32
    numbers = [b"ZZ%012d" % number for number in range(many)]
    head, _, tail = octets.partition(parse(octets).get("MSH-10") or b"-")
    answers: list[bytes] = []
    began = time.perf_counter()
    for at, number in enumerate(numbers):
        sender.send(framed(head + number + tail))
        if at >= row - 1:
            answers.append(sender.hear().control_id)
    answers += [sender.hear().control_id for _ in range(row - 1)]
    seconds = time.perf_counter() - began
    network.close()
    assert answers == numbers
    console.print(
        f"{many} messages, {row} outstanding: {1000 * seconds / many:.2f} ms a message, none lost or repeated"
    )


def sending(octets: bytes, port: int) -> None:
    """Compare sending with acknowledgement on one connection: each message when the one before was answered.

    Ours keeps every octet in a journal before anybody reads it; naming and reading the answers come afterwards, and
    are measured as well.
    """
    link = socket.create_connection(("127.0.0.1", port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    block = framed(octets)
    row = [Prepared(block, "a message", b"")] * MESSAGES
    frames: list[Frame] = []

    def raw() -> None:
        for _ in row:
            link.sendall(block)
            answer = b""
            while not answer.endswith(b"\x1c\r"):
                answer += link.recv(4096)

    with tempfile.TemporaryFile() as journal:
        recorder = Recorder(journal)
        network = Network(recorder, Limits())
        quick, whole = Sender(network, "127.0.0.1", port), Sender(network, "127.0.0.1", port)

        def afterwards() -> None:
            quick.named(row, frames)
            frames.clear()
            recorder.settle()

        def judged() -> None:
            assert {one.code for one in whole.in_turn(row)} == {"AA"}

        contenders = {
            "raw socket": raw,
            "ours": lambda: frames.extend(quick.exchanged(row)),
            "ours, each answer read and judged": judged,
        }
        found = measured("send with acknowledgement, same receiver", MESSAGES, contenders, 51, afterwards)
        network.close()
    link.close()
    show(found, "raw socket", {"ours": 1 / 0.8})


def main() -> None:
    """Run all comparisons."""
    with received() as port:
        octets = message(port)
        reading(octets)
        judging()
        weighing()
        sending(octets, port)
        outstanding(octets, port)
