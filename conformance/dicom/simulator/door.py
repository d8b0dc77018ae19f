"""A door on loopback: who comes in by it, who is inside, and the threads that are waited for when it closes."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOST: Final = "127.0.0.1"


class Door:
    """Listens on a port of 127.0.0.1; ``received`` is given each connection, and begins what is done with it."""

    def __init__(self, received: Callable[[socket.socket], None]) -> None:
        self._received = received
        self._listening: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self._links: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port = 0

    @property
    def guests(self) -> int:
        """Return how many connections there are."""
        return len(self._links)

    def open(self, port: int = 0) -> None:
        """Listen, on an ephemeral port unless one is named; raise OSError when somebody has taken that."""
        self._listening = socket.create_server((HOST, port), backlog=128)
        self.port = self._listening.getsockname()[1]
        self.begin(self._accepting)

    def shut(self) -> None:
        """Stop listening, and cut whoever is inside."""
        listening, self._listening = self._listening, None
        if listening is not None:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        with self._lock:
            links = list(self._links)
        for link in links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Shut, and wait for every thread."""
        self.shut()
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(5)

    def begin(self, work: Callable[..., None], *arguments: object) -> None:
        """Do work in a thread that is waited for at the end."""
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
            thread.start()

    @contextlib.contextmanager
    def inside(self, link: socket.socket) -> Iterator[None]:
        """Count a connection among those that are cut when the door is shut."""
        with self._lock:
            self._links.add(link)
        try:
            yield
        finally:
            with self._lock:
                self._links.discard(link)

    def _accepting(self) -> None:
        while (listening := self._listening) is not None:
            try:
                link, _ = listening.accept()
            except OSError:
                return
            self._received(link)
