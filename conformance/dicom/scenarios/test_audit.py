"""What an archive records of who sent, asked and fetched, as it reaches our sink (PS3.15 A.5)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples, uids
from conformance.dicom.client import Proposal
from conformance.dicom.instances import stored_well
from conformance.dicom.trail import QUERY, RECEIVED, REFUSED, ROLES, SENT
from conformance.dicom.wire import UserIdentity
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Blocked, NotApplicable

ACTOR, TRANSACTION, REQUIRES = "archive", "ITI-20", ["dicom", "dicom.audit"]
TRANSFERS = frozenset({"C", "R", "U"})


def judge_record(check, trail, record, actions):
    """Judge that there is a record of a success with one of these actions; return whether there is a record."""
    evidence = record.evidence if record else ()
    with check(clauses.AUDIT_RECORDED, evidence=evidence):
        assert record is not None, trail.said
    if record is None:
        return False
    with check(clauses.AUDIT_EVENT, expected=f"action {' or '.join(sorted(actions))}, outcome 0", evidence=evidence):
        assert record.action in actions, f"action {record.action or 'none'}"
        assert record.outcome == "0", f"outcome {record.outcome or 'none'}"
    return True


def judge_about(check, record, study):
    """Judge that a record names a study and its patient, and both ends."""
    with check(clauses.AUDIT_PATIENT, evidence=record.evidence):
        assert {one.partition("^")[0] for one in record.patients} == {study.patient_id}
    with check(clauses.AUDIT_STUDY, expected=study.study_uid, evidence=record.evidence):
        assert record.names(study.study_uid), f"objects {', '.join(one for one, _, _ in record.objects) or 'none'}"
    with check(clauses.AUDIT_PARTICIPANTS, evidence=record.evidence):
        assert ROLES - record.roles == frozenset()


def stored(archive, trail, story):
    """Store one image, hear its record, and forget what came: what comes from then on came later."""
    study = samples.study(story, "audited", series=1, images=1)
    archive.holds(*study.instances)
    record = trail.record_of_event(RECEIVED, study.study_uid)
    trail.forget()
    return study, record


@scenario(
    "dicom.audit.stored",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.AUDIT_RECORDED,
        clauses.AUDIT_EVENT,
        clauses.AUDIT_CODED,
        clauses.AUDIT_PATIENT,
        clauses.AUDIT_STUDY,
        clauses.AUDIT_PARTICIPANTS,
        clauses.AUDIT_SYSLOG,
    ],
    requires=REQUIRES,
)
def test_an_image_received_is_recorded(archive, audit_trail, story, check):
    """An image that was sent to the archive is recorded as transferred, with patient, study and both ends."""
    study, record = stored(archive, audit_trail, story)

    if judge_record(check, audit_trail, record, TRANSFERS):
        judge_about(check, record, study)
        code, system, meaning = record.coded
        with check(clauses.AUDIT_CODED, evidence=record.evidence):
            assert (code in RECEIVED, system, bool(meaning)) == (True, "DCM", True), f"{code} of {system}: {meaning}"
        with check(clauses.AUDIT_SYSLOG, evidence=record.evidence):
            assert record.problems == ()


@scenario(
    "dicom.audit.queried",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_EVENT, clauses.AUDIT_PARTICIPANTS],
    requires=REQUIRES,
)
def test_a_query_is_recorded(archive, audit_trail, story, check):
    """A query is recorded as one, with both ends."""
    study, _ = stored(archive, audit_trail, story)
    answer = archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    if answer.status != 0:
        raise Blocked(f"the query to be recorded did not succeed: {answer.outcome}")

    record = audit_trail.record_of_event(QUERY)

    if judge_record(check, audit_trail, record, {"E"}):
        with check(clauses.AUDIT_PARTICIPANTS, evidence=record.evidence):
            assert ROLES - record.roles == frozenset()


@scenario(
    "dicom.audit.retrieved",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.AUDIT_RECORDED,
        clauses.AUDIT_EVENT,
        clauses.AUDIT_PATIENT,
        clauses.AUDIT_STUDY,
        clauses.AUDIT_PARTICIPANTS,
    ],
    requires=REQUIRES,
)
def test_an_image_that_was_fetched_is_recorded(archive, audit_trail, story, check):
    """An image that was fetched is recorded as transferred, with patient, study and both ends."""
    study, _ = stored(archive, audit_trail, story)
    storage = [(samples.CT, syntax) for syntax in (EXPLICIT_LITTLE, IMPLICIT_LITTLE)]
    answer = archive.get("STUDY", StudyInstanceUID=study.study_uid, storage=storage)
    if answer.unoffered:
        raise NotApplicable("the candidate offers no C-GET by Study Root")
    if answer.status != 0 or not answer.received:
        came = f"{len(answer.received)} instances came"
        raise Blocked(f"the retrieve to be recorded did not succeed: {answer.outcome}, {came}")

    record = audit_trail.record_of_event(SENT, study.study_uid)

    if judge_record(check, audit_trail, record, TRANSFERS | {"E"}):
        judge_about(check, record, study)


@scenario(
    "dicom.audit.refused",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_FAILURE],
    requires=[*REQUIRES, "dicom.user"],
)
def test_who_was_not_let_in_is_recorded(archive, audit_trail, story, check):
    """A user who came with a wrong passcode is recorded, and not as a success."""
    stored(archive, audit_trail, story)
    user = archive.profile.user
    wrong = UserIdentity(2, user.name.encode(), story.token("passcode", 12).encode())
    association = archive.associate(Proposal(uids.VERIFICATION), identity=wrong)
    association.release()
    if association.accepted:
        raise Blocked("a user with a wrong passcode was let in")

    record = audit_trail.event(*REFUSED)

    expected = "user authentication (110114) or security alert (110113), outcome 4, 8 or 12"
    with check(clauses.AUDIT_FAILURE, expected=expected, evidence=record.evidence if record else ()):
        assert record is not None, audit_trail.said
        assert record.outcome in {"4", "8", "12"}, f"outcome {record.outcome or 'none'}"


@scenario(
    "dicom.audit.sink-down",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_UNHINDERED, clauses.AUDIT_KEPT],
    requires=[*REQUIRES, "dicom.audit.resends_within_s"],
)
def test_a_record_outlives_a_sink_that_is_down(archive, sleeping_trail, story, check):
    """Images that come while the sink is down are stored, and the record of them comes when the sink is there again."""
    first, second = (samples.study(story, name, series=1, images=1) for name in ("unheard", "heard"))
    (answer,) = archive.store(*first.instances)
    sleeping_trail.open()
    archive.holds(*second.instances)

    with check(clauses.AUDIT_UNHINDERED, evidence=answer.evidence):
        assert stored_well(answer), answer.outcome
    if not stored_well(answer):
        return
    control = sleeping_trail.record_of_event(RECEIVED, second.study_uid)
    if control is None or not control.names(second.study_uid):
        raise Blocked(f"of images stored with the sink there no record came either: {sleeping_trail.said}")
    within = sleeping_trail.about.resends_within_s
    record = sleeping_trail.record_of_event(RECEIVED, first.study_uid, within=within)
    with check(clauses.AUDIT_KEPT, evidence=record.evidence if record else ()):
        assert record is not None, sleeping_trail.said
        assert record.names(first.study_uid), "only records of other studies came"
