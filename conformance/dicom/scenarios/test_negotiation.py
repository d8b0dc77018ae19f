"""Negotiation: what may be proposed beside presentation contexts is taken, and answered as PS3.7 Annex D says."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Proposal, echo
from conformance.dicom.wire import Extended, Item, Reject, Role, UserIdentity
from conformance.dicom.wire.items import COMMON_EXTENDED, USER_INFORMATION, read_items
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Blocked

ECHO = Proposal(uids.VERIFICATION)
IDENTITIES = {
    "a name": UserIdentity(1, b"HARNESS"),
    "a name and a passcode": UserIdentity(2, b"HARNESS", b"nobody's passcode"),
    "a Kerberos ticket": UserIdentity(3, b"no ticket"),
    "a SAML assertion": UserIdentity(4, b"<Assertion/>"),
}


def sub_items(association, kind):
    """Return the sub-items of one type in the acceptance's user information."""
    found = association.acceptance.items.of(USER_INFORMATION) if association.acceptance else ()
    return [inner for one in found for inner in read_items(one.body).of(kind)]


@scenario(
    "dicom.association.user-identity",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.IDENTITY_TAKEN, clauses.IDENTITY_ANSWERED_WHEN_ASKED],
    requires=["dicom"],
)
def test_a_user_identity_is_taken_and_answered_only_when_asked(archive, check):
    """A modality may say who sits at it, in each of four ways; who is no user there is rejected, not cut off."""
    archive.alive()

    told = {}
    for way, identity in IDENTITIES.items():
        told[way] = archive.associate(ECHO, identity=identity)
        told[way].release()

    archive.alive()
    for way, association in told.items():
        with check(clauses.IDENTITY_TAKEN, where=way, expected="accepted or rejected", evidence=association.evidence):
            assert association.accepted or isinstance(association.answer, Reject), association.told
        if association.acceptance:
            at = {"where": way, "expected": "no user identity response", "evidence": association.evidence}
            with check(clauses.IDENTITY_ANSWERED_WHEN_ASKED, **at):
                assert association.acceptance.user.identity_response is None, "a response that was not asked for"


@scenario(
    "dicom.association.common-extended",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.COMMON_EXTENDED_UNANSWERED],
    requires=["dicom"],
)
def test_common_extended_negotiation_is_taken_and_not_answered(archive, check):
    """A modality that says to which service a class belongs is accepted, and gets no answer to that."""
    archive.alive()

    named = [one.encode() for one in (uids.CT, "1.2.840.10008.4.2")]
    body = b"".join(len(one).to_bytes(2, "big") + one for one in named) + b"\0\0"
    association = archive.associate(ECHO, Proposal(uids.CT), more_user=(Item(COMMON_EXTENDED, body),))
    answer = echo(association)
    association.release()

    answered = len(sub_items(association, COMMON_EXTENDED))
    with check(clauses.COMMON_EXTENDED_UNANSWERED, expected="C-ECHO answered", evidence=association.evidence):
        assert answer.status == 0, f"{association.told}, {answer.outcome}"
    with check(clauses.COMMON_EXTENDED_UNANSWERED, expected="no sub-item of type 57", evidence=association.evidence):
        assert answered == 0, f"{answered} sub-items of type 57 in the acceptance"


@scenario(
    "dicom.association.extended",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.EXTENDED_WITHIN_PROPOSAL],
    requires=["dicom"],
)
def test_no_query_option_is_granted_that_was_not_proposed(archive, check):
    """Relational and fuzzy queries are granted to who asked for them, and to nobody else."""
    archive.alive()

    for name, wanted in (("no option", b"\0\0\0\0"), ("relational queries", b"\1\0\0\0")):
        query = Extended(uids.STUDY_ROOT_FIND, wanted)
        association = archive.associate(ECHO, Proposal(uids.STUDY_ROOT_FIND), extended=(query,))
        association.release()
        for one in association.acceptance.user.extended if association.acceptance else ():
            options = [number for number, (told, asked) in enumerate(zip(one.information, wanted, strict=False), 1)
                       if told == 1 and not asked]  # fmt: skip
            at = {"where": name, "expected": "an answer for the class, with the options asked for at most"}
            with check(clauses.EXTENDED_WITHIN_PROPOSAL, **at, evidence=association.evidence):
                assert one.sop_class == uids.STUDY_ROOT_FIND, f"an answer for {one.sop_class}"
                assert not options, f"options {options} granted unasked"
    plain = archive.associate(ECHO, Proposal(uids.STUDY_ROOT_FIND))
    plain.release()

    if plain.acceptance is None:
        raise Blocked(f"no association for queries, with which no option was asked for: {plain.told}")
    unasked = [one.sop_class for one in plain.acceptance.user.extended]
    with check(clauses.EXTENDED_WITHIN_PROPOSAL, where="nothing asked", evidence=plain.evidence):
        assert not unasked, f"answers for {checks.words(unasked)}"


