"""A recorded story told again gives what it gave, without the candidate."""

from __future__ import annotations

import io
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import peer, reset

from conformance.evidence import Recorder
from conformance.guarded import Deadline, Ended, LinkFault, Silent, Unreachable
from conformance.limits import Limits
from conformance.network import Network
from conformance.replay import Diverged, Recording, Replay
from conformance.sealing import seal

LIMITS = Limits(connect_s=1, pdu_s=1, quiet_s=0.05)


def told_twice(story, folder):
    """Tell a story live, then to its recording; return both outcomes."""
    journal = io.BytesIO()
    recorder = Recorder(journal)
    network = Network(recorder, LIMITS)
    live = story(network)
    network.close()
    recorder.settle()
    sealed = seal(journal, folder)
    second = io.BytesIO()
    replaying = Recorder(second)
    again = story(Replay(Recording(folder, sealed.transcript), replaying, LIMITS))
    replaying.settle()
    repeated = seal(second, folder)
    marked = {one.id: one.sha256 for one in sealed.evidence if not one.id.endswith("0")}
    assert {one.id: one.sha256 for one in repeated.evidence if not one.id.endswith("0")} == marked
    return live, again


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=50), max_size=5), st.sampled_from(["close", "reset", "linger"]), st.data()
)
def test_what_was_read_is_read_again(tmp_path_factory, chunks, ending, data):
    total = sum(map(len, chunks))
    sizes = data.draw(st.lists(st.integers(1, 40), max_size=8))

    def serve(link):
        link.recv(3)
        for chunk in chunks:
            link.sendall(chunk)
        if ending == "reset" and not chunks:
            reset(link)
        elif ending == "linger":
            link.recv(1)

    def story(doors):
        connection = doors.connect(*where)
        connection.send(b"ask")
        connection.mark_sent("ask", "text/plain")
        read = []
        for size in sizes:
            try:
                read.append(connection.read_exactly(size, Deadline(0.1)))
                connection.mark_received("answer", "text/plain")
            except LinkFault as fault:
                read.append((type(fault), fault.got))
                break
        connection.close()
        return read

    with peer(serve) as where:
        live, again = told_twice(story, tmp_path_factory.mktemp("evidence"))
    assert live == again
    assert sum(len(one) for one in live if isinstance(one, bytes)) <= total


def test_listeners_waits_and_refusals_are_told_again(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        closed = door.getsockname()[1]
    answers = iter([False, True, False, True])

    def story(doors):
        told = []
        listener = doors.listen()
        try:
            listener.accept(0.05)
        except Silent as silent:
            told.append(str(silent))
        if isinstance(doors, Network):
            visitor = socket.create_connection((listener.address.host, listener.address.port))
            visitor.sendall(b"visit")
            visitor.close()
        visit = listener.accept(5)
        told.append(visit.read_exactly(5, Deadline(5)))
        with pytest.raises(Ended):
            visit.read_exactly(1, Deadline(5))
        told.append(doors.wait(lambda: next(answers), 5, "an effect"))
        try:
            doors.connect("127.0.0.1", closed)
        except Unreachable as error:
            told.append(str(error))
        return told

    live, again = told_twice(story, tmp_path)
    assert live == again
    assert len(live) == 4


def test_a_story_that_does_something_else_diverges(tmp_path):
    def serve(link):
        link.sendall(link.recv(10))

    with peer(serve) as where:
        journal = io.BytesIO()
        connection = Network(Recorder(journal), LIMITS).connect(*where)
        connection.send(b"one")
        connection.close()
    sealed = seal(journal, tmp_path)

    def replayed():
        return Replay(Recording(tmp_path, sealed.transcript), Recorder(io.BytesIO()), LIMITS)

    with pytest.raises(Diverged, match="something else was sent"):
        replayed().connect(*where).send(b"two")
    with pytest.raises(Diverged, match="recorded is"):
        replayed().connect("127.0.0.1", 1)
    twice = replayed()
    twice.connect(*where)
    with pytest.raises(Diverged, match="once more"):
        twice.connect(*where)


def test_a_datagram_is_received_once_and_told_again(tmp_path):
    def story(doors):
        door = doors.listen(datagrams=True)
        if isinstance(doors, Network):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as visitor:
                visitor.sendto(b"one datagram", ("127.0.0.1", door.address.port))
                visitor.sendto(b"another", ("127.0.0.1", door.address.port))
        heard = []
        for _ in range(2):
            link = door.accept(5)
            heard.append((link.read_some(1 << 16, Deadline(1)), link.read_some(1, Deadline(1))))
            link.mark_received("a datagram", "text/plain")
            with pytest.raises(LinkFault):
                link.read_exactly(1, Deadline(1))
        with pytest.raises(Silent):
            door.accept(0.01)
        door.close()
        return heard

    live, again = told_twice(story, tmp_path)

    assert live == again == [(b"one datagram", b""), (b"another", b"")]


def test_what_is_made_once_is_told_again_as_it_was(tmp_path):
    numbers = iter(range(9))
    live, again = told_twice(lambda doors: [doors.once("a number", lambda: str(next(numbers))) for _ in "ab"], tmp_path)

    assert live == again == ["0", "1"]
    with pytest.raises(Diverged, match="once more"):
        told_twice(lambda doors: [doors.once("b", lambda: "x") for _ in range(next(numbers))], tmp_path)
