"""The HL7 groups of the catalogue of faults: each fault has a saboteur of its name, whom a judged clause catches."""

from __future__ import annotations

import pytest
from catalogued import ids, listed

from conformance.hl7 import KIT as HL7
from conformance.workflow import KIT as WORKFLOW

GROUPS = {
    "ML": (4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21),
    "AD": (1, 3, 4, 6, 7, 9, 10, 11, 12, 13),
    "OR": (2, 3, 4, 5, 8, 9, 10, 11, 12, 13),
    "PX": (1, 2, 4, 5, 6, 7, 8, 9, 10, 14),
}
"""MLLP and acknowledgement, ADT and identity feed, orders and results, PIX and PDQ."""

CATALOGUE = ids(GROUPS)
NAMED = {saboteur.id: saboteur for kit in (HL7, WORKFLOW) for saboteur in kit.saboteurs()}
DECLARED = {clause.id for kit in (HL7, WORKFLOW) for scenario in kit.scenarios() for clause in scenario.clauses}


@pytest.mark.parametrize("fault", CATALOGUE)
def test_each_fault_of_the_catalogue_has_a_saboteur_whom_a_judged_clause_catches(fault):
    saboteur = NAMED[fault]

    assert saboteur.fails
    assert set(saboteur.fails) <= DECLARED


def test_the_groups_are_the_catalogue_s():
    assert listed(GROUPS) == set(CATALOGUE)
