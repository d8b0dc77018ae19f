"""Keeping: what was stored comes back as it was, whatever it is (PS3.4 B.4.1, level 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.instances import stored_well
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

if TYPE_CHECKING:
    from collections.abc import Callable


def keeping(id: str, transaction: str) -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: A002 - as @scenario
    """Declare a scenario judged by all the clauses of keeping."""
    return scenario(id, actor="archive", transaction=transaction, clauses=checks.KEEPS, requires=["dicom"])


def kept(archive, check, *studies, judged=checks.KEEPS):
    """Store, fetch back and judge each study: the story behind every scenario of keeping."""
    for study in studies:
        answers = archive.holds(*study.instances)
        received = archive.fetched(study.study_uid, study.instances)
        checks.judge_kept(check, study.instances, answers, received, judged)


@scenario(
    "dicom.store.kept",
    actor="archive",
    transaction="RAD-8",
    clauses=[*checks.KEEPS, clauses.STORE_WARNING_TRUE],
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
        checks.judge_kept(check, study.instances, answers, received)
        checks.judge_warnings(check, study.instances, answers, received)


def kept_class(sop_class):
    """Return the story of one SOP class."""

    def tell(archive, story, check):
        context = samples.study(story, "context", series=1, images=2)
        study = samples.study(story, "document", series=1, images=1, sop_class=sop_class, of=context)
        kept_answers = archive.holds(*context.instances, *study.instances)
        instances = (*context.instances, *study.instances)
        received = archive.fetched(study.study_uid, instances)
        checks.judge_kept(check, instances, kept_answers, received)

    return tell


@keeping("dicom.store.kept-projection", "RAD-8")
def test_projection_radiographs_come_back_as_they_were_sent(archive, story, check):
    """Computed and digital radiographs come back as they went in."""
    kept(
        archive,
        check,
        samples.study(story, "cr", series=1, images=1, sop_class=samples.CR),
        samples.study(story, "dx", series=1, images=1, sop_class=samples.DX),
    )


@keeping("dicom.store.kept-multiframe", "RAD-8")
def test_a_multiframe_ultrasound_comes_back_as_it_was_sent(archive, story, check):
    """An ultrasound loop comes back with all its frames."""
    kept(archive, check, samples.study(story, "us", series=1, images=1, sop_class=samples.US_MULTIFRAME))


@keeping("dicom.store.kept-enhanced", "RAD-8")
def test_an_enhanced_image_comes_back_as_it_was_sent(archive, story, check):
    """An enhanced CT comes back with its functional groups."""
    kept(archive, check, samples.study(story, "enhanced", series=1, images=1, sop_class=samples.ENHANCED_CT))


@keeping("dicom.store.kept-capture", "RAD-8")
def test_a_secondary_capture_comes_back_as_it_was_sent(archive, story, check):
    """A secondary capture comes back as it went in."""
    kept(archive, check, samples.study(story, "sc", series=1, images=1, sop_class=samples.SC))


@keeping("dicom.store.kept-report", "RAD-26")
def test_a_structured_report_comes_back_as_it_was_sent(archive, story, check):
    """A structured report comes back with its whole tree."""
    kept_class(samples.BASIC_TEXT_SR)(archive, story, check)


@scenario(
    "dicom.store.kept-key-objects", actor="archive", transaction="RAD-29", clauses=checks.KEEPS, requires=["dicom"]
)
def test_a_key_object_selection_comes_back_as_it_was_sent(archive, story, check):
    """A key object selection comes back with its references."""
    kept_class(samples.KOS)(archive, story, check)


@scenario(
    "dicom.store.kept-presentation", actor="archive", transaction="RAD-9", clauses=checks.KEEPS, requires=["dicom"]
)
def test_a_presentation_state_comes_back_as_it_was_sent(archive, story, check):
    """A grayscale presentation state comes back as it went in."""
    kept_class(samples.GSPS)(archive, story, check)


@keeping("dicom.store.kept-pdf", "RAD-8")
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
        checks.judge_kept(check, study.instances, answers, received, (clauses.STORE_KEEPS_ATTRIBUTES,))


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


@keeping("dicom.store.kept-deflated", "RAD-8")
def test_a_deflated_image_comes_back_as_it_was_sent(archive, story, check):
    """An image sent deflated comes back as it was, deflated or not."""
    kept(archive, check, samples.study(story, "deflated", series=1, images=1, transfer_syntax=DEFLATED))


@keeping("dicom.store.kept-big-endian", "RAD-8")
def test_a_big_endian_image_comes_back_as_it_was_sent(archive, story, check):
    """An old modality's big endian image comes back as it was, in either byte order."""
    kept(archive, check, samples.study(story, "big", series=1, images=1, transfer_syntax=EXPLICIT_BIG))


def kept_compressed(archive, story, check, *syntaxes):
    """Tell the story of each compressed transfer syntax."""
    for syntax in syntaxes:
        kept(archive, check, samples.study(story, syntax[-3:], series=1, images=1, transfer_syntax=syntax))


@keeping("dicom.store.kept-rle", "RAD-8")
def test_an_rle_image_comes_back_as_it_was_sent(archive, story, check):
    """A run-length encoded image comes back fragment by fragment."""
    kept_compressed(archive, story, check, RLE)


@keeping("dicom.store.kept-jpeg", "RAD-8")
def test_jpeg_images_come_back_as_they_were_sent(archive, story, check):
    """JPEG images, lossy and lossless, come back fragment by fragment, not compressed a second time."""
    kept_compressed(archive, story, check, JPEG_BASELINE, JPEG_LOSSLESS)


@keeping("dicom.store.kept-jpeg-ls", "RAD-8")
def test_a_jpeg_ls_image_comes_back_as_it_was_sent(archive, story, check):
    """A JPEG-LS image comes back fragment by fragment."""
    kept_compressed(archive, story, check, JPEG_LS)


@keeping("dicom.store.kept-jpeg-2000", "RAD-8")
def test_jpeg_2000_images_come_back_as_they_were_sent(archive, story, check):
    """JPEG 2000 images, lossy and lossless, come back fragment by fragment."""
    kept_compressed(archive, story, check, JPEG_2000_LOSSLESS, JPEG_2000)
