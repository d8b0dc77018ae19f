"""Judge a recorded run again, offline: every story is told to its recording, and the verdicts must be the same."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.attempt import Request
from conformance.kits import all_scenarios, kits
from conformance.limits import Limits
from conformance.results import judged
from conformance.runs import EVIDENCE, record_of
from conformance.sealing import seal
from conformance.story import derived
from conformance.supervision import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Result
    from conformance.runs import Run


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One scenario judged again: the live result, the new one (None: it can't be told), and what differs."""

    live: Result
    again: Result | None
    differs: tuple[str, ...]


def rejudge(run: Run) -> Iterator[Rejudged]:
    """Tell every recorded story again from its transcript, each in a limited worker."""
    known = {one.id: one for one in all_scenarios()}
    limits = Limits(**run.header["limits"])
    workers = Workers([f"{kit.package}.scenarios" for kit in kits() if kit.scenario_modules()], limits)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            for live in run.results:
                if not live.transcript:
                    continue
                scenario = known.get(live.scenario)
                if scenario is None:
                    yield Rejudged(live, None, ("this suite has no such scenario",))
                    continue
                journal = Path(temporary) / "journal"
                journal.write_bytes(b"")
                request = Request(
                    scenario=live.scenario,
                    attempt=live.attempt,
                    seed=derived(run.header["seed"], live.scenario, str(live.attempt)).hex(),
                    started=live.started,
                    journal=str(journal),
                    profile=run.header["system"],
                    folder=run.header["folder"],
                    limits=run.header["limits"],
                    replay=(str((run.folder / EVIDENCE).resolve()), live.transcript),
                )
                answer = workers.ask(request)
                with journal.open("rb") as recorded:
                    sealed = seal(recorded, Path(temporary) / EVIDENCE, durable=False)
                again = judged(scenario, live.attempt, live.started, sealed, answer)
                yield Rejudged(live, again, _differences(live, again))
    finally:
        workers.stop()


def _differences(live: Result, again: Result) -> tuple[str, ...]:
    before, after = record_of(live), record_of(again)
    found = []
    if before["outcome"] != after["outcome"]:
        found.append(f"the outcome was {before['outcome']}, is {after['outcome']}: {again.reason}")
    for one, other in zip(before["findings"], after["findings"], strict=False):
        found += [
            f"{one['id']}: {key} was {one[key]!r}, is {other[key]!r}"
            for key in ("id", "verdict", "expected", "saw", "where", "evidence")
            if one[key] != other[key]
        ]
    if len(before["findings"]) != len(after["findings"]):
        found.append(f"there were {len(before['findings'])} findings, are {len(after['findings'])}")
    return tuple(found)
