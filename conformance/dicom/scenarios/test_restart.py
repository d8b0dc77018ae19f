"""Restarts: what an archive holds, finds and owes survives a night with an update (PS3.4 B.2.2, C.4.1, J.3.3)."""

from __future__ import annotations

from typing import Any

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.providers import references
from conformance.dicom.restarting import RESTART, restart
from conformance.model import Blocked

RESTARTED: dict[str, Any] = {"actor": "archive", "transaction": "restart"}


@scenario("dicom.restart.kept", clauses=[clauses.RESTART_KEEPS], requires=["dicom", f"asked.{RESTART}"], **RESTARTED)
def test_what_was_stored_is_there_after_a_restart(archive, story, check):
    """The images of the evening are there in the morning, whole and unchanged, although the archive was restarted."""
    study = samples.study(story, "evening", modality=("CT", "MR"), series=2, images=2, variants=[samples.private])
    archive.holds(*study.instances)
    before = archive.fetched(study.study_uid, study.instances)
    if len(before) != len(study.instances):
        raise Blocked(f"before the restart {len(before)} of {len(study.instances)} instances came back, as a control")
    restart(archive)

    try:
        received, trouble = archive.fetched(study.study_uid, study.instances), ""
    except Blocked as blocked:
        received, trouble = (), f"{blocked}; before the restart all came back"

    evidence = [one.evidence for one in received]
    with check(
        clauses.RESTART_KEEPS, expected=f"{len(before)} instances, as they came before the restart", evidence=evidence
    ):
        assert not trouble, trouble
        faults = checks.changed_instances(before, received)
        assert not faults, checks.words(faults)


@scenario("dicom.restart.found", clauses=[clauses.RESTART_FINDS], requires=["dicom", f"asked.{RESTART}"], **RESTARTED)
def test_what_was_found_is_found_after_a_restart(archive, story, check):
    """A patient's studies, series and images are found after a restart as they were before it."""
    study = samples.study(story, "found", series=2, images=2)
    archive.holds(*study.instances)
    asked = (
        ("STUDY", "StudyInstanceUID", {"PatientID": study.patient_id}),
        ("SERIES", "SeriesInstanceUID", {"StudyInstanceUID": study.study_uid}),
        (
            "IMAGE",
            "SOPInstanceUID",
            {"StudyInstanceUID": study.study_uid, "SeriesInstanceUID": study.series[0].series_uid},
        ),
    )
    before = {level: archive.find(level, **{key: ""} | wanted) for level, key, wanted in asked}
    for level, key, _ in asked:
        if before[level].status != 0 or not before[level].values(key):
            raise Blocked(f"before the restart a query at level {level} found nothing: {before[level].outcome}")
    restart(archive)

    after = {level: archive.find(level, **{key: ""} | wanted) for level, key, wanted in asked}

    for level, key, _ in asked:
        at = {"where": f"level {level}", "evidence": after[level].evidence}
        with check(clauses.RESTART_FINDS, **at):
            assert after[level].status == 0, after[level].outcome
            assert sorted(after[level].values(key)) == sorted(before[level].values(key))


@scenario(
    "dicom.restart.commitment",
    clauses=[clauses.RESTART_REPORTS],
    requires=["dicom", "dicom.store_back", "dicom.commitment", f"asked.{RESTART}"],
    **RESTARTED,
)
def test_a_report_that_is_owed_comes_after_a_restart(commitment_provider, story, check):
    """The modality was off when the archive wanted to say that it has the images: it says so once both are up again."""
    study = samples.study(story, "owed", series=1, images=2)
    commitment_provider.holds(*study.instances)
    control = commitment_provider.commit("control", references(study.instances))
    if control.report is None:
        raise Blocked(f"committing to the study, as a control: {control.outcome}")

    owed = commitment_provider.commit_over("owed", references(study.instances), lambda: restart(commitment_provider))

    if owed.answer.status != 0:
        raise Blocked(f"the request before the restart was answered with {owed.answer.outcome}")
    with check(clauses.RESTART_REPORTS, expected="a report on it", evidence=owed.evidence):
        assert owed.report is not None, owed.outcome
