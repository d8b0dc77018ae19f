import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import DocumentEntry, Objects
from conformance.xds.wire.registry import (
    Carried,
    QueryRequest,
    QueryResponse,
    RegistryError,
    RegistryResponse,
    quoted,
    read_provided,
    read_query,
    read_query_response,
    read_registry_response,
    read_submission,
    single,
    write_provide,
    write_query,
    write_query_response,
    write_registry_response,
    write_submission,
)
from conformance.xds.wire.soap import Addressing, read_message, write_envelope, write_mtom
from conformance.xds.wire.unreadable import Unreadable

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc"]), max_size=10).map(
    str.strip
)
ERRORS = st.builds(RegistryError, WORDS, WORDS, st.none() | WORDS, st.none() | WORDS)


@given(WORDS, st.lists(ERRORS, max_size=3))
def test_a_registry_response_comes_back(status, errors):
    response = RegistryResponse(status, tuple(errors))
    assert read_registry_response(write_registry_response(response)) == response


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2).map(tuple)), max_size=3), st.none() | WORDS)
def test_a_query_comes_back(parameters, home):
    request = QueryRequest(v.QUERIES["FindDocuments"], tuple(parameters), "ObjectRef", home=home)
    assert read_query(write_query(request)) == request


@given(st.booleans())
def test_a_query_response_comes_back(listed):
    objects = Objects((DocumentEntry("urn:uuid:1", title="x"),), refs=("urn:uuid:2",)) if listed else Objects()
    answer = QueryResponse(RegistryResponse(v.SUCCESS), objects, listed)
    assert read_query_response(write_query_response(answer)) == answer


@pytest.mark.parametrize("inline", [True, False])
def test_a_submission_with_its_documents_comes_back(inline):
    objects = Objects((DocumentEntry("a"), DocumentEntry("b")))
    carried = [Carried("a", b"\r\n\0"), Carried("b", b"")]
    element, parts = write_provide(objects, carried, "t", inline=inline)
    envelope = write_envelope(element, Addressing(v.PROVIDE, "urn:uuid:1"))
    message = read_message(*write_mtom(envelope, parts, "t"), Limits())
    assert message.body is not None
    assert read_submission(message.body) == objects
    assert read_provided(message) == (carried, [])
    assert len(parts) == (0 if inline else 2)


def test_what_is_no_submission_or_query_is_unreadable():
    for element in (etree.Element("x"), etree.Element(f"{{{v.XDS}}}ProvideAndRegisterDocumentSetRequest")):
        with pytest.raises(Unreadable):
            read_submission(element)
        with pytest.raises(Unreadable):
            read_query(element)
    assert read_submission(write_submission(Objects())) == Objects()


def test_values_are_quoted_as_the_query_wants_them():
    assert quoted("a", "O'Hara") == "('a','O''Hara')"
    assert single("x") == "'x'"


def test_an_error_list_without_errors_is_a_problem():
    element = write_registry_response(RegistryResponse(v.FAILURE, (RegistryError("X"),), v.ERROR))
    assert read_registry_response(element).highest == v.ERROR
    element[0].remove(element[0][0])
    assert read_registry_response(element).problems
