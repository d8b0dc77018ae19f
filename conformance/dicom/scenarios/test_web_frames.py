"""Frames and pictures over the web (PS3.18 8.7.4, 10.4.1.1.3, 10.4.1.1.6)."""

from __future__ import annotations

import struct

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.dicom.checks import web, words
from conformance.dicom.instances import contents
from conformance.dicom.web import media
from conformance.dicom.web.candidate import at
from conformance.dicom.web.pictures import read_jpeg, read_png
from conformance.dicom.wire import Unreadable, dictionary
from conformance.model import Blocked, NotApplicable

PLAIN = media.related(media.OCTETS)


@scenario(
    "dicom.web.frames.listed",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_OK, clauses.WEB_MULTIPART, clauses.FRAMES_RIGHT],
    requires=["dicom", "dicom.web.wado"],
)
def test_frames_come_as_they_are_listed(web_archive, story, check):
    """One frame, another, and two in a list: each comes with its own octets, in the order of the list."""
    study = samples.study(story, "a", series=1, images=1, sop_class=samples.US_MULTIFRAME)
    web_archive.holds(*study.instances)
    image = study.instances[0]
    size = len(image.pixels) // 4
    frames = [image.pixels[at : at + size] for at in range(0, len(image.pixels), size)]

    for listed in ("1", "4", "1,3", "2,4"):
        answer = web_archive.retrieve(at(image, f"/frames/{listed}"), PLAIN)
        with check(clauses.WEB_OK, where=listed, expected="200 and a payload", evidence=answer.evidence):
            assert answer.ok, answer.outcome
        if not answer.ok:
            continue
        with check(clauses.WEB_MULTIPART, where=listed, evidence=answer.evidence):
            assert not answer.package_problems, words(answer.package_problems)
        wanted = [frames[int(number) - 1] for number in listed.split(",")]
        with check(clauses.FRAMES_RIGHT, where=listed, evidence=answer.evidence):
            assert len(answer.parts) == len(wanted), f"{len(answer.parts)} parts"
            wrong = [
                str(place) for place, (one, right) in enumerate(zip(answer.parts, wanted, strict=True), 1)
                if one.body != right
            ]  # fmt: skip
            assert not wrong, f"other octets in part {', '.join(wrong)}"


@scenario(
    "dicom.web.frames.missing",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.FRAMES_THERE, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.wado"],
)
def test_frames_that_are_not_there_are_refused(web_archive, story, check):
    """Frame 0 and the frame behind the last are refused; the last is given as before."""
    study = samples.study(story, "a", series=1, images=1, sop_class=samples.US_MULTIFRAME)
    web_archive.holds(*study.instances)
    image = study.instances[0]
    if not web_archive.retrieve(at(image, "/frames/4"), PLAIN).ok:
        raise Blocked("the last frame, as a control, could not be retrieved")

    answers = {number: web_archive.retrieve(at(image, f"/frames/{number}"), PLAIN) for number in ("0", "5")}
    again = web_archive.retrieve(at(image, "/frames/4"), PLAIN)

    for number, answer in answers.items():
        with check(clauses.FRAMES_THERE, where=f"frame {number}", expected="404 or 400", evidence=answer.evidence):
            assert answer.status in {400, 404}, answer.outcome
    with check(clauses.WEB_ALIVE, expected="200, as before", evidence=again.evidence):
        assert again.ok, again.outcome


@scenario(
    "dicom.web.frames.big-endian",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_OK, clauses.FRAMES_LITTLE],
    requires=["dicom", "dicom.web.wado"],
)
def test_frames_stored_big_endian_come_little_endian(web_archive, story, check):
    """Pixel data that were stored with the most significant octet first come with it last."""
    study = samples.study(story, "a", series=1, images=1, transfer_syntax=samples.ExplicitVRBigEndian)
    web_archive.holds(*study.instances)
    image = study.instances[0]

    answer = web_archive.retrieve(at(image, "/frames/1"), PLAIN)

    with check(clauses.WEB_OK, expected="200 and a payload", evidence=answer.evidence):
        assert answer.ok, answer.outcome
    if answer.ok:
        pixels = contents(image).get(dictionary.PIXEL_DATA)
        with check(clauses.FRAMES_LITTLE, evidence=answer.evidence):
            assert pixels is not None
            assert web.octets(answer) == pixels.value


