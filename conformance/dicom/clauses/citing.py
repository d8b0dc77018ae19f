"""How a clause of this room is written down: the edition we read, the place, our own words."""

from __future__ import annotations

from conformance.model import Clause, Level

EDITION = "2024e"


def cited(id: str, place: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - the field's own word
    """Return a clause; ``place`` is the part and the section, as in ``PS3.4 J.3.3.1.2``."""
    standard, _, section = place.partition(" ")
    return Clause(f"dicom.{id}", standard, EDITION, section, says, level)
