"""One page that sets the bidders side by side for the panel, by blind label, gates first and totals last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reports.blind import ordinary, withholding
from conformance.reports.claims import claims
from conformance.reports.cover import Cover, Identity, Warned, identity, to_repeat
from conformance.reports.dates import long_date
from conformance.reports.pages import page
from conformance.reports.sidebyside import Cell, Row, side_by_side
from conformance.reports.view import Fact, Tally, Told, tallies, told
from conformance.reports.words import OUTCOMES, Mark, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment

NOT_RUN = Mark("Not run", "bar", "none")
"""A scenario that is in one run and not in another."""


@dataclass(frozen=True, slots=True)
class Bidder:
    """One run with its assessment; None when it is compared without a statement of needs."""

    run: Run
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """One bidder's run in a few figures."""

    label: str
    tallies: tuple[Tally, ...]
    accuracy: str
    remarks: tuple[str, ...]
    arithmetic: str


def comparison_page(bidders: Sequence[Bidder], needs: Needs | None = None, *, scenarios: Mapping[str, Scenario]) -> str:
    """Return the page that compares several runs, in the order given; supplier and product are named nowhere.

    Needs and assessments are given for all bidders or for none; raise ValueError when only some have one.
    """
    if any((one.assessment is None) != (needs is None) for one in bidders) or not bidders:
        raise ValueError("a comparison takes one assessment for each bidder, all by the same needs, or none at all")
    whose = _labelled([identity(one.run.header, blind=True) for one in bidders])
    ran = [told(one.run, scenarios, None) for one in bidders]
    assessed = [one.assessment for one in bidders if one.assessment]
    scores = (
        side_by_side(needs, assessed, {one.id: one.purpose for mine in ran for one in mine.values()}) if needs else None
    )
    redact = withholding((name for one in whose for name in one.names), ordinary(needs, scenarios))
    values = {
        "title": f"Comparison of {counted(len(bidders), 'system')}",
        "suite": str(bidders[0].run.header.get("suite", "")),
        "plural": "s",
        "contents": [{"anchor": anchor, "title": title} for anchor, title in _contents(scored=scores is not None)],
        "cover": _cover(bidders, whose, needs),
        "labels": [one.label for one in whose],
        "scores": scores,
        "scenarios": _scenarios(ran),
        "same": _same(ran),
        "ran": [
            _ran(one, who.label, mine, claims(one.run, scenarios, mine).accuracy)
            for one, who, mine in zip(bidders, whose, ran, strict=True)
        ],
        "marks": list(OUTCOMES.values()),
    }
    return page("comparison.html.j2", values, redact=redact)


def _ran(one: Bidder, label: str, mine: Mapping[str, Told], accuracy: str) -> Ran:
    remarks, arithmetic = (one.assessment.remarks, one.assessment.arithmetic) if one.assessment else ((), "")
    return Ran(label, tallies(list(mine.values())), accuracy, remarks, arithmetic)


def _contents(*, scored: bool) -> list[tuple[str, str]]:
    first = [("gates", "Gates"), ("differing", "Where they differ"), ("needs", "All needs")] if scored else []
    last = [("themes", "Themes and totals")] if scored else []
    return [*first, ("scenarios", "Scenarios that came out differently"), ("runs", "The runs"), *last]


def _labelled(whose: Sequence[Identity]) -> list[Identity]:
    """Return the identities with labels that tell two runs of one system apart."""
    times = Counter(one.label for one in whose)
    seen: Counter[str] = Counter()
    named = []
    for one in whose:
        seen[one.label] += 1
        label = f"{one.label} (run {seen[one.label]})" if times[one.label] > 1 else one.label
        named.append(Identity(label, label, one.under, one.names))
    return named


def _cover(bidders: Sequence[Bidder], whose: Sequence[Identity], needs: Needs | None) -> Cover:
    facts = [
        Fact(
            who.label,
            f"tested {_tested(one.run)}, evidence {one.run.digest}",
            wide=True,
        )
        for one, who in zip(bidders, whose, strict=True)
    ]
    under = f"{needs.statement.title}, version {needs.statement.version}" if needs else "Without a statement of needs"
    if needs:
        facts.insert(0, Fact("Digest of the needs (SHA-256)", needs.digest, wide=True, code=True))
        facts.insert(0, Fact("Tender reference", needs.statement.id))
    title = f"{counted(len(bidders), 'system')} side by side"
    return Cover("Comparison, for the panel only", title, under, tuple(facts), tuple(_warnings(bidders, whose, needs)))


def _tested(run: Run) -> str:
    return long_date(str(run.header.get("started", "")))


def _warnings(bidders: Sequence[Bidder], whose: Sequence[Identity], needs: Needs | None) -> Iterator[Warned]:
    suites = sorted({str(one.run.header.get("suite", "")) for one in bidders})
    if len(suites) > 1:
        yield Warned("Different suites.", f"Made with {', '.join(suites)}, these runs can't be compared fairly.")
    elif needs and not needs.method.pins(suites[0]):
        yield Warned("Another suite.", f"The needs are pinned to suite {needs.method.suite}; this is {suites[0]}.")
    for one, who in zip(bidders, whose, strict=True):
        if not one.run.complete:
            yield Warned(f"{who.label} is not complete.", "Its run was cut before its end.")
        again = to_repeat(one.run, one.assessment)
        if again:
            yield Warned(f"{who.label} is not decidable yet.", f"{counted(len(again), 'scenario')} must be repeated.")


def _across(ran: Sequence[Mapping[str, Told]]) -> Iterator[tuple[str, list[Told | None]]]:
    for name in dict.fromkeys(name for mine in ran for name in mine):
        yield name, [mine.get(name) for mine in ran]


def _scenarios(ran: Sequence[Mapping[str, Told]]) -> tuple[Row, ...]:
    """Return the scenarios that did not come out the same for all, in the order they first ran."""
    rows = []
    for name, across in _across(ran):
        if len({one.outcome if one else None for one in across}) > 1:
            purpose = next(one.purpose for one in across if one)
            cells = tuple(Cell(one.mark, one.tally, one.reason) if one else Cell(NOT_RUN) for one in across)
            rows.append(Row(name, purpose, "", cells))
    return tuple(rows)


def _same(ran: Sequence[Mapping[str, Told]]) -> tuple[Tally, ...]:
    """Return how many scenarios came out the same for all, by outcome."""
    alike = [across[0] for _, across in _across(ran) if len({one.outcome if one else None for one in across}) == 1]
    return tallies([one for one in alike if one])