@scenario(
    "dicom.web.rendered.pictures",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.RENDERED_DEFAULT, clauses.RENDERED_PNG],
    requires=["dicom", "dicom.web.wado"],
)
def test_an_image_is_rendered(web_archive, story, check):
    """A CT image is rendered as JPEG by default and as PNG when asked, with its own rows and columns."""
    if not web_archive.web.claims.rendered:
        raise NotApplicable("the profile says that nothing is rendered (dicom.web.claims)")
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    image = study.instances[0]
    size = (image.get("Rows"), image.get("Columns"))

    jpeg = web_archive.retrieve(at(image, "/rendered"), "image/jpeg")
    png = web_archive.retrieve(at(image, "/rendered"), "image/png")

    for clause, answer, kind, read in (
        (clauses.RENDERED_DEFAULT, jpeg, media.JPEG, read_jpeg),
        (clauses.RENDERED_PNG, png, media.PNG, read_png),
    ):
        with check(clause, expected=f"{kind} of {size}", evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.media_type == kind, answer.outcome
            seen = _size(read, answer.body)
            assert seen == size, seen


def _size(read, octets):
    """Return rows and columns of a picture, or why it can't be read."""
    try:
        picture = read(octets)
    except Unreadable as error:
        return error.says
    return picture.rows, picture.columns


@scenario(
    "dicom.web.rendered.window",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.RENDERED_WINDOW, clauses.RENDERED_BAD_WINDOW],
    requires=["dicom", "dicom.web.wado"],
)
def test_a_window_is_applied(web_archive, story, check):
    """Two windows over Hounsfield units give the grey values PS3.3 has for them; half a window is refused."""
    claims = web_archive.web.claims
    if not (claims.rendered and claims.renders_window):
        raise NotApplicable("the profile says that no window is rendered (dicom.web.claims)")
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    image = study.instances[0]

    windows = ((400, 1200), (1500, 3000))
    answers = {
        window: web_archive.retrieve(
            at(image, "/rendered"), "image/png", ("window", f"{window[0]},{window[1]},linear")
        )
        for window in windows
    }  # fmt: skip
    half = web_archive.retrieve(at(image, "/rendered"), "image/png", ("window", "400,1200"))

    for (center, width), answer in answers.items():
        where = f"center {center}, width {width}"
        with check(
            clauses.RENDERED_WINDOW, where=where, expected="grey values within 3 of 255", evidence=answer.evidence
        ):
            assert answer.ok, answer.outcome
            off = _farthest(answer.body, windowed(image, center, width))
            assert isinstance(off, int), off
            assert off <= 3, f"a grey value {off} off"
    with check(clauses.RENDERED_BAD_WINDOW, expected="400", evidence=half.evidence):
        assert half.status == 400, half.outcome


def windowed(image, center, width):
    """Return the grey values of a CT image under a window (PS3.3 C.11.2.1.2.1)."""
    slope, intercept = float(image.get("RescaleSlope")), float(image.get("RescaleIntercept"))
    stored = struct.unpack(f"<{len(image.pixels) // 2}H", image.pixels)
    low = center - 0.5 - (width - 1) / 2
    shares = ((one * slope + intercept - low) / (width - 1) for one in stored)
    return [round(255 * min(1.0, max(0.0, share))) for share in shares]


def _farthest(octets, wanted):
    """Return how far the farthest grey value of a PNG is off, or in words why that can't be said."""
    try:
        picture = read_png(octets)
    except Unreadable as error:
        return error.says
    if picture.untold:
        raise Blocked(f"grey values can't be told from a PNG of {picture.untold}, which it may be")
    grey = picture.grey
    if len(grey) != len(wanted):
        return f"{len(grey)} pixels"
    return max(abs(one - other) for one, other in zip(grey, wanted, strict=True))
