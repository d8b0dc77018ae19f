"""The server's side of event channels: who listens by which title, and one WebSocket read and answered (RFC 6455)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from conformance.dicom.web import frames
from conformance.dicom.wire import Unreadable
from conformance.limits import MIB

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from conformance.dicom.web.frames import Frame

PROTOCOL_ERROR: Final = 1002
_PIECE: Final = 64 << 10


class Listening:
    """One open channel; octets of several threads go out one after the other."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._turn = threading.Lock()

    def begin(self, head: bytes, entered: Callable[[], None]) -> None:
        """Send the head of the answer, and have the channel entered before anybody can have read it."""
        with self._turn:
            entered()
            self._link.sendall(head)

    def send(self, octets: bytes) -> None:
        """Send octets; a listener who is gone hears nothing."""
        with self._turn:
            try:
                self._link.sendall(octets)
            except OSError:
                return

    def frames(self, came: bytes) -> FrameReader:
        """Return what comes, frame by frame, beginning with what came already."""
        return FrameReader(self._link, came)


class FrameReader:
    """Frames out of a socket, until it is over."""

    def __init__(self, link: socket.socket, came: bytes) -> None:
        self._link = link
        self._came = bytearray(came)

    def next(self) -> Frame | None:
        """Return the next frame; None where none will come, or nobody could read it."""
        while True:
            try:
                need = frames.extent(self._came, MIB)
            except Unreadable:
                return None
            if need <= len(self._came):
                octets = bytes(self._came[:need])
                del self._came[:need]
                return frames.read(octets)
            if not self._more():
                return None

    def _more(self) -> bool:
        while True:
            try:
                piece = self._link.recv(_PIECE)
            except TimeoutError:
                continue  # a channel may be silent for hours
            except OSError:
                return False
            self._came += piece
            return bool(piece)


class Listeners:
    """Who listens, by application entity title."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._by_title: dict[str, list[Listening]] = {}

    def add(self, title: str, one: Listening) -> None:
        """Enter an open channel."""
        with self._turn:
            self._by_title.setdefault(title, []).append(one)

    def remove(self, title: str, one: Listening) -> None:
        """Strike out a channel that is over."""
        with self._turn:
            self._by_title[title].remove(one)

    def of(self, title: str) -> list[Listening]:
        """Return the open channels of a title."""
        with self._turn:
            return list(self._by_title.get(title, ()))
