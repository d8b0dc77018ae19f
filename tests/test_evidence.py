"""Every octet is kept, both ways, and nothing recorded is lost."""

from __future__ import annotations

import hashlib
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from conformance.evidence import RECEIVED, SENT, Recorder
from conformance.sealing import UNREAD, events, keep, seal

pieces = st.lists(st.tuples(st.sampled_from([SENT, RECEIVED]), st.binary(max_size=40)), max_size=12)


def recorded(script):
    journal = io.BytesIO()
    recorder = Recorder(journal)
    tape = recorder.open("peer:1", "outbound")
    for direction, octets in script:
        tape.octets(direction, octets)
        tape.mark(direction, len(octets), f"{len(octets)} octets", "application/octet-stream")
    recorder.settle()
    return journal


@given(pieces)
def test_each_message_is_a_file_named_by_its_digest(tmp_path_factory, script):
    folder = tmp_path_factory.mktemp("evidence")

    sealed = seal(recorded(script), folder)

    told = [(item.direction, (folder / item.sha256).read_bytes()) for item in sealed.evidence]
    for direction in (SENT, RECEIVED):
        assert [octets for way, octets in told if way == direction] == [o for way, o in script if way == direction]
    assert all(
        hashlib.sha256((folder / item.sha256).read_bytes()).hexdigest() == item.sha256 for item in sealed.evidence
    )


@given(pieces, st.floats(0, 1))
def test_a_journal_cut_anywhere_keeps_all_whole_events(script, share):
    whole = recorded(script).getvalue()
    cut = round(share * len(whole))

    told = [head["e"] for head, _ in events(io.BytesIO(whole[:cut]))]

    everything = [head["e"] for head, _ in events(io.BytesIO(whole))]
    assert told == everything[: len(told)]
    assert cut < len(whole) or told == everything


def test_octets_nobody_read_as_a_message_are_kept_too(tmp_path):
    journal = io.BytesIO()
    recorder = Recorder(journal)
    tape = recorder.open("peer:1", "outbound")
    tape.octets(RECEIVED, b"whole|rest")
    tape.mark(RECEIVED, 6, "a message", "text/plain")
    recorder.settle()

    first, rest = seal(journal, tmp_path).evidence

    assert (tmp_path / first.sha256).read_bytes() == b"whole|"
    assert (rest.summary, (tmp_path / rest.sha256).read_bytes()) == (UNREAD, b"rest")


def test_the_newest_exchange_begins_with_what_was_sent_last():
    recorder = Recorder(io.BytesIO())
    tape = recorder.open("peer:1", "outbound")
    for direction in (SENT, RECEIVED, SENT, SENT, RECEIVED, RECEIVED):
        tape.mark(direction, 0, "", "")

    assert recorder.latest() == ("c0.s2", "c0.s3", "c0.r2", "c0.r3")


def test_the_transcript_tells_the_order_of_events(tmp_path):
    journal = io.BytesIO()
    recorder = Recorder(journal)
    tape = recorder.open("peer:1", "outbound")
    tape.octets(SENT, b"ask")
    tape.event("deadline")
    recorder.note("patience", "over")

    body = json.loads((tmp_path / seal(journal, tmp_path).transcript).read_bytes())

    assert [(name, value) for name, _, value in body["connections"][0]["events"]] == [("sent", 3), ("deadline", "")]
    assert body["notes"] == [["patience", "over"]]


def test_the_same_octets_are_kept_once(tmp_path):
    assert keep(b"twice", tmp_path) == keep(b"twice", tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_marks_that_died_with_their_process_cost_no_octet(tmp_path):
    path = tmp_path / "journal"
    with path.open("w+b") as file:
        tape = Recorder(file).open("peer", "outbound")
        tape.octets(SENT, b"asked")
        tape.mark(SENT, 5, "a question", "text/plain")
        with path.open("rb") as left:
            sealed = seal(left, tmp_path / "evidence")

    assert [(one.id, one.summary) for one in sealed.evidence] == [("c0.s0", UNREAD)]
    assert (tmp_path / "evidence" / sealed.evidence[0].sha256).read_bytes() == b"asked"


def test_messages_that_say_the_same_are_marked_at_once(tmp_path):
    journal = io.BytesIO()
    recorder = Recorder(journal)
    tape = recorder.open("peer:1", "outbound")
    tape.octets(RECEIVED, b"abbccc")
    tape.mark(RECEIVED, 1, "one", "text/plain")

    assert tape.mark_each(RECEIVED, [2, 3], "more", "text/plain") == ["c0.r2", "c0.r3"]
    assert recorder.latest() == ("c0.r1", "c0.r2", "c0.r3")

    sealed = seal(journal, tmp_path)
    told = [(one.id, one.summary, (tmp_path / one.sha256).read_bytes()) for one in sealed.evidence]
    assert told == [("c0.r1", "one", b"a"), ("c0.r2", "more", b"bb"), ("c0.r3", "more", b"ccc")]
