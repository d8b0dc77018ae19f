"""Worklist items made of orders."""

from __future__ import annotations

import pytest

from conformance.hl7.simulator import Code, Order, Patient
from conformance.hl7.simulator.events import Identifier
from conformance.hospital.orders import Scheduling
from conformance.hospital.patients import Person

HER = Person("ZZ1", family="ZZFAMILY", given="EVE", birth_date="19700101", sex="F")


def order(**changes):
    given = {
        "patient": Patient((Identifier("ZZ1"),)),
        "control": "NW",
        "status": "SC",
        "placer": "PL1",
        "filler": "FI1",
        "accession": "AC1",
        "requested_procedure_id": "RP1",
        "step_id": "SP1",
        "study_uid": "2.25.1",
        "modality": "CT",
        "starts": "202611241030",
        "procedure": Code("P", "Procedure", "99Z"),
        "protocol": Code("Q", "Protocol", "99Z"),
        "station_aet": None,
        "priority": "R",
    }
    return Order(**{**given, **changes})


def test_every_field_goes_where_it_belongs():
    item = Scheduling().item(order(), HER)
    step = item.ScheduledProcedureStepSequence[0]

    assert (item.PatientID, str(item.PatientName), item.PatientBirthDate, item.PatientSex) == (
        "ZZ1",
        "ZZFAMILY^EVE",
        "19700101",
        "F",
    )
    assert (item.StudyInstanceUID, item.AccessionNumber, item.RequestedProcedureID) == ("2.25.1", "AC1", "RP1")
    assert (item.PlacerOrderNumberImagingServiceRequest, item.FillerOrderNumberImagingServiceRequest) == ("PL1", "FI1")
    assert (step.Modality, step.ScheduledProcedureStepID, step.ScheduledStationAETitle) == ("CT", "SP1", "ZZCT")
    assert (step.ScheduledProcedureStepStartDate, step.ScheduledProcedureStepStartTime) == ("20261124", "1030")
    assert step.ScheduledProtocolCodeSequence[0].CodeValue == "Q"


def test_a_station_that_is_named_is_the_station():
    step = Scheduling().step(order(station_aet="THERE"))

    assert step.ScheduledStationAETitle == "THERE"


@pytest.mark.parametrize(
    ("starts", "digits"),
    [
        ("202611241030+0100", "202611241030"),
        ("20261124103015.5-0500", "20261124103015"),
        ("20261124", "20261124"),
        ("next week", ""),
        (None, ""),
        ("", ""),
    ],
)
def test_the_start_is_told_in_digits_or_not_at_all(starts, digits):
    assert Scheduling().starts(order(starts=starts)) == digits


def test_an_order_that_names_nothing_still_makes_an_item():
    bare = order(
        placer=None,
        filler=None,
        accession=None,
        requested_procedure_id=None,
        step_id=None,
        study_uid=None,
        modality=None,
        starts=None,
        protocol=Code("", "", ""),
        priority=None,
    )

    item = Scheduling().item(bare, Person("ZZ1"))

    assert item.StudyInstanceUID == Scheduling().study_uid(bare)
    assert item.RequestedProcedurePriority == "ROUTINE"
    assert item.ScheduledProcedureStepSequence[0].ScheduledStationAETitle == "ZZANY"
