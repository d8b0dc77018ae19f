"""Retrieve instances over the web: whole, as files, in the transfer syntax that is asked for (PS3.18 8.7, 10.4)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.dicom.checks import web, words
from conformance.dicom.web import media
from conformance.dicom.web.candidate import at
from conformance.dicom.wire import dictionary, read_data_set
from conformance.dicom.wire.syntaxes import encapsulated
from conformance.model import Blocked, NotApplicable

EXPLICIT = samples.ExplicitVRLittleEndian


def judge_unchanged(check, answer, instances):
    """Judge that what came has the attributes and the pixel data that were stored."""
    for uid, found in web.changed(answer, instances).items():
        for clause in (clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS):
            wrong = [one for one in found if web.clause_of_change(one) is clause]
            with check(clause, where=uid, evidence=answer.evidence):
                assert not wrong, words(wrong)


@scenario(
    "dicom.web.retrieve.study",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.FETCHED, clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS],
    requires=["dicom", "dicom.web.wado"],
)
def test_a_study_comes_whole(web_archive, story, check):
    """A study that C-STORE brought is retrieved over the web: every instance once, as it was stored."""
    study = samples.study(story, "a", modality=("CT", "MR"), series=2, images=2, variants=[samples.private])
    other = samples.study(story, "b", patient=study.patient, series=1, images=1)
    web_archive.holds(*study.instances, *other.instances)

    answer = web_archive.retrieve(f"/studies/{study.study_uid}")

    web.judge_fetched(check, answer, study.instances)
    judge_unchanged(check, answer, study.instances)


@scenario(
    "dicom.web.retrieve.series-and-instance",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.FETCHED, clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS],
    requires=["dicom", "dicom.web.wado"],
)
def test_a_series_and_an_instance_come_alone(web_archive, story, check):
    """A series comes without the others of its study, an instance without the others of its series."""
    study = samples.study(story, "a", series=2, images=2, variants=[samples.nested, samples.multi_valued])
    web_archive.holds(*study.instances)
    series, one = study.series[0], study.instances[0]

    whole = web_archive.retrieve(f"/studies/{study.study_uid}/series/{series.series_uid}")
    single = web_archive.retrieve(at(one))

    for answer, wanted in ((whole, series.instances), (single, (one,))):
        web.judge_fetched(check, answer, wanted)
        judge_unchanged(check, answer, wanted)


@scenario(
    "dicom.web.retrieve.default-syntax",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.FETCHED, clauses.FETCH_DEFAULT_SYNTAX, clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS],
    requires=["dicom", "dicom.web.wado"],
)
def test_uncompressed_instances_come_in_explicit_little_endian(web_archive, story, check):
    """What was stored in Implicit VR comes in Explicit VR Little Endian when no transfer syntax is asked for."""
    study = samples.study(story, "a", series=1, images=2, transfer_syntax=samples.ImplicitVRLittleEndian)
    web_archive.holds(*study.instances)

    answer = web_archive.retrieve(f"/studies/{study.study_uid}")

    web.judge_fetched(check, answer, study.instances)
    if answer.files:
        with check(clauses.FETCH_DEFAULT_SYNTAX, evidence=answer.evidence):
            assert {one.transfer_syntax for one in answer.files} == {EXPLICIT}
    judge_unchanged(check, answer, study.instances)


@scenario(
    "dicom.web.retrieve.compressed",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.FETCHED, clauses.FETCH_ASKED_SYNTAX, clauses.FETCH_PIXELS, clauses.FETCH_COMPRESSED_TOLD],
    requires=["dicom", "dicom.web.wado"],
)
def test_compressed_instances_come_where_any_syntax_is_accepted(web_archive, story, check):
    """With transfer-syntax=* a compressed instance comes: as it is stored, its fragments unchanged, or decompressed."""
    study = samples.study(story, "a", series=1, images=2, transfer_syntax=samples.JPEGLosslessSV1)
    web_archive.holds(*study.instances)

    answer = web_archive.retrieve(
        f"/studies/{study.study_uid}", media.related(media.DICOM, transfer_syntax="*")
    )  # fmt: skip

    web.judge_fetched(check, answer, study.instances)
    with check(clauses.FETCH_ASKED_SYNTAX, expected="the instances, in any transfer syntax", evidence=answer.evidence):
        assert answer.ok, answer.outcome
        assert answer.files, "no instance"
    kept = [one for one in study.instances if _in(answer, one) == one.transfer_syntax]
    for uid, found in web.changed(answer, kept).items():
        wrong = [one for one in found if one.kind == "pixels"]
        with check(clauses.FETCH_PIXELS, where=uid, evidence=answer.evidence):
            assert not wrong, words(wrong)
    for one in answer.files:
        if not encapsulated(one.transfer_syntax):
            came = read_data_set(one.data, one.transfer_syntax, answer.limits)
            with check(clauses.FETCH_PIXELS, where=one.sop_instance, evidence=answer.evidence):
                pixels = came.get(dictionary.PIXEL_DATA)
                assert pixels is not None, "no pixel data"
                assert len(pixels.value) == native_size(study.instances[0]), f"{len(pixels.value)} octets"
    told = [
        part.media_type.get("transfer-syntax")
        for part, file in answer.filed_parts
        if encapsulated(file.transfer_syntax)
    ]
    if answer.files:
        with check(clauses.FETCH_COMPRESSED_TOLD, evidence=answer.evidence):
            assert all(told), "a part without transfer-syntax parameter"


def native_size(image):
    """Return how many octets the pixels of an image of one frame take without compression."""
    return image.get("Rows") * image.get("Columns") * image.get("BitsAllocated") // 8


def _in(answer, instance):
    """Return the transfer syntax an instance came in, empty when it did not."""
    return next((one.transfer_syntax for one in answer.files if one.sop_instance == instance.sop_instance), "")


@scenario(
    "dicom.web.retrieve.asked-syntax",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.FETCH_ASKED_SYNTAX, clauses.WEB_QUOTED_OR_NOT],
    requires=["dicom", "dicom.web.wado"],
)
def test_the_syntax_that_is_asked_for_comes(web_archive, story, check):
    """Explicit VR Little Endian by name, any syntax by *, the type quoted or not: all are answered."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    image = study.instances[0]
    asked = {
        "quoted": f'multipart/related; type="application/dicom"; transfer-syntax={EXPLICIT}',
        "not quoted": f"multipart/related; type=application/dicom; transfer-syntax={EXPLICIT}",
        "any": 'multipart/related; type="application/dicom"; transfer-syntax=*',
    }

    answers = {how: web_archive.retrieve(at(image), accept) for how, accept in asked.items()}

    with check(clauses.FETCH_ASKED_SYNTAX, where="quoted", evidence=answers["quoted"].evidence):
        assert answers["quoted"].ok, answers["quoted"].outcome
        assert _in(answers["quoted"], image) == EXPLICIT
    expected = "the instance, in any transfer syntax"
    with check(clauses.FETCH_ASKED_SYNTAX, where="any", expected=expected, evidence=answers["any"].evidence):
        assert answers["any"].ok, answers["any"].outcome
        assert _in(answers["any"], image), "no such instance"
    for how in ("quoted", "not quoted"):
        with check(clauses.WEB_QUOTED_OR_NOT, where=how, evidence=answers[how].evidence):
            assert answers[how].ok, answers[how].outcome


