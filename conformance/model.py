"""The vocabulary on one page: frozen values every room speaks in; standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """The standard's own keyword; a scenario cannot raise it. MAY also marks common practice."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Verdict(StrEnum):
    """What became of one clause."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not-applicable"
    ERROR = "error"


ALLOWED = "allowed where documented"
"""How a finding begins, of a clause that is set aside, when a standard leaves to each what was seen."""


class Outcome(StrEnum):
    """What became of one scenario."""

    PASSED = "passed"
    RESERVATION = "reservation"
    FAILED = "failed"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not-applicable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of a standard that a check judges by.

    ``id`` is dotted words and permanent; ``says`` is the requirement in our own words.
    """

    id: str
    standard: str
    edition: str
    section: str
    says: str
    level: Level = Level.MUST

    @property
    def citation(self) -> str:
        """Return the standard and section as a reader would look them up."""
        return f"{self.standard} {self.section}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story told to one actor under test, and the clauses it is judged by.

    ``requires`` names parts of the candidate's profile (``dicom``, ``hl7v2.in``,
    ``xds.registry`` ...) without which there is nobody to talk to.
    """

    id: str
    title: str
    kit: str
    actor: str
    transaction: str
    clauses: tuple[Clause, ...]
    requires: tuple[str, ...]
    source: str = ""
    purpose: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One recorded message: ``size`` octets that went in one ``direction`` at one time.

    ``id`` is unique within an attempt (``c2.r3``: third message received on connection 2),
    ``at`` is ISO 8601 UTC, ``sha256`` the lower-case hex digest that names its file.
    """

    id: str
    at: str
    direction: str
    peer: str
    summary: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one clause, at one place, with what was expected and what was seen."""

    clause: Clause
    verdict: Verdict
    expected: str
    saw: str
    where: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt at one scenario. ``transcript`` is the digest of the octet log it can be re-judged from."""

    scenario: str
    kit: str
    actor: str
    transaction: str
    title: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    started: str
    seconds: float
    attempt: int = 1
    reason: str = ""
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one need, with the arithmetic that gives them, as text."""

    need: str
    points: str
    out_of: str
    arithmetic: str
    why: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saboteur:
    """A simulator with exactly one vice, the clauses that must catch it, and those it drags along.

    An oddity is a saboteur with nothing in ``fails``: unusual, valid, to be let pass.
    ``make`` is the dotted path ``module:Class`` of the simulator subclass.
    """

    id: str
    says: str
    actor: str
    make: str
    fails: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    source: str = ""
    scenarios: tuple[str, ...] = field(default=())


class Blocked(Exception):  # noqa: N818 - named for what it says, not for being an exception
    """The story cannot go on: the candidate is unreachable or a precondition is missing."""


class NotApplicable(Exception):  # noqa: N818 - as above
    """The candidate neither claims nor needs what the story asks for."""


def outcome_of(findings: tuple[Finding, ...]) -> Outcome:
    """Return the outcome the findings add up to: our error first, then proven failure, then the rest."""
    verdicts = {finding.verdict for finding in findings}
    failed = {finding.clause.level for finding in findings if finding.verdict is Verdict.FAILED}
    if Verdict.ERROR in verdicts or not findings:
        return Outcome.ERROR
    if Level.MUST in failed:
        return Outcome.FAILED
    if Verdict.BLOCKED in verdicts:
        return Outcome.BLOCKED
    if Level.SHOULD in failed:
        return Outcome.RESERVATION
    if verdicts == {Verdict.NOT_APPLICABLE}:
        return Outcome.NOT_APPLICABLE
    return Outcome.PASSED
