"""What we say of manifests: of NIST's own, of ours, and of those with one thing wrong."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import reference_data

from conformance.xds.samples.manifests import written
from conformance.xds.simulator import sample_study
from conformance.xds.wire.dataset import read_file
from conformance.xds.wire.manifest import read_manifest
from conformance.xds.wire.unreadable import Unreadable

NOW = datetime(2026, 1, 5, tzinfo=UTC)
OURS = written(sample_study.described("2.25.1"), "2.25.2", "2.25.3", NOW)
NIST = {"IDS-DEPT001-a": 1, "IDS-DEPT002-a": 36, "IDS-DEPT011-a": 36}
"""How many instances each of NIST's manifests lists; each is there twice, the second for a test of the tool itself."""


FILES = ("kos.dcm", "kos-selftest.dcm")


def test_each_manifest_there_is_is_judged():
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    there = {(one.parent.name, one.name) for one in (data / "xds" / "kos").rglob("*.dcm")}

    assert there == {(name, file) for name in NIST for file in FILES}
    assert len(there) == 6


@pytest.mark.parametrize("name", NIST)
@pytest.mark.parametrize("file", FILES)
def test_what_is_wrong_with_a_manifest_of_nist_would_be_said(name, file):
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    octets = (data / "xds" / "kos" / name / file).read_bytes()
    at = octets.rindex(read_manifest(octets).listed[0].sop_uid.encode())

    assert any("title" in one for one in read_manifest(octets.replace(b"113030", b"113000")).troubles)
    assert read_manifest(octets[: at + 4] + b"9" + octets[at + 5 :]).disagreements


@pytest.mark.parametrize("name", NIST)
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_wrong_with_the_manifests_of_nist(name, file):
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    read = read_manifest((data / "xds" / "kos" / name / file).read_bytes())

    assert (read.problem, read.troubles, read.disagreements) == ("", [], [])
    assert len(read.listed) == NIST[name]
    assert {one.retrieve_ae for one in read.listed} == {"DCM4CHEE"}
    assert {one.study for one in read.listed} == {read.study}


def test_nothing_is_wrong_with_ours():
    read = read_manifest(OURS)

    assert (read.troubles, read.disagreements) == ([], [])
    assert [one.sop_uid for one in read.listed] == [sop for _, _, sop in sample_study.images()]
    assert {(one.retrieve_ae, one.location) for one in read.listed} == {("ARCHIVE", "2.25.1")}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"113030", b"113000", "the document title is ('113000', 'DCM')"),
        (b"KO", b"SR", "the modality is 'SR'"),
        (b"2010", b"2011", "the template is ('2011', 'DCMR')"),
        (b"88.59", b"88.11", "the SOP class is"),
    ],
)
def test_what_is_wrong_is_said(before, after, told):
    assert any(one.startswith(told) for one in read_manifest(OURS.replace(before, after)).troubles)


def test_an_instance_missing_from_the_content_tree_is_said():
    first = next(iter(sample_study.images()))[2].encode()
    at = OURS.rindex(first)
    read = read_manifest(OURS[:at] + first[:-1] + b"0" + OURS[at + len(first) :])

    assert [one.split(" are ")[0] for one in read.disagreements] == ["1 instances", "1 instances"]


def test_a_sequence_somebody_did_not_know_is_read_as_it_came():
    whole = sample_study.images()[next(iter(sample_study.images()))]
    inside = b"\x09\x00\x01\x10\x04\x00\x00\x00ABCD"  # Implicit VR: a tag and a length of four octets
    unknown = b"\x09\x00\x02\x10UN\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" + inside
    ends = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    read = read_file(whole + unknown + ends + b"\x0b\x00\x10\x00LO\x02\x00AB")
    assert [one.text(0x00091001) for one in read.items(0x00091002)] == ["ABCD"]
    assert read.text(0x000B0010) == "AB"


def test_pixels_are_known_by_their_digest():
    (_, series, sop), octets = next(iter(sample_study.images().items()))
    assert read_file(octets).pixel_digest == sample_study.pixel_digest(series, sop)


@given(st.integers(0, len(OURS)), st.binary(max_size=8))
def test_a_damaged_manifest_is_read_or_refused(at, octets):
    read = read_manifest(OURS[:at] + octets + OURS[at + len(octets) :])
    assert isinstance(read.troubles + read.disagreements, list)


@given(st.binary(max_size=400))
def test_anything_is_read_or_refused(octets):
    with suppress(Unreadable):
        assert read_file(b"\0" * 128 + b"DICM" + octets).elements is not None
