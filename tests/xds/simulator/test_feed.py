import socket

import pytest

from conformance.xds.simulator.feed import PatientFeed
from conformance.xds.simulator.patients import Patients

HERS, HIS = "HERS^^^&1.2.3&ISO", "HIS^^^&1.2.3&ISO"


def adt(trigger, pid, mrg=""):
    segments = [f"MSH|^~\\&|A|B|C|D|20260101||ADT^{trigger}|42|P|2.3.1", f"EVN|{trigger}|20260101", f"PID|||{pid}||Z^Z"]
    return "".join(f"{one}\r" for one in [*segments, *([f"MRG|{mrg}"] if mrg else [])]).encode()


@pytest.fixture
def feed():
    one = PatientFeed(Patients("1.2.3"))
    one.start()
    yield one
    one.stop()


def told(feed, *messages, pieces=None):
    answers = b""
    with socket.create_connection(("127.0.0.1", feed.port), timeout=5) as link:
        octets = b"".join(b"\x0b" + message + b"\x1c\r" for message in messages)
        for at in range(0, len(octets), pieces or len(octets)):
            link.sendall(octets[at : at + (pieces or len(octets))])
        while answers.count(b"\x1c\r") < len(messages):
            answers += link.recv(65536)
    return [one.split(b"MSA|")[1].split(b"\r")[0].decode() for one in answers.split(b"\x1c\r")[:-1]]


@pytest.mark.parametrize("trigger", ["A01", "A04", "A05"])
def test_announcing_events_register_the_patient(feed, trigger):
    assert told(feed, adt(trigger, HERS)) == ["AA|42"]
    assert feed.patients.knows(HERS)


def test_an_update_is_taken_and_changes_nothing(feed):
    assert told(feed, adt("A08", HERS)) == ["AA|42"]
    assert not feed.patients.knows(HERS)


def test_only_the_domains_own_identifiers_are_kept(feed):
    assert told(feed, adt("A01", f"X^^^&9.9&ISO~{HERS}")) == ["AA|42"]
    assert feed.patients.knows(HERS)
    assert told(feed, adt("A01", "X^^^&9.9&ISO"))[0].startswith("AE|42|")


def test_a_merge_is_done_or_refused(feed):
    assert told(feed, adt("A01", HERS), adt("A01", HIS), adt("A40", HIS, HERS)) == ["AA|42"] * 3
    assert feed.patients.survivor(HERS) == HIS
    assert told(feed, adt("A40", HIS, HERS))[0].startswith("AE|42|")


def test_other_events_and_junk_are_rejected(feed):
    assert told(feed, adt("A99", HERS))[0].startswith("AR|42")
    assert told(feed, b"GET / HTTP/1.1\r\n\r\n")[0].startswith("AR|")


def test_a_frame_may_come_in_single_octets(feed):
    assert told(feed, adt("A01", HERS), pieces=1) == ["AA|42"]
