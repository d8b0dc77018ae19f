"""JUnit XML for a continuous integration server: one test case per scenario, judged as the run judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conformance.deviations import NOBODY
from conformance.model import Outcome, Result, Verdict
from conformance.reports.view import counting, repeat
from conformance.reports.visible import visible

if TYPE_CHECKING:
    from conformance.deviations import Register
    from conformance.runs import Run

_RED = {Outcome.FAILED: "failure", Outcome.BLOCKED: "failure", Outcome.ERROR: "error"}
"""Outcomes that turn a build red.

Blocked is a ``failure`` of type ``blocked``, not a skip: nothing was shown, and a build that stays green because
its target was down would hide it. Our own error is an ``error``. Not applicable is a skip. A reservation passes,
and says so in ``system-out``, where every case states its outcome: the schema by which Jenkins' xunit plugin
reads (junit-10.xsd) lets a case have no properties, and the whole no count of skips.
"""


def junit(run: Run, register: Register = NOBODY) -> str:
    """Return the run as JUnit XML, one suite per kit, times in seconds.

    A failure that ``register`` expects is a skip that says why: it stays in sight and turns no build red.
    """
    tries: dict[str, list[Result]] = {}
    for result in run.results:
        tries.setdefault(result.scenario, []).append(result)
    kits: dict[str, list[tuple[Result, int]]] = {}
    for attempts in tries.values():
        one = counting(attempts)
        kits.setdefault(one.kit, []).append((one, len(attempts)))
    everything = [one for members in kits.values() for one, _ in members]
    counts = _counts(everything, register)
    del counts["skipped"]
    root = ET.Element("testsuites", {"name": "conformance", **counts})
    for kit, members in kits.items():
        results = [one for one, _ in members]
        began = min(one.started for one in results)
        suite = ET.SubElement(
            root, "testsuite", {"name": visible(kit), "timestamp": visible(began), **_counts(results, register)}
        )
        for one, made in members:
            _case(suite, one, made, str(run.header.get("seed", "")), register)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _counts(results: list[Result], register: Register) -> dict[str, str]:
    expected = [register.excuses(one) for one in results]
    tags = [None if excused else _RED.get(one.outcome) for one, excused in zip(results, expected, strict=True)]
    return {
        "tests": str(len(results)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "skipped": str(sum(one.outcome is Outcome.NOT_APPLICABLE for one in results) + sum(expected)),
        "time": f"{sum(one.seconds for one in results):.3f}",
    }


def _case(suite: ET.Element, one: Result, attempts: int, seed: str, register: Register) -> None:
    names = {"classname": visible(f"{one.kit}.{one.actor}"), "name": visible(one.scenario)}
    case = ET.SubElement(suite, "testcase", {**names, "time": f"{one.seconds:.3f}"})
    if one.outcome is Outcome.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", {"message": visible(one.reason)})
    elif register.excuses(one):
        ET.SubElement(case, "skipped", {"message": _excuse(one, register)}).text = _words(one, seed)
    elif one.outcome in _RED:
        body = ET.SubElement(case, _RED[one.outcome], {"type": one.outcome.value, "message": _headline(one)})
        body.text = _words(one, seed)
    stated = {"outcome": one.outcome.value, "transaction": visible(one.transaction), "attempts": str(attempts)}
    lines = [f"{name}: {value}" for name, value in stated.items()]
    lines += [_words(one, seed)] if one.outcome is Outcome.RESERVATION else []
    ET.SubElement(case, "system-out").text = "\n".join(lines)


def _excuse(one: Result, register: Register) -> str:
    said = [
        f"expected until {entry.deviation.expires.isoformat()} ({entry.deviation.author}): {entry.deviation.reason}"
        for entry in register.entries
        if entry.deviation.scenario == one.scenario and (one.scenario, entry.deviation.clause) in register.expected
    ]
    return visible("; ".join(said))


def _headline(one: Result) -> str:
    worst = next((found for found in one.findings if found.verdict is Verdict.FAILED), None)
    if worst is None:
        return visible(one.reason or one.outcome.value)
    return visible(f"{worst.clause.citation}: {worst.clause.says}")


def _words(one: Result, seed: str) -> str:
    """Return what was not as it should be: clause, expected, seen, where, and the command that repeats it."""
    lines = []
    for found in one.findings:
        if found.verdict is Verdict.PASSED:
            continue
        clause = found.clause
        place = f"{clause.citation} ({clause.edition}, {clause.level.value})"
        lines.append(f"{found.verdict.value}: {place}: {clause.says}")
        lines += [f"  expected: {found.expected}", f"  saw: {found.saw}"]
        lines += [f"  where: {found.where}"] if found.where else []
    command = repeat(one.scenario, seed) if seed else ""
    return "\n".join(visible(line) for line in ([*lines, f"repeat: {command}"] if command else lines))
