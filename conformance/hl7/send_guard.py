"""The last look at what leaves us: messages about patients of the reserved range, and about nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.hl7.wire.message import Unreadable, parse
from conformance.hl7.wire.mllp import Flaw, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = re.compile(rb"ZZ[0-9A-F]{10}")
"""Identifiers of synthetic patients, as a story gives them."""

_PLAIN = b"\x0bMSH|^~\\&|"
_PATIENT = re.compile(rb"\r(?:PID[^|\r\x1c]*(?:\|[^|\r\x1c]*){2}|(MRG)[^|\r\x1c]*)\|([^|^~\r\x1c]*)")


class NotOurs(Exception):  # noqa: N818 - the mistake of whoever wrote the story
    """A message names a patient outside the reserved range; it was not sent."""


def only_synthetic(octets: bytes) -> None:
    """Let messages pass that name synthetic patients or none; raise NotOurs for any other."""
    for segment, number, identifier in _glanced(octets) if _is_plain(octets) else _named(octets):
        if not OURS.fullmatch(identifier):
            raise NotOurs(f"{segment}-{number} names {identifier!r}, which is not in the reserved range")


def _is_plain(octets: bytes) -> bool:
    """Return whether this is one whole block in the recommended delimiters, which one glance can read."""
    ended = octets.find(b"\x1c") == len(octets) - 2
    return ended and octets.startswith(_PLAIN) and octets.count(b"\x0b") == 1 and b"\n" not in octets


def _glanced(octets: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield what ``_named`` does of a plain block, without reading the rest of it."""
    for found in _PATIENT.finditer(octets):
        if found[2] and found[2] != b'""':
            yield ("MRG", 1, found[2]) if found[1] else ("PID", 3, found[2])


def _named(octets: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield the first identifier of every PID-3 and MRG-1 in any block, whole or torn."""
    for content in _contents(octets):
        try:
            message = parse(content)
        except Unreadable:
            continue
        for segment, number in (("PID", 3), ("MRG", 1)):
            for found in message.segments(segment):
                identifier = found.get(f"{number}.1")
                if identifier and identifier != b'""':
                    yield segment, number, identifier


def _contents(octets: bytes) -> Iterator[bytes]:
    scanner = Scanner(max(len(octets), 1))
    scanner.feed(octets)
    while (frame := scanner.next()) is not None:
        yield frame.content
    if scanner.holds:
        yield scanner.broken_off(Flaw.SILENCE, "").content
