"""Read the published conditions that turn shares of scenarios into points, in a grammar a buyer can write.

    condition = term, { " & ", term } ;
    term      = [ "must:" | "should:" | "robustness:" ], ( ">=" | "<" ), percent | ..., "100%" ;

A term without a name speaks of all scenarios of the need. ``100%`` alone is short for ``>=100%``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ROBUSTNESS_WORDS = frozenset({"robust", "robustness", "hostile"})
"""A scenario with one of these among the dotted words of its id is about robustness, not conformance."""

_TERM = re.compile(r"(?:(must|should|robustness):)?(>=|<)?(\d{1,3}(?:\.\d{1,4})?)%")
_HUNDRED = Decimal(100)


class Kind(StrEnum):
    """The four shares a condition may speak of."""

    ALL = "scenarios"
    MUST = "must"
    SHOULD = "should"
    ROBUSTNESS = "robustness"


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison of one share with ``percent`` (0 to 100)."""

    kind: Kind
    at_least: bool
    percent: Decimal

    def holds(self, held: int, of: int) -> bool:
        """Return whether ``held`` of ``of`` satisfies it, without rounding; nothing of nothing shows nothing."""
        enough = of > 0 and held * _HUNDRED >= self.percent * of
        return enough is self.at_least


@dataclass(frozen=True, slots=True)
class Condition:
    """Terms that must all hold; ``text`` is what the buyer wrote."""

    text: str
    terms: tuple[Term, ...]


def parse(text: str) -> Condition:
    """Read a condition; raise ValueError saying what is wrong and, after ``; ``, what to write instead."""
    terms = tuple(_term(part.strip(), text) for part in text.split("&"))
    kinds = [term.kind for term in terms]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise ValueError(f"{text!r} asks for the share of {kind.value} twice; name each share once")
    return Condition(text, terms)


def _term(part: str, text: str) -> Term:
    read = _TERM.fullmatch(part)
    if read is None:
        raise ValueError(
            f"{part!r} is no condition; write for example "
            '">=50%", "must:100%" or "must:100% & should:>=80% & robustness:>=90%"'
        )
    name, sign, percent = read[1], read[2], Decimal(read[3])
    if percent > _HUNDRED:
        raise ValueError(f"{part!r} asks for more than all; write at most 100%")
    if sign is None and percent != _HUNDRED:
        raise ValueError(
            f"{part!r} asks for exactly that share in {text!r}; write {part.replace(read[3], '>=' + read[3])!r}"
        )
    return Term(Kind(name) if name else Kind.ALL, sign != "<", percent)


def descriptors(written: dict[int, str]) -> dict[int, Condition]:
    """Read a need's ``score`` table; raise ValueError when a failure could ever earn more than a pass.

    Only 0 points may be given for staying below a share, and only that: a table in which more passes could
    mean fewer points is refused.
    """
    read = {points: parse(text) for points, text in sorted(written.items())}
    for points, condition in read.items():
        if points not in range(6):
            raise ValueError(f"{points} is not on the scale; use 0 to 5")
        if points == 0 and any(term.at_least for term in condition.terms):
            raise ValueError(f'0 points ask for {condition.text!r}; 0 is for staying below a share, as in "<50%"')
        if points > 0 and not all(term.at_least for term in condition.terms):
            raise ValueError(f"{points} points would reward failing ({condition.text!r}); use >= above 0")
    if not any(read):
        raise ValueError('no points above 0 can be earned; add for example 3 = "must:100%"')
    return read


def about_robustness(scenario: str) -> bool:
    """Return whether a scenario's id says that it is about robustness under faults."""
    return not ROBUSTNESS_WORDS.isdisjoint(scenario.split("."))
