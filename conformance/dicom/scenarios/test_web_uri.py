"""The URI service: one instance by its UIDs, as a file or as a picture (PS3.18 9)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.dicom.checks import web, words
from conformance.dicom.web import media
from conformance.dicom.web.pictures import read_jpeg
from conformance.dicom.wire import Unreadable
from conformance.model import Blocked, NotApplicable

OK = 200


def asked_for(image, **more):
    """Return the parameters that name an instance, in the order of PS3.18 9.1.2.1."""
    named = {
        "requestType": "WADO",
        "studyUID": image.get("StudyInstanceUID"),
        "seriesUID": image.get("SeriesInstanceUID"),
        "objectUID": image.sop_instance,
        **more,
    }
    return [(name, value) for name, value in named.items() if value]


@scenario(
    "dicom.web.uri.instance",
    actor="archive",
    transaction="RAD-55",
    clauses=[clauses.URI_INSTANCE, clauses.URI_SYNTAX, clauses.FETCH_UNCHANGED],
    requires=["dicom", "dicom.web.wado_uri"],
)
def test_an_instance_is_fetched_by_its_uids(web_archive, story, check):
    """Asked for application/dicom by three UIDs, the service gives that instance, in Explicit VR Little Endian."""
    study = samples.study(story, "a", series=1, images=2)
    web_archive.holds(*study.instances)
    image = study.instances[1]

    answer = web_archive.uri(*asked_for(image, contentType=media.DICOM))

    with check(clauses.URI_INSTANCE, expected="the instance, as application/dicom", evidence=answer.evidence):
        assert answer.ok, answer.outcome
        assert answer.media_type == media.DICOM, answer.outcome
        assert [one.sop_instance for one in answer.files] == [image.sop_instance], words(answer.file_problems)
    if answer.files:
        with check(clauses.URI_SYNTAX, evidence=answer.evidence):
            assert answer.files[0].transfer_syntax == samples.ExplicitVRLittleEndian
    for uid, wrong in web.changed(answer, [image]).items():
        with check(clauses.FETCH_UNCHANGED, where=uid, evidence=answer.evidence):
            assert not wrong, words(wrong)


@scenario(
    "dicom.web.uri.picture",
    actor="archive",
    transaction="RAD-55",
    clauses=[clauses.URI_PICTURE],
    requires=["dicom", "dicom.web.wado_uri"],
)
def test_an_image_comes_as_a_picture_by_default(web_archive, story, check):
    """Without contentType an image comes as JPEG."""
    if not web_archive.web.claims.rendered:
        raise NotApplicable("the profile says that nothing is rendered (dicom.web.claims)")
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)

    answer = web_archive.uri(*asked_for(study.instances[0]))

    with check(clauses.URI_PICTURE, expected="a picture in image/jpeg", evidence=answer.evidence):
        assert answer.ok, answer.outcome
        assert answer.media_type == media.JPEG, answer.outcome
        trouble = _unreadable(answer.body)
        assert not trouble, trouble


def _unreadable(octets):
    """Return why octets are no baseline JPEG, empty when they are."""
    try:
        read_jpeg(octets)
    except Unreadable as error:
        return error.says
    return ""


@scenario(
    "dicom.web.uri.refused",
    actor="archive",
    transaction="RAD-55",
    clauses=[clauses.URI_NOT_FOUND, clauses.URI_COMPLETE, clauses.URI_TYPE, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.wado_uri"],
)
def test_what_is_incomplete_or_unknown_is_refused(web_archive, story, check):
    """A request without UIDs or type is refused with 400, one for an unknown instance with 404."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    image, kind = study.instances[0], {"contentType": media.DICOM}
    if web_archive.uri(*asked_for(image, **kind)).status != OK:
        raise Blocked("an instance that is there, as a control, was not given")

    unknown = web_archive.uri(*asked_for(image, **kind | {"objectUID": story.uid("unknown")}))
    partial = web_archive.uri(*asked_for(image, **kind | {"objectUID": ""}))
    untyped = web_archive.uri(*asked_for(image, **kind | {"requestType": ""}))
    again = web_archive.uri(*asked_for(image, **kind))

    with check(clauses.URI_NOT_FOUND, expected="404, or 410", evidence=unknown.evidence):
        assert unknown.status in {404, 410}, unknown.outcome
    with check(clauses.URI_COMPLETE, expected="400", evidence=partial.evidence):
        assert partial.status == 400, partial.outcome
    with check(clauses.URI_TYPE, expected="400", evidence=untyped.evidence):
        assert untyped.status == 400, untyped.outcome
    with check(clauses.WEB_ALIVE, expected="200, as before", evidence=again.evidence):
        assert again.ok, again.outcome
