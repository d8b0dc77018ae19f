"""A visitor of a secured node: whose doing it was that no connection came about, and what an answer is worth."""

from __future__ import annotations

import pytest

from conformance.guarded import Unreachable
from conformance.http import Response
from conformance.model import Blocked
from conformance.xds import security


@pytest.fixture
def visitor(telling):
    files = {"ca": "ca.pem", "cert": "a.pem", "key": "k.pem"}
    return security.node_visitor(telling({"xds": {"secure": {"url": "https://127.0.0.1/registry", **files}}}))


@pytest.fixture
def asked(monkeypatch, visitor):
    """Answer with a status, or break off in words, by what a visitor shows; keep the addresses."""
    urls, ends = [], {"good": 200, "other": 200, None: 200}

    def exchange(_doors, _method, url, _headers, tls=None):
        urls.append(url)
        if isinstance(ends[tls], str):
            raise Unreachable(f"no TLS connection to 127.0.0.1:443: {ends[tls]}")
        return Response(ends[tls])

    monkeypatch.setattr(security, "exchange", exchange)
    monkeypatch.setattr(visitor.__class__, "showing", lambda _, cert, __: "good" if cert else "other")
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
    asked[1]["other"] = how
    assert not visitor.turned_away(None, None).accepted


@pytest.mark.parametrize(
    "how",
    [
        "[SSL: NO_PROTOCOLS_AVAILABLE] no protocols available (_ssl.c:1006)",
        "[SSL: UNSAFE_LEGACY_RENEGOTIATION_DISABLED] unsafe legacy renegotiation disabled (_ssl.c:1006)",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
    ],
)
def test_what_we_did_does_not(visitor, asked, how):
    asked[1]["other"] = how
    with pytest.raises(Blocked, match="not the node"):
        visitor.turned_away(None, None)


@pytest.mark.parametrize(("status", "let_in"), [(200, True), (204, True), (301, False), (400, False), (500, False)])
def test_in_the_clear_a_success_alone_lets_in(visitor, asked, status, let_in):
    asked[1][None] = status

    assert visitor.plainly_between(visitor.about.port).accepted is let_in
    assert "http://127.0.0.1:443/registry" in asked[0]


@pytest.mark.parametrize(("came", "let_in"), [(400, False), (403, False), (200, True), (500, True), (405, True)])
def test_an_error_the_good_certificate_does_not_get_turns_away(visitor, asked, came, let_in):
    asked[1].update(good=405, other=came)

    assert visitor.turned_away(None, None).accepted is let_in


def test_the_repository_is_another_address_or_blocked(visitor, asked):
    del asked
    with pytest.raises(Blocked, match="repository"):
        visitor.at_the_repository()


def test_an_address_in_brackets_is_visited_as_it_is(telling, monkeypatch):
    files = {"ca": "ca.pem", "cert": "a.pem", "key": "k.pem"}
    visitor = security.node_visitor(telling({"xds": {"secure": {"url": "https://[::1]:8443/registry", **files}}}))
    urls = []
    monkeypatch.setattr(security, "exchange", lambda *asked, **_: (urls.append(asked[2]), Response(200))[1])

    visitor.plainly(visitor.about.port)
    assert urls == ["http://[::1]:8443/registry"]
