import pytest

from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Answer, Asked, Association, Proposal, Received, Request, Response
from conformance.dicom.wire import Command, Message, Problem, Role, UserInformation, associate, command, data_set
from conformance.dicom.wire.command import C_ECHO, C_FIND, C_MOVE, C_STORE, RESPONSE, read_command
from conformance.dicom.wire.items import Item, answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC, read


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


class Accepted(Association):
    """An association that was accepted with this PDU, without any connection."""

    def __init__(self, request, pdu):
        self.request, self.answer, self.outcome = request, read(pdu.pdu()), "accepted"


def acceptance(*contexts, **changes):
    values = {"called": "THEM", "calling": "US", "user": UserInformation(16384, "1.2.3")}
    made = associate(ASSOCIATE_AC, contexts=contexts or (answered(1, 0),), **{**values, **changes})
    roles = (Role(uids.CT, 1, 0),)
    request = Request((Proposal(uids.VERIFICATION),), "THEM", "US", roles=roles, window=(2, 2))
    return {clause for clause, faults in checks.acceptance(Accepted(request, made)).items() if faults}


@pytest.mark.parametrize(
    ("contexts", "changes", "broken"),
    [
        ((), {}, set()),
        ((answered(1, 4),), {}, set()),
        ((answered(1, 0), answered(3, 0)), {}, {clauses.ONE_ANSWER_PER_CONTEXT, clauses.SYNTAX_WAS_PROPOSED}),
        ((answered(1, 0), answered(1, 3)), {}, {clauses.ONE_ANSWER_PER_CONTEXT}),
        ((answered(5, 3),), {}, {clauses.ONE_ANSWER_PER_CONTEXT}),
        ((answered(1, 0, "1.2.3"),), {}, {clauses.SYNTAX_WAS_PROPOSED}),
        ((Item(0x21, b"\1\0\0\0"),), {}, {clauses.SYNTAX_WAS_PROPOSED}),
        ((), {"application_context": "1.2"}, {clauses.APPLICATION_CONTEXT_RETURNED}),
        ((), {"called": "US", "calling": "THEM"}, {clauses.TITLES_RETURNED}),
        ((), {"version": 2}, {clauses.PROTOCOL_VERSION_ANSWERED}),
        ((), {"user": UserInformation(16384)}, {clauses.IMPLEMENTATION_CLASS_GIVEN}),
        ((), {"user": UserInformation(16384, "no uid")}, {clauses.IMPLEMENTATION_CLASS_GIVEN}),
        ((), {"user": UserInformation(None, "1.2.3")}, {clauses.MAXIMUM_LENGTH_GIVEN}),
        ((), {"user": UserInformation(7, "1.2.3")}, {clauses.MAXIMUM_LENGTH_GIVEN}),
        ((), {"user": UserInformation(0, "1.2.3")}, set()),
        ((), {"user": UserInformation(0, "1.2.3", window=(3, 1))}, {clauses.WINDOW_WITHIN_PROPOSAL}),
        ((), {"user": UserInformation(0, "1.2.3", window=(0, 1))}, {clauses.WINDOW_WITHIN_PROPOSAL}),
        ((), {"user": UserInformation(0, "1.2.3", window=(1, 2))}, set()),
        ((), {"user": UserInformation(0, "1.2.3", roles=(Role(uids.CT, 1, 1),))}, {clauses.ROLE_WITHIN_PROPOSAL}),
        ((), {"user": UserInformation(0, "1.2.3", roles=(Role(uids.MR, 1, 0),))}, {clauses.ROLE_WITHIN_PROPOSAL}),
        ((), {"user": UserInformation(0, "1.2.3", roles=(Role(uids.CT, 1, 0),))}, set()),
        ((), {"more": (Item(0x77, b"abc", length=99),)}, None),
    ],
)
def test_each_fault_of_an_acceptance_breaks_its_own_clause(contexts, changes, broken):
    found = acceptance(*contexts, **changes)

    assert found == broken if broken is not None else clauses.ASSOCIATE_WELL_FORMED in found


def test_attributes_nobody_asked_for_are_named():
    match = data_set({0x00100000: 4}, PatientID="A", RetrieveAETitle="X", StudyDate="20200101", PatientSex="O")

    assert checks.identifier(match, ["PatientID"]) == ["StudyDate", "PatientSex"]


def test_values_of_a_wrong_form_are_named():
    match = data_set(SeriesNumber="1.0", StudyDate="2020-01-01", StudyTime="101010.5", StudyInstanceUID="1.02")

    assert checks.values(match) == ["StudyDate '2020-01-01'", "StudyInstanceUID '1.02'", "SeriesNumber '1.0'"]
    assert checks.values(data_set(SeriesNumber=["1", "-2"], StudyDate="", StudyTime="10", Modality="CT")) == []


def moved(*responses):
    made = [
        response(kind=C_MOVE, Status=status, **{f"NumberOf{key}Suboperations": value for key, value in counts.items()})
        for status, counts in responses
    ]
    return checks.sub_operations(answer(*made, kind=C_MOVE))


def test_counts_add_up_or_are_named():
    first = (0xFF00, {"Remaining": 2, "Completed": 1, "Failed": 0, "Warning": 0})
    assert not any(moved(first, (0, {"Completed": 3, "Failed": 0, "Warning": 0})).values())
    assert not any(moved(first, (0, {})).values())
    wrong = moved(first, (0, {"Completed": 4, "Failed": 0, "Warning": 0}))
    assert wrong[clauses.RETRIEVE_COUNTS] == ["the counts add up to [3, 4] in turn"]
    left = moved((0, {"Remaining": 0, "Completed": 3, "Failed": 0, "Warning": 0}))
    assert left[clauses.RETRIEVE_NO_REMAINING] == ["0 remaining with status 0000"]
    assert not any(moved((0xFE00, {"Remaining": 2, "Completed": 1, "Failed": 0, "Warning": 0})).values())


def test_instances_missing_foreign_and_twice_are_named():
    def came(uid):
        return Received(Message(1, command(AffectedSOPInstanceUID=uid)), "")

    assert checks.instances(["a", "b"], [came("a"), came("b")]) == []
    assert checks.instances(["a", "b"], [came("b"), came("b"), came("c")]) == [
        "a did not come", "c came unasked", "b came 2 times",
    ]  # fmt: skip


def test_coercions_are_read_from_the_warning():
    tags = b"\x10\0\x20\0\x10\0\x10\0"
    told = answer(response(kind=C_STORE, Status=0xB000, OffendingElement=tags), kind=C_STORE)

    assert checks.coerced(told) == (0x00100020, 0x00100010)
    assert checks.coerced(answer(response(OffendingElement=tags))) == ()
    assert checks.coerced(answer(trouble="nothing")) == ()


def test_words_are_the_first_few_of_many():
    assert checks.words(["a", "b"]) == "a; b"
    assert checks.words(range(9)) == "0; 1; 2; 3; 4; and 4 more"
    assert Command(()).status is None
