"""Each fault of a worklist item breaks its own clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import checks, clauses
from conformance.dicom.wire import data_set, read_data_set, write_data_set
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.dicom.worklist import STEP_TYPE_2, STEPS, TYPE_2

STEP = {
    "ScheduledStationAETitle": "ZZCT",
    "ScheduledProcedureStepStartDate": "20260105",
    "ScheduledProcedureStepStartTime": "1015",
    "Modality": "CT",
    "ScheduledProcedureStepID": "S1",
    "ScheduledProcedureStepDescription": "HEAD",
    **dict.fromkeys(STEP_TYPE_2),
}
ITEM = {
    "PatientName": "A^B",
    "PatientID": "ZZ1",
    "RequestedProcedureID": "P1",
    "StudyInstanceUID": "2.25.1",
    "RequestedProcedureDescription": "HEAD",
    **dict.fromkeys(TYPE_2),
}


def item(step=None, steps=1, without=(), **changes):
    one = data_set({**STEP, **(step or {})}).without(*without)
    return data_set({**ITEM, **changes, STEPS: [one] * steps}).without(*without)


def broken(what):
    return {clause for clause, faults in checks.item_faults(what).items() if faults}


def test_a_whole_item_breaks_nothing():
    assert broken(item()) == set()
    assert broken(item(SpecificCharacterSet="ISO_IR 192", TimezoneOffsetFromUTC="+0100")) == set()


@pytest.mark.parametrize(
    ("what", "clause"),
    [
        (item(PatientID=""), clauses.WORKLIST_TYPE_1),
        (item(without=("StudyInstanceUID",)), clauses.WORKLIST_TYPE_1),
        (item(step={"ScheduledProcedureStepStartDate": ""}), clauses.WORKLIST_TYPE_1),
        (item(without=("RequestedProcedureDescription",)), clauses.WORKLIST_TYPE_1),
        (item(without=("PatientSex",)), clauses.WORKLIST_TYPE_2),
        (item(without=("ScheduledStationName",)), clauses.WORKLIST_TYPE_2),
        (item(steps=0), clauses.WORKLIST_ONE_STEP),
        (item(steps=2), clauses.WORKLIST_ONE_STEP),
        (item(PatientComments="X"), clauses.WORKLIST_ONLY_ASKED),
        (item(step={"CommentsOnTheScheduledProcedureStep": "X"}), clauses.WORKLIST_ONLY_ASKED),
        (item(step={"ScheduledProcedureStepStartTime": "10:15 AM"}), clauses.FIND_VALUES_FIT),
        (item(StudyInstanceUID="2.25.01"), clauses.FIND_VALUES_FIT),
    ],
)
def test_each_fault_breaks_its_own_clause(what, clause):
    assert broken(what) == {clause}


def test_times_and_dates_are_compared_by_meaning():
    scheduled = {"ScheduledProcedureStepStartTime": "1015", "ScheduledProcedureStepStartDate": "20260105"}

    for told in ("1015", "101500", "101500.000", "10:15:00"):
        assert checks.differing(data_set(STEP | {"ScheduledProcedureStepStartTime": told}), scheduled) == []
    assert checks.differing(data_set(STEP | {"ScheduledProcedureStepStartTime": "1016"}), scheduled) != []
    assert checks.differing(data_set(STEP | {"ScheduledProcedureStepStartTime": ""}), scheduled) != []
    assert checks.differing(data_set(STEP | {"ScheduledProcedureStepStartDate": "2026.01.05"}), scheduled) == []
    assert checks.differing(data_set(PatientName="A^B^^"), {"PatientName": "A^B"}) == []


WHOLE = write_data_set(item(), IMPLICIT_LITTLE)


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)))
def test_whatever_an_item_holds_is_judged(octets, at):
    what = read_data_set(WHOLE[:at] + octets, IMPLICIT_LITTLE)

    assert set(checks.item_faults(what)) == set(checks.ITEMS)
    assert bool(checks.differing(what, {"PatientID": "ZZ1"})) == (what.text("PatientID") != "ZZ1")
