from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import uids
from conformance.dicom.client import Proposal, Request
from conformance.dicom.explain import explain
from conformance.dicom.wire import MEDIA_TYPE, Abort, Pdu, Role, command, data_set, message_pdus, write_data_set
from conformance.dicom.wire.command import C_FIND, RESPONSE
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE


def text(octets):
    return "\n".join(explain(MEDIA_TYPE, octets))


def response(**more):
    values = {"CommandField": C_FIND | RESPONSE, "MessageIDBeingRespondedTo": 7, "CommandDataSetType": 1}
    return command(**{**values, **more})


def test_other_media_types_are_somebody_elses():
    assert explain("application/http", b"GET / HTTP/1.1") is None


def test_a_request_is_told_item_by_item():
    request = Request((Proposal(uids.VERIFICATION),), "THEM", "US", roles=(Role(uids.CT, 0, 1),), window=(3, 1))
    told = text(request.pdu().encode())

    for words in (
        "A-ASSOCIATE-RQ, ",
        "called 'THEM', calling 'US'",
        "context 1: 1.2.840.10008.1.1 (Verification SOP Class)",
        "transfer syntax 1.2.840.10008.1.2 (Implicit VR Little Endian)",
        "maximum length 131072",
        "role of 1.2.840.10008.5.1.4.1.1.2 (CT Image Storage): SCU 0, SCP 1",
        "asynchronous operations: invoked 3, performed 1",
    ):
        assert words in told


def test_a_message_is_told_by_keyword_with_its_data_set():
    identifier = data_set(PatientID="ZZ1", SpecificCharacterSet="ISO_IR 192", PatientName="\u5c71")
    pdus = message_pdus(response(Status=0xFF00), 3, write_data_set(identifier, IMPLICIT_LITTLE), most=64)
    told = text(b"".join(pdu.encode() for pdu in pdus))

    assert "C-FIND-RSP pending FF00, message 7" in told
    assert "(0000,0900) Status = 65280 (FF00H)" in told
    assert "(0010,0020) LO PatientID 'ZZ1'" in told
    assert "(0010,0010) PN PatientName '\u5c71'" in told


def test_what_is_wrong_is_marked():
    (pdu,) = message_pdus(response(group_length=2, Status=0, CommandDataSetType=0x0101), 3, most=16384)
    assert "! octet 8: the group length says 2" in text(pdu.encode())
    assert "unreadable: 3C is no PDU type of PS3.8" in text(Pdu(0x3C, b"<>" * 50).encode())
    assert "source 2, reason 1" in text(Abort(2, 1).pdu().encode())
    assert "3 octets after the last whole PDU" in text(b"\1\0\0")


def test_a_long_list_is_cut():
    identifier = data_set({0x00110010 + number: "x" for number in range(200)})
    pdus = [*message_pdus(response(Status=0xFF00), 3, write_data_set(identifier, IMPLICIT_LITTLE), most=16384)] * 3
    lines = explain(MEDIA_TYPE, b"".join(pdu.encode() for pdu in pdus))

    assert len(lines) == 401
    assert lines[-1] == "... and more"


@given(st.lists(st.tuples(st.sampled_from(range(9)), st.binary(max_size=90)), max_size=4), st.binary(max_size=9))
def test_no_octets_break_the_explanation(units, rest):
    lines = explain(MEDIA_TYPE, b"".join(Pdu(kind, body).encode() for kind, body in units) + rest)

    assert all(line.isprintable() for line in lines)
