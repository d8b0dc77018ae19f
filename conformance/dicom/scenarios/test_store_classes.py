"""Breadth: what each specialty makes is taken and comes back as it was (PS3.4 B.5, PS3.3 Annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.client import Proposal
from conformance.dicom.instances import stored_well
from conformance.dicom.samples import sopclasses as s
from conformance.model import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable

MAKING = [clauses.STORE_SUCCEEDS, *checks.KEEPS]


def making(id: str, transaction: str = "RAD-8") -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: A002 - as @scenario
    """Declare a scenario of what a specialty makes."""
    return scenario(id, actor="archive", transaction=transaction, clauses=MAKING, requires=["dicom"])


def kept_classes(archive, story, check, *classes):
    """Store one instance of each class the archive takes, in one study, fetch them back and judge each."""
    claimed = archive.profile.claims.sop_classes
    wanted = [one for one in classes if not claimed or one in claimed]
    context = samples.study(story, "context", series=1, images=1)
    studies = [
        samples.study(story, samples.SOP_CLASSES[one].title, series=1, images=1, sop_class=one, of=context)
        for one in wanted
    ]
    archive.holds(*context.instances)
    made = [one for study in studies for one in study.instances]
    answers = archive.store(*made) if made else ()

    offered = [(one, answer) for one, answer in zip(made, answers, strict=True) if not answer.unoffered]
    if not offered:
        raise NotApplicable("the candidate takes none of these SOP classes, and its profile claims none")
    for one, answer in offered:
        title = samples.SOP_CLASSES[one.sop_class].title
        at = {"where": title, "expected": "status 0000 or a warning", "evidence": answer.evidence}
        with check(clauses.STORE_SUCCEEDS, **at):
            assert stored_well(answer), answer.outcome
    stored = [(one, answer) for one, answer in offered if stored_well(answer)]
    if stored:
        instances = (*context.instances, *(one for one, _ in stored))
        received = archive.fetched(context.study_uid, instances)
        mine = {one.sop_instance for one, _ in stored}
        came = [one for one in received if one.sop_instance in mine]
        checks.judge_kept(check, [one for one, _ in stored], [answer for _, answer in stored], came)


@making("dicom.store.kept-x-ray")
def test_x_rays_of_all_kinds_come_back_as_they_were_sent(archive, story, check):
    """Mammograms, teeth, angiograms, fluoroscopies and images for processing come back as they went in."""
    kept_classes(archive, story, check, s.DX_PROCESSING, s.MG, s.IO, s.XA, s.RF)


@making("dicom.store.kept-functional-groups")
def test_enhanced_images_come_back_with_their_groups(archive, story, check):
    """Enhanced MR, PET and XA images come back with their functional groups, frame by frame."""
    kept_classes(archive, story, check, s.ENHANCED_MR, s.ENHANCED_PET, s.ENHANCED_XA)


@making("dicom.store.kept-pages")
def test_captured_pages_come_back_as_they_were_sent(archive, story, check):
    """Multi-frame secondary captures of 8 and of 16 bits come back with every page."""
    kept_classes(archive, story, check, s.SC_BYTES, s.SC_WORDS)


@making("dicom.store.kept-visible-light")
def test_pictures_in_visible_light_come_back_as_they_were_sent(archive, story, check):
    """Endoscopy, microscopy, photography and the fundus of the eye come back as they went in."""
    kept_classes(archive, story, check, s.VL_ENDOSCOPIC, s.VL_MICROSCOPIC, s.VL_PHOTOGRAPHIC, s.FUNDUS)


@making("dicom.store.kept-radiotherapy")
def test_radiotherapy_objects_come_back_as_they_were_sent(archive, story, check):
    """Portal image, dose, structures and plan come back as they went in."""
    kept_classes(archive, story, check, s.RT_IMAGE, s.RT_DOSE, s.RT_STRUCTURES, s.RT_PLAN)


@making("dicom.store.kept-waveforms")
def test_waveforms_come_back_sample_by_sample(archive, story, check):
    """Electrocardiograms and hemodynamic curves come back sample by sample."""
    kept_classes(archive, story, check, s.ECG, s.GENERAL_ECG, s.HEMODYNAMIC)


@making("dicom.store.kept-measurements", "RAD-26")
def test_reports_with_measurements_come_back_with_their_trees(archive, story, check):
    """Enhanced and comprehensive reports, computer-aided findings and logs come back with every content item."""
    kept_classes(
        archive, story, check, s.ENHANCED_SR, s.COMPREHENSIVE_SR, s.MAMMOGRAPHY_CAD, s.CHEST_CAD, s.PROCEDURE_LOG
    )


@making("dicom.store.kept-dose-report", "RAD-62")
def test_a_dose_report_comes_back_with_its_totals(archive, story, check):
    """A radiation dose report comes back with the very totals a physicist has to answer for."""
    kept_classes(archive, story, check, s.DOSE_SR)


@making("dicom.store.kept-derived")
def test_what_was_derived_from_images_comes_back_as_it_was_sent(archive, story, check):
    """Segmentation, registration, value mapping, colour presentation state and raw data come back as they went in."""
    kept_classes(archive, story, check, s.SEGMENTATION, s.REGISTRATION, s.VALUE_MAPPING, s.COLOUR_STATE, s.RAW_DATA)


@making("dicom.store.kept-encapsulated")
def test_encapsulated_documents_come_back_octet_for_octet(archive, story, check):
    """A clinical document and a model for printing come back octet for octet."""
    kept_classes(archive, story, check, s.ENCAPSULATED_CDA, s.ENCAPSULATED_STL)


@scenario(
    "dicom.query.documents",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_SINGLE_VALUE],
    requires=["dicom"],
)
def test_reports_key_images_and_states_are_found_among_the_images(archive, story, check):
    """A study's report, key object selection, presentation state and scanned letter are found by their modality."""
    images = samples.study(story, "images", series=1, images=1)
    kinds = {"SR": samples.BASIC_TEXT_SR, "KO": samples.KOS, "PR": samples.GSPS, "DOC": samples.ENCAPSULATED_PDF}
    studies = {
        modality: samples.study(story, modality, series=1, images=1, sop_class=one, of=images)
        for modality, one in kinds.items()
    }
    archive.holds(*images.instances, *(one for study in studies.values() for one in study.instances))

    for modality, study in studies.items():
        answer = archive.find("SERIES", StudyInstanceUID=images.study_uid, Modality=modality, SeriesInstanceUID="")
        at = {"where": modality, "expected": "the one series", "evidence": answer.evidence}
        with check(clauses.FIND_MATCHES_SINGLE_VALUE, **at):
            assert checks.found(answer, "SeriesInstanceUID") == [study.series[0].series_uid], answer.outcome


