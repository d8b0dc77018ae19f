"""Storage: what a modality sends is taken, and comes back as it was (PS3.4 Annex B, level 2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.candidate import contents, stored_well
from conformance.dicom.client import Proposal, store
from conformance.dicom.equality import differences
from conformance.dicom.wire import element, write_data_set
from conformance.dicom.wire.syntaxes import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    JPEG_2000,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LOSSLESS,
    JPEG_LS,
    RLE,
)

KEEPS = (clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_PIXELS, clauses.STORE_KEEPS_TEXT)
_CLAUSE = {
    "element": clauses.STORE_KEEPS_ATTRIBUTES,
    "pixels": clauses.STORE_KEEPS_PIXELS,
    "text": clauses.STORE_KEEPS_TEXT,
}


def judge_kept(check, instances, answers, received, judged=KEEPS):
    """Judge that each instance came back once and as it was, save coercions that were told."""
    expected = [one.sop_instance for one in instances]
    faults = checks.instances(expected, received)
    with check(clauses.STORE_KEEPS, expected=f"{len(expected)} instances, each once"):
        assert not faults, checks.words(faults)
    back = {one.sop_instance: one for one in received}
    for one, answer in zip(instances, answers, strict=True):
        came = back.get(one.sop_instance)
        if came is None:
            continue
        found = differences(contents(one), contents(came), checks.coerced(answer))
        for clause in judged:
            wrong = [difference for difference in found if clause_of(difference, judged) is clause]
            if clause is not clauses.STORE_KEEPS:
                with check(clause, where=one.sop_instance, evidence=[came.evidence]):
                    assert not wrong, checks.words(wrong)


def clause_of(difference, judged):
    """Return the clause a difference breaks: its own where the scenario declares that, else that of attributes."""
    own = _CLAUSE[difference.kind]
    return own if own in judged else clauses.STORE_KEEPS_ATTRIBUTES


def kept(archive, check, *studies, judged=KEEPS):
    """Store, fetch back and judge each study: the story behind every scenario of keeping."""
    for study in studies:
        answers = archive.holds(*study.instances)
        received = archive.fetched(study.study_uid, study.instances)
        judge_kept(check, study.instances, answers, received, judged)


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
    "dicom.store.kept",
    actor="archive",
    transaction="RAD-8",
    clauses=[*KEEPS, clauses.STORE_WARNING_TRUE],
    requires=["dicom"],
)
def test_images_come_back_as_they_were_sent(archive, story, check):
    """CT and MR images, in either of the usual transfer syntaxes, come back element by element as they went in."""
    for name, modality, syntax in (
        ("explicit", ("CT", "MR"), EXPLICIT_LITTLE),
        ("implicit", ("MR", "CT"), IMPLICIT_LITTLE),
    ):
        study = samples.study(story, name, modality=modality, transfer_syntax=syntax)
        answers = archive.holds(*study.instances)
        received = archive.fetched(study.study_uid, study.instances)
        judge_kept(check, study.instances, answers, received)
        judge_warnings(check, study.instances, answers, received)


def judge_warnings(check, instances, answers, received):
    """Judge that a warning of coercion is true: something came back other than it was sent."""
    back = {one.sop_instance: one for one in received}
    for one, answer in zip(instances, answers, strict=True):
        if one.sop_instance in back:
            changed = bool(differences(contents(one), contents(back[one.sop_instance])))
            warned = answer.status == 0xB000
            with check(clauses.STORE_WARNING_TRUE, where=one.sop_instance, expected="B000 if and only if changed"):
                assert warned == changed, f"{answer.outcome}, {'changed' if changed else 'nothing changed'}"


def kept_class(sop_class):
    """Return the story of one SOP class."""

    def tell(archive, story, check):
        context = samples.study(story, "context", series=1, images=2)
        study = samples.study(story, "document", series=1, images=1, sop_class=sop_class, of=context)
        kept_answers = archive.holds(*context.instances, *study.instances)
        instances = (*context.instances, *study.instances)
        received = archive.fetched(study.study_uid, instances)
        judge_kept(check, instances, kept_answers, received)

    return tell


@scenario(
    "dicom.store.kept-projection", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"]
)  # fmt: skip
def test_projection_radiographs_come_back_as_they_were_sent(archive, story, check):
    """Computed and digital radiographs come back as they went in."""
    kept(
        archive,
        check,
        samples.study(story, "cr", series=1, images=1, sop_class=samples.CR),
        samples.study(story, "dx", series=1, images=1, sop_class=samples.DX),
    )


@scenario("dicom.store.kept-multiframe", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_a_multiframe_ultrasound_comes_back_as_it_was_sent(archive, story, check):
    """An ultrasound loop comes back with all its frames."""
    kept(archive, check, samples.study(story, "us", series=1, images=1, sop_class=samples.US_MULTIFRAME))


@scenario("dicom.store.kept-enhanced", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_an_enhanced_image_comes_back_as_it_was_sent(archive, story, check):
    """An enhanced CT comes back with its functional groups."""
    kept(archive, check, samples.study(story, "enhanced", series=1, images=1, sop_class=samples.ENHANCED_CT))


@scenario("dicom.store.kept-capture", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_a_secondary_capture_comes_back_as_it_was_sent(archive, story, check):
    """A secondary capture comes back as it went in."""
    kept(archive, check, samples.study(story, "sc", series=1, images=1, sop_class=samples.SC))


@scenario("dicom.store.kept-report", actor="archive", transaction="RAD-26", clauses=KEEPS, requires=["dicom"])
def test_a_structured_report_comes_back_as_it_was_sent(archive, story, check):
    """A structured report comes back with its whole tree."""
    kept_class(samples.BASIC_TEXT_SR)(archive, story, check)


@scenario("dicom.store.kept-key-objects", actor="archive", transaction="RAD-29", clauses=KEEPS, requires=["dicom"])
def test_a_key_object_selection_comes_back_as_it_was_sent(archive, story, check):
    """A key object selection comes back with its references."""
    kept_class(samples.KOS)(archive, story, check)


@scenario("dicom.store.kept-presentation", actor="archive", transaction="RAD-9", clauses=KEEPS, requires=["dicom"])
def test_a_presentation_state_comes_back_as_it_was_sent(archive, story, check):
    """A grayscale presentation state comes back as it went in."""
    kept_class(samples.GSPS)(archive, story, check)


@scenario("dicom.store.kept-pdf", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_an_encapsulated_pdf_comes_back_as_it_was_sent(archive, story, check):
    """An encapsulated PDF comes back octet for octet."""
    kept_class(samples.ENCAPSULATED_PDF)(archive, story, check)


@scenario(
    "dicom.store.kept-private",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES],
    requires=["dicom"],
)
def test_private_and_unknown_elements_are_kept(archive, story, check):
    """Elements of another vendor, in sequences too, and of unknown value representation come back unharmed."""
    kept(
        archive,
        check,
        samples.study(story, "private", series=1, images=1, variants=(samples.private, samples.unknown_vr)),
        judged=(clauses.STORE_KEEPS_ATTRIBUTES,),
    )


@scenario(
    "dicom.store.kept-nested",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES],
    requires=["dicom"],
)
def test_nested_sequences_are_kept(archive, story, check):
    """Sequences in sequences, with empty items and empty sequences among them, come back whole."""
    nested = (samples.nested, samples.deep(8))
    kept(
        archive,
        check,
        samples.study(story, "nested", series=1, images=1, variants=nested),
        samples.study(story, "nested-implicit", series=1, images=1, variants=nested, transfer_syntax=IMPLICIT_LITTLE),
        judged=(clauses.STORE_KEEPS_ATTRIBUTES,),
    )


@scenario(
    "dicom.store.kept-undefined-lengths",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_TAKES_UNDEFINED_LENGTHS, clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES],
    requires=["dicom"],
)
def test_sequences_of_undefined_length_are_read(archive, story, check):
    """Sequences that end with a delimiter are the same sequences."""
    control = samples.study(story, "defined", series=1, images=1, variants=(samples.nested,))
    archive.holds(*control.instances)
    variants = (samples.nested, samples.undefined_lengths)
    study = samples.study(story, "undefined", series=1, images=1, variants=variants)

    answers = archive.store(*study.instances)

    with check(clauses.STORE_TAKES_UNDEFINED_LENGTHS, expected="status 0000 or a warning"):
        assert stored_well(answers[0]), answers[0].outcome
    if stored_well(answers[0]):
        received = archive.fetched(study.study_uid, study.instances)
        judge_kept(check, study.instances, answers, received, (clauses.STORE_KEEPS_ATTRIBUTES,))


@scenario(
    "dicom.store.kept-values",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_TEXT],
    requires=["dicom"],
)
def test_odd_many_and_empty_values_are_kept(archive, story, check):
    """Values of odd length, several values and empty ones come back as they were."""
    kept(
        archive,
        check,
        samples.study(story, "odd", series=1, images=1, variants=(samples.odd_lengths, samples.multi_valued)),
        samples.study(story, "empty", series=1, images=1, variants=(samples.empty_type_2,)),
        judged=(clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_TEXT),
    )


@scenario(
    "dicom.store.kept-names",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_KEEPS, clauses.STORE_KEEPS_TEXT],
    requires=["dicom"],
)
def test_names_of_all_scripts_are_kept(archive, story, check):
    """Names in Latin, Unicode, Japanese, Korean and Chinese character sets come back with every character."""
    for script in ("latin", "utf-8", "japanese", "korean", "chinese"):
        who = samples.patient(story, script, script=script)
        study = samples.study(story, script, patient=who, series=1, images=1)
        kept(archive, check, study, judged=(clauses.STORE_KEEPS_TEXT,))


@scenario("dicom.store.kept-deflated", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_a_deflated_image_comes_back_as_it_was_sent(archive, story, check):
    """An image sent deflated comes back as it was, deflated or not."""
    kept(archive, check, samples.study(story, "deflated", series=1, images=1, transfer_syntax=DEFLATED))


@scenario("dicom.store.kept-big-endian", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_a_big_endian_image_comes_back_as_it_was_sent(archive, story, check):
    """An old modality's big endian image comes back as it was, in either byte order."""
    kept(archive, check, samples.study(story, "big", series=1, images=1, transfer_syntax=EXPLICIT_BIG))


