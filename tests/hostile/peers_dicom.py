"""Archives that do their worst on the wire, so that every limit is reached once."""

from __future__ import annotations

import struct
import threading

from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.messages import NO_DATA_SET

NEVER = threading.Event()


class _Worst(Archive):
    """Behaves until it is asked for a C-ECHO, then does its worst with the association's socket."""

    def worst(self, association, message):
        raise LookupError

    def serve(self, association, message):
        if message.field == 0x0030:
            self.worst(association, message)
        else:
            super().serve(association, message)


class SlowPdu(_Worst):
    """Sends a P-DATA-TF at one octet in a while, for ever."""

    def worst(self, association, message):
        association.link.send(struct.pack(">BBL", 4, 0, 1000))
        while not NEVER.wait(0.2):
            association.link.send(b"\0")


class HugePdu(_Worst):
    """Announces four GiB and begins to send them."""

    def worst(self, association, message):
        association.link.send(struct.pack(">BBL", 4, 0, 0xFFFFFFFF))
        while True:
            association.link.send(bytes(1 << 20))


class EndlessCommand(_Worst):
    """Sends fragments of a command set and never the last."""

    def worst(self, association, message):
        fragment = struct.pack(">BBLLBB", 4, 0, 16384 + 6, 16384 + 2, message.context_id, 1) + bytes(16384)
        while True:
            association.link.send(fragment)


class BrokenPdvs(_Worst):
    """Sends PDV items that are empty, of one octet, or longer than their PDU."""

    def worst(self, association, message):
        association.link.send(struct.pack(">BBLL", 4, 0, 4, 0))
        association.link.send(struct.pack(">BBLLB", 4, 0, 5, 1, 1))
        association.link.send(struct.pack(">BBLLBB", 4, 0, 6, 1 << 31, 1, 3))


class Noise(_Worst):
    """Answers with octets that are no DICOM at all, and goes."""

    def worst(self, association, message):
        association.link.send(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 40)
        association.link.end(0)


class EndlessAnswers(_Worst):
    """Answers one request a thousand times."""

    def worst(self, association, message):
        for _ in range(1000):
            self.respond(association, message, 0)


class AnotherMessage(_Worst):
    """Answers a message nobody sent."""

    def worst(self, association, message):
        command = self.response(message, 0, None)
        command.MessageIDBeingRespondedTo = 4242
        association.send(message.context_id, command, None)


class EndlessMatches(Archive):
    """Finds a match for every query, and another, without end."""

    def find(self, association, message, root):
        command = self.response(message, 0xFF00, b"")
        command.CommandDataSetType = NO_DATA_SET + 1 & 0xFFFF
        match = struct.pack("<HHL", 0x0008, 0x0052, 6) + b"STUDY "
        while True:
            association.send(message.context_id, command, match)
