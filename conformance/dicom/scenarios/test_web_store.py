"""Store over the web: what is sound is kept, and of each part is told what became of it (PS3.18 10.5, Annex I)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.checks import web, words
from conformance.dicom.web import media
from conformance.dicom.web.candidate import at
from conformance.dicom.web.multipart import Part
from conformance.model import Blocked

RESPONSE = (
    clauses.WEB_STORE_RESPONSE,
    clauses.WEB_STORE_NO_META,
    *(one for one in web.JSON_FORM if one is not clauses.JSON_ARRAY),
)
"""What the response module of each store is judged by."""


def judge_response(check, answer, stored, failed=()):
    """Judge the response module: its form, and that it lists what was stored and what was not."""
    module = web.response_module(answer)
    with check(clauses.WEB_STORE_RESPONSE, evidence=answer.evidence):
        assert not isinstance(module, str), module
    if isinstance(module, str):
        return
    foreign = [one for one in module.faults.told["object"] if "group 0000" in one or "group 0002" in one]
    with check(clauses.WEB_STORE_NO_META, evidence=answer.evidence):
        assert not foreign, words(foreign)
    for about, clause in web.ABOUT.items():
        faults = [one for one in module.faults.told[about] if one not in foreign]
        with check(clause, evidence=answer.evidence):
            assert not faults, words(faults)
    if stored:
        with check(clauses.WEB_STORE_REFERENCES, evidence=answer.evidence):
            listed = web.sop_instances(module, "ReferencedSOPSequence")
            assert listed == sorted(one.sop_instance for one in stored)
    if failed:
        with check(
            clauses.WEB_STORE_FAILURES, expected="each failed instance, with a reason", evidence=answer.evidence
        ):
            listed = web.sop_instances(module, "FailedSOPSequence")
            assert listed == sorted(one.sop_instance for one in failed)
            items = module.data.sequence("FailedSOPSequence")
            assert all(item.text("FailureReason") for item in items), "an item without Failure Reason"


def judge_came_back(check, web_archive, instances, clause=clauses.WEB_STORE_KEEPS):
    """Judge that what was stored over the web comes back by DIMSE as it was."""
    for study in dict.fromkeys(str(one.get("StudyInstanceUID")) for one in instances):
        mine = [one for one in instances if one.get("StudyInstanceUID") == study]
        received = web_archive.archive.fetched(study, mine)
        evidence = [one.evidence for one in received]
        wrong = checks.changed_instances(mine, received)
        with check(clause, where=study, evidence=evidence):
            assert not wrong, words(wrong)


@scenario(
    "dicom.web.store.accepted",
    actor="archive",
    transaction="RAD-108",
    clauses=[
        *RESPONSE,
        clauses.WEB_STORE_OK,
        clauses.WEB_STORE_REFERENCES,
        clauses.WEB_STORE_URLS,
        clauses.WEB_STORE_KEEPS,
    ],
    requires=["dicom", "dicom.web.stow"],
)
def test_instances_are_stored_and_told(web_archive, story, check):
    """Instances stored over the web are referenced in the response and come back by DIMSE as they were."""
    study = samples.study(story, "a", series=2, images=2, variants=[samples.private, samples.nested])

    answer = web_archive.store(study.instances)

    with check(clauses.WEB_STORE_OK, expected="200, or 202 with a warning", evidence=answer.evidence):
        assert answer.status in {200, 202} and not answer.trouble, answer.outcome  # noqa: PT018 - one answer
    judge_response(check, answer, study.instances)
    module = web.response_module(answer)
    judge_urls(check, answer, module, study.instances)
    judge_came_back(check, web_archive, study.instances)


def judge_urls(check, answer, module, instances):
    """Judge that each Retrieve URL of a response module, where it has one, is that of its instance."""
    if isinstance(module, str):
        return
    paths = {one.sop_instance: at(one) for one in instances}
    wrong = [
        f"{item.text('RetrieveURL')} for {item.text('ReferencedSOPInstanceUID')}"
        for item in module.data.sequence("ReferencedSOPSequence")
        if item.text("RetrieveURL")
        and not web.path(item.text("RetrieveURL")).endswith(paths.get(item.text("ReferencedSOPInstanceUID"), ""))
    ]
    with check(clauses.WEB_STORE_URLS, evidence=answer.evidence):
        assert not wrong, words(wrong)


@scenario(
    "dicom.web.store.into-a-study",
    actor="archive",
    transaction="RAD-108",
    clauses=[*RESPONSE, clauses.WEB_STORE_OK, clauses.WEB_STORE_REFERENCES, clauses.WEB_STORE_KEEPS],
    requires=["dicom", "dicom.web.stow"],
)
def test_instances_are_stored_into_their_study(web_archive, story, check):
    """Instances that belong to the study the path names are stored, the type written without quotation marks."""
    study = samples.study(story, "a", series=1, images=2)

    answer = web_archive.store(study.instances, study.study_uid, quoted=False)

    with check(clauses.WEB_STORE_OK, expected="200, or 202 with a warning", evidence=answer.evidence):
        assert answer.status in {200, 202} and not answer.trouble, answer.outcome  # noqa: PT018 - one answer
    judge_response(check, answer, study.instances)
    judge_came_back(check, web_archive, study.instances)


@scenario(
    "dicom.web.store.compressed",
    actor="archive",
    transaction="RAD-108",
    clauses=[clauses.WEB_STORE_OK, clauses.WEB_STORE_KEEPS],
    requires=["dicom", "dicom.web.stow"],
)
def test_a_compressed_instance_is_stored_as_it_is(web_archive, story, check):
    """A losslessly compressed image stored over the web comes back with the same fragments."""
    study = samples.study(story, "a", series=1, images=1, transfer_syntax=samples.JPEGLosslessSV1)

    answer = web_archive.store(study.instances)

    with check(clauses.WEB_STORE_OK, expected="200, or 202 with a warning", evidence=answer.evidence):
        assert answer.status in {200, 202} and not answer.trouble, answer.outcome  # noqa: PT018 - one answer
    judge_came_back(check, web_archive, study.instances)


@scenario(
    "dicom.web.store.partly",
    actor="archive",
    transaction="RAD-108",
    clauses=[
        *RESPONSE,
        clauses.WEB_STORE_HONEST,
        clauses.WEB_STORE_PARTLY,
        clauses.WEB_STORE_REFERENCES,
        clauses.WEB_STORE_FAILURES,
        clauses.WEB_STORE_OF_ONE_STUDY,
        clauses.WEB_STORE_KEEPS,
    ],
    requires=["dicom", "dicom.web.stow"],
)
def test_what_belongs_to_another_study_is_refused_and_the_rest_stored(web_archive, story, check):
    """Of four instances stored into a study two belong to another: those fail with a reason, the others are stored."""
    study = samples.study(story, "a", series=1, images=2)
    other = samples.study(story, "b", patient=study.patient, series=1, images=2)

    answer = web_archive.store([*study.instances, *other.instances], study.study_uid)

    with check(clauses.WEB_STORE_PARTLY, expected="202", evidence=answer.evidence):
        assert answer.status == 202, answer.outcome
    found = web_archive.archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    if found.status != 0:
        raise Blocked(f"C-FIND for what was stored ended with {found.outcome}")
    there = found.values("StudyInstanceUID")
    evidence = (*answer.evidence, *found.evidence)
    with check(clauses.WEB_STORE_HONEST, expected="neither 200, nor a refusal of what is kept", evidence=evidence):
        assert answer.status not in {0, 200}, answer.outcome
        assert not (answer.refused and study.study_uid in there), f"{answer.outcome}, yet what fits is kept"
    if there:
        with check(clauses.WEB_STORE_OF_ONE_STUDY, evidence=evidence):
            assert other.study_uid not in there, "the other study is there"
    if not answer.refused:
        judge_response(check, answer, study.instances, other.instances)
        judge_came_back(check, web_archive, study.instances)


@scenario(
    "dicom.web.store.wholly-refused",
    actor="archive",
    transaction="RAD-108",
    clauses=[clauses.WEB_STORE_HONEST, clauses.WEB_STORE_CONFLICT, clauses.WEB_STORE_OF_ONE_STUDY],
    requires=["dicom", "dicom.web.stow"],
)
def test_a_study_that_is_not_the_one_of_the_path_is_refused(web_archive, story, check):
    """Instances sent to the path of another study are refused as a whole with a conflict, and are not there."""
    study = samples.study(story, "a", series=1, images=2)
    first = samples.study(story, "first", patient=study.patient, series=1, images=1)
    if web_archive.store(first.instances, first.study_uid).status not in {200, 202}:
        raise Blocked("an instance of the right study, as a control, was not stored")

    answer = web_archive.store(study.instances, first.study_uid)

    with check(clauses.WEB_STORE_HONEST, expected="a refusal", evidence=answer.evidence):
        assert answer.refused, answer.outcome
    with check(clauses.WEB_STORE_CONFLICT, expected="409", evidence=answer.evidence):
        assert answer.status == 409, answer.outcome
    found = web_archive.archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    if first.study_uid not in found.values("StudyInstanceUID"):
        raise Blocked("the instance of the right study, as a control, is not found")
    with check(clauses.WEB_STORE_OF_ONE_STUDY, evidence=(*answer.evidence, *found.evidence)):
        assert study.study_uid not in found.values("StudyInstanceUID"), "the refused study is there"


@scenario(
    "dicom.web.store.not-dicom",
    actor="archive",
    transaction="RAD-108",
    clauses=[clauses.WEB_STORE_HONEST, clauses.WEB_STORE_THE_REST, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.stow"],
)
def test_a_part_that_is_no_instance_is_told(web_archive, story, check):
    """A part that is no DICOM file among two that are is no reason to break, and none to say that all went well."""
    study = samples.study(story, "a", series=1, images=2)
    junk = Part((("Content-Type", media.DICOM),), b"this is no DICOM file " * 20)

    answer = web_archive.store(study.instances, extra=[junk])
    again = web_archive.store(samples.study(story, "again", series=1, images=1).instances)

    with check(clauses.WEB_ALIVE, expected="the next store succeeds", evidence=again.evidence):
        assert again.status in {200, 202}, again.outcome
    with check(clauses.WEB_STORE_HONEST, expected="any status but 200", evidence=answer.evidence):
        assert answer.status not in {0, 200}, answer.outcome
    if again.status not in {200, 202}:
        raise Blocked("a sound instance, as a control, was not stored either")
    with check(clauses.WEB_STORE_THE_REST, expected="202, or a refusal of the whole", evidence=answer.evidence):
        assert answer.status == 202 or answer.refused, answer.outcome


@scenario(
    "dicom.web.store.unsupported",
    actor="archive",
    transaction="RAD-108",
    clauses=[clauses.WEB_STORE_UNSUPPORTED, clauses.WEB_STORE_415],
    requires=["dicom", "dicom.web.stow"],
)
def test_a_media_type_nobody_takes_is_refused(web_archive, story, check):
    """Plain text is refused as an unsupported media type."""
    study = samples.study(story, "a", series=1, images=1)
    if web_archive.store(study.instances).status not in {200, 202}:
        raise Blocked("a sound instance, as a control, was not stored")

    answer = web_archive.post(b"this is no DICOM", "text/plain")

    with check(clauses.WEB_STORE_UNSUPPORTED, expected="a refusal", evidence=answer.evidence):
        assert answer.refused, answer.outcome
    with check(clauses.WEB_STORE_415, expected="415", evidence=answer.evidence):
        assert answer.status == 415, answer.outcome


@scenario(
    "dicom.web.store.seen",
    actor="archive",
    transaction="RAD-108",
    clauses=[clauses.WEB_STORE_SEEN],
    requires=["dicom", "dicom.web.stow", "dicom.web.qido", "dicom.web.wado"],
)
def test_what_was_stored_over_the_web_is_seen_everywhere(web_archive, story, check):
    """What was stored over the web is found by C-FIND and by a search, and is retrieved over the web."""
    study = samples.study(story, "a", series=1, images=2)
    answer = web_archive.store(study.instances)
    if answer.status not in {200, 202}:
        raise Blocked(f"the study was not stored: {answer.outcome}")

    found = web_archive.archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    searched = web_archive.search("/studies", PatientID=study.patient_id)
    fetched = web_archive.retrieve(f"/studies/{study.study_uid}")

    with check(clauses.WEB_STORE_SEEN, where="C-FIND", evidence=found.evidence):
        assert found.values("StudyInstanceUID") == {study.study_uid}
    with check(clauses.WEB_STORE_SEEN, where="search", evidence=searched.evidence):
        assert searched.values("StudyInstanceUID") == [study.study_uid]
    with check(clauses.WEB_STORE_SEEN, where="retrieve", evidence=fetched.evidence):
        came = sorted(one.sop_instance for one in fetched.files)
        assert came == sorted(one.sop_instance for one in study.instances)
