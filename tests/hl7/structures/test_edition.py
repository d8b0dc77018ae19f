"""The compiled tables of a version: mended where known to be wrong, and glances that never overlook a fault."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.hl7.structures import VERSIONS, edition
from conformance.hl7.validation.faults import Findings
from conformance.hl7.validation.fields import _looked
from conformance.hl7.wire.message import parse

NAMES = ("EVN", "PID", "PV1", "ORC", "OBR", "OBX", "MRG", "NK1", "AL1", "DG1", "IN1", "NTE")
VALUES = st.sampled_from(
    ["", "", "", "1", "A", "N", "F", "NM", "TX", "CE", '""', "20260229", "20261124", "20261124100000+0100", "ZZ1^A^B",
     "5~6", "ZZ1^^^H&1.2&ISO^PI", "^^^H", "A^B^C^D^E^F^G^H^20261124", "a&b", "&a", "^^^20261124^^R", "~", "-1.5",
     "x" * 70, "Y", "HL7"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(version=st.sampled_from(VERSIONS), name=st.sampled_from(NAMES), values=st.lists(VALUES, max_size=30))
def test_a_segment_passed_at_a_glance_has_no_fault(version, name, values):
    by = edition(version)
    rule = by.segment(name)
    message = parse("\r".join(["MSH|^~\\&", "|".join([name, *values]), ""]).encode())
    octets = message.segments_in_order[1].octets
    kind = (values[1] if len(values) > 1 else "").encode() if name == "OBX" else b""
    known, value = by.observed(kind) if kind else (name != "OBX", None)
    for _ in range(9):
        glanced = known and rule.is_plain(octets, kind, value)
    found = Findings(message)
    _looked(found, 1, rule, by)

    assert not (glanced and found.faults), found.faults


def test_most_segments_of_a_usual_message_are_passed_at_a_glance():
    rule = edition("2.5.1").segment("PID")
    octets = b"PID|1||ZZ1^^^HOSP&1.2.3&ISO^PI~9990000018^^^NHS^NH||ZZTANNER^ADA||19600102|F|||1 STREET^^TOWN"

    assert [rule.is_plain(octets) for _ in range(9)][-1]
    assert not rule.is_plain(octets.replace(b"19600102", b"19601302"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_knows_its_segments_and_tables(version):
    by = edition(version)

    assert by.segment("PID").required == (3, 5)
    assert by.segment("ZDS") is None
    assert by.segment("ANYHL7SEGMENT") is None
    assert {"ADT", "ORM", "ORU", "ACK"} <= by.message_types
    assert {"A01", "O01", "R01"} <= by.events
    assert by.observed(b"NM")[0]
    assert by.observed(b"HD")[0]
    assert not by.observed(b"ZZ")[0]
    assert by.structure("QQQ_Q99") is None


def test_conditional_fields_are_not_required():
    assert edition("2.3.1").segment("OBX").required == (3, 11)


def test_other_versions_are_not_judged():
    assert edition("2.8") is None
    assert edition("") is None
