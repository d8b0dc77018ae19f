"""HL7 receivers that do their worst on the wire."""

from __future__ import annotations

import threading

from conformance.hl7.simulator import Receiver

NEVER = threading.Event()


class EndlessFrame(Receiver):
    """Begins an acknowledgement and never ends it."""

    def reply(self, link, frame):
        link.sendall(b"\x0bMSH|^~\\&|")
        while True:
            link.sendall(b"A" * 65536)


class SlowFrame(Receiver):
    """Sends an acknowledgement at one octet in a while, for ever."""

    def reply(self, link, frame):
        link.sendall(b"\x0b")
        while not NEVER.wait(0.2):
            link.sendall(b"M")


class Noise(Receiver):
    """Answers with octets that are no HL7 at all."""

    def reply(self, link, frame):
        link.sendall(bytes(range(256)) * 8)


class Storm(Receiver):
    """Acknowledges each message two thousand times."""

    def reply(self, link, frame):
        answer = self.answer(frame)
        for _ in range(2000):
            link.sendall(answer)


class AnotherMessage(Receiver):
    """Acknowledges a message nobody sent."""

    def acknowledged_id(self, message):
        return b"NOBODY-SENT-THIS"
