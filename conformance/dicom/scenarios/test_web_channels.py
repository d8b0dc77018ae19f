"""The event channel as a WebSocket: how it is opened, what its frames are like, and how it ends (RFC 6455)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses
from conformance.dicom.samples import workitems as w
from conformance.dicom.web import frames
from conformance.dicom.web.channel import digest
from conformance.dicom.web.events import reports
from conformance.model import Blocked

ACTOR, TRANSACTION, REQUIRES = "archive", "UPS-RS", ["dicom", "dicom.web.workitems", "dicom.web.events"]


def tokens(field):
    """Return what a header field lists, in lower case."""
    return {one.strip().lower() for one in (field or "").split(",")} - {""}


@scenario(
    "dicom.web.channel.open",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CHANNEL_OPENED, clauses.CHANNEL_DIGEST, clauses.CHANNEL_UNASKED],
    requires=REQUIRES,
)
def test_a_channel_is_opened_by_the_book(subscriptions, check):
    """The request for a WebSocket is answered by switching to it, with the digest of the key that was sent."""
    channel = subscriptions.open()

    answer = channel.answer
    with check(clauses.CHANNEL_OPENED, expected="101", evidence=answer.evidence):
        assert channel.opened, channel.trouble
    if not channel.opened:
        raise Blocked("no channel was opened")
    for name, token in (("Upgrade", "websocket"), ("Connection", "upgrade")):
        with check(clauses.CHANNEL_OPENED, where=name, expected=token, evidence=answer.evidence):
            assert token in tokens(answer.response.header(name)), answer.response.header(name) or "none"
    with check(clauses.CHANNEL_DIGEST, where="Sec-WebSocket-Accept", evidence=answer.evidence):
        assert (answer.response.header("sec-websocket-accept") or "none").strip() == digest(channel.key)
    for name in ("Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"):
        with check(clauses.CHANNEL_UNASKED, where=name, expected="none", evidence=answer.evidence):
            assert not answer.response.header(name), answer.response.header(name)


@scenario(
    "dicom.web.channel.frames",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CHANNEL_UNMASKED, clauses.CHANNEL_FRAMED, clauses.CHANNEL_FRAGMENTS, clauses.CHANNEL_TEXT],
    requires=REQUIRES,
)
def test_what_comes_over_a_channel_is_framed_by_the_book(subscriptions, check):
    """Whatever comes over a channel while events are told is framed as any client of WebSockets reads it."""
    channel, uid, url = subscriptions.followed()
    subscriptions.claim(url, "hers")

    channel.heard(reports(uid, w.IN_PROGRESS), subscriptions.settle_s)

    if not channel.events and not channel.faults:
        raise Blocked(f"nothing came that could be judged: {channel.told}")
    about = {
        frames.MASKED: clauses.CHANNEL_UNMASKED,
        frames.FRAMED: clauses.CHANNEL_FRAMED,
        frames.FRAGMENTED: clauses.CHANNEL_FRAGMENTS,
        frames.TEXTUAL: clauses.CHANNEL_TEXT,
    }
    for one, clause in about.items():
        faults = [fault.says for fault in channel.faults if fault.about == one]
        if faults or channel.events:  # without a whole message nothing is shown to be right
            with check(clause, evidence=channel.evidence):
                assert faults == []


@scenario(
    "dicom.web.channel.ping",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CHANNEL_PONG],
    requires=REQUIRES,
)
def test_a_ping_is_answered(subscriptions, check, story):
    """Who asks over a channel whether anybody is there is answered, in the words of the question."""
    channel = subscriptions.listening()
    words = story.token("ping").encode()

    channel.ping(words)
    channel.until(lambda: words in channel.pongs, subscriptions.settle_s)

    with check(clauses.CHANNEL_PONG, expected=f"a pong of {words!r}"):
        assert words in channel.pongs, channel.pongs or channel.told


@scenario(
    "dicom.web.channel.close",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CHANNEL_CLOSED],
    requires=REQUIRES,
)
def test_a_close_is_answered(subscriptions, check):
    """Who closes a channel is answered by a close, so that both know that nothing was lost."""
    channel = subscriptions.listening()

    channel.close()
    channel.until(lambda: channel.close_told is not None, subscriptions.settle_s)

    with check(clauses.CHANNEL_CLOSED, expected="a close frame"):
        assert channel.close_told is not None, channel.told


@scenario(
    "dicom.web.channel.bare",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CHANNEL_MASK_WANTED],
    requires=REQUIRES,
)
def test_a_frame_without_a_mask_ends_the_channel(subscriptions, check, story):
    """A frame without a mask, which could be made to look like a request to whatever stands between, is not taken."""
    control = subscriptions.listening()
    if not control.pongs:
        raise Blocked(f"a ping with a mask, as a control, was not answered: {control.told}")

    channel = subscriptions.listening()
    channel.bare(story.token("ping").encode())
    channel.until(lambda: channel.close_told is not None, subscriptions.settle_s)

    with check(clauses.CHANNEL_MASK_WANTED, expected="the end of the connection"):
        assert channel.close_told is not None or channel.ended, channel.told
