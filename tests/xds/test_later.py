"""Whoever answers later: what came at our door and on the request's own connection is told, whatever it was."""

from __future__ import annotations

import re
import socket

import pytest
from scripted import peer

from conformance.xds.later import LaterRegistry, LaterSpeaker
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import RegistryResponse, write_registry_response
from conformance.xds.wire.soap import Addressing, simple_type, write_envelope

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
SUCCEEDED = write_envelope(
    write_registry_response(RegistryResponse("urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success")),
    Addressing("a", "b", relates_to="c"),
)
POST = f"POST /reply HTTP/1.1\r\nHost: x\r\nContent-Type: {simple_type()}\r\nContent-Length: {len(SUCCEEDED)}\r\n\r\n"


def calling(*, says=b"", first=False):
    """Return a peer that calls the address of a request, says something there, and accepts the request."""

    def serve(link):
        held = b""
        while b"Envelope>" not in held:
            held += link.recv(65536)
        if first:
            link.sendall(ACCEPTED)
        if says:
            port = int(re.search(rb"http://127\.0\.0\.1:(\d+)/reply", held)[1])
            with socket.create_connection(("127.0.0.1", port), timeout=5) as door:
                door.sendall(says)
                assert door.recv(65536).startswith(b"HTTP/1.1 202")
        if not first:
            link.sendall(ACCEPTED)

    return serve


def told(telling, serve, **limits):
    story = telling(**limits)
    with peer(serve) as (host, port):
        registry = LaterRegistry(
            LaterSpeaker(story, f"http://{host}:{port}/registry", "registry", None, ("127.0.0.1", 0))
        )
        try:
            return registry.register(Objects()), registry.speaker.promise
        finally:
            registry.speaker.door.close()


@pytest.mark.parametrize("first", [True, False])
def test_a_response_is_taken_before_or_after_its_promise(telling, first):
    answer, promise = told(telling, calling(says=POST.encode() + SUCCEEDED, first=first))

    assert (answer.succeeded, answer.relates_to, promise.status) == (True, "c", 202)
    assert len(answer.evidence) == 3


def test_nobody_at_the_door_is_told(telling):
    answer, promise = told(telling, calling(first=True), http_s=0.3)

    assert "no response came" in answer.trouble
    assert promise.status == 202


def test_no_message_at_the_door_is_told(telling):
    answer, _ = told(telling, calling(says=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))

    assert "no message" in answer.trouble
