"""Fifty defects, one at a time, in clean messages: each is found at its place for its reason; none in clean ones."""

from __future__ import annotations

import warnings

import pytest
from hl7_clean import ADMISSION, CLEAN, IMAGING, ORDER, REPORT, encoded, message, moved, twice, without

from conformance.hl7.validation import findings
from conformance.hl7.wire.message import parse


def put(text, old, new):
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def without_field(text, name, number):
    lines = [line.split("|") for line in text.splitlines()]
    return "".join("|".join("" if f[0] == name and i == number else v for i, v in enumerate(f)) + "\n" for f in lines)


DEFECTS = [
    ("PID missing", without(ADMISSION, "PID"), "PID", "structure", "missing"),
    ("EVN missing", without(ADMISSION, "EVN"), "EVN", "structure", "missing"),
    ("PV1 before PID", moved(ADMISSION, "PV1", "PID"), "PV1", "structure", "before"),
    ("AL1 before PV1", moved(ADMISSION, "AL1", "PV1"), "AL1", "structure", "before PV1"),
    ("two PV1", twice(ADMISSION, "PV1"), "PV1[2]", "cardinality", "2 times"),
    ("two EVN", twice(ADMISSION, "EVN"), "EVN[2]", "cardinality", "2 times"),
    ("foreign segment", put(ADMISSION, "AL1|", "OBR|1|||ZZ^A^B\nAL1|"), "OBR", "structure", "no part of ADT_A01"),
    ("unknown segment", put(ADMISSION, "AL1|", "QQQ|1\nAL1|"), "QQQ", "structure", "no segment"),
    ("empty line", put(ADMISSION, "AL1|", "\nAL1|"), "", "structure", "empty line"),
    ("wrong MSH-9.3", put(ADMISSION, "ADT^A01^ADT_A01", "ADT^A01^ADT_A04"), "MSH-9.3", "structure", "ADT_A01"),
    ("unknown type", put(ADMISSION, "ADT^A01^ADT_A01", "QQQ^Q99"), "MSH-9.1", "table", "message type"),
    ("unknown event", put(ADMISSION, "ADT^A01^ADT_A01", "ADT^Q99"), "MSH-9.2", "table", "event"),
    ("EVN-1 of another event", put(ADMISSION, "EVN||", "EVN|A04|"), "EVN-1", "structure", "MSH-9 says A01"),
    ("no control id", put(ADMISSION, "|ZZ42|", "||"), "MSH-10", "cardinality", "required"),
    ("control id too long", put(ADMISSION, "|ZZ42|", f"|{'Z' * 21}|"), "MSH-10", "length", "21 characters"),
    ("no version", put(ADMISSION, "|2.5.1|", "||"), "MSH-12", "cardinality", "required"),
    ("processing id", put(ADMISSION, "|P|2.5.1", "|X|2.5.1"), "MSH-11.1", "table", "0103"),
    ("time of message", put(ADMISSION, "20261124100000+0000", "2026-11-24"), "MSH-7.1", "type", "time"),
    ("no event time", put(ADMISSION, "EVN||20261124100000", "EVN||"), "EVN-2", "cardinality", "required"),
    ("no identifiers", without_field(ADMISSION, "PID", 3), "PID-3", "cardinality", "required"),
    ("identifier empty", put(ADMISSION, "9990000018^^^NHS", "^^^NHS"), "PID-3[2].1", "type", "empty"),
    ("authority no OID", put(ADMISSION, "HOSP&1.2.3&ISO^PI", "HOSP&1.a&ISO^PI"), "PID-3.4.2", "type", "OID"),
    ("authority no kind", put(ADMISSION, "HOSP&1.2.3&ISO^PI", "HOSP&1.2.3^PI"), "PID-3.4.3", "type", "kind"),
    ("no name", put(ADMISSION, "|ZZTÄNNER^ADA^M|", "||"), "PID-5", "cardinality", "required"),
    ("birth date", put(ADMISSION, "|19600102|", "|19600230|"), "PID-7.1", "type", "time"),
    ("two sexes", put(ADMISSION, "|F|||1 ST", "|F~M|||1 ST"), "PID-8", "cardinality", "2 repetitions"),
    ("sex in words", put(ADMISSION, "|F|||1 ST", "|Female|||1 ST"), "PID-8", "length", "6 characters"),
    ("no patient class", put(ADMISSION, "PV1|1|I|", "PV1|1||"), "PV1-2", "cardinality", "required"),
    ("OBX-2 empty", put(ADMISSION, "OBX|1|NM|", "OBX|1||"), "OBX-2", "type", "OBX-2"),
    ("OBX-2 unknown", put(ADMISSION, "OBX|1|NM|", "OBX|1|ZZ|"), "OBX-2", "table", "0125"),
    ("number in words", put(ADMISSION, "||170|", "||tall|"), "OBX-5", "type", "number"),
    ("OBX-11 unknown", put(ADMISSION, "|cm^^UCUM|||||F|", "|cm^^UCUM|||||Q|"), "OBX-11", "table", "0085"),
    ("bad escape", put(ADMISSION, "\\T\\", "\\Q\\"), "OBX[2]-5", "type", "no escape"),
    ("open escape", put(ADMISSION, "\\T\\ pepper\\.br\\", "\\T\\ pepper\\"), "OBX[2]-5", "type", "not ended"),
    ("charset not declared", put(ADMISSION, "|UNICODE UTF-8", "|"), "PID-5", "charset", "ASCII"),
    ("charset unknown", put(ADMISSION, "UNICODE UTF-8", "KLINGON"), "MSH-18", "table", "0211"),
    ("control character", put(ADMISSION, "salt", "sa\x07lt"), "OBX[2]-5", "charset", "0x07"),
    ("ORC missing", without(ORDER, "ORC"), "ORC", "structure", "missing"),
    ("two choices", put(ORDER, "NTE|", "RXO|ZZ1^A\nNTE|"), "ORC", "structure", "before RXO"),
    ("visit before patient", moved(ORDER, "PV1", "PID"), "PV1", "structure", "before PID"),
    ("service missing", put(ORDER, "|ZZCT1^CT^99HARNESS|", "||"), "OBR-4", "cardinality", "required"),
    ("accession too long", put(ORDER, "|ZZAC1|", f"|{'A' * 61}|"), "OBR-18", "length", "61 characters"),
    ("start time in OBR-27", put(ORDER, "1100^^R\nNTE", "11h^^R\nNTE"), "OBR-27.4.1", "type", "time"),
    ("IPC missing", without(IMAGING, "IPC"), "IPC", "structure", "missing"),
    ("TQ1 before ORC", moved(IMAGING, "TQ1", "ORC"), "TQ1", "structure", "before ORC"),
    ("step missing", put(IMAGING, "|ZZSP1^HARNESS|", "||"), "IPC-4", "cardinality", "required"),
    ("station too long", put(IMAGING, "|||ZZCT\n", f"|||{'S' * 17}\n"), "IPC-9", "length", "17 characters"),
    ("order control", put(IMAGING, "ORC|NW|", "ORC|QQ|"), "ORC-1", "table", "0119"),
    ("OBR moved away", moved(REPORT, "OBR", "PID"), "OBR", "structure", "before"),
    ("result status", put(REPORT, "||||F\nOBX|1", "||||Q\nOBX|1"), "OBR-25", "table", "0123"),
    ("date in OBX-5", put(REPORT, "||20261124||", "||24.11.2026||"), "OBX[4]-5", "type", "date"),
    ("set id", put(REPORT, "OBX|3|", "OBX|c|"), "OBX[3]-1", "type", "sequence number"),
]  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_the_clean_messages_are_clean(name):
    assert findings(message(CLEAN[name])) == ()


