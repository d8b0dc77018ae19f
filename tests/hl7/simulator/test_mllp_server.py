"""The listener takes many clients, keeps their streams apart, and lets go of its port."""

from __future__ import annotations

import socket

import pytest

from conformance.hl7.simulator.mllp_server import MllpServer
from conformance.hl7.wire.mllp import framed


class Parrot(MllpServer):
    """Answers each block with its content."""

    def answer(self, frame):
        return framed(frame.content) if frame.content else None


@pytest.fixture
def parrot():
    with Parrot() as server:
        yield server


def exchanged(link: socket.socket, octets: bytes, expected: bytes) -> bytes:
    link.sendall(octets)
    return received(link, len(expected))


def received(link: socket.socket, size: int) -> bytes:
    octets = b""
    while len(octets) < size and (more := link.recv(size - len(octets))):
        octets += more
    return octets


def test_streams_of_many_clients_are_kept_apart(parrot):
    links = [socket.create_connection(parrot.address, timeout=5) for _ in range(20)]
    for number, link in enumerate(links):
        link.sendall(framed(b"%d" % number)[:2])
    for number, link in enumerate(links):
        whole = framed(b"%d" % number)
        assert exchanged(link, whole[2:], whole) == whole
        link.close()


def test_several_blocks_are_answered_in_order_and_empty_ones_not_at_all(parrot):
    with socket.create_connection(parrot.address, timeout=5) as link:
        answers = framed(b"one") + framed(b"two")
        assert exchanged(link, framed(b"one") + framed(b"") + b"junk" + framed(b"two"), answers) == answers


def test_leaving_lets_go_of_the_port_and_of_the_clients():
    with Parrot() as server:
        address = server.address
        link = socket.create_connection(address, timeout=5)
        assert exchanged(link, framed(b"one"), framed(b"one")) == framed(b"one")
    assert received(link, 1) == b""
    link.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=5)


def test_there_is_no_address_before_it_listens():
    with pytest.raises(RuntimeError, match="with statement"):
        _ = Parrot().address
