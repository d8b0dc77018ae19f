"""The imaging document source over HTTP, asked in Python."""

from __future__ import annotations

import json

import pytest

from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.jpeg import grey_jpeg
from conformance.xds.simulator.serving import Asked
from conformance.xds.sources import jpeg_size, sop_uid_of
from conformance.xds.wire.mime import read_multipart

STUDY, SERIES, SOP = next(iter(sample_study.images()))
PARTS = 'multipart/related; type="application/dicom"; transfer-syntax=*'


@pytest.fixture(scope="module")
def ask():
    wado = AffinityDomain().wado

    def asking(target, accept="*/*"):
        answer = wado.answer_uri if target.startswith("/wado-uri") else wado.answer_rs
        return answer(Asked("GET", {"accept": accept}, b"", target))

    return asking


@pytest.mark.parametrize(
    ("target", "accept", "status"),
    [
        (f"/wado-uri?requestType=WADO&studyUID={STUDY}&seriesUID={SERIES}&objectUID={SOP}", "*/*", 200),
        (f"/wado-uri?requestType=WADO&studyUID={STUDY}&seriesUID={SERIES}&objectUID=1.2", "*/*", 404),
        (f"/wado-uri?studyUID={STUDY}&seriesUID={SERIES}&objectUID={SOP}", "*/*", 400),
        (f"/wado-rs/studies/{STUDY}/metadata", "application/dicom+json", 200),
        (f"/wado-rs/studies/{STUDY}/metadata", "text/plain", 406),
        (f"/wado-rs/studies/{STUDY}/series/{SERIES}/instances/{SOP}/frames/2", "*/*", 404),
        (f"/wado-rs/studies/{STUDY}/series/{SERIES}/instances/{SOP}/rendered", "image/jpeg", 200),
        (f"/wado-rs/studies/{STUDY}/series/{SERIES}/instances/{SOP}/rendered", "video/mpeg", 406),
        (f"/wado-rs/series/{SERIES}", "*/*", 404),
        ("/wado-rs/studies/1.2", PARTS, 404),
    ],
)
def test_each_request_has_its_status(ask, target, accept, status):
    assert ask(target, accept).status == status


@pytest.mark.parametrize(
    ("below", "count"), [("", 4), (f"/series/{SERIES}", 3), (f"/series/{SERIES}/instances/{SOP}", 1)]
)
def test_all_below_a_resource_comes(ask, below, count):
    told = ask(f"/wado-rs/studies/{STUDY}{below}", PARTS)
    parts = read_multipart(told.media_type, told.body, 1 << 20).parts

    assert len({sop_uid_of(part.body) for part in parts}) == count == len(parts)


def test_metadata_are_without_pixels(ask):
    told = json.loads(ask(f"/wado-rs/studies/{STUDY}/metadata", "application/dicom+json").body)
    assert len(told) == 4
    assert all("00080018" in one and "7FE00010" not in one for one in told)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (8, 8), (16, 24), (17, 9)])
def test_a_picture_has_its_size(rows, columns):
    pixels = [(row * 7 + column * 13) % 256 for row in range(rows) for column in range(columns)]
    assert jpeg_size(grey_jpeg(rows, columns, pixels)) == (rows, columns)


def test_half_a_picture_is_none():
    whole = grey_jpeg(16, 16, [0] * 256)
    assert jpeg_size(whole[: len(whole) // 2]) is None
    assert jpeg_size(b"<html>") is None
