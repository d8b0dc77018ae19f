"""A socket is waited for whatever its number is."""

from __future__ import annotations

import os
import socket

import pytest

from conformance.waiting import READ, WRITE, ready


def test_what_can_be_read_or_written_is_said_to_be():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert not ready(ours, READ, 0)
        assert ready(ours, WRITE, 0)
        theirs.sendall(b"octets")
        assert ready(ours, READ, 1)


@pytest.mark.skipif(os.name == "nt", reason="sockets have no small numbers there")
def test_a_socket_of_a_number_beyond_1024_is_waited_for_too():
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2100:
        pytest.skip("this process may not have so many files open")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2100), hard))
    ours, theirs = socket.socketpair()
    fcntl = pytest.importorskip("fcntl")
    with ours, theirs, socket.socket(fileno=fcntl.fcntl(ours.fileno(), fcntl.F_DUPFD, 2000)) as far:
        assert far.fileno() >= 2000
        assert ready(far, WRITE, 0)
        theirs.sendall(b"octets")
        assert ready(far, READ, 1)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
