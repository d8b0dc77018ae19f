"""Storage commitment: what an archive answers for from now on, and what it does not (PS3.4 J.3)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.providers import references
from conformance.model import Blocked, NotApplicable

REQUIRES = ["dicom", "dicom.store_back", "dicom.commitment"]


def judge_form(check, provider, report):
    """Judge a report as a message, by the titles of the request."""
    back = provider.profile.store_back
    checks.judge_report(check, report, asked=provider.profile.called_aet, asking=back.aet)


@scenario(
    "dicom.commitment.stored",
    actor="archive",
    transaction="RAD-10",
    clauses=[*checks.REPORTS, clauses.COMMIT_HONEST, *checks.REPORT_FORM, *checks.NORMALIZED],
    requires=REQUIRES,
)
def test_what_was_stored_is_committed(commitment_provider, story, check):
    """Asked to answer for images it stored, the archive reports that it does, for each of them."""
    study = samples.study(story, "stored", series=2, images=2)
    commitment_provider.holds(*study.instances)

    transaction = commitment_provider.commit("all", references(study.instances))

    report = checks.judge_commitment(check, transaction, failures=False)
    for clause, faults in checks.normalized(transaction.answer).items():
        with check(clause, evidence=transaction.answer.evidence):
            assert not faults, checks.words(faults)
    if report is not None:
        with check(clauses.COMMIT_HONEST, expected="4 instances committed", evidence=transaction.evidence):
            assert sorted(report.references("ReferencedSOPSequence")) == sorted(references(study.instances))
        judge_form(check, commitment_provider, report)


@scenario(
    "dicom.commitment.some-unknown",
    actor="archive",
    transaction="RAD-10",
    clauses=[
        *checks.REPORTS,
        clauses.COMMIT_HONEST,
        clauses.COMMIT_FAILURE_REASON,
        clauses.COMMIT_REASON_FITS,
    ],
    requires=REQUIRES,
)
def test_what_was_never_stored_is_not_committed(commitment_provider, story, check):
    """Asked to answer for images of which one never came, the archive says which it has and which it has not."""
    study = samples.study(story, "half", series=1, images=3)
    *came, lost = study.instances
    commitment_provider.holds(*came)

    transaction = commitment_provider.commit("some", references(study.instances))

    report = checks.judge_commitment(check, transaction, failures=True)
    if report is not None:
        with check(clauses.COMMIT_HONEST, expected="the 2 that came", evidence=transaction.evidence):
            assert sorted(report.references("ReferencedSOPSequence")) == sorted(references(came))
        checks.judge_reasons(check, report, {lost.sop_instance: checks.NO_SUCH_INSTANCE})


@scenario(
    "dicom.commitment.none-known",
    actor="archive",
    transaction="RAD-10",
    clauses=[*checks.REPORTS, clauses.COMMIT_HONEST, clauses.COMMIT_FAILURE_REASON],
    requires=REQUIRES,
)
def test_a_study_that_never_came_is_not_committed(commitment_provider, story, check):
    """Asked to answer for a study of which nothing came, the archive commits to nothing."""
    there, absent = samples.study(story, "there", images=1), samples.study(story, "absent", images=2)
    commitment_provider.holds(*there.instances)

    control, transaction = commitment_provider.commits(
        {"control": references(there.instances), "absent": references(absent.instances)}
    )

    if control.report is None:
        raise Blocked(f"committing to a study that is there, as a control: {control.outcome}")
    report = checks.judge_commitment(check, transaction, failures=True)
    if report is not None:
        with check(clauses.COMMIT_HONEST, expected="none committed", evidence=transaction.evidence):
            assert report.references("ReferencedSOPSequence") == []
        checks.judge_reasons(check, report, {})


@scenario(
    "dicom.commitment.wrong-class",
    actor="archive",
    transaction="RAD-10",
    clauses=[clauses.COMMIT_REPORTED, clauses.COMMIT_OF_THE_CLASS, clauses.COMMIT_REASON_FITS],
    requires=REQUIRES,
)
def test_an_instance_is_not_committed_under_another_class(commitment_provider, story, check):
    """Asked to answer for an MR image that is really a CT image, the archive does not."""
    study = samples.study(story, "class", modality="CT", images=2)
    right, wrong = study.series[0].instances[:2]
    commitment_provider.holds(*study.instances)

    transaction = commitment_provider.commit(
        "class", [(right.sop_class, right.sop_instance), (samples.MR, wrong.sop_instance)]
    )

    report = transaction.report
    with check(clauses.COMMIT_REPORTED, expected="a report", evidence=transaction.evidence):
        assert report is not None, transaction.outcome
    if report is not None:
        if right.sop_instance not in {instance for _, instance in report.references("ReferencedSOPSequence")}:
            raise Blocked("the instance under its own class, as a control, was not committed")
        committed = {instance for _, instance in report.references("ReferencedSOPSequence")}
        with check(clauses.COMMIT_OF_THE_CLASS, expected="failed", evidence=transaction.evidence):
            assert wrong.sop_instance not in committed, "committed"
        told = reasons(report)
        if wrong.sop_instance in told:
            with check(clauses.COMMIT_REASON_FITS, evidence=transaction.evidence):
                assert told[wrong.sop_instance] == checks.CLASS_CONFLICT


def reasons(report):
    """Return the Failure Reason by SOP Instance UID, in hex digits; words where there is none, or several."""
    items = report.information.sequence("FailedSOPSequence")
    return {
        item.text("ReferencedSOPInstanceUID"): ", ".join(checks.failure_reasons(item)) or "no Failure Reason"
        for item in items
    }


@scenario(
    "dicom.commitment.after-release",
    actor="archive",
    transaction="RAD-10",
    clauses=[
        clauses.COMMIT_ACCEPTED,
        clauses.COMMIT_REPORTED,
        clauses.COMMIT_REPORTED_ELSEWHERE,
        *checks.REPORT_FORM,
    ],
    requires=REQUIRES,
)
def test_a_report_comes_after_the_request_was_let_go(commitment_provider, story, check):
    """A modality that hangs up as soon as it has asked is called back, by the archive it asked."""
    study = samples.study(story, "released", images=2)
    commitment_provider.holds(*study.instances)

    transaction = commitment_provider.commit("released", references(study.instances), linger=False)

    report = transaction.report
    with check(clauses.COMMIT_ACCEPTED, expected="status 0000", evidence=transaction.answer.evidence):
        assert transaction.answer.status == 0, transaction.answer.outcome
    if report is not None and report.request is None:
        raise NotApplicable("the report came at once, before the association was released")
    for clause in (clauses.COMMIT_REPORTED, clauses.COMMIT_REPORTED_ELSEWHERE):
        with check(clause, expected="a report on another association", evidence=transaction.evidence):
            assert report is not None, transaction.outcome
    if report is not None:
        judge_form(check, commitment_provider, report)


@scenario(
    "dicom.commitment.side-by-side",
    actor="archive",
    transaction="RAD-10",
    clauses=[*checks.REPORTS, clauses.COMMIT_HONEST],
    requires=REQUIRES,
)
def test_two_requests_are_kept_apart(commitment_provider, story, check):
    """Two requests on one association get two reports, each about its own images and no others."""
    one, other = samples.study(story, "one", images=1), samples.study(story, "other", images=2)
    commitment_provider.holds(*one.instances, *other.instances)

    told = commitment_provider.commits({"one": references(one.instances), "other": references(other.instances)})

    for transaction in told:
        report = checks.judge_commitment(check, transaction, failures=False)
        if report is not None:
            with check(clauses.COMMIT_HONEST, where=transaction.uid, evidence=transaction.evidence):
                assert sorted(report.references("ReferencedSOPSequence")) == sorted(transaction.asked)


@scenario(
    "dicom.commitment.kept",
    actor="archive",
    transaction="RAD-10",
    clauses=[clauses.COMMIT_REPORTED, clauses.COMMIT_KEEPS],
    requires=REQUIRES,
)
def test_what_was_committed_is_there(commitment_provider, story, check):
    """What the archive answers for comes back, element by element as it was sent."""
    study = samples.study(story, "kept", modality=("CT", "MR"), series=2, images=1)
    answers = commitment_provider.holds(*study.instances)

    transaction = commitment_provider.commit("kept", references(study.instances))

    report = transaction.report
    with check(clauses.COMMIT_REPORTED, expected="a report", evidence=transaction.evidence):
        assert report is not None, transaction.outcome
    if report is not None:
        committed = {instance for _, instance in report.references("ReferencedSOPSequence")}
        promised = [one for one in zip(study.instances, answers, strict=True) if one[0].sop_instance in committed]
        if not promised:
            raise Blocked("nothing was committed that could be fetched")
        received = commitment_provider.fetched(study.study_uid, study.instances)
        faults = checks.not_kept([one for one, _ in promised], [answer for _, answer in promised], received)
        with check(clauses.COMMIT_KEEPS, expected=f"{len(promised)} instances as they were sent"):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.commitment.unknown-action",
    actor="archive",
    transaction="RAD-10",
    clauses=[clauses.COMMIT_ACTION_KNOWN],
    requires=REQUIRES,
)
def test_an_unknown_action_is_refused(commitment_provider, story, check):
    """An action that storage commitment does not have is refused, not taken for a request to commit."""
    study = samples.study(story, "action", images=1)
    commitment_provider.holds(*study.instances)
    before = commitment_provider.commit("before", references(study.instances))
    if before.report is None:
        raise Blocked(f"committing, as a control: {before.outcome}")

    transaction = commitment_provider.commit("action", references(study.instances), action_type=77)

    after = commitment_provider.commit("after", references(study.instances))
    if after.report is None:
        raise Blocked(f"committing afterwards, as a control: {after.outcome}")
    with check(clauses.COMMIT_ACTION_KNOWN, expected="a failure (0123)", evidence=transaction.answer.evidence):
        assert transaction.answer.status is not None, transaction.answer.outcome
        assert transaction.answer.status != 0, transaction.outcome
        assert not any(one.transaction == transaction.uid for one in transaction.reports), "a report came"
