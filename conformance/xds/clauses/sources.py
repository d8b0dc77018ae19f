"""How a clause names its place: the volumes of IHE's Technical Frameworks in the editions read."""

from __future__ import annotations

from conformance.model import Clause, Level

EDITION = "Rev. 20.0 (2023)"


def two(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of ITI TF-2: transactions and Appendix V."""
    return Clause(f"xds.{id_}", "IHE ITI TF-2", EDITION, section, says, level)


def three(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of ITI TF-3: metadata and error reporting."""
    return Clause(f"xds.{id_}", "IHE ITI TF-3", EDITION, section, says, level)


def rad(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of RAD TF-2: XDS-I.b."""
    return Clause(f"xds.{id_}", "IHE RAD TF-2", "Final Text (June 2023)", section, says, level)
