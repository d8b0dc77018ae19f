"""Steps as an order asks for them and as a worklist shows them."""

from __future__ import annotations

import io
from dataclasses import astuple
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.client import Answer, Asked, Response
from conformance.dicom.wire import Message, data_set, read_command, write_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.evidence import Recorder
from conformance.hl7 import samples
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile
from conformance.workflow.steps import Scheduled, Step, asked, closest, listed, plain

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NAMES = st.text("AB1", max_size=2)
STEPS = st.builds(Step, NAMES, NAMES, NAMES, NAMES, st.just("CT"), st.just(""), st.just(""))


@pytest.fixture
def story():
    recorder = Recorder(io.BytesIO())
    profile = SystemProfile.model_validate(
        {
            "schema": "sut/1",
            "system": {"id": "a", "supplier": "a", "product": "a", "version": "1"},
            "safety": {"environment": "test", "allow_hosts": []},
        }
    )
    return Story("workflow.steps", "ab", NOW, Network(recorder, Limits()), recorder, profile)


def answer(*matches):
    pending = read_command(write_data_set(data_set(Status=0xFF00), IMPLICIT_LITTLE))
    responses = tuple(
        Response(Message(1, pending, write_data_set(one, EXPLICIT_LITTLE)), EXPLICIT_LITTLE) for one in matches
    )
    return Answer(Asked(0x20, 1, 1, "1.2"), responses)


def shown(step, status="SCHEDULED"):
    return Scheduled(step, "ZZ1", "", "", "", status, "")


def test_both_messages_ask_for_the_same_step(story):
    her = samples.person(story, "her")

    old, new = asked(samples.order(story, her)), asked(samples.order_2_5_1(story, her))

    assert old.names == new.names
    assert all(old.names)
    assert old.starts == new.starts == "202611241100"
    assert (old.station, new.station) == ("", "ZZCT")


def test_a_worklist_item_is_read_whole():
    step = data_set(
        Modality="CT",
        ScheduledStationAETitle="ZZCT",
        ScheduledProcedureStepStartDate="20261124",
        ScheduledProcedureStepStartTime="103015.25",
        ScheduledProcedureStepID="SP1",
    )
    item = data_set(
        SpecificCharacterSet="ISO_IR 192",
        AccessionNumber="AC1",
        PatientName="ZZŁ^EVE^^",
        PatientID="ZZ1",
        StudyInstanceUID="2.25.1",
        RequestedProcedureID="RP1",
        ScheduledProcedureStepSequence=[step],
    )

    (one,) = listed(answer(item))

    assert astuple(one.step) == ("2.25.1", "AC1", "RP1", "SP1", "CT", "202611241030", "ZZCT")
    assert (one.patient_id, one.patient_name, one.charset) == ("ZZ1", "ZZŁ^EVE", "ISO_IR 192")
    assert one.unstarted


def test_an_item_without_a_step_is_no_step():
    assert listed(answer(data_set(PatientID="ZZ1"))) == ()


@pytest.mark.parametrize(("status", "unstarted"), [("", True), ("ARRIVED", True), ("CANCELED", False)])
def test_only_what_is_still_to_be_done_counts_as_scheduled(status, unstarted):
    assert shown(Step("", "", "", "", "", "", ""), status).unstarted is unstarted


@given(STEPS, st.lists(STEPS, max_size=4))
def test_the_closest_shares_something_and_nothing_shares_more(wanted, others):
    among = [shown(one) for one in others]
    best = closest(wanted, among)

    def shared(one):
        return sum(bool(mine) and mine == theirs for mine, theirs in zip(wanted.names, one.step.names, strict=True))

    if best is None:
        assert not any(shared(one) for one in among)
    else:
        assert shared(best) == max(shared(one) for one in among) > 0


@pytest.mark.parametrize(
    ("name", "same"), [("A^B^^", "A^B"), ("A^B==", "A^B"), ("A^^C", "A^^C"), ("A =B^ ", "A=B"), ("", "")]
)
def test_separators_at_the_end_carry_no_meaning(name, same):
    assert plain(name) == same
