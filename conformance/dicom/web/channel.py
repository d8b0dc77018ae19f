"""An event channel as a story hears it: a WebSocket (RFC 6455), opened, read frame by frame, answered, and recorded."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Final

from conformance.dicom.web import frames
from conformance.dicom.web.answers import WebAnswer
from conformance.dicom.web.events import Event
from conformance.dicom.web.frames import CLOSE, CONTINUATION, FRAGMENTED, HEAD, MASKED, PING, PONG, TEXT, TEXTUAL, Fault
from conformance.dicom.wire import Unreadable
from conformance.guarded import Deadline, LinkFault, Silent
from conformance.http import begun

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from conformance.dicom.web.frames import Frame
    from conformance.story import Story

GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_LONGEST_HEAD: Final = 10
"""Octets of a frame that may tell how long it is (RFC 6455 5.2)."""
_MOST_FAULTS: Final = 50


def digest(key: str) -> str:
    """Return what answers a Sec-WebSocket-Key (RFC 6455 4.2.2)."""
    return base64.b64encode(hashlib.sha1(f"{key}{GUID}".encode(), usedforsecurity=False).digest()).decode()


class Channel:
    """What came over one channel so far: ``events`` and ``pongs`` in order, ``faults`` of form, ``trouble`` at its end.

    It answers pings, and a close. ``answer`` is what its opening was answered: where that is not 101 it is over.
    """

    def __init__(self, story: Story, url: str, tls: ssl.SSLContext | None = None) -> None:
        self._story = story
        self.key = base64.b64encode(bytes.fromhex(story.token("channel key", 32))).decode()
        scheme, _, place = url.partition("://")
        http = "https" if scheme == "wss" else "http"
        headers = [
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Origin", f"{http}://{place.partition('/')[0]}"),
            ("Sec-WebSocket-Key", self.key),
            ("Sec-WebSocket-Version", "13"),
        ]
        response, self._link = begun(story.doors, "GET", f"{http}://{place}", headers, tls=tls).switched()
        self.answer = WebAnswer(url, response, story.limits)
        self.events: list[Event] = []
        self.pongs: list[bytes] = []
        self.faults: list[Fault] = []
        self.close_told: bytes | None = None
        self.ended = False
        self.trouble = "" if self._link else f"the channel was not opened: {self.answer.outcome}"
        self.frames = 0
        self.evidence = response.evidence
        self._octets = self._masks = self._size = 0
        self._closing = False
        self._stalled = ""
        self._parts: list[Frame] = []
        self._marks: list[str] = []

    @property
    def opened(self) -> bool:
        """Return whether the channel was opened."""
        return self._link is not None

    @property
    def told(self) -> str:
        """Return what became of it, for people."""
        heard = f"{len(self.events)} events" if len(self.events) != 1 else f"one event: {self.events[0]}"
        return "; ".join(filter(None, (self.trouble or self._stalled, heard)))

    def told_of(self, uid: str, since: int = 0) -> list[str]:
        """Return what was told of a workitem since so many events had come, for people."""
        return [str(event) for event in self.events[since:] if event.instance == uid]

    def heard(self, wanted: Callable[[Event], bool], seconds: float) -> Event | None:
        """Return the first event that is wanted, of those that came or come in time."""
        self.until(lambda: any(map(wanted, self.events)), seconds)
        return next(filter(wanted, self.events), None)

    def until(self, happened: Callable[[], bool], seconds: float) -> bool:
        """Read on until it happened, the channel is over or time is up; return whether it happened."""
        deadline = Deadline(seconds)
        while not happened():
            if self.trouble or not self._read_on(deadline):
                return happened()
        return True

    def quiet(self, seconds: float) -> None:
        """Read whatever comes for a while."""
        self.until(lambda: False, seconds)

    def ping(self, payload: bytes) -> None:
        """Ask whether the peer is there (RFC 6455 5.5.2)."""
        self._send(PING, payload)

    def bare(self, payload: bytes) -> None:
        """Send a ping without a mask, as no client may (RFC 6455 5.1)."""
        self._send(PING, payload, masked=False)

    def close(self, code: int = 1000) -> None:
        """Ask to end the channel (RFC 6455 5.5.1)."""
        self._closing = True
        self._send(CLOSE, code.to_bytes(2, "big"))

    def cut(self) -> None:
        """End the connection without a word."""
        if self._link is not None:
            self._link.close()
        self.trouble = self.trouble or "we cut the connection"

    def _send(self, opcode: int, payload: bytes, *, masked: bool = True) -> None:
        if self._link is None or self.trouble:
            return
        self._masks += 1
        mask = bytes.fromhex(self._story.token(f"mask {self._masks}", 8)) if masked else b""
        try:
            self._link.send(frames.written(opcode, payload, mask=mask))
        except LinkFault as fault:
            self._over(f"while we sent: {fault}")
        self._link.mark_sent(f"WebSocket {frames.NAMES[opcode]}", frames.MEDIA_TYPE)

    def _read_on(self, deadline: Deadline) -> bool:
        """Read one frame; return whether another may follow by then."""
        try:
            frame = self._next(deadline)
        except Silent as fault:
            self._stalled = f"a frame did not end: {fault}" if fault.got else ""
            return False
        except LinkFault as fault:
            self.ended = True
            self._over(str(fault))
            return False
        except Unreadable as error:
            self._over(error.says)
            return False
        self._taken(frame)
        return True

    def _next(self, deadline: Deadline) -> Frame:
        link, need = self._link, HEAD
        assert link is not None  # whoever has no channel does not read on
        limits = link.limits
        while True:
            came, at = link.ahead(need, deadline)
            more = frames.extent(came[at : at + min(need, _LONGEST_HEAD)], limits.event_bytes)
            if more == need:
                break
            need = more
        octets = bytes(came[at : at + need])
        link.take(need)
        frame = frames.read(octets)
        self._marks.append(link.mark_received(frame.summary, frames.MEDIA_TYPE))
        self.frames += 1
        self._octets += len(octets)
        if self.frames > limits.responses or self._octets > limits.responses_bytes:
            raise Unreadable(f"more than {limits.responses} frames or {limits.responses_bytes} octets on one channel")
        return frame

    def _taken(self, frame: Frame) -> None:
        for fault in frame.faults:
            self._fault(*fault)
        if frame.masked:
            self._fault(MASKED, f"a {frame.name} frame is masked")
        if frame.control:
            self._controlled(frame)
        else:
            self._continued(frame)

    def _controlled(self, frame: Frame) -> None:
        self._marks.pop()
        if frame.opcode == PING:
            self._send(PONG, frame.payload)
        elif frame.opcode == PONG:
            self.pongs.append(frame.payload)
        elif frame.opcode == CLOSE:
            self.close_told = frame.payload
            if not self._closing:
                self._closing = True
                self._send(CLOSE, frame.payload[:2])
                self._over(f"the peer closed the channel{_reason(frame.payload)}")

    def _continued(self, frame: Frame) -> None:
        """Put the frames of a message together (RFC 6455 5.4)."""
        if (frame.opcode == CONTINUATION) is not bool(self._parts):
            says = "a continuation of nothing" if not self._parts else f"a {frame.name} frame inside another message"
            self._fault(FRAGMENTED, says)
            self._parts, self._size = [], 0
        self._parts.append(frame)
        self._size += len(frame.payload)
        most = self._story.limits.event_bytes
        if self._size > most:
            self._over(f"a message is over the cap of {most} octets")
        elif frame.final:
            self._message(b"".join(one.payload for one in self._parts), text=self._parts[0].opcode == TEXT)

    def _message(self, octets: bytes, *, text: bool) -> None:
        self.evidence = tuple(self._marks)
        self._parts, self._marks, self._size = [], [], 0
        self.events.append(Event(octets, self._story.limits, text, self.evidence))
        try:
            octets.decode("utf-8")
        except UnicodeDecodeError as error:
            if text:
                self._fault(TEXTUAL, f"a text is no UTF-8 at octet {error.start}")

    def _fault(self, about: str, says: str) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(about, says))

    def _over(self, why: str) -> None:
        self.trouble = self.trouble or why


def _reason(payload: bytes) -> str:
    """Return the status of a close, in words (RFC 6455 7.4)."""
    return f" with {int.from_bytes(payload[:2], 'big')}" if len(payload) > 1 else ""
