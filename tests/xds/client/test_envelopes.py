import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.xds import vocabulary as v
from conformance.xds.client import envelopes
from conformance.xds.wire.ebrim import DocumentEntry, Objects
from conformance.xds.wire.registry import Carried, QueryRequest, write_provide, write_query, write_submission
from conformance.xds.wire.repository import (
    DocumentRequest,
    ImagingRequest,
    InstanceRequest,
    write_imaging,
    write_retrieve,
)
from conformance.xds.wire.soap import Addressing, write_envelope

ASKED = DocumentRequest("1.2", "1.3")
BODIES = {
    v.REGISTER: lambda title: write_submission(Objects((DocumentEntry("d", title=title),))),
    v.PROVIDE: lambda title: write_provide(Objects((DocumentEntry("d", title=title),)), [Carried("d", b"x")], "t")[0],
    v.STORED_QUERY: lambda title: write_query(QueryRequest("urn:uuid:1", (("$name", (title,)),))),
    v.RETRIEVE: lambda title: write_retrieve([ASKED, DocumentRequest("1.2", title)]),
    v.RETRIEVE_IMAGING: lambda title: write_imaging(ImagingRequest((InstanceRequest("1", title, ASKED),), ("1.2",))),
}
TITLES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"]), max_size=20)


def shape(element: etree._Element) -> tuple:
    """Return what an element says, whatever its prefixes."""
    return element.tag, sorted(element.attrib.items()), element.text or "", [shape(child) for child in element]


@pytest.mark.parametrize("action", list(BODIES))
@given(title=TITLES, must_understand=st.booleans(), to=st.none() | st.just("http://127.0.0.1/x"))
def test_the_library_says_what_our_own_writer_says(action, title, must_understand, to):
    addressing = Addressing(action, "urn:uuid:1", to, must_understand=must_understand)
    by_library = envelopes.envelope(BODIES[action](title), addressing)
    by_us = write_envelope(BODIES[action](title), addressing)
    assert shape(etree.fromstring(by_library)) == shape(etree.fromstring(by_us))


def test_a_request_the_facade_does_not_know_is_refused():
    with pytest.raises(LookupError, match="no operation unheard"):
        envelopes.envelope(etree.Element("unheard"), Addressing(None, None))


def test_nothing_is_fetched_and_nothing_sent():
    transport = envelopes._client().transport
    assert transport.load(envelopes.FACADE) == envelopes.facade()
    for url in ("http://127.0.0.1:1/x.wsdl", "file:///etc/passwd", "other.xsd"):
        with pytest.raises(PermissionError):
            transport.load(url)
    with pytest.raises(PermissionError):
        transport.post("http://127.0.0.1:1/", b"", {})
    with pytest.raises(PermissionError):
        transport.post_xml("http://127.0.0.1:1/", etree.Element("x"), {})
    with pytest.raises(PermissionError):
        transport.get("http://127.0.0.1:1/", {}, {})


def test_the_facade_is_loaded_once():
    assert envelopes._client() is envelopes._client()
