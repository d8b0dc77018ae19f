"""DIMSE messages in P-DATA (PS3.7 6.3, PS3.8 Annex E): fragments put together, and taken apart any way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom.wire.command import C_STORE, Command, read_command
from conformance.dicom.wire.octets import Problem
from conformance.dicom.wire.pdu import Data, Pdu, Pdv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.limits import Limits

PDV_OVERHEAD = 6
_COMMAND, _LAST = 1, 2


@dataclass(frozen=True, slots=True)
class Message:
    """One command set, and its data set when it says it has one; ``problems`` are of the fragments."""

    context: int
    command: Command
    data: bytes | None = None
    problems: tuple[Problem, ...] = ()


class Overlong(Exception):  # noqa: N818 - a fact about what came
    """A message grew over its cap before its last fragment came."""


class Assembler:
    """Puts messages together from presentation data values, in the order they come."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: dict[bool, bytearray] = {True: bytearray(), False: bytearray()}
        self._context: int | None = None
        self._command: Command | None = None
        self._problems: list[Problem] = []

    @property
    def midway(self) -> bool:
        """Return whether a message has begun and not ended."""
        return self._command is not None or bool(self._parts[True]) or bool(self._parts[False])

    def add(self, pdv: Pdv) -> Message | None:
        """Take one fragment; return the message it completes. Raise Overlong at the cap."""
        if self._context not in {None, pdv.context}:
            self._wrong(f"fragments of one message on contexts {self._context} and {pdv.context}")
        self._context = pdv.context if self._context is None else self._context
        if pdv.command is (self._command is not None):
            what = "a command fragment where the data set" if pdv.command else "a data set fragment where the command"
            self._wrong(f"{what} was to come")
        part = self._parts[pdv.command]
        cap = self._limits.command_bytes if pdv.command else self._data_cap()
        if len(part) + len(pdv.fragment) > cap:
            what = "command set" if pdv.command else "data set"
            raise Overlong(f"a {what} is over the cap of {cap} octets and has no last fragment yet")
        part += pdv.fragment
        if not pdv.last:
            return None
        if pdv.command:
            self._command = read_command(bytes(part))
            part.clear()
            return None if self._command.has_data_set else self._done(None)
        if self._command is None:
            self._command = Command((), problems=(Problem(0, "a data set came without a command set"),))
        return self._done(bytes(part))

    def _data_cap(self) -> int:
        stores = self._command is not None and self._command.number("CommandField") == C_STORE
        return self._limits.data_set_bytes if stores else self._limits.identifier_bytes

    def _wrong(self, says: str) -> None:
        if len(self._problems) < 20:  # noqa: PLR2004 - the first few tell it all
            self._problems.append(Problem(0, says))

    def _done(self, data: bytes | None) -> Message:
        message = Message(self._context or 0, self._command or Command(()), data, tuple(self._problems))
        self._parts = {True: bytearray(), False: bytearray()}
        self._context, self._command, self._problems = None, None, []
        return message


def fragments(octets: bytes | memoryview, context: int, *, command: bool, most: int) -> Iterator[Pdv]:
    """Yield octets as PDVs of at most ``most`` octets of fragment each; an empty one for no octets."""
    view = memoryview(octets)
    most = max(1, most)
    last = max(0, (len(view) - 1) // most)
    for number in range(last + 1):
        flags = (_COMMAND if command else 0) | (_LAST if number == last else 0)
        yield Pdv(context, flags, bytes(view[number * most : (number + 1) * most]))


def message_pdus(
    command: Command, context: int, data: bytes | memoryview | None = None, *, most: int, together: bool = True
) -> Iterator[Pdu]:
    """Yield the P-DATA-TF PDUs of one message, none longer than ``most`` octets of variable field.

    Every fragment has an even number of octets (PS3.8 E.1). ``together`` lets the last fragment of the command
    and the first of the data set share a PDU.
    """
    room = max(2, (most - PDV_OVERHEAD) // 2 * 2)
    held = [*fragments(command.encode(), context, command=True, most=room)]
    for pdv in held[:-1]:
        yield Data((pdv,)).pdu()
    first = held[-1]
    if data is None:
        yield Data((first,)).pdu()
        return
    view, start = memoryview(data), 0
    left = room - len(first.fragment) - PDV_OVERHEAD
    if together and left > PDV_OVERHEAD:
        left -= left % 2
        flags = _LAST if left >= len(view) else 0
        yield Data((first, Pdv(context, flags, bytes(view[:left])))).pdu()
        start = left
        if flags:
            return
    else:
        yield Data((first,)).pdu()
    for pdv in fragments(view[start:], context, command=False, most=room):
        yield Data((pdv,)).pdu()
