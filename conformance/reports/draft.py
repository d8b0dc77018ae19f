"""A draft assessment summary for one bidder: each criterion, its score, and why, from that bidder's data alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reports.audiences import Audience, filtered, redaction
from conformance.reports.cover import Cover, Warned, identity, to_repeat
from conformance.reports.lacking import lacking
from conformance.reports.pages import page
from conformance.reports.panelled import total_words
from conformance.reports.rules import gate_rule, plain, rules
from conformance.reports.scored import GATES
from conformance.reports.view import Fact
from conformance.reports.words import EVIDENCE_KINDS
from conformance.scoring.assessment import OUT_OF
from conformance.scoring.panel import Source, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.reports.words import Mark
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment, Gate, NeedScore
    from conformance.scoring.panel import GateBeside, Judged, NeedBeside

_NOT_YET = "not assessed yet"


@dataclass(frozen=True, slots=True)
class Gated:
    """One gate with its result, and why."""

    need: str
    text: str
    rule: str
    mark: Mark
    why: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One need as a criterion: its score, by whom, the published word for it, and the reasons."""

    need: str
    text: str
    weight: str
    proven: str
    score: str
    by: str
    word: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """One theme of criteria."""

    title: str
    weight: str
    number: str
    criteria: tuple[Criterion, ...]


def draft_page(
    run: Run, needs: Needs, assessment: Assessment, panel: Panel | None = None, *, scenarios: Mapping[str, Scenario]
) -> str:
    """Return the draft of one bidder's assessment summary, by its blind label, for the authority to complete."""
    redact = redaction(run, needs, scenarios, blind=True)
    run = filtered(run, Audience.PANEL, redact, blind=True)
    who = identity(run.header, blind=True)
    both = judged(needs, assessment, panel) if panel else None
    values = {
        "title": f"Draft assessment summary: {who.label}",
        "suite": str(run.header.get("suite", "")),
        "plural": "",
        "contents": [
            {"anchor": anchor, "title": title}
            for anchor, title in (("gates", "Gates"), ("criteria", "Criteria"), ("total", "Total and method"))
        ],
        "cover": Cover(
            "Draft assessment summary",
            who.label,
            f"{needs.statement.title}, version {needs.statement.version}",
            (
                Fact("Tender reference", needs.statement.id),
                Fact("Digest of the evidence (SHA-256)", run.digest, wide=True, code=True),
                *(
                    [Fact("Digest of the panel's record (SHA-256)", panel.digest, wide=True, code=True)]
                    if panel
                    else []
                ),
            ),
            tuple(_warnings(run, assessment, both)),
        ),
        "gates": [_gate(one, both) for one in assessment.gates],
        "headings": _headings(needs, assessment, both, {one.id: one.purpose for one in scenarios.values()}),
        "total": _total(assessment, both),
        "rules": rules(needs.method, assessment.excluded),
        "scale": sorted(needs.scale.items()),
    }
    return page("draft.html.j2", values, redact=redact)


def _warnings(run: Run, assessment: Assessment, both: Judged | None) -> Iterator[Warned]:
    yield Warned("Draft.", "Made from the record for the authority to check, complete and sign; it is no decision.")
    if not run.complete or to_repeat(run, assessment):
        yield Warned("Not decidable yet.", "Some scenarios must be repeated before this can be finished.")
    if both is None:
        yield Warned("Without the panel.", "No panel record was given: only what the wire shows is assessed here.")
    elif both.lacking:
        yield Warned("Not complete.", f"The panel has not moderated {', '.join(both.lacking)}.")


def _gate(one: Gate, both: Judged | None) -> Gated:
    decided: GateBeside | None = next((gate for gate in both.gates if gate.need == one.need), None) if both else None
    if decided is None or decided.stands is decided.machine:
        return Gated(one.need, one.text, gate_rule(one), GATES[one.result], one.why)
    why = f"The test: {GATES[one.result].word.lower()}. {decided.why}"
    return Gated(one.need, one.text, gate_rule(one), GATES[decided.stands], why)


def _headings(needs: Needs, assessment: Assessment, both: Judged | None, purposes: Mapping[str, str]) -> list[Heading]:
    beside = {one.need: one for one in both.needs} if both else {}
    themes = {one.theme: one for one in (both.assessment if both else assessment).themes}
    found = []
    for theme in needs.theme:
        value = themes[theme.id].value
        number = _NOT_YET if value is None else f"{plain(value)} of {OUT_OF}"
        own = [one for one in assessment.needs if one.theme == theme.id]
        criteria = tuple(_criterion(one, beside.get(one.need), needs, purposes) for one in own)
        found.append(Heading(theme.title, plain(theme.weight), number, criteria))
    return found


def _criterion(one: NeedScore, said: NeedBeside | None, needs: Needs, purposes: Mapping[str, str]) -> Criterion:
    counts = said.counts if said else one.value
    source = said.source if said else Source.MACHINE if one.value is not None else Source.OPEN
    reasons = []
    if source is Source.MACHINE:
        reasons += [lacking(one.scenarios, purposes), one.why]
    if said and said.moderated:
        reasons.append(f"The panel: {said.moderated.reason}")
    if said and said.override:
        reasons.append(f"The test gave {said.machine}. {said.override.name} differs: {said.override.reason}")
    return Criterion(
        need=one.need,
        text=one.text,
        weight=plain(one.weight),
        proven=EVIDENCE_KINDS[one.evidence],
        score=_NOT_YET if counts is None else f"{plain(counts)} of {OUT_OF}",
        by="" if counts is None else source.value,
        word="" if counts is None else needs.scale[int(counts)],
        reasons=tuple(reason for reason in reasons if reason),
    )


def _total(assessment: Assessment, both: Judged | None) -> tuple[str, str]:
    if both:
        return total_words(both), both.assessment.arithmetic
    number = "none" if assessment.total is None else f"{plain(assessment.total)} of 100, the machine's scores alone"
    return number, assessment.arithmetic
