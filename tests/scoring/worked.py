"""Worked figures: one small tender scored in every way, as text that a person can check and a change can't slip by."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from plain_lines import plainly
from recorded import document, moderated, override, panel_of, scored, task
from weighing import Bench, a_need, needs_of

from conformance.needs import Method
from conformance.scoring import claims, left_out, not_tested, score, stand
from conformance.scoring.panel import judged
from conformance.scoring.price import Offer, offer, placed, warnings
from conformance.scoring.sensitivity import nearest_flip, sensitivity, shares_of
from conformance.systems import Claim

GOLDEN = Path(__file__).parent / "worked.txt"
STEPS = {"0": "<50%", "2": ">=50%", "3": "must:100%", "4": "must:100% & should:>=80%", "5": ">=100% & robustness:100%"}


def bench():
    """Return scenarios of every make, robustness among them."""
    made = Bench()
    for name, levels in {
        "store": "mms",
        "find": "mm",
        "get": "ms",
        "may": "y",
        "worklist.a": "ms",
        "worklist.b": "ms",
        "dicom.robustness.cut": "ms",
        "dicom.robustness.flood": "m",
        "never": "m",
        "again": "ms",
        "late": "s",
    }.items():
        made.scenario(name, levels, {"store": "RAD-8", "find": "RAD-14", "get": "RAD-16/17"}.get(name, "ITI-8"))
    return made


def tender(**method):
    """Return a statement of four themes whose needs are of every kind."""
    split = {"quality": 60, "price": 40}
    return needs_of(
        [
            a_need("S", weight=50, gate=True, score=STEPS, scenarios=["store", "find", "get"], why="a reason"),
            a_need("W", weight=30, scenarios=["worklist.*", "may"], gate=True, pass_rule=">=60%"),
            a_need("R", weight=20, scenarios=["store"], robustness=["dicom.robustness.*"], score=STEPS),
            a_need("N", theme="u", weight=40, scenarios=["never", "nowhere"], gate=True),
            a_need("A", theme="u", weight=35, scenarios=["again", "late"]),
            a_need("P", theme="u", weight=25, evidence="panel", scenarios=[], proxies=["looks", "feels"]),
            a_need("D", theme="v", weight=70, evidence="document", scenarios=[], gate=True),
            a_need("C", theme="v", weight=30, evidence="price", scenarios=[]),
            a_need("Z", theme="w", weight=0, scenarios=["find"]),
            a_need("Y", theme="w", weight=100, scenarios=["find", "get"], score={"1": ">=30%", "4": "must:>=90%"}),
        ],
        themes=[("t", 45), ("u", 25), ("v", 10), ("w", 20)],
        **{"split": split, "price": "relative-to-lowest", **method},
    )


def bids(made):
    """Return the results of four bidders."""
    again = [made.result("again", "BB", 1, "no  answer\nat all"), made.result("again", "PF", 2)]
    differing = [made.result("again", "PP", 1), made.result("again", "FP", 2)]
    torn = [made.result("again", "PP", 2)]
    error = [made.result("late", "E", 1, "x" * 300)]
    return {
        "all": made.results(
            store="PPP",
            find="PP",
            get="PP",
            may="P",
            worklist_a="PP",
            worklist_b="PP",
            never="P",
            late="P",
            dicom_robustness_cut="PP",
            dicom_robustness_flood="P",
        )
        + again,
        "most": made.results(
            store="PPF",
            find="PP",
            get="PP",
            may="F",
            worklist_a="PF",
            worklist_b="BB",
            late="F",
            dicom_robustness_cut="PF",
            dicom_robustness_flood="F",
        )
        + differing,
        "few": made.results(store="FPP", find="PF", get="NN", worklist_a="FP", dicom_robustness_flood="B")
        + torn
        + error,
        "none": made.results(store="BBB", find="BP"),
    }


METHODS = {
    "as published": {},
    "each step, half even": {"rounding": {"places": 1, "mode": "half-even", "when": "each-step"}},
    "down, no places, panel": {"rounding": {"places": 0, "mode": "down"}, "not_tested": "panel"},
    "excluded for all": {"not_tested": "exclude-for-all"},
}


def offers():
    """Return offers of quality and price, with ties, a gate not met and no quality at all."""
    made = {
        "A": (Fraction(60), 50, ""),
        "B": (Fraction(90), 80, ""),
        "C": (Fraction(20), 30, ""),
        "D": (Fraction(60), 50, ""),
        "E": (Fraction(185, 3), 60, ""),
        "F": (Fraction(100), 10, "gates not met: X"),
        "G": (Fraction(0), 40, ""),
    }
    return [
        Offer(
            name,
            quality,
            Decimal(price),
            {"need:S": quality / 20, "theme:t": quality / 20 if name != "D" else Fraction(2)},
            out,
        )
        for name, (quality, price, out) in made.items()
    ]


FORMULAS = {
    "relative-to-benchmark": {"benchmark": 45},
    "fixed-ceiling": {"ceiling": 70},
    "relative-to-lowest": {},
    "price-per-quality-point": {},
}


def price_cases():
    for formula, more in FORMULAS.items():
        for ties in (["quality", "price"], ["need:S", "theme:t"], ["price"]):
            split = {"quality": 70, "price": 30}
            method = Method.model_validate(
                {"suite": "2026.12", "price": formula, "split": split, "tie_break": ties, **more}
            )
            yield f"price {formula}, ties by {', '.join(ties)}", placed(method, offers())
        yield f"warnings {formula}", warnings(method)
        alone = Method.model_validate({"suite": "2026.12", "price": formula, **more})
        yield f"warnings {formula}, quality alone", warnings(alone)


def briefly(found):
    """Return what another method changes."""
    return (
        (found.total, found.at_most, found.word, found.exact, found.arithmetic),
        (found.missing, found.not_run, found.to_repeat, found.excluded, found.beside, found.remarks),
        found.strengths,
        found.gaps,
        [
            (theme.theme, theme.value, theme.percent, theme.at_most, theme.exact_most, theme.word, theme.arithmetic)
            for theme in found.themes
        ],
        [(need.need, need.points, need.at_most, need.status, need.share_of_total, need.why) for need in found.needs],
        [(gate.need, gate.result, gate.why) for gate in found.gates],
    )


def bidding():
    """Yield what becomes of four bidders under every method."""
    made = bench()
    results = bids(made)
    for title, method in METHODS.items():
        needs = tender(**method)
        excluded = left_out(needs, list(results.values()), made.scenarios)
        yield f"{title}: left out", excluded
        for name, theirs in results.items():
            found = score(needs, theirs, made.scenarios, excluded=excluded)
            yield f"{title}: {name}", found if title == "as published" else briefly(found)
    for name, theirs in results.items():
        yield f"not tested: {name}", not_tested(tender(), theirs, made.scenarios)
        yield f"standing: {name}", stand(tender(), theirs, made.scenarios)["A"]


def order_cases():
    made = bench()
    results = bids(made)
    for formula, more in FORMULAS.items():
        needs = tender(price=formula, **more)
        assessed = {name: score(needs, theirs, made.scenarios) for name, theirs in results.items()}
        bidders = [offer(name, one, Decimal(50 + at * 7)) for at, (name, one) in enumerate(assessed.items())]
        standing = [Offer(one.bidder, one.quality, one.price, one.points) for one in bidders]
        shares = shares_of(needs, assessed["all"])
        yield f"shares {formula}", shares
        yield f"offers {formula}", bidders
        yield f"sensitivity {formula}", sensitivity(needs, standing, shares)
        yield f"nearest flip {formula}", nearest_flip(needs, standing, shares)
        yield f"nearest flip of two {formula}", nearest_flip(needs, standing[:2], shares)
        yield f"sensitivity with some out {formula}", sensitivity(needs, bidders, shares)


def panel_cases():
    made = bench()
    needs = tender()
    whole, most = (score(needs, bids(made)[name], made.scenarios) for name in ("all", "most"))
    agreed = [moderated("P", 4), moderated("D", 5, gate="pass")]
    records = {
        "nothing": {},
        "agreed": {"moderated": agreed, "score": [scored("P", 3), scored("P", 5, "e2")]},
        "gate failed": {"moderated": [moderated("P", 2), moderated("D", 1, gate="fail")]},
        "documents": {"moderated": [moderated("P", 0)], "document": [document("D"), document("D", title="Other")]},
        "a document failed": {"document": [document("D", "fail")], "demonstration": [task("D", None)]},
        "overridden": {
            "moderated": agreed,
            "override": [override("W", points=1), override("S", gate="fail"), override("D", gate="pass")],
        },
    }
    for title, given in records.items():
        for name, one in (("all", whole), ("most", most)):
            found = judged(needs, one, panel_of(**given))
            yield f"panel {title}: {name}", (found.needs, found.gates, found.lacking, found.complete)
            yield (
                f"panel {title}: {name}, sums",
                (
                    found.assessment.total,
                    found.assessment.word,
                    found.assessment.exact,
                    found.assessment.arithmetic,
                    found.assessment.themes,
                    [
                        (need.need, need.points, need.at_most, need.out_of, need.share_of_total)
                        for need in found.assessment.needs
                    ],
                    [gate.result for gate in found.assessment.gates],
                ),
            )
    excluded = tender(not_tested="exclude-for-all")
    left = score(excluded, bids(made)["all"], made.scenarios, excluded=frozenset({"again", "late"}))
    yield "panel beside an excluded need", judged(excluded, left, panel_of(moderated=agreed)).needs
    open_ = tender(not_tested="panel")
    yield (
        "panel of what was left to it",
        judged(
            open_, score(open_, bids(made)["most"], made.scenarios), panel_of(moderated=[*agreed, moderated("W", 2)])
        ).needs,
    )


def claim_cases():
    made = bench()
    stated = [
        Claim(transaction="RAD-8", level="yes", source="4.2"),
        Claim(transaction="RAD-14", level="configurable"),
        Claim(transaction="RAD-16/17", level="roadmap", due="2027-06-30"),
        Claim(transaction="ITI-8", level="no"),
        Claim(transaction="ITI-99", level="third-party"),
        Claim(transaction=" other ", level="no"),
    ]
    for name, theirs in bids(made).items():
        found = claims(stated, theirs, made.scenarios)
        yield f"claims of {name}", (found.held, found.tested, found.accuracy, found.arithmetic)
        yield (
            f"rows of {name}",
            [
                (row.transaction, row.level, row.source, row.due, row.comparison, row.seen, len(row.scenarios))
                for row in found.rows
            ],
        )
        yield (
            f"unclaimed of {name}",
            [(row.transaction, row.comparison) for row in claims([], theirs, made.scenarios).rows],
        )


def worked():
    """Return everything as text."""
    lines = []
    for cases in (bidding, price_cases, order_cases, panel_cases, claim_cases):
        for title, value in cases():
            lines += [f"== {title}", *plainly(value), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    GOLDEN.write_text(worked(), encoding="utf-8", newline="\n")