@pytest.mark.parametrize(("text", "path", "kind", "reason"), [d[1:] for d in DEFECTS], ids=[d[0] for d in DEFECTS])
def test_a_defect_is_found_at_its_place_for_its_reason(text, path, kind, reason):
    octets = encoded(text)
    found = findings(parse(octets))

    assert [(one.path, one.kind) for one in found] == [(path, kind)]
    assert reason in found[0].reason
    assert found[0].segment == path[:3]
    assert 0 <= found[0].at <= len(octets)


def test_there_are_at_least_fifty_defects():
    assert len({defect[0] for defect in DEFECTS}) >= 50


@pytest.mark.parametrize("name", CLEAN)
def test_octets_point_at_the_field(name):
    text = CLEAN[name].replace("19600102", "19601399")
    octets = encoded(text)
    (fault,) = findings(parse(octets))

    assert fault.path == "PID-7.1"
    assert octets[fault.at :].startswith(b"19601399")


def test_other_delimiters_hide_no_defect():
    text = ADMISSION.translate(str.maketrans("|^&~", "#*%!"))

    assert findings(message(text)) == ()
    assert [one.path for one in findings(message(text.replace("19600102", "19601399")))] == ["PID-7.1"]


@pytest.mark.parametrize(("end", "says"), [(b"\n", "b'\\n'"), (b"\r\n", "b'\\r\\n'")])
def test_another_segment_end_is_told_once(end, says):
    found = findings(parse(encoded(ORDER).replace(b"\r", end)))

    assert [(one.path, one.kind) for one in found] == [("MSH-12", "structure")]
    assert says in found[0].reason


def test_a_last_segment_without_an_end_is_told():
    (fault,) = findings(parse(encoded(ORDER)[:-1]))

    assert "nothing ends the last segment" in fault.reason


def test_of_other_versions_only_the_encoding_is_judged():
    text = without(ADMISSION, "PID").replace("|2.5.1|", "|2.8|").replace("\\T\\", "\\Q\\")

    assert [one.path for one in findings(message(text))] == ["OBX[2]-5"]


def test_a_value_that_is_deleted_is_no_value_of_the_wrong_type():
    assert findings(message(ADMISSION.replace("|19600102|", '|""|'))) == ()


def test_a_merge_of_two_patients_needs_both():
    text = ORDER.splitlines(keepends=True)
    header = text[0].replace("ORM^O01", "ADT^A40^ADT_A39")
    merge = [header, "EVN|A40|20261124100000\n", text[1], "MRG|ZZ2^^^HOSP&1.2.3&ISO^PI\n"]

    assert findings(message("".join(merge))) == ()
    assert [one.path for one in findings(message("".join(merge[:3])))] == ["MRG"]


HL7APY_FINDS = {
    "PID missing", "EVN missing", "two PV1", "two EVN", "no control id", "no event time", "no identifiers", "no name",
    "two sexes", "no patient class", "IPC missing", "step missing", "ORC missing", "OBR moved away", "service missing",
}  # fmt: skip
"""What hl7apy says of a defect and not of the message without it; to it every order (ORM^O01) is an error."""


def test_hl7apy_finds_fewer_than_a_third_of_them():
    parser = pytest.importorskip("hl7apy.parser")

    def says(text):
        octets = encoded(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                parser.parse_message(octets.decode("latin-1")).validate()
            except Exception as error:  # noqa: BLE001 - whatever it raises is what it says
                return str(error) if type(error).__name__ == "ValidationError" else ""
        return ""

    usual = {says(CLEAN[name]) for name in CLEAN}

    assert {name for name, text, *_ in DEFECTS if says(text) not in usual} == HL7APY_FINDS
    assert 3 * len(HL7APY_FINDS) < len(DEFECTS)
