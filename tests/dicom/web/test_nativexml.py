"""The Native DICOM Model in XML: values by number, names by part, and nothing a hostile document could do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.web.nativexml import read_xml
from conformance.dicom.wire import Unreadable
from conformance.limits import Limits

NAME = """<DicomAttribute tag="00100010" vr="PN"><PersonName number="1"><Alphabetic><FamilyName>Yamada</FamilyName>
<GivenName>Tarou</GivenName></Alphabetic><Ideographic><FamilyName>山田</FamilyName></Ideographic></PersonName>
</DicomAttribute>"""


def read(inner, root="NativeDicomModel"):
    return read_xml(
        f'<{root} xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">{inner}</{root}>'.encode(), Limits()
    )


def one(tag, vr, inner):
    return read(f'<DicomAttribute tag="{tag}" vr="{vr}">{inner}</DicomAttribute>')


def test_values_stand_at_their_number():
    told = one("00181020", "LO", '<Value number="3">c</Value><Value number="1">a</Value>')

    assert told.data.texts("SoftwareVersions") == ("a", "", "c")


def test_names_are_put_together_from_their_parts():
    assert read(NAME).text("PatientName") == "Yamada^Tarou=山田"


def test_sequences_binary_values_and_uris_are_read():
    item = '<Item number="1"><DicomAttribute tag="00400009" vr="SH"><Value number="1">S</Value></DicomAttribute></Item>'

    assert one("00400275", "SQ", item).data.sequence("RequestAttributesSequence")[0].text(0x00400009) == "S"
    assert one("00091001", "OB", "<InlineBinary>AAH/\n</InlineBinary>").data.get(0x00091001).value == b"\x00\x01\xff"
    assert one("7FE00010", "OW", '<BulkData uri="http://x/1"/>').bulk == {"7FE00010": "http://x/1"}


@pytest.mark.parametrize(
    ("tag", "vr", "inner"),
    [
        ("0010", "LO", ""),
        ("00100020", "XX", ""),
        ("00100020", "LO", '<Value number="0">x</Value>'),
        ("00100020", "LO", '<Value number="99999999999">x</Value>'),
        ("00100020", "LO", '<Value number="000010000999999">x</Value>'),
        ("00280010", "US", '<Value number="1">many</Value>'),
        ("7FE00010", "OW", "<InlineBinary>no base64!</InlineBinary>"),
    ],
)
def test_what_is_wrong_is_told(tag, vr, inner):
    assert one(tag, vr, inner).faults.told["type"]


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"<NativeDicomModel>", "not readable as XML"),
        (b"<other/>", "not NativeDicomModel"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><NativeDicomModel>&x;</NativeDicomModel>', "DOCTYPE"),
        (b"<a>" * 100_000, "not readable as XML"),
        (b"", "not readable as XML"),
    ],
)
def test_what_is_no_object_is_named(octets, words):
    with pytest.raises(Unreadable, match=words):
        read_xml(octets, Limits())


def test_sequences_are_read_as_deep_as_the_limit_and_no_deeper():
    inner = ""
    for _ in range(70):
        inner = f'<DicomAttribute tag="00400275" vr="SQ"><Item number="1">{inner}</Item></DicomAttribute>'

    with pytest.raises(Unreadable, match="over the cap of 64"):
        read(inner)


@settings(max_examples=150)
@given(st.text(max_size=30), st.sampled_from(["LO", "US", "FD", "AT", "PN", "SQ", "OB", "IS"]))
def test_nothing_but_unreadable_is_raised(text, vr):
    for inner in (text, f'<Value number="1">{text}</Value>', f"<InlineBinary>{text}</InlineBinary>", "<Item>x</Item>"):
        try:
            one("00100020", vr, inner)
        except Unreadable:
            continue


def test_a_value_goes_on_behind_a_comment():
    assert one("00100020", "LO", '<Value number="1">ZZ<!-- and -->1</Value>').text("PatientID") == "ZZ1"
