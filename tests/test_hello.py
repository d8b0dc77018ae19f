"""The first words of TLS: a library understands what we write, and we what it answers."""

from __future__ import annotations

import contextlib
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance import hello
from conformance.certificates import asking_for_certificates
from conformance.dicom.explain import explain


def answered(offer):
    """Return what OpenSSL answers a first word, read by us."""
    came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = asking_for_certificates().wrap_bio(came, goes, server_side=True)
    came.write(offer.encode())
    with contextlib.suppress(ssl.SSLError):
        server.do_handshake()
    octets = goes.read()
    kind, _, size = hello.RECORD_HEAD.unpack_from(octets)
    return hello.read_answer(kind, octets[5 : 5 + size]), octets


def test_a_library_agrees_to_the_usual_offer():
    agreed, octets = answered(hello.ClientHello(bytes(32)))

    assert agreed.version == hello.TLS_1_2
    assert agreed.suite in hello.USUAL
    assert agreed.compression == 0
    assert hello.RENEGOTIATION_INFO in agreed.extensions
    told = explain(hello.MEDIA_TYPE, octets)
    assert told[0].startswith("ServerHello, TLS 1.2, suite C0")


@pytest.mark.parametrize("offer", [{"version": hello.TLS_1_1}, {"suites": hello.NULL}, {"suites": hello.RC4}])
def test_a_library_refuses_what_is_old_or_weak(offer):
    refused, octets = answered(hello.ClientHello(bytes(32), **offer))

    assert isinstance(refused, hello.Alert)
    assert refused.level == 2
    assert explain(hello.MEDIA_TYPE, octets) == [refused.says]


@given(
    st.sampled_from(sorted(hello.VERSIONS)),
    st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=40),
    st.lists(st.integers(0, 255), min_size=1, max_size=4),
)
def test_an_offer_is_read_as_it_was_written(version, suites, compressions):
    offer = hello.ClientHello(bytes(range(32)), version, tuple(suites), tuple(compressions))

    assert hello.read_offer(offer.encode()) == offer
    assert explain(hello.MEDIA_TYPE, offer.encode())[0].startswith("ClientHello")


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(0, 255), st.frozensets(st.integers(0, 0xFFFF)))
def test_an_agreement_is_read_as_it_was_written(version, suite, compression, extensions):
    agreed = hello.ServerHello(version, suite, compression, extensions)
    octets = agreed.encode(bytes(32))

    assert hello.read_answer(octets[0], octets[5:]) == agreed


@given(st.integers(0, 255), st.binary(max_size=80))
def test_whatever_comes_is_read_or_called_unreadable(kind, body):
    with contextlib.suppress(hello.NoAnswer):
        hello.read_answer(kind, body)
    hello.read_offer(bytes([kind]) + body)
    assert explain(hello.MEDIA_TYPE, bytes([kind]) + body)
