"""Associations in use: released, aborted, broken off, and side by side (PS3.8 9.2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Proposal, echo
from conformance.dicom.wire import Abort, Pdu, Reject, UserInformation, associate
from conformance.dicom.wire.items import answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC
from conformance.model import NotApplicable

ECHO = Proposal(uids.VERIFICATION)
QUERY = Proposal(uids.STUDY_ROOT_FIND)


@scenario(
    "dicom.association.released",
    actor="archive",
    transaction="A-RELEASE",
    clauses=[clauses.RELEASE_ANSWERED, clauses.NOTHING_AFTER_RELEASE],
    requires=["dicom"],
)
def test_a_release_is_answered_and_is_the_end(archive, check):
    """An association that is no longer needed ends in good order, and then in silence."""
    association = archive.associate(ECHO)
    echo(association)
    released = association.release(then_listen=True)

    with check(clauses.RELEASE_ANSWERED, evidence=released.evidence):
        assert released.clean, released.trouble or "no A-RELEASE-RP"
    if released.clean:
        with check(clauses.NOTHING_AFTER_RELEASE, expected="silence", evidence=released.evidence):
            assert released.afterwards == (), checks.words(released.afterwards)


@scenario(
    "dicom.association.aborted",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.ABORT_ENDS_THE_ASSOCIATION, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_an_abort_ends_one_association_and_harms_no_other(archive, check):
    """A modality that breaks off in the middle leaves an archive that still serves the next one."""
    archive.alive()

    association = archive.associate(ECHO)
    association.send(Abort(0, 0).pdu(), says="A-ABORT source 0, reason 0")
    came = association.receive(archive.story.limits.release_s)
    association.link.close()
    afterwards = archive.echo()

    with check(clauses.ABORT_ENDS_THE_ASSOCIATION, expected="the connection closed, nothing sent"):
        assert came.pdu is None, f"{came.pdu.name} came after our A-ABORT"
    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success"):
        assert afterwards.status == 0, afterwards.outcome


@scenario(
    "dicom.association.unknown-pdu",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.UNKNOWN_PDU_ABORTED, clauses.ABORT_NAMES_PROVIDER, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_an_unrecognised_pdu_is_answered_by_an_abort(archive, check):
    """A PDU of a type nobody knows ends the association at once, with an A-ABORT that says why."""
    archive.alive()

    association = archive.associate(ECHO)
    association.send(Pdu(0x3C, b"\0\0\0\0"), says="a PDU of type 3C")
    came = association.receive(archive.story.limits.release_s)
    association.link.close()
    afterwards = archive.echo()

    abort = came.read
    with check(clauses.UNKNOWN_PDU_ABORTED, expected="A-ABORT"):
        assert isinstance(abort, Abort), came.trouble or came.pdu.name
    if isinstance(abort, Abort):
        with check(clauses.ABORT_NAMES_PROVIDER, expected="source 2 and reason 0, 1, 2, 4, 5 or 6"):
            assert abort.source == 2, f"source {abort.source}, reason {abort.reason}"
            assert abort.reason in {0, 1, 2, 4, 5, 6}, f"source {abort.source}, reason {abort.reason}"
    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success"):
        assert afterwards.status == 0, afterwards.outcome


@scenario(
    "dicom.association.unexpected-pdu",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.UNEXPECTED_PDU_ABORTED, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_a_pdu_out_of_turn_is_answered_by_an_abort(archive, check):
    """An acceptance sent to the acceptor makes no sense, and is answered by an A-ABORT."""
    archive.alive()

    association = archive.associate(ECHO)
    nonsense = associate(
        ASSOCIATE_AC,
        called=archive.aet,
        calling=archive.profile.calling_aet,
        contexts=(answered(1, 0),),
        user=UserInformation(16384, uids.IMPLEMENTATION_CLASS),
    )
    association.send(nonsense.pdu(), says="A-ASSOCIATE-AC to the acceptor")
    came = association.receive(archive.story.limits.release_s)
    association.link.close()
    afterwards = archive.echo()

    with check(clauses.UNEXPECTED_PDU_ABORTED, expected="A-ABORT"):
        assert isinstance(came.read, Abort), came.trouble or came.pdu.name
    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success"):
        assert afterwards.status == 0, afterwards.outcome


@scenario(
    "dicom.association.side-by-side",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.SEVERAL_ASSOCIATIONS],
    requires=["dicom"],
)
def test_two_associations_are_served_side_by_side(archive, story, check):
    """While one modality holds its association open another one is served, or told to come back later."""
    if story.system.safety.max_associations < 2:
        raise NotApplicable("the profile allows one association at a time (safety.max_associations)")
    archive.alive()

    first = archive.associate(ECHO)
    second = archive.associate(ECHO)
    answers = [echo(second), echo(first)]
    for one in (second, first):
        one.release()

    later = isinstance(second.answer, Reject) and second.answer.result == 2
    with check(clauses.SEVERAL_ASSOCIATIONS, expected="both served, or the second rejected as transient"):
        assert answers[1].status == 0, f"the first: {answers[1].outcome}"
        assert later or answers[0].status == 0, f"the second: {answers[0].outcome}"
