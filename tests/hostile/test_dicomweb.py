"""Whatever a candidate answers over the web, a scenario ends in time, says what came, and follows nothing elsewhere."""

from __future__ import annotations

import time

import peers_dicomweb as web
import peers_http as http
import pytest
from peers_http import peer

from conformance.dicom.simulator import Archive
from conformance.limits import MIB
from conformance.model import Outcome

SEARCH, STUDY = "dicom.web.search.studies", "dicom.web.retrieve.study"
RENDERED, BULK = "dicom.web.rendered.window", "dicom.web.bulk.uris"
LIMITS = {"http_s": 1.5, "http_body_bytes": 16 * MIB, "inflate_bytes": 16 * MIB, "pdu_s": 3.0}
CASES = [
    (http.endless_body, SEARCH, "over the cap of 16777216 octets"),
    (http.gzip_bomb, SEARCH, "decoding stopped"),
    (http.redirects_to_file, SEARCH, "a redirect to file:///etc/hostname, which is not followed"),
    (http.login_page, SEARCH, "text/html"),
    (http.crashed, STUDY, "500"),
    (http.cut_short, STUDY, "without sending complete message body"),
    (http.junk, STUDY, "not a readable HTTP response"),
    (web.endless_parts, STUDY, "over the cap of 16777216 octets"),
    (web.no_boundary, STUDY, "names no boundary"),
    (web.never_closed, STUDY, "never closed"),
    (web.nearly_boundaries, STUDY, "no DICOM file"),
    (web.many_parts, STUDY, "more than 10000 parts"),
    (web.long_head, STUDY, "no empty line after its header"),
    (web.deep_json, SEARCH, "nested too deep"),
    (web.deep_sequences, SEARCH, "over the cap of 64"),
    (web.many_attributes, SEARCH, "more than 50000 attributes"),
    (web.long_numbers, SEARCH, "not readable as JSON"),
    (web.odd_values, SEARCH, "a name in 0010001C is a number"),
    (web.huge_picture, RENDERED, "is over what we read"),
]


@pytest.fixture(scope="module", autouse=True)
def ready():
    """Make the largest answers before anybody waits for them."""
    http.bomb()
    web._many()


def told(arena, behaviour, scenario):
    """Tell a scenario to an archive whose web services are the worst; return its result and how often it was asked."""
    with Archive() as archive, peer(behaviour) as worst:
        sections = archive.profile()
        sections["dicom"]["web"] = dict.fromkeys(("qido", "wado", "stow", "wado_uri"), worst.url)
        (result,) = arena.run(sections, only=[scenario], limits=LIMITS)
        return result, worst.requests


@pytest.mark.parametrize(("behaviour", "scenario", "words"), CASES, ids=[case[0].__name__ for case in CASES])
def test_it_ends_with_words_for_what_came(arena, behaviour, scenario, words):
    began = time.monotonic()
    result, requests = told(arena, behaviour, scenario)

    assert result.outcome in {Outcome.FAILED, Outcome.BLOCKED}, result.reason
    assert requests
    assert words in " ".join((result.reason, *(finding.saw for finding in result.findings)))
    assert time.monotonic() - began < 30


def test_a_bulk_data_uri_elsewhere_is_not_followed(arena):
    with peer(http.login_page) as canary:
        result, requests = told(arena, web.bulk_elsewhere(canary.url), BULK)
        assert (requests, canary.requests) == (1, 0)

    assert result.outcome is Outcome.FAILED, result.reason
    assert any("leads to another place" in finding.saw for finding in result.findings)


def test_a_redirect_elsewhere_is_not_followed(arena):
    with peer(http.login_page) as canary:
        result, requests = told(arena, http.redirects_elsewhere(canary.url), SEARCH)
        assert (requests, canary.requests) == (1, 0)

    assert "which is not followed" in " ".join(finding.saw for finding in result.findings)


def test_the_next_scenario_is_unharmed(arena):
    with Archive() as archive:
        (result,) = arena.run(archive.profile(), only=[SEARCH])

    assert result.outcome is Outcome.PASSED
