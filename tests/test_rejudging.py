"""The reference hospital, told everything: it passes all, the same each time, and the recordings say so again."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from conformance import practice, runs
from conformance.kits import all_scenarios, kits
from conformance.model import Outcome, Verdict
from conformance.rejudging import rejudge
from conformance.supervision import INI

SEED = "ab" * 32
QUICK = "\n[timing]\nsettle_s = 0.6\n"
WORKFLOW_FAULTS = ("workflow.studies-stay-behind", "XI14", "WL07")


def told(folder, modules, fault=None):
    """Run scenarios against a hospital of their own and return the run."""
    folder.mkdir()
    with practice.actor("hospital", fault, folder / "hospital.toml") as profile:
        if fault:
            profile.write_text(profile.read_text() + QUICK)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--noconftest", "-q", "-c", str(INI)]
        command += ["--rootdir", str(INI.parent), "--system", str(profile), "--run-dir", str(folder / "run")]
        command += ["--seed", SEED, "--pyargs", *modules]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    run = runs.read(folder / "run")
    assert run.complete, done.stdout + done.stderr
    return run


ASIDE = {("dicom.web.subscriptions.filter", "dicom.web.subscription.unfiltered")}
"""What is set aside at the hospital, which can't do both: it offers filtered subscriptions."""


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """Everything told to two hospitals at the same time, under one seed."""
    modules = [f"{kit.package}.scenarios" for kit in kits() if kit.id in {"dicom", "hl7", "xds", "workflow"}]
    folders = [tmp_path_factory.mktemp("hospital") / name for name in ("one", "other")]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda folder: told(folder, modules), folders))


def test_the_hospital_passes_every_scenario_there_is(twice):
    known = {one.id for one in all_scenarios() if one.kit in {"dicom", "hl7", "xds", "workflow"}}
    for run in twice:
        assert {result.scenario for result in run.results} == known
        assert {name: one.outcome for name, one in run.latest.items() if one.outcome is not Outcome.PASSED} == {}
        assert {
            (name, finding.clause.id)
            for name, one in run.latest.items()
            for finding in one.findings
            if finding.verdict is not Verdict.PASSED
        } == ASIDE


def test_the_same_seed_gives_the_same_canonical_results(twice):
    one, other = twice

    assert one.digest != other.digest
    assert runs.canonical(one) == runs.canonical(other)


def test_the_evidence_is_whole(twice):
    assert [runs.problems(run.folder) for run in twice] == [[], []]


def test_every_recording_judged_again_gives_the_same_verdict(twice):
    again = list(rejudge(twice[0]))

    assert len(again) == len(twice[0].results)
    assert {one.live.scenario: one.differs for one in again if one.differs} == {}


@pytest.mark.parametrize("fault", WORKFLOW_FAULTS)
def test_failures_judged_again_are_the_same_failures(tmp_path, fault):
    run = told(tmp_path / "run", ["conformance.workflow.scenarios"], fault)

    again = list(rejudge(run))

    assert Outcome.FAILED in {one.live.outcome for one in again}
    assert {one.live.scenario: one.differs for one in again if one.differs} == {}


def test_a_recording_that_was_changed_is_judged_otherwise(tmp_path):
    run = told(tmp_path / "run", ["conformance.hl7.scenarios.test_orders"])
    result = run.latest["hl7.order.scheduled-orm"]
    answer = [one for one in result.evidence if one.direction == "received"][-1]
    file = run.folder / runs.EVIDENCE / answer.sha256
    file.write_bytes(file.read_bytes().replace(b"MSA|AA|", b"MSA|AE|"))

    differing = {one.live.scenario: one.again.outcome for one in rejudge(run) if one.differs}

    assert differing == {"hl7.order.scheduled-orm": Outcome.FAILED}
    assert any(answer.sha256 in problem for problem in runs.problems(run.folder))
