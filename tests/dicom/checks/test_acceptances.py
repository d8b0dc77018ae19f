import pytest

from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Association, Proposal, Request
from conformance.dicom.wire import Role, UserInformation, associate
from conformance.dicom.wire.items import Item, answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC, read


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
