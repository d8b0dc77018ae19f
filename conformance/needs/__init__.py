"""Read and validate a statement of needs: what the buyer asks for, how it is weighed, and how it is scored (TOML)."""

from __future__ import annotations

import difflib
import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from conformance import descriptors
from conformance.files import BadFile, Part, Whole, elsewhere, load
from conformance.needs.consistency import inconsistencies

if TYPE_CHECKING:
    from collections.abc import Iterable

HUNDRED = Decimal(100)

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
Text = Annotated[str, Field(min_length=1)]
Percent = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
ScenarioPattern = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*\*?$")]

DEFAULT_SCORE = {
    0: "<50%",
    2: ">=50%",
    3: "must:100%",
    4: "must:100% & should:>=80%",
    5: "must:100% & should:100% & robustness:>=90%",
}
"""The descriptors of a wire need that publishes none of its own."""


class Statement(Part):
    """What the file is, and whether it is frozen."""

    id: Id
    title: Text
    version: Text
    status: Literal["draft", "published"] = "draft"
    published: date | None = None


class Split(Part):
    """How quality and price share one hundred."""

    quality: Percent
    price: Percent


class Rounding(Part):
    """How a figure is rounded: once at the end, or each theme first and the total from those."""

    places: Annotated[int, Field(ge=0, le=6)] = 2
    mode: Literal["half-up", "half-even", "down"] = "half-up"
    when: Literal["final", "each-step"] = "final"


class Method(Part):
    """The published arithmetic, the same for every bidder.

    ``scenario_list`` pins what the patterns of all needs stand for (``list_digest``): another list, as a private
    kit or another release would make, is refused.
    """

    split: Split = Split(quality=HUNDRED, price=Decimal(0))
    price: Literal["relative-to-benchmark", "fixed-ceiling", "relative-to-lowest", "price-per-quality-point"] = (
        "relative-to-benchmark"
    )
    benchmark: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)] | None = None
    ceiling: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)] | None = None
    aggregation: Literal["weighted-mean"] = "weighted-mean"
    rounding: Rounding = Rounding()
    tie_break: tuple[str, ...] = ("quality", "price")
    not_tested: Literal["zero", "exclude-for-all", "panel"] = "zero"
    suite: Annotated[str, Field(pattern=r"^\d{4}\.\d{1,2}(\.\d+)?$")]
    scenario_list: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    def pins(self, suite: str) -> bool:
        """Return whether this version of the suite is the pinned one (``2026.12`` pins ``2026.12.3``)."""
        return suite == self.suite or suite.startswith(f"{self.suite}.")


class Theme(Part):
    """A heading of the statement; the weights of all themes make one hundred."""

    id: Id
    title: Text
    weight: Percent
    why: str = ""


class Need(Part):
    """One need in the buyer's words, and what proves it.

    ``scenarios`` are ids, or the beginnings of ids followed by a star; those also matched by ``robustness``,
    and those that only it names, count as robustness and not among MUST and SHOULD. ``score`` maps points
    (0 to 5) to conditions; ``pass_rule`` is the condition of a gate.
    """

    id: Id
    theme: str
    text: Text
    why: str = ""
    disposition: Literal["keep", "retire", "adds-value"]
    moscow: Literal["must", "should", "could", "wont"]
    gate: bool = False
    weight: Percent
    evidence: Literal["wire", "document", "demonstration", "panel", "price"]
    scenarios: tuple[ScenarioPattern, ...] = ()
    robustness: tuple[ScenarioPattern, ...] = ()
    proxies: tuple[str, ...] = ()
    score: dict[int, str] | None = None
    pass_rule: str = "must:100%"  # noqa: S105 - the rule of a gate, no password

    @field_validator("score")
    @classmethod
    def _readable(cls, value: dict[int, str] | None) -> dict[int, str] | None:
        if value is not None:
            descriptors.descriptors(value)
        return value

    @field_validator("pass_rule")
    @classmethod
    def _rule(cls, value: str) -> str:
        if not all(term.at_least for term in descriptors.parse(value).terms):
            raise ValueError(f'{value!r} would let a failure through the gate; use >=, as in "must:100%"')
        return value

    def conditions(self) -> dict[int, descriptors.Condition]:
        """Return the condition of each number of points, lowest first."""
        return descriptors.descriptors(DEFAULT_SCORE if self.score is None else self.score)

    def rule(self) -> descriptors.Condition:
        """Return the condition of its gate."""
        return descriptors.parse(self.pass_rule)

    def resolved(self, known: Iterable[str]) -> tuple[str, ...]:
        """Return the scenario ids this need asks for, each once; an exact id stays though it is not known."""
        return _expanded((*self.scenarios, *self.robustness), known)

    def robust(self, known: Iterable[str]) -> frozenset[str]:
        """Return those of them that are about robustness, not conformance: by this need, or by a word of their id."""
        named = _expanded(self.robustness, known)
        return frozenset(one for one in self.resolved(known) if one in named or descriptors.about_robustness(one))


