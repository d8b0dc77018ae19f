"""Limits: values at the edge of what is allowed, large images, private classes, transfers cut short (PS3.4 B)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.client import Proposal, echo
from conformance.dicom.instances import stored_well
from conformance.dicom.samples import sopclasses as s
from conformance.dicom.wire import command, message_pdus
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.limits import KIB, MIB
from conformance.model import Blocked

MANY = 100
TAKEN = (clauses.STORE_SUCCEEDS, clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES)


def judge_stored(archive, check, *studies):
    """Store studies, and judge that they are taken and come back as they were."""
    for study in studies:
        answers = archive.store(*study.instances)
        for answer in answers:
            at = {"where": study.name, "expected": "status 0000 or a warning", "evidence": answer.evidence}
            with check(clauses.STORE_SUCCEEDS, **at):
                assert stored_well(answer), answer.outcome
        if all(stored_well(answer) for answer in answers):
            received = archive.fetched(study.study_uid, study.instances)
            checks.judge_kept(check, study.instances, answers, received, (clauses.STORE_KEEPS_ATTRIBUTES,))


@scenario("dicom.store.long-uids", actor="archive", transaction="RAD-8", clauses=TAKEN, requires=["dicom"])
def test_uids_of_64_characters_are_kept_whole(archive, story, check):
    """UIDs may have 64 characters: study, series and instance come back under all of them."""
    digits = f"{int(story.token('long', 32), 16):040d}"
    uids = {
        keyword: f"2.25.{number}.{digits}"[:62].ljust(62, "1") + f".{number}"
        for number, keyword in enumerate(("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"), 1)
    }
    made = samples.study(story, "long", series=1, images=1, **uids)
    study = replace(made, study_uid=uids["StudyInstanceUID"])
    judge_stored(archive, check, study)


@scenario(
    "dicom.store.rare-dates",
    actor="archive",
    transaction="RAD-8",
    clauses=[*TAKEN, clauses.FIND_MATCHES_SINGLE_VALUE],
    requires=["dicom"],
)
def test_rare_dates_and_times_are_kept_and_found(archive, story, check):
    """A leap day, a birth in the nineteenth century and times about midnight and the change of clocks come back."""
    who = samples.patient(story, "old", birth_date="18991231")
    dates = {"leap": ("20240229", "235959"), "clocks": ("20260329", "023000"), "old": ("19000101", "000000")}
    studies = {
        name: samples.study(story, name, patient=who, series=1, images=1, StudyDate=day, StudyTime=time)
        for name, (day, time) in dates.items()
    }
    judge_stored(archive, check, *studies.values())

    for name, study in studies.items():
        control = archive.find("STUDY", PatientID=who.id, StudyInstanceUID=study.study_uid)
        if not control.matches:
            continue
        answer = archive.find("STUDY", PatientID=who.id, StudyDate=dates[name][0], StudyInstanceUID="")
        with check(clauses.FIND_MATCHES_SINGLE_VALUE, where=dates[name][0], evidence=answer.evidence):
            assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], answer.outcome


@scenario("dicom.store.paths-in-values", actor="archive", transaction="RAD-8", clauses=TAKEN, requires=["dicom"])
def test_values_that_look_like_paths_are_only_values(archive, story, check):
    """Text with dots, slashes, quotes and percent signs is text: it is kept, and leads to no other place."""
    paths = {
        "StudyDescription": "../../../../tmp/zz", "SeriesDescription": "C:/con/..%2f..%00", "StudyID": "../zz",
        "StationName": "a'; DROP--", "ProtocolName": "<b>&amp;</b>",
    }  # fmt: skip
    judge_stored(archive, check, samples.study(story, "paths", series=1, images=1, **paths))


def large(data_set):
    """Make the picture four frames of a megabyte each."""
    frame = bytes(range(256)) * (4 * KIB)
    data_set.Rows = data_set.Columns = 1024
    data_set.NumberOfFrames = "4"
    data_set.PageNumberVector = ["1", "2", "3", "4"]
    data_set.add_new(0x7FE00010, "OB", frame * (4 * MIB // len(frame)))


@scenario(
    "dicom.store.large",
    actor="archive",
    transaction="RAD-8",
    clauses=[*TAKEN, clauses.STORE_KEEPS_PIXELS],
    requires=["dicom"],
)
def test_a_large_image_comes_back_to_the_last_octet(archive, story, check):
    """An image of four megabytes comes back to the last octet."""
    archive.holds(*samples.study(story, "control", series=1, images=1, sop_class=s.SC_BYTES).instances)
    study = samples.study(story, "large", series=1, images=1, sop_class=s.SC_BYTES, variants=(large,))

    answers = archive.store(*study.instances)

    with check(clauses.STORE_SUCCEEDS, expected="status 0000 or a warning", evidence=answers[0].evidence):
        assert stored_well(answers[0]), answers[0].outcome
    if stored_well(answers[0]):
        received = archive.fetched(study.study_uid, study.instances)
        judged = (clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_PIXELS)
        checks.judge_kept(check, study.instances, answers, received, judged)


@scenario(
    "dicom.store.private-class",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_PRIVATE_CLASS],
    requires=["dicom"],
)
def test_a_private_class_is_refused_or_kept(archive, story, check):
    """A vendor's own storage class is refused in the association, or else taken and kept: never taken and lost."""
    archive.alive()
    private = story.uid("private-class")
    study = samples.study(story, "private", series=1, images=1, sop_class=samples.SC, SOPClassUID=private)
    instance = replace(study.instances[0], sop_class=private)

    association = archive.associate(Proposal(private, (EXPLICIT_LITTLE,)), Proposal("1.2.840.10008.1.1"))
    echo(association)
    association.release()
    results = {one.id: one.result for one in association.acceptance.contexts} if association.acceptance else {}
    with check(clauses.STORE_PRIVATE_CLASS, expected="result 3, or accepted", evidence=association.evidence):
        assert results.get(1) in {0, 3}, f"{association.told}, result {results.get(1)}"
    if results.get(1) != 0:
        return
    (answer,) = archive.store(instance)
    if stored_well(answer):
        faults = checks.instances([instance.sop_instance], archive.fetched(study.study_uid, (instance,)))
        with check(clauses.STORE_PRIVATE_CLASS, where=private, expected="the instance that was stored with success"):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.store.cut-off",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_NOTHING_OF_HALF, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_an_image_that_broke_off_is_not_half_there(archive, story, check):
    """When the network fails in the middle of an image, nothing of it is shown, and it can be sent again."""
    archive.alive()
    control = samples.study(story, "control", series=1, images=1)
    archive.holds(*control.instances)
    study = samples.study(story, "cut", series=1, images=1)
    (instance,) = study.instances

    association = archive.associate(Proposal(instance.sop_class, (EXPLICIT_LITTLE,)))
    if not association.usable:
        raise Blocked(f"no association to break off: {association.told}")
    request = command(
        AffectedSOPClassUID=instance.sop_class,
        CommandField=C_STORE,
        MessageID=association.take_message_id(),
        Priority=0,
        CommandDataSetType=1,
        AffectedSOPInstanceUID=instance.sop_instance,
    )
    pdus = [*message_pdus(request, 1, instance.data, most=128)]
    association.send(*pdus[: len(pdus) - 2], says="most of a C-STORE-RQ")
    association.abort()
    afterwards = archive.echo()
    found = archive.find("STUDY", StudyInstanceUID=study.study_uid, PatientID=study.patient_id)
    again = archive.store(instance)[0]
    received = archive.fetched(study.study_uid, study.instances) if stored_well(again) else ()

    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success"):
        assert afterwards.status == 0, afterwards.outcome
    with check(clauses.STORE_NOTHING_OF_HALF, expected="no match for its study", evidence=found.evidence):
        assert found.status == 0, found.outcome
        assert not found.matches, f"{len(found.matches)} matches"
    with check(clauses.STORE_NOTHING_OF_HALF, where="sent again", expected="stored, and 1 instance back"):
        assert stored_well(again), again.outcome
        assert len(received) == 1, f"{len(received)} instances came back"


