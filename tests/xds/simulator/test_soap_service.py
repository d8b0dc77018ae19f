import pytest
from lxml import etree

from conformance.xds import vocabulary as v
from conformance.xds.wire import registry as registering
from conformance.xds.wire import soap


@pytest.fixture
def query():
    return registering.write_query(
        registering.QueryRequest(v.QUERIES["GetAssociations"], (("$uuid", ("('urn:uuid:1')",)),))
    )


def test_an_answer_refers_to_its_request(speaker, query):
    answer = speaker.plain("registry", v.STORED_QUERY, query)
    assert (speaker.status, answer.packaging, answer.problems) == (200, soap.SIMPLE, ())
    assert answer.addressing("RelatesTo") == "urn:uuid:1"
    assert answer.addressing("Action") == f"{v.STORED_QUERY}Response"


def test_a_response_without_binary_is_packaged_all_the_same(speaker):
    body, parts = registering.write_provide(registering.Objects(), [], "t")
    answer = speaker.packed("repository", v.PROVIDE, body, parts)
    assert (speaker.status, answer.packaging, answer.problems) == (200, soap.MTOM, ())
    assert answer.addressing("Action") == f"{v.PROVIDE}Response"


def header(name, namespace="urn:example"):
    block = etree.Element(f"{{{namespace}}}{name}")
    block.set(v.clark(v.SOAP, "mustUnderstand"), "true")
    return block


@pytest.mark.parametrize(
    ("changed", "code", "subcode", "status"),
    [
        ({"more": (header("Secret"),)}, "MustUnderstand", "", 500),
        ({"message_id": None}, "Sender", "MessageAddressingHeaderRequired", 400),
        ({"action": None}, "Sender", "MessageAddressingHeaderRequired", 400),
        ({"reply_to": None}, "Sender", "MessageAddressingHeaderRequired", 400),
        ({"action": "urn:nobody"}, "Sender", "ActionNotSupported", 400),
        ({"reply_to": "mailto:nobody"}, "Sender", "OnlyAnonymousAddressSupported", 400),
        ({"action": v.REGISTER}, "Sender", "", 400),
    ],
)
def test_trouble_with_the_envelope_is_a_fault(speaker, query, changed, code, subcode, status):  # noqa: PLR0913 - one row each
    addressing = speaker.addressing(**{"action": v.STORED_QUERY, **changed})
    answer = speaker.post("registry", soap.simple_type(), soap.write_envelope(query, addressing))
    assert (answer.fault.code, answer.fault.subcode, speaker.status) == (code, subcode, status)


def test_a_block_that_need_not_be_understood_is_no_trouble(speaker, query):
    block = header("Secret")
    block.set(v.clark(v.SOAP, "mustUnderstand"), "false")
    assert speaker.plain("registry", v.STORED_QUERY, query, more=(block,)).fault is None


def test_the_wrong_packaging_and_the_wrong_namespace_are_faults(speaker, query):
    assert speaker.packed("registry", v.STORED_QUERY, query).fault.code == "Sender"
    foreign = etree.Element("{urn:example}AdhocQueryRequest")
    assert speaker.plain("registry", v.STORED_QUERY, foreign).fault.code == "Sender"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/html", b"<html/>"), (soap.SIMPLE, b"<not xml"), (soap.SIMPLE, b"<!DOCTYPE x><x/>"), ("", b"")],
)
def test_what_is_no_message_is_a_fault(speaker, kind, body):
    assert speaker.post("registry", kind or "x/y", body).fault.code == "Sender"
    assert speaker.status == 400
