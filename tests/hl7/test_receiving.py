"""Our receiving application: whatever arrives is kept, answered as asked, and never an exception."""

from __future__ import annotations

import io
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance.certificates import certificates
from conformance.evidence import Recorder
from conformance.hl7 import checks, sent
from conformance.hl7.receiving import MOST_STRAYS, Inbox, someone
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import framed
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

OUT = {"hl7v2": {"out": {"port": 0}}, "asked": {"by": {"hl7.send.message": {"operator": True, "within_s": 1.0}}}}


class Willing:
    """Whoever is asked says yes; the test itself then sends."""

    def ask(self, deed):
        self.deed = deed
        return ""

    def trouble(self):
        return ""


@contextmanager
def receiving(sections=OUT):
    recorder, asks = Recorder(io.BytesIO()), Willing()
    doors = Network(recorder, Limits(frame_s=1.0, quiet_s=0.05))
    profile = SystemProfile.model_validate(profile_of(sections))
    story = Story("hl7.test", "ab", datetime(2026, 11, 24, tzinfo=UTC), doors, recorder, profile, asks=asks)
    try:
        yield Inbox.of(story), story, asks
    finally:
        doors.close()


def said(asks, body: bytes, number: bytes = b"1", name: str = "") -> bytes:
    family = (name or asks.deed.values["family"]).encode()
    return b"MSH|^~\\&|A|B|C|D|20260101||ADT^A01|" + number + b"|P|2.3.1\rPID|||X1||" + family + b"\r" + body


@contextmanager
def link(asks):
    with socket.create_connection((asks.deed.values["host"], int(asks.deed.values["port"])), timeout=2) as opened:
        yield opened


def test_a_profile_without_an_address_of_ours_blocks():
    with pytest.raises(Blocked, match=r"hl7v2\.out"), receiving({}):
        pass


def test_a_message_is_known_by_the_family_name_where_the_identifier_is_the_candidates_own():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(framed(said(asks, b"", b"0", "ZZOTHER")) + framed(said(asks, b"")))
            arrival = inbox.first()
            inbox.answer(arrival)

            assert arrival.control_id == b"1"
            answers = there.recv(4096).split(b"\x1c\r")
            assert [parse(one[1:])["MSA-2"] for one in answers[:2]] == ["0", "1"]


def test_when_nothing_comes_the_story_is_blocked_and_says_so():
    with receiving() as (inbox, story, _):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with pytest.raises(Blocked, match="no message about that patient"):
            inbox.first()


@pytest.mark.parametrize("octets", [b"\x0b\x1c\r", b"\x0bhello\x1c\r", b"no block at all", b"\x0bhalf a"])
def test_whatever_comes_is_an_arrival_that_can_be_judged(octets):
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(octets)
            there.shutdown(socket.SHUT_WR)
            arrival = inbox.first()
            inbox.answer(arrival)

        for judged in (sent.headers, sent.segment_ends, sent.header, checks.outside_charset):
            assert isinstance(judged(arrival), str)
        assert isinstance(sent.faults(arrival, sent.STRUCTURE, "RAD-4"), str)


def test_a_message_on_a_second_connection_is_heard_while_the_first_stays_open():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as one, link(asks) as other:
            one.sendall(framed(said(asks, b"")))
            first = inbox.first()
            inbox.answer(first)
            other.sendall(framed(said(asks, b"", b"2")))

            second = inbox.next()

    assert (first.control_id, second.control_id) == (b"1", b"2")
    assert first.link != second.link


def test_an_acknowledgement_that_is_sent_to_us_is_seen_and_not_answered():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(framed(b"MSH|^~\\&|A|B|C|D|20260101||ACK|9|P|2.3.1\rMSA|AA|1\r"))
            arrival = inbox.first()
            inbox.answer(arrival)
            there.settimeout(0.05)

            assert arrival.trigger == "ACK^"
            with pytest.raises(TimeoutError):
                there.recv(1)