@scenario(
    "dicom.association.reserved",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.RESERVED_NOT_TESTED],
    requires=["dicom"],
)
def test_reserved_fields_are_not_tested(archive, check):
    """What the standard keeps for later is not looked at: a request with octets there is accepted."""
    archive.alive()

    asked = replace(archive.request(ECHO).associate(), reserved=b"\1\2", reserved_32=bytes(range(1, 33)))
    association = archive.associate(ECHO, pdu=asked.pdu())
    answer = echo(association)
    association.release()

    with check(clauses.RESERVED_NOT_TESTED, expected="accepted, and C-ECHO answered with success"):
        assert answer.status == 0, f"{association.told}, {answer.outcome}"


@scenario(
    "dicom.association.no-maximum",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.NO_MAXIMUM],
    requires=["dicom"],
)
def test_a_maximum_of_zero_is_no_maximum(archive, check):
    """A modality that takes PDUs of any length is served like any other."""
    archive.alive()

    answer = archive.echo(maximum_length=0)

    with check(clauses.NO_MAXIMUM, expected="C-ECHO answered with success"):
        assert answer.status == 0, answer.outcome


@scenario(
    "dicom.association.several-contexts",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.RESPONSE_ON_SAME_CONTEXT, clauses.REFUSAL_DOES_NOT_SPREAD],
    requires=["dicom"],
)
def test_contexts_of_one_service_are_apart(archive, check):
    """A service proposed twice, each time in another transfer syntax, is served on the context it is asked on."""
    archive.alive()

    association = archive.associate(
        Proposal(uids.VERIFICATION, (IMPLICIT_LITTLE,)), Proposal(uids.VERIFICATION, (EXPLICIT_LITTLE,))
    )
    told = [(one, echo(association, context=one)) for one in association.usable]
    association.release()

    with check(clauses.REFUSAL_DOES_NOT_SPREAD, expected="a context accepted", evidence=association.evidence):
        assert told, association.told
    for context, answer in told:
        expected = f"success on context {context.id}"
        at = {"where": context.transfer_syntax, "expected": expected, "evidence": answer.evidence}
        with check(clauses.RESPONSE_ON_SAME_CONTEXT, **at):
            assert answer.status == 0, answer.outcome
            came = [one.message.context for one in answer.responses]
            assert came == [context.id], f"on context {came}"


@scenario(
    "dicom.association.both-roles",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.ROLE_WITHIN_PROPOSAL, clauses.REFUSAL_DOES_NOT_SPREAD],
    requires=["dicom"],
)
def test_a_role_for_a_refused_class_spoils_nothing(archive, story, check):
    """Roles proposed for a class the archive does not know leave the association usable, and are not granted."""
    archive.alive()

    strange = story.uid("strange")
    association = archive.associate(ECHO, Proposal(strange), roles=(Role(strange, 1, 1), Role(uids.VERIFICATION, 1, 0)))
    answer = echo(association)
    association.release()

    with check(clauses.REFUSAL_DOES_NOT_SPREAD, expected="C-ECHO answered with success"):
        assert answer.status == 0, f"{association.told}, {answer.outcome}"
    faults = checks.acceptance(association).get(clauses.ROLE_WITHIN_PROPOSAL, [])
    with check(clauses.ROLE_WITHIN_PROPOSAL, evidence=association.evidence):
        assert not faults, checks.words(faults)
