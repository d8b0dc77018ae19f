"""DIMSE messages in P-DATA (PS3.7 6.3, PS3.8 Annex E): fragments put together, and taken apart any way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.dicom.wire.command import C_STORE, Command
from conformance.dicom.wire.commands import read_command
from conformance.dicom.wire.octets import Problem
from conformance.dicom.wire.pdu import HEAD, ONE_PDV, P_DATA, PDV_HEAD, Data, Pdu, Pdv
from conformance.journal import Recorded, Stretch, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.limits import Limits

PDV_OVERHEAD = 6
_COMMAND, LAST = 1, 2
WHOLE_COMMAND = _COMMAND | LAST


class Message(NamedTuple):
    """One command set, and its data set when it says it has one; ``problems`` are of the fragments."""

    context: int
    command: Command
    held: bytes | Recorded | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def data(self) -> bytes | None:
        """Return the data set's octets, read back when they were left in the journal."""
        return self.held.octets() if isinstance(self.held, Recorded) else self.held

    @property
    def size(self) -> int:
        """Return how many octets the data set has."""
        return 0 if self.held is None else len(self.held)


class Overlong(Exception):  # noqa: N818 - a fact about what came
    """A message grew over its cap before its last fragment came."""


class Assembler:
    """Puts messages together from presentation data values, in the order they come."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: dict[bool, list[bytes | Stretch]] = {True: [], False: []}
        self._sizes = {True: 0, False: 0}
        self._context: int | None = None
        self._command: Command | None = None
        self._problems: list[Problem] = []

    @property
    def midway(self) -> bool:
        """Return whether a message has begun and not ended."""
        if self._context is None:
            return False
        return self._command is not None or bool(self._parts[True]) or bool(self._parts[False])

    def add(self, pdv: Pdv) -> Message | None:
        """Take one fragment; return the message it completes. Raise Overlong at the cap."""
        if self._context is None and pdv.flags == WHOLE_COMMAND and len(pdv.fragment) <= self._limits.command_bytes:
            command = read_command(pdv.fragment)
            if not command.has_data_set:
                return Message(pdv.context, command)
            self._context, self._command = pdv.context, command
            return None
        if self._context not in {None, pdv.context}:
            self._wrong(f"fragments of one message on contexts {self._context} and {pdv.context}")
        self._context = pdv.context if self._context is None else self._context
        if pdv.command is (self._command is not None):
            what = "a command fragment where the data set" if pdv.command else "a data set fragment where the command"
            self._wrong(f"{what} was to come")
        self._grown(len(pdv.fragment), command=pdv.command)
        part = self._parts[pdv.command]
        part.append(pdv.fragment)
        if not pdv.last:
            return None
        if pdv.command:
            self._command = read_command(joined(part))
            self._parts[True], self._sizes[True] = [], 0
            return None if self._command.has_data_set else self._done()
        if self._command is None:
            self._command = Command((), problems=(Problem(0, "a data set came without a command set"),))
        return self._done(part)

    def takes_places(self, context: int) -> bool:
        """Return whether a fragment of a data set to be stored comes next, which may stay in the journal."""
        return self._command is not None and context == self._context and self._stores()

    def add_places(self, places: list[Stretch], *, last: bool) -> Message | None:
        """Take one fragment of the data set by its places, where ``takes_places``; as ``add``."""
        self._grown(sum(map(len, places)), command=False)
        self._parts[False] += places
        return self._done(self._parts[False]) if last else None

    def _grown(self, size: int, *, command: bool) -> None:
        cap = self._limits.command_bytes if command else self._data_cap()
        self._sizes[command] += size
        if self._sizes[command] > cap:
            what = "command set" if command else "data set"
            raise Overlong(f"a {what} is over the cap of {cap} octets and has no last fragment yet")

    def _stores(self) -> bool:
        return self._command is not None and self._command.number("CommandField") == C_STORE

    def _data_cap(self) -> int:
        return self._limits.data_set_bytes if self._stores() else self._limits.identifier_bytes

    def _wrong(self, says: str) -> None:
        if len(self._problems) < 20:  # noqa: PLR2004 - the first few tell it all
            self._problems.append(Problem(0, says))

    def _done(self, parts: list[bytes | Stretch] | None = None) -> Message:
        data: bytes | Recorded | None = None
        if parts is not None:
            by_place = any(isinstance(one, Stretch) for one in parts)
            data = Recorded(tuple(parts)) if by_place else joined(parts)
        message = Message(self._context or 0, self._command or Command(()), data, tuple(self._problems))
        self._parts, self._sizes = {True: [], False: []}, {True: 0, False: 0}
        self._context, self._command, self._problems = None, None, []
        return message


def fragments(octets: bytes | memoryview, context: int, *, command: bool, most: int) -> Iterator[Pdv]:
    """Yield octets as PDVs of at most ``most`` octets of fragment each; an empty one for no octets."""
    view = memoryview(octets)
    most = max(1, most)
    last = max(0, (len(view) - 1) // most)
    for number in range(last + 1):
        flags = (_COMMAND if command else 0) | (LAST if number == last else 0)
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
        flags = LAST if left >= len(view) else 0
        yield Data((first, Pdv(context, flags, bytes(view[:left])))).pdu()
        start = left
        if flags:
            return
    else:
        yield Data((first,)).pdu()
    for pdv in fragments(view[start:], context, command=False, most=room):
        yield Data((pdv,)).pdu()


def large_pdus(command: Command, context: int, size: int, *, most: int) -> Iterator[tuple[bytes, int]]:
    """Yield, for each PDU that ``message_pdus`` would give, all before the fragment of the data set, and its size.

    For a data set that is longer than a PDU, and a command set that leaves it room in the first.
    """
    octets = command.encode()
    room = max(2, (most - PDV_OVERHEAD) // 2 * 2)
    first = PDV_HEAD.pack(len(octets) + 2, context, _COMMAND | LAST) + octets
    left = (room - len(first)) // 2 * 2
    while size:
        part = min(left, size)
        size -= part
        head = HEAD.pack(P_DATA, 0, len(first) + PDV_OVERHEAD + part)
        yield head + first + PDV_HEAD.pack(part + 2, context, 0 if size else LAST), part
        first, left = b"", room


def single_pdu(command: Command, context: int, data: bytes | None, *, most: int) -> bytes | None:
    """Return the one PDU that ``message_pdus`` would give, as octets; None where it would give several."""
    octets = command.encode()
    first = len(octets) + 2
    size = first + 4 if data is None else first + len(data) + PDV_OVERHEAD + 4
    if size > most - PDV_OVERHEAD or first % 2 or size % 2:
        return None
    head = ONE_PDV.pack(P_DATA, 0, size, first, context, WHOLE_COMMAND)
    if data is None:
        return head + octets
    return b"".join((head, octets, PDV_HEAD.pack(len(data) + 2, context, LAST), data))
