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
    """One trigger: its transaction, structure, and the segments and fields it can't do without."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    trigger: Annotated[str, Field(pattern=r"^[A-Z]{3}\^[A-Z]\d\d$")]
    transaction: str
    section: str
    structure: str
    segments: tuple[_Name, ...]
    fields: tuple[_Path, ...]


class MessageProfiles(BaseModel):
    """One file of message profiles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal["hl7/1"], Field(alias="schema")]
    title: str
    source: str
    message: tuple[MessageProfile, ...]


def read(path: Path) -> Mapping[str, MessageProfile]:
    """Read a file of message profiles, by trigger; raise BadFile naming the line, the key and what to write."""
    return {one.trigger: one for one in load(path, MessageProfiles).message}


@cache
def ihe_radiology() -> Mapping[str, MessageProfile]:
    """Return the profiles of IHE Radiology's transactions, by trigger."""
    return read(profiles() / "hl7" / "ihe-radiology.toml")
