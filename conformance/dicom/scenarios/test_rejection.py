"""Rejection: what was made by mistake is told by a note, and shown no more (IHE RAD TF-3 4.66, PS3.16 CID 7011)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.model import Blocked, NotApplicable

TITLES = {
    "quality": ("113001", "DCM", "Rejected for Quality Reasons"),
    "safety": ("113037", "DCM", "Rejected for Patient Safety Reasons"),
}


@scenario(
    "dicom.store.rejection-note",
    actor="archive",
    transaction="RAD-66",
    clauses=[clauses.REJECTED_HIDDEN],
    requires=["dicom"],
)
def test_a_rejected_image_is_shown_no_more(archive, story, check):
    """Once a technologist has rejected an image, nobody finds or fetches it; the others of the study stay."""
    if not archive.profile.claims.hides_rejected:
        raise NotApplicable("the profile does not claim that rejected instances are hidden (claims.hides_rejected)")
    for reason, title in TITLES.items():
        good = samples.study(story, f"{reason}-good", series=1, images=1)
        bad = samples.study(story, f"{reason}-bad", series=1, images=1, of=good)
        archive.holds(*good.instances, *bad.instances)
        upper = {"StudyInstanceUID": good.study_uid, "SeriesInstanceUID": bad.series[0].series_uid}
        control = archive.find("IMAGE", **upper, SOPInstanceUID="")
        if checks.found(control, "SOPInstanceUID") != [bad.instances[0].sop_instance]:
            raise Blocked(f"the image was not found before it was rejected: {control.outcome}")
        note = samples.study(
            story, f"{reason}-note", series=1, images=1, sop_class=samples.KOS, of=bad,
            ConceptNameCodeSequence=[samples.code(*title)],
        )  # fmt: skip
        archive.holds(*note.instances)

        looks = []

        def unseen(upper=upper, looks=looks):
            answer = archive.find("IMAGE", **upper, SOPInstanceUID="")
            looks.append(f"{len(answer.matches)} matches" if answer.status == 0 else answer.outcome)
            return answer.status == 0 and not answer.matches

        hidden = story.doors.wait(unseen, story.limits.settle_s, "the rejected image to be hidden")
        back = archive.fetched(good.study_uid, (*good.instances, *bad.instances))

        images = [one.sop_instance for one in back if one.sop_class == samples.CT]
        with check(clauses.REJECTED_HIDDEN, where=title[2], expected="no match for the rejected image"):
            assert hidden, looks[-1]
        with check(clauses.REJECTED_HIDDEN, where=f"{title[2]}, fetched", expected="the other image alone"):
            assert images == [good.instances[0].sop_instance], f"{len(images)} images came"
