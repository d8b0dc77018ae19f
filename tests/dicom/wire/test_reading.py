import zlib

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

from conformance.dicom.wire import (
    DataSet,
    Element,
    data_set,
    dictionary,
    element,
    plainly,
    read_data_set,
    write_data_set,
)
from conformance.dicom.wire.dictionary import SHORT
from conformance.dicom.wire.elements import SequenceItem
from conformance.dicom.wire.plainly import _KNOWN, Plain, plain_data_set
from conformance.dicom.wire.reading import _Reader
from conformance.dicom.wire.syntaxes import DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, RLE, layout
from conformance.limits import Limits

ODDITIES = [b" A ", b"A\\B ", b"\0\0", b"\x1b$B", b"a~\\", b"^ADA", b"\xc3\xa4"]
PADDED = st.one_of(st.sampled_from(ODDITIES), st.binary(max_size=4)).map(lambda value: value.ljust(4))
SYNTAXES = (IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED, RLE)
TAGS = {
    "PatientName": "PN",
    "PatientID": "LO",
    "Rows": "US",
    "PixelSpacing": "DS",
    "SliceLocation": "DS",
    "FrameIncrementPointer": "AT",
    "RecommendedDisplayFrameRateInFloat": "FL",
    "StudyDate": "DA",
}


def deep(levels, *, undefined):
    inner = data_set(PatientID="X")
    for _ in range(levels):
        inner = DataSet((element("RequestAttributesSequence", [inner], undefined=undefined),))
    return inner


def pydicoms(dataset, *, implicit, little):
    out = DicomBytesIO()
    out.is_implicit_VR, out.is_little_endian = implicit, little
    write_dataset(out, dataset)
    return out.getvalue()


@pytest.mark.parametrize(("syntax", "implicit", "little"), [
    (IMPLICIT_LITTLE, True, True), (EXPLICIT_LITTLE, False, True), (EXPLICIT_BIG, False, False),
])  # fmt: skip
def test_pydicom_writes_what_we_read_and_write(syntax, implicit, little):
    theirs = Dataset()
    theirs.SpecificCharacterSet = "ISO_IR 100"
    theirs.PatientName = "M\u00fcller^Jos\u00e9"
    theirs.Rows, theirs.RescaleSlope, theirs.SmallestImagePixelValue = 512, "1.5", 3
    theirs.FrameIncrementPointer = 0x00181063
    theirs.RecommendedDisplayFrameRateInFloat = 1.5
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.2.3"
    theirs.ReferencedImageSequence = [item, Dataset()]
    theirs.PixelRepresentation = 0
    theirs.BitsAllocated = 16
    theirs.add_new(0x7FE00010, "OW", b"\1\2\3\4")
    octets = pydicoms(theirs, implicit=implicit, little=little)

    ours = read_data_set(octets, syntax)

    assert not ours.problems
    assert write_data_set(ours, syntax) == octets
    assert ours.text("PatientName") == "M\u00fcller^Jos\u00e9"
    assert ours.numbers("Rows") == (512,)
    assert ours.texts("FrameIncrementPointer") == ("00181063",)
    assert [one.text("ReferencedSOPInstanceUID") for one in ours.sequence("ReferencedImageSequence")] == ["1.2.3", ""]
    assert ours.get("PixelData").value == (b"\1\2\3\4" if little else b"\2\1\4\3")


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("undefined", [False, True])
def test_nesting_goes_as_deep_as_the_limit_and_no_deeper(syntax, undefined):
    limit = Limits(nesting=20)
    fits = deep(20, undefined=undefined)

    assert read_data_set(write_data_set(fits, syntax), syntax, limit) == fits
    over = read_data_set(write_data_set(deep(60, undefined=undefined), syntax), syntax, limit)
    assert [one.says for one in over.problems] == ["nesting over the cap of 20"]


def test_a_million_items_stop_at_the_cap():
    wide = b"\x40\0\x75\2SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\0\xe0\0\0\0\0" * 60_000
    told = read_data_set(wide, EXPLICIT_LITTLE)

    assert [one.says for one in told.problems] == ["more than 50000 elements"]


