"""Whatever the peer does, the client returns it as an answer; and it keeps a connection as long as the peer does."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import pytest

from conformance.guarded import Unreachable
from conformance.hl7 import samples
from conformance.hl7.client import Sender
from conformance.hl7.prepared import prepared
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.mllp import Flaw, boundaries, framed
from conformance.model import Blocked, NotApplicable

ACK = framed(b"MSH|^~\\&|\rMSA|AA|1\r")


@contextmanager
def peer(told, *answers: bytes):
    """Answer each connection's first octets with the next of these, then close."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            link, _ = door.accept()
            with link:
                link.recv(65536)
                link.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with Receiver() as stand_in:
        story = told(stand_in, frame_s=0.3)
    with Sender(story.doors, *door.getsockname()) as sender:
        yield sender
    door.close()


def test_an_accepted_message_is_answered_on_a_kept_connection(told):
    with Receiver() as receiver:
        story = told(receiver)
        sender = Sender.to(story)
        answers = [sender.tell(samples.admission(story, samples.person(story, str(n)))) for n in range(3)]
        sender.close()

    assert [answer.code for answer in answers] == ["AA"] * 3
    assert len({answer.message["MSH-10"] for answer in answers}) == 3
    assert [answer.evidence for answer in answers] == [("c0.s1", "c0.r1"), ("c0.s2", "c0.r2"), ("c0.s3", "c0.r3")]
    assert sender.connections == 1


def admissions(story, many):
    return [prepared(samples.admission(story, samples.person(story, str(number)))) for number in range(many)]


def test_messages_in_turn_are_named_and_answered_as_those_told_one_by_one(told):
    with Receiver() as receiver:
        story = told(receiver)
        sender = Sender.to(story)
        row = admissions(story, 3)
        answers = sender.in_turn(row)
        sender.close()

    assert [(answer.code, answer.control_id) for answer in answers] == [("AA", one.control_id) for one in row]
    assert [answer.evidence for answer in answers] == [("c0.s1", "c0.r1"), ("c0.s2", "c0.r2"), ("c0.s3", "c0.r3")]


def test_messages_in_turn_go_on_over_a_new_connection_when_the_peer_closes_after_each(told):
    with peer(told, ACK, ACK, ACK) as sender, Receiver() as stand_in:
        answers = sender.in_turn(admissions(told(stand_in), 3))

    assert [answer.code for answer in answers] == ["AA"] * 3
    assert sender.connections == 3


def test_messages_in_turn_end_with_the_first_that_is_not_answered(told):
    with peer(told, ACK, b"", b"") as sender, Receiver() as stand_in:
        answers = sender.in_turn(admissions(told(stand_in), 3))

    assert [answer.came for answer in answers] == [True, False]
    assert sender.connections == 2


def test_a_message_in_pieces_is_answered_only_when_it_is_whole(told):
    with Receiver() as receiver:
        story = told(receiver)
        sender = Sender.to(story)
        octets = framed(samples.admission(story, samples.person(story, "a")).octets())
        early = sender.pieces(octets, boundaries(octets)[:4])
        answer = sender.hear()
        extra = sender.extra()
        sender.close()

    assert (early, answer.code, extra) == ((), "AA", ())


def test_an_early_answer_is_seen(told):
    with peer(told, ACK) as sender:
        [early] = sender.pieces(b"\x0bMSH|...", [3])

    assert early.code == "AA"


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"", "closed the connection"),
        (b"\x0bMSH|", ""),
        (framed(b"hello"), "no HL7 message"),
        (b"MSA|AA|1\r", "no HL7 message"),
        (framed(b""), "no HL7 message"),
    ],
)
def test_what_is_no_acknowledgement_is_told_in_words(told, answer, trouble):
    with peer(told, answer) as sender:
        heard = sender.tell(b"MSH|^~\\&|\r")

    assert trouble in heard.trouble
    assert heard.code == ""
    assert heard.control_id == b""


def test_a_peer_that_closes_after_an_answer_is_met_again(told):
    with peer(told, ACK, ACK) as sender:
        codes = [sender.tell(b"MSH|^~\\&|\r").code for _ in range(2)]

    assert codes == ["AA", "AA"]
    assert sender.connections == 2


def test_a_peer_that_is_gone_after_a_first_meeting_is_an_answer(told):
    with peer(told, ACK) as sender:
        first = sender.tell(b"MSH|^~\\&|\r")
    second = sender.tell(b"MSH|^~\\&|\r")
    sender.close()

    assert (first.code, second.code) == ("AA", "")
    assert "nobody answers" in second.trouble or "closed" in second.trouble


def test_nobody_there_at_all_blocks(told):
    with Receiver() as receiver:
        story = told(receiver)
    with pytest.raises(Unreachable):
        Sender.to(story).tell(b"MSH|^~\\&|\r")


def test_what_must_be_accepted_blocks_when_it_is_not(told):
    with Receiver() as receiver:
        story = told(receiver)
        sender = Sender.to(story)
        hers = samples.admission(story, samples.person(story, "a")).without("PID")
        with pytest.raises(Blocked, match="could not register her: MSA-1 is AE: segment PID is required"):
            sender.arrange(hers, "register her")
        sender.close()


def test_a_flood_of_answers_is_read_up_to_a_bound(told):
    with peer(told, ACK * 300) as sender:
        sender.send(b"x")
        extra = sender.extra()

    assert len(extra) == 100
    assert not extra[0].frame.has(Flaw.JUNK)


def test_an_answer_to_an_earlier_message_is_put_aside(told):
    class Echoing(Receiver):
        def block(self, content):
            return super().block(content) * 2

    with Echoing() as receiver:
        story = told(receiver)
        with Sender.to(story) as sender:
            messages = [samples.plain(story, str(number)) for number in range(3)]
            answers = [sender.tell(message) for message in messages]

    assert [answer.control_id for answer in answers] == [message.control_id for message in messages]
    assert [stray.control_id for stray in sender.strays] == [message.control_id for message in messages[:2]]


def test_after_an_answer_that_did_not_come_the_next_message_goes_over_a_new_connection(told):
    class Late(Receiver):
        def answer(self, frame):
            return None if b"SLOW" in frame.content else super().answer(frame)

    with Late() as receiver:
        story = told(receiver, frame_s=0.2)
        with Sender.to(story) as sender:
            silence = sender.tell(samples.plain(story, "one", family="ZZSLOW"))
            answer = sender.tell(samples.plain(story, "two"))

    assert (silence.came, answer.code, sender.connections) == (False, "AA", 2)
    assert "nothing came within 0.2 s" in silence.trouble


def test_a_row_of_answers_ends_where_one_is_missing(told):
    with Receiver() as receiver:
        story = told(receiver, frame_s=0.2)
        with Sender.to(story) as sender:
            sender.send(b"".join(framed(samples.plain(story, str(number)).octets()) for number in range(2)))
            assert [answer.code for answer in sender.hear_row(3)] == ["AA", "AA"]


def test_after_a_half_close_the_answer_still_comes(told):
    with Receiver() as receiver:
        story = told(receiver)
        with Sender.to(story) as sender:
            sender.send(framed(samples.plain(story, "half").octets()))
            sender.half_close()
            assert sender.hear().code == "AA"
            assert "closed" in sender.hear().trouble


def test_a_trigger_the_profile_does_not_list_is_not_applicable(told):
    with Receiver() as receiver:
        story = told(receiver)
    sender = Sender.to(story)
    assert sender.offering("ADT^A40") is sender
    with pytest.raises(NotApplicable, match="ADT\\^Z99"):
        sender.offering("ADT^Z99")
