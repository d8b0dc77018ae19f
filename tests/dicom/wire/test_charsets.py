import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.charset import decode_bytes

from conformance.dicom.wire import data_set, read_data_set, write_data_set
from conformance.dicom.wire.charsets import decode, encode, known
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

NAMES = {
    "ISO_IR 100": "Buc^J\u00e9r\u00f4me",
    "ISO_IR 101": "W\u0142a\u017cewski^\u0141ucja",
    "ISO_IR 144": "\u041b\u044e\u043ace\u043c\u0431yp\u0433",
    "ISO_IR 126": "\u0394\u03b9\u03bf\u03bd\u03c5\u03c3\u03b9\u03bf\u03c2",
    "ISO_IR 192": "Wang^XiaoDong=\u738b^\u5c0f\u4e1c",
    "GB18030": "Wang^XiaoDong=\u738b^\u5c0f\u4e1c",
    "GBK": "Wang^XiaoDong=\u738b^\u5c0f\u4e1c",
    "\\ISO 2022 IR 87": "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046",
    "\\ISO 2022 IR 149": "Hong^Gildong=\u6d2a^\u5409\u6d1e=\ud64d^\uae38\ub3d9",
    "\\ISO 2022 IR 58": "Zhang^XiaoDong=\u5f20^\u5c0f\u4e1c",
}


@pytest.mark.parametrize("charset", NAMES)
def test_a_name_survives_its_character_set(charset):
    made = data_set(SpecificCharacterSet=charset, PatientName=NAMES[charset], StudyDescription="plain")
    told = read_data_set(write_data_set(made, EXPLICIT_LITTLE), EXPLICIT_LITTLE)

    assert told.text("PatientName") == NAMES[charset]
    assert told.text("StudyDescription") == "plain"
    assert all(known(term) for term in charset.split("\\"))


def test_the_standards_own_octets_read_as_it_says():
    """PS3.5 H.3.1 and I.2, written out there octet by octet."""
    kanji = bytes.fromhex("1b2442 3b33 4544 1b2842 5e 1b2442 4240 4f3a 1b2842")
    assert decode(b"Yamada^Tarou=" + kanji, ("", "ISO 2022 IR 87"), b"^=") == "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce"
    hangul = b"Hong^Gildong=" + bytes.fromhex("1b242943 fbf3 5e 1b242943 d1ce d4d7")
    assert decode(hangul, ("", "ISO 2022 IR 149"), b"^=") == "Hong^Gildong=\u6d2a^\u5409\u6d1e"
    latin = b"\x1b\x2d\x46" + "\u0394".encode("iso8859-7") + b"\x1b\x2d\x41\xe9"
    assert decode(latin, ("ISO 2022 IR 100", "ISO 2022 IR 126")) == "\u0394\u00e9"


def test_octets_without_a_character_are_shown():
    assert decode(b"M\xfcller") == "M\\xfcller"
    assert decode(b"\xff", ("ISO_IR 192",)) == "\\xff"
    assert decode(b"\x1b$B\xff\x21", ("", "ISO 2022 IR 87"))
    assert decode(b"a", ("NO SUCH",)) == "a"


TERMS = st.lists(st.sampled_from(["", "ISO_IR 100", "ISO 2022 IR 87", "ISO 2022 IR 149", "GBK", "?"]), max_size=3)


@given(
    st.binary(max_size=60)
    | st.lists(st.sampled_from([b"\x1b$B", b"\x1b(B", b"\x1b$)C", b"\xb0", b"a^"])).map(b"".join),
    TERMS,
)
def test_no_octets_break_the_decoder(octets, terms):
    decode(octets, tuple(terms), b"^=\\").encode("utf-8")


@given(st.text(st.sampled_from("abc\u5c71\u7530\u592a^= "), max_size=20))
def test_pydicom_decodes_what_we_encode(text):
    octets = encode(text, ("", "ISO 2022 IR 87"))

    assert decode(octets, ("", "ISO 2022 IR 87"), b"^=") == text
    assert decode_bytes(octets, ["iso8859", "iso2022_jp"], {"^", "="}) == text
