import io

import pytest

from conformance.dicom import uids
from conformance.dicom.client import Association, Link, echo
from conformance.dicom.wire import Abort, Data, Pdu, Pdv, Reject, Release, command, message_pdus
from conformance.dicom.wire.command import C_ECHO, C_STORE
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


def test_nobody_there_is_unreachable(doors, request_to):
    with pytest.raises(Unreachable):
        opened(doors(), ("127.0.0.1", 1), request_to())


def test_a_release_collision_is_handled(doors, scripted, request_to):
    def serve(script):
        script.send(*script.respond(C_ECHO, 7, 0))
        script.read()
        script.send(Release(RELEASE_RQ).pdu())
        if script.read().kind == RELEASE_RP:
            script.send(Release(RELEASE_RP).pdu())

    with scripted(lambda script: (script.accept(), script.read(), serve(script))) as address:
        association = opened(doors(), address, request_to(), first_message=7)
        echo(association)
        released = association.release()

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