def kept_compressed(archive, story, check, *syntaxes):
    """Tell the story of each compressed transfer syntax."""
    for syntax in syntaxes:
        kept(archive, check, samples.study(story, syntax[-3:], series=1, images=1, transfer_syntax=syntax))


@scenario("dicom.store.kept-rle", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_an_rle_image_comes_back_as_it_was_sent(archive, story, check):
    """A run-length encoded image comes back fragment by fragment."""
    kept_compressed(archive, story, check, RLE)


@scenario("dicom.store.kept-jpeg", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_jpeg_images_come_back_as_they_were_sent(archive, story, check):
    """JPEG images, lossy and lossless, come back fragment by fragment, not compressed a second time."""
    kept_compressed(archive, story, check, JPEG_BASELINE, JPEG_LOSSLESS)


@scenario("dicom.store.kept-jpeg-ls", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_a_jpeg_ls_image_comes_back_as_it_was_sent(archive, story, check):
    """A JPEG-LS image comes back fragment by fragment."""
    kept_compressed(archive, story, check, JPEG_LS)


@scenario("dicom.store.kept-jpeg-2000", actor="archive", transaction="RAD-8", clauses=KEEPS, requires=["dicom"])
def test_jpeg_2000_images_come_back_as_they_were_sent(archive, story, check):
    """JPEG 2000 images, lossy and lossless, come back fragment by fragment."""
    kept_compressed(archive, story, check, JPEG_2000_LOSSLESS, JPEG_2000)


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
        judge_kept(check, study.instances, answers, received, (clauses.STORE_KEEPS_ATTRIBUTES,))


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
        assert status == 0xB007 or status >> 8 in {0xA9, 0xC0} or status in range(0x0100, 0x0300), answer.outcome


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
    clauses=[clauses.STORE_SUCCEEDS, clauses.STORE_APART, clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_PIXELS],
    requires=["dicom"],
)
def test_images_of_two_patients_sent_at_once_are_kept_apart(archive, story, check):
    """Two modalities that send at the same time each find their own patient's images in the archive."""
    hers = samples.study(story, "hers", series=1, images=3)
    his = samples.study(story, "his", series=1, images=3)
    first = archive.associate(Proposal(hers.instances[0].sop_class, (EXPLICIT_LITTLE,)))
    second = archive.associate(Proposal(his.instances[0].sop_class, (EXPLICIT_LITTLE,)))
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
                for kind in ("element", "pixels"):
                    wrong = [difference for difference in found if difference.kind == kind]
                    with check(_CLAUSE[kind], where=one.sop_instance):
                        assert not wrong, checks.words(wrong)


def store_both(first, one, second, other):
    """Store one instance on each of two associations."""
    return [
        store(association, instance.sop_class, instance.sop_instance, instance.transfer_syntax, instance.data)
        for association, instance in ((first, one), (second, other))
    ]
