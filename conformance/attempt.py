"""Tell one story once: set its scene from a request, run the test that tells it, and draft what was found."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.asking import Noted
from conformance.bringing import Bringing
from conformance.evidence import Recorder
from conformance.judging import Judge
from conformance.limits import Limits
from conformance.network import Network
from conformance.replay import Recording, Replay, ReplayedAsks
from conformance.story import Story, moment
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.asking import Asks
    from conformance.guarded import Doors
    from conformance.model import Finding, Scenario


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be told: plain values, so that it can cross to another process.

    ``profile`` is the candidate's profile as TOML gives it; ``replay`` the evidence folder and transcript of an
    earlier telling, or None; ``journal`` the file the octets are recorded in.
    """

    scenario: str
    attempt: int
    seed: str
    started: str
    journal: str
    profile: dict[str, Any]
    folder: str
    limits: dict[str, Any]
    replay: tuple[str, str] | None = None


@dataclass(slots=True)
class Attempt:
    """One telling in progress."""

    scenario: Scenario
    story: Story
    judge: Judge
    in_process: bool = False
    broke_off: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one telling found; findings name evidence by id, which the journal resolves."""

    findings: tuple[Finding, ...]
    seconds: float
    retire: bool = False


_current: list[Attempt] = []


def current() -> Attempt | None:
    """Return the telling in progress in this process, if any."""
    return _current[-1] if _current else None


def _without_keys(profile: dict[str, Any], name: str = "") -> dict[str, Any]:
    """Return a profile whose TLS tables name no file: told to its recording, a story shows nobody a certificate."""
    left_out = {"ca", "cert", "key"} if name == "tls" else set()
    kept = {key: value for key, value in profile.items() if key not in left_out}
    return {key: _without_keys(value, key) if isinstance(value, dict) else value for key, value in kept.items()}


@contextmanager
def scene(scenario: Scenario, request: Request, asks: Asks | None = None) -> Iterator[Attempt]:
    """Open the journal and the doors for one telling, and close them after it.

    Without ``asks``, what the story asks of the candidate is brought about in this process.
    """
    profile = SystemProfile.model_validate(_without_keys(request.profile) if request.replay else request.profile)
    limits = Limits(**request.limits)
    with Path(request.journal).open("w+b") as journal:
        recorder = Recorder(journal)
        doors: Doors
        if request.replay:
            folder, transcript = request.replay
            recording = Recording(Path(folder), transcript)
            doors, asks = Replay(recording, recorder, limits), ReplayedAsks(recording)
        else:
            doors = Network(recorder, limits, profile.safety.allows)
        bringing = Bringing(profile.asked, Path(request.folder))
        noted = Noted(asks or bringing, recorder)
        story = Story(
            scenario.id,
            request.seed,
            moment(request.started),
            doors,
            recorder,
            profile,
            Path(request.folder),
            noted,
            replayed=request.replay is not None,
        )
        attempt = Attempt(scenario, story, Judge(scenario.clauses, recorder.latest))
        _current.append(attempt)
        try:
            yield attempt
        finally:
            _current.remove(attempt)
            bringing.close()
            if isinstance(doors, Network):
                doors.close()
            recorder.settle()


def tell(
    scenario: Scenario,
    request: Request,
    perform: Callable[[Attempt], None],
    asks: Asks | None = None,
    *,
    in_process: bool = False,
) -> Draft:
    """Run ``perform`` (which runs the test and notes why it broke off) in its scene; return the draft."""
    began = time.monotonic()
    with scene(scenario, request, asks) as attempt:
        attempt.in_process = in_process
        perform(attempt)
        findings = attempt.judge.findings(attempt.broke_off)
        return Draft(findings, round(time.monotonic() - began, 3), isinstance(attempt.broke_off, MemoryError))