def _expanded(patterns: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    pinned = list(known)
    found: dict[str, None] = {}
    for pattern in patterns:
        if pattern.endswith("*"):
            found.update((one, None) for one in pinned if one.startswith(pattern[:-1]))
        else:
            found[pattern] = None
    return tuple(found)


class Needs(Whole):
    """A whole statement of needs; what is inconsistent in it is refused when it is read."""

    schema_: Literal["needs/1"] = Field(alias="schema")
    statement: Statement
    scale: dict[int, Text]
    method: Method
    theme: Annotated[tuple[Theme, ...], Field(min_length=1)]
    need: Annotated[tuple[Need, ...], Field(min_length=1)]

    _path: Path = PrivateAttr(Path("needs.toml"))

    def of_theme(self, theme: str) -> tuple[Need, ...]:
        """Return the needs under one theme, in the order of the file."""
        return tuple(need for need in self.need if need.theme == theme)

    def robust(self, known: Iterable[str]) -> frozenset[str]:
        """Return what needs ask for as robustness and none as conformance: shown apart, and no part of a claim."""
        pinned = list(known)
        apart = {need.id: need.robust(pinned) for need in self.need}
        plain = {one for need in self.need for one in need.resolved(pinned) if one not in apart[need.id]}
        return frozenset().union(*apart.values()) - plain

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for key, problem, instead in inconsistencies(self):
            raise elsewhere(key, problem, instead)
        return self


def read(path: Path) -> Needs:
    """Read a statement of needs; raise BadFile naming the line, the key and what to write instead."""
    return load(path, Needs)


def check(needs: Needs, known: Iterable[str], suite: str = "") -> None:
    """Raise BadFile when the needs name a scenario that does not exist, or pin another version of the suite.

    ``known`` are the ids of the pinned scenario list; ``suite`` is its version, when that is to be checked.
    """
    ids = list(known)
    if suite and not needs.method.pins(suite):
        problem = f"the needs pin suite {needs.method.suite}, and this is {suite}"
        raise BadFile(needs.path, "method.suite", problem, f"install suite {needs.method.suite}, or pin this one")
    if needs.method.scenario_list and needs.method.scenario_list != list_digest(needs, ids):
        problem = "the needs pin another list of scenarios than this installation has"
        instead = 'install the same suite and kits, or pin this list as "conformance needs pin" prints it'
        raise BadFile(needs.path, "method.scenario_list", problem, instead)
    for index, need in enumerate(needs.need):
        for name in ("scenarios", "robustness"):
            for pattern in getattr(need, name):
                if set(_expanded([pattern], ids)).isdisjoint(ids):
                    word = "no scenario begins like" if pattern.endswith("*") else "there is no scenario"
                    problem = f"{word} {pattern!r}"
                    raise BadFile(needs.path, f"need.{index}.{name}", problem, _closest(pattern, ids))


def list_digest(needs: Needs, known: Iterable[str]) -> str:
    """Return the SHA-256 of what each need's patterns stand for: one line a need and scenario, in ASCII order."""
    pinned = list(known)
    lines = sorted(
        f"{need.id} {one}{' robustness' if one in need.robust(pinned) else ''}"
        for need in needs.need
        for one in need.resolved(pinned)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def asked(needs: Needs, known: Iterable[str]) -> tuple[str, ...]:
    """Return every scenario id the needs ask for, each once, in the order of the file."""
    pinned = list(known)
    return tuple(dict.fromkeys(one for need in needs.need for one in need.resolved(pinned)))


def _closest(pattern: str, ids: list[str]) -> str:
    """Return what to write instead: a known id or family near it, else where to look."""
    families = {f"{one[: cut + 1]}*" for one in ids for cut, letter in enumerate(one) if letter == "."}
    candidates = sorted(families) if pattern.endswith("*") else ids
    close = difflib.get_close_matches(pattern, candidates, n=1, cutoff=0.6)
    return f"write {close[0]!r}" if close else 'name one that "conformance list scenarios" shows'
