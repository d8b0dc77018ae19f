"""The candidate as sender over TLS (BCP 195): it brings its message, and to a stranger it brings none."""

from __future__ import annotations

import ssl

from conformance.authoring import scenario
from conformance.certificates import certificates
from conformance.hl7 import clauses
from conformance.hl7.receiving import Inbox, someone
from conformance.model import Blocked

SECURE = ["hl7v2.out.secure", "asked.hl7.send.secure"]


@scenario(
    "hl7.sender.over-tls",
    actor="mllp-sender",
    transaction="ITI-19",
    clauses=[clauses.SENT_OVER_TLS, clauses.SENT_IN_A_BLOCK],
    requires=SECURE,
)
def test_a_message_comes_over_tls(story, check):
    """Asked to send over TLS, the sender connects by TLS 1.2 or newer and brings its message."""
    inbox = Inbox.secured(story)
    inbox.ask("secure", "Send one message over TLS", someone(story, "hers"))
    arrival = inbox.brought()
    if arrival is None and not inbox.trouble:
        inbox.first()
    inbox.settle(arrival)

    with check(clauses.SENT_OVER_TLS, evidence=arrival.evidence if arrival else ()):
        assert arrival is not None, inbox.trouble
    if arrival is not None:
        with check(clauses.SENT_IN_A_BLOCK, evidence=arrival.evidence):
            assert not arrival.frame.problems, arrival.frame.trouble


@scenario(
    "hl7.sender.stranger",
    actor="mllp-sender",
    transaction="ITI-19",
    clauses=[clauses.SENT_TO_NO_STRANGER],
    requires=SECURE,
)
def test_a_receiver_that_is_not_trusted_gets_nothing(story, check):
    """To a receiver whose certificate was signed by an authority nobody entered, the sender sends no message."""
    known = Inbox.secured(story)
    known.ask("secure", "Send one message over TLS", someone(story, "hers"))
    trusted = known.brought()
    if trusted is None:
        raise Blocked(f"nothing came over TLS to a receiver it trusts: {known.trouble or 'no message'}")
    known.settle(trusted)
    known.close()
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stranger.load_cert_chain(certificates().stranger.cert, certificates().stranger.key)

    door = Inbox.secured(story, stranger)
    door.ask("secure", "Send one more message over TLS; what answers is not to be trusted", someone(story, "his"))
    arrival = door.brought()
    if arrival is None and not door.trouble:
        raise Blocked("the sender did not even try to connect to the stranger")
    door.settle(arrival)

    with check(clauses.SENT_TO_NO_STRANGER, evidence=arrival.evidence if arrival else ()):
        assert arrival is None, f"{arrival and arrival.says} was sent to a stranger"