@scenario(
    "dicom.web.retrieve.lossy",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.FETCH_LOSS_TOLD],
    requires=["dicom", "dicom.web.wado"],
)
def test_an_image_that_lost_something_says_so(web_archive, story, check):
    """Asked for an uncompressed image in baseline JPEG, the archive refuses, or says in the image that it has lost."""
    study = samples.study(story, "a", series=1, images=1, sop_class=samples.SC)
    web_archive.holds(*study.instances)

    accept = f'multipart/related; type="application/dicom"; transfer-syntax={samples.JPEGBaseline8Bit}'
    answer = web_archive.retrieve(at(study.instances[0]), accept)

    lossy = [one for one in answer.files if one.transfer_syntax == samples.JPEGBaseline8Bit]
    if not lossy:
        raise NotApplicable(f"the archive does not compress what it sends: {answer.outcome}")
    for one in lossy:
        told = read_data_set(one.data, one.transfer_syntax, answer.limits).text("LossyImageCompression").strip()
        with check(clauses.FETCH_LOSS_TOLD, expected="Lossy Image Compression 01", evidence=answer.evidence):
            assert told == "01", told or "none"


@scenario(
    "dicom.web.retrieve.unknown",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_NOT_FOUND, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.wado"],
)
def test_what_does_not_exist_is_not_found(web_archive, story, check):
    """An unknown study, series, instance, and the metadata of one are answered with 404."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    image = study.instances[0]
    if not web_archive.retrieve(at(image)).ok:
        raise Blocked("an instance that is there, as a control, could not be retrieved")
    above = f"/studies/{study.study_uid}/series/{study.series[0].series_uid}"
    unknown = {
        "study": (f"/studies/{story.uid('unknown')}", None),
        "series": (f"/studies/{study.study_uid}/series/{story.uid('unknown')}", None),
        "instance": (f"{above}/instances/{story.uid('unknown')}", None),
        "metadata": (f"{above}/instances/{story.uid('unknown')}/metadata", media.JSON),
    }

    for what, (path, accept) in unknown.items():
        answer = web_archive.retrieve(path, accept)
        with check(clauses.WEB_NOT_FOUND, where=what, expected="404, or 410", evidence=answer.evidence):
            assert answer.status in {404, 410}, answer.outcome

    again = web_archive.retrieve(at(image))
    with check(clauses.WEB_ALIVE, expected="200, as before", evidence=again.evidence):
        assert again.ok, again.outcome


@scenario(
    "dicom.web.retrieve.not-acceptable",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_NOT_ACCEPTABLE, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.wado"],
)
def test_a_media_type_that_cannot_be_had_is_not_acceptable(web_archive, story, check):
    """Metadata as a picture can't be had: 406."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    path = at(study.instances[0], "/metadata")
    if not web_archive.retrieve(path, media.JSON).ok:
        raise Blocked("metadata in JSON, as a control, could not be retrieved")

    answer = web_archive.retrieve(path, "image/png")
    again = web_archive.retrieve(path, media.JSON)

    with check(clauses.WEB_NOT_ACCEPTABLE, expected="406", evidence=answer.evidence):
        assert answer.status == 406, answer.outcome
    with check(clauses.WEB_ALIVE, expected="200, as before", evidence=again.evidence):
        assert again.ok, again.outcome


@scenario(
    "dicom.web.retrieve.no-accept",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_ACCEPT_MISSING],
    requires=["dicom", "dicom.web.wado"],
)
def test_a_request_that_accepts_nothing_is_refused(web_archive, story, check):
    """Without an Accept header field nobody can know what to send: 406."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    path = at(study.instances[0], "/metadata")
    if not web_archive.retrieve(path, media.JSON).ok:
        raise Blocked("metadata in JSON, as a control, could not be retrieved")

    answer = web_archive.retrieve(path, "")

    with check(clauses.WEB_ACCEPT_MISSING, expected="406", evidence=answer.evidence):
        assert answer.status == 406, answer.outcome
