"""A visitor of a secured node: whose doing it was that no connection came about."""

from __future__ import annotations

import pytest

from conformance.guarded import Unreachable
from conformance.http import Response
from conformance.model import Blocked
from conformance.xds import security


@pytest.fixture
def visitor(telling):
    files = {"ca": "ca.pem", "cert": "a.pem", "key": "k.pem"}
    return security.SecureNodeVisitor(telling({"xds": {"secure": {"url": "https://127.0.0.1/registry", **files}}}))


@pytest.fixture
def asked(monkeypatch, visitor):
    """Answer visits with the good certificate, and let any other end as the list says; keep the addresses."""
    urls, ends = [], []

    def exchange(_doors, _method, url, _headers, tls=None):
        urls.append(url)
        if tls == "other":
            raise Unreachable(f"no TLS connection to 127.0.0.1:443: {ends[0]}")
        return Response(200)

    monkeypatch.setattr(security, "exchange", exchange)
    monkeypatch.setattr(visitor.__class__, "_context", lambda _, cert, __, old: "good" if cert and not old else "other")
    return urls, ends


@pytest.mark.parametrize(
    "how",
    [
        "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required (_ssl.c:1006)",
        "[Errno 104] Connection reset by peer",
        "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (_ssl.c:1006)",
    ],
)
def test_what_the_node_did_turns_a_visitor_away(visitor, asked, how):
    asked[1].append(how)
    assert visitor.turned_away(None, None)[0] == 0


@pytest.mark.parametrize(
    "how",
    [
        "[SSL: NO_PROTOCOLS_AVAILABLE] no protocols available (_ssl.c:1006)",
        "[SSL: UNSAFE_LEGACY_RENEGOTIATION_DISABLED] unsafe legacy renegotiation disabled (_ssl.c:1006)",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
    ],
)
def test_what_we_did_does_not(visitor, asked, how):
    asked[1].append(how)
    with pytest.raises(Blocked, match="not the node"):
        visitor.turned_away(visitor.about.cert, visitor.about.key, old=True)


def test_the_clear_is_tried_at_the_port_of_the_address(visitor, asked):
    visitor.plainly()
    assert asked[0] == ["http://127.0.0.1:443/registry"]


@pytest.mark.parametrize(("came", "status"), [(400, 0), (403, 0), (200, 200), (500, 500), (405, 405)])
def test_an_error_the_good_certificate_does_not_get_turns_away(visitor, monkeypatch, came, status):
    def exchange(_doors, _method, _url, _headers, tls=None):
        return Response(405 if tls == "good" else came)

    monkeypatch.setattr(security, "exchange", exchange)
    monkeypatch.setattr(visitor.__class__, "_context", lambda _, cert, __, old: "good" if cert else "other")

    assert visitor.turned_away(None, None)[0] == status
