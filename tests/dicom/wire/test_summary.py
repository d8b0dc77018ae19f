import pytest

from conformance.dicom.wire import Abort, Data, Pdv, Reject, Release, UserInformation, associate, command
from conformance.dicom.wire.items import answered, proposed
from conformance.dicom.wire.summary import status_words, summary, told


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "success 0000"),
        (0xFF01, "pending FF01"),
        (0xFE00, "cancelled FE00"),
        (0xB007, "warning B007"),
        (0x0107, "warning 0107"),
        (0xA700, "failure A700"),
        (0x0211, "failure 0211"),
        (None, "no status"),
    ],
)
def test_a_status_is_told_with_its_kind(status, words):
    assert status_words(status) == words


def test_messages_are_told_in_a_line():
    assert told(command(CommandField=0x8020, MessageIDBeingRespondedTo=7, Status=0xFF00)) == (
        "C-FIND-RSP pending FF00, message 7"
    )
    assert told(command(CommandField=0x0030, MessageID=9)) == "C-ECHO-RQ, message 9"
    assert told(command(CommandField=0x0FFF, MessageIDBeingRespondedTo=9)) == "C-CANCEL-RQ, message 9"


def test_pdus_are_told_in_a_line():
    request = associate(1, called="B", calling="A", contexts=(proposed(1, "1.2", []),), user=UserInformation())
    accepted = associate(2, called="B", calling="A", contexts=(answered(1, 0), answered(3, 3)), user=UserInformation())

    assert summary(request) == "A-ASSOCIATE-RQ A to B, 1 contexts"
    assert summary(accepted) == "A-ASSOCIATE-AC, 1 of 2 contexts accepted"
    assert summary(Reject(1, 2, 3)) == "A-ASSOCIATE-RJ result 1, source 2, reason 3"
    assert summary(Release(6)) == "A-RELEASE-RP"
    assert summary(Abort(2, 1)) == "A-ABORT source 2, reason 1"
    assert summary(Data((Pdv(1, 3, b"ab"),))) == "P-DATA-TF, 1 PDVs"
