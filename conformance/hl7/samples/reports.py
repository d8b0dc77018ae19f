"""Reports line by line: observations of their own codes, units and status (RAD-28)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.samples.messages import result

if TYPE_CHECKING:
    from conformance.hl7.samples.people import Person
    from conformance.hl7.wire.draft import Draft, Fields, Value
    from conformance.story import Story


@dataclass(frozen=True, slots=True)
class Line:
    """One observation: what it is of, its value (several are repetitions of OBX-5), units and OBX-11."""

    of: str
    values: tuple[str, ...]
    status: str = "F"
    units: str = ""


def words(story: Story, name: str) -> str:
    """Return a sentence nobody else writes: one word, of letters and digits."""
    return f"ZZ{story.token(f'words/{name}', 12)}"


def report(story: Story, who: Person, status: str, *lines: Line, of: str = "order") -> Draft:
    """Return ORU^R01 on an order with these lines after the Study Instance UID: text, or a number with its units."""
    draft = result(story, who, status, of=of, lines=(), label=f"report/{of}/{status}")
    for number, line in enumerate(lines, 2):
        value: Value = list(line.values) if len(line.values) > 1 else line.values[0]
        fields: Fields = {
            1: str(number),
            2: "NM" if line.units else "TX",
            3: (f"ZZ{line.of}", line.of, "99HARNESS"),
            5: value,
            6: (line.units, line.units, "UCUM") if line.units else None,
            11: line.status,
        }
        draft = draft.adding("OBX", fields)
    return draft
