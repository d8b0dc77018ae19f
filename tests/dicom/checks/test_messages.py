import pytest

from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Answer, Asked, Response
from conformance.dicom.wire import Message, Problem, command
from conformance.dicom.wire.command import C_ECHO, C_FIND, C_MOVE, C_STORE, RESPONSE
from conformance.dicom.wire.commands import read_command


def response(kind=C_ECHO, context=1, data=None, raw=None, **changes):
    values = {
        "AffectedSOPClassUID": uids.VERIFICATION,
        "CommandField": kind | RESPONSE,
        "MessageIDBeingRespondedTo": 7,
        "CommandDataSetType": 0x0101 if data is None else 1,
        "Status": 0,
    }
    made = read_command(command(**{**values, **changes}).encode()) if raw is None else read_command(raw)
    return Response(Message(context, made, data))


def answer(*responses, kind=C_ECHO, sop_class=uids.VERIFICATION, **more):
    return Answer(Asked(kind, 7, 1, sop_class, more.pop("instance", None)), responses, **more)


def broken(one):
    return {clause for clause, faults in checks.responses(one).items() if faults}


def test_a_right_answer_breaks_nothing():
    assert broken(answer(response())) == set()
    assert checks.responses(answer(trouble="nothing came")) == {}


@pytest.mark.parametrize(
    ("one", "clause"),
    [
        (response(MessageIDBeingRespondedTo=8), clauses.RESPONSE_NAMES_ITS_REQUEST),
        (response(MessageIDBeingRespondedTo=None), clauses.RESPONSE_NAMES_ITS_REQUEST),
        (response(CommandField=C_STORE | RESPONSE), clauses.RESPONSE_IS_OF_ITS_KIND),
        (response(context=3), clauses.RESPONSE_ON_SAME_CONTEXT),
        (response(AffectedSOPClassUID=uids.CT), clauses.RESPONSE_NAMES_SAME_CLASS),
        (response(Status=None), clauses.RESPONSE_HAS_STATUS),
        (response(group_length=1), clauses.COMMAND_GROUP_LENGTH),
        (response(explicit=True), clauses.COMMAND_IMPLICIT),
        (response(data=b""), clauses.FINAL_WITHOUT_DATA_SET),
        (response(CommandDataSetType=None), clauses.FINAL_WITHOUT_DATA_SET),
        (response(raw=response().message.command.encode() + b"\1"), None),
    ],
)
def test_each_fault_breaks_its_own_clause(one, clause):
    found = broken(answer(one))

    assert found == ({clause} if clause else {clauses.COMMAND_WELL_FORMED, clauses.COMMAND_GROUP_LENGTH})


def test_extra_messages_and_long_pdus_break_theirs():
    one = answer(
        response(),
        extra=(response(),),
        problems=(Problem(0, "a P-DATA-TF of 99 octets, over the maximum of 64 we announced"), Problem(0, "a PDV")),
    )

    assert broken(one) == {clauses.ONE_FINAL_RESPONSE, clauses.PDU_WITHIN_MAXIMUM, clauses.P_DATA_WELL_FORMED}


def test_an_absent_affected_class_is_no_fault_and_a_wrong_instance_is():
    assert broken(answer(response(AffectedSOPClassUID=None))) == set()
    store = response(kind=C_STORE, AffectedSOPInstanceUID="1.2.4")
    assert broken(answer(store, kind=C_STORE, instance="1.2.3")) == {clauses.RESPONSE_NAMES_SAME_CLASS}


def test_identifiers_may_come_with_pending_finds_and_failed_moves_only():
    def find(status):
        return broken(answer(response(kind=C_FIND, data=b"", Status=status), kind=C_FIND))

    def move(status):
        return broken(answer(response(kind=C_MOVE, data=b"", Status=status), kind=C_MOVE))

    assert find(0xFF00) == find(0xFF01) == set()
    assert find(0xFE00) == find(0) == {clauses.FINAL_WITHOUT_DATA_SET}
    assert move(0xB000) == move(0xA702) == move(0xFE00) == set()
    assert move(0) == move(0xFF00) == {clauses.FINAL_WITHOUT_DATA_SET}
