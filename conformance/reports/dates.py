"""Moments as a reader writes them, the same on every machine and in every locale."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _read(iso: str) -> datetime | None:
    try:
        return datetime.fromisoformat(iso).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def long_date(iso: str) -> str:
    """Return ``24 November 2026, 10:00 UTC``; a text that is no ISO 8601 moment comes back as it is."""
    moment = _read(iso)
    if moment is None:
        return iso
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def long_day(day: date) -> str:
    """Return ``24 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def from_to(first: str, last: str) -> str:
    """Return ``24 November 2026, 10:00 to 10:01 UTC``, naming the second day only when it is another."""
    begun, ended = _read(first), _read(last)
    start, end = long_date(first), long_date(last)
    if start == end or begun is None or ended is None:
        return start
    if begun.date() == ended.date():
        return f"{start.removesuffix(' UTC')} to {ended:%H:%M} UTC"
    return f"{start} to {end}"


def clock(iso: str) -> str:
    """Return ``10:00:00.123``, or the text as it is."""
    moment = _read(iso)
    return iso if moment is None else f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"
