"""The run folder loses no finished scenario and hides no change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.files import BadFile
from conformance.lines import RunLine
from conformance.model import Clause, Evidence, Finding, Level, Outcome, Result, Verdict
from conformance.runs import EVIDENCE, LOG, RunLog, canonical, problems, read, record_of, result_of
from conformance.sealing import keep

CLAUSE = Clause("a.b", "PS3.4", "2024e", "C.1", "it answers", Level.MUST)
HEADER = {
    "suite": "1",
    "system": {
        "schema": "sut/1",
        "system": {"id": "x", "supplier": "s", "product": "p", "version": "1"},
        "safety": {"environment": "test", "allow_hosts": []},
    },
    "folder": ".",
    "needs": "",
    "seed": "00",
    "options": {},
    "limits": {},
    "weaker": [],
    "started": "2026-11-24T10:00:00Z",
}
texts = st.text(max_size=20)
findings = st.builds(
    Finding,
    clause=st.builds(Clause, texts, texts, texts, texts, texts, st.sampled_from(Level)),
    verdict=st.sampled_from(Verdict),
    expected=texts,
    saw=texts,
    where=st.none() | texts,
    evidence=st.tuples(texts),
)
results = st.builds(
    Result,
    scenario=texts,
    kit=texts,
    actor=texts,
    transaction=texts,
    title=texts,
    outcome=st.sampled_from(Outcome),
    findings=st.lists(findings, max_size=3).map(tuple),
    evidence=st.just(()),
    started=texts,
    seconds=st.floats(0, 1000),
    attempt=st.integers(1, 5),
    reason=texts,
    transcript=texts,
)


def result(name="a.story", attempt=1, outcome=Outcome.PASSED, evidence=()):
    found = (Finding(CLAUSE, Verdict.PASSED, "it answers", "as expected"),)
    return Result(name, "a", "x", "T-1", "a story", outcome, found, tuple(evidence), "2026", 0.1, attempt)


def finished(folder, *told):
    log = RunLog.create(folder, HEADER)
    for one in told:
        log.add(one)
    log.finish()
    return folder


@given(results)
def test_a_result_survives_the_log(told):
    assert result_of(json.loads(json.dumps(record_of(told)))) == told


def test_every_line_fits_the_published_schema(tmp_path):
    folder = finished(tmp_path / "run", result())
    for line in (folder / LOG).read_bytes().splitlines():
        RunLine.validate_json(line)


@settings(max_examples=30)
@given(st.data())
def test_a_log_cut_at_any_octet_gives_a_prefix_and_can_go_on(tmp_path_factory, data):
    folder = finished(tmp_path_factory.mktemp("cut") / "run", *(result(f"a.{n}") for n in range(4)))
    log = folder / LOG
    whole = log.read_bytes()
    header = whole.index(b"\n") + 1
    log.write_bytes(whole[: data.draw(st.integers(header, len(whole)))])
    before = list(read(folder).latest)

    again = RunLog.resume(folder, HEADER)
    for n in range(len(before), 4):
        again.add(result(f"a.{n}"))
    again.finish()

    assert before == [f"a.{n}" for n in range(len(before))]
    assert log.read_bytes() == whole
    assert problems(folder) == []


def test_another_plan_is_not_gone_on_with(tmp_path):
    folder = finished(tmp_path / "run")
    with pytest.raises(BadFile, match="another needs"):
        RunLog.resume(folder, {**HEADER, "needs": "ff"})


def test_a_run_is_not_written_over(tmp_path):
    folder = finished(tmp_path / "run")
    with pytest.raises(BadFile, match="--resume"):
        RunLog.create(folder, HEADER)


def test_no_end_line_means_not_complete(tmp_path):
    log = RunLog.create(tmp_path / "run", HEADER)
    log.add(result())
    log.close()
    assert not read(tmp_path / "run").complete
    assert problems(tmp_path / "run") == ["run.jsonl has no end line: the run is not complete"]


def test_the_last_attempt_counts_and_all_are_kept(tmp_path):
    run = read(finished(tmp_path / "run", result(outcome=Outcome.ERROR), result(attempt=2)))
    assert [one.attempt for one in run.results] == [1, 2]
    assert run.latest["a.story"].attempt == 2


def test_tampering_is_seen(tmp_path):
    folder = tmp_path / "run"
    log = RunLog.create(folder, HEADER)
    digest = keep(b"octets", folder / EVIDENCE)
    log.add(result(evidence=[Evidence("c0.r1", "2026", "received", "peer", "s", "text/plain", digest, 6)]))
    log.finish()
    assert problems(folder) == []

    (folder / EVIDENCE / "extra").write_bytes(b"")
    (folder / EVIDENCE / digest).write_bytes(b"Octets")
    lines = (folder / LOG).read_bytes().replace(b'"passed"', b'"failed"')
    (folder / LOG).write_bytes(lines)

    told = "\n".join(problems(folder))
    assert "belongs to no result" in told
    assert "was changed" in told
    assert "not those the end line" in told
    (folder / EVIDENCE / digest).unlink()
    assert f"{EVIDENCE}/{digest} is missing" in problems(folder)


def test_evidence_is_read_only_from_its_own_folder(tmp_path):
    folder = finished(tmp_path / "run", result())
    (tmp_path / "secret").write_text("s")
    (folder / EVIDENCE / ("0" * 64)).symlink_to(tmp_path / "secret")
    for name in ("../../secret", "0" * 64, "1" * 64, "sha256:" + "F" * 64):
        with pytest.raises(BadFile, match="do not trust"):
            read(folder).octets(name)


def test_what_is_no_run_folder_says_so(tmp_path):
    with pytest.raises(BadFile, match="is no run folder"):
        read(tmp_path)
    (tmp_path / LOG).write_text("{}\n")
    with pytest.raises(BadFile, match="does not begin with"):
        read(tmp_path)


def test_canonical_results_leave_out_times_digests_and_addresses(tmp_path):
    seen = replace(result().findings[0], saw="127.0.0.1:4242 closed")
    other = replace(result().findings[0], saw="127.0.0.1:1 closed")
    first = read(finished(tmp_path / "a", replace(result(), findings=(seen,), seconds=1.0)))
    second = read(finished(tmp_path / "b", replace(result(), findings=(other,), started="2027")))
    assert canonical(first) == canonical(second)