@scenario(
    "dicom.store.many",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_NOTHING_PURGED],
    requires=["dicom"],
)
def test_many_studies_are_all_found_again(archive, story, check):
    """A hundred studies are sent one after the other: none of them makes room for a later one in silence."""
    who = samples.patient(story, "many")
    studies = [samples.study(story, f"many {number}", patient=who, series=1, images=1) for number in range(MANY)]
    answers = archive.store(*(study.instances[0] for study in studies))
    kept = {study.study_uid for study, answer in zip(studies, answers, strict=True) if stored_well(answer)}
    if not kept:
        raise Blocked(f"not one of {MANY} studies was stored: {answers[0].outcome}")

    asked = []

    def all_found():
        asked.append(archive.find("STUDY", PatientID=who.id, StudyInstanceUID=""))
        return kept <= asked[-1].values("StudyInstanceUID")

    story.doors.wait(all_found, story.limits.settle_s, "all that was stored is found")
    found = asked[-1].values("StudyInstanceUID")
    if asked[-1].status != 0 or not found:
        raise Blocked(f"a query by Patient ID does not tell the studies, which queries judge: {asked[-1].outcome}")

    with check(clauses.STORE_NOTHING_PURGED, expected=f"all {len(kept)} studies that were stored with success"):
        assert kept <= found, f"{len(kept - found)} of them are not found"
