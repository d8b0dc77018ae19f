from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Answer, Asked, Received, Response
from conformance.dicom.wire import Message, command
from conformance.dicom.wire.command import C_ECHO, C_MOVE, C_STORE, RESPONSE
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