@scenario(
    "dicom.store.as-claimed",
    actor="archive",
    transaction="RAD-8",
    clauses=[clauses.STORE_AS_CLAIMED],
    requires=["dicom"],
)
def test_what_the_statement_claims_is_accepted(archive, check):
    """Every storage class and transfer syntax of the conformance statement is accepted when a modality proposes it."""
    claims = archive.profile.claims
    if not (claims.sop_classes or claims.transfer_syntaxes):
        raise NotApplicable("the profile lists no storage classes and syntaxes (claims.sop_classes, transfer_syntaxes)")
    archive.alive()

    classes = claims.sop_classes or (samples.SC,)
    proposals = [Proposal(one) for one in classes]
    pictures = [one for one in classes if one in samples.SOP_CLASSES and samples.SOP_CLASSES[one].bits]
    proposals += [Proposal((pictures or classes)[0], (syntax,)) for syntax in claims.transfer_syntaxes]
    refused = []
    for at in range(0, len(proposals), 100):
        association = archive.associate(*proposals[at : at + 100])
        usable = {one.id for one in association.usable}
        refused += [one for number, one in association.request.ids().items() if number not in usable]
        association.release()

    for one in proposals:
        what = f"{one.abstract_syntax} in {' or '.join(one.transfer_syntaxes)}"
        with check(clauses.STORE_AS_CLAIMED, where=what, expected="accepted"):
            assert one not in refused, "not accepted"
