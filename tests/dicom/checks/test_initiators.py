"""What is said of visits where nothing came, and which text its label lies about."""

from __future__ import annotations

import pytest

from conformance.dicom import clauses, uids
from conformance.dicom.checks.initiators import asked, carried, mislabelled, requested, stored
from conformance.dicom.visiting import Taken, Visit
from conformance.dicom.wire import Message, command, data_set, write_data_set
from conformance.dicom.wire.command import C_CANCEL, NO_DATA_SET
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE


def taken(octets):
    return Taken(Message(1, command(), octets), "", EXPLICIT_LITTLE, "")


@pytest.mark.parametrize("label", ["ISO_IR 100", "ISO_IR 192"])
def test_a_name_under_its_own_label_is_true(label):
    octets = write_data_set(data_set(SpecificCharacterSet=label, PatientName="ZZ^É"), EXPLICIT_LITTLE)

    assert mislabelled([taken(octets)]) == []


@pytest.mark.parametrize(("was", "told"), [(b"ISO_IR 100", b"ISO_IR 192"), (b"ISO_IR 100", b"ISO_IR 999")])
def test_a_name_under_another_label_is_told(was, told):
    octets = write_data_set(data_set(SpecificCharacterSet="ISO_IR 100", PatientName="ZZ^É"), EXPLICIT_LITTLE)

    assert mislabelled([taken(octets.replace(was, told))])


def test_a_name_without_a_label_is_told():
    octets = write_data_set(data_set(SpecificCharacterSet="ISO_IR 100", PatientName="ZZ^É"), EXPLICIT_LITTLE)

    assert mislabelled([taken(octets[18:])])


def test_where_nothing_came_nothing_is_said_to_be_right():
    visit = Visit(ended="the peer closed the connection")

    assert requested([visit], "HARNESS", None) == {clauses.REQUEST_WELL_FORMED: [visit.ended]}
    assert (carried([visit]), stored([]), asked([])) == ({}, {}, {})


def test_a_cancellation_names_no_class():
    message = Message(1, command(CommandField=C_CANCEL, MessageIDBeingRespondedTo=1, CommandDataSetType=NO_DATA_SET))
    visit = Visit(taken=[Taken(message, uids.MODALITY_WORKLIST_FIND, EXPLICIT_LITTLE, "")])

    assert not carried([visit])[clauses.SENT_ON_ACCEPTED_CONTEXT]
