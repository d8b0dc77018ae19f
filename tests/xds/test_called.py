"""Our side of a call: what is read of a request, what we answer, and what is said of a submission."""

from __future__ import annotations

import socket
import threading
import urllib.request
from dataclasses import replace

import pytest

from conformance.asking import Begun, Deed, Nobody
from conformance.model import Blocked
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.called import OurSide
from conformance.xds.simulator.calling import Consumer, Source
from conformance.xds.wire import submitted

BEGUN = Begun(Deed("xds.provide-documents", "Do it"), 2.0, Nobody())


@pytest.fixture
def ours(telling):
    one = OurSide(telling({"xds": {}}, http_s=2.0))
    yield one
    one.door.close()


def calling(deed, *values):
    thread = threading.Thread(target=deed, args=values)
    thread.start()
    return thread


def test_a_submission_is_heard_and_answered(ours):
    url = ours.url("repository")
    caller = calling(Source().provide, {"url": url, "patient": "ZZ1^^^&1.2&ISO", "count": "2"})
    call = ours.until(v.PROVIDE, BEGUN)
    caller.join()

    assert (call.trouble, call.path, call.action) == ("", "/repository", v.PROVIDE)
    assert call.evidence == ("c0.r1",)


def test_a_consumer_is_answered_until_it_retrieves(ours, telling):
    document = samples.document(telling(), "a", repository_unique_id=ours.repository_id, status=v.APPROVED)
    ours.holds(replace(document.entry, id="urn:uuid:a"), document.content)
    values = {
        "registry": ours.url("registry"),
        "repository": ours.url("repository"),
        "patient": document.entry.patient_id,
        "document": document.entry.unique_id,
    }
    caller = calling(Consumer().fetch, values)
    call = ours.until(v.RETRIEVE, BEGUN)
    caller.join()

    assert [one.action for one in ours.calls] == [v.STORED_QUERY, v.RETRIEVE]
    assert call.path == "/repository"


@pytest.mark.parametrize(
    "octets", [b"", b"GET / HTTP/1.1\r\n\r\n", b"\xff\xfe", b"POST /x HTTP/1.1\r\nHost: a\r\n\r\n"]
)
def test_what_is_no_message_is_trouble(ours, octets):
    with socket.create_connection((ours.door.address.host, ours.door.address.port)) as link:
        link.sendall(octets)
        link.shutdown(socket.SHUT_WR)
        call = ours.until(v.PROVIDE, BEGUN)
        answer = link.recv(1 << 16)

    assert call.trouble
    assert call.message is None
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_nobody_calling_blocks_the_story(ours):
    with pytest.raises(Blocked, match=r"nothing reached us within 0\.05 s"):
        ours.until(v.PROVIDE, replace(BEGUN, within_s=0.05))


def test_a_post_in_chunks_is_read(ours):
    def pieces():
        yield b"<soap"
        yield b"/>"

    request = urllib.request.Request(ours.url("registry"), pieces(), {"Content-Type": "application/soap+xml"})
    caller = calling(lambda: urllib.request.urlopen(request, timeout=5).close())
    call = ours.until(v.STORED_QUERY, BEGUN)
    caller.join()
    assert "not readable as XML" in call.trouble or "not a SOAP" in call.trouble


@pytest.fixture
def submission(telling):
    story = telling()
    return samples.submission(story, "s", [samples.document(story, "a", b"A"), samples.document(story, "b", b"B")])


def test_nothing_is_said_of_a_right_submission(submission):
    objects = submission.objects
    assert submitted.absent(objects) + submitted.malformed(objects) + submitted.untied(objects) == []
    assert submitted.undescribed(objects, submission.contents) == []


@pytest.mark.parametrize(
    ("changes", "say", "told"),
    [
        ({"language": None}, submitted.absent, "has no languageCode"),
        ({"creation_time": "2026-01-01"}, submitted.malformed, "creationTime is written"),
        ({"patient_id": "ZZ1^^^&2.1&ISO^PI"}, submitted.malformed, "patientId is written"),
        ({"class_code": samples.documents.Code("x")}, submitted.malformed, "the code x has no codingScheme"),
    ],
)
def test_each_thing_wrong_is_said(submission, changes, say, told):
    first, *rest = submission.objects.entries
    wrong = replace(submission.objects, entries=(replace(first, **changes), *rest))
    assert [one for one in say(wrong) if told in one]


def test_loose_ends_are_said(submission):
    objects = submission.objects
    assert len(submitted.untied(replace(objects, associations=()))) == 2
    assert len(submitted.undescribed(objects, {})) == 2
    swapped = dict(zip(submission.contents, reversed(submission.contents.values()), strict=True))
    assert len(submitted.undescribed(objects, swapped)) == 2
    assert submitted.undescribed(objects, {**submission.contents, "stray": b""}) == ["the Document stray has no entry"]
