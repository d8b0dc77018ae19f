"""Storage: what a modality sends is taken, and comes back as it was (PS3.4 Annex B, level 2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.client import Proposal, store
from conformance.dicom.equality import differences
from conformance.dicom.instances import contents, stored_well
from conformance.dicom.wire import Reject, element, write_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.model import NotApplicable

BOTH, TRANSIENT = 2, 2


@scenario(
    "dicom.store.acknowledged",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_SUCCEEDS, clauses.STORE_NAMES_INSTANCE, *checks.RESPONSES],
    requires=["dicom"],
)
def test_an_image_is_acknowledged_right_in_every_field(archive, story, check):
    """An image sent is acknowledged once, in a response that is right to the last field."""
    study = samples.study(story, "acknowledged", series=1, images=3)

    answers = archive.store(*study.instances)

    for answer in answers:
        with check(clauses.STORE_SUCCEEDS, where=answer.asked.sop_instance, expected="status 0000 or a warning"):
            assert stored_well(answer), answer.outcome
        if answer.final:
            named = answer.final.text("AffectedSOPInstanceUID")
            with check(clauses.STORE_NAMES_INSTANCE, expected=answer.asked.sop_instance):
                assert named == answer.asked.sop_instance
        for clause, faults in checks.responses(answer).items():
            with check(clause, where=answer.asked.sop_instance):
                assert not faults, checks.words(faults)


@scenario(
    "dicom.store.fragmented",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_TAKES_FRAGMENTS, clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES],
    requires=["dicom"],
)
def test_an_image_in_fragments_of_two_octets_is_read_as_one(archive, story, check):
    """A data set cut into fragments of two octets, in the middle of tags and lengths, is the same data set."""
    study = samples.study(story, "fragmented", series=1, images=1)
    archive.holds(*samples.study(story, "control", series=1, images=1).instances)

    answers = archive.store(*study.instances, most=8)

    with check(clauses.STORE_TAKES_FRAGMENTS, expected="status 0000 or a warning"):
        assert stored_well(answers[0]), answers[0].outcome
    if stored_well(answers[0]):
        received = archive.fetched(study.study_uid, study.instances)
        checks.judge_kept(check, study.instances, answers, received, (clauses.STORE_KEEPS_ATTRIBUTES,))


def sent(archive, instance, *, data=None, sop_class=None):
    """Store one instance with another data set, or under another class than its own, on its own association."""
    proposed = sop_class or instance.sop_class
    association = archive.associate(Proposal(proposed, (instance.transfer_syntax,)))
    answer = store(
        association,
        proposed,
        instance.sop_instance,
        instance.transfer_syntax,
        instance.data if data is None else data,
    )
    association.release()
    return answer


@scenario(
    "dicom.store.class-disagrees",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_REFUSES_OTHER_CLASS],
    requires=["dicom"],
)
def test_a_data_set_of_another_class_than_the_command_is_told(archive, story, check):
    """A data set that is a CT cannot pass for an MR because the command says so."""
    archive.holds(*samples.study(story, "before", series=1, images=1, modality=("MR",)).instances)
    wrong = samples.study(story, "wrong", series=1, images=1, modality="CT").instances[0]

    answer = sent(archive, wrong, sop_class=samples.MR)

    archive.holds(*samples.study(story, "after", series=1, images=1, modality=("MR",)).instances)
    status = answer.status
    expected = "A9xx, another failure, or warning B007"
    with check(clauses.STORE_REFUSES_OTHER_CLASS, expected=expected, evidence=answer.evidence):
        assert status is not None, answer.outcome
        failed = status >> 8 == 0xA9 or status in range(0xC000, 0xD000) or status in range(0x0100, 0x0300)
        assert failed or status == 0xB007, answer.outcome


@scenario(
    "dicom.store.unreadable",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_REFUSES_UNREADABLE],
    requires=["dicom"],
)
def test_a_data_set_nobody_can_read_is_refused(archive, story, check):
    """Octets that are no data set are refused in words, not taken for an image and not met with silence."""
    archive.holds(*samples.study(story, "before", series=1, images=1).instances)
    instance = samples.study(story, "unreadable", series=1, images=1).instances[0]

    answer = sent(archive, instance, data=b"\xff\xfe\x00\xe0" + bytes(range(256)) * 4)

    archive.holds(*samples.study(story, "after", series=1, images=1).instances)
    with check(
        clauses.STORE_REFUSES_UNREADABLE, expected="a failure such as Cxxx, or A-ABORT", evidence=answer.evidence
    ):
        assert answer.status is not None or "the peer aborted" in answer.trouble, answer.outcome
        assert not stored_well(answer), answer.outcome


@scenario(
    "dicom.store.again",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_TAKES_A_SECOND_COPY, clauses.STORE_KEEPS],
    requires=["dicom"],
)
def test_the_same_image_sent_again_is_no_failure(archive, story, check):
    """A modality that sends a study a second time is not turned away, and makes no second study."""
    study = samples.study(story, "again", series=1, images=2)
    archive.holds(*study.instances)

    answers = archive.store(*study.instances)

    for answer in answers:
        expected = "status 0000, a warning, or duplicate (0111)"
        with check(clauses.STORE_TAKES_A_SECOND_COPY, where=answer.asked.sop_instance, expected=expected):
            assert stored_well(answer) or answer.status == 0x0111, answer.outcome
    faults = checks.instances(
        [one.sop_instance for one in study.instances], archive.fetched(study.study_uid, study.instances)
    )
    with check(clauses.STORE_KEEPS, expected="2 instances, each once"):
        assert not faults, checks.words(faults)


@scenario(
    "dicom.store.other-content",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_KEEPS_ONE_OF_TWO, clauses.STORE_TELLS_LOSS],
    requires=["dicom"],
)
def test_other_content_under_a_known_uid_does_not_get_lost_silently(archive, story, check):
    """Two images under one UID are a conflict: one of them is kept whole, and the sender is told."""
    study = samples.study(story, "first", series=1, images=1)
    first = study.instances[0]
    archive.holds(first)
    changed = contents(first).replacing(element("SeriesDescription", "ANOTHER CONTENT"))

    answer = sent(archive, first, data=write_data_set(changed, first.transfer_syntax))

    received = archive.fetched(study.study_uid, study.instances)
    was_first = [not differences(contents(first), contents(one)) for one in received]
    was_second = [not differences(changed, contents(one)) for one in received]
    with check(clauses.STORE_KEEPS_ONE_OF_TWO, expected="one instance, equal to the first or to the second sent"):
        assert len(received) == 1, f"{len(received)} instances came back"
        assert was_first[0] or was_second[0], "an instance that is neither of the two"
    with check(clauses.STORE_TELLS_LOSS, expected="a status other than success, or the first instance kept"):
        assert answer.status != 0 or was_first == [True], f"{answer.outcome}, and the second in place of the first"


@scenario(
    "dicom.store.shared-study-uid",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_SHARED_STUDY_UID],
    requires=["dicom"],
)
def test_two_patients_under_one_study_uid_are_not_merged(archive, story, check):
    """A study UID used for two patients by mistake loses nobody's images and gives nobody another's."""
    hers = samples.study(story, "hers", series=1, images=1)
    his = samples.study(story, "his", series=1, images=1, StudyInstanceUID=hers.study_uid)
    archive.holds(*hers.instances)

    second = archive.store(*his.instances)[0]

    instances = [*hers.instances, *(his.instances if stored_well(second) else ())]
    received = archive.fetched(hers.study_uid, instances)
    faults = checks.instances([one.sop_instance for one in instances], received)
    owners = {one.sop_instance: one.get("PatientID") for one in instances}
    faults += [
        f"{one.sop_instance} came back under patient {contents(one).text('PatientID')}"
        for one in received
        if one.sop_instance in owners and contents(one).text("PatientID") != owners[one.sop_instance]
    ]
    with check(clauses.STORE_SHARED_STUDY_UID, expected=f"{len(instances)} instances, each under its own patient"):
        assert not faults, f"the second store: {second.outcome}; {checks.words(faults)}"


@scenario(
    "dicom.store.side-by-side",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_SUCCEEDS, clauses.STORE_APART, clauses.STORE_KEEPS_ATTRIBUTES],
    requires=["dicom"],
)
def test_images_of_two_patients_sent_at_once_are_kept_apart(archive, story, check):
    """Two modalities that send at the same time each find their own patient's images in the archive."""
    if story.system.safety.max_associations < BOTH:
        raise NotApplicable("the profile allows one association at a time (safety.max_associations)")
    hers = samples.study(story, "hers", series=1, images=3)
    his = samples.study(story, "his", series=1, images=3)
    first = archive.associate(Proposal(hers.instances[0].sop_class, (EXPLICIT_LITTLE,)))
    second = archive.associate(Proposal(his.instances[0].sop_class, (EXPLICIT_LITTLE,)))
    if isinstance(second.answer, Reject) and second.answer.result == TRANSIENT:
        first.release()
        raise NotApplicable(f"the candidate takes one association at a time: {second.told}")
    answers = []
    for one, other in zip(hers.instances, his.instances, strict=True):
        answers += store_both(first, one, second, other)
    for association in (first, second):
        association.release()

    for answer in answers:
        with check(clauses.STORE_SUCCEEDS, where=answer.asked.sop_instance, expected="status 0000 or a warning"):
            assert stored_well(answer), answer.outcome
    for study in (hers, his):
        received = archive.fetched(study.study_uid, study.instances)
        faults = checks.instances([one.sop_instance for one in study.instances], received)
        with check(clauses.STORE_APART, where=study.patient_id, expected="this patient's 3 instances"):
            assert not faults, checks.words(faults)
        back = {one.sop_instance: one for one in received}
        for one in study.instances:
            if one.sop_instance in back:
                found = differences(contents(one), contents(back[one.sop_instance]))
                with check(clauses.STORE_KEEPS_ATTRIBUTES, where=one.sop_instance):
                    assert not found, checks.words(found)


def store_both(first, one, second, other):
    """Store one instance on each of two associations."""
    return [
        store(association, instance.sop_class, instance.sop_instance, instance.transfer_syntax, instance.data)
        for association, instance in ((first, one), (second, other))
    ]
