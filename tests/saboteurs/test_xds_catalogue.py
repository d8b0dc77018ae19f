"""The XDS groups of the catalogue of faults: each fault has a saboteur of its name, or a reason why there is none."""

from __future__ import annotations

import pytest
from catalogued import ids, listed

from conformance.workflow import KIT as WORKFLOW
from conformance.xds import KIT as XDS

GROUPS = {
    "XR": (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 17),
    "XQ": (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14),
    "XT": (1, 2, 4, 5, 6, 7, 8, 9, 11, 12),
    "XL": (3, 4, 5, 6, 8, 9, 10),
    "XE": (1, 2, 3, 5, 6, 7, 8),
    "XI": (1, 3, 4, 6, 7, 10, 11, 14),
}
"""Register and provide, stored query, retrieve, life cycle, errors and SOAP, XDS-I."""

REASONS = {
    "XQ11": "who may see which confidentialityCode is each domain's own policy, which no profile tells; that a role "
    "without the right is shown nothing is SE21",
}
CATALOGUE = ids(GROUPS)
NAMED = {saboteur.id: saboteur for kit in (XDS, WORKFLOW) for saboteur in kit.saboteurs()}
DECLARED = {clause.id for kit in (XDS, WORKFLOW) for scenario in kit.scenarios() for clause in scenario.clauses}


@pytest.mark.parametrize("fault", [one for one in CATALOGUE if one not in REASONS])
def test_each_fault_of_the_catalogue_has_a_saboteur_whom_a_judged_clause_catches(fault):
    saboteur = NAMED[fault]

    assert set(saboteur.fails) <= DECLARED
    assert saboteur.fails or saboteur.id == "XI04", "XI04 is a fault of whoever judges: the domain is only odd"


def test_reasons_are_given_for_what_has_no_saboteur_only():
    assert set(REASONS) <= set(CATALOGUE) - set(NAMED)
    assert NAMED["SE21"].fails


def test_the_groups_are_the_catalogue_s():
    assert listed(GROUPS) == set(CATALOGUE)
