"""The receiver's TLS door: who is answered with which certificate, and what is agreed on first (BCP 195)."""

from __future__ import annotations

from conformance import hello
from conformance.authoring import scenario
from conformance.bcp195 import judge_extras, judge_let_in, judge_suites, judge_turned_away, judge_versions
from conformance.hl7 import checks, clauses, samples
from conformance.hl7.prepared import describe
from conformance.hl7.wire.mllp import framed

ACTOR, TRANSACTION = "mllp-receiver", "ITI-19"
REQUIRES = ["hl7v2.in", "hl7v2.secure"]
MUTUAL = [*REQUIRES, "hl7v2.secure.mutual"]
NO_ANSWER = "no acknowledgement"
MANY = 20
BEYOND_A_RECORD = 20_000
"""Octets that no single record of TLS holds (RFC 8446 5.1)."""


@scenario("hl7.secure.opens", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_OPENS], requires=REQUIRES)
def test_a_good_certificate_opens_the_door(secure_receiver, check):
    """The message of a sender with a certificate the receiver trusts is accepted over TLS 1.2 or newer."""
    visit = secure_receiver.good()

    judge_let_in(check, clauses.SECURE_OPENS, visit, "AA that names the message")


@scenario(
    "hl7.secure.no-certificate",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_CERTIFICATE],
    requires=MUTUAL,
)
def test_who_shows_no_certificate_is_not_answered(secure_receiver, check):
    """A message of a sender without certificate is not answered; before and after, one with a good certificate is."""
    visit = secure_receiver.turned_away(None, None)

    judge_turned_away(check, clauses.SECURE_NO_CERTIFICATE, visit, NO_ANSWER)


@scenario(
    "hl7.secure.expired",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_EXPIRED],
    requires=[*MUTUAL, "hl7v2.secure.expired_cert"],
)
def test_an_expired_certificate_is_not_answered(secure_receiver, check):
    """A message of a sender whose certificate has expired is not answered; with a good certificate it is."""
    about = secure_receiver.about
    visit = secure_receiver.turned_away(about.expired_cert, about.expired_key)

    judge_turned_away(check, clauses.SECURE_EXPIRED, visit, NO_ANSWER)


@scenario(
    "hl7.secure.stranger",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_STRANGER],
    requires=[*MUTUAL, "hl7v2.secure.stranger_cert"],
)
def test_a_stranger_is_not_answered(secure_receiver, check):
    """A message of a sender whose certificate no trusted authority signed is not answered; a good one's is."""
    about = secure_receiver.about
    visit = secure_receiver.turned_away(about.stranger_cert, about.stranger_key)

    judge_turned_away(check, clauses.SECURE_STRANGER, visit, NO_ANSWER)


@scenario(
    "hl7.secure.old-versions",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_OLD_VERSIONS, clauses.SECURE_SSL],
    requires=REQUIRES,
)
def test_old_versions_are_not_spoken(secure_receiver, check):
    """To a sender that offers SSL 3.0, TLS 1.0 or TLS 1.1 and nothing newer the receiver agrees to nothing."""
    judge_versions(check, secure_receiver, clauses.SECURE_SSL, clauses.SECURE_OLD_VERSIONS)


@scenario(
    "hl7.secure.suites",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_WEAK_SUITES, clauses.SECURE_ADVISED_SUITES],
    requires=REQUIRES,
)
def test_weak_suites_are_not_agreed_to(secure_receiver, check):
    """To a sender that offers only suites that protect nothing, or little, the receiver agrees to nothing."""
    judge_suites(check, secure_receiver, clauses.SECURE_WEAK_SUITES, clauses.SECURE_ADVISED_SUITES)


@scenario(
    "hl7.secure.extras",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_COMPRESSION, clauses.SECURE_RENEGOTIATION],
    requires=REQUIRES,
)
def test_nothing_is_compressed_and_renegotiation_is_safe(secure_receiver, check):
    """Offered compression beside none, the receiver takes none; and it knows how renegotiation is made safe."""
    judge_extras(check, secure_receiver, clauses.SECURE_COMPRESSION, clauses.SECURE_RENEGOTIATION)


