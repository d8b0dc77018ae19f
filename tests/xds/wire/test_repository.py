import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import (
    DocumentRequest,
    ImagingRequest,
    InstanceRequest,
    RetrievedDocument,
    RetrieveResponse,
    read_imaging,
    read_retrieve,
    read_retrieve_response,
    write_imaging,
    write_retrieve,
    write_retrieve_response,
)
from conformance.xds.wire.soap import Addressing, read_message, write_envelope, write_mtom
from conformance.xds.wire.unreadable import Unreadable

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc"]), max_size=10).map(
    str.strip
)
ASKED = st.builds(DocumentRequest, WORDS, WORDS, st.none() | WORDS)
DOCUMENTS = st.builds(RetrievedDocument, WORDS, WORDS, WORDS, st.binary(max_size=30), st.none() | WORDS)


@given(st.lists(ASKED, max_size=3))
def test_a_retrieval_comes_back(asked):
    assert read_retrieve(write_retrieve(asked)) == tuple(asked)


@given(st.lists(ASKED, max_size=3), st.lists(WORDS, max_size=2))
def test_an_imaging_retrieval_comes_back(asked, syntaxes):
    request = ImagingRequest(tuple(InstanceRequest("1.2", "1.3", one) for one in asked), tuple(syntaxes))
    assert read_imaging(write_imaging(request)) == request


def test_instances_of_one_series_are_gathered():
    asked = DocumentRequest("1", "2")
    pairs = [("1", "1"), ("1", "2"), ("2", "3"), ("1", "1")]
    element = write_imaging(ImagingRequest(tuple(InstanceRequest(*pair, asked) for pair in pairs), ()))
    assert [len(study) for study in element] == [2, 1, 0]


@given(st.lists(DOCUMENTS, max_size=3), st.booleans())
def test_a_retrieve_response_comes_back(documents, inline):
    answer = RetrieveResponse(RegistryResponse(v.PARTIAL_SUCCESS, (RegistryError("X"),)), tuple(documents))
    element, parts = write_retrieve_response(answer, "t", inline=inline)
    envelope = write_envelope(element, Addressing("a", "urn:uuid:1"))
    assert read_retrieve_response(read_message(*write_mtom(envelope, parts, "t"), Limits())) == answer


def test_what_is_no_retrieval_is_unreadable():
    for read in (read_retrieve, read_imaging):
        with pytest.raises(Unreadable):
            read(etree.Element("x"))
    for body in (None, etree.Element("x"), etree.Element(f"{{{v.XDS}}}RetrieveDocumentSetResponse")):
        message = read_message("application/soap+xml", write_envelope(body, Addressing(None, None)), Limits())
        with pytest.raises(Unreadable):
            read_retrieve_response(message)
