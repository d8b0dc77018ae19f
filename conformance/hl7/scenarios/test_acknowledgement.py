"""Original acknowledgement mode: what an ACK must hold, and what must not be accepted."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples
from conformance.hl7.wire.mllp import framed


@scenario(
    "hl7.ack.header",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[
        clauses.ANSWERED,
        clauses.BEGINS_WITH_HEADER,
        clauses.TYPE_IS_ACK,
        clauses.NAMES_THE_EVENT,
        clauses.REQUIRED_HEADER,
        clauses.ADDRESSED_BACK,
        clauses.COMES_FROM_RECEIVER,
        clauses.SAME_VERSION,
    ],
    requires=["hl7v2.in"],
)
def test_the_acknowledgement_says_who_answers_whom(story, mllp_receiver, check):
    """The acknowledgement's header names its type, goes back to the sender, and has every required field."""
    message = samples.plain(story, "header")

    answer = mllp_receiver.tell(message)

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    if not answer.came:
        return
    sent = message.header()
    with check(clauses.BEGINS_WITH_HEADER):
        assert not checks.structure(answer), checks.structure(answer)
    with check(clauses.TYPE_IS_ACK):
        assert answer.field("MSH-9.1") in checks.answers_to(message)
    with check(clauses.NAMES_THE_EVENT):
        assert not checks.event_and_structure(answer, message), checks.event_and_structure(answer, message)
    with check(clauses.REQUIRED_HEADER):
        assert not checks.missing_header_fields(answer), checks.missing_header_fields(answer)
    with check(clauses.ADDRESSED_BACK):
        assert [answer.field("MSH-5"), answer.field("MSH-6")] == [sent["MSH-3"], sent["MSH-4"]]
    with check(clauses.COMES_FROM_RECEIVER):
        assert [answer.field("MSH-3"), answer.field("MSH-4")] == [sent["MSH-5"], sent["MSH-6"]]
    with check(clauses.SAME_VERSION):
        assert answer.field("MSH-12.1") == sent["MSH-12.1"]


@scenario(
    "hl7.ack.original-mode",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ORIGINAL_MODE, clauses.ACCEPTED],
    requires=["hl7v2.in"],
)
def test_a_valid_message_is_accepted_in_original_mode(story, mllp_receiver, check):
    """A valid message that asks for no enhanced mode is answered with AA: not with CA, and not refused."""
    answer = mllp_receiver.tell(samples.plain(story, "valid"))

    with check(clauses.ORIGINAL_MODE):
        assert answer.code in checks.ORIGINAL, answer.says
    with check(clauses.ACCEPTED):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.ack.octets",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ANSWERED, clauses.SEGMENTS_END_WITH_CR, clauses.LAST_SEGMENT_ENDED, clauses.IN_DECLARED_CHARSET],
    requires=["hl7v2.in"],
)
def test_the_acknowledgement_is_written_as_the_standard_asks(story, mllp_receiver, check):
    """The acknowledgement's segments each end with a carriage return, in the character set it declares."""
    answer = mllp_receiver.tell(samples.plain(story, "octets"))

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    if not answer.came:
        return
    with check(clauses.SEGMENTS_END_WITH_CR):
        assert not checks.segment_ends(answer), checks.segment_ends(answer)
    with check(clauses.LAST_SEGMENT_ENDED):
        assert not checks.last_segment(answer), checks.last_segment(answer)
    with check(clauses.IN_DECLARED_CHARSET):
        assert not checks.outside_charset(answer), checks.outside_charset(answer)


@scenario(
    "hl7.ack.own-control-id",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.OWN_CONTROL_ID],
    requires=["hl7v2.in"],
)
def test_each_acknowledgement_has_a_control_id_of_its_own(story, mllp_receiver, check):
    """Five messages are answered with five acknowledgements that can be told apart by their own control ids."""
    answers = [mllp_receiver.tell(samples.plain(story, f"own{number}")) for number in range(5)]

    seen = [answer.field("MSH-10") for answer in answers]
    with check(clauses.OWN_CONTROL_ID, expected="five control ids, all different"):
        assert len(set(seen) - {""}) == len(answers), f"MSH-10 of the answers: {', '.join(seen) or 'none'}"


@scenario(
    "hl7.ack.unknown-type",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.UNKNOWN_TYPE_REJECTED],
    requires=["hl7v2.in"],
)
def test_an_unknown_message_type_is_rejected(story, mllp_receiver, check):
    """A message type the receiver can't know is answered with AR, so that the sender learns nobody took it."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")

    answer = mllp_receiver.tell(samples.unknown_type(story))
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.UNKNOWN_TYPE_REJECTED, evidence=answer.evidence):
        assert answer.code == "AR", answer.says


@scenario(
    "hl7.ack.unknown-event",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.UNKNOWN_EVENT_NOT_ACCEPTED, clauses.UNKNOWN_EVENT_REJECTED],
    requires=["hl7v2.in"],
)
def test_an_unknown_event_is_rejected(story, mllp_receiver, check):
    """An event the receiver can't know is answered with AR, never accepted and forgotten."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")

    answer = mllp_receiver.tell(samples.unknown_event(story))
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.UNKNOWN_EVENT_NOT_ACCEPTED, evidence=answer.evidence):
        assert answer.code != "AA", answer.says
    with check(clauses.UNKNOWN_EVENT_REJECTED, evidence=answer.evidence):
        assert answer.code == "AR", answer.says


