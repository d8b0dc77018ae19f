"""An MLLP listener on threads and blocking sockets: blocks in, blocks out, whatever the cuts between."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from conformance.hl7.wire.mllp import Frame, Scanner
from conformance.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 64 * 1024
CAP = 64 * MIB


class MllpServer:
    """Answers block after block on each connection until the client leaves."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._wanted = (host, port)
        self._door: socket.socket | None = None
        self._links: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        self._door = socket.create_server(self._wanted, backlog=64)
        self._start(self._accepting, self._door)
        return self

    def __exit__(self, *_: object) -> None:
        with self._guard:
            door, self._door = self._door, None
            links = list(self._links)
        if door is not None:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        for link in links:
            with suppress(OSError):
                # Not the one of TLS, which would say goodbye in the middle of what another thread reads.
                socket.socket.shutdown(link, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port while listening."""
        if self._door is None:
            raise RuntimeError("not listening: use it in a with statement")
        host, port = self._door.getsockname()[:2]
        return host, port

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _accepting(self, door: socket.socket) -> None:
        while True:
            try:
                link, _ = door.accept()
            except OSError:
                return
            with self._guard:
                if self._door is None:
                    link.close()
                    return
                self._links.add(link)
            self.serve(link)

    def serve(self, link: socket.socket) -> None:
        """Converse on one connection, in a thread of its own."""
        self._start(self._conversing, link)

    def _conversing(self, link: socket.socket) -> None:
        inside: socket.socket | None = link
        try:
            with link, suppress(OSError):
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                inside = self.opened(link)
                if inside is not None:
                    self._admitted(link, inside)
        finally:
            with self._guard:
                self._links -= {link, inside}

    def _admitted(self, link: socket.socket, inside: socket.socket) -> None:
        with self._guard:
            self._links = self._links - {link} | {inside}
            leaving = self._door is None
        with inside:
            if not leaving:
                self.converse(inside)

    def opened(self, link: socket.socket) -> socket.socket | None:
        """Return the connection that is spoken on, None where who knocked is turned away."""
        return link

    def converse(self, link: socket.socket) -> None:
        """Read blocks and answer them until the client leaves or we let go."""
        scanner = Scanner(CAP)
        while octets := link.recv(_CHUNK):
            for frame in self.blocks(scanner, octets):
                self.reply(link, frame)
                if not self.stays(link):
                    return

    def blocks(self, scanner: Scanner, octets: bytes) -> Iterator[Frame]:
        """Yield every block that became whole with these octets."""
        scanner.feed(octets)
        while (frame := scanner.next()) is not None:
            yield frame

    def reply(self, link: socket.socket, frame: Frame) -> None:
        """Send what a block is answered with, if anything."""
        answer = self.answer(frame)
        if answer is not None:
            link.sendall(answer)

    def answer(self, frame: Frame) -> bytes | None:
        """Return the octets that answer one block, framing included, or None."""
        del frame
        return None

    def stays(self, link: socket.socket) -> bool:
        """Return whether the connection is kept open after an answer."""
        del link
        return True
