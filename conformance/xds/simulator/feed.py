"""HL7 v2 ADT over MLLP: which patients there are (ITI-8), and whose documents are whose (ITI-64)."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.xds.simulator.linking import LinkChange
from conformance.xds.simulator.patients import normalised

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.simulator.linking import Linking
    from conformance.xds.simulator.patients import Patients

START, END = b"\x0b", b"\x1c\r"
MOST_OCTETS = 1 << 20
_ANNOUNCING = frozenset({"A01", "A04", "A05"})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the registry says to one message: MSA-1, and in words why when it is not AA."""

    code: str
    why: str = ""


class PatientFeed:
    """Listens for ADT on an ephemeral loopback port; A01, A04 and A05 announce, A40 merges, A08 changes nothing.

    A43 changes a link, where there is somebody who carries it out.
    """

    def __init__(self, patients: Patients, linking: Linking | None = None) -> None:
        self.patients = patients
        self.linking = linking
        self.port = 0
        self._door: socket.socket | None = None
        self._links: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._stopping = False

    def start(self) -> None:
        """Begin to accept connections."""
        self._door = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self._door.getsockname()[1]
        self._spawn(self._accept, self._door)

    def stop(self) -> None:
        """Close every connection and wait for the threads."""
        self._stopping = True
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        if self._door is not None:
            self._door.close()
        with self._lock:
            links = list(self._links)
        for link in links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def ruling(self, message: list[list[str]]) -> Ruling:
        """Act on one message, given as its segments split into fields, and say what became of it."""
        trigger = component(field(message, "MSH", 8), 1)
        if trigger in _ANNOUNCING:
            return self.announced(message)
        if trigger == "A40":
            return self.merged(message)
        if trigger == "A43" and self.linking is not None:
            return self.linked(message, self.linking)
        if trigger == "A08":
            return Ruling("AA")
        return Ruling("AR", f"trigger event {trigger or 'missing'} is not taken here")

    def announced(self, message: list[list[str]]) -> Ruling:
        """Register PID-3, of which only the domain's own identifiers count."""
        identifiers = field(message, "PID", 3).split("~")
        done = [self.patients.register(one) for one in identifiers]
        return Ruling("AA") if any(done) else Ruling("AE", "PID-3 has no identifier of this domain's authority")

    def merged(self, message: list[list[str]]) -> Ruling:
        """Merge MRG-1 into PID-3 (3.8.4.2.4)."""
        survivors = [one for one in field(message, "PID", 3).split("~") if self.patients.ours(one)]
        priors = [one for one in field(message, "MRG", 1).split("~") if self.patients.ours(one)]
        if len(survivors) != 1 or len(priors) != 1:
            return Ruling("AE", "PID-3 and MRG-1 must each have one identifier of this domain's authority")
        why = self.patients.merge(priors[0], survivors[0])
        return Ruling("AE", why) if why else Ruling("AA")

    def linked(self, message: list[list[str]], linking: Linking) -> Ruling:
        """Link the local patient of PID-3 to the domain's there, in place of that of MRG-1 (3.64.4.1.2)."""
        named, prior = field(message, "PID", 3).split("~"), field(message, "MRG", 1).split("~")
        plain = [normalised(one) or "" for one in (*named, *prior)]
        if len(named) != 2 or len(prior) not in {1, 2} or not all(plain):  # noqa: PLR2004 - the pairs of 3.64.4.1.2.3, .4
            return Ruling("AE", "PID-3 has two identifiers, MRG-1 one or two, each with its authority")
        new, local, previous, *subsumed = plain
        if not (self.patients.ours(new) and self.patients.ours(previous)):
            return Ruling("AE", "the first of PID-3 and of MRG-1 are not of this domain's authority")
        sender = component(field(message, "MSH", 2), 1)
        why = linking.link(LinkChange(new, local, previous, "".join(subsumed), sender))
        return Ruling("AE", why) if why else Ruling("AA")

    def _spawn(self, work: Callable[[socket.socket], None], link: socket.socket) -> None:
        thread = threading.Thread(target=work, args=(link,), name="xds-feed", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _accept(self, door: socket.socket) -> None:
        while not self._stopping:
            try:
                link, _ = door.accept()
            except OSError:
                return
            if self._stopping:
                link.close()
                return
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._links.add(link)
            self._spawn(self._converse, link)

    def _converse(self, link: socket.socket) -> None:
        held = bytearray()
        try:
            while len(held) <= MOST_OCTETS:
                octets = link.recv(64 * 1024)
                if not octets:
                    return
                held += octets
                while (end := held.find(END)) >= 0:
                    begin = held.rfind(START, 0, end)
                    frame = bytes(held[begin + 1 : end])
                    del held[: end + len(END)]
                    link.sendall(START + self.answered(frame) + END)
        except OSError:
            return
        finally:
            with self._lock:
                self._links.discard(link)
            link.close()

    def answered(self, frame: bytes) -> bytes:
        """Return the acknowledgement of one frame's content."""
        text = frame.decode("utf-8", "replace")
        message = [segment.split("|") for segment in text.split("\r") if segment]
        if not message or message[0][0] != "MSH":
            return self.acknowledgement([["MSH", "^~\\&"]], Ruling("AR", "the message does not begin with MSH"))
        return self.acknowledgement(message, self.ruling(message))

    def acknowledgement(self, message: list[list[str]], ruling: Ruling) -> bytes:
        """Return the ACK: MSH with sender and receiver exchanged, MSA, and ERR when there is trouble."""
        at, version = field(message, "MSH", 6), field(message, "MSH", 11) or "2.3.1"
        control = field(message, "MSH", 9)
        ends = [field(message, "MSH", number) for number in (4, 5, 2, 3)]
        head = ["MSH", "^~\\&", *ends, at, "", "ACK", f"ACK{control}"[:20], field(message, "MSH", 10) or "P", version]
        segments = ["|".join(head), f"MSA|{ruling.code}|{control}" + (f"|{ruling.why}" if ruling.why else "")]
        return "".join(f"{segment}\r" for segment in segments).encode()


def field(message: list[list[str]], segment: str, number: int) -> str:
    """Return a field by its index after splitting at ``|`` (for MSH one less than its number), or nothing."""
    found = next((one for one in message if one[0] == segment), [])
    return found[number] if len(found) > number else ""


def component(value: str, number: int) -> str:
    """Return a component of a field, counted from nought, or nothing."""
    parts = value.split("^")
    return parts[number] if len(parts) > number else ""
