"""Images of the imaging document source over HTTP: WADO-URI (RAD-55) and WADO-RS (RAD-107)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds.client.wado import DICOM_PARTS, JPEG, JSON, PIXEL_PARTS
from conformance.xds.sources import image, jpeg_size, pixels_of, sop_uid_of
from conformance.xds.wire.mime import read_media_type

SOURCE, URI, RS = "imaging-document-source", "RAD-55", "RAD-107"
BY_URI, BY_RS = ["xds.wado_uri", "xds.sample_study"], ["xds.wado_rs", "xds.sample_study"]
DICOM = "application/dicom"


@scenario("xds.wado-uri.instance", actor=SOURCE, transaction=URI, clauses=[clauses.URI_INSTANCE], requires=BY_URI)
def test_an_instance_is_fetched_by_wado_uri(wado_source, check):
    """Each instance of the study is given as a DICOM file when it is asked for as one."""
    for wanted in wado_source.study.sop_uids:
        answer = wado_source.by_uri(wanted, DICOM)

        with check(clauses.URI_INSTANCE, where=wanted, evidence=answer.evidence):
            assert (answer.status, read_media_type(answer.media_type).name) == (200, DICOM), answer.said
        with check(clauses.URI_INSTANCE, where=f"the file of {wanted}", evidence=answer.evidence):
            assert checks.no_instance(answer.body, wanted) == []


@scenario("xds.wado-uri.rendered", actor=SOURCE, transaction=URI, clauses=[clauses.URI_RENDERED], requires=BY_URI)
def test_an_image_is_shown_by_wado_uri(wado_source, check):
    """An image asked for as JPEG comes as one, as large as the image."""
    wanted = wado_source.study.sop_uids[0]
    size = wado_source.size(wanted)

    answer = wado_source.by_uri(wanted, JPEG)

    with check(clauses.URI_RENDERED):
        assert (answer.status, read_media_type(answer.media_type).name) == (200, JPEG), answer.said
    with check(clauses.URI_RENDERED, where="its size"):
        assert jpeg_size(answer.body) == size, f"{jpeg_size(answer.body)}, though the image is {size}"


@scenario(
    "xds.wado-uri.unknown",
    actor=SOURCE,
    transaction=URI,
    clauses=[clauses.URI_UNKNOWN, clauses.URI_NOT_FOUND],
    requires=BY_URI,
    source="toolkit2 ids_2018-4810",
)
def test_an_unknown_instance_is_not_found_by_wado_uri(wado_source, check):
    """An instance that does not exist, or not in that series or study, is answered by an error and nothing else."""
    held, strange = wado_source.study.sop_uids[0], wado_source.story.uid("strange")
    wado_source.still_gives_by_uri(held)

    answers = {
        "an unknown instance": wado_source.by_uri(strange, DICOM),
        "in another series": wado_source.by_uri(held, DICOM, seriesUID=strange),
        "in another study": wado_source.by_uri(held, DICOM, studyUID=strange),
    }
    wado_source.still_gives_by_uri(held)

    for where, answer in answers.items():
        with check(clauses.URI_UNKNOWN, where=where, evidence=answer.evidence):
            assert answer.status >= 400, answer.said
        if answer.status >= 400:
            with check(clauses.URI_NOT_FOUND, where=where, evidence=answer.evidence):
                assert answer.status == 404


@scenario("xds.wado-uri.incomplete", actor=SOURCE, transaction=URI, clauses=[clauses.URI_INCOMPLETE], requires=BY_URI)
def test_an_incomplete_request_is_refused_by_wado_uri(wado_source, check):
    """A request that leaves out its type or the instance is refused as the client's mistake."""
    held = wado_source.study.sop_uids[0]
    wado_source.still_gives_by_uri(held)

    answers = {name: wado_source.by_uri(held, DICOM, **{name: ""}) for name in ("requestType", "objectUID")}
    wado_source.still_gives_by_uri(held)

    for name, answer in answers.items():
        with check(clauses.URI_INCOMPLETE, where=f"without {name}", evidence=answer.evidence):
            assert answer.status in range(400, 500), answer.said


