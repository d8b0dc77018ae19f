"""What the scenarios do to the honest simulator: pass, in octets that read without a problem, and again offline."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from arena import QUICK, profile_of

from conformance.attempt import Request
from conformance.dicom import KIT
from conformance.dicom.explain import explain
from conformance.dicom.simulator import Archive
from conformance.dicom.wire import MEDIA_TYPE, Unreadable, read, split
from conformance.evidence import SENT
from conformance.model import Outcome
from conformance.results import judged
from conformance.sealing import seal
from conformance.story import derived
from conformance.systems import SystemProfile


@pytest.fixture(scope="module")
def run(arena):
    """Return the results of every scenario on the honest simulator, and the profile they were told with."""
    with Archive() as honest:
        sections = honest.profile()
        return arena.run(sections, "dicom"), sections


def test_an_honest_archive_passes_every_scenario(run):
    results, _ = run
    assert len(results) > 60
    assert {one.scenario: one.reason for one in results if one.outcome is not Outcome.PASSED} == {}


MEANT_TO_BE_WRONG = {
    "dicom.association.unknown-pdu", "dicom.association.torn-data", "dicom.association.over-maximum",
    "dicom.association.half-open",
}  # fmt: skip


def test_what_we_send_reads_without_a_problem_except_where_it_is_meant_to_be_wrong(run, arena):
    results, _ = run
    told = 0
    for result in results:
        for item in result.evidence:
            if item.direction != SENT or item.media_type != MEDIA_TYPE:
                continue
            pdus, rest = split((arena.evidence / item.sha256).read_bytes())
            assert rest == b"" or result.scenario in MEANT_TO_BE_WRONG, result.scenario
            for pdu in pdus:
                if result.scenario not in MEANT_TO_BE_WRONG:
                    try:
                        assert read(pdu).problems == (), f"{result.scenario} {item.id}"
                    except Unreadable as error:
                        raise AssertionError(f"{result.scenario} {item.id}") from error
                told += 1
    assert told > 1000


def test_a_recording_is_judged_as_the_live_run_was(run, arena):
    results, sections = run
    profile = SystemProfile.model_validate(profile_of(sections)).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    scenarios = {one.id: one for one in KIT.scenarios()}
    for live in results:
        journal = arena.folder / "again.journal"
        journal.write_bytes(b"")
        request = Request(
            scenario=live.scenario,
            attempt=1,
            seed=derived("arena", live.scenario).hex(),
            started="2026-11-24T10:00:00.000Z",
            journal=str(journal),
            profile=profile,
            folder=str(arena.folder),
            limits=asdict(QUICK),
            replay=(str(arena.evidence), live.transcript),
        )
        answer = arena._workers.ask(request)
        with journal.open("rb") as recorded:
            sealed = seal(recorded, arena.folder / "again")
        again = judged(scenarios[live.scenario], 1, request.started, sealed, answer)
        assert again.findings == live.findings, live.scenario


def test_every_recorded_pdu_is_explained(run, arena):
    results, _ = run
    items = {item.sha256 for result in results for item in result.evidence if item.media_type == MEDIA_TYPE}
    assert len(items) > 1000
    for digest in sorted(items)[::10]:
        assert explain(MEDIA_TYPE, (arena.evidence / digest).read_bytes())
