"""A free port is one that can be listened on, and that no outgoing connection is given."""

from __future__ import annotations

import socket

from conformance.ports import free_port


def test_a_free_port_lies_below_those_of_outgoing_connections_and_can_be_listened_on():
    for _ in range(20):
        port = free_port()
        assert 20000 <= port < 32000
        socket.create_server(("127.0.0.1", port)).close()
