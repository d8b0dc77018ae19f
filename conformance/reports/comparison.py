"""One page that sets the bidders side by side for the panel, by blind label, gates first and totals last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.model import Outcome
from conformance.reports.blind import ordinary, withholding
from conformance.reports.claims import claims
from conformance.reports.cover import Cover, Identity, Warned, identity, to_repeat
from conformance.reports.dates import long_date
from conformance.reports.firm import of_quality
from conformance.reports.matrix import matrix
from conformance.reports.pages import page
from conformance.reports.panelled import total_words
from conformance.reports.priced import by_bidder, priced
from conformance.reports.scored import GATES, panel_words
from conformance.reports.sidebyside import Cell, Row, side_by_side
from conformance.reports.view import Fact, Tally, Told, tallies, told
from conformance.reports.words import OUTCOMES, Mark, counted
from conformance.scoring.panel import judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.prices import Prices
    from conformance.reports.firm import Firm
    from conformance.reports.priced import PriceView
    from conformance.reports.sidebyside import Scores
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment
    from conformance.scoring.panel import Judged

NO_RECORD = Mark("No record", "bar", "none")
"""A bidder the panel's record was not given of."""

PANEL_SAID = Mark("The panel", "ring", "none")
"""A need that is no gate, in the panel's own row."""

NOT_RUN = Mark("Not run", "bar", "none")
"""A scenario that is in one run and not in another."""


@dataclass(frozen=True, slots=True)
class Bidder:
    """One run with its assessment, None when it is compared without needs; and the panel's record of it, if any."""

    run: Run
    assessment: Assessment | None = None
    panel: Panel | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """One bidder's run in a few figures."""

    label: str
    tallies: tuple[Tally, ...]
    accuracy: str
    remarks: tuple[str, ...]
    arithmetic: str


def comparison_page(
    bidders: Sequence[Bidder],
    needs: Needs | None = None,
    *,
    scenarios: Mapping[str, Scenario],
    prices: Prices | None = None,
) -> str:
    """Return the page that compares several runs, in the order given; supplier and product are named nowhere.

    Needs and assessments are given for all bidders or for none; raise ValueError when only some have one.
    ``prices`` were checked against needs and runs, and are shown nowhere else.
    """
    if any((one.assessment is None) != (needs is None) for one in bidders) or not bidders:
        raise ValueError("a comparison takes one assessment for each bidder, all by the same needs, or none at all")
    whose = _labelled([identity(one.run.header, blind=True) for one in bidders])
    ran = [told(one.run, scenarios, None) for one in bidders]
    assessed = [one.assessment for one in bidders if one.assessment]
    robust = needs.robust(scenarios) if needs else frozenset()
    scores = (
        side_by_side(needs, assessed, {one.id: one.purpose for mine in ran for one in mine.values()}) if needs else None
    )
    judging = {
        _id(one): judged(needs, one.assessment, one.panel) for one in bidders if needs and one.assessment and one.panel
    }
    panels = [judging.get(_id(one)) for one in bidders]
    price = _priced(bidders, whose, needs, prices, judging) if needs and prices else None
    steadiness = price.firm if price else _firm(bidders, whose, needs, judging) if needs else None
    redact = withholding((name for one in whose for name in one.names), ordinary(needs, scenarios))
    values = {
        "title": f"Comparison of {counted(len(bidders), 'system')}",
        "suite": str(bidders[0].run.header.get("suite", "")),
        "plural": "s",
        "contents": [
            {"anchor": anchor, "title": title} for anchor, title in _contents(scores, panels, price, steadiness)
        ],
        "cover": _cover(bidders, whose, needs),
        "labels": [one.label for one in whose],
        "scores": scores,
        "matrix": matrix([one.label for one in whose], ran, robust),
        "panels": _panels(whose, panels) if any(panels) else None,
        "price": price,
        "firm": steadiness,
        "scenarios": _scenarios(ran, tested=True),
        "untested": _scenarios(ran, tested=False),
        "same": _same(ran),
        "ran": [
            _ran(one, who.label, mine, claims(one.run, scenarios, mine, robust).accuracy)
            for one, who, mine in zip(bidders, whose, ran, strict=True)
        ],
        "marks": list(OUTCOMES.values()),
    }
    return page("comparison.html.j2", values, redact=redact)


def _ran(one: Bidder, label: str, mine: Mapping[str, Told], accuracy: str) -> Ran:
    remarks, arithmetic = (one.assessment.remarks, one.assessment.arithmetic) if one.assessment else ((), "")
    return Ran(label, tallies(list(mine.values())), accuracy, remarks, arithmetic)


