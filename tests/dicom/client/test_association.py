import io

import pytest

from conformance.dicom import uids
from conformance.dicom.client import Association, Link, echo, find, keys
from conformance.dicom.wire import Abort, Data, Pdu, Pdv, Reject, Release, command, message_pdus
from conformance.dicom.wire.command import C_CANCEL, C_ECHO, C_FIND, C_STORE, RESPONSE
from conformance.dicom.wire.pdu import HEAD, RELEASE_RP, RELEASE_RQ
from conformance.evidence import Recorder
from conformance.guarded import Unreachable
from conformance.limits import Limits
from conformance.network import Network


def opened(doors, address, request, **more):
    return Association.requested(doors, *address, request, **more)


def test_acceptance_is_told_context_by_context(doors, scripted, request_to):
    with scripted(lambda script: script.accept((1, 0), (3, 4), (9, 0))) as address:
        association = opened(doors(), address, request_to(uids.VERIFICATION, uids.CT))

    assert association.told == "accepted"
    assert [one.id for one in association.usable] == [1]
    assert association.context(uids.CT) is None
    assert association.most == 16384
    assert len(association.evidence) == 2


@pytest.mark.parametrize(("maximum", "most"), [(None, 16384), (0, 131072), (5, 12), (1 << 30, 131072), (4096, 4096)])
def test_the_peers_maximum_is_respected_within_reason(doors, scripted, request_to, maximum, most):
    with scripted(lambda script: script.accept(maximum=maximum)) as address:
        assert opened(doors(), address, request_to()).most == most


@pytest.mark.parametrize(
    ("pdu", "told"),
    [
        (Reject(1, 1, 7).pdu(), "rejected: result 1, source 1, reason 7"),
        (Reject(9, 9, 9).pdu(), "rejected: result 9, source 9, reason 9"),
        (Abort(2, 99).pdu(), "aborted: the peer aborted: source 2, reason 99"),
        (Release(RELEASE_RP).pdu(), "unreadable: A-RELEASE-RP came in answer to A-ASSOCIATE-RQ"),
        (Pdu(0x77, b"??"), "unreadable: unreadable PDU of type 77: 77 is no PDU type of PS3.8"),
        (Pdu(2, b"short"), "unreadable: unreadable PDU of type 02: A-ASSOCIATE-AC has 5 octets, fewer than its 68"),
    ],
)
def test_any_other_answer_is_told_in_words(doors, scripted, request_to, pdu, told):
    with scripted(lambda script: (script.read(), script.send(pdu))) as address:
        association = opened(doors(), address, request_to())

    assert association.told.startswith(told)
    assert not association.open
    assert echo(association).trouble.startswith("no association: ")


def test_a_length_over_the_cap_is_refused_before_it_is_read(doors, scripted, request_to):
    with scripted(lambda script: script.link.sendall(HEAD.pack(2, 0, 0xFFFFFFFF) + b"x" * 100)) as address:
        association = opened(doors(), address, request_to())

    assert association.trouble == "PDU length 4294967295 is over the cap of 16777216"


def test_silence_and_an_end_are_told_apart(doors, scripted, request_to):
    with scripted(lambda script: (script.read(), script.read())) as address:
        silent = opened(doors(pdu_s=0.2), address, request_to())
    with scripted(lambda script: (script.read(), script.link.sendall(b"\2\0\0"))) as address:
        ended = opened(doors(), address, request_to())

    assert (silent.outcome, silent.trouble) == ("silent", "nothing came in time")
    assert (ended.outcome, ended.trouble) == ("closed", "the peer closed the connection, 3 octets into a PDU")


@pytest.mark.parametrize("size", [6, 10, 12, 4000])
@pytest.mark.parametrize("stays", [True, False], ids=["journal in memory", "journal in a file"])
def test_half_a_pdu_is_told_from_its_first_octet_on(scripted, size, stays, tmp_path):
    pdu = Data((Pdv(1, 2, bytes(8000)),)).pdu().encode()
    storing = command(CommandField=C_STORE, MessageID=7, CommandDataSetType=1)
    begun = next(message_pdus(storing, 1, bytes(8), most=16384, together=False)).encode()
    journal = io.BytesIO() if stays else (tmp_path / "journal").open("w+b")
    with journal, scripted(lambda script: script.link.sendall(begun + pdu[:size])) as (host, port):
        network = Network(Recorder(journal), Limits(pdu_s=5))
        came = Link(network.connect(host, port)).receive(5)
        network.close()

    assert came.trouble == f"the peer closed the connection, {size} octets into a PDU"
    assert came.ended


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