def test_a_deflate_bomb_stops_at_the_cap():
    engine = zlib.compressobj(9, wbits=-15)
    bomb = engine.compress(bytes(1 << 24)) + engine.flush()

    small = read_data_set(bomb, DEFLATED)
    assert small.problems[0].says == "the deflated data set expands over 200 times"
    size = read_data_set(bomb, DEFLATED, Limits(inflate_bytes=1 << 20))
    assert size.problems[0].says == "the deflated data set expands over 1048576 octets"
    assert "can't be inflated" in read_data_set(b"\xff\xff\xff", DEFLATED).problems[0].says
    cut = write_data_set(data_set(PatientID="ABCDEFGH"), DEFLATED)[:-4]
    assert "ends too early" in read_data_set(cut, DEFLATED).problems[0].says


def test_a_length_beyond_the_end_is_a_short_element():
    told = read_data_set(b"\x10\0\x20\0LO\x08\0AB", EXPLICIT_LITTLE)

    assert told.text("PatientID") == "AB"
    assert [one.says for one in told.problems] == ["short element: (0010,0020) claims 8 octets, 2 are there"]


def test_wrong_order_odd_length_and_unknown_vr_are_problems():
    octets = b"".join((
        b"\x10\0\x20\0LO\x03\0ABC", b"\x10\0\x10\0PN\0\0", b"\x10\0\x30\0XX\0\0\2\0\0\0ab", b"\x10\0\x40\0\x00\x00",
    ))  # fmt: skip
    told = read_data_set(octets, EXPLICIT_LITTLE)

    assert [one.says for one in told.problems] == [
        "(0010,0020) has the odd length 3",
        "(0010,0010) stands after (0010,0020)",
        "(0010,0030) has the unknown value representation XX",
        "6 octets are too few for an element",
    ]


def test_fragments_are_kept_one_by_one():
    made = DataSet((Element(0x7FE00010, "OB", fragments=(b"", b"ab", b"cdef"), undefined=True),))
    told = read_data_set(write_data_set(made, RLE), RLE)

    assert told == made
    assert not told.problems


def test_a_private_sequence_of_unknown_vr_is_read_as_implicit():
    inner = SequenceItem(data_set(PatientID="AB"), undefined=True)
    made = DataSet((Element(0x00091010, "UN", items=(inner,), undefined=True),))

    octets = write_data_set(made, EXPLICIT_BIG)
    assert read_data_set(octets, EXPLICIT_BIG) == made
    assert b"LO" not in octets


def test_items_inherit_the_character_set():
    made = data_set(
        SpecificCharacterSet="ISO_IR 192",
        RequestAttributesSequence=[element_set("\u5c71")],
    )
    told = read_data_set(write_data_set(made, IMPLICIT_LITTLE), IMPLICIT_LITTLE)

    assert told.sequence("RequestAttributesSequence")[0].text("PatientName") == "\u5c71"


def element_set(name):
    return DataSet((element("PatientName", name, terms=("ISO_IR 192",)),))


def test_an_element_can_be_written_wrongly():
    made = DataSet((Element(0x00100020, "LO", b"AB", length=99), Element(0, "", raw=b"junk")))

    assert write_data_set(made, IMPLICIT_LITTLE) == b"\x10\0\x20\0\x63\0\0\0ABjunk"


def values():
    text = st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=12)
    simple = st.builds(
        lambda tag, value: element(tag, value), st.sampled_from(["PatientName", "PatientID", "StudyDate"]), text
    )
    number = st.builds(lambda value: element("Rows", value), st.integers(0, 65535))
    private = st.builds(lambda value: element(0x00091001, value, "OB"), st.binary(max_size=9))
    leaf = st.lists(simple | number | private, max_size=4, unique_by=lambda one: one.tag).map(
        lambda found: DataSet(tuple(sorted(found, key=lambda one: one.tag)))
    )
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda items, undefined, around: around.replacing(
                element("RequestAttributesSequence", items, undefined=undefined)
            ),
            st.lists(inner, max_size=3),
            st.booleans(),
            leaf,
        ),
        max_leaves=6,
    )


@settings(max_examples=60)
@given(values(), st.sampled_from(SYNTAXES))
def test_what_is_written_reads_back_equal(made, syntax):
    told = read_data_set(write_data_set(made, syntax), syntax)

    assert not told.problems
    if syntax != IMPLICIT_LITTLE:
        assert told == made
    assert write_data_set(told, syntax) == write_data_set(made, syntax)


