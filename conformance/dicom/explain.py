"""Recorded PDUs as lines a person reads: items, command sets by keyword, data sets element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance import hello
from conformance.dicom.web import frames
from conformance.dicom.web.explain import HTTP, explain_http
from conformance.dicom.wire import (
    MEDIA_TYPE,
    Abort,
    Assembler,
    Associate,
    Data,
    Message,
    Overlong,
    Pdu,
    Reject,
    Release,
    Unreadable,
    dictionary,
    read,
    read_data_set,
    split,
)
from conformance.dicom.wire.command import FIELDS, KEYWORDS
from conformance.dicom.wire.elements import texts
from conformance.dicom.wire.pdu import ASSOCIATE_RQ, HEAD, NAMES
from conformance.dicom.wire.summary import told
from conformance.dicom.wire.syntaxes import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.limits import KIB, MIB, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformance.dicom.wire import Command, DataSet, Element, Problem
    from conformance.dicom.wire.pdu import Read

MOST_LINES = 400
_MOST_OCTETS = 4 * MIB
_SHOWN = 70
_DUMPED = 64
_RESULTS = {0: "accepted", 1: "user rejection", 2: "no reason", 3: "abstract syntax refused", 4: "no transfer syntax"}
_REJECTIONS = {1: "permanent", 2: "transient"}
_SMALL = Limits(command_bytes=64 * KIB, identifier_bytes=_MOST_OCTETS, data_set_bytes=_MOST_OCTETS, elements=5_000)


def explain(media_type: str, octets: bytes) -> list[str] | None:
    """Return PDUs, or HTTP that carries DICOM, as lines, at most about 400; None when it is not ours."""
    if media_type == HTTP:
        told = explain_http(octets)
    elif media_type == frames.MEDIA_TYPE:
        told = frames.explained(octets[:_MOST_OCTETS], _MOST_OCTETS)
    elif media_type == hello.MEDIA_TYPE:
        told = iter(hello.explained(octets))
    elif media_type == MEDIA_TYPE:
        told = _lines(octets) if octets else iter(["no octets: the connection broke before any came"])
    else:
        return None
    if told is None:
        return None
    lines: list[str] = []
    for line in told:
        if len(lines) >= MOST_LINES:
            return [*lines, "... and more"]
        lines.append(_printable(line))
    return lines


def _lines(octets: bytes) -> Iterator[str]:
    assembler = Assembler(_SMALL)
    pdus, rest = split(octets[:_MOST_OCTETS])
    for pdu in pdus:
        yield f"{pdu.name}, {HEAD.size + len(pdu.body)} octets"
        try:
            what = read(pdu)
        except Unreadable as error:
            yield f"  unreadable: {error.says}"
            yield from _dump(pdu.body)
            continue
        yield from _indented(_body(what, pdu))
        if isinstance(what, Data):
            yield from _messages(what, assembler)
        yield from _indented(_problems(what.problems))
    if rest or len(octets) > _MOST_OCTETS:
        yield f"{len(octets) - sum(HEAD.size + len(pdu.body) for pdu in pdus)} octets after the last whole PDU"
        yield from _dump(rest)


def _indented(lines: Iterable[str], by: str = "  ") -> Iterator[str]:
    return (f"{by}{line}" for line in lines)


def _problems(problems: Iterable[Problem]) -> Iterator[str]:
    return (f"! {problem}" for problem in problems)


def _dump(octets: bytes) -> Iterator[str]:
    for at in range(0, min(len(octets), _DUMPED), 16):
        row = octets[at : at + 16]
        shown = "".join(chr(one) if 0x20 <= one < 0x7F else "." for one in row)  # noqa: PLR2004 - printable ASCII
        yield f"  {at:06x}  {row.hex(' '):47}  {shown}"
    if len(octets) > _DUMPED:
        yield f"  ... {len(octets) - _DUMPED} more octets"


def _body(what: Read, pdu: Pdu) -> Iterator[str]:
    if isinstance(what, Associate):
        yield from _associate(what)
    elif isinstance(what, Reject):
        how = _REJECTIONS.get(what.result, "undefined")
        yield f"result {what.result} ({how}), source {what.source}, reason {what.reason}"
    elif isinstance(what, Abort):
        yield f"source {what.source}, reason {what.reason}"
    elif isinstance(what, Release):
        yield NAMES[pdu.kind]
    else:
        for one in what.pdvs:
            kind = "command" if one.command else "data set"
            last = ", last" if one.last else ""
            yield f"PDV on context {one.context}: {kind} fragment of {len(one.fragment)} octets{last}"


def _associate(what: Associate) -> Iterator[str]:
    yield f"protocol version {what.version:04X}, called {what.called_title!r}, calling {what.calling_title!r}"
    for name in what.application_contexts:
        yield f"application context {name}"
    for one in what.contexts:
        if what.kind == ASSOCIATE_RQ:
            yield f"context {one.id}: {_named(one.abstract_syntax or 'no abstract syntax')}"
        else:
            yield f"context {one.id}: result {one.result} ({_RESULTS.get(one.result, 'undefined')})"
        yield from (f"  transfer syntax {_named(syntax)}" for syntax in one.transfer_syntaxes)
        yield from _problems(one.problems)
    user = what.user
    yield f"maximum length {user.maximum_length}"
    yield f"implementation {user.implementation_class}, {user.implementation_version}"
    yield from (f"role of {_named(one.sop_class)}: SCU {one.scu}, SCP {one.scp}" for one in user.roles)
    yield from (f"extended negotiation of {_named(one.sop_class)}: {one.information.hex()}" for one in user.extended)
    if user.window is not None:
        yield f"asynchronous operations: invoked {user.window[0]}, performed {user.window[1]}"
    yield from (f"unknown sub-item {one.kind:02X} of {len(one.body)} octets" for one in user.unknown)
    yield from _problems(user.problems)


def _named(uid: str) -> str:
    name = dictionary.uid_name(uid)
    return f"{uid} ({name})" if name else uid


def _messages(data: Data, assembler: Assembler) -> Iterator[str]:
    for pdv in data.pdvs:
        try:
            message = assembler.add(pdv)
        except Overlong as error:
            yield f"  {error}"
            return
        if message is not None:
            yield f"  {told(message.command)}"
            yield from _indented(_command(message.command), "    ")
            yield from _indented(_message_data(message), "    ")
            yield from _indented(_problems(message.problems), "    ")


def _command(command: Command) -> Iterator[str]:
    for one in command.fields:
        keyword = KEYWORDS.get(one.tag, "?")
        vr = FIELDS[keyword][1] if keyword in FIELDS else ""
        if vr in {"US", "UL"} and keyword in FIELDS and command.number(keyword) is not None:
            value = f"{int.from_bytes(one.value, 'little')} ({one.value[::-1].hex().upper()}H)"
        else:
            value = repr(one.value.rstrip(b"\0 ").decode("ascii", "backslashreplace"))
        yield f"{dictionary.shown(one.tag)} {keyword} = {value}"
    yield from _problems(command.problems)


def _message_data(message: Message) -> Iterator[str]:
    """Show a data set; its syntax was negotiated in another PDU, so the one that reads best is taken."""
    if message.data is None:
        return
    readings = [read_data_set(message.data, one, _SMALL) for one in (EXPLICIT_LITTLE, IMPLICIT_LITTLE, EXPLICIT_BIG)]
    best = min(readings, key=lambda one: (len(one.rest), len(one.problems)))
    yield f"data set of {len(message.data)} octets"
    yield from _data_set(best, "")
    yield from _problems(best.problems)


def _data_set(data: DataSet, indent: str) -> Iterator[str]:
    for one in data:
        yield f"{indent}{dictionary.shown(one.tag)} {one.vr} {one.keyword} {_value(one, data)}"
        for number, item in enumerate(one.items or (), 1):
            yield f"{indent}  item {number}"
            yield from _data_set(item.data, indent + "    ")


def _value(element: Element, around: DataSet) -> str:
    if element.items is not None:
        return f"{len(element.items)} items"
    if element.fragments is not None:
        return f"{len(element.fragments)} fragments, {sum(map(len, element.fragments))} octets"
    if element.vr in {"OB", "OW", "UN", "OF", "OD", "OL", "OV"}:
        return f"{len(element.value)} octets {element.value[:16].hex()}"
    text = "\\".join(texts(element, around.character_sets))
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def _printable(line: str) -> str:
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in line)