@scenario(
    "hl7.ack.unsupported-version",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.VERSION_REJECTED],
    requires=["hl7v2.in"],
)
def test_a_version_that_does_not_exist_is_rejected(story, mllp_receiver, check):
    """A message of a version that was never published is answered with AR."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")

    answer = mllp_receiver.tell(samples.plain(story, "version").putting("MSH-12", "1.0"))
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.VERSION_REJECTED, evidence=answer.evidence):
        assert answer.code == "AR", answer.says


@scenario(
    "hl7.ack.unknown-processing-id",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.PROCESSING_ID_REJECTED],
    requires=["hl7v2.in"],
)
def test_a_processing_id_that_does_not_exist_is_rejected(story, mllp_receiver, check):
    """A message that says neither production, training nor debugging (MSH-11) is answered with AR."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")

    answer = mllp_receiver.tell(samples.plain(story, "processing").putting("MSH-11", "Q"))
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.PROCESSING_ID_REJECTED, evidence=answer.evidence):
        assert answer.code == "AR", answer.says


@scenario(
    "hl7.ack.missing-control-id",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.NAMELESS_NOT_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_a_message_without_control_id_is_not_accepted(story, mllp_receiver, check):
    """A message without control id can't be acknowledged by name, and is not accepted."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")

    answer = mllp_receiver.tell(samples.plain(story, "nameless").putting("MSH-10", None))
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.NAMELESS_NOT_ACCEPTED, evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says


@scenario(
    "hl7.ack.content-error",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[
        clauses.ANSWERED,
        clauses.CONTENT_NOT_ACCEPTED,
        clauses.CONTENT_ANSWERED_AE,
        clauses.ERROR_TOLD,
        clauses.ERROR_SHAPED,
        clauses.ERROR_PLACED,
    ],
    requires=["hl7v2.in"],
)
def test_a_message_without_patient_is_answered_with_what_is_wrong(story, mllp_receiver, check):
    """A message without patient (no PID) is answered, with AE and an ERR in the shape of its version."""
    mllp_receiver.offering("ADT^A04", "ADT^A01", "ADT^A08")
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")
    message = samples.plain(story, "nobody").without("PID")

    answer = mllp_receiver.tell(message)
    mllp_receiver.arrange(samples.plain(story, "after"), "have a valid message accepted after")

    with check(clauses.ANSWERED, evidence=answer.evidence):
        assert answer.came, answer.trouble
    with check(clauses.CONTENT_NOT_ACCEPTED, evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says
    with check(clauses.CONTENT_ANSWERED_AE, evidence=answer.evidence):
        assert answer.code == "AE", answer.says
    if not answer.came:
        return
    with check(clauses.ERROR_TOLD, evidence=answer.evidence):
        assert checks.errors_told(answer, message), "no ERR segment"
    if checks.has_error(answer):
        with check(clauses.ERROR_SHAPED, evidence=answer.evidence):
            assert not checks.error_shape(answer), checks.error_shape(answer)
        with check(clauses.ERROR_PLACED, evidence=answer.evidence):
            assert not checks.error_place(answer, "PID"), checks.error_place(answer, "PID")


@scenario(
    "hl7.ack.not-hl7",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.NOT_HL7_NOT_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_what_is_no_hl7_message_is_not_accepted(story, mllp_receiver, check):
    """A well-formed block with something else than HL7 in it is not accepted, and stops nothing."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a valid message accepted before")
    message = samples.plain(story, "after")

    answer = mllp_receiver.tell(b"This is no HL7 message.\r", "no HL7 message", within=story.limits.settle_s)
    after = mllp_receiver.tell(message)

    with check(clauses.NOT_HL7_NOT_ACCEPTED, where="the block", evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says
    with check(clauses.NOT_HL7_NOT_ACCEPTED, where="the message after it", evidence=after.evidence):
        assert (after.control_id, after.code) == (message.control_id, "AA"), after.says


@scenario(
    "hl7.ack.never-acknowledged",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ACK_NOT_ACKNOWLEDGED],
    requires=["hl7v2.in"],
)
def test_an_acknowledgement_is_not_acknowledged(story, mllp_receiver, check):
    """Sent an acknowledgement, the receiver stays silent: two systems must not thank each other for ever."""
    message = samples.plain(story, "before")
    before = mllp_receiver.arrange(message, "have a valid message accepted before")
    thanks = samples.acknowledgement(story, before.field("MSH-10"))

    mllp_receiver.send(framed(thanks.octets()), "ACK of the acknowledgement")
    extra = [one for one in mllp_receiver.extra() if one.control_id != message.control_id]

    with check(clauses.ACK_NOT_ACKNOWLEDGED):
        assert len(extra) == 0, f"it was answered: {extra[0].says}"


@scenario(
    "hl7.ack.sent-again",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ANSWERED_AGAIN, clauses.SAME_ANSWER_AGAIN, clauses.ANSWERED_ONCE],
    requires=["hl7v2.in"],
)
def test_a_message_sent_again_is_answered_again(story, mllp_receiver, check):
    """A message sent again because its acknowledgement was lost is acknowledged again, the same way."""
    message = samples.plain(story, "again")
    mllp_receiver.arrange(message, "have the message accepted the first time")

    answer = mllp_receiver.tell(message)
    extra = mllp_receiver.extra()

    with check(clauses.ANSWERED_AGAIN):
        assert answer.control_id == message.control_id, answer.trouble or f"MSA-2 is {answer.control_id!r}"
    if answer.came:
        with check(clauses.SAME_ANSWER_AGAIN):
            assert answer.code == "AA", answer.says
        with check(clauses.ANSWERED_ONCE):
            assert len(extra) == 0, f"{len(extra)} more answers, the first with {extra[0].says}"
