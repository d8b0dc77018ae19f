"""What a visitor of a secured door shows, and whose doing it was that no connection came about."""

from __future__ import annotations

import pytest

from conformance.papers import NO_TLS, broken_off_by_us


@pytest.mark.parametrize("how", ["[SSL] tlsv13 alert certificate required", "[Errno 104] Connection reset by peer"])
def test_what_the_other_end_did_is_not_ours(how):
    assert not broken_off_by_us(f"{NO_TLS} to 127.0.0.1:443: {how}")


def test_what_we_did_is():
    assert broken_off_by_us(f"{NO_TLS} to 127.0.0.1:443: [SSL] certificate verify failed")


def test_where_there_was_a_connection_nobody_broke_off():
    assert not broken_off_by_us("HTTP 400")
