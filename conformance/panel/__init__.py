"""Read and validate a panel's record of one bidder: who scored what and why, documents, demonstrations, overrides."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from conformance.files import BadFile, Part, Whole, elsewhere, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.needs import Needs

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Points = Annotated[int, Field(ge=0, le=5, strict=True)]
Label = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Seconds = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
Result = Literal["pass", "fail"]

NO_CONFLICT = frozenset({"none", "no", "nothing", "none declared", "nothing to declare"})
"""What an evaluator writes who has no conflict of interest; anything else is one."""


class Record(Part):
    """Whose record it is, and by which statement of needs."""

    needs: Text
    version: Text
    bidder: Label


class Evaluator(Part):
    """One member of the panel. ``conflict`` is never left out: who has none says so."""

    id: Label
    name: Text
    role: str = ""
    conflict: Text
    declared: date

    @property
    def conflicted(self) -> bool:
        """Return whether a conflict of interest is declared."""
        return self.conflict.strip().rstrip(".").casefold() not in NO_CONFLICT


class Individual(Part):
    """One evaluator's own points for one need, before the panel spoke of it."""

    need: Text
    evaluator: Text
    points: Points
    reason: Text


class Moderated(Part):
    """What the panel agreed on for one need, and why; ``gate`` where the need is one the wire can't show."""

    need: Text
    points: Points | None = None
    gate: Result | None = None
    reason: Text
    on: date
    present: Annotated[tuple[str, ...], Field(min_length=1)]


class Document(Part):
    """One document of the bid that was read as evidence, known by its SHA-256; ``file`` is beside the record."""

    need: Text
    title: Text
    file: str = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    place: str = ""
    result: Result
    reason: Text
    by: Text


class Demonstration(Part):
    """One task shown to the panel, timed; without ``seconds`` it was not finished."""

    need: Text
    task: Text
    limit_s: Seconds
    seconds: Seconds | None = None
    reason: str = ""
    by: Text

    @property
    def passed(self) -> bool:
        """Return whether it was finished within its limit."""
        return self.seconds is not None and self.seconds <= self.limit_s


class Override(Part):
    """The panel differs from the machine on one need, by name and with a reason; shown beside, never in place of."""

    need: Text
    points: Points | None = None
    gate: Result | None = None
    name: Text
    reason: Text
    on: date

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.points is None and self.gate is None:
            raise ValueError('it overrides nothing; add points = 3, or gate = "pass"')
        return self


class Panel(Whole):
    """A whole record; what does not fit together in it is refused when it is read."""

    schema_: Literal["panel/1"] = Field(alias="schema")
    record: Record
    evaluator: Annotated[tuple[Evaluator, ...], Field(min_length=1)]
    score: tuple[Individual, ...] = ()
    moderated: tuple[Moderated, ...] = ()
    document: tuple[Document, ...] = ()
    demonstration: tuple[Demonstration, ...] = ()
    override: tuple[Override, ...] = ()

    _path: Path = PrivateAttr(Path("panel.toml"))

    @field_validator("moderated")
    @classmethod
    def _moderated_something(cls, value: tuple[Moderated, ...]) -> tuple[Moderated, ...]:
        for one in value:
            if one.points is None and one.gate is None:
                raise ValueError(f'the panel agreed on nothing for {one.need}; add points = 3, or gate = "pass"')
        return value

    def evaluator_of(self, identifier: str) -> Evaluator | None:
        """Return the evaluator with this id."""
        return next((one for one in self.evaluator if one.id == identifier), None)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for key, problem, instead in _inconsistencies(self):
            raise elsewhere(key, problem, instead)
        return self


Fault = tuple[str, str, str]


def _inconsistencies(panel: Panel) -> Iterator[Fault]:
    ids = [one.id for one in panel.evaluator]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield f"evaluator.{index}.id", f"two evaluators are called {name!r}", "give each an id of its own"
    yield from _unknown(panel, ids)
    pairs = [(one.need, one.evaluator) for one in panel.score]
    for index, (need, evaluator) in enumerate(pairs):
        if (need, evaluator) in pairs[:index]:
            yield f"score.{index}.need", f"{evaluator} scored {need} twice", "keep one"
    for table in ("moderated", "override"):
        named = [one.need for one in getattr(panel, table)]
        for index, need in enumerate(named):
            if need in named[:index]:
                yield f"{table}.{index}.need", f"{need} stands twice under {table}", "keep one"


