"""One bidder's page: a run and its assessment in, one self-contained HTML file out, the same bytes every time."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from conformance.model import Outcome
from conformance.reports.audiences import SAYS, Audience, filtered, permitted, redaction
from conformance.reports.claims import claims
from conformance.reports.cover import cover, identity, versions
from conformance.reports.disputes import disputes
from conformance.reports.evidence import Decoder
from conformance.reports.pages import page
from conformance.reports.panelled import panelled
from conformance.reports.scored import scored
from conformance.reports.since import since
from conformance.reports.stated import limits
from conformance.reports.summary import summary, untested
from conformance.reports.undisputed import both_ways
from conformance.reports.view import groups, told
from conformance.reports.words import OUTCOMES, counted, glossary, transaction_title
from conformance.scoring.panel import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.deviations import Register
    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.reports.evidence import Explain
    from conformance.reports.scored import Scored
    from conformance.reports.view import Told
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment

_CONTENTS = (
    ("summary", "Summary"),
    ("gates", "Gates"),
    ("needs", "Needs"),
    ("claims", "Claims against observation"),
    ("scenarios", "Scenarios"),
    ("disputes", "Dispute register"),
    ("since", "Since the earlier run"),
    ("untested", "Not tested and inconclusive"),
    ("panel", "Panel record"),
    ("method", "Method"),
    ("annex", "Annex"),
)
_SCORED = {"gates", "needs", "panel"}


def bidder_page(  # noqa: PLR0913 - what a page is made of
    run: Run,
    needs: Needs | None = None,
    assessment: Assessment | None = None,
    *,
    explain: Explain,
    scenarios: Mapping[str, Scenario],
    blind: bool = False,
    audience: Audience = Audience.SUPPLIER,
    register: Register | None = None,
    panel: Panel | None = None,
    baseline: Run | None = None,
) -> str:
    """Return the page of one run. Without needs and assessment it has every part but the scored ones.

    ``panel`` is the panel's record of this bidder, shown beside the machine's results; the public gets none of it.

    ``explain`` decodes a recorded message (media type, octets) into lines, or returns None; ``scenarios`` gives
    each scenario's purpose by id. A blind page names no supplier, product, host or application entity and opens
    no recorded message, since those carry names. A copy for another ``audience`` is made from the run filtered for
    it, which is also what the assessment must be of. ``register`` holds the deviations that were expected,
    ``baseline`` is an earlier run to say what changed since.
    """
    redact = redaction(run, needs, scenarios, blind=blind)
    run = filtered(run, audience, redact, blind=blind)
    register = permitted(register, audience, redact) if register else None
    decoder = None if blind or audience is Audience.PUBLIC else Decoder(explain, run.octets)
    told_of = told(run, scenarios, decoder)
    everything = list(told_of.values())
    record = None if audience is Audience.PUBLIC else panel
    both = judged(needs, assessment, record) if needs and assessment and record else None
    points = scored(needs, assessment, told_of, both) if needs and assessment else None
    robust = needs.robust(scenarios) if needs else frozenset()
    who = identity(run.header, blind=blind)
    undecided = untested(everything, assessment)
    listed = {one.id for one in undecided}
    earlier = baseline and filtered(baseline, audience, redaction(baseline, needs, scenarios, blind=blind), blind=blind)
    values = {
        "title": f"Conformance report: {who.label}",
        "suite": str(run.header.get("suite", "")),
        "plural": "",
        "contents": [_entry(*one) for one in _CONTENTS if _present(one[0], points, register, baseline)],
        "cover": cover(run, who, needs, assessment, SAYS[audience] if audience is not Audience.SUPPLIER else ""),
        "summary": summary(everything, assessment),
        "claims": claims(run, scenarios, told_of, robust),
        "scored": points,
        "groups": groups(told_of, robust),
        "register": disputes(register, told_of, both_ways(run, register, needs, assessment, scenarios))
        if register
        else None,
        "since": since(earlier, run, told_of, register, blind=blind) if earlier else None,
        "untested": undecided,
        "panel": panelled(record, both) if record and both else None,
        "repeated": [one for one in everything if len(one.attempts) > 1 and one.id not in listed],
        "inapplicable": _inapplicable([one for one in everything if one.id not in listed]),
        "marks": list(OUTCOMES.values()),
        "limits": limits(run),
        "weaker": [str(line) for line in run.header.get("weaker", [])],
        "glossary": glossary(),
        "transactions": _transactions(everything),
        "standards": _standards(run),
        "versions": versions(run, needs),
    }
    return page("bidder.html.j2", values, redact=redact)


def _present(anchor: str, points: Scored | None, register: Register | None, baseline: Run | None) -> bool:
    beside = {"disputes": register is not None, "since": baseline is not None}
    return points is not None if anchor in _SCORED else beside.get(anchor, True)


def _entry(anchor: str, title: str) -> dict[str, str]:
    return {"anchor": anchor, "title": title}


def _inapplicable(everything: Iterable[Told]) -> list[dict[str, str]]:
    reasons = Counter(one.reason or "no reason given" for one in everything if one.outcome is Outcome.NOT_APPLICABLE)
    return [{"says": says, "count": counted(number, "scenario")} for says, number in reasons.items()]


def _transactions(everything: Iterable[Told]) -> list[dict[str, str]]:
    counts = Counter(code for one in everything for code in re.findall(r"(?:RAD|ITI)-\d+", one.transaction))
    rows = sorted(counts.items(), key=lambda pair: (pair[0][:3], int(pair[0][4:])))
    return [{"code": code, "title": transaction_title(code), "count": str(number)} for code, number in rows]


def _standards(run: Run) -> list[str]:
    """Return each standard part and edition that decided a clause."""
    named = {(one.clause.standard, one.clause.edition) for result in run.results for one in result.findings}
    return [f"{standard}, edition {edition}" for standard, edition in sorted(named)]
