"""Turn a journal into evidence files named by digest, and one transcript that tells of all of them."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from conformance.evidence import RECEIVED, SENT
from conformance.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRANSCRIPT = "application/vnd.conformance.transcript+json"
UNREAD = "octets that were not read as a message"
_COPY = 1 << 20


class _Mark(NamedTuple):
    """Says that the next ``size`` octets of a stream are one message."""

    size: int
    evidence_id: str
    summary: str
    media_type: str


@dataclass(slots=True)
class _Stream:
    """One direction of one connection: where its octets lie in the journal, and which are messages."""

    peer: str
    chunks: list[tuple[int, int, float]] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The evidence of one attempt: its messages, and the digest of its transcript."""

    evidence: tuple[Evidence, ...]
    transcript: str

    def digests(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return ``sha256:...`` for each evidence id that was sealed."""
        known = {item.id: f"sha256:{item.sha256}" for item in self.evidence}
        return tuple(known[one] for one in ids if one in known)


def events(journal: BinaryIO) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield each whole event and the offset of its octets; a torn tail ends the iteration."""
    journal.seek(0, os.SEEK_END)
    end = journal.tell()
    position = 0
    while position < end:
        journal.seek(position)
        line = journal.readline(1 << 16)
        start = position + len(line)
        try:
            head = json.loads(line)
            size = int(head["n"])
        except (ValueError, KeyError, TypeError):
            return
        if start + size + 1 > end:
            return
        yield head, start
        position = start + size + 1


def seal(journal: BinaryIO, folder: Path, *, durable: bool = True) -> Sealed:
    """Write each distinct message of a journal to ``folder``, named by its SHA-256, and the transcript.

    The transcript lists the events of every connection in order; together with the messages it holds
    every octet, so that the story can be told again without the candidate. ``durable`` waits for the disk,
    which only evidence that is kept needs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    streams: dict[tuple[int, str], _Stream] = {}
    connections: dict[int, dict[str, Any]] = {}
    notes: list[list[object]] = []
    for head, start in events(journal):
        number, event = head["c"], head["e"]
        if event == "note":
            notes.append([head["text"], head["value"]])
        elif event == "kept":
            continue
        elif event == "open":
            connections[number] = {"peer": head["peer"], "kind": head["kind"], "opened": head["t"], "events": []}
            for direction in (SENT, RECEIVED):
                streams[number, direction] = _Stream(head["peer"])
        elif event == "marks":
            _mark(json.loads(_octets(journal, start, head["n"])), streams)
        else:
            chunks = _chunks(head, start) if event in (SENT, RECEIVED) else []
            size = sum(one[1] for one in chunks)
            connections[number]["events"].append([event, head["t"], head.get("text", size)])
            if chunks:
                streams[number, event].chunks += chunks
    evidence: list[tuple[float, Evidence]] = []
    for (number, direction), stream in streams.items():
        messages = _seal_stream(journal, number, direction, stream, folder)
        connections[number][direction] = [item.sha256 for _, item in messages]
        evidence += messages
    evidence.sort(key=lambda pair: pair[0])
    body = {"connections": [connections[number] for number in sorted(connections)], "notes": notes}
    digest = keep(json.dumps(body, separators=(",", ":")).encode(), folder)
    if durable:
        _settle(folder, [digest, *(item.sha256 for _, item in evidence)])
    return Sealed(tuple(item for _, item in evidence), digest)


def _octets(journal: BinaryIO, place: int, size: int) -> bytes:
    journal.seek(place)
    return journal.read(size)


def _mark(told: list[list[Any]], streams: dict[tuple[int, str], _Stream]) -> None:
    """Put marks where they belong; each is of as many messages as it has sizes."""
    for number, direction, first, sizes, summary, media_type in told:
        prefix = f"c{number}.{direction[0]}"
        streams[number, direction].marks += [
            _Mark(size, f"{prefix}{first + later}", summary, media_type) for later, size in enumerate(sizes)
        ]


def _chunks(head: dict[str, Any], start: int) -> list[tuple[int, int, float]]:
    """Return where the octets of an event lie, in order: its own, and those it names."""
    found, own, when = [], 0, head["t"]
    for before, place, size in head.get("of", ()):
        found += [(start + own, before - own, when), (place, size, when)]
        own = before
    return [one for one in (*found, (start + own, head["n"] - own, when)) if one[1]]


def _seal_stream(
    journal: BinaryIO, number: int, direction: str, stream: _Stream, folder: Path
) -> list[tuple[float, Evidence]]:
    total = sum(size for _, size, _ in stream.chunks)
    marked = sum(mark.size for mark in stream.marks)
    marks = list(stream.marks)
    if total > marked:
        marks.append(_Mark(total - marked, f"c{number}.{direction[0]}0", UNREAD, "application/octet-stream"))
    messages: list[tuple[float, Evidence]] = []
    chunks = iter(stream.chunks)
    at, left, when = 0, 0, 0.0
    for mark in marks:
        hashed, wanted = hashlib.sha256(), min(mark.size, total)
        temporary = folder / f".{os.getpid()}.{threading.get_ident()}.part"
        with temporary.open("wb") as out:
            while wanted:
                if not left:
                    at, left, when = next(chunks)
                journal.seek(at)
                piece = journal.read(min(wanted, left, _COPY))
                out.write(piece)
                hashed.update(piece)
                at, left, wanted = at + len(piece), left - len(piece), wanted - len(piece)
        total -= mark.size
        digest = hashed.hexdigest()
        if (folder / digest).exists():
            temporary.unlink()
        else:
            temporary.replace(folder / digest)
        moment = datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        about = (mark.evidence_id, moment, direction, stream.peer, mark.summary, mark.media_type)
        item = Evidence(*about, digest, mark.size)
        messages.append((when, item))
    return messages


def _settle(folder: Path, digests: list[str]) -> None:
    """Force what was written to the disk: once for all files where the platform can, since each costs a wait."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for digest in dict.fromkeys(digests):
        with (folder / digest).open("r+b") as file:
            os.fsync(file.fileno())


def keep(octets: bytes, folder: Path) -> str:
    """Write ``octets`` under its own digest, whole or not at all; return the digest."""
    digest = hashlib.sha256(octets).hexdigest()
    target = folder / digest
    if not target.exists():
        temporary = folder / f".{os.getpid()}.{threading.get_ident()}.part"
        with temporary.open("wb") as out:
            out.write(octets)
        temporary.replace(target)
    return digest
