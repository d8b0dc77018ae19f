"""The desk does the deeds it has, and says what went wrong with them."""

from __future__ import annotations

import contextlib
import json
import socket
import urllib.error
import urllib.request

import pytest

from conformance.desk import Desk
from conformance.ways import Asked


def posted(url, body):
    request = urllib.request.Request(url, body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def fall(values):
    raise LookupError("lost")


@pytest.fixture
def desk():
    done = []
    with Desk({"vice.ring": done.append, "vice.fall": fall}) as opened:
        opened.done = done
        yield opened


def test_a_deed_gets_the_values_it_is_asked_with(desk):
    url = Asked.model_validate(desk.profile()).way("vice.ring").url

    assert posted(url, json.dumps({"deed": "vice.ring", "who": "ZZ"}).encode()) == (204, b"")
    assert desk.done == [{"deed": "vice.ring", "who": "ZZ"}]


def test_what_a_deed_raises_is_told(desk):
    url = desk.profile()["by"]["vice.fall"]["url"]

    assert posted(url, b'{"deed": "vice.fall"}') == (500, b"LookupError: lost")


@pytest.mark.parametrize(
    "body", [b"", b"[" * 100_000, b"[]", b"null", b'{"deed": 1}', b'{"deed": "vice.sing"}', b"\xff"]
)
def test_what_is_no_deed_is_not_done(desk, body):
    url = desk.profile()["by"]["vice.ring"]["url"]

    assert posted(url, body)[0] == 404
    assert desk.done == []


@pytest.mark.parametrize("size", ["-1", "x", "9999999999999", str((1 << 20) + 1)])
def test_no_more_is_read_than_a_deed_needs(desk, size):
    with socket.create_connection(("127.0.0.1", desk.port), timeout=5) as link:
        link.sendall(f"POST / HTTP/1.0\r\nContent-Length: {size}\r\n\r\n".encode())
        answer = link.recv(4096)

    assert b" 413 " in answer.split(b"\r\n")[0]


def test_who_says_nothing_does_not_hold_the_desk_open(monkeypatch):
    monkeypatch.setattr("conformance.desk._IDLE_S", 0.2)
    with Desk({}) as desk:
        link = socket.create_connection(("127.0.0.1", desk.port), timeout=5)
    with link, contextlib.suppress(ConnectionResetError):
        assert link.recv(1) == b""
