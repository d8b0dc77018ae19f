"""Values as indented text that a person can check: what is small on one line, sets in order."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum

from pydantic import BaseModel


def plainly(value, depth=0):
    """Yield a value as indented lines, what is small on one, sets in order, so that equal values are equal text."""
    pad = "  " * depth
    if _small(value):
        yield f"{pad}{_line(value)}"
    elif is_dataclass(value):
        yield f"{pad}{type(value).__name__}"
        for one in fields(value):
            yield from _entry(one.name, getattr(value, one.name), depth + 1)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(key, inner, depth)
    else:
        for inner in value:
            yield from plainly(inner, depth)


def _entry(name, value, depth):
    pad = "  " * depth
    if _small(value):
        yield f"{pad}{name} = {_line(value)}"
    else:
        yield f"{pad}{name}:"
        yield from plainly(value, depth + 1)


def _small(value):
    """Return whether a value goes on one line: an atom, a row of atoms, or a dataclass of such."""
    if is_dataclass(value) and type(value).__name__ in {"Told", "Share", "Weighed", "Tried", "Placed", "Flip"}:
        return True
    if isinstance(value, dict):
        return False
    return (not isinstance(value, tuple | list) and not is_dataclass(value)) or (
        isinstance(value, tuple | list) and all(_small(one) and not is_dataclass(one) for one in value)
    )


def _line(value):
    if is_dataclass(value):
        return f"{type(value).__name__}: " + "; ".join(_line(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(str(one) for one in value))}}}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_line, value))})"
    return repr(value) if isinstance(value, BaseModel) else _atom(value)


def _atom(value):
    if isinstance(value, Enum):
        return value.value
    return repr(value) if isinstance(value, str) else str(value)