def _unknown(panel: Panel, ids: list[str]) -> Iterator[Fault]:
    known = ", ".join(ids)
    named = [(f"score.{index}.evaluator", one.evaluator) for index, one in enumerate(panel.score)]
    named += [(f"moderated.{index}.present", name) for index, one in enumerate(panel.moderated) for name in one.present]
    for key, name in named:
        if name not in ids:
            yield key, f"there is no evaluator {name!r}", f"write one of {known}"


def read(path: Path) -> Panel:
    """Read a record; raise BadFile for what is wrong with it, or with a document that is no longer what was read."""
    panel = load(path, Panel)
    for index, one in enumerate(panel.document):
        if not one.file:
            continue
        key = f"document.{index}.file"
        named = path.parent / one.file
        if not named.is_file():
            raise BadFile(
                path, key, f"{one.file!r} is not there", "put the document beside the record, or leave it out"
            )
        if hashlib.sha256(named.read_bytes()).hexdigest() != one.sha256:
            problem = f"{one.file!r} is not the document that was read: its SHA-256 is another"
            raise BadFile(path, key, problem, "restore the document, or read it again and say so")
    return panel


def check(panel: Panel, needs: Needs) -> None:
    """Raise BadFile when a record does not belong to the needs, or scores what they do not leave to a panel."""
    stated = (needs.statement.id, needs.statement.version)
    if (panel.record.needs, panel.record.version) != stated:
        problem = f"this record is by {panel.record.needs} {panel.record.version}, the needs are {' '.join(stated)}"
        raise BadFile(panel.path, "record.needs", problem, "report with the needs it was made by")
    for key, problem, instead in _unfit(panel, needs):
        raise BadFile(panel.path, key, problem, instead)


def _unfit(panel: Panel, needs: Needs) -> Iterator[Fault]:
    known = {need.id: need for need in needs.need}
    for name in ("score", "moderated", "document", "demonstration", "override"):
        for index, one in enumerate(getattr(panel, name)):
            need = known.get(one.need)
            key = f"{name}.{index}"
            if need is None:
                yield f"{key}.need", f"there is no need {one.need!r}", f"write one of {', '.join(known)}"
                continue
            if name in {"document", "demonstration"} and need.evidence not in {name, "panel"}:
                where = "as an [[override]] with a name" if need.evidence == "wire" else "under a need of that kind"
                yield f"{key}.need", f"{need.id} is proven by {need.evidence}, not by a {name}", f"record it {where}"
            if need.evidence == "price" and getattr(one, "points", None) is not None:
                yield f"{key}.points", f"{need.id} is weighed with the price, so nobody scores it", "remove this"
            if getattr(one, "gate", None) and not need.gate:
                yield f"{key}.gate", f"{need.id} is no gate", "remove this"
            if name == "moderated" and one.gate and need.evidence == "wire":
                yield f"{key}.gate", f"the wire decides the gate {need.id}", "differ by an [[override]], with a name"
            if name == "moderated" and one.gate == "pass" and failed_items(panel, need.id):
                item = failed_items(panel, need.id)[0]
                yield (
                    f"{key}.gate",
                    f"{need.id} passes though {item!r} failed",
                    "differ by an [[override]], with a name",
                )


def failed_items(panel: Panel, need: str) -> list[str]:
    """Return the titles of documents and tasks of a need that failed."""
    documents = [one.title for one in panel.document if one.need == need and one.result == "fail"]
    return documents + [one.task for one in panel.demonstration if one.need == need and not one.passed]


def items(panel: Panel, need: str) -> int:
    """Return how many documents and tasks of a need were looked at."""
    return sum(one.need == need for one in panel.document) + sum(one.need == need for one in panel.demonstration)
