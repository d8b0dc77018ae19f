"""Retrieve by C-GET: everything asked for comes back on the very association that asked (PS3.4 C.4.3)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.equality import differences
from conformance.dicom.instances import contents, stored_well
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Blocked, NotApplicable


def offered(*sop_classes):
    """Return what we offer to receive: each class in both usual transfer syntaxes."""
    return [(one, syntax) for one in sop_classes for syntax in (EXPLICIT_LITTLE, IMPLICIT_LITTLE)]


def got(archive, **wanted):
    """Fetch by C-GET; NotApplicable where the candidate has no such service."""
    answer = archive.get("STUDY", **wanted)
    if answer.unoffered:
        raise NotApplicable("the candidate offers no C-GET by Study Root")
    return answer


def control(archive, study):
    """Fetch a study as a positive control: Blocked when even that fails."""
    answer = got(archive, StudyInstanceUID=study.study_uid, storage=offered(samples.CT))
    if not answer.received and not answer.not_asked:
        raise Blocked(f"fetching a study as a control ended with {answer.outcome}")


@scenario(
    "dicom.get.study",
    actor="archive",
    transaction="C-GET",
    clauses=[
        clauses.RETRIEVE_SUCCEEDS,
        clauses.RETRIEVE_COMPLETE,
        clauses.RETRIEVE_UNCHANGED,
        clauses.RETRIEVE_COUNTS,
        clauses.RETRIEVE_NO_REMAINING,
        clauses.RETRIEVE_AGREES_WITH_QUERY,
        clauses.GET_NEEDS_ROLE,
        *checks.RESPONSES,
    ],
    requires=["dicom"],
)
def test_a_study_is_fetched_whole_and_counted_right(archive, story, check):
    """Every instance of the study comes back once, unchanged, and the numbers say so."""
    study = samples.study(story, "fetched", modality=("CT", "MR"), series=2, images=3)
    other = samples.study(story, "left", series=1, images=1)
    archive.holds(*study.instances, *other.instances)

    answer = got(archive, StudyInstanceUID=study.study_uid, storage=offered(samples.CT, samples.MR))

    with check(clauses.RETRIEVE_SUCCEEDS, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    faults = checks.instances([one.sop_instance for one in study.instances], answer.received)
    with check(clauses.RETRIEVE_COMPLETE, expected="the 6 instances of the study, each once"):
        assert not faults, checks.words(faults)
    back = {one.sop_instance: one for one in answer.received}
    for one in study.instances:
        if one.sop_instance in back:
            found = differences(contents(one), contents(back[one.sop_instance]))
            with check(clauses.RETRIEVE_UNCHANGED, where=one.sop_instance):
                assert not found, checks.words(found)
    without = {one.sop_class for one in answer.received} - answer.storing
    if answer.received:
        with check(clauses.GET_NEEDS_ROLE, expected="C-STORE only where the acceptance granted us the SCP role"):
            assert not without, f"C-STORE without the role for {checks.words(sorted(without))}"
    checks.judge_agreement(check, answer.received, answer)
    for clause, wrong in (checks.sub_operations(answer) | checks.responses(answer)).items():
        with check(clause):
            assert not wrong, checks.words(wrong)


@scenario(
    "dicom.get.in-small-pdus",
    actor="archive",
    transaction="C-GET",
    clauses=[clauses.PDU_WITHIN_MAXIMUM, clauses.RETRIEVE_COMPLETE, clauses.RETRIEVE_UNCHANGED],
    requires=["dicom"],
)
def test_images_come_in_pdus_no_longer_than_asked(archive, story, check):
    """Whoever can take only 4 KiB at a time gets an image in pieces of that size."""
    study = samples.study(story, "pieces", series=1, images=1, variants=(bulky,))
    archive.holds(*study.instances)

    answer = got(
        archive, StudyInstanceUID=study.study_uid, storage=offered(study.instances[0].sop_class), maximum_length=4096
    )

    over = checks.responses(answer).get(clauses.PDU_WITHIN_MAXIMUM)
    if over is None:
        raise Blocked(f"no response came that could be measured: {answer.outcome}")
    with check(clauses.PDU_WITHIN_MAXIMUM):
        assert not over, checks.words(over)
    faults = checks.instances([study.instances[0].sop_instance], answer.received)
    with check(clauses.RETRIEVE_COMPLETE, expected="the one instance, once"):
        assert not faults, checks.words(faults)
    for came in answer.received:
        found = differences(contents(study.instances[0]), contents(came))
        with check(clauses.RETRIEVE_UNCHANGED, where=came.sop_instance):
            assert not found, checks.words(found)


def bulky(data_set):
    """Add 20 KiB of private octets, so that the instance takes several PDUs."""
    block = data_set.private_block(0x0015, "HARNESS BULK", create=True)
    block.add_new(0x01, "OB", bytes(range(256)) * 80)


@scenario(
    "dicom.get.needs-keys",
    actor="archive",
    transaction="C-GET",
    clauses=[clauses.RETRIEVE_NEEDS_KEYS],
    requires=["dicom"],
)
def test_a_get_without_a_study_uid_does_not_send_the_archive(archive, story, check):
    """An empty study UID in a retrieve is a mistake, not a wish for every patient's images."""
    study = samples.study(story, "present", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, study)

    answer = got(archive, StudyInstanceUID="", storage=(), role=False)

    control(archive, study)
    begun = [one.number(f"NumberOf{part}Suboperations") or 0 for one in answer.responses for part in PARTS]
    with check(clauses.RETRIEVE_NEEDS_KEYS, expected="a refusal, or no match", evidence=answer.evidence):
        assert not answer.silent, answer.outcome
        assert not any(begun), f"{answer.outcome}, {max(begun)} sub-operations begun"
        assert answer.received == (), f"{len(answer.received)} instances came"


