"""Whether a message holds what a transaction's profile wants: required, forbidden, either-or, coded, and UIDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.structures import Trouble
from conformance.hl7.structures.values import NULL, shown, uid_trouble
from conformance.hl7.wire.message import Place, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.hl7.message_profiles import MessageProfile
    from conformance.hl7.validation.faults import Findings

_NOTHING = frozenset({b"", NULL})


def check(found: Findings, profile: MessageProfile) -> None:
    """Note where the message leaves the profile; what the profile marks as unconfirmed is never a fault."""
    whose = profile.transaction
    told = found.message["MSH-9.1"] + "^" + found.message["MSH-9.2"]
    if told != profile.trigger:
        found.field(0, 9, Trouble("profile", f"{whose} has {profile.trigger} here, not {told[:20]!a}"))
    if profile.version and found.message["MSH-12.1"] != profile.version:
        found.field(0, 12, Trouble("profile", f"{whose} wants HL7 v{profile.version} here"))
    for name in profile.segments:
        if name not in found.names and name not in profile.unconfirmed:
            reason = f"{whose} requires {name}, and it is missing"
            found.segment(len(found.names), "profile", reason, missing=name)
    for name in profile.forbidden_segments:
        if name in found.names and name not in profile.unconfirmed:
            found.segment(found.names.index(name), "profile", f"{whose} forbids {name}")
    _fields(found, profile)


def _fields(found: Findings, profile: MessageProfile) -> None:
    whose = profile.transaction
    for path in profile.judged(profile.fields):
        _each(found, path, _said_of_nothing(f"{whose} requires {path}"))
    for path in profile.judged(profile.forbidden):
        _each(found, path, _said_of_something(f"{whose} forbids {path}"))
    for path in profile.judged(profile.uids):
        _each(found, path, lambda value: uid_trouble(value) if value else "")
    for path in profile.judged(tuple(profile.values)):
        _each(found, path, _among(whose, profile.values[path]))
    for paths in profile.one_of:
        if not set(paths) & set(profile.unconfirmed):
            _either(found, whose, paths)


def _each(found: Findings, path: str, wrong: Callable[[bytes], str]) -> None:
    """Judge a field in each segment of that name; a segment that is missing is told once, not by field."""
    for index, where, value in _values(found, path):
        if reason := wrong(value):
            found.field(index, where.field, _trouble(where, reason))


def _said_of_nothing(reason: str) -> Callable[[bytes], str]:
    return lambda value: reason if value in _NOTHING else ""


def _said_of_something(reason: str) -> Callable[[bytes], str]:
    return lambda value: reason if value else ""


def _among(whose: str, codes: tuple[str, ...]) -> Callable[[bytes], str]:
    known = frozenset(code.encode() for code in codes)
    return lambda value: (
        f"{whose} allows {', '.join(codes)}, not {shown(value)}" if value and value not in known else ""
    )


def _either(found: Findings, whose: str, paths: tuple[str, ...]) -> None:
    if not any(value for path in paths for *_, value in _values(found, path)):
        where = place(paths[0])
        index = found.names.index(where.segment) if where.segment in found.names else 0
        found.field(index, where.field, _trouble(where, f"{whose} requires one of {', '.join(paths)}"))


def _values(found: Findings, path: str) -> Iterator[tuple[int, Place, bytes]]:
    """Yield the value at a path in each segment of that name."""
    where = place(path)
    for index, name in enumerate(found.names):
        if name == where.segment:
            yield index, where, found.message.segments_in_order[index].at(where) or b""


def _trouble(where: Place, reason: str) -> Trouble:
    inside = tuple(number for number in (where.component, where.subcomponent) if number)
    return Trouble("profile", reason, inside)
