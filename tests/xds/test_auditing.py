"""Our sink for audit records: what it takes for one, by which transport, and whose it is."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from conformance.certificates import certificates
from conformance.model import Blocked
from conformance.xds.auditing import AuditSink


def record(patient, transaction="ITI-18"):
    return (
        b"<85>1 2026-01-02T03:04:05Z host app 1 IHE+RFC-3881 - <AuditMessage><EventIdentification"
        b' EventOutcomeIndicator="8"><EventID csd-code="110112"/><EventTypeCode csd-code="%s"/></EventIdentification>'
        b'<ParticipantObjectIdentification ParticipantObjectID="%s"/></AuditMessage>'
    ) % (transaction.encode(), patient.encode())


def counted(message):
    return b"%d %s" % (len(message), message)


@pytest.fixture
def listening(telling):
    """Return a function that opens a sink of a transport at a free port."""

    def listen(transport="tcp"):
        kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
        with socket.socket(socket.AF_INET, kind) as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        story = telling({"xds": {"audit": {"port": port, "transport": transport}}}, settle_s=2, quiet_s=0.1)
        sink = AuditSink(story)
        sink.open()
        told.append(story)
        return sink, ("127.0.0.1", port)

    told = []
    yield listen
    for story in told:
        story.doors.close()


def test_what_waited_is_passed_over_for_what_is_asked_for(listening):
    sink, where = listening()
    with socket.create_connection(where) as link:
        link.sendall(b"".join(map(counted, (record("ZZ1"), record("ZZ2"), record("ZZ3", "ITI-42")))))

    found = sink.record_of("ITI-18", "ZZ2")
    assert found is not None
    assert found.names("ZZ2")
    assert sink.record_of("ITI-42") is not None


def test_one_connection_serves_for_all_records(listening):
    sink, where = listening()
    with socket.create_connection(where) as link:
        for number in range(3):
            link.sendall(counted(record(f"ZZ{number}")))
            assert sink.record_of("ITI-18", f"ZZ{number}") is not None


def test_a_long_queue_is_heard_to_its_end(listening):
    sink, where = listening()
    waiting, enough = threading.Event(), threading.Event()

    def bring():
        with socket.create_connection(where) as link:
            for number in range(8):
                link.sendall(counted(record(f"ZZ{number}")))
                waiting.wait(0.1)
            enough.wait(10)

    bringing = threading.Thread(target=bring)
    bringing.start()
    found = sink.record_of("ITI-18", "ZZ7", within=0.4)
    enough.set()
    bringing.join()

    assert found is not None
    assert found.names("ZZ7")


def test_where_none_names_it_the_newest_counts(listening):
    sink, where = listening()
    with socket.create_connection(where) as link:
        link.sendall(record("ZZ1") + b"\n")
    with socket.create_connection(where) as link:
        link.sendall(record("ZZ2") + b"\n")

    found = sink.record_of("ITI-18", "ZZ9", within=0.5)
    assert found is not None
    assert found.names("ZZ2")


def test_a_datagram_is_a_record(listening):
    sink, where = listening("udp")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.sendto(record("ZZ1"), where)
        link.sendto(counted(record("ZZ2")), where)

    first, second = sink.record_of("ITI-18", "ZZ1"), sink.record_of("ITI-18", "ZZ2")
    assert first is not None
    assert second is not None
    assert (first.problems, bool(second.problems)) == ((), True)


def test_an_event_that_failed_is_found_by_its_code(listening):
    sink, where = listening()
    with socket.create_connection(where) as link:
        link.sendall(counted(record("ZZ1")))

    assert sink.event("110114", "110112") is not None
    assert "nothing" in sink.said


def test_a_sink_that_sleeps_hears_nothing(telling):
    sink = AuditSink(telling({"xds": {"audit": {"port": 1}}}))
    with pytest.raises(Blocked, match="before it listened"):
        sink.record_of("ITI-18")


def test_a_sink_over_tls_needs_what_it_shows(telling):
    files = {"transport": "tls", "cert": "none.pem", "key": "none.pem"}
    with pytest.raises(Blocked, match="can't be read"):
        AuditSink(telling({"xds": {"audit": {"port": 1, **files}}})).open()
    with pytest.raises(ValueError, match="name its cert"):
        telling({"xds": {"audit": {"port": 1, "transport": "tls"}}})


def test_a_stream_without_end_is_given_up(listening):
    sink, where = listening()
    stopped = threading.Event()

    def flood():
        with socket.create_connection(where) as link:
            while not stopped.is_set():
                try:
                    link.sendall(b"x" * 65536)
                except OSError:
                    return

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    assert sink.record_of("ITI-18") is None
    stopped.set()
    sink.story.doors.close()
    thread.join(5)


def test_a_sender_that_goes_at_once_loses_nothing(telling):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    known = certificates()
    shown = {"cert": str(known.server.cert), "key": str(known.server.key)}
    story = telling({"xds": {"audit": {"port": port, "transport": "tls", **shown}}}, settle_s=2, quiet_s=0.1)
    sink = AuditSink(story)
    sink.open()
    context = ssl.create_default_context(cafile=str(known.authority))
    with (
        socket.create_connection(("127.0.0.1", port)) as link,
        context.wrap_socket(link, server_hostname="localhost") as it,
    ):
        it.sendall(b"".join(counted(record(f"ZZ{number}")) for number in range(200)))

    found = sink.record_of("ITI-18", "ZZ199")
    story.doors.close()
    assert found is not None
    assert found.names("ZZ199")