def _id(one: Bidder) -> str:
    """Return the label of a bidder by its profile, which its panel record and its price are kept under."""
    return identity(one.run.header, blind=True).label


def _priced(
    bidders: Sequence[Bidder],
    whose: Sequence[Identity],
    needs: Needs,
    prices: Prices,
    judging: Mapping[str, Judged],
) -> PriceView:
    ids = [_id(one) for one in bidders]
    by_bidder(ids, prices)
    labels = {name: who.label for name, who in zip(ids, whose, strict=True)}
    assessed = {name: one.assessment for name, one in zip(ids, bidders, strict=True) if one.assessment}
    return priced(needs, prices, labels, assessed, judging)


def _firm(
    bidders: Sequence[Bidder], whose: Sequence[Identity], needs: Needs, judging: Mapping[str, Judged]
) -> Firm | None:
    """Return how firm the order by quality is, where each run is another bidder's."""
    ids = [_id(one) for one in bidders]
    if len(set(ids)) < len(ids):
        return None
    labels = {name: who.label for name, who in zip(ids, whose, strict=True)}
    assessed = {name: one.assessment for name, one in zip(ids, bidders, strict=True) if one.assessment}
    return of_quality(needs, labels, assessed, judging)


def _panels(whose: Sequence[Identity], judging: Sequence[Judged | None]) -> dict[str, object]:
    """Return the panel's side by bidder: needs that a panel spoke of, gates it decided, and the totals with both."""
    known = next(one for one in judging if one)
    needs = [
        Row(need.need, need.text, "", tuple(_panel_cell(one, need.need) for one in judging))
        for need in known.needs
        if any(one and _spoken(one, need.need) for one in judging)
    ]
    totals = [
        (who.label, total_words(one) if one else "no record was given", one.assessment.arithmetic if one else "")
        for who, one in zip(whose, judging, strict=True)
    ]
    return {"needs": needs, "totals": totals}


def _spoken(one: Judged, need: str) -> bool:
    return any(said.need == need and (said.moderated or said.override or said.individual) for said in one.needs) or any(
        gate.need == need and gate.stands is not gate.machine for gate in one.gates
    )


def _panel_cell(one: Judged | None, need: str) -> Cell:
    if one is None:
        return Cell(NO_RECORD)
    said = next(row for row in one.needs if row.need == need)
    gate = next((row for row in one.gates if row.need == need), None)
    words = f"Machine: {said.machine}"
    if gate is not None:
        words += f"; gate {gate.machine.value}"
        if gate.stands is not gate.machine:
            words += f". {gate.why}"
    if said.override:
        words += f". Override by {said.override.name}: {said.override.reason}"
    mark = GATES[gate.stands] if gate is not None else PANEL_SAID
    return Cell(mark, panel_words(said), words)


def _contents(
    scores: Scores | None, panels: Sequence[Judged | None], price: PriceView | None, steadiness: Firm | None
) -> list[tuple[str, str]]:
    first = [("gates", "Gates"), ("differing", "Where they differ"), ("needs", "All needs")] if scores else []
    middle = [("matrix", "Who fits whom"), ("scenarios", "Scenarios that came out differently"), ("runs", "The runs")]
    last = [("themes", "Themes and totals")] if scores else []
    last += [("panel", "The panel's scores")] if any(panels) else []
    last += [("price", "Price")] if price else []
    last += [("firm", "How firm the order is")] if steadiness else []
    return [*first, *middle, *last]


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


_DECIDED = {Outcome.PASSED, Outcome.RESERVATION, Outcome.FAILED}


def _scenarios(ran: Sequence[Mapping[str, Told]], *, tested: bool) -> tuple[Row, ...]:
    """Return the scenarios that did not come out the same for all, in the order they first ran.

    ``tested`` are those in which the systems that could be tested differ, or one of them fell short; the others differ
    only in whether there was a verdict.
    """
    rows = []
    for name, across in _across(ran):
        outcomes = {one.outcome if one else None for one in across}
        if len(outcomes) > 1 and tested is not (outcomes & _DECIDED <= {Outcome.PASSED}):
            purpose = next(one.purpose for one in across if one)
            cells = tuple(Cell(one.mark, one.tally, one.reason) if one else Cell(NOT_RUN) for one in across)
            rows.append(Row(name, purpose, "", cells))
    return tuple(rows)


def _same(ran: Sequence[Mapping[str, Told]]) -> tuple[Tally, ...]:
    """Return how many scenarios came out the same for all, by outcome."""
    alike = [across[0] for _, across in _across(ran) if len({one.outcome if one else None for one in across}) == 1]
    return tallies([one for one in alike if one])
