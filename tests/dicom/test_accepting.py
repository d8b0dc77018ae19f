"""What we accept of a request, in which syntax, and how we part from a visitor."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from conformance.dicom import uids
from conformance.dicom.accepting import NO_ABSTRACT_SYNTAX, NO_TRANSFER_SYNTAX, acceptance, part
from conformance.dicom.client import Came
from conformance.dicom.wire import Abort, Release, UserInformation, associate
from conformance.dicom.wire.items import proposed
from conformance.dicom.wire.pdu import ASSOCIATE_RQ, RELEASE_RP, RELEASE_RQ
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE


@dataclass
class Line:
    sent: list[str] = field(default_factory=list)

    def send(self, _pdus, says):
        self.sent.append(says)
        return "c0.s1"


def test_each_context_is_answered_for_itself():
    contexts = (
        proposed(1, uids.VERIFICATION, (EXPLICIT_LITTLE, IMPLICIT_LITTLE)),
        proposed(3, uids.VERIFICATION, (EXPLICIT_LITTLE,)),
        proposed(5, uids.CT, (IMPLICIT_LITTLE,)),
    )
    user = UserInformation(1 << 14, "1.2.3")
    request = associate(ASSOCIATE_RQ, called="HARNESS", calling="X", contexts=contexts, user=user)

    said = acceptance(request, uids.VERIFICATION.__eq__, {IMPLICIT_LITTLE}, maximum_length=4096)

    assert [one.result for one in said.contexts] == [0, NO_TRANSFER_SYNTAX, NO_ABSTRACT_SYNTAX]
    assert said.contexts[0].transfer_syntaxes == (IMPLICIT_LITTLE,)
    assert (said.called, said.calling, said.user.maximum_length) == (request.called, request.calling, 4096)


@pytest.mark.parametrize(
    ("came", "says", "sent"),
    [
        (Came(read=Release(RELEASE_RQ)), "released", ["A-RELEASE-RP"]),
        (Came(read=Abort(0, 0)), "the visitor aborted: source 0, reason 0", []),
        (Came(trouble="the peer closed the connection", ended=True), "the peer closed the connection", []),
        (Came(read=Release(RELEASE_RP)), "nothing came unexpectedly", ["A-ABORT source 2, reason 2"]),
        (Came(trouble="no response within 2 s", silent=True), "no response within 2 s", ["A-ABORT source 2, reason 2"]),
    ],
)
def test_a_visitor_is_parted_from_as_it_deserves(came, says, sent):
    line = Line()

    parting = part(line, came)

    assert (parting.says, line.sent) == (says, sent)
    assert bool(parting.evidence) is bool(sent)
