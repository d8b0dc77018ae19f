"""Values of the data types: what the standard allows passes, what it does not is told with its component."""

from __future__ import annotations

import pytest

from conformance.hl7.structures import edition
from conformance.hl7.structures.values import formatted, uid_trouble
from conformance.hl7.wire.delimiters import STANDARD, Delimiters

GOOD = {
    "DT": ["2026", "202611", "20261124", "20240229"],
    "DTM": ["2026", "2026112410", "20261124100000.1234+0100", "20261124-0500", "202611241030"],
    "TM": ["10", "1030", "103059.1", "1030+0100"],
    "NM": ["0", "-1.5", "+3", "3.", ".5", "007"],
    "SI": ["1", "9999"],
}
BAD = {
    "DT": ["26", "2026-11-24", "20261324", "20260230", "20250229", "20261124 ", "00000000", "202611241000"],
    "DTM": ["20261124 100000", "202611242500", "20261124106000", "20261124100000.12345", "20261124100000Z", "2026+1"],
    "TM": ["24", "10:30", "9"],
    "NM": ["five", "1,5", "1e3", "", "+", "."],
    "SI": ["-1", "a", "1.0"],
}


@pytest.mark.parametrize(("datatype", "value"), [(kind, one) for kind, values in GOOD.items() for one in values])
def test_what_the_format_allows_passes(datatype, value):
    assert formatted(datatype).look(value.encode(), STANDARD) == ()


@pytest.mark.parametrize(("datatype", "value"), [(kind, one) for kind, values in BAD.items() for one in values])
def test_what_the_format_forbids_is_told(datatype, value):
    (trouble,) = formatted(datatype).look(value.encode(), STANDARD)

    assert trouble.kind == "type"


@pytest.mark.parametrize(
    ("field", "value", "inside"),
    [
        ("PID-3", b"ZZ1^^^HOSP&1.2.3&ISO^PI", None),
        ("PID-3", b"^^^HOSP", (1,)),
        ("PID-3", b"ZZ1^^^HOSP&1.02.3&ISO", (4, 2)),
        ("PID-3", b"ZZ1^^^&1.2.3", (4, 3)),
        ("PID-3", b"ZZ1^^^&1.2.3&OID", (4, 3)),
        ("PID-3", b"ZZ1^^^^PI^^2026-01-01", (7,)),
        ("PID-7", b"19600102^D", None),
        ("PID-7", b"19601302", (1,)),
        ("OBR-3", b"ZZ1^HARNESS^not-an-oid^ISO", (3,)),
        ("PID-8", b"F^M", ()),
        ("PID-8", b"F", None),
    ],
)
def test_composite_values_are_judged_by_component(field, value, inside):
    name, number = field.split("-")
    found = edition("2.5.1").segment(name).fields[int(number) - 1].check.look(value, STANDARD)

    assert [one.inside for one in found] == ([] if inside is None else [inside])


def test_identifiers_without_a_number_were_allowed_once():
    assert edition("2.3.1").segment("PID").fields[2].check.look(b"^^^HOSP", STANDARD) == ()


def test_other_delimiters_take_values_apart_as_well():
    other = Delimiters(b"#", b"*", b"!", b"\\", b"%")
    check = edition("2.5.1").segment("PID").fields[2].check

    assert check.look(b"ZZ1***HOSP%1.2%ISO", other) == ()
    assert check.look(b"ZZ1***HOSP%1.02%ISO", other)[0].inside == (4, 2)


@pytest.mark.parametrize("value", [b"1.2.840.10008", b"2.25.1", b"0.1"])
def test_uids_pass(value):
    assert uid_trouble(value) == ""


@pytest.mark.parametrize("value", [b"1", b"1.", b"1..2", b"1.02", b"3.1", b"1.2.a", b"1.2." + b"3" * 61])
def test_what_is_no_uid_is_told(value):
    assert uid_trouble(value)
