"""Messages are decoded within bounds, the telling ones marked, and never trusted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from conformance.model import Evidence, Verdict
from conformance.reports.evidence import (
    LINE,
    LINES,
    MESSAGES,
    READ,
    Decoder,
    Line,
    dump,
    located,
    messages,
    size_words,
    telling,
)

OCTETS = b"some octets"


def item(octets=OCTETS, media="application/x-unknown", **other):
    digest = hashlib.sha256(octets).hexdigest()
    given = {"id": "c0.r1", "at": "2026-11-24T10:00:00Z", "direction": "received", "peer": "p", "summary": "s"}
    return Evidence(**{**given, "media_type": media, "sha256": digest, "size": len(octets), **other})


def decoder(octets=OCTETS, explain=lambda media, octets: None, **other):
    return Decoder(explain, lambda digest: octets, **other)


def test_a_kit_decodes_its_own():
    lines, note = decoder(explain=lambda media, octets: ["one", "two (0010,0020)"]).lines(item(), re.compile("0020"))

    assert lines == (Line("one"), Line("two (0010,0020)", marked=True))
    assert note == ""


def test_what_nobody_decodes_is_dumped():
    lines, note = decoder().lines(item())

    assert lines[0].text == f"000000  {'73 6f 6d 65 20 6f 63 74 65 74 73':47}  some octets"
    assert note == "Shown byte for byte"


def test_text_is_shown_as_text():
    lines, _ = decoder(b"a\xff\r\nb").lines(item(b"a\xff\r\nb", "application/http"))

    assert [line.text for line in lines] == ["a\ufffd", "b"]


def test_a_long_dump_says_what_is_left_out():
    lines, note = decoder(bytes(1000)).lines(item(bytes(1000)))

    assert len(lines) == 16
    assert note == "Its first 256 of 1,000 bytes"


def test_a_decoder_that_stumbles_does_not_take_the_report_with_it():
    def stumbles(media, octets):
        raise RecursionError

    lines, note = decoder(explain=stumbles).lines(item())

    assert lines
    assert note == "Our decoder stumbled (RecursionError); shown byte for byte"


def test_lines_and_their_number_are_bounded():
    lines, note = decoder(explain=lambda media, octets: ["x" * 10_000] * 1000).lines(item())

    assert len(lines) == LINES
    assert {len(line.text) for line in lines} == {LINE + 2}
    assert note == "800 further lines not shown"


def test_a_page_has_a_budget():
    thrifty = decoder(explain=lambda media, octets: ["x" * 100], budget=150)

    assert [bool(thrifty.lines(item())[0]) for _ in range(3)] == [True, True, False]
    assert "to keep this page light" in thrifty.lines(item())[1]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "0" * 63, "0" * 64 + "/", "A" * 64])
def test_a_digest_is_never_used_as_a_name_unless_it_is_one(digest):
    asked = []
    reader = Decoder(lambda media, octets: ["x"], lambda name: asked.append(name) or b"")

    assert reader.lines(item(sha256=digest)) == ((), "the run folder gives no digest it could be found by")
    assert asked == []


def test_evidence_that_was_changed_is_not_shown():
    lines, note = decoder(b"other").lines(item())

    assert (lines, note) == ((), "the run folder holds something else under this digest, so it is not shown")


def test_evidence_that_is_missing_is_said_to_be():
    def missing(digest):
        raise FileNotFoundError(digest)

    assert Decoder(lambda media, octets: None, missing).lines(item()) == ((), "the run folder does not hold it")


def test_a_huge_message_is_not_read():
    assert "too large to show here" in decoder(b"never read").lines(item(size=READ + 1))[1]


def test_the_answer_a_failed_check_points_at_is_marked(run):
    shown, more = messages(run.latest["hl7.adt.a08"], None)

    assert [(one.number, one.ours, one.pointed) for one in shown] == [(1, True, False), (2, False, True)]
    assert more == 0


def test_of_too_many_messages_the_telling_ones_are_kept(run):
    result = run.latest["hl7.adt.a08"]
    many = tuple(item(bytes([n]), id=f"c0.r{n}") for n in range(50))
    finding = replace(result.findings[0], evidence=(f"sha256:{many[40].sha256}",))
    shown, more = messages(replace(result, evidence=many, findings=(finding,)), None)

    assert [one.number for one in shown] == [*range(1, MESSAGES), 41]
    assert shown[-1].pointed
    assert more == 50 - MESSAGES


def test_a_message_nobody_blames_is_not_marked(run):
    result = run.latest["hl7.adt.a08"]
    fine = tuple(replace(one, verdict=Verdict.PASSED) for one in result.findings)

    assert not any(one.pointed for one in messages(replace(result, findings=fine), None)[0])


def test_octets_that_passed_twice_are_found_beside_the_others_of_the_finding(run):
    result = run.latest["hl7.adt.a08"]
    same, other = item(b"same"), item(b"other")
    twice = replace(result, evidence=(same, item(b"x"), item(b"y"), same, other, same))

    def at(*digests):
        return located(replace(result.findings[0], evidence=digests), twice)

    assert at(f"sha256:{same.sha256}", f"sha256:{other.sha256}") == (3, 4)
    assert at(f"sha256:{same.sha256}") == (0,)
    assert at("sha256:unknown") == ()


@pytest.mark.parametrize(
    ("octets", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (1_999_999, "1.9 MB"), (2**31, "2.1 GB")],
)
def test_sizes_read_as_people_say_them(octets, words):
    assert size_words(octets) == words


def test_a_dump_is_sixteen_octets_a_line():
    assert dump(bytes(range(0x41, 0x53))) == [
        "000000  41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP",
        f"000010  {'51 52':47}  QR",
    ]


@pytest.mark.parametrize(
    ("where", "saw", "line", "marked"),
    [
        ("(0010,0010)", "''", "  (0010,0010) PN 'DOE^JANE'", True),
        (None, "MSA-2 is b'1'", "MSA-2 Message Control ID: 1", True),
        (None, "MSA-2 is b'1'", "MSA-21 something else", False),
        (None, "{'2.25.17', '2.25.99'}", "(0020,000D) UI 2.25.99", True),
        (None, "{'2.25.17', '2.25.99'}", "(0020,000D) UI 2.25.991", False),
        ("the message after it", "as told", "the message", False),
        (None, "12", "12", False),
    ],
)
def test_lines_that_name_what_was_wrong_are_marked(run, where, saw, line, marked):
    finding = replace(run.latest["hl7.adt.a08"].findings[0], where=where, saw=saw)
    wanted = telling([finding])

    assert (wanted is not None and wanted.search(line) is not None) is marked


def test_endless_text_is_not_searched_for_endlessly(run):
    finding = replace(run.latest["hl7.adt.a08"].findings[0], where="a." * 10_000_000, saw="x1y2z " * 1_000_000)

    assert telling([finding]) is not None