@given(st.binary(max_size=200), st.sampled_from(SYNTAXES))
def test_no_octets_break_the_reader_and_what_has_no_problem_is_lossless(octets, syntax):
    told = read_data_set(octets, syntax)

    for one in told:
        told.texts(one.tag)
        told.numbers(one.tag)
        told.sequence(one.tag)
    if not told.problems and syntax != DEFLATED:
        assert write_data_set(told, syntax) == octets


@given(values(), st.integers(0, 400), st.integers(0, 255), st.sampled_from(SYNTAXES))
def test_one_changed_octet_never_breaks_the_reader(made, at, value, syntax):
    octets = bytearray(write_data_set(made, syntax) or b"\0")
    octets[at % len(octets)] = value

    assert isinstance(read_data_set(bytes(octets), syntax), DataSet)


def test_pydicom_is_the_second_reader():
    made = data_set(PatientID="AB", Rows=3, PatientName="X^Y")
    theirs = pydicom.dcmread(DicomBytesIO(write_data_set(made, IMPLICIT_LITTLE)), force=True)

    assert (theirs.PatientID, theirs.Rows, str(theirs.PatientName)) == ("AB", 3, "X^Y")


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(TAGS)), st.binary(max_size=12)), max_size=6),
    st.sampled_from((IMPLICIT_LITTLE, EXPLICIT_LITTLE)),
    st.integers(0, 60),
    st.binary(max_size=6),
)
def test_the_short_way_reads_what_the_long_way_reads(values, syntax, cut, more):
    octets = write_data_set(DataSet(tuple(element(name, octets) for name, octets in values)), syntax)
    octets = octets[: len(octets) - cut] + more if cut % 3 else octets

    short = plain_data_set(octets, 50, syntax, explicit=syntax == EXPLICIT_LITTLE)
    long = _Reader(octets, layout(syntax), Limits()).read()

    if short is not None:
        assert (short.elements, (), b"") == (long.elements, long.problems, long.rest)
    elif not long.problems:
        assert any(one.vr not in SHORT for one in long.elements)


@given(
    st.dictionaries(st.sampled_from(sorted(TAGS)), st.lists(PADDED, min_size=3, max_size=3), max_size=5),
    st.sampled_from(["", "ISO_IR 6", "ISO_IR 13", "ISO_IR 192", "GB18030", "\\ISO 2022 IR 87"]),
    st.sampled_from((IMPLICIT_LITTLE, EXPLICIT_LITTLE)),
    st.tuples(st.integers(0, 200), st.integers(0, 255)),
)
def test_a_data_set_like_others_before_it_reads_as_if_it_came_alone(values, terms, syntax, change):
    _KNOWN.clear()
    given_terms = {"SpecificCharacterSet": terms} if terms else {}
    several = [
        data_set({**given_terms, **{name: octets[number] for name, octets in values.items()}}) for number in range(3)
    ]
    *before, last = [bytearray(write_data_set(one, syntax)) for one in several]
    if last and change[0] < 100:
        last[change[0] % len(last)] = change[1]
    for one in (*before, *before):
        read_data_set(bytes(one), syntax)
    known = read_data_set(bytes(last), syntax)
    alone = _Reader(bytes(last), layout(syntax), Limits()).read()

    assert (known, known.problems, known.rest) == (alone, alone.problems, alone.rest)
    for tag in (0x00080005, *map(dictionary.tag, TAGS)):
        assert known.get(tag) == alone.get(tag)
        assert known.text(tag) == alone.text(tag)
        assert known.texts(tag) == alone.texts(tag)
    assert known.character_sets == alone.character_sets


def test_the_third_data_set_of_a_form_is_not_walked(monkeypatch):
    _KNOWN.clear()
    octets = write_data_set(data_set(PatientID="ZZ1", StudyDate="20261124"), EXPLICIT_LITTLE)
    read_data_set(octets, EXPLICIT_LITTLE)
    read_data_set(octets, EXPLICIT_LITTLE)
    monkeypatch.setattr(plainly, "_walked", None)

    known = read_data_set(octets.replace(b"ZZ1", b"ZZ2"), EXPLICIT_LITTLE)

    assert isinstance(known, Plain)
    assert known.text("PatientID") == "ZZ2"
