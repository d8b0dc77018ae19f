"""Every trigger has a structure its version knows."""

from __future__ import annotations

import pytest

from conformance.hl7.structures import VERSIONS, edition, known_structures, structure_of
from conformance.hl7.structures.events import _events


@pytest.mark.parametrize(
    ("kind", "event", "version", "structure"),
    [
        ("ADT", "A04", "2.3.1", "ADT_A01"),
        ("ADT", "A05", "2.3.1", "ADT_A01"),
        ("ADT", "A05", "2.5.1", "ADT_A05"),
        ("ADT", "A40", "2.3.1", "ADT_A39"),
        ("ADT", "A47", "2.5", "ADT_A30"),
        ("ADT", "A12", "2.4", "ADT_A09"),
        ("SIU", "S15", "2.4", "SIU_S12"),
        ("QBP", "Q23", "2.5", "QBP_Q21"),
        ("ACK", "A01", "2.5", "ACK"),
        ("ACK", "", "2.5", "ACK"),
        ("OMI", "O23", "2.5.1", "OMI_O23"),
    ],
)
def test_a_trigger_has_the_structure_of_its_version(kind, event, version, structure):
    assert structure_of(kind, event, version) == structure


@pytest.mark.parametrize("version", VERSIONS)
def test_every_structure_a_trigger_is_said_to_have_exists(version):
    for (kind, event), name in _events(version).items():
        assert edition(version).structure(name), f"{kind}^{event}"


def test_what_another_version_says_is_allowed_too():
    assert known_structures("ADT", "A05") == {"ADT_A01", "ADT_A05"}
    assert known_structures("RSP", "K22") == {"RSP_K21", "RSP_K22"}
    assert known_structures("OMI", "O23") == frozenset()
