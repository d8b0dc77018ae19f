"""Enhanced acknowledgement mode, where the candidate claims it: who is answered when, and with which code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, samples

if TYPE_CHECKING:
    from conformance.hl7.wire.draft import Draft

COMMIT = {"CA", "CE", "CR"}
APPLICATION = {"AA", "AE", "AR"}
REFUSED = {"CE", "CR", "AE", "AR"}


def wanting(draft: Draft, accept: str, application: str) -> Draft:
    """Return the message with what it asks for in MSH-15 and MSH-16."""
    return draft.putting("MSH-15", accept).putting("MSH-16", application)


@scenario(
    "hl7.enhanced.accept-only",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.COMMITTED, clauses.COMMIT_ONLY],
    requires=["hl7v2.in"],
)
def test_a_message_that_wants_the_accept_acknowledgement_alone_gets_it_alone(story, mllp_receiver, check):
    """Asked to say only that it has the message (AL, NE), the receiver answers CA and nothing else."""
    mllp_receiver.claiming("enhanced_mode")
    message = wanting(samples.plain(story, "al-ne"), "AL", "NE")

    answers = mllp_receiver.converse(message, 1)

    with check(clauses.COMMITTED):
        assert [(one.control_id, one.code) for one in answers[:1]] == [(message.control_id, "CA")], answers[0].says
    if not any(one.came for one in answers):
        check.sets_aside(clauses.COMMIT_ONLY, answers[0].says)
        return
    with check(clauses.COMMIT_ONLY):
        assert not [one.code for one in answers if one.code in APPLICATION]


@scenario(
    "hl7.enhanced.application-only",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.APPLIED, clauses.NOT_COMMITTED],
    requires=["hl7v2.in"],
)
def test_a_message_that_wants_the_application_acknowledgement_alone_gets_it_alone(story, mllp_receiver, check):
    """Asked to say only what became of the message (NE, AL), the receiver answers AA and nothing else."""
    mllp_receiver.claiming("enhanced_mode")
    message = wanting(samples.plain(story, "ne-al"), "NE", "AL")

    answers = mllp_receiver.converse(message, 1)

    applied = [(one.control_id, one.code) for one in answers if one.code not in COMMIT]
    with check(clauses.APPLIED):
        assert applied == [(message.control_id, "AA")], "; ".join(one.says for one in answers)
    if not any(one.came for one in answers):
        check.sets_aside(clauses.NOT_COMMITTED, answers[0].says)
        return
    with check(clauses.NOT_COMMITTED):
        assert not [one.code for one in answers if one.code in COMMIT]


@scenario(
    "hl7.enhanced.both",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.COMMITTED, clauses.APPLIED, clauses.COMMIT_FIRST],
    requires=["hl7v2.in"],
)
def test_a_message_that_wants_both_acknowledgements_gets_both_in_order(story, mllp_receiver, check):
    """Asked for both acknowledgements (AL, AL), the receiver answers CA, then AA, each once and for this message."""
    mllp_receiver.claiming("enhanced_mode")
    message = wanting(samples.plain(story, "al-al"), "AL", "AL")

    answers = mllp_receiver.converse(message, 2)

    mine = [one.code for one in answers if one.control_id == message.control_id]
    with check(clauses.COMMITTED):
        assert "CA" in mine, "; ".join(one.says for one in answers)
    with check(clauses.APPLIED):
        assert "AA" in mine, "; ".join(one.says for one in answers)
    with check(clauses.COMMIT_FIRST):
        assert [one.code for one in answers] == ["CA", "AA"], "; ".join(one.says for one in answers)


@scenario(
    "hl7.enhanced.none",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.SILENT, clauses.APPLIED],
    requires=["hl7v2.in"],
)
def test_a_message_that_wants_no_acknowledgement_gets_none(story, mllp_receiver, check):
    """A message that wants no answer (NE, NE) gets none, and the next one that wants one is answered."""
    mllp_receiver.claiming("enhanced_mode")
    message = wanting(samples.plain(story, "next"), "NE", "AL")

    unwanted = mllp_receiver.converse(wanting(samples.plain(story, "ne-ne"), "NE", "NE"), 0)
    answer = mllp_receiver.tell(message)

    late = (*unwanted, *mllp_receiver.strays)
    with check(clauses.APPLIED):
        assert (answer.control_id, answer.code) == (message.control_id, "AA"), answer.says
    if not (late or answer.came):
        check.sets_aside(clauses.SILENT, "it says nothing to any message")
        return
    with check(clauses.SILENT):
        assert len(late) == 0, f"it was answered: {late[0].says}"


@scenario(
    "hl7.enhanced.errors-only",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ERRORS_ONLY],
    requires=["hl7v2.in"],
)
def test_errors_alone_are_acknowledged_when_only_errors_are_wanted(story, mllp_receiver, check):
    """Asked to tell of errors alone (ER, ER), the receiver is silent about a good message and refuses a bad one."""
    mllp_receiver.claiming("enhanced_mode")
    bad = wanting(samples.unknown_type(story), "ER", "ER")

    silent = mllp_receiver.converse(wanting(samples.plain(story, "good"), "ER", "ER"), 0)
    told = mllp_receiver.converse(bad, 1)

    with check(clauses.ERRORS_ONLY, where="a good message"):
        assert len(silent) == 0, f"it was answered: {silent[0].says}"
    with check(clauses.ERRORS_ONLY, where="a message of an unknown type"):
        assert {one.code for one in told if one.control_id == bad.control_id} & REFUSED, told[0].says


@scenario(
    "hl7.enhanced.success-only",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.SUCCESS_ONLY],
    requires=["hl7v2.in"],
)
def test_success_alone_is_acknowledged_when_only_success_is_wanted(story, mllp_receiver, check):
    """Asked to tell of success alone (SU, NE), the receiver answers CA to a good message, nothing to a bad one."""
    mllp_receiver.claiming("enhanced_mode")
    good = wanting(samples.plain(story, "good"), "SU", "NE")

    told = mllp_receiver.converse(good, 1)
    silent = mllp_receiver.converse(wanting(samples.unknown_type(story), "SU", "NE"), 0)

    with check(clauses.SUCCESS_ONLY, where="a good message"):
        assert [(one.control_id, one.code) for one in told] == [(good.control_id, "CA")], told[0].says
    with check(clauses.SUCCESS_ONLY, where="a message of an unknown type"):
        assert len(silent) == 0, f"it was answered: {silent[0].says}"


@scenario(
    "hl7.enhanced.unknown-type",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.COMMIT_REJECTED],
    requires=["hl7v2.in"],
)
def test_an_unknown_type_is_rejected_when_it_is_accepted(story, mllp_receiver, check):
    """A message of an unknown type is refused by the accept acknowledgement, and not committed."""
    mllp_receiver.claiming("enhanced_mode").arrange(samples.plain(story, "before"), "have a message accepted before")
    message = wanting(samples.unknown_type(story), "AL", "NE")

    answers = mllp_receiver.converse(message, 1)
    mllp_receiver.arrange(samples.plain(story, "after"), "have a message accepted after")

    with check(clauses.COMMIT_REJECTED, evidence=answers[0].evidence):
        assert answers[0].control_id == message.control_id, answers[0].says
        assert {one.code for one in answers} <= {"CR", "CE"}, answers[0].says


@scenario(
    "hl7.enhanced.content-error",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.CONTENT_REFUSED],
    requires=["hl7v2.in"],
)
def test_an_error_in_the_content_is_told_in_enhanced_mode(story, mllp_receiver, check):
    """A message without patient is refused in one of the two acknowledgements it asks for."""
    mllp_receiver.claiming("enhanced_mode").offering("ADT^A04", "ADT^A01", "ADT^A08")
    mllp_receiver.arrange(samples.plain(story, "before"), "have a message accepted before")
    message = wanting(samples.plain(story, "nobody").without("PID"), "AL", "AL")

    first = mllp_receiver.converse(message, 1)
    answers = first if len(first) > 1 or first[0].code in REFUSED else (*first, mllp_receiver.hear())
    mllp_receiver.arrange(samples.plain(story, "after"), "have a message accepted after")

    codes = [one.code for one in answers]
    evidence = [one for answer in answers for one in answer.evidence]
    with check(clauses.CONTENT_REFUSED, evidence=evidence, expected="CE or CR; or CA, then AE or AR"):
        assert set(codes) & REFUSED, f"MSA-1: {', '.join(codes)}"
        assert "AA" not in codes, f"MSA-1: {', '.join(codes)}"
