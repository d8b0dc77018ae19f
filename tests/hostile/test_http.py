"""Whatever a candidate answers to a SOAP request, the client ends in time, says what came, and stays small."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import peers_http as hostile
import peers_soap as soap
import pytest
from peers_http import peer

from conformance.evidence import Recorder
from conformance.limits import MIB, Limits
from conformance.model import Outcome
from conformance.network import Network
from conformance.story import Story
from conformance.xds import samples
from conformance.xds.client import RegistryClient, RepositoryClient, Speaker
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.repository import DocumentRequest

LIMITS = Limits(http_s=1.5, connect_s=2, http_body_bytes=16 * MIB, inflate_bytes=16 * MIB)
SLACK_S, MOST_MIB = 8.0, 256
"""A busy machine is slow to make what the peers send; without the limits it would take for ever."""


@pytest.fixture(scope="module", autouse=True)
def ready():
    """Make the largest answers before anybody waits for them."""
    hostile.bomb()
    soap.million_attributes()


@pytest.fixture
def story(tmp_path):
    with (tmp_path / "journal").open("w+b") as journal:
        recorder = Recorder(journal)
        yield Story("xds.hostile", "5eed", datetime(2026, 1, 1, tzinfo=UTC), Network(recorder, LIMITS), recorder, None)


def resident(name):
    """Return a figure of this process's memory in MiB; nought where the system has no /proc to tell it."""
    if not Path("/proc/self/status").exists():
        return 0
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


@pytest.fixture
def bounded():
    """Watch time and peak memory (MiB of this process) around one exchange."""
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5", encoding="ascii")
    before, began = resident("VmRSS"), time.monotonic()
    yield
    assert time.monotonic() - began < LIMITS.http_s + SLACK_S
    assert resident("VmHWM") - before < MOST_MIB


TROUBLE = [
    (hostile.silent, "no whole response"),
    (hostile.hangs_up, "closed the connection"),
    (hostile.endless_body, "over the cap of 16777216 octets"),
    (hostile.endless_header, "not a readable HTTP response"),
    (hostile.many_headers, "not a readable HTTP response"),
    (hostile.gzip_bomb, "decoding stopped"),
    (hostile.redirects_to_file, "a redirect to file:///etc/hostname, which is not followed"),
    (soap.doctype, "DOCTYPE"),
    (soap.entity_bomb, "DOCTYPE"),
    (soap.external_entity, "DOCTYPE"),
    (soap.deep_xml, "not readable as XML: Excessive depth"),
    (soap.many_attributes, "not readable as XML: Resource limit"),
    (soap.long_text, "not readable as XML: Resource limit"),
    (soap.bad_utf8, "not readable as XML"),
    (hostile.login_page, "the body is text/html"),
    (hostile.asks_who_we_are, "HTTP 401"),
    (hostile.crashed, "HTTP 500: the body is text/html"),
    (hostile.junk, "not a readable HTTP response"),
    (hostile.cut_short, "without sending complete message body"),
    (hostile.stops_half_way, "octets of it"),
    (hostile.slow_loris, "octets of it"),
    (soap.not_an_envelope, "not a SOAP 1.2 Envelope"),
    (soap.soap_1_1, "the body is text/xml"),
]
ids = [behaviour.__name__ for behaviour, _ in TROUBLE]


@pytest.mark.parametrize(("behaviour", "words"), TROUBLE, ids=ids)
def test_a_query_ends_with_words_for_what_came(story, bounded, behaviour, words):
    with peer(behaviour) as one:
        answer = RegistryClient(Speaker(story, one.url, "registry")).find_documents(samples.patient(story))
        assert one.requests == 1

    assert words in answer.trouble
    assert answer.status == ""
    assert len(answer.objects) == 0
    assert answer.evidence


def test_a_redirect_to_another_host_is_not_followed(story, bounded):
    with peer(hostile.login_page) as canary, peer(hostile.redirects_elsewhere(canary.url)) as one:
        answer = RegistryClient(Speaker(story, one.url, "registry")).find_documents(samples.patient(story))
        assert (one.requests, canary.requests) == (1, 0)

    assert f"a redirect to {canary.url}, which is not followed" in answer.trouble


def test_an_answer_to_another_message_is_seen_as_such(story, bounded):
    with peer(soap.answers_another) as one:
        answer = RegistryClient(Speaker(story, one.url, "registry")).find_documents(samples.patient(story))

    assert answer.relates_to != answer.sent[0]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (soap.part_missing, "no part of the package is named by href='cid:doc@peer'"),
        (soap.part_doubled, "two parts have the Content-ID 'doc@peer'"),
        (soap.no_boundary, "the Content-Type names no boundary"),
        (soap.boundary_never_closed, "the package is never closed"),
        (soap.many_parts, "more than 10000 parts"),
    ],
)
def test_a_broken_package_is_named(story, bounded, behaviour, words):
    with peer(behaviour) as one:
        answer = RepositoryClient(Speaker(story, one.url, "repository")).retrieve(DocumentRequest("1.2", "1.3"))

    assert words in " ".join((answer.trouble, *answer.problems))


@pytest.mark.parametrize(("behaviour", "words"), TROUBLE, ids=ids)
def test_a_whole_scenario_fails_and_says_why(arena, behaviour, words):
    limits = {"http_s": 1.5, "http_body_bytes": LIMITS.http_body_bytes, "inflate_bytes": LIMITS.inflate_bytes}
    with AffinityDomain() as domain, peer(behaviour) as one:
        sections = domain.profile()
        sections["xds"]["registry"] = one.url
        (result,) = arena.run(sections, only=["xds.query.unknown-query"], limits=limits)

    said = " ".join((result.reason, *(finding.saw for finding in result.findings)))
    assert result.outcome in {Outcome.FAILED, Outcome.BLOCKED}
    assert words in said
    assert result.seconds < 30
    assert result.evidence
