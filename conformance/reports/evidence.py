"""Turn recorded messages into lines a person reads: decoded, bounded, the telling lines marked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.evidence import SENT
from conformance.model import Verdict
from conformance.reports.dates import clock
from conformance.reports.words import counted, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Evidence, Finding, Result

    Explain = Callable[[str, bytes], list[str] | None]
    Octets = Callable[[str], bytes]

LINES = 200
"""Decoded lines shown of a message."""

LINE = 240
"""Characters shown of a line."""

MESSAGES = 12
"""Messages listed of a scenario, those a finding points at first."""

READ = 4 << 20
"""Octets of the largest message that is decoded for a page; a larger one is in the run folder."""

PAGE = 2_500_000
"""Characters of decoded messages on one page; past them messages are listed without their contents."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_IDENTIFIER = re.compile(r"\(\w{4},\w{4}\)|\w[\w.^-]*\w")
_TELLING = 5
_LOOKED_FOR = 50
_READ_FOR = 4096
_HEX_LINES = 16
_HEX_WIDTH = 16
_TEXT_TYPES = ("text/", "application/json", "application/xml", "application/http", "application/soap+xml")


@dataclass(frozen=True, slots=True)
class Line:
    """One decoded line; ``marked`` when it names the place a failed check points at."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One recorded message of a scenario, ``number`` counted from 1 in the order of time.

    ``pointed`` when a check that did not pass points at it. ``lines`` is empty when only its summary is
    shown; ``note`` then says why, and otherwise what was left out.
    """

    number: int
    ours: bool
    at: str
    peer: str
    summary: str
    size: str
    digest: str
    pointed: bool
    lines: tuple[Line, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Decoder:
    """Decodes the messages of one page, within the page's budget. ``explain`` and ``octets`` come from the caller."""

    explain: Explain
    octets: Octets
    budget: int = PAGE
    spent: int = field(default=0, init=False)

    def lines(self, item: Evidence, telling: re.Pattern[str] | None = None) -> tuple[tuple[Line, ...], str]:
        """Return the decoded lines of a message, and a note on what is not shown of it."""
        if item.size > READ:
            return (), f"too large to show here; it is in the run folder under {item.sha256}"
        if self.spent >= self.budget:
            return (), "its contents are not repeated here, to keep this page light; they are in the run folder"
        octets, missing = self._read(item.sha256)
        if octets is None:
            return (), missing
        told, how = self._told(item.media_type, octets)
        shown = [line if len(line) <= LINE else f"{line[:LINE]} …" for line in told[:LINES]]
        self.spent += sum(map(len, shown))
        left = len(told) - len(shown)
        notes = [how, f"{counted(left, 'further line')} not shown" if left else ""]
        lines = tuple(Line(line, telling is not None and telling.search(line) is not None) for line in shown)
        return lines, sentence("; ".join(note for note in notes if note))

    def _read(self, digest: str) -> tuple[bytes | None, str]:
        """Return the octets, if the run folder still holds what was recorded; a digest is never trusted as a name."""
        if not _DIGEST.fullmatch(digest):
            return None, "the run folder gives no digest it could be found by"
        try:
            octets = self.octets(digest)
        except (OSError, LookupError):
            return None, "the run folder does not hold it"
        if hashlib.sha256(octets).hexdigest() != digest:
            return None, "the run folder holds something else under this digest, so it is not shown"
        return octets, ""

    def _told(self, media_type: str, octets: bytes) -> tuple[list[str], str]:
        try:
            told = self.explain(media_type, octets)
        except Exception as error:  # noqa: BLE001 - a report must come out whatever a decoder stumbles on
            return dump(octets), f"our decoder stumbled ({type(error).__name__}); {_left_of(octets)}"
        if told is not None:
            return told, ""
        if media_type.startswith(_TEXT_TYPES):
            return octets.decode("utf-8", "replace").splitlines(), ""
        return dump(octets), _left_of(octets)


def telling(findings: Iterable[Finding]) -> re.Pattern[str] | None:
    """Return what to look for in a message these findings point at: their places, and identifiers they name.

    Identifiers are words with a digit (UIDs, tags, fields such as MSA-2) in where something was and what was seen.
    """
    words: dict[str, None] = {}
    for finding in findings:
        where = (finding.where or "")[:_READ_FOR]
        named = _IDENTIFIER.findall(f"{where} {finding.saw[:_READ_FOR]}")
        words[where] = None
        words.update((word, None) for word in named if any(letter.isdigit() for letter in word))
    wanted = [re.escape(word) for word in words if _TELLING <= len(word) <= LINE][:_LOOKED_FOR]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(wanted)})(?![\w-])") if wanted else None


