"""Whose report it is, when and by what it was made, and what a reader must know before the first number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.model import Outcome
from conformance.reports.blind import names
from conformance.reports.dates import from_to, long_date
from conformance.reports.seen import seen
from conformance.reports.view import Fact
from conformance.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.needs import Needs
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment

_STATUS = {
    "self-test": "self-test by the supplier",
    "witnessed": "witnessed by the buyer",
    "formal": "formal test under the buyer's control",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose system it is; on a blind page ``title`` is the label alone and ``names`` what must not be shown."""

    label: str
    title: str
    under: str
    names: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a reader must know first."""

    head: str
    says: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    kind: str
    title: str
    under: str
    facts: tuple[Fact, ...]
    warnings: tuple[Warned, ...]


def identity(header: Mapping[str, Any], *, blind: bool) -> Identity:
    """Return whose system a run was made against, from the profile in its header."""
    profile = header.get("system")
    stated = profile.get("system") if isinstance(profile, dict) else None
    system = stated if isinstance(stated, dict) else {}
    label = str(system.get("id") or "unnamed system")
    if blind:
        known = tuple(header.get("names") or names(profile))
        return Identity(label, label, "Blind copy: supplier and product are withheld", known)
    product = " ".join(str(system.get(key) or "") for key in ("product", "version")).strip()
    supplier = str(system.get("supplier") or "")
    under = ", ".join(part for part in (supplier, f"blind label {label}") if part)
    return Identity(label, product or label, under, ())


def cover(run: Run, who: Identity, needs: Needs | None, assessment: Assessment | None, copy_for: str = "") -> Cover:
    """Return the first page of a run's report; ``copy_for`` says whom a filtered copy is for, and what it lacks."""
    status = str(run.header.get("status", "self-test"))
    facts = [
        *_tender(needs),
        Fact("Tested", _when(run)),
        Fact("Status", _STATUS.get(status, status)),
        *_people(run),
        *_versions(run, who),
        Fact("Test suite", str(run.header.get("suite", ""))),
        *([Fact("This copy is for", copy_for, wide=True)] if copy_for else []),
        Fact("Digest of the evidence (SHA-256)", run.digest, wide=True, code=True),
    ]
    return Cover("Conformance report", who.title, who.under, tuple(facts), tuple(_warnings(run, needs, assessment)))


def _people(run: Run) -> list[Fact]:
    """Return who ran it and who witnessed it, where that was stated and may be shown."""
    named = (("Run by", run.header.get("by")), ("Witnessed by", run.header.get("witness")))
    return [Fact(title, str(name)) for title, name in named if name]


def _versions(run: Run, who: Identity) -> list[Fact]:
    """Return the version that is claimed beside what the system said of itself; a blind page has neither."""
    stated = run.header.get("system")
    system = stated.get("system") if isinstance(stated, dict) else None
    claimed = str(system.get("version") or "") if isinstance(system, dict) else ""
    if who.names or not claimed:
        return []
    said = tuple(map(str, run.header.get("seen") or seen(run)))
    where = (
        "found in what was seen" if any(_says_version(one, claimed) for one in said) else "not found in what was seen"
    )
    return [
        Fact("Version claimed", f"{claimed}; {where}" if said else claimed),
        Fact("Seen on the wire", "; ".join(said) or "the system said nothing of itself", wide=True),
    ]


def _says_version(said: str, claimed: str) -> bool:
    """Return whether a version stands in what was said, whole: 1.4 is not in 11.4, and no version is in a UID."""
    found = re.search(rf"(?<![\d.]){re.escape(claimed)}(?!\d)", said)
    return found is not None and not said.startswith("DICOM implementation class")


def _tender(needs: Needs | None) -> list[Fact]:
    if needs is None:
        return [Fact("Statement of needs", "none: results without scores")]
    statement = needs.statement
    return [
        Fact("Tender reference", statement.id),
        Fact("Statement of needs", f"{statement.title}, version {statement.version} ({statement.status})"),
        Fact("Digest of the needs (SHA-256)", needs.digest, wide=True, code=True),
    ]


def _when(run: Run) -> str:
    begun = str(run.header.get("started", ""))
    last = max((result.started for result in run.results), default="")
    return from_to(begun, last) if last else long_date(begun)


def to_repeat(run: Run, assessment: Assessment | None) -> set[str]:
    """Return the scenarios that gave no verdict to rely on, through no fault of the system."""
    errors = {name for name, result in run.latest.items() if result.outcome is Outcome.ERROR}
    return errors | set(assessment.to_repeat if assessment else ())


def _warnings(run: Run, needs: Needs | None, assessment: Assessment | None) -> Iterator[Warned]:
    if not run.complete:
        yield Warned("This run is not complete.", "It was cut before its end, so nothing here is final.")
    if run.torn:
        yield Warned("The last line of its log is torn.", "What it held was left out.")
    again = to_repeat(run, assessment)
    if again:
        says = (
            f"{counted(len(again), 'scenario')} gave no verdict that can be relied on, through no fault of the system."
        )
        yield Warned("Not decidable yet.", f"{says} To be repeated.")
    suite = str(run.header.get("suite", ""))
    if needs and not needs.method.pins(suite):
        yield Warned(
            "Another suite.", f"The needs are pinned to suite {needs.method.suite}; this run was made with {suite}."
        )
    if needs and run.header.get("needs") not in {needs.digest, "", None}:
        yield Warned(
            "Other needs.", "The run was planned with another statement of needs than this report is scored by."
        )
    if assessment and assessment.not_run:
        says = f"{counted(len(assessment.not_run), 'scenario')} the needs ask for were not run and earn nothing."
        yield Warned("Not everything was run.", says)


def versions(run: Run, needs: Needs | None) -> list[Fact]:
    """Return what a reader needs to check this page against its sources."""
    options = run.header.get("options", {})
    stated = ", ".join(f"{name} {value}" for name, value in options.items()) if isinstance(options, dict) else ""
    return [
        Fact("Run format", str(run.header.get("format", ""))),
        Fact("Test suite", str(run.header.get("suite", ""))),
        Fact("Options", stated or "none"),
        Fact("Seed", str(run.header.get("seed", "")), wide=True, code=True),
        Fact("Digest of the run's log (SHA-256)", run.digest, wide=True, code=True),
        *([Fact("Digest of the needs (SHA-256)", needs.digest, wide=True, code=True)] if needs else []),
    ]
