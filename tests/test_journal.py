"""What a journal took is read back by place, and what is sent by reference is sealed and told again octet for octet."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import peer

from conformance.evidence import Recorder
from conformance.guarded import Deadline, Ended
from conformance.journal import Journal, Recorded, Stretch, after, joined
from conformance.limits import Limits
from conformance.network import Network
from conformance.replay import Diverged, Recording, Replay
from conformance.sealing import events, seal

LIMITS = Limits(connect_s=5, pdu_s=5)
parts_of_octets = st.lists(st.binary(max_size=9), max_size=8)


@pytest.fixture(params=["file", "memory"])
def journal(request, tmp_path):
    with (tmp_path / "journal").open("w+b") if request.param == "file" else io.BytesIO() as made:
        yield made


@given(parts_of_octets, st.integers(0, 80))
def test_what_is_left_of_parts_is_the_rest(parts, size):
    assert joined(after(parts, size)) == b"".join(parts)[size:]


@given(parts_of_octets, st.integers(0, 80), st.integers(0, 80))
def test_a_cut_is_a_slice(parts, start, size):
    journal = Journal(io.BytesIO())
    mixed = [
        one if number % 2 else Stretch(journal, journal.append((one,)), len(one)) for number, one in enumerate(parts)
    ]

    assert joined(Recorded(tuple(mixed)).cut(start, size)) == b"".join(parts)[start : start + size]


def test_octets_are_in_the_file_as_soon_as_they_are_appended(tmp_path):
    with (tmp_path / "journal").open("w+b") as file:
        journal = Journal(file)
        place = journal.append((b"ab", memoryview(b"cd"), *[b"x"] * 2000))
        assert (tmp_path / "journal").read_bytes() == b"abcd" + b"x" * 2000
        assert journal.add(b"end") == place + 2004
        assert (tmp_path / "journal").read_bytes().endswith(b"xend")
        assert b"".join(journal.pieces(1, 3)) == b"bcd"


def conversation(doors, where, recorder, data):
    """Send a data set kept ahead in one association, and have another come back by places."""
    link = doors.connect(*where)
    kept = recorder.keep(data)
    pieces = recorder.keep_all([data[:70_000], data[70_000:]])
    link.send_parts([b"head", *kept.cut(10, 100_000), b"tail", *pieces.cut(0, len(data))])
    link.mark_sent("both", "text/plain")
    first = link.read_exactly(3, Deadline(5))
    places = Recorded(tuple(link.read_recorded(len(data), Deadline(5))))
    link.mark_received("back", "text/plain")
    with pytest.raises(Ended):
        link.read_exactly(1, Deadline(5))
    link.close()
    return first, places.octets()


def test_what_is_sent_by_reference_is_sealed_and_told_again(journal, tmp_path):
    data = bytes(range(256)) * 2_000
    sent = b"head" + data[10:100_010] + b"tail" + data
    came = bytearray()

    def serve(link):
        while len(came) < len(sent):
            came.extend(link.recv(1 << 16))
        link.sendall(b"abc")
        link.sendall(data)

    recorder = Recorder(journal)
    network = Network(recorder, LIMITS)
    with peer(serve) as where:
        live = conversation(network, where, recorder, data)
    network.close()
    recorder.settle()

    sealed = seal(journal, tmp_path / "evidence")
    both, back = (tmp_path / "evidence" / one.sha256 for one in sealed.evidence)
    assert (bytes(came), both.read_bytes(), back.read_bytes()) == (sent, sent, b"abc" + data)
    assert live == (b"abc", data)
    again = Recorder(io.BytesIO())
    recording = Recording(tmp_path / "evidence", sealed.transcript)
    assert conversation(Replay(recording, again, LIMITS), where, again, data) == live
    again = Recorder(io.BytesIO())
    with pytest.raises(Diverged):
        conversation(Replay(recording, again, LIMITS), where, again, data[::-1])


def test_what_was_kept_and_not_sent_is_no_evidence(journal, tmp_path):
    recorder = Recorder(journal)
    recorder.open("peer:1", "outbound")
    recorder.keep(b"never sent")

    assert [head["e"] for head, _ in events(journal)] == ["open", "kept"]
    assert seal(journal, tmp_path / "evidence").evidence == ()


def test_a_unit_cut_short_is_given_back_and_said(journal):
    def serve(link):
        link.sendall(b"x" * 5_000)

    network = Network(Recorder(journal), LIMITS)
    with peer(serve) as where:
        link = network.connect(*where)
        link.read_exactly(1, Deadline(5))
        with pytest.raises(Ended, match="4999 octets into a unit") as ended:
            link.read_recorded(9_000, Deadline(5))
        assert ended.value.got == 4_999
        assert link.read_exactly(4_999, Deadline(5)) == b"x" * 4_999
    network.close()
