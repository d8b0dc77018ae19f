"""Whatever octets arrive, findings are values; they come in time that grows with the message; none is invented."""

from __future__ import annotations

from time import process_time

import pytest
from hl7_clean import ADMISSION, CLEAN, IMAGING, ORDER, REPORT, encoded, message
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.hl7.message_profiles import transactions
from conformance.hl7.structures import VERSIONS, edition
from conformance.hl7.structures.grammar import ANY
from conformance.hl7.validation import findings
from conformance.hl7.validation.faults import MOST_FAULTS
from conformance.hl7.wire.delimiters import STANDARD
from conformance.hl7.wire.message import Unreadable, parse

PROFILES = st.sampled_from([None, *transactions().values()])
PIECES = st.lists(
    st.sampled_from(
        [b"|", b"|", b"^", b"~", b"\\", b"&", b"\r", b"\r", b"PID|", b"OBX|1|NM|", b"ZZZ|", b"MSH", b"\\F\\", b"\xe9",
         b"\x00", b'""', b"a", b"20261124", b"\xc3\xa9", b"IPC|", b"ORC|NW", b"|P|2.5.1|", b"ADT^A01^ADT_A01"]
    ),
    max_size=60,
).map(b"".join)  # fmt: skip
HEADS = st.sampled_from(
    [b"", b"MSH", b"MSH|", b"MSH|^~\\&|", b"MSH|^~\\&||||||20261124||ORM^O01|1|P|2.3.1\r", b"MSH#*!\\%###", b"MSH||||"]
)


@settings(max_examples=300, deadline=None)
@given(head=HEADS, rest=PIECES | st.binary(max_size=100), profile=PROFILES)
def test_any_octets_are_judged_without_a_crash(head, rest, profile):
    octets = head + rest
    try:
        read = parse(octets)
    except Unreadable:
        return
    found = findings(read, profile)

    assert len(found) <= MOST_FAULTS
    for fault in found:
        assert 0 <= fault.at <= len(octets)
        assert fault.reason
        assert str(fault).isprintable()


@settings(max_examples=200, deadline=None)
@given(text=st.sampled_from(list(CLEAN.values())), data=st.data())
def test_a_clean_message_with_any_octet_replaced_is_judged(text, data):
    octets = bytearray(encoded(text))
    at = data.draw(st.integers(8, len(octets) - 1))
    octets[at] = data.draw(st.integers(0, 255))
    try:
        read = parse(bytes(octets))
    except Unreadable:
        return

    assert all(0 <= fault.at <= len(octets) for fault in findings(read))


VALUES = {
    "DT": "20261124",
    "TS": "20261124100000",
    "DTM": "2026",
    "TM": "10",
    "NM": "1",
    "SI": "1",
    "CX": "ZZ1",
    "TQ": "1",
}


def made(one, version):
    """Return a segment with a right value in each required field."""
    rule = edition(version).segment(one)
    values = [""] * len(rule.fields)
    for field in rule.fields:
        if field.required:
            check = field.check
            tries = [VALUES.get(field.datatype, "Z"), "Z", "1", "2026", version, *edition(version)._codes(field.table)]
            values[field.number - 1] = next(
                (one for one in tries if check is None or not check.look(one.encode(), STANDARD)), ""
            )
    return "|".join([one, *values])


def header(kind, event, name, version):
    return f"MSH|^~\\&|A|B|C|D|20261124100000||{kind}^{event}^{name}|1|P|{version}"


NAMES = ("ADT_A01", "ADT_A03", "ADT_A39", "ORM_O01", "ORU_R01", "ACK", "SIU_S12", "MDM_T02", "OMI_O23", "OMG_O19")


@settings(max_examples=150, deadline=None)
@given(data=st.data(), version=st.sampled_from(VERSIONS), name=st.sampled_from(NAMES))
def test_a_message_made_from_a_structure_has_no_structural_fault(data, version, name):
    structure = edition(version).structure(name)
    if structure is None:
        return
    state, lines = structure.step(structure.start, "MSH"), []
    for _ in range(data.draw(st.integers(0, 15))):
        following = [one for one in structure.expected(state) if one != ANY]
        if not following:
            break
        lines.append(data.draw(st.sampled_from(following)))
        state = structure.step(state, lines[-1])
    lines += structure.way(state, "")[0]
    kind, _, event = name.partition("_")
    body = [made(one, version) for one in lines]
    octets = "\r".join([header(kind, event, name, version), *body, ""]).encode()

    assert [one for one in findings(parse(octets)) if one.kind in {"structure", "cardinality"}] == []


@pytest.mark.parametrize(
    "lines",
    [
        ["OBX|1|ST|A||x||||||F"] * 19_000,
        ["OBX", "OBR|1|||A", "PID", "NTE"] * 4_700,
        ["QQQ|1"] * 19_000,
        ["PV1"] * 19_000,
        ["Z" * 3] * 19_000,
        ["OBX|1|ST|A||" + "\\" * 40] * 9_000,
        ["PID|||" + "~^&" * 60_000],
        ["OBX|1|CE|A||" + "^" * 200_000],
        ["PID|1||" + "ZZ1^^^H&1.2&ISO~" * 9_000],
        ["PID|1||" + "^^^H&1.a&ISO~" * 70_000],
        ["OBX|1|NM|A||" + "1" * 300_000 + "x"],
        ["OBX|1|ST|A||" + "a|" * 100_000],
    ],
    ids=[
        "right",
        "muddled",
        "unknown",
        "repeated",
        "local",
        "escapes",
        "marks",
        "parts",
        "identifiers",
        "wrong identifiers",
        "digits",
        "bars",
    ],
)
def test_a_flood_is_judged_in_time_that_grows_with_it(lines):
    text = header("ORU", "R01", "ORU_R01", "2.5.1")
    read = parse("\r".join([text, "PID|||ZZ1||ZZ^A", "OBR|1|||A", *lines, ""]).encode())
    for _ in range(9):
        findings(message(REPORT))
    began = process_time()
    found = findings(read)

    assert process_time() - began < 2
    assert len(found) <= MOST_FAULTS


@pytest.mark.parametrize("text", [ADMISSION, ORDER, IMAGING, REPORT])
def test_a_message_is_judged_the_same_however_often_it_was_met(text):
    wrong = message(text.replace("19600102", "19601399").replace("|P|", "|X|"))
    first = findings(wrong)

    assert len(first) == 2
    assert [findings(message(text)) for _ in range(10)] == [()] * 10
    assert findings(wrong) == first
