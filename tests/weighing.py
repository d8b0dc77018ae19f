"""Hand-made needs, scenarios and results for the tests of scoring; nothing here speaks a protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.model import Clause, Finding, Level, Result, Scenario, Verdict, outcome_of
from conformance.needs import Needs

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTERS = {
    "P": Verdict.PASSED,
    "F": Verdict.FAILED,
    "B": Verdict.BLOCKED,
    "N": Verdict.NOT_APPLICABLE,
    "E": Verdict.ERROR,
}
LEVELS = {"m": Level.MUST, "s": Level.SHOULD, "y": Level.MAY}


@dataclass
class Bench:
    """Builds what scoring reads, in shorthand: clause levels and verdicts are one letter each."""

    scenarios: list[Scenario] = field(default_factory=list)

    def scenario(self, identifier: str, levels: str = "ms", transaction: str = "RAD-8") -> Scenario:
        clauses = tuple(
            Clause(f"{identifier}.{place}{level}", "Standard", "1", f"{place}", f"does {level}{place}", LEVELS[level])
            for place, level in enumerate(levels)
        )
        made = Scenario(identifier, f"title of {identifier}", "kit", "actor", transaction, clauses, ())
        self.scenarios.append(made)
        return made

    def result(self, identifier: str, verdicts: str, attempt: int = 1, reason: str = "") -> Result:
        scenario = next(one for one in self.scenarios if one.id == identifier)
        findings = tuple(
            Finding(clause, LETTERS[letter], "expected", "saw")
            for clause, letter in zip(scenario.clauses, verdicts, strict=True)
        )
        return Result(
            scenario=identifier,
            kit="kit",
            actor="actor",
            transaction=scenario.transaction,
            title=scenario.title,
            outcome=outcome_of(findings),
            findings=findings,
            evidence=(),
            started="2026-11-24T10:00:00Z",
            seconds=0.1,
            attempt=attempt,
            reason=reason,
        )

    def results(self, **verdicts: str) -> list[Result]:
        """Return one result for each scenario named, dots written as underscores."""
        return [self.result(name.replace("_", "."), letters) for name, letters in verdicts.items()]


SCALE = {str(points): f"word {points}" for points in range(6)}


def a_need(identifier: str = "N1", **changed: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "theme": "t",
        "text": f"text of {identifier}",
        "disposition": "keep",
        "moscow": "must",
        "weight": 100,
        "evidence": "wire",
        "scenarios": ["a", "b"],
        **changed,
    }


def needs_of(
    needs: Iterable[dict[str, Any]],
    themes: Iterable[tuple[str, int]] = (("t", 100),),
    **method: Any,
) -> Needs:
    return Needs.model_validate(
        {
            "schema": "needs/1",
            "statement": {"id": "test", "title": "Test", "version": "1"},
            "scale": SCALE,
            "method": {"suite": "2026.12", **method},
            "theme": [{"id": name, "title": name, "weight": weight} for name, weight in themes],
            "need": list(needs),
        }
    )
