"""What is refused, and where; every sample of ours is accepted."""

from __future__ import annotations

import pytest

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.simulator import acceptance
from conformance.hl7.wire.message import parse

GOOD = (
    b"MSH|^~\\&|A|B|C|D|1||ADT^A04^ADT_A01|7|P|2.5.1\r"
    b"EVN||1\rPID|||ZZ0000000001||DOE\rPV1||O\r"
)  # fmt: skip


def faults(octets: bytes):
    message = parse(octets)
    triggers = frozenset(ihe_radiology())
    return [
        fault
        for fault in (
            acceptance.control_fault(message),
            acceptance.type_fault(message, triggers),
            acceptance.version_fault(message, ("2.5.1",)),
            acceptance.processing_fault(message),
            acceptance.charset_fault(message),
            acceptance.content_fault(message),
        )
        if fault
    ]


def test_a_good_message_has_no_fault():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "condition", "where"),
    [
        (b"|7|", b"||", "AR", 101, "MSH-10"),
        (b"ADT^A04", b"ADT^A77", "AR", 201, "MSH-9.2"),
        (b"2.5.1", b"2.2", "AR", 203, "MSH-12.1"),
        (b"|P|", b"|Q|", "AR", 202, "MSH-11.1"),
        (b"DOE", b"D\xd6E", "AE", 102, "PID-0"),
        (b"EVN||1\r", b"", "AE", 100, "EVN-0"),
        (b"PV1||O", b"PV1||", "AE", 101, "PV1-2"),
    ],
)
def test_each_fault_has_its_code_condition_and_place(old, new, code, condition, where):
    [fault] = faults(GOOD.replace(old, new))

    assert (fault.code, fault.condition, fault.where) == (code, condition, where)
    assert fault.condition in acceptance.CONDITIONS
