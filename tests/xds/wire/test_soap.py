import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds.vocabulary import PROVIDE, SOAP, WSA, XOP, clark
from conformance.xds.wire.mime import Part, write_multipart
from conformance.xds.wire.soap import (
    MTOM,
    SIMPLE,
    Addressing,
    Fault,
    carry,
    read_message,
    simple_type,
    write_envelope,
    write_fault,
    write_mtom,
)
from conformance.xds.wire.unreadable import Unreadable

LIMITS = Limits()
ADDRESSED = Addressing(PROVIDE, "urn:uuid:1", to="http://127.0.0.1/xds")
AWKWARD = st.sampled_from(
    [b"", b"\r\n", b"\n", b"\0", b"conformance-t-0", b"\r\n--conformance-t-0--\r\n", bytes(range(256))]
)
DOCUMENTS = st.lists(st.one_of(st.binary(max_size=60), AWKWARD), max_size=4).map(b"".join)


def enveloped(octets: bytes, *, inline: bool = False) -> tuple[bytes, list[Part]]:
    body = etree.Element("Document")
    part = carry(body, octets, "a b%c@x", inline=inline)
    return write_envelope(body, ADDRESSED), [part] if part else []


@given(DOCUMENTS)
def test_a_document_goes_through_mtom_octet_for_octet(octets):
    content_type, package = write_mtom(*enveloped(octets), "t", PROVIDE)
    message = read_message(content_type, package, LIMITS)
    assert message.packaging == MTOM
    assert message.problems == ()
    assert message.octets(message.body) == (octets, "")


@given(DOCUMENTS)
def test_a_document_goes_through_inline_base64_octet_for_octet(octets):
    envelope, parts = enveloped(octets, inline=True)
    assert parts == []
    for content_type, body in ((simple_type(), envelope), write_mtom(envelope, [], "t")):
        message = read_message(content_type, body, LIMITS)
        assert message.octets(message.body) == (octets, "")


@given(st.binary(max_size=200), st.sampled_from([SIMPLE, f"{MTOM}; boundary=b", "text/html", ""]))
def test_no_octets_make_the_reader_raise_anything_but_unreadable(octets, content_type):
    for body in (octets, b"--b\r\n\r\n" + octets + b"\r\n--b--", f'<e:Envelope xmlns:e="{SOAP}">'.encode() + octets):
        try:
            message = read_message(content_type, body, LIMITS)
        except Unreadable:
            continue
        assert message.headers is not None


def test_addressing_headers_are_written_and_read():
    message = read_message(simple_type(PROVIDE), enveloped(b"")[0], LIMITS)
    assert message.packaging == SIMPLE
    assert [message.addressing(name) for name in ("Action", "MessageID", "To", "RelatesTo")] == [
        PROVIDE,
        "urn:uuid:1",
        "http://127.0.0.1/xds",
        "",
    ]
    action = message.headers[0]
    assert action.get(clark(SOAP, "mustUnderstand")) == "true"
    assert message.addressing("ReplyTo") == f"{WSA}/anonymous"


def test_a_fault_is_read_as_written():
    fault = Fault("Sender", "no", "ActionNotSupported")
    assert read_message(SIMPLE, write_fault(fault, Addressing(None, None)), LIMITS).fault == fault


@pytest.mark.parametrize(
    ("href", "parts", "says"),
    [
        ("cid:gone@x", [], "no part"),
        ("http://127.0.0.1/x", [], "no part"),
        ("", [], "no part"),
        (
            "cid:a@x",
            [Part((("Content-ID", "<a@x>"), ("Content-Transfer-Encoding", "base64")), b"!!")],
            "does not decode",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_problem_in_words(href, parts, says):
    body = etree.Element("Document")
    etree.SubElement(body, clark(XOP, "Include")).set("href", href)
    content_type, package = write_mtom(write_envelope(body, ADDRESSED), parts, "t")
    message = read_message(content_type, package, LIMITS)
    octets, problem = message.octets(message.body)
    assert octets == b""
    assert says in problem


def test_base64_part_and_base64_with_line_breaks_are_decoded():
    body = etree.Element("Document")
    etree.SubElement(body, clark(XOP, "Include")).set("href", "cid:a@x")
    part = Part((("Content-ID", "<a@x>"), ("Content-Transfer-Encoding", "base64")), b"AA\r\nEC")
    message = read_message(*write_mtom(write_envelope(body, ADDRESSED), [part], "t"), LIMITS)
    assert message.octets(message.body) == (b"\x00\x01\x02", "")


def test_content_beside_an_include_is_a_problem():
    body = etree.Element("Document")
    body.text = "junk"
    part = carry(body, b"x", "a@x")
    message = read_message(*write_mtom(write_envelope(body, ADDRESSED), [part], "t"), LIMITS)
    assert message.octets(message.body)[1].startswith("beside the xop:Include")


def test_root_first_without_start_and_root_second_with_start_are_both_read():
    envelope, attachments = enveloped(b"x")
    root = Part((("Content-Type", f'application/xop+xml; type="{SIMPLE}"'), ("Content-ID", "<r@x>")), envelope)
    named = [("type", "application/xop+xml"), ("start-info", SIMPLE)]
    for parts, more in (([root, *attachments], []), ([*attachments, root], [("start", "<r@x>")])):
        message = read_message(*write_multipart(parts, "b", [*named, *more]), LIMITS)
        assert message.octets(message.body) == (b"x", "")
        assert message.problems == ()


def test_a_package_that_is_not_xop_is_a_problem():
    envelope, _ = enveloped(b"x", inline=True)
    message = read_message(*write_multipart([Part((("Content-Type", "text/xml"),), envelope)], "b", []), LIMITS)
    assert len(message.problems) == 4


@pytest.mark.parametrize(
    ("content_type", "octets", "says"),
    [
        ("text/html", b"<html>log in</html>", "text/html, not application/soap.xml"),
        (SIMPLE, b"<html/>", "<html>, not a SOAP"),
        (SIMPLE, b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>', "SOAP 1.1"),
        (SIMPLE, f'<e:Envelope xmlns:e="{SOAP}"/>'.encode(), "0 Body"),
        (SIMPLE, f'<!DOCTYPE e><e:Envelope xmlns:e="{SOAP}"/>'.encode(), "DOCTYPE"),
    ],
)
def test_what_is_no_soap_message_is_unreadable_in_words(content_type, octets, says):
    with pytest.raises(Unreadable, match=says):
        read_message(content_type, octets, LIMITS)


def test_a_boundary_of_our_own_may_stand_inside_a_document():
    octets = b"a line that speaks of --mark and --mark-- and ends"
    content_type, package = write_mtom(*enveloped(octets), "t", boundary="mark")
    message = read_message(content_type, package, LIMITS)
    assert message.octets(message.body) == (octets, "")