def test_nobody_there_is_unreachable(doors, request_to):
    with pytest.raises(Unreachable):
        opened(doors(), ("127.0.0.1", 1), request_to())


def asked(doors, scripted, request_to, serve, *, listen=False, **limits):
    """Return the answer to an echo on which ``serve(script, message)`` responds, and the release."""

    def script(one):
        one.accept()
        one.read()
        serve(one)

    with scripted(script) as address:
        association = opened(doors(**limits), address, request_to(), first_message=7)
        answer = echo(association)
        extra = association.listen() if listen else ()
        return answer, extra, association.release()


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


def test_a_release_collision_is_handled(doors, scripted, request_to):
    def serve(script):
        script.send(*script.respond(C_ECHO, 7, 0))
        script.read()
        script.send(Release(RELEASE_RQ).pdu())
        if script.read().kind == RELEASE_RP:
            script.send(Release(RELEASE_RP).pdu())

    _, _, released = asked(doors, scripted, request_to, serve)

    assert released.clean
    assert released.collision


def test_what_comes_after_the_release_is_noted(doors, scripted, request_to):
    def serve(script):
        script.accept()
        script.read()
        script.send(Release(RELEASE_RP).pdu(), Pdu(4, b"\0\0\0\4\1\1ab"), Abort(0, 0).pdu())

    with scripted(serve) as address:
        released = opened(doors(), address, request_to()).release(then_listen=True)

    assert released.clean
    assert released.afterwards


def test_an_unanswered_release_is_trouble(doors, scripted, request_to):
    with scripted(lambda script: (script.accept(), script.read(), script.read())) as address:
        released = opened(doors(release_s=0.2), address, request_to()).release()

    assert (released.clean, released.trouble) == (False, "no A-RELEASE-RP: nothing came in time")


def test_after_an_abort_nothing_is_asked_any_more(doors, scripted, request_to):
    heard = []

    def serve(script):
        script.accept()
        script.send(Abort(2, 0).pdu())
        heard.append(script.link.recv(1))

    with scripted(serve) as address:
        association = opened(doors(), address, request_to())
        came = association.receive()
        released = association.release()

    assert came.read == Abort(2, 0)
    assert (released.clean, released.evidence) == (False, ())
    assert echo(association).trouble.startswith("no association: ")
    assert heard == [b""]


def queried(doors, scripted, request_to, serve, **limits):
    def script(one):
        one.accept()
        one.read()
        serve(one)

    with scripted(script) as address:
        association = opened(doors(**limits), address, request_to(uids.STUDY_ROOT_FIND), first_message=7)
        answer = find(association, uids.STUDY_ROOT_FIND, keys("STUDY", PatientID="ZZ"))
        association.release()
        return answer


def flood(script):
    """Send pending responses without end, until somebody has had enough."""
    one = b"".join(pdu.encode() for pdu in script.respond(C_FIND, 7, 0xFF00, b"\x10\0\x20\0\2\0\0\0ZZ")) * 50
    while True:
        script.link.sendall(one)


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
        association = opened(doors(), address, request_to(), first_message=7)
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
        association = opened(doors(), address, request_to(uids.STUDY_ROOT_FIND), first_message=7)
        answer = find(association, uids.STUDY_ROOT_FIND, keys("STUDY", PatientID="ZZ"), cancel_after=1)

    assert answer.status == 0xFE00
    assert C_CANCEL.to_bytes(2, "little") in seen[0].body


def test_a_pdu_over_our_maximum_is_noticed(doors, scripted, request_to):
    def serve(script):
        script.accept()
        script.read()
        script.send(*script.respond(C_ECHO, 7, 0, ErrorComment="x" * 64))

    with scripted(serve) as address:
        answer = echo(opened(doors(), address, request_to(maximum_length=100), first_message=7))

    assert [one.says for one in answer.problems] == ["a P-DATA-TF of 130 octets, over the maximum of 100 we announced"]


def test_a_service_that_is_not_offered_is_told_from_an_association_that_is_not_there(doors, scripted, request_to):
    def serve(script):
        script.accept((1, 3))
        script.read()
        script.send(Release(RELEASE_RP).pdu())

    with scripted(serve) as address:
        association = opened(doors(), address, request_to())
        refused = echo(association)
        association.release()
        over = echo(association)

    assert refused.unoffered
    assert refused.trouble == "the presentation context for 1.2.840.10008.1.1 was not accepted"
    assert not over.unoffered
    assert over.trouble == "no association: it was over already"
