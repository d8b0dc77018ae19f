"""What an event report of the unified worklist says (PS3.18 8.10.5, 11.13; PS3.4 CC.2.4), read out of its JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.limits import Limits

STATE_REPORT, CANCEL_REQUESTED, PROGRESS_REPORT, STATUS_CHANGE, ASSIGNED = 1, 2, 3, 4, 5
NAMES: Final = {
    STATE_REPORT: "UPS State Report",
    CANCEL_REQUESTED: "UPS Cancel Requested",
    PROGRESS_REPORT: "UPS Progress Report",
    STATUS_CHANGE: "SCP Status Change",
    ASSIGNED: "UPS Assigned",
}
AFFECTED_CLASS, MESSAGE, AFFECTED_INSTANCE, EVENT_TYPE = "00000002", "00000110", "00001000", "00001002"
_TAG: Final = re.compile(r"[0-9A-F]{8}")
_VR: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Event:
    """One message of an event channel. ``text`` says whether it came as text, ``evidence`` where it is recorded."""

    octets: bytes
    limits: Limits
    text: bool = True
    evidence: tuple[str, ...] = field(default=())

    @cached_property
    def _read(self) -> dict[str, Any] | str:
        try:
            whole = json.loads(self.octets.decode("utf-8"), parse_constant=_no_constant)
        except RecursionError:
            return "nested too deep to read"
        except ValueError as error:
            return f"not readable as JSON in UTF-8: {str(error)[:120]}"
        if isinstance(whole, list) and len(whole) == 1:
            (whole,) = whole
        return whole if isinstance(whole, dict) else "not one object"

    @property
    def _told(self) -> dict[str, Any]:
        return self._read if isinstance(self._read, dict) else {}

    @cached_property
    def problem(self) -> str:
        """Return why it is no text of one object of the JSON Model (PS3.18 8.10.5.1.1, F.2.2), empty when it is."""
        if not self.text:
            return "a binary message, not text"
        if isinstance(self._read, str):
            return self._read
        return next(_oddities(self._read), "" if self._read else "an object of nothing")

    def values(self, keyword: str) -> tuple[str, ...]:
        """Return an attribute's values as text, whatever its VR is said to be; none for what has none."""
        return self._values(f"{dictionary.tag(keyword):08X}")

    def text_of(self, keyword: str) -> str:
        """Return the first of them, empty when there is none."""
        return next(iter(self.values(keyword)), "")

    def within(self, sequence: str, keyword: str) -> tuple[str, ...]:
        """Return an attribute's values in all items of a sequence, as text."""
        items = _elements(self._told, f"{dictionary.tag(sequence):08X}")
        tag = f"{dictionary.tag(keyword):08X}"
        return tuple(value for item in items if isinstance(item, dict) for value in _plain(item, tag))

    def _values(self, tag: str) -> tuple[str, ...]:
        return _plain(self._told, tag)

    @property
    def instance(self) -> str:
        """Return the UID of the workitem it is about, empty when it names none."""
        return next(iter(self._values(AFFECTED_INSTANCE)), "")

    @property
    def sop_class(self) -> str:
        """Return the SOP class it names."""
        return next(iter(self._values(AFFECTED_CLASS)), "")

    @property
    def kind(self) -> str:
        """Return its event type ID in digits, empty when it has none."""
        return next(iter(self._values(EVENT_TYPE)), "")

    @property
    def state(self) -> str:
        """Return the state it tells."""
        return self.text_of("ProcedureStepState")

    def is_a(self, kind: int, instance: str) -> bool:
        """Return whether it is an event of a kind, about a workitem."""
        return self.kind == str(kind) and self.instance == instance

    def __str__(self) -> str:
        if self.problem:
            return self.problem
        name = NAMES.get(int(self.kind), "") if self.kind.isdecimal() and len(self.kind) < 3 else ""  # noqa: PLR2004 - digits
        return " ".join(filter(None, (name or f"event type {self.kind or 'missing'}", self.state, self.instance)))


def reports(uid: str, state: str) -> Callable[[Event], bool]:
    """Return what recognizes the report of a workitem's state."""
    return lambda event: event.instance == uid and event.state == state


def concerns(uid: str) -> Callable[[Event], bool]:
    """Return what recognizes whatever is told of a workitem."""
    return lambda event: event.instance == uid


def _elements(told: dict[str, Any], tag: str) -> list[Any]:
    one = told.get(tag)
    value = one.get("Value") if isinstance(one, dict) else None
    return value if isinstance(value, list) else []


def _plain(told: dict[str, Any], tag: str) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in _elements(told, tag) if isinstance(one, str | int | float))


def _no_constant(written: str) -> None:
    """Refuse NaN and the infinities, which RFC 8259 6 has not."""
    raise ValueError(f"{written} is no JSON")


def _oddities(told: dict[str, Any]) -> Iterator[str]:
    """Yield which attributes are not written as the JSON Model has it; of which VR one is, the example gets wrong."""
    for name, one in told.items():
        if not _TAG.fullmatch(name):
            yield f"{name[:40]!r} is no tag of eight upper-case hexadecimal digits"
        elif not isinstance(one, dict) or not _VR.fullmatch(str(one.get("vr"))):
            yield f"{name} is no object with a vr"
        elif not isinstance(one.get("Value", []), list):
            yield f"the Value of {name} is no array"
