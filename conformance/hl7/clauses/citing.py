"""How a clause of this room is written down: standard, edition, place, and our own words.

Chapter 2 of HL7 v2.5.1 speaks for the earlier versions too where it says the same. IHE means RAD TF-2, section
2.4 (and ITI TF-2, Appendix C, which says the same for 2.5): MLLP, original mode, what an ACK holds.
"""

from __future__ import annotations

from conformance.model import Clause, Level


def hl7(id: str, section: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - the field's own word
    """Return a clause of the base standard."""
    return Clause(f"hl7.{id}", "HL7 v2", "2.5.1", section, says, level)


def mllp(id: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - as above
    """Return a clause of the transport."""
    return Clause(f"hl7.{id}", "HL7 MLLP", "Release 1", "block format", says, level)


def rad(id: str, section: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - as above
    """Return a clause of IHE Radiology."""
    return Clause(f"hl7.{id}", "IHE RAD TF-2", "Revision 18.0", section, says, level)


def iti(id: str, section: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - as above
    """Return a clause of IHE IT Infrastructure."""
    return Clause(f"hl7.{id}", "IHE ITI TF-2", "Revision 20.0", section, says, level)