@scenario(
    "xds.wado-rs.instance",
    actor=SOURCE,
    transaction=RS,
    clauses=[clauses.RS_INSTANCE],
    requires=BY_RS,
)
def test_an_instance_is_fetched_by_wado_rs(wado_source, check):
    """One instance is given as the one part of the response."""
    wanted = wado_source.study.sop_uids[0]

    answer = wado_source.by_rs(wado_source.of_instance(wanted))

    with check(clauses.RS_INSTANCE):
        assert (answer.status, len(answer.parts)) == (200, 1), answer.said
    for part in answer.parts:
        with check(clauses.RS_INSTANCE, where="the part"):
            assert checks.no_instance(part.body, wanted) == []
        with check(clauses.RS_INSTANCE, where="its media type"):
            assert part.media_type.name == DICOM


@scenario(
    "xds.wado-rs.series",
    actor=SOURCE,
    transaction=RS,
    clauses=[clauses.RS_SERIES],
    requires=BY_RS,
)
def test_a_series_is_fetched_by_wado_rs(wado_source, check):
    """The response to a series has its instances, each once, in whatever order."""
    known = set(wado_source.study.sop_uids)

    answer = wado_source.by_rs(wado_source.of_series())

    came = [sop_uid_of(part.body) for part in answer.parts]
    with check(clauses.RS_SERIES):
        assert known - set(came) == set(), answer.said
    with check(clauses.RS_SERIES, where="each once"):
        assert len(came) == len(set(came))


@scenario(
    "xds.wado-rs.study",
    actor=SOURCE,
    transaction=RS,
    clauses=[clauses.RS_STUDY],
    requires=[*BY_RS, "xds.imaging_source", "xds.sample_study.manifest", "xds.registry", "xds.repository"],
)
def test_a_study_is_fetched_by_wado_rs(wado_source, shared_study, check):
    """The response to a study has every instance its manifest lists, each once."""
    listed = {one.sop_uid for one in shared_study.manifest().listed if one.study == wado_source.study.study_uid}

    answer = wado_source.by_rs("")

    came = [sop_uid_of(part.body) for part in answer.parts]
    with check(clauses.RS_STUDY):
        assert (listed | set(wado_source.study.sop_uids)) - set(came) == set(), answer.said
    with check(clauses.RS_STUDY, where="each once"):
        assert len(came) == len(set(came))


@scenario("xds.wado-rs.metadata", actor=SOURCE, transaction=RS, clauses=[clauses.RS_METADATA], requires=BY_RS)
def test_metadata_are_told_by_wado_rs(wado_source, check):
    """The metadata of a series are objects of the DICOM JSON model, one for each instance, without pixels."""
    known = set(wado_source.study.sop_uids)

    answer = wado_source.by_rs(wado_source.of_series("metadata"), JSON)

    told = answer.objects()
    with check(clauses.RS_METADATA):
        assert answer.status == 200, answer.said
        assert told is not None, f"no JSON array of objects: {answer.said}"
    if told is None:
        return
    named = [_first(one.get("00080018")) for one in told]
    with check(clauses.RS_METADATA, where="the instances"):
        assert (known - set(named), len(named)) == (set(), len(set(named)))
    for one in told:
        pixels = one.get("7FE00010")
        with check(clauses.RS_METADATA, where="pixels"):
            assert not (isinstance(pixels, dict) and "InlineBinary" in pixels), "the pixels are in the metadata"


def _first(element):
    values = element.get("Value") if isinstance(element, dict) else None
    return str(values[0]) if isinstance(values, list) and values else ""


@scenario("xds.wado-rs.frames", actor=SOURCE, transaction=RS, clauses=[clauses.RS_FRAMES], requires=BY_RS)
def test_a_frame_is_fetched_by_wado_rs(wado_source, check):
    """The one frame of an uncompressed image is its pixels."""
    wanted = wado_source.study.sop_uids[0]
    whole = wado_source.by_rs(
        wado_source.of_instance(wanted), DICOM_PARTS.replace("syntax=*", "syntax=1.2.840.10008.1.2.1")
    )
    found, _ = image(whole.parts[0].body if whole.parts else b"")

    answer = wado_source.by_rs(wado_source.of_instance(wanted, "frames", "1"), PIXEL_PARTS)

    with check(clauses.RS_FRAMES):
        assert (answer.status, len(answer.parts)) == (200, 1), answer.said
    pixels = found.elements.get(0x7FE00010) if found else None
    single = found is not None and found.text(0x00280008) in {"", "1"}
    if pixels is not None and not pixels.encapsulated and single and answer.parts:
        with check(clauses.RS_FRAMES, where="its octets"):
            assert checks.described(answer.parts[0].body.ljust(len(pixels.value), b"\0")) == checks.described(
                pixels.value
            )