def _left_of(octets: bytes) -> str:
    shown = _HEX_LINES * _HEX_WIDTH
    return f"its first {shown} of {counted(len(octets), 'byte')}" if len(octets) > shown else "shown byte for byte"


def dump(octets: bytes) -> list[str]:
    """Return the first octets as offset, hexadecimal and printable ASCII, sixteen a line."""
    lines = []
    for at in range(0, min(len(octets), _HEX_LINES * _HEX_WIDTH), _HEX_WIDTH):
        part = octets[at : at + _HEX_WIDTH]
        text = "".join(chr(one) if 0x20 <= one < 0x7F else "." for one in part)  # noqa: PLR2004 - printable ASCII
        lines.append(f"{at:06x}  {part.hex(' '):<47}  {text}")
    return lines


def size_words(octets: int) -> str:
    """Return a size as a person says it: ``812 bytes``, ``4.2 kB``, ``1.3 MB`` (powers of 1,000)."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if octets >= worth:
            return f"{octets // (worth // 10) / 10:.1f} {unit}"
    return counted(octets, "byte")


def located(finding: Finding, result: Result) -> tuple[int, ...]:
    """Return the indexes of the messages a finding points at, in order of time.

    A finding names octets by digest. Where the same octets passed more than once, the passing nearest to the
    finding's other messages is meant, else the first.
    """
    places: dict[str, list[int]] = {}
    for index, item in enumerate(result.evidence):
        places.setdefault(f"sha256:{item.sha256}", []).append(index)
    meant = [places[digest] for digest in dict.fromkeys(finding.evidence) if digest in places]
    sure = [indexes[0] for indexes in meant if len(indexes) == 1]

    def away(index: int) -> int:
        return min((abs(index - one) for one in sure), default=0)

    return tuple(sorted(min(indexes, key=away) for indexes in meant))


def messages(result: Result, decoder: Decoder | None) -> tuple[tuple[Message, ...], int]:
    """Return up to ``MESSAGES`` messages of a result in order of time, and how many were left out.

    Those a check that did not pass points at come before others when there are too many, and only with a
    ``decoder`` are their contents shown.
    """
    troubled = [finding for finding in result.findings if finding.verdict in {Verdict.FAILED, Verdict.ERROR}]
    named = {index for finding in troubled for index in located(finding, result)}
    theirs = {index for index in named if result.evidence[index].direction != SENT}
    pointed = theirs or named
    marks = telling(troubled)
    order = sorted(range(len(result.evidence)), key=lambda index: (index not in pointed, index not in named, index))
    kept = sorted(order[:MESSAGES])
    shown = []
    for index in kept:
        item = result.evidence[index]
        lines, note = decoder.lines(item, marks if index in pointed else None) if decoder else ((), "")
        shown.append(_message(index + 1, item, pointed=index in pointed, lines=lines, note=note))
    return tuple(shown), len(order) - len(kept)


def _message(number: int, item: Evidence, *, pointed: bool, lines: tuple[Line, ...], note: str) -> Message:
    return Message(
        number=number,
        ours=item.direction == SENT,
        at=clock(item.at),
        peer=item.peer,
        summary=item.summary,
        size=size_words(item.size),
        digest=item.sha256,
        pointed=pointed,
        lines=lines,
        note=note,
    )