PARTS = ("Remaining", "Completed", "Failed", "Warning")


@scenario(
    "dicom.get.roles",
    actor="archive",
    transaction="C-GET",
    clauses=[clauses.GET_NEEDS_ROLE],
    requires=["dicom"],
)
def test_nothing_is_stored_to_whom_has_no_role_for_it(archive, story, check):
    """Who did not ask to receive by C-STORE is not sent any."""
    study = samples.study(story, "roles", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, study)

    answer = got(archive, StudyInstanceUID=study.study_uid, storage=offered(samples.CT), role=False)

    if answer.silent:
        raise Blocked(f"the candidate did not answer at all: {answer.outcome}")
    control(archive, study)
    with check(clauses.GET_NEEDS_ROLE, expected="no C-STORE", evidence=answer.evidence):
        assert answer.received == (), f"{len(answer.received)} instances came, {answer.outcome}"


@scenario(
    "dicom.get.unsendable",
    actor="archive",
    transaction="C-GET",
    clauses=[clauses.GET_COUNTS_UNSENDABLE, clauses.RETRIEVE_FAILURE_TOLD, clauses.RETRIEVE_FAILED_LIST],
    requires=["dicom"],
)
def test_an_instance_we_cannot_receive_is_counted_and_the_rest_is_sent(archive, story, check):
    """Of a study with CT and MR, who takes CT alone gets the CT, and is told what is missing."""
    study = samples.study(story, "mixed", modality=("CT", "MR"), series=2, images=2)
    archive.holds(*study.instances)
    able = [one.sop_instance for one in study.series[0].instances]
    unable = {one.sop_instance for one in study.series[1].instances}

    answer = got(archive, StudyInstanceUID=study.study_uid, storage=offered(samples.CT))

    faults = checks.instances(able, answer.received)
    failed = answer.final.number("NumberOfFailedSuboperations") if answer.final else None
    with check(clauses.GET_COUNTS_UNSENDABLE, expected="2 CT sent, 2 MR failed"):
        assert not faults, checks.words(faults)
        assert failed == len(unable), f"{failed} failed"
    with check(clauses.RETRIEVE_FAILURE_TOLD, expected="status B000"):
        assert answer.status == 0xB000, answer.outcome
    told = answer.final.identifier() if answer.final else None
    with check(clauses.RETRIEVE_FAILED_LIST, expected="both MR instances"):
        assert set(told.texts("FailedSOPInstanceUIDList") if told else ()) == unable


@scenario(
    "dicom.get.corrupt",
    actor="archive",
    transaction="C-GET",
    clauses=[clauses.RETRIEVE_AROUND_CORRUPT],
    requires=["dicom"],
)
def test_a_corrupt_picture_keeps_nobody_from_the_rest(archive, story, check):
    """A study in which one picture can't be decompressed is fetched to its end, and the sound images come."""
    sound = samples.study(story, "sound", series=1, images=2)
    spoilt = corrupt(samples.study(story, "spoilt", series=1, images=1, sop_class=samples.SC, of=sound, **JPEG))
    archive.holds(*sound.instances)
    control(archive, sound)
    (stored,) = archive.store(spoilt)
    if not stored_well(stored):
        raise NotApplicable(f"the archive does not keep a picture that can't be decompressed: {stored.outcome}")

    wanted = [*offered(samples.CT, samples.SC), (samples.SC, samples.JPEGBaseline8Bit)]
    answer = got(archive, StudyInstanceUID=sound.study_uid, storage=wanted)

    came = {one.sop_instance for one in answer.received}
    missing = [one.sop_instance for one in sound.instances if one.sop_instance not in came]
    with check(clauses.RETRIEVE_AROUND_CORRUPT, expected="a final response", evidence=answer.evidence):
        assert answer.final is not None, answer.outcome
    with check(clauses.RETRIEVE_AROUND_CORRUPT, expected="the 2 sound images", evidence=answer.evidence):
        assert not missing, f"{checks.words(missing)} did not come, {answer.outcome}"


JPEG = {"transfer_syntax": samples.JPEGBaseline8Bit}


def corrupt(study):
    """Return the one instance of a study with a codestream nobody can decompress, as long as the right one."""
    (instance,) = study.instances
    stream = instance.pixels[-1]
    return replace(instance, data=instance.data.replace(stream, b"\x5a" * len(stream)))