@scenario("hl7.secure.plain", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_PLAIN], requires=REQUIRES)
def test_nothing_is_answered_in_the_clear(secure_receiver, check):
    """A message that comes without TLS at the secured port is not answered."""
    visit = secure_receiver.plainly_between(secure_receiver.about.port)

    judge_turned_away(check, clauses.SECURE_PLAIN, visit, NO_ANSWER)


@scenario(
    "hl7.secure.no-fallback",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_FALLBACK],
    requires=REQUIRES,
)
def test_a_failed_handshake_is_the_end(secure_receiver, check):
    """Where no version was agreed on, a message in the clear on the same connection is not answered."""
    visit = secure_receiver.refused_and_gone_on("fallback", version=hello.SSL_3)

    judge_turned_away(check, clauses.SECURE_NO_FALLBACK, visit, NO_ANSWER)


@scenario(
    "hl7.secure.closed-port",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_CLOSED_PORT],
    requires=[*REQUIRES, "hl7v2.secure.closed_port"],
)
def test_the_old_port_is_closed(secure_receiver, check):
    """Where the receiver says it answers nobody without TLS any more, a message without TLS is not answered."""
    visit = secure_receiver.plainly_between(secure_receiver.about.closed_port)

    judge_turned_away(check, clauses.SECURE_CLOSED_PORT, visit, NO_ANSWER)


@scenario(
    "hl7.secure.records",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_RECORDS],
    requires=REQUIRES,
)
def test_records_of_tls_are_no_messages(story, secure_receiver, check):
    """Two messages in one record of TLS, and one message in several, are answered like messages in one record each."""
    secure_receiver.control("before")
    first, second = samples.plain(story, "first"), samples.plain(story, "second")
    parted, large = samples.plain(story, "parted"), samples.plain(story, "large")
    large = large.adding("ZZ1", {1: "1", 2: "X" * BEYOND_A_RECORD})

    with secure_receiver.sender() as sender:
        sender.send(framed(first.octets()) + framed(second.octets()), "two messages in one record")
        together = sender.hear_row(2)
    with secure_receiver.sender() as sender:
        block = framed(parted.octets())
        early = sender.pieces(block, [1, len(block) // 2, len(block) - 1], describe(parted))
        apart = early or (sender.hear(),)
    with secure_receiver.sender() as sender:
        beyond = sender.tell(large)

    for where, answers, told in (
        ("two messages in one record", together, [first, second]),
        ("a message in four records", apart, [parted]),
        ("a message longer than a record", [beyond], [large]),
    ):
        evidence = [one for answer in answers for one in answer.evidence]
        with check(clauses.SECURE_RECORDS, where=where, expected="each answered, in order", evidence=evidence):
            assert not checks.not_in_order(answers, told), checks.not_in_order(answers, told)


@scenario("hl7.secure.row", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_ROW], requires=REQUIRES)
def test_messages_that_follow_one_another_are_all_answered(story, secure_receiver, check):
    """Twenty messages one after another, over one connection of TLS as long as it is kept, are each answered."""
    messages = [samples.plain(story, f"row{number:02d}") for number in range(MANY)]
    secure_receiver.control("before")
    answers = []

    with secure_receiver.sender() as sender:
        for message in messages:
            answers.append(sender.tell(message))
            if not answers[-1].frame.whole:
                break

    evidence = [one for answer in answers[-2:] for one in answer.evidence]
    with check(clauses.SECURE_ROW, expected=f"{MANY} answers, in order", evidence=evidence):
        assert not checks.not_in_order(answers, messages), checks.not_in_order(answers, messages)


@scenario(
    "hl7.secure.not-held-up",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NOT_HELD_UP],
    requires=REQUIRES,
)
def test_who_says_nothing_holds_up_nobody(secure_receiver, check):
    """While somebody is connected who never begins the handshake, the message of another sender is answered."""
    visit = secure_receiver.beside_a_silent_one()

    with check(clauses.SECURE_NOT_HELD_UP, expected="an acknowledgement", evidence=visit.evidence):
        assert visit.accepted, visit.saw
