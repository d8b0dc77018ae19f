from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.xds import vocabulary as v
from conformance.xds.explain import HTTP, LINES, explain, unchunked
from conformance.xds.wire.ebrim import DocumentEntry, Objects
from conformance.xds.wire.registry import Carried, write_provide
from conformance.xds.wire.soap import Addressing, simple_type, write_envelope, write_mtom

ADDRESSED = Addressing(v.PROVIDE, "urn:uuid:1")


def posted(content_type: str, body: bytes, more: str = "") -> bytes:
    return f"POST /x HTTP/1.1\r\nContent-Type: {content_type}\r\n{more}\r\n".encode() + body


def test_a_package_is_told_with_its_headers_envelope_and_parts():
    element, parts = write_provide(Objects((DocumentEntry("d"),)), [Carried("d", b"abc")], "t")
    lines = explain(HTTP, posted(*write_mtom(write_envelope(element, ADDRESSED), parts, "t")))
    text = "\n".join(lines)
    assert lines[0] == "POST /x HTTP/1.1"
    assert "2 parts:" in text
    assert "a document, 3 octets, SHA-256 ba7816bf" in text
    assert '<rim:ExtrinsicObject id="d"/>' in text


def test_a_plain_message_is_indented_and_bounded():
    element = etree.Element("many")
    for number in range(1000):
        etree.SubElement(element, f"n{number}")
    lines = explain(HTTP, posted(simple_type(), write_envelope(element, ADDRESSED)))
    assert len(lines) <= LINES
    assert any("lines left out" in line for line in lines)
    assert lines[-1].strip() == "</soap:Envelope>"


def test_a_chunked_message_is_put_together():
    body = write_envelope(None, ADDRESSED)
    chunks = b"".join(
        b"%x;x=1\r\n%s\r\n" % (len(body[at : at + 50]), body[at : at + 50]) for at in range(0, len(body), 50)
    )
    octets = posted(simple_type(), chunks + b"0\r\n\r\n", "Transfer-Encoding: chunked\r\n")
    assert any("soap:Body" in line for line in explain(HTTP, octets))


def test_what_is_no_soap_is_left_to_others():
    assert explain("application/vnd.dicom.pdu", b"") is None
    assert explain(HTTP, posted("text/html", b"<html/>")) is None
    assert explain(HTTP, b"") is None


def test_what_claims_to_be_soap_and_is_not_is_said_so():
    lines = explain(HTTP, posted(simple_type(), b"<!DOCTYPE a><a/>"))
    assert any("DOCTYPE" in line for line in lines)


@given(st.binary(max_size=300), st.sampled_from([simple_type(), "multipart/related; boundary=b", ""]))
def test_no_octets_make_it_raise(octets, content_type):
    explain(HTTP, octets)
    explain(HTTP, posted(content_type, octets))
    explain(HTTP, posted(content_type, octets, "Transfer-Encoding: chunked\r\n"))
    unchunked(octets)
