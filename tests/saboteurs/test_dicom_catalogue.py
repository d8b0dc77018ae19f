"""The DICOM groups of the catalogue of faults: each fault has a saboteur of its name, or a reason why there is none.

A name may go on after a dot where one fault shows in several rooms: ``SE05`` in one of them, ``SE05.dicom`` in another.
"""

from __future__ import annotations

import pytest
from catalogued import ids, listed

from conformance.kits import kits

GROUPS = {
    "AS": (1, 4, 6, 7, 8, 11, 12, 13, 14, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    "ST": (1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
    "FI": (3, 4, 5, 6, 8, 12, 14, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 30),
    "MV": (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
    "SC": (1, 3, 4, 5, 7, 8, 10, 11),
    "WL": (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19),
    "DW": (2, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27),
    "SE": (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23),
    "TI": (2, 3, 4, 6, 7, 8),
}
"""Associations, storage, queries, retrieval, commitment, worklist and steps, DICOMweb, security and audit, time."""

REASONS = {
    "TI03": "an HL7 time in the future is seen only by a clock that both sides keep, and beyond the zone, which most "
    "messages leave out; where a profile claims clocks kept together, times of audit records are held to it (TI02)",
}
CATALOGUE = ids(GROUPS)
NAMED = {}
for one in (saboteur for kit in kits() for saboteur in kit.saboteurs()):
    NAMED.setdefault(one.id.partition(".")[0], []).append(one)
DECLARED = {clause.id for kit in kits() for scenario in kit.scenarios() for clause in scenario.clauses}


@pytest.mark.parametrize("fault", [one for one in CATALOGUE if one not in REASONS])
def test_each_fault_of_the_catalogue_has_a_saboteur_whom_a_judged_clause_catches(fault):
    caught = [saboteur for saboteur in NAMED[fault] if saboteur.fails]

    assert caught
    assert {clause for saboteur in caught for clause in saboteur.fails} <= DECLARED


def test_reasons_are_given_for_what_has_no_saboteur_only():
    assert set(REASONS) <= set(CATALOGUE) - set(NAMED)
    assert NAMED["TI02"]


def test_losing_what_the_sink_missed_is_a_fault_of_archives_too():
    assert {saboteur.make.split(".")[1] for saboteur in NAMED["SE23"]} == {"dicom", "xds"}


def test_the_groups_are_the_catalogue_s():
    assert listed(GROUPS) == set(CATALOGUE)
