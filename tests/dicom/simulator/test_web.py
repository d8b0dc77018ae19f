"""The honest web services beside the archive: one store, both media types of metadata, no thread left behind."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request

import pytest
from lxml import etree

from conformance.dicom import samples
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.stores import kept
from conformance.dicom.simulator.web.negotiating import ranges
from conformance.dicom.simulator.web.recoding import plain, unpacked
from conformance.dicom.web.candidate import at
from conformance.dicom.wire.dictionary import PIXEL_DATA

JSON = {"Accept": "application/dicom+json"}


@pytest.fixture
def archive():
    with Archive() as honest:
        yield honest
        assert honest.faults == []


@pytest.fixture
def image(archive, told):
    one = samples.study(told, "a", series=1, images=1, variants=[samples.nested]).instances[0]
    archive.instances.keep(kept(one.data, one.transfer_syntax))
    return one


def asked(archive, path, headers=JSON, method="GET", data=None):
    """Return status, media type and payload."""
    request = urllib.request.Request(archive.services.base + path, data, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def test_it_leaves_no_thread_and_no_port_behind():
    before = set(threading.enumerate())
    with Archive() as archive:
        url = archive.services.base + "/studies"
        assert asked(archive, "/studies")[0] == 204

    assert set(threading.enumerate()) - before == set()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=1)


def test_metadata_come_in_xml_too(archive, image):
    status, kind, body = asked(
        archive, at(image, "/metadata"), {"Accept": 'multipart/related; type="application/dicom+xml"'}
    )

    document = body[body.index(b"<?xml") : body.index(b"</NativeDicomModel>") + 19]
    root = etree.fromstring(document)
    tags = {one.get("tag") for one in root}
    assert (status, kind) == (200, "multipart/related")
    assert {"00100010", "00080018", "00400275", "7FE00010"} <= tags


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/studies?Nonsense=1", 400),
        ("/studies?limit=-1", 400),
        ("/studies?PatientID=a&PatientID=b", 400),
        ("/studies?StudyDate=2026", 400),
        ("/studies?PatientID.StudyDate=20260101", 400),
        ("/nothing", 404),
        ("/studies/1.2.3/metadata", 404),
    ],
)
def test_what_makes_no_sense_is_refused(archive, image, path, status):
    assert asked(archive, path)[0] == status


def test_a_method_nobody_defined_is_refused(archive, image):
    assert asked(archive, "/studies", method="DELETE")[0] == 405


def test_results_hold_what_was_kept(archive, image):
    _, _, body = asked(archive, f"/studies?PatientID={image.get('PatientID')}&includefield=all")

    (study,) = json.loads(body)
    assert study["00100020"]["Value"] == [image.get("PatientID")]
    assert study["00081030"]["Value"] == [image.get("StudyDescription")]


def test_the_most_wanted_range_comes_first():
    wanted = ranges('image/png;q=0.5, multipart/related; type="a,b"; q=0.7, */*;q=0, junk;q=many, image/jpeg')

    assert [one.name for one in wanted] == ["image/jpeg", "a,b", "image/png"]


def test_a_run_length_encoded_picture_is_unpacked(told):
    one = samples.study(told, "rle", series=1, images=1, transfer_syntax=samples.RLELossless).instances[0]
    native = samples.study(told, "rle", series=1, images=1).instances[0].pixels

    assert unpacked(one.pixels[0]) == native
    assert plain(kept(one.data, one.transfer_syntax)).get(PIXEL_DATA).value == native
