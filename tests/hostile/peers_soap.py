"""Peers that answer SOAP, its XML and its MTOM packages in the worst ways a candidate could."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peers_http import Talk

QUERY_NS, RS_NS = b"urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0", b"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
RIM_NS, XDS_NS = b"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0", b"urn:ihe:iti:xds-b:2007"
OK = b"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"


def envelope(body: bytes, relates_to: bytes, action: bytes, prolog: bytes = b"") -> bytes:
    return (
        prolog + b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        b'xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="1">'
        + action
        + b"</a:Action><a:RelatesTo>"
        + relates_to
        + b"</a:RelatesTo></s:Header><s:Body>"
        + body
        + b"</s:Body></s:Envelope>"
    )


STORED_QUERY = b"urn:ihe:iti:2007:RegistryStoredQueryResponse"
RETRIEVED = b"urn:ihe:iti:2007:RetrieveDocumentSetResponse"


def found(inside: bytes = b"") -> bytes:
    """Return an AdhocQueryResponse of status Success."""
    return (
        b'<q:AdhocQueryResponse xmlns:q="' + QUERY_NS + b'" status="' + OK + b'">'
        b'<r:RegistryObjectList xmlns:r="' + RIM_NS + b'">' + inside + b"</r:RegistryObjectList></q:AdhocQueryResponse>"
    )


def retrieved(href: bytes, repository: bytes, document: bytes) -> bytes:
    """Return a RetrieveDocumentSetResponse with one document by reference."""
    return (
        b'<x:RetrieveDocumentSetResponse xmlns:x="' + XDS_NS + b'"><r:RegistryResponse xmlns:r="' + RS_NS + b'" '
        b'status="' + OK + b'"/><x:DocumentResponse><x:RepositoryUniqueId>' + repository + b"</x:RepositoryUniqueId>"
        b"<x:DocumentUniqueId>" + document + b"</x:DocumentUniqueId><x:mimeType>text/plain</x:mimeType><x:Document>"
        b'<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="' + href + b'"/></x:Document>'
        b"</x:DocumentResponse></x:RetrieveDocumentSetResponse>"
    )


def doctype(talk: Talk) -> None:
    prolog = b'<!DOCTYPE s:Envelope SYSTEM "file:///etc/hostname">'
    talk.reply(envelope(found(), talk.message_id, STORED_QUERY, prolog))


def entity_bomb(talk: Talk) -> None:
    levels = b"".join(
        b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10 if number else b"lol") for number in range(12)
    )
    prolog = b"<!DOCTYPE s [" + levels + b"]>"
    talk.reply(envelope(found(b"&l11;"), talk.message_id, STORED_QUERY, prolog))


def external_entity(talk: Talk) -> None:
    prolog = b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    talk.reply(envelope(found(b"&e;"), talk.message_id, STORED_QUERY, prolog))


def deep_xml(talk: Talk) -> None:
    talk.reply(envelope(found(b"<a>" * 100_000 + b"</a>" * 100_000), talk.message_id, STORED_QUERY))


@cache
def million_attributes() -> bytes:
    """Return an element of 11 MB, all of it attributes."""
    return b"<a " + b" ".join(b'a%d=""' % number for number in range(1_000_000)) + b"/>"


def many_attributes(talk: Talk) -> None:
    talk.reply(envelope(found(million_attributes()), talk.message_id, STORED_QUERY))


def long_text(talk: Talk) -> None:
    talk.reply(envelope(found(b"<a>" + b"A" * (11 << 20) + b"</a>"), talk.message_id, STORED_QUERY))


def answers_another(talk: Talk) -> None:
    talk.reply(envelope(found(), b"urn:uuid:11111111-2222-4333-8444-555555555555", STORED_QUERY))


def not_an_envelope(talk: Talk) -> None:
    talk.reply(b"<hello/>")


def soap_1_1(talk: Talk) -> None:
    body = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'
    talk.reply(body, b"text/xml")


def bad_utf8(talk: Talk) -> None:
    talk.reply(envelope(found(b"<a>\xff\xfe</a>"), talk.message_id, STORED_QUERY))


def mtom(talk: Talk, parts: list[tuple[bytes, bytes, bytes]], boundary: bytes = b"b", announced: bytes = b"") -> None:
    """Send a multipart/related reply of (content id, media type, content), the first one the root."""
    lines = []
    for content_id, media_type, content in parts:
        head = b"Content-Type: %s\r\nContent-ID: <%s>\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        lines.append(b"--" + boundary + b"\r\n" + head % (media_type, content_id) + content + b"\r\n")
    body = b"".join(lines) + b"--" + boundary + b"--\r\n"
    media = (
        b'multipart/related; type="application/xop+xml"; start="<%s>"; start-info="application/soap+xml"' % parts[0][0]
    )
    talk.reply(body, media + (announced or b'; boundary="%s"' % boundary))


XOP_TYPE = b'application/xop+xml; charset=UTF-8; type="application/soap+xml"'


def _document(talk: Talk) -> bytes:
    repository = re.search(rb"RepositoryUniqueId[^>]*>\s*([^<\s]+)", talk.request)
    document = re.search(rb"DocumentUniqueId[^>]*>\s*([^<\s]+)", talk.request)
    named = [one[1] if one else b"1.2.3" for one in (repository, document)]
    return envelope(retrieved(b"cid:doc@peer", *named), talk.message_id, RETRIEVED)


def part_missing(talk: Talk) -> None:
    mtom(talk, [(b"root@peer", XOP_TYPE, _document(talk))])


def part_doubled(talk: Talk) -> None:
    root = (b"root@peer", XOP_TYPE, _document(talk))
    mtom(talk, [root, (b"doc@peer", b"text/plain", b"one"), (b"doc@peer", b"text/plain", b"two")])


def no_boundary(talk: Talk) -> None:
    mtom(talk, [(b"root@peer", XOP_TYPE, _document(talk))], announced=b"; x=y")


def boundary_never_closed(talk: Talk) -> None:
    head = b"--b\r\nContent-Type: " + XOP_TYPE + b"\r\nContent-ID: <root@peer>\r\n\r\n"
    talk.reply(
        head + _document(talk), b'multipart/related; type="application/xop+xml"; start="<root@peer>"; boundary=b'
    )


def many_parts(talk: Talk) -> None:
    spam = [(b"p%d@peer" % number, b"text/plain", b"") for number in range(100_000)]
    mtom(talk, [(b"root@peer", XOP_TYPE, _document(talk)), *spam])
