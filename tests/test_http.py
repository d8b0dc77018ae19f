"""One exchange, bounded in time and size, nothing followed, everything recorded."""

from __future__ import annotations

import gzip
import io
import threading
import time

import pytest
from scripted import peer

from conformance.evidence import Recorder
from conformance.guarded import Unreachable
from conformance.http import exchange
from conformance.limits import Limits
from conformance.network import Network
from conformance.sealing import seal

LIMITS = Limits(connect_s=1, http_s=1, http_body_bytes=1 << 20, http_head_bytes=1 << 16)


@pytest.fixture
def ask():
    journals = []

    def asked(*pieces, method="POST", body=b"question", pause=0.0, limits=LIMITS):
        waiting = threading.Event()

        def serve(link):
            request = b""
            while not request.endswith(body) or b"\r\n\r\n" not in request:
                request += link.recv(65536)
            for piece in pieces:
                link.sendall(piece)
                waiting.wait(pause)

        journal = io.BytesIO()
        journals.append(journal)
        network = Network(Recorder(journal), limits)
        with peer(serve) as (host, port):
            try:
                return exchange(network, method, f"http://{host}:{port}/a?b", [("X-Mine", "1")], body)
            finally:
                waiting.set()
                network.close()

    asked.journals = journals
    return asked


def response(body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_a_response_is_read_whole_however_it_is_cut(ask, tmp_path):
    octets = response(b"answer", "X-Theirs: 2")

    answer = ask(*[octets[n : n + 1] for n in range(len(octets))])

    assert (answer.status, answer.body, answer.header("x-theirs"), answer.trouble) == (200, b"answer", "2", "")
    sent, received = seal(ask.journals[0], tmp_path).evidence
    assert (tmp_path / sent.sha256).read_bytes().endswith(b"\r\n\r\nquestion")
    assert (tmp_path / received.sha256).read_bytes() == octets
    assert answer.evidence == (sent.id, received.id)


def test_a_redirect_is_told_and_not_followed(ask):
    answer = ask(response(b"", "Location: file:///etc/hostname", status="302 Found"))
    assert (answer.status, answer.header("location")) == (302, "file:///etc/hostname")


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"SSH-2.0-x\r\n\r\n", "not a readable HTTP response"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "without sending complete message body"),
        (b"", "closed the connection before the head"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * (1 << 17), "not a readable HTTP response"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(3 << 20), "over the cap of 1048576"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "not a readable HTTP response"),
    ],
)
def test_what_is_no_whole_response_is_told_in_words(ask, octets, says):
    assert says in ask(octets).trouble


def test_a_slow_response_ends_at_the_deadline_of_the_whole(ask):
    began = time.monotonic()
    answer = ask(*[b"H"] * 60, pause=0.1)
    assert "within 1 s" in answer.trouble
    assert time.monotonic() - began < 4


def test_a_bomb_is_not_unpacked(ask):
    bomb = gzip.compress(bytes(40 << 20))
    answer = ask(response(bomb, "Content-Encoding: gzip"))
    assert "expands over" in answer.trouble
    assert answer.body == b""
    assert ask(response(gzip.compress(b"fine"), "Content-Encoding: gzip")).body == b"fine"
    assert "did not ask for" in ask(response(b"x", "Content-Encoding: br")).trouble


def test_a_coded_body_that_ends_early_is_told(ask):
    half = gzip.compress(bytes(range(256)) * 4)[:-9]
    assert "before it is whole" in ask(response(half, "Content-Encoding: gzip")).trouble
    assert ask(response(b"", "Content-Encoding: gzip")).trouble == ""


def test_nobody_there_is_blocked():
    with peer(lambda _: None, connections=0) as (_, port):
        pass
    with pytest.raises(Unreachable):
        exchange(Network(Recorder(io.BytesIO()), LIMITS), "GET", f"http://127.0.0.1:{port}/", [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999999/x",
        "http://127.0.0.1:x/",
        "http://[::1/",
        "http:///nowhere",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "urn:oid:1.2.3",
        "/only/a/path",
        "",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\u00e4",
        "http://127.0.0.1/a\x00b",
    ],
)
def test_an_address_that_cannot_be_asked_is_a_trouble_and_nobody_is_asked(url):
    journal = io.BytesIO()

    answer = exchange(Network(Recorder(journal), LIMITS), "GET", url, [])

    assert answer.trouble.endswith("is no address that can be asked")
    assert journal.getvalue() == b""


@pytest.mark.parametrize("host", ["a" * 70, "a..b"])
def test_a_name_that_no_host_may_have_is_not_reachable(host):
    with pytest.raises(Unreachable):
        exchange(Network(Recorder(io.BytesIO()), LIMITS), "GET", f"http://{host}/", [])
