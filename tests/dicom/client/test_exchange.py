import pytest

from conformance.dicom import uids
from conformance.dicom.client import Association, echo, find, keys
from conformance.dicom.wire import Abort, Pdu, Release, command, message_pdus
from conformance.dicom.wire.command import C_CANCEL, C_ECHO, C_FIND, C_STORE, RESPONSE
from conformance.dicom.wire.pdu import RELEASE_RP, RELEASE_RQ


def asked(doors, scripted, request_to, serve, *, listen=False, **limits):
    """Return the answer to an echo on which ``serve(script, message)`` responds, and the release."""

    def script(one):
        one.accept()
        one.read()
        serve(one)

    with scripted(script) as address:
        association = Association.requested(doors(**limits), *address, request_to(), first_message=7)
        answer = echo(association)
        extra = association.listen() if listen else ()
        return answer, extra, association.release()


def queried(doors, scripted, request_to, serve, **limits):
    def script(one):
        one.accept()
        one.read()
        serve(one)

    with scripted(script) as address:
        association = Association.requested(
            doors(**limits), *address, request_to(uids.STUDY_ROOT_FIND), first_message=7
        )
        answer = find(association, uids.STUDY_ROOT_FIND, keys("STUDY", PatientID="ZZ"))
        association.release()
        return answer


def flood(script):
    """Send pending responses without end, until somebody has had enough."""
    one = b"".join(pdu.encode() for pdu in script.respond(C_FIND, 7, 0xFF00, b"\x10\0\x20\0\2\0\0\0ZZ")) * 50
    while True:
        script.link.sendall(one)


def test_a_message_that_stays_half_there_is_told_as_that(doors, scripted, request_to):
    def serve(script):
        script.send(script.respond(C_FIND, 7, 0xFF00, b"\x10\0\x20\0\2\0\0\0ZZ")[0])

    def halved(script):
        pending = command(CommandField=C_FIND | RESPONSE, MessageIDBeingRespondedTo=7, CommandDataSetType=1)
        script.send(next(message_pdus(pending, 1, bytes(8), most=16384, together=False)))

    whole = queried(doors, scripted, request_to, serve)
    half = queried(doors, scripted, request_to, halved)

    assert (len(whole.pending), whole.trouble) == (1, "the peer closed the connection")
    assert (len(half.pending), half.trouble) == (0, "the peer closed the connection, a message half there")


def test_an_echo_is_answered(doors, scripted, request_to):
    def serve(script):
        script.send(*script.respond(C_ECHO, 7, 0))
        script.read()
        script.send(Release(RELEASE_RP).pdu())

    answer, _, released = asked(doors, scripted, request_to, serve)

    assert (answer.status, answer.outcome, answer.trouble) == (0, "success 0000", "")
    assert answer.asked.message_id == 7
    assert released.clean
    assert not released.extra


def test_messages_nobody_asked_for_are_kept(doors, scripted, request_to):
    def together(script):
        script.send(*script.respond(C_ECHO, 7, 0), *script.respond(C_ECHO, 7, 1))

    def at_release(script):
        script.send(*script.respond(C_ECHO, 7, 0))
        script.read()
        script.send(*script.respond(C_ECHO, 7, 2), Release(RELEASE_RP).pdu())

    _, extra, _ = asked(doors, scripted, request_to, together, listen=True)
    assert [one.status for one in extra] == [1]
    _, _, released = asked(doors, scripted, request_to, at_release)
    assert [one.status for one in released.extra] == [2]


def test_two_finals_in_one_pdu_are_a_response_and_an_extra(doors, scripted, request_to):
    def serve(script):
        one, two = (script.respond(C_ECHO, 7, status)[0] for status in (0, 3))
        script.send(Pdu(4, one.body + two.body))

    answer, _, _ = asked(doors, scripted, request_to, serve)

    assert answer.status == 0
    assert [one.status for one in answer.extra] == [3]


