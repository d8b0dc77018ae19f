"""Every octet on the tape before anybody reads it, and nobody reached who is not allowed."""

from __future__ import annotations

import gc
import io
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from scripted import peer, reset

from conformance.certificates import certificates
from conformance.evidence import Recorder
from conformance.guarded import Deadline, Ended, Severed, Silent, Unreachable
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.replay import Recording, Replay
from conformance.sealing import events, seal
from conformance.secured import secured

LIMITS = Limits(connect_s=1, pdu_s=1)


@pytest.fixture
def journal():
    return io.BytesIO()


@pytest.fixture
def network(journal):
    made = Network(Recorder(journal), LIMITS)
    yield made
    made.close()


def test_octets_are_on_the_tape_before_anybody_reads_them(network, journal):
    with peer(lambda link: link.sendall(b"early")) as where:
        connection = network.connect(*where)
        connection.read_exactly(1, Deadline(5))
        connection.close()
    received = [head["n"] for head, _ in events(journal) if head["e"] == "received"]
    assert sum(received) == 5


def test_nobody_listening_is_blocked_in_words(network):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(Unreachable, match="not reachable: Connection refused"):
        network.connect("127.0.0.1", port)


def test_a_host_that_is_not_allowed_is_never_reached(journal):
    network = Network(Recorder(journal), LIMITS, lambda host: host == "127.0.0.1")
    with pytest.raises(Unreachable, match="allow_hosts"):
        network.connect("127.0.0.2", 9)


def test_a_taken_port_blocks_instead_of_breaking(network):
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(Blocked, match="we can't listen"):
        network.listen("127.0.0.1", door.getsockname()[1])


def test_a_listener_takes_visitors_and_says_when_none_comes(network):
    listener = network.listen()
    with pytest.raises(Silent, match="nobody connected"):
        listener.accept(0.05)
    with socket.create_connection((listener.address.host, listener.address.port)) as visitor:
        visitor.sendall(b"hello")
        assert listener.accept(5).read_exactly(5, Deadline(5)) == b"hello"
    network.close()
    listener.close()
    with pytest.raises(Ended):
        listener.accept(1)


def test_a_visitor_from_elsewhere_is_turned_away(journal):
    network = Network(Recorder(journal), LIMITS, lambda host: host != "127.0.0.1")
    listener = network.listen("127.0.0.1")
    with socket.create_connection((listener.address.host, listener.address.port)), pytest.raises(Silent):
        listener.accept(0.2)
    listener.close()
    assert any(str(head.get("text", "")).startswith("turned away") for head, _ in events(journal))


def test_waiting_asks_until_it_happened_or_time_is_up(network):
    answers = iter([False, False, True])
    assert network.wait(lambda: next(answers), 5, "the third answer")
    assert not network.wait(lambda: False, 0.1, "never")


def test_a_door_of_tls_keeps_what_was_inside_and_turns_the_clear_away(tmp_path):
    made = certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.server.cert, made.server.key)
    journal = io.BytesIO()
    doors = Network(Recorder(journal), Limits(connect_s=2))
    door = doors.listen(tls=context)

    def visit():
        trusting = ssl.create_default_context(cafile=str(made.authority))
        where = ("127.0.0.1", door.address.port)
        with trusting.wrap_socket(socket.create_connection(where), server_hostname="127.0.0.1") as link:
            link.sendall(b"inside")
            link.recv(1)
        with socket.create_connection(where) as link, suppress(OSError):
            link.sendall(b"in the clear, and no TLS at all")
            link.recv(1)

    visitor = threading.Thread(target=visit)
    visitor.start()
    first = door.accept(5)
    heard = first.read_exactly(6, Deadline(5))
    first.close()
    second = door.accept(5)
    with pytest.raises(Severed, match="no TLS connection"):
        second.read_exactly(1, Deadline(1))
    second.close()
    visitor.join(5)
    doors.close()

    assert heard == b"inside"
    assert b"inside" in journal.getvalue()
    assert not visitor.is_alive()


def test_a_door_of_tls_shakes_hands_before_the_story_accepts(tmp_path):
    made = certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.server.cert, made.server.key)
    doors = Network(Recorder(io.BytesIO()), Limits(connect_s=2))
    door = doors.listen(tls=context)
    trusting = ssl.create_default_context(cafile=str(made.authority))
    where = ("127.0.0.1", door.address.port)
    with trusting.wrap_socket(socket.create_connection(where, timeout=5), server_hostname="127.0.0.1") as link:
        link.sendall(b"early")

    assert door.accept(5).read_exactly(5, Deadline(5)) == b"early"
    doors.close()


def test_a_visitor_gone_before_its_handshake_leaves_nothing_open():
    made = certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.server.cert, made.server.key)
    with socket.create_server(("127.0.0.1", 0)) as door:
        reset(socket.create_connection(door.getsockname()))
        link, _ = door.accept()
        with pytest.raises(ConnectionResetError, match="reset by peer"):
            secured(link, context)
        del link
        gc.collect()  # what is still open warns now, which fails a test


def test_sending_where_tls_failed_is_told_again_as_it_was(tmp_path):
    made = certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.server.cert, made.server.key)
    journal = io.BytesIO()
    doors = Network(Recorder(journal), Limits(connect_s=2))
    door = doors.listen(tls=context)
    with socket.create_connection(("127.0.0.1", door.address.port)) as visitor:
        visitor.sendall(b"in the clear, and no TLS at all")
        visited = door.accept(5)
        with pytest.raises(Severed) as live:
            visited.send(b"hello", 5)
        visited.close()
    doors.close()
    sealed = seal(journal, tmp_path)

    again = Replay(Recording(tmp_path, sealed.transcript), Recorder(io.BytesIO()), Limits())
    with pytest.raises(Severed) as told:
        again.listen().accept(5).send(b"hello", 5)

    assert str(told.value) == str(live.value)
    assert "no TLS connection" in str(live.value)


def test_ending_what_the_peer_has_reset_is_no_error(network):
    def serve(link):
        link.recv(1)  # a reset that comes before connecting is over would be one of connecting
        reset(link)

    with peer(serve) as where:
        link = network.connect(*where)
        link.send(b"?", 5)
        with pytest.raises(Severed):
            link.read_exactly(1, Deadline(5))
        link.end_sending()


def test_what_comes_late_and_in_pieces_is_waited_for(network):
    ticking = threading.Event()

    def serve(link):
        for piece in (b"la", b"te"):
            ticking.wait(0.05)
            link.sendall(piece)

    with peer(serve) as where:
        assert network.connect(*where).read_exactly(4, Deadline(5)) == b"late"


def test_who_takes_no_more_octets_is_told_when_time_is_up(network):
    done = threading.Event()
    with peer(lambda _: done.wait(20)) as where:
        link = network.connect(*where)
        with pytest.raises(Silent, match=r"stopped taking octets for 0\.1 s"):
            link.send(bytes(50_000_000), 0.1)
        done.set()


def test_who_takes_many_octets_slowly_gets_them_all(network):
    got, ticking = [], threading.Event()

    def serve(link):
        while octets := link.recv(1 << 20):
            got.append(len(octets))
            if len(got) < 5:
                ticking.wait(0.02)

    with peer(serve) as where:
        link = network.connect(*where)
        link.send(bytes(20_000_000), 10)
        link.send_parts([bytes(100), memoryview(bytes(20_000_000))])
        link.close()
    assert sum(got) == 40_000_100
