"""Associations: asked for, accepted and refused as PS3.8 wants it."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Proposal, echo
from conformance.dicom.wire import Extended, Item, Reject, Role
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import NotApplicable

ECHO = Proposal(uids.VERIFICATION)
QUERY = Proposal(uids.STUDY_ROOT_FIND)


def why(association):
    """Return source and reason of a rejection; whether it is permanent or transient is the acceptor's to say."""
    rejected = association.answer
    return (rejected.source, rejected.reason) if isinstance(rejected, Reject) else None


@scenario(
    "dicom.association.accepted",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.ASSOCIATION_ACCEPTED, *checks.ACCEPTANCE],
    requires=["dicom"],
)
def test_an_association_is_accepted_context_by_context(archive, check):
    """Every presentation context proposed gets one answer, and all other fields of the acceptance are right."""
    association = archive.associate(
        ECHO,
        QUERY,
        Proposal(uids.VERIFICATION, (EXPLICIT_LITTLE,)),
        Proposal(uids.CT, (IMPLICIT_LITTLE,)),
        Proposal(uids.CT, (EXPLICIT_LITTLE, IMPLICIT_LITTLE)),
        roles=(Role(uids.CT, 1, 0),),
        window=(1, 1),
    )
    association.release()

    with check(clauses.ASSOCIATION_ACCEPTED, evidence=association.evidence):
        assert association.outcome == "accepted", association.told
    for clause, faults in checks.acceptance(association).items():
        with check(clause, evidence=association.evidence):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.association.unknown-items",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.UNKNOWN_ITEMS_SKIPPED],
    requires=["dicom"],
)
def test_items_of_unknown_types_are_skipped(archive, story, check):
    """A request with an item and a sub-item of the future is accepted as if they were not there."""
    archive.alive()

    unknown = Item(0x5F, b"FUTURE")
    association = archive.associate(ECHO, more_user=(unknown,), extended=(Extended(story.uid("unheard-of"), b"\1"),))
    answer = echo(association)
    association.release()

    with check(clauses.UNKNOWN_ITEMS_SKIPPED, expected="accepted, and C-ECHO answered with success"):
        assert answer.status == 0, answer.outcome


@scenario(
    "dicom.association.version",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.VERSION_TESTED_BY_BIT_0, clauses.VERSION_REJECTED],
    requires=["dicom"],
)
def test_only_bit_0_of_the_protocol_version_decides(archive, check):
    """A version with more bits set than the first is accepted, one without the first is rejected."""
    archive.alive()

    newer = archive.associate(ECHO, version=3)
    newer.release()
    other = archive.associate(ECHO, version=2)
    other.release()

    archive.alive()
    with check(clauses.VERSION_TESTED_BY_BIT_0, expected="accepted", evidence=newer.evidence):
        assert newer.outcome == "accepted", newer.told
    with check(clauses.VERSION_REJECTED, expected="rejected: source 2, reason 2", evidence=other.evidence):
        assert why(other) == (2, 2), other.told


@scenario(
    "dicom.association.context-name",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.CONTEXT_NAME_REJECTED],
    requires=["dicom"],
)
def test_an_unknown_application_context_is_rejected(archive, story, check):
    """Whoever speaks another application than DICOM is told so."""
    archive.alive()

    association = archive.associate(ECHO, application_context=story.uid("another-application"))
    association.release()

    archive.alive()
    with check(clauses.CONTEXT_NAME_REJECTED, expected="rejected: source 1, reason 2", evidence=association.evidence):
        assert why(association) == (1, 2), association.told


@scenario(
    "dicom.association.called-title",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.CALLED_TITLE_REJECTED],
    requires=["dicom"],
)
def test_a_called_title_that_is_not_its_own_is_rejected(archive, story, check):
    """An archive that checks the called AE title rejects one it does not have."""
    if not archive.profile.claims.checks_called_aet:
        raise NotApplicable("the profile says that the called AE title is not checked (claims.checks_called_aet)")
    archive.alive()

    association = archive.associate(ECHO, called=f"ZZ{story.token('nobody', 10)}")
    association.release()

    archive.alive()
    with check(clauses.CALLED_TITLE_REJECTED, expected="rejected: source 1, reason 7", evidence=association.evidence):
        assert why(association) == (1, 7), association.told


