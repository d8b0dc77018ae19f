"""A secured node and its certificates, visited with Python's own client."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest
from cryptography import x509

from conformance.certificates import certificates
from conformance.xds.simulator.secure import SecureNode
from conformance.xds.simulator.serving import Told


@pytest.fixture
def node():
    one = SecureNode({"/registry": lambda asked: Told(200, asked.body + b"!", "text/plain")})
    one.start()
    yield one
    one.stop()


def visit(node, signed, body=None):
    context = ssl.create_default_context(cafile=certificates().authority)
    if signed:
        context.load_cert_chain(signed.cert, signed.key)
    request = urllib.request.Request(node.profile()["url"], body)
    with urllib.request.urlopen(request, timeout=5, context=context) as answer:
        return answer.read()


def test_a_good_certificate_opens(node):
    assert visit(node, certificates().good) == b"This is a web service.\n"
    assert visit(node, certificates().good, b"asked") == b"asked!"


@pytest.mark.parametrize("name", [None, "expired", "stranger"])
def test_others_do_not(node, name):
    with pytest.raises(OSError, match=r"(?i)ssl|tls|reset|closed|broken") as refused:
        visit(node, getattr(certificates(), name) if name else None)
    assert not isinstance(refused.value, urllib.error.HTTPError)


def test_certificates_are_what_they_are_called():
    known = certificates()
    dates = {
        name: x509.load_pem_x509_certificate(getattr(known, name).cert.read_bytes()) for name in ("good", "expired")
    }
    now = datetime.now(UTC)
    assert dates["expired"].not_valid_after_utc < now < dates["good"].not_valid_after_utc
    assert dates["good"].issuer == dates["expired"].issuer
    assert known.good.key.stat().st_mode & 0o077 == 0
