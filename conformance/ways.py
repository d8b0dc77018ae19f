"""How a profile says that a candidate which begins by itself is asked to act: by command, by address, by a person."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from conformance.files import Part

ASKED = "asked."


def host_of(url: str) -> str:
    """Return the host an address names, empty when it names none that could be reached."""
    try:
        parts = urlsplit(url)
        reachable = parts.port != 0
    except ValueError:
        return ""
    return (parts.hostname or "") if reachable else ""


class Way(Part):
    """How the candidate is asked for a deed: a command, an address that takes a POST, or the person at its side.

    ``{name}`` in a command or address stands for a value of the deed; a command runs in the profile's folder.
    """

    command: tuple[str, ...] = ()
    url: str = ""
    operator: bool = False
    within_s: Annotated[float, Field(gt=0, le=900, allow_inf_nan=False)] = 60.0
    """Seconds the candidate may take from being asked until its first octet reaches us."""
    quiet_s: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] = 5.0
    """Seconds without a new connection after which the candidate has done what it was asked."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum((bool(self.command), bool(self.url), self.operator)) > 1:
            raise ValueError("asks in more than one way; write one of command, url and operator")
        if self.url and not (self.url.startswith(("http://", "https://")) and host_of(self.url)):
            raise ValueError(f'{self.url!r} is no address; write for example "http://127.0.0.1:8080/do/{{deed}}"')
        return self

    @property
    def asks(self) -> bool:
        """Return whether it says how."""
        return bool(self.command or self.url or self.operator)


class Asked(Way):
    """How a candidate that begins by itself is brought to begin: ``deeds`` (globs) in this way, ``by`` one by one."""

    deeds: tuple[str, ...] = ()
    by: dict[str, Way] = Field(default_factory=dict)

    def way(self, deed: str) -> Way | None:
        """Return the way to ask for a deed, or None when the candidate can't be asked for it."""
        if deed in self.by:
            return self.by[deed] if self.by[deed].asks else None
        return self if self.asks and any(fnmatchcase(deed, one) for one in self.deeds) else None
