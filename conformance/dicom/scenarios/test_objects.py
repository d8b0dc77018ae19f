"""Objects: what comes back is still what its SOP class asks, in whatever syntax it comes (PS3.3, PS3.5 7.4)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, samples
from conformance.dicom.instances import stored_well
from conformance.dicom.samples import sopclasses as s
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.model import Blocked

COMMON = (
    samples.CT, samples.MR, samples.CR, samples.US_MULTIFRAME, samples.SC, s.MG, samples.ENHANCED_CT,
    samples.BASIC_TEXT_SR, samples.KOS, samples.GSPS, samples.ENCAPSULATED_PDF, s.RT_PLAN, s.ECG,
)  # fmt: skip


@scenario("dicom.objects.returned", actor="archive", transaction="RAD-16", clauses=checks.OBJECTS, requires=["dicom"])
def test_objects_come_back_as_valid_as_they_went_in(archive, story, check):
    """An image, report or plan that had all that its kind must have still has it when the next system fetches it."""
    claimed = archive.profile.claims.sop_classes
    context = samples.study(story, "context", series=1, images=1)
    studies = [
        samples.study(story, samples.SOP_CLASSES[one].title, series=1, images=1, sop_class=one, of=context)
        for one in COMMON
        if not claimed or one in claimed
    ]
    archive.holds(*context.instances)
    made = [one for study in studies for one in study.instances]
    answers = archive.store(*made) if made else ()
    stored = [one for one, answer in zip(made, answers, strict=True) if stored_well(answer)]
    instances = (*context.instances, *stored)

    received = archive.fetched(context.study_uid, instances)

    checks.judge_objects(check, instances, received, [one.evidence for one in received][-24:])


@scenario(
    "dicom.web.retrieve.objects",
    actor="archive",
    transaction="RAD-107",
    clauses=checks.OBJECTS,
    requires=["dicom", "dicom.web.wado"],
)
def test_objects_written_anew_for_the_web_are_as_valid_as_before(web_archive, story, check):
    """Stored without value representations and fetched over the web with them, an image has those of the dictionary."""
    study = samples.study(
        story, "anew", modality=("CT", "MR"), series=2, images=1, transfer_syntax=IMPLICIT_LITTLE,
        variants=[samples.nested],
    )  # fmt: skip
    web_archive.holds(*study.instances)

    answer = web_archive.retrieve(f"/studies/{study.study_uid}")

    if not answer.files:
        raise Blocked(f"retrieving the study over the web brought no instance: {answer.outcome}")
    checks.judge_objects(check, study.instances, answer.files, answer.evidence)
