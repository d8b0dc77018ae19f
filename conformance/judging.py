"""Turn the checks inside a story into findings, so that no exception can ever leave a pass behind."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from conformance.model import ALLOWED, Blocked, Clause, Finding, NotApplicable, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

SHOWN = 2_000
"""Characters of an expected or seen value kept in a finding; the octets are in the evidence."""

KEPT = 20
"""Findings of one clause kept in a result, of however many places it failed in."""

_WORST_FIRST = (Verdict.ERROR, Verdict.FAILED, Verdict.BLOCKED, Verdict.NOT_APPLICABLE)

_comparison: ContextVar[tuple[str, object, object] | None] = ContextVar("comparison", default=None)


def note_comparison(op: str, left: object, right: object) -> None:
    """Remember the two sides of a failing assert, for the check around it."""
    _comparison.set((op, left, right))


def shown(value: object) -> str:
    """Return ``value`` as text that is safe to store: bounded, printable, no lone surrogates.

    Octets and characters are cut before they are written out, so that a huge value costs no more than a small one.
    """
    size = f"{len(value)} octets" if isinstance(value, bytes | bytearray) else ""
    text = value if isinstance(value, str) else repr(value[: SHOWN + 1] if size else value)  # type: ignore[index]
    size = size or f"{len(text)} characters"
    safe = "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text[: SHOWN + 1])
    return safe if len(safe) <= SHOWN else f"{safe[:SHOWN]}... ({size})"


def _compared(op: str, right: object) -> str:
    words = {"==": "", "in": "one of ", "not in": "none of ", "!=": "anything but "}
    return f"{words.get(op, op + ' ')}{shown(right)}"


class Check:
    """One judgement of one clause: ``with check(clause): assert ...``."""

    def __init__(
        self, judge: Judge, clause: Clause, *, where: str | None, expected: str | None, evidence: Iterable[str]
    ) -> None:
        self._judge = judge
        self._clause = clause
        self._where = where
        self._expected = expected
        self._evidence = tuple(evidence)

    def __enter__(self) -> Self:
        _comparison.set(None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            self._find(Verdict.PASSED, self._expected or self._clause.says, "as expected")
            return False
        if isinstance(error, AssertionError):
            self._fail(error)
            return True
        if not isinstance(error, Blocked | NotApplicable):
            self._find(Verdict.ERROR, self._clause.says, f"{type(error).__name__}: {error}")
        return False

    def _fail(self, error: AssertionError) -> None:
        comparison = _comparison.get()
        message = str(error.args[0]) if error.args else ""
        said, _, rest = message.partition("\nassert ")
        worded = bool(message) and not message.startswith("assert ")
        if comparison:
            op, left, right = comparison
            expected = self._expected or f"{self._clause.says} (here: {_compared(op, right)})"
            saw = said if worded and rest else shown(left)
        else:
            expected = self._expected or self._clause.says
            saw = said if worded else f"this did not hold: {said.removeprefix('assert ') or 'the condition'}"
        _comparison.set(None)
        self._find(Verdict.FAILED, expected, saw)

    def _find(self, verdict: Verdict, expected: str, saw: str) -> None:
        evidence = self._evidence or self._judge.latest_evidence()
        self._judge.add(Finding(self._clause, verdict, shown(expected), shown(saw), self._where, tuple(evidence)))


class Judge:
    """Collects the findings of one story; calling it opens a check.

    ``latest_evidence`` returns the ids of the messages of the newest exchange, which a check points
    at unless it names others.
    """

    def __init__(self, clauses: tuple[Clause, ...], latest_evidence: Callable[[], tuple[str, ...]] = tuple) -> None:
        self.clauses = clauses
        self.latest_evidence = latest_evidence
        self._findings: list[Finding] = []

    def __call__(
        self, clause: Clause, *, where: str | None = None, expected: str | None = None, evidence: Iterable[str] = ()
    ) -> Check:
        """Open a check of a declared clause; checking an undeclared one is our own error."""
        if clause not in self.clauses:
            raise LookupError(f"{clause.id} is checked but not among the scenario's declared clauses")
        return Check(self, clause, where=where, expected=expected, evidence=evidence)

    def sets_aside(self, clause: Clause, why: str, *, evidence: Iterable[str] = ()) -> None:
        """Find a clause not applicable, and leave the others as they are: what it speaks of did not happen."""
        seen = tuple(evidence) or tuple(self.latest_evidence())
        self.add(Finding(clause, Verdict.NOT_APPLICABLE, clause.says, shown(why), None, seen))

    def allows(self, clause: Clause, what: str, *, evidence: Iterable[str] = ()) -> None:
        """Set a clause aside for what was seen, which each may do that documents it; a report says so."""
        self.sets_aside(clause, f"{ALLOWED}: {what}", evidence=evidence)

    def add(self, finding: Finding) -> None:
        """Keep one finding."""
        self._findings.append(finding)

    def findings(self, broke_off: BaseException | None = None) -> tuple[Finding, ...]:
        """Return one finding per clause and place, every declared clause at least once.

        A story that broke off leaves no pass behind: what had passed is blocked (or ours to mend), since
        the checks that were still to come might have failed it. A failure already proven stays.
        """
        if broke_off is None:
            found = list(self._findings)
            verdict, why = Verdict.BLOCKED, "nothing came that this clause could be judged by"
        elif isinstance(broke_off, NotApplicable):
            found = [finding for finding in self._findings if finding.verdict is not Verdict.PASSED]
            verdict, why = Verdict.NOT_APPLICABLE, str(broke_off)
        else:
            blocked = isinstance(broke_off, Blocked)
            verdict = Verdict.BLOCKED if blocked else Verdict.ERROR
            why = str(broke_off) if blocked else f"{type(broke_off).__name__}: {broke_off}"
            found = [
                finding
                if finding.verdict is not Verdict.PASSED
                else replace(finding, verdict=verdict, saw=shown(f"the story broke off: {why}"))
                for finding in self._findings
            ]
        judged = {finding.clause for finding in found}
        latest = self.latest_evidence()
        found += [
            Finding(clause, verdict, clause.says, shown(why), None, tuple(latest))
            for clause in self.clauses
            if clause not in judged
        ]
        return _condensed(found)


def _condensed(found: list[Finding]) -> tuple[Finding, ...]:
    """Keep what decides: of each clause all that is not a pass (the worst ``KEPT``), else its first pass."""
    kept: list[Finding] = []
    for clause in dict.fromkeys(finding.clause for finding in found):
        mine = [finding for finding in found if finding.clause == clause]
        worse = [finding for finding in mine if finding.verdict is not Verdict.PASSED]
        if worse:
            worse.sort(key=lambda finding: _WORST_FIRST.index(finding.verdict))
            kept += worse[:KEPT]
        else:
            places = f"as expected, in {len(mine)} places" if len(mine) > 1 else mine[0].saw
            kept.append(replace(mine[0], saw=places, where=mine[0].where if len(mine) == 1 else None))
    return tuple(kept)
