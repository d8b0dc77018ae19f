"""A tender of usual size: 10 bidders by 500 scenarios with evidence; time, memory and size of what a panel opens."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import console

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.model import Scenario
    from conformance.runs import RunLog

BIDDERS = 10
SCENARIOS = 500
BUDGETS = {
    "comparison": {"seconds": 5.0, "megabytes": 500.0, "page_megabytes": 10.0},
    "page": {"seconds": 2.0, "megabytes": 500.0, "page_megabytes": 5.0},
}
"""What each may cost: wall time and peak memory of a whole process, and the size of the page."""

_WORK = """
import json, sys, time
from pathlib import Path
from conformance import needs as statements, runs, scoring
from conformance.reports import Bidder, bidder_page, comparison_page
from conformance.reporting import explain
sys.path.insert(0, str(Path(sys.argv[1]).parent))
from benchmarks.measuring import peak_megabytes
from benchmarks.reports import scenarios
began = time.perf_counter()
folders = [Path(one) for one in sys.argv[3:]]
needs = statements.read(Path(sys.argv[2]))
told = scenarios()
known = {one.id: one for one in told}
made = [runs.read(one) for one in folders]
assessed = [scoring.score(needs, one.results, told) for one in made]
if len(made) == 1:
    text = bidder_page(made[0], needs, assessed[0], explain=explain, scenarios=known)
else:
    text = comparison_page([Bidder(*pair) for pair in zip(made, assessed)], needs, scenarios=known)
Path("page.html").write_text(text, encoding="utf-8")
took = time.perf_counter() - began
print(json.dumps({"seconds": took, "megabytes": peak_megabytes()}))
"""


def scenarios() -> list[Scenario]:
    """Return the 500 scenarios of the tender, five clauses each."""
    from conformance.model import Clause, Level, Scenario  # noqa: PLC0415 - loaded where it is measured

    levels = (Level.MUST, Level.MUST, Level.MUST, Level.SHOULD, Level.MAY)
    clauses = tuple(
        Clause(f"bench.clause-{at}", "PS3.4", "2024e", f"C.{at}", f"The answer keeps rule {at}", level)
        for at, level in enumerate(levels)
    )
    return [
        Scenario(
            f"dicom.bench.story-{at}",
            f"story {at}",
            "dicom",
            "archive",
            f"RAD-{14 if at % 2 else 16}",
            clauses,
            ("dicom",),
            purpose=f"Asked for the studies of patient {at}, the archive returns those and no others.",
        )
        for at in range(SCENARIOS)
    ]


NEEDS = """
schema = "needs/1"
[statement]
id = "BENCH"
title = "A tender of usual size"
version = "1"
[scale]
0 = "none"
1 = "little"
2 = "part"
3 = "meets"
4 = "more"
5 = "all"
[method]
suite = "2026.12"
[[theme]]
id = "images"
title = "Images"
weight = 100
"""


def needs_text() -> str:
    """Return twenty needs, each asking for 25 scenarios."""
    parts = [NEEDS]
    for at in range(20):
        asked = ", ".join(f'"dicom.bench.story-{one}"' for one in range(at * 25, at * 25 + 25))
        parts.append(
            f'[[need]]\nid = "N-{at}"\ntheme = "images"\ntext = "Need {at}"\ndisposition = "keep"\nmoscow = "must"\n'
            f'gate = {"true" if at < 5 else "false"}\nweight = 5\nevidence = "wire"\nscenarios = [{asked}]\n'  # noqa: PLR2004 - five gates
        )
    return "\n".join(parts)


def folder(path: Path, bidder: int) -> Path:
    """Write one bidder's run: every tenth scenario fails, eight messages each."""
    from conformance.model import Evidence, Finding, Result, Verdict, outcome_of  # noqa: PLC0415 - as above
    from conformance.runs import EVIDENCE, RunLog  # noqa: PLC0415 - as above

    system = {
        "id": f"bidder-{bidder}",
        "supplier": f"Supplier {bidder}",
        "product": f"Product {bidder}",
        "version": "1",
    }
    header = {"suite": "2026.12.0", "system": {"system": system}, "seed": "5eed", "started": "2026-11-24T10:00:00Z"}
    log = RunLog.create(path, header)
    log.append = _unsynced(log)
    for at, scenario in enumerate(scenarios()):
        items = []
        for number in range(8):
            octets = f"\x0bMSH|^~\\&|{bidder}|{at}|{number}|{'x' * 400}\rPID|||ZZ{at}\r\x1c\r".encode()
            digest = hashlib.sha256(octets).hexdigest()
            (path / EVIDENCE / digest).write_bytes(octets)
            way = "received" if number % 2 else "sent"
            stamp = "2026-11-24T10:00:00.250Z"
            items.append(
                Evidence(
                    f"c0.{number}",
                    stamp,
                    way,
                    "127.0.0.1:1",
                    "a message",
                    "application/vnd.hl7.mllp",
                    digest,
                    len(octets),
                )
            )
        bad = (at + bidder) % 10 == 0
        findings = tuple(
            Finding(
                one,
                Verdict.FAILED if bad else Verdict.PASSED,
                one.says,
                "'other'",
                "PID-3",
                (f"sha256:{items[1].sha256}",),
            )
            for one in scenario.clauses
        )
        log.add(
            Result(
                scenario.id,
                "dicom",
                "archive",
                scenario.transaction,
                scenario.title,
                outcome_of(findings),
                findings,
                tuple(items),
                "2026-11-24T10:00:00.250Z",
                0.25,
            )
        )
    log.finish()
    return path


def _unsynced(log: RunLog) -> Callable[[Mapping[str, object]], None]:
    """Return an append that does not wait for the disk: what is measured is reading."""

    def append(record: Mapping[str, object]) -> None:
        line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
        log._hash.update(line)  # noqa: SLF001 - as the log itself does
        log._file.write(line)  # noqa: SLF001 - as above

    return append


def measured(folders: list[Path], needs: Path, where: Path) -> dict[str, float]:
    """Write one page in a process of its own; return its seconds, peak megabytes and size."""
    words = [sys.executable, "-c", _WORK, str(Path(__file__).parent), str(needs), *map(str, folders)]
    told = subprocess.run(words, cwd=where, check=True, capture_output=True, text=True)
    return {**json.loads(told.stdout), "page_megabytes": (where / "page.html").stat().st_size / 1e6}


def tender(where: Path, bidders: int = BIDDERS) -> tuple[list[Path], Path]:
    """Write the bidders' runs and the needs."""
    needs = where / "needs.toml"
    needs.write_text(needs_text(), encoding="utf-8")
    return [folder(where / f"bidder-{at}", at) for at in range(bidders)], needs


def main() -> None:
    """Measure both pages, twice each: within the budgets, and the same bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        where = Path(temporary)
        folders, needs = tender(where)
        over = []
        for title, given in (("comparison", folders), ("page", folders[:1])):
            found = measured(given, needs, where)
            first = (where / "page.html").read_bytes()
            again = measured(given, needs, where)
            if first != (where / "page.html").read_bytes():
                over.append(f"{title}: the same runs gave other bytes")
            for name, most in BUDGETS[title].items():
                value = min(found[name], again[name])
                console.print(f"{title:12} {name:16} {value:8.2f}  of at most {most:g}")
                over += [f"{title}: {name} {value:.2f} is more than {most:g}"] if value > most else []
        if over:
            sys.exit("\n".join(over))