def test_a_merge_is_judged_by_whom_it_gives_up():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        found = []
        with link(asks) as there:
            for prior in (b"MRG|X2\r", b"MRG|X1\r", b"MRG|\r", b"MRG|KEPT\r"):
                there.sendall(framed(said(asks, prior)))
                found.append(sent.merged(inbox.first(), "KEPT", "GONE"))

    assert found[0] == ""
    assert "both X1" in found[1]
    assert found[2] == "MRG-1 is empty"
    assert "was to be given up" in found[3]


def test_a_message_comes_again_when_it_says_the_same_and_not_when_another_does():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(framed(said(asks, b"PV1||I\r")))
            first = inbox.first()
            there.sendall(framed(said(asks, b"PV1||O\r", b"2")) + framed(said(asks, b"PV1||I\r", b"3")))
            again = inbox.again(first, 1.0)

    assert again is not None
    assert again.control_id == b"3"


def test_a_flood_ends_the_patience_of_a_story():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(framed(said(asks, b"")) * 150)
            arrival = inbox.first()
            answered = 0
            while inbox.patient and arrival is not None:
                inbox.answer(arrival)
                answered, arrival = answered + 1, inbox.next()

    assert answered == MOST_STRAYS


def secured():
    shown = certificates().server
    out = {"port": 0, "secure": {"port": 0, "cert": str(shown.cert), "key": str(shown.key)}}
    way = {"operator": True, "within_s": 1.0, "quiet_s": 0.2}
    return {"hl7v2": {"out": out}, "asked": {"by": {"hl7.send.secure": way}}}


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificates().authority))


def test_a_knock_at_the_secure_door_does_not_hide_the_message_after_it():
    with receiving(secured()) as (_, story, asks):
        inbox = Inbox.secured(story)
        inbox.ask("secure", "Send one", someone(story, "hers"))

        def sends():
            with link(asks):
                pass
            with link(asks) as plain, trusting().wrap_socket(plain, server_hostname="127.0.0.1") as there:
                there.sendall(framed(said(asks, b"")))
                there.recv(1)

        sending = threading.Thread(target=sends)
        sending.start()
        arrival = inbox.brought()
        inbox.close()
        sending.join()

    assert arrival is not None
    assert arrival.control_id == b"1"


def test_whoever_closes_a_secure_connection_without_a_word_was_there():
    with receiving(secured()) as (_, story, asks):
        inbox = Inbox.secured(story)
        inbox.ask("secure", "Send one", someone(story, "hers"))

        def leaves():
            mine = trusting()
            with suppress(OSError), link(asks) as plain, mine.wrap_socket(plain, server_hostname="127.0.0.1") as there:
                there.unwrap()

        leaving = threading.Thread(target=leaves)
        leaving.start()
        arrival = inbox.brought()
        leaving.join()

    assert arrival is None
    assert inbox.trouble == "the connection was closed before a message came"


def test_a_message_its_transaction_does_not_have_is_not_judged_by_it():
    with receiving() as (inbox, story, asks):
        inbox.ask("message", "Send one", someone(story, "hers"))
        with link(asks) as there:
            there.sendall(framed(said(asks, b"")) + framed(said(asks, b"", b"2").replace(b"2.3.1", b"2.5.1")))
            known, newer = inbox.first(), inbox.first()

    assert sent.unprofiled(known, "RAD-1") == ""
    assert sent.unprofiled(newer, "RAD-1") == "there is no profile of RAD-1 for ADT^A01 of version 2.5.1"


def test_a_recording_is_judged_without_the_certificates_of_then():
    sections = secured()
    sections["hl7v2"]["out"]["secure"] |= {"cert": "gone.pem", "key": "gone.key"}
    with receiving(sections) as (_, story, _asks):
        with pytest.raises(FileNotFoundError):
            Inbox.secured(story)
        assert Inbox.secured(replace(story, replayed=True))
