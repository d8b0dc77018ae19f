"""DIMSE-N operations against a second implementation, and against a peer that has not the service."""

from contextlib import contextmanager

import pytest
from pynetdicom import AE, evt

from conformance.dicom import uids
from conformance.dicom.client import Association, act, create, event_response, modify
from conformance.dicom.wire import Assembler, Message, command, data_set, read
from conformance.dicom.wire.command import N_EVENT_REPORT, RESPONSE
from conformance.limits import Limits


@contextmanager
def taking(**handlers):
    """Run a peer that keeps what it is asked, and answers with the status given for each event."""
    asked = []

    def handler(status):
        def take(event):
            asked.append(event)
            return status, None

        return take

    bound = [(getattr(evt, f"EVT_N_{name}"), handler(status)) for name, status in handlers.items()]
    ae = AE("PEER")
    for one in (uids.STORAGE_COMMITMENT, uids.PERFORMED_STEP):
        ae.add_supported_context(one)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=bound)
    try:
        yield server.server_address, asked
    finally:
        server.shutdown()


@pytest.fixture
def asking(doors, request_to):
    """Return a function that opens an association for the normalized services and asks one thing."""

    def ask(address, operation, *services):
        request = request_to(*(services or (uids.STORAGE_COMMITMENT, uids.PERFORMED_STEP)))
        with Association.requested(doors(), *address, request) as association:
            return operation(association)

    return ask


def test_an_action_names_the_instance_requested_and_its_type(asking):
    with taking(ACTION=0x0000) as (address, asked):
        information = data_set(TransactionUID="2.25.7")
        answer = asking(address, lambda link: act(link, uids.STORAGE_COMMITMENT, "2.25.1", information, action_type=1))

    assert answer.status == 0
    assert (asked[0].action_type, asked[0].request.RequestedSOPInstanceUID) == (1, "2.25.1")
    assert asked[0].action_information.TransactionUID == "2.25.7"


def test_a_creation_names_the_instance_affected_and_brings_its_attributes(asking):
    with taking(CREATE=0x0111) as (address, asked):
        answer = asking(address, lambda link: create(link, uids.PERFORMED_STEP, "2.25.2", data_set(PatientID="ZZ1")))

    assert answer.status == 0x0111
    assert asked[0].request.AffectedSOPInstanceUID == "2.25.2"
    assert asked[0].attribute_list.PatientID == "ZZ1"


def test_a_change_names_the_instance_requested(asking):
    with taking(SET=0x0110) as (address, asked):
        answer = asking(address, lambda link: modify(link, uids.PERFORMED_STEP, "2.25.3", data_set(StudyID="1")))

    assert answer.status == 0x0110
    assert asked[0].request.RequestedSOPInstanceUID == "2.25.3"
    assert asked[0].modification_list.StudyID == "1"


def test_a_service_that_is_not_accepted_is_said_not_to_be_offered(asking):
    with taking() as (address, _):
        services = ("1.2.840.10008.1.1.404", uids.PERFORMED_STEP)
        answer = asking(address, lambda link: act(link, services[0], "2.25.1", data_set()), *services)

    assert answer.status is None
    assert answer.unoffered


def test_a_response_to_an_event_repeats_what_the_event_named():
    event = command(
        AffectedSOPClassUID="1.2.3", CommandField=N_EVENT_REPORT, MessageID=9, CommandDataSetType=1,
        AffectedSOPInstanceUID="1.2.3.4", EventTypeID=2,
    )  # fmt: skip
    pdus = list(event_response(Message(5, event)))

    assembler = Assembler(Limits())
    (told,) = [message for pdu in pdus for pdv in read(pdu).pdvs if (message := assembler.add(pdv))]
    said = told.command
    assert told.context == 5
    assert (said.text("AffectedSOPClassUID"), said.text("AffectedSOPInstanceUID")) == ("1.2.3", "1.2.3.4")
    assert (said.number("CommandField"), said.status) == (N_EVENT_REPORT | RESPONSE, 0)
    assert (said.number("MessageIDBeingRespondedTo"), said.number("EventTypeID")) == (9, 2)
    assert said.problems == ()
