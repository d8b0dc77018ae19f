"""Every story of the room, told again to its own recording, gives the same verdicts for the same reasons."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from arena import QUICK, profile_of

from conformance.attempt import Request
from conformance.hl7 import KIT
from conformance.kits import made
from conformance.results import judged
from conformance.runs import record_of
from conformance.sealing import seal
from conformance.story import derived
from conformance.systems import SystemProfile

LIMITS = {"frame_s": 0.3, "settle_s": 0.3, "quiet_s": 0.05}
PEERS = ["ML06", "ML16", "ML17", "ML20", "hl7.gives-up-on-resets", "hl7.answers-twice", "BV29", "BV30"]
ASKED = {
    "ML11": [one.id for one in KIT.scenarios() if one.id.startswith("hl7.enhanced.")],
    "PX08": [one.id for one in KIT.scenarios() if one.id.startswith("hl7.pdq.")],
    "PX04": [one.id for one in KIT.scenarios() if one.id.startswith("hl7.pix.")],
}
"""Stories in which something is asked again until it happened, or nothing may come."""

CUT = [one.id for one in KIT.scenarios() if one.id.startswith("hl7.framing.")]


def again(arena, scenario, result, sections):
    """Tell a recorded story to its recording."""
    journal = arena.folder / "again.journal"
    journal.write_bytes(b"")
    profile = SystemProfile.model_validate(profile_of(sections))
    request = Request(
        scenario=scenario.id,
        attempt=1,
        seed=derived("arena", scenario.id).hex(),
        started=result.started,
        journal=str(journal),
        profile=profile.model_dump(mode="json", by_alias=True, exclude_none=True),
        folder=str(arena.folder),
        limits=asdict(replace(QUICK, **LIMITS)),
        replay=(str(arena.evidence), result.transcript),
    )
    answer = arena._workers.ask(request)
    with journal.open("rb") as recorded:
        sealed = seal(recorded, arena.folder / "again")
    return judged(scenario, 1, request.started, sealed, answer)


@pytest.mark.parametrize("name", [*PEERS, *ASKED])
def test_a_recording_gives_the_same_findings_as_the_peer_itself(arena, name):
    [saboteur] = [one for one in KIT.saboteurs() if one.id == name]
    with made(saboteur) as peer:
        sections = peer.profile()
        live = arena.run(sections, "hl7", only=ASKED.get(name, CUT), limits=LIMITS)
    told = {scenario.id: scenario for scenario in KIT.scenarios()}

    replayed = [again(arena, told[result.scenario], result, sections) for result in live]

    for before, after in zip(live, replayed, strict=True):
        assert record_of(after)["findings"] == record_of(before)["findings"], before.scenario
        assert after.outcome is before.outcome
    assert [result.scenario for result in live] == ASKED.get(name, CUT)


SENDERS = [
    "hl7.keeps-connections",
    "hl7.sends-again-renamed",
    "hl7.takes-any-answer",
    "hl7.trusts-anybody",
    "hl7.never-secures",
]


@pytest.mark.parametrize("name", SENDERS)
def test_a_recording_of_a_sender_gives_the_same_findings(arena, name):
    [saboteur] = [one for one in KIT.saboteurs() if one.id == name]
    with made(saboteur) as peer:
        sections = peer.profile()
        live = arena.run(sections, "hl7", only=saboteur.scenarios, limits=LIMITS)
    told = {scenario.id: scenario for scenario in KIT.scenarios()}

    replayed = [again(arena, told[result.scenario], result, sections) for result in live]

    for before, after in zip(live, replayed, strict=True):
        assert record_of(after)["findings"] == record_of(before)["findings"], before.scenario
        assert after.outcome is before.outcome
    assert {result.scenario for result in live} == set(saboteur.scenarios)