@pytest.mark.parametrize(
    ("pdus", "words"),
    [
        ([Abort(2, 1).pdu()], "the peer aborted: source 2, reason 1"),
        ([Release(RELEASE_RQ).pdu()], "the peer asked to release the association before it had answered"),
        ([Pdu(0x55, b"")], "unreadable PDU of type 55: 55 is no PDU type of PS3.8"),
        ([], "the peer closed the connection"),
        ([Pdu(4, b"\0\0\0\4\1\1ab")] * 40_000, "a command set is over the cap of 65536 octets"),
    ],
)
def test_what_is_no_response_is_trouble_in_words(doors, scripted, request_to, pdus, words):
    answer, _, released = asked(doors, scripted, request_to, lambda script: script.send(*pdus))

    assert answer.status is None
    assert answer.trouble.startswith(words)
    assert not released.clean


def test_no_response_is_told_after_the_deadline(doors, scripted, request_to):
    answer, _, _ = asked(doors, scripted, request_to, lambda script: script.read(), pdu_s=0.2)

    assert answer.trouble == "no response: nothing came in time"


def test_garbage_for_a_command_set_is_a_response_without_status(doors, scripted, request_to):
    answer, _, _ = asked(doors, scripted, request_to, lambda script: script.send(Pdu(4, b"\0\0\0\6\1\3junk")))

    assert answer.responses[0].status is None
    assert answer.responses[0].message.command.problems


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"responses": 200}, "unbounded answer: over 200 responses"),
        ({"responses_bytes": 500}, "unbounded answer: over 500 octets"),
    ],
)
def test_an_answer_without_end_is_cancelled_and_aborted(doors, scripted, request_to, limits, words):
    answer = queried(doors, scripted, request_to, flood, **limits)

    assert answer.trouble == words
    assert answer.final is None
    assert answer.pending


def test_responses_in_drips_end_with_the_whole_deadline(doors, scripted, request_to):
    def drip(script):
        script.link.sendall(script.respond(C_FIND, 7, 0xFF00)[0].encode()[:1])
        script.read()

    answer = queried(doors, scripted, request_to, drip, responses_s=0.4)

    assert answer.trouble == "no response: nothing came in time, 1 octets into a PDU"


def test_a_late_response_to_an_earlier_request_is_extra(doors, scripted, request_to):
    def serve(script):
        script.accept()
        script.read()
        script.send(*script.respond(C_ECHO, 7, 0))
        script.read()
        script.send(*script.respond(C_ECHO, 7, 5), *script.respond(C_ECHO, 8, 0))

    with scripted(serve) as address:
        association = Association.requested(doors(), *address, request_to(), first_message=7)
        first, second = echo(association), echo(association)

    assert first.status == 0
    assert second.status == 0
    assert [one.status for one in second.extra] == [5]


def test_a_request_from_the_peer_is_extra_and_never_a_response(doors, scripted, request_to):
    unasked = command(CommandField=C_STORE, MessageID=1, CommandDataSetType=0x0101)

    def serve(script):
        script.send(*message_pdus(unasked, 1, most=16384), *script.respond(C_ECHO, 7, 0))

    answer, _, _ = asked(doors, scripted, request_to, serve)

    assert answer.status == 0
    assert [one.message.command.name for one in answer.extra] == ["C-STORE-RQ"]


def test_cancel_is_sent_after_so_many_responses(doors, scripted, request_to):
    seen = []

    def serve(script):
        script.accept()
        script.read()
        script.send(*script.respond(C_FIND, 7, 0xFF00, b"\x10\0\x20\0\2\0\0\0ZZ"))
        seen.append(script.read())
        script.send(*script.respond(C_FIND, 7, 0xFE00))

    with scripted(serve) as address:
        association = Association.requested(doors(), *address, request_to(uids.STUDY_ROOT_FIND), first_message=7)
        answer = find(association, uids.STUDY_ROOT_FIND, keys("STUDY", PatientID="ZZ"), cancel_after=1)

    assert answer.status == 0xFE00
    assert C_CANCEL.to_bytes(2, "little") in seen[0].body


def test_a_pdu_over_our_maximum_is_noticed(doors, scripted, request_to):
    def serve(script):
        script.accept()
        script.read()
        script.send(*script.respond(C_ECHO, 7, 0, ErrorComment="x" * 64))

    with scripted(serve) as address:
        answer = echo(Association.requested(doors(), *address, request_to(maximum_length=100), first_message=7))

    assert [one.says for one in answer.problems] == ["a P-DATA-TF of 130 octets, over the maximum of 100 we announced"]
