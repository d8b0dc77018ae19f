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


class NotOurs(Exception):  # noqa: N818 - the mistake of whoever wrote the story
    """A message names a patient outside the reserved range; it was not sent."""


def only_synthetic(octets: bytes) -> None:
    """Let messages pass that name synthetic patients or none; raise NotOurs for any other."""
    for segment, number, identifier in _named(octets):
        if not OURS.fullmatch(identifier):
            raise NotOurs(f"{segment}-{number} names {identifier!r}, which is not in the reserved range")


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
