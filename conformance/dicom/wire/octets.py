"""Octets read in order: where a value is merely wrong it is kept and named, never thrown away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at octet ``at`` of the unit it was found in, in words a report can print."""

    at: int
    says: str

    def __str__(self) -> str:
        return f"octet {self.at}: {self.says}"


class Unreadable(Exception):  # noqa: N818 - a fact about what came, which a client reports and a check judges
    """What came has no structure to read: ``says`` why, ``at`` the octet where reading ended."""

    def __init__(self, says: str, at: int = 0) -> None:
        super().__init__(f"{says} (octet {at})")
        self.says = says
        self.at = at


def padded(value: bytes, pad: bytes = b"\0") -> bytes:
    """Return ``value`` with one octet of padding when its length is odd (PS3.5 7.1)."""
    return value + pad if len(value) % 2 else value


def title(name: str) -> bytes:
    """Return an AE title as the 16 octets of PS3.8 9.3.2, space padded; longer ones are cut."""
    return name.encode("ascii", "replace")[:16].ljust(16)


def plain(value: bytes) -> str:
    r"""Return octets of the default repertoire as text; anything else shows as ``\xNN``."""
    return value.decode("ascii", "backslashreplace")


def uid(value: bytes) -> str:
    """Return a UID's octets as text without trailing padding (PS3.5 9.1: NUL; space is met in practice)."""
    return plain(value.rstrip(b"\0 "))
