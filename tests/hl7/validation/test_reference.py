"""Messages of others: what we find in each of them was looked at, and so was where hl7apy and python-hl7 differ."""

from __future__ import annotations

import warnings

import pytest
from reference import reference_data

from conformance.hl7.structures import VERSIONS
from conformance.hl7.validation import findings
from conformance.hl7.wire.message import parse

FOLDER = reference_data()
OTHERS = sorted(FOLDER.glob("hl7/messages/*/*.hl7")) if FOLDER else []
NAMES = [f"{path.parent.name}/{path.stem}" for path in OTHERS]
PAIRS = list(zip(OTHERS, NAMES, strict=True))

FOUND = {
    "fhir-converter/035": (["RXA-4"], "the time of the end of administration is required in 2.5.1"),
    "fhir-converter/037": (
        ["PID-30", "OBR-23.1.1", "OBR[2]-23.1.1"],
        "NO for N; a time one field too late, in a price",
    ),
    "fhir-converter/038": (["OBR-49"], "the coded value of version 2.7 in a field that is simple in 2.5.1"),
    "fhir-converter/055": (["PID-30", "PRB-2.1"], "a blank after N; sixteen digits of a time"),
    "fhir-converter/056": (["PID-30", "PRB-2.1", "PRB-16.1"], "as 055, and a blank after a date"),
    "hl7apy/003": (["MSH-9.1"], "a template whose message type is still to be filled in"),
    "hl7apy/005": (["EVN", "PID", "PV1"], "a header alone"),
    "hl7apy/008": (["MSH-2"], "one character declared for two purposes"),
    "hl7apy/012": (["MSH-9.1"], "as 003"),
    "hl7apy/014": (["MSH-2"], "as 008"),
    "hl7v2-fhir-converter/003": (["MRG", "PID-30"], "MRG after PV1; the next segment's name inside PID"),
    "hl7v2-fhir-converter/006": (["RXA-3.1", "RXA[2]-4"], "nine digits of a date; RXA-4 as in 035"),
    "hl7v2-fhir-converter/018": (["ORC", "RXO", "RXR", "MSH-10"], "a header alone, with a UUID in a control id of 20"),
    "python-hl7/001": (["MSH-12"], "a fragment"),
    "python-hl7/003": (["MSH-12"], "a fragment"),
    "python-hl7/004": (["MSH-12"], "a fragment"),
    "python-hl7/006": (["MSH-12"], "a fragment"),
    "python-hl7/007": (["MSH-12"], "a fragment"),
}
"""What is wrong with each message, and why it is; nothing is wrong with the others."""

HL7APY = {
    "fhir-converter/037": "valid to it: no table is an error to it, and no format of a component",
    "fhir-converter/055": "valid to it: as 037",
    "fhir-converter/056": "AttributeError: PPR^PC3 without MSH-9.3 has no structure for it",
    "hl7apy/002": "an error to it: the fields of a query by parameter are the profile's, not three",
    "hl7apy/003": "AttributeError: it knows no message type '{}', and does not say so",
    "hl7apy/011": "an error to it: as 002",
    "hl7apy/012": "AttributeError: as 003",
    "hl7v2-fhir-bridge/003": "an error to it: it takes the choice of order details for a sequence",
    "hl7v2-fhir-bridge/004": "an error to it: a component with subcomponents, which a receiver may ignore",
    "hl7v2-fhir-bridge/006": "an error to it: as 004",
}
"""Where hl7apy's verdict on a message of a version we judge is not ours."""


def test_there_are_messages_of_others():
    if FOLDER is None:
        pytest.skip("the reference data is not here; set CONFORMANCE_REFERENCE_DATA to its folder")
    assert len(NAMES) == 75
    assert set(FOUND) | set(HL7APY) <= set(NAMES)


@pytest.mark.parametrize(("path", "name"), PAIRS, ids=NAMES)
def test_what_is_found_in_a_message_is_what_was_seen_in_it(path, name):
    found = [fault.path for fault in findings(parse(path.read_bytes()))]

    assert found == FOUND.get(name, ([], "nothing"))[0]


def hl7apy_says(octets):
    parser = pytest.importorskip("hl7apy.parser")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parser.parse_message(octets.decode()).validate()
        except Exception as error:  # noqa: BLE001 - whatever it raises is what it says
            return type(error).__name__
    return "valid"


@pytest.mark.parametrize(("path", "name"), PAIRS, ids=NAMES)
def test_where_hl7apy_differs_the_reason_is_known(path, name):
    octets = path.read_bytes()
    message = parse(octets)
    if message["MSH-12.1"] not in VERSIONS:
        assert name not in HL7APY
        return
    says, ours = hl7apy_says(octets), bool(findings(message))
    differs = says not in {"valid", "ValidationError"} or (says == "valid") == ours

    assert differs == (name in HL7APY), says
    if name in HL7APY and "Error:" in HL7APY[name]:
        assert HL7APY[name].startswith(f"{says}:")


@pytest.mark.parametrize(("path", "name"), PAIRS, ids=NAMES)
def test_python_hl7_refuses_only_what_declares_a_character_twice(path, name):
    reader = pytest.importorskip("hl7")
    text = path.read_bytes().decode()
    if FOUND.get(name, ([],))[0] == ["MSH-2"]:
        with pytest.raises(AssertionError):
            reader.parse(text)
        return
    lines = str(reader.parse(text)).strip("\r")

    assert lines == text.replace("\r\n", "\r").replace("\n", "\r").strip("\r")
