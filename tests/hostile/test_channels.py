"""Whatever comes over an event channel, a scenario ends in time and says what came."""

from __future__ import annotations

import time

import peers_channels as worst
import pytest
from peers_http import junk, peer, silent

from conformance.dicom.simulator import Archive
from conformance.model import Outcome

STATE, FRAMES, OPEN = "dicom.web.subscriptions.state", "dicom.web.channel.frames", "dicom.web.channel.open"
LIMITS = {"http_s": 1.0, "settle_s": 0.3, "quiet_s": 0.1, "responses": 300, "pdu_s": 1.0}
CASES = [
    (worst.longest_length, STATE, "none may have 2^63"),
    (worst.huge_length, STATE, "a frame of 1099511627776 octets is over the cap of 1048576 octets"),
    (worst.never_ends, STATE, "a frame did not end: nothing came within 0.3 s, 14 octets into a unit"),
    (worst.half_a_head, STATE, "1 octets into a unit"),
    (worst.endless_frame, STATE, "over the cap of 1048576 octets"),
    (worst.endless_message, STATE, "a message is over the cap of 1048576 octets"),
    (worst.endless_nothing, STATE, "more than 300 frames"),
    (worst.flood_of_pings, STATE, "more than 300 frames"),
    (worst.deep_json, STATE, "nested too deep to read"),
    (worst.odd_values, STATE, "is no tag of eight upper-case hexadecimal digits"),
    (worst.noise, FRAMES, "a continuation of nothing"),
    (worst.closes_with_junk, STATE, "the peer closed the channel"),
    (worst.never_opens, OPEN, "not a readable HTTP response"),
    (worst.goes_on_in_http, OPEN, "200 OK"),
    (junk, OPEN, "not a readable HTTP response"),
    (silent, OPEN, "no whole response"),
]


def told(arena, behaviour, scenario):
    """Tell a scenario to an archive whose event channels are the worst."""
    with Archive() as archive, peer(behaviour) as one:
        sections = archive.profile()
        sections["dicom"]["web"]["events"] = one.url.replace("http", "ws")
        (result,) = arena.run(sections, only=[scenario], limits=LIMITS)
        assert one.requests
        assert archive.faults == []
        return result


@pytest.mark.parametrize(("behaviour", "scenario", "words"), CASES, ids=[case[0].__name__ for case in CASES])
def test_it_ends_with_words_for_what_came(arena, behaviour, scenario, words):
    began = time.monotonic()
    result = told(arena, behaviour, scenario)

    assert result.outcome in {Outcome.FAILED, Outcome.BLOCKED}, result.reason
    assert words in " ".join((result.reason, *(finding.saw for finding in result.findings)))
    assert time.monotonic() - began < 20