@scenario("xds.wado-rs.rendered", actor=SOURCE, transaction=RS, clauses=[clauses.RS_RENDERED], requires=BY_RS)
def test_an_image_is_shown_by_wado_rs(wado_source, check):
    """A rendered instance comes as a JPEG as large as the image."""
    wanted = wado_source.study.sop_uids[0]
    size = wado_source.size(wanted)

    answer = wado_source.by_rs(wado_source.of_instance(wanted, "rendered"), JPEG)

    with check(clauses.RS_RENDERED):
        assert (answer.status, read_media_type(answer.media_type).name) == (200, JPEG), answer.said
    with check(clauses.RS_RENDERED, where="its size"):
        assert jpeg_size(answer.body) == size, f"{jpeg_size(answer.body)}, though the image is {size}"


@scenario(
    "xds.wado-rs.unknown",
    actor=SOURCE,
    transaction=RS,
    clauses=[clauses.RS_UNKNOWN, clauses.RS_NOT_ACCEPTABLE],
    requires=BY_RS,
)
def test_what_is_not_there_is_not_found_by_wado_rs(wado_source, check):
    """An unknown series or instance is answered by 404 or 410, and an unacceptable media type by 406."""
    held, strange = wado_source.study.sop_uids[0], wado_source.story.uid("strange")
    wado_source.still_gives_by_rs(held)

    answers = {
        "an unknown series": wado_source.by_rs(f"series/{strange}"),
        "an unknown instance": wado_source.by_rs(wado_source.of_instance(strange)),
    }
    odd = wado_source.by_rs(wado_source.of_instance(held), "application/x-nothing-has-this")
    wado_source.still_gives_by_rs(held)

    for where, answer in answers.items():
        with check(clauses.RS_UNKNOWN, where=where, evidence=answer.evidence):
            assert answer.status in {404, 410}, answer.said
    with check(clauses.RS_NOT_ACCEPTABLE, evidence=odd.evidence):
        assert odd.status == 406, odd.said


@scenario(
    "xds.imaging.same-every-way",
    actor=SOURCE,
    transaction=RS,
    clauses=[clauses.SAME_EVERY_WAY],
    requires=["xds.imaging_source", *BY_RS, "xds.wado_uri"],
)
def test_an_image_is_the_same_by_whatever_way_it_comes(imaging_document_source, wado_source, check):
    """The pixels of an image are the same by RAD-69, RAD-55 and RAD-107."""
    wanted, syntax = wado_source.study.sop_uids[0], "1.2.840.10008.1.2.1"
    set_ = imaging_document_source.retrieve(imaging_document_source.requests(wanted), [syntax])
    copy = set_.document(wanted)
    uri = wado_source.by_uri(wanted, DICOM, transferSyntax=syntax)
    rs = wado_source.by_rs(wado_source.of_instance(wanted), DICOM_PARTS.replace("syntax=*", f"syntax={syntax}"))

    files = {
        "RAD-69": (copy.octets if copy else b"", set_.evidence),
        "RAD-55": (uri.body, uri.evidence),
        "RAD-107": (rs.parts[0].body if rs.parts else b"", rs.evidence),
    }
    alike = {way: pair for way, pair in files.items() if checks.unlisted(pair[0], [syntax]) == []}
    if len(alike) < 2:
        raise Blocked(
            f"too few ways gave the image in the syntax asked for, to compare it: {', '.join(alike) or 'none'}"
        )
    (first, _), *_ = alike.values()
    for way, (octets, evidence) in alike.items():
        with check(clauses.SAME_EVERY_WAY, where=way, evidence=evidence):
            found, why = image(octets)
            assert found is not None, why
            assert found.pixel_digest, "no pixel data"
            assert pixels_of(octets) == pixels_of(first)
