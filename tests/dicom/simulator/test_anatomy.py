"""The walk over a data set: it accounts for every octet, stops at every break, and changes only what it is told to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom import samples
from conformance.dicom.simulator import anatomy
from conformance.dicom.simulator.associating import Malformed
from conformance.story import Story, moment

TOLD = Story("anatomy", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)
SYNTAXES = (
    samples.ImplicitVRLittleEndian,
    samples.ExplicitVRLittleEndian,
    samples.ExplicitVRBigEndian,
    samples.DeflatedExplicitVRLittleEndian,
    samples.RLELossless,
    samples.JPEG2000Lossless,
)
VARIANTS = (samples.private, samples.nested, samples.deep(20))


def made(syntax, *more):
    study = samples.study(TOLD, transfer_syntax=syntax, variants=(*VARIANTS, *more), series=1, images=1)
    return study.instances[0].data


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("more", [(), (samples.undefined_lengths,)])
def test_the_parts_are_the_whole(syntax, more):
    data = made(syntax, *more)
    clear = anatomy.plain(data, syntax)
    parts = anatomy.parts(clear, syntax)

    assert b"".join(clear[one.start : one.end] for one in parts) == clear
    assert anatomy.changed(data, syntax, lambda _tag, _value: None) == data


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([one for one in SYNTAXES if one != samples.DeflatedExplicitVRLittleEndian]), st.data())
def test_a_data_set_cut_inside_an_element_is_malformed(syntax, data):
    octets = made(syntax, samples.undefined_lengths)
    edges = {0, *(one.end for one in anatomy.parts(octets, syntax))}
    at = data.draw(st.integers(1, len(octets) - 1).filter(lambda one: one not in edges))

    with pytest.raises(Malformed):
        anatomy.parts(octets[:at], syntax)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SYNTAXES), st.binary(max_size=200))
def test_whatever_octets_come_they_are_read_or_malformed(syntax, octets):
    try:
        parts = anatomy.parts(anatomy.plain(octets, syntax), syntax)
    except Malformed:
        return
    assert all(one.start < one.value <= one.end for one in parts)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_changed_value_leaves_all_others_as_they_were(syntax):
    data = made(syntax)
    new = anatomy.changed(data, syntax, lambda tag, _: b"ZZOTHER " if tag == 0x00100020 else None)
    before, after = samples.decoded(data, syntax), samples.decoded(new, syntax)

    assert after.PatientID == "ZZOTHER"
    assert [one.tag for one in before if before[one.tag] != after[one.tag]] == [0x00100020]


def test_sequences_nested_without_end_are_malformed_and_not_a_stack_overflow():
    octets = bytes.fromhex("4000750200000000"[:8]) + b"SQ\0\0\xff\xff\xff\xff"
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    with pytest.raises(Malformed, match="nested deeper"):
        anatomy.parts((octets + item) * 5000, samples.ExplicitVRLittleEndian)
