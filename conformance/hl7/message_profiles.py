"""Message profiles: what a message of each trigger must hold, read from the files beside the package (TOML)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from conformance.files import load
from conformance.resources import profiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_Path = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2}-[1-9]\d*(\.[1-9]\d*){0,2}$")]
_Name = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2}$")]


class MessageProfile(BaseModel):
    """One trigger: its transaction, structure, and what IHE says of segments and fields (TF-2, Appendix C).

    ``fields`` are required (R) in every segment of theirs, ``if_known`` (R2) are sent when known and never missed,
    ``forbidden`` (X) stay empty, of ``one_of`` (C) one is valued, ``values`` lists what a field may say, ``uids`` must
    be such. Paths and segments in ``unconfirmed`` are told, but nobody is held to them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    trigger: Annotated[str, Field(pattern=r"^[A-Z]{3}\^[A-Z]\d\d$")]
    transaction: str
    section: str
    structure: str
    segments: tuple[_Name, ...]
    fields: tuple[_Path, ...]
    version: Literal["", "2.3.1", "2.4", "2.5", "2.5.1"] = ""
    forbidden_segments: tuple[_Name, ...] = ()
    if_known: tuple[_Path, ...] = ()
    forbidden: tuple[_Path, ...] = ()
    one_of: tuple[Annotated[tuple[_Path, ...], Field(min_length=2)], ...] = ()
    values: dict[_Path, tuple[str, ...]] = {}
    uids: tuple[_Path, ...] = ()
    unconfirmed: tuple[_Path | _Name, ...] = ()

    def judged(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paths that were looked up in the standard, to which a sender is held."""
        return tuple(path for path in paths if path not in self.unconfirmed)


class MessageProfiles(BaseModel):
    """One file of message profiles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal["hl7/1"], Field(alias="schema")]
    title: str
    source: str
    message: tuple[MessageProfile, ...]


def read_all(path: Path) -> tuple[MessageProfile, ...]:
    """Read a file of message profiles; raise BadFile naming the line, the key and what to write."""
    return load(path, MessageProfiles).message


def read(path: Path) -> Mapping[str, MessageProfile]:
    """Read a file of message profiles, by trigger; raise BadFile as ``read_all``."""
    return {one.trigger: one for one in read_all(path)}


@cache
def ihe_radiology() -> Mapping[str, MessageProfile]:
    """Return the profiles of IHE Radiology's transactions, by trigger."""
    return read(profiles() / "hl7" / "ihe-radiology.toml")


@cache
def transactions() -> Mapping[tuple[str, str, str], MessageProfile]:
    """Return the profiles of the transactions we know, by transaction, trigger and version (empty: any)."""
    found = (one for path in sorted((profiles() / "hl7" / "transactions").glob("*.toml")) for one in read_all(path))
    return {(one.transaction, one.trigger, one.version): one for one in found}


def transaction(name: str, trigger: str, version: str) -> MessageProfile | None:
    """Return the profile of a trigger in a transaction such as RAD-4, for that version before one for any."""
    return transactions().get((name, trigger, version)) or transactions().get((name, trigger, ""))
