import gzip

import pytest
from scripted import peer

from conformance.guarded import Unreachable
from conformance.xds import vocabulary as v
from conformance.xds.client import ImagingSourceClient, RegistryClient, RepositoryClient, Speaker
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import RegistryError, RegistryResponse, write_registry_response
from conformance.xds.wire.repository import DocumentRequest
from conformance.xds.wire.soap import Addressing, Fault, simple_type, write_envelope, write_fault

SOAP = simple_type()


def http(body=b"", content_type=SOAP, status="200 OK", *more):
    head = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def answering(octets, *, stay=False):
    def serve(link):
        held = b""
        while b"Envelope>" not in held:
            more = link.recv(65536)
            if not more:
                return
            held += more
        link.sendall(octets)
        while stay and link.recv(65536):
            continue

    return serve


def said(telling, octets, *, stay=False, **limits):
    """Register nothing at a peer that answers with these octets."""
    story = telling(**limits)
    with peer(answering(octets, stay=stay)) as (host, port):
        return RegistryClient(Speaker(story, f"http://{host}:{port}/registry", "registry")).register(Objects())


def enveloped(response=None, relates="x"):
    body = write_registry_response(response or RegistryResponse(v.SUCCESS))
    return write_envelope(body, Addressing("a", "urn:uuid:2", relates_to=relates))


TROUBLES = {
    "redirect": (http(b"", status="302 Found", content_type="text/html") + b"", "HTTP 302: a redirect to nowhere"),
    "redirect elsewhere": (
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
        "a redirect to file:///etc/passwd, which is not followed",
    ),
    "log-in page": (http(b"<html>log in</html>", "text/html"), "text/html, not application/soap+xml"),
    "stack trace": (http(b"<html>oops</html>", "text/html", "500 Server Error"), "HTTP 500: the body is text/html"),
    "doctype": (http(b"<!DOCTYPE a><a/>"), "DOCTYPE"),
    "nothing": (b"", "before the head of a response was whole"),
    "no http": (b"hello\r\n\r\n", "not a readable HTTP response"),
    "accepted": (http(b"", status="202 Accepted"), "HTTP 202 without a body"),
    "wrong root": (http(write_envelope(None, Addressing("a", "b"))), "the Body holds nothing"),
    "soap 1.1": (http(b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>'), "SOAP 1.1"),
    "no parts": (http(b"x", "multipart/related; boundary=b"), "nowhere in the body"),
    "cut short": (http(enveloped())[:-20], "no whole response|not a readable"),
    "gzip bomb": (
        http(gzip.compress(b" " * 300_000_000, 9), SOAP, "200 OK", "Content-Encoding: gzip"),
        "expands over",
    ),
    "other coding": (http(b"x", SOAP, "200 OK", "Content-Encoding: br"), "coded as br"),
}


@pytest.mark.parametrize("kind", list(TROUBLES))
def test_whatever_goes_wrong_is_told_in_words(telling, kind):
    octets, says = TROUBLES[kind]
    answer = said(telling, octets)
    assert any(part in answer.trouble for part in says.split("|")), answer.trouble
    assert (answer.status, answer.succeeded, answer.codes) == ("", False, set())
    assert answer.said == answer.trouble
    assert answer.evidence


def test_silence_and_an_endless_body_end_with_a_named_trouble(telling):
    assert "nothing came within 0.3 s" in said(telling, b"HTTP/1.1 200 OK\r\n", stay=True, http_s=0.3).trouble
    endless = http(b"", SOAP).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked") + b"ffff\r\n" + b"x" * 0xFFFF
    assert "over the cap of 1000 octets" in said(telling, endless, http_body_bytes=1000).trouble


def test_a_fault_is_no_trouble_but_no_status_either(telling):
    octets = http(write_fault(Fault("Sender", "no such action"), Addressing(None, None)), status="500 Error")
    answer = said(telling, octets)
    assert answer.fault == Fault("Sender", "no such action")
    assert (answer.trouble, answer.status) == ("", "")
    assert answer.said == "HTTP 500, a SOAP fault Sender: no such action"


def test_errors_and_addressing_are_read(telling):
    errors = (RegistryError("XDSUnknownPatientId", "who?"), RegistryError("Odd", severity=v.WARNING))
    answer = said(telling, http(enveloped(RegistryResponse(v.FAILURE, errors, v.ERROR))))
    assert (answer.status, answer.codes, answer.warnings) == (v.FAILURE, {"XDSUnknownPatientId"}, {"Odd"})
    assert (answer.relates_to, answer.action, answer.packaging) == ("x", "a", "application/soap+xml")
    assert answer.action_must_be_understood
    assert answer.said == "Failure: XDSUnknownPatientId (who?); Odd"


def test_every_client_gives_a_total_answer(telling):
    for octets in (http(enveloped()), http(b"<a/>"), b""):
        story = telling()
        with peer(answering(octets), 3) as (host, port):
            speaker = Speaker(story, f"http://{host}:{port}/x", "x")
            answers = [
                RegistryClient(speaker).find_documents("p"),
                RepositoryClient(speaker).retrieve(DocumentRequest("1", "2")),
                ImagingSourceClient(speaker).retrieve([], ["1.2"]),
            ]
        for answer in answers:
            assert answer.trouble
            assert answer.said == answer.trouble


def test_nobody_there_is_unreachable(telling):
    speaker = Speaker(telling(), "http://127.0.0.1:1/registry", "registry")
    with pytest.raises(Unreachable):
        RegistryClient(speaker).register(Objects())


def test_the_same_story_sends_the_same_octets(telling):
    sent = []
    for _ in range(2):
        story = telling()

        def serve(link):
            held = b""
            while b"Envelope>\r\n--" not in held:
                held += link.recv(65536)
            sent.append(held.split(b"\r\n\r\n", 1)[1])

        with peer(serve, 2) as (host, port):
            client = RepositoryClient(Speaker(story, f"http://{host}:{port}/repository", "repository"))
            for _ in range(2):
                client.retrieve(DocumentRequest("1", "2"))
    port_free = [octets.split(b"<wsa:To")[0] for octets in sent]
    assert port_free[0] == port_free[2]
    assert port_free[1] == port_free[3]
    assert port_free[0] != port_free[1]