@scenario(
    "dicom.association.contexts-refused",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.ABSTRACT_SYNTAX_REFUSED, clauses.TRANSFER_SYNTAX_REFUSED, clauses.REFUSAL_DOES_NOT_SPREAD],
    requires=["dicom"],
)
def test_a_context_is_refused_for_the_right_reason(archive, story, check):
    """An unknown service and an unknown transfer syntax are different reasons, and neither spoils the rest."""
    archive.alive()

    strange = story.uid("strange")
    association = archive.associate(
        Proposal(strange),
        Proposal(uids.VERIFICATION, (strange,)),
        ECHO,
        Proposal(uids.CT, (strange,)),
        Proposal(uids.CT),
    )
    answer = echo(association)
    association.release()

    results = {one.id: one.result for one in association.acceptance.contexts} if association.acceptance else {}
    if results.get(1) == 0:
        # An archive may keep every class there is; whether it keeps what it accepts is dicom.store.private-class's.
        why = "it accepted a class nobody knows, as an archive may that stores every class"
        check.sets_aside(clauses.ABSTRACT_SYNTAX_REFUSED, why, evidence=association.evidence)
    else:
        with check(clauses.ABSTRACT_SYNTAX_REFUSED, expected="result 3", evidence=association.evidence):
            assert results.get(1) == 3, f"{association.told}, result {results.get(1)}"
    for number, known in ((3, results.get(5) == 0), (7, results.get(9) == 0)):
        if known:
            service = association.request.ids()[number].abstract_syntax
            at = {"where": service, "evidence": association.evidence}
            with check(clauses.TRANSFER_SYNTAX_REFUSED, expected="result 4", **at):
                assert results.get(number) == 4, f"{association.told}, result {results.get(number)}"
    with check(clauses.REFUSAL_DOES_NOT_SPREAD, expected="C-ECHO answered on the third context"):
        assert answer.status == 0, answer.outcome


@scenario(
    "dicom.association.title-spaces",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.TITLE_SPACES_SKIPPED],
    requires=["dicom"],
)
def test_spaces_around_the_called_title_do_not_count(archive, check):
    """An AE title written with a space before it is the same AE title."""
    if len(archive.aet) == 16:
        raise NotApplicable("the called AE title has 16 characters, there is no room for a space")
    archive.alive()

    association = archive.associate(ECHO, called=f" {archive.aet}")
    association.release()

    with check(clauses.TITLE_SPACES_SKIPPED, expected="accepted", evidence=association.evidence):
        assert association.outcome == "accepted", association.told


@scenario(
    "dicom.association.many-contexts",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.MANY_CONTEXTS_ANSWERED, clauses.ONE_ANSWER_PER_CONTEXT],
    requires=["dicom"],
)
def test_as_many_contexts_as_there_are_ids_are_answered(archive, check):
    """A modality that proposes 128 presentation contexts gets an answer to each."""
    archive.alive()

    services = (uids.VERIFICATION, uids.CT, uids.MR, uids.STUDY_ROOT_FIND)
    association = archive.associate(*(Proposal(services[number % 4]) for number in range(128)))
    answer = echo(association)
    association.release()

    answered_ids = [one.id for one in association.acceptance.contexts] if association.acceptance else []
    with check(clauses.MANY_CONTEXTS_ANSWERED, expected="accepted, and C-ECHO answered", evidence=association.evidence):
        assert answer.status == 0, f"{association.told}, {answer.outcome}"
    with check(clauses.ONE_ANSWER_PER_CONTEXT, expected="128 answers", evidence=association.evidence):
        assert sorted(answered_ids) == list(range(1, 256, 2)), f"{len(answered_ids)} answers"


@scenario(
    "dicom.association.roles",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.ROLE_WITHIN_PROPOSAL, clauses.WINDOW_WITHIN_PROPOSAL],
    requires=["dicom"],
)
def test_no_more_is_granted_than_was_proposed(archive, check):
    """Roles and asynchronous operations are granted up to what was asked for, never beyond."""
    archive.alive()

    association = archive.associate(
        ECHO, Proposal(uids.CT), Proposal(uids.MR), roles=(Role(uids.CT, 1, 0), Role(uids.MR, 0, 1)), window=(2, 1)
    )
    association.release()

    for clause, faults in checks.acceptance(association).items():
        if clause in {clauses.ROLE_WITHIN_PROPOSAL, clauses.WINDOW_WITHIN_PROPOSAL}:
            with check(clause, evidence=association.evidence):
                assert not faults, checks.words(faults)
