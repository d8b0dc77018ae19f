"""The live way to a candidate: sockets whose octets are on the tape before any parser sees them."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from conformance.guarded import Address, Connection, Deadline, Unreachable
from conformance.listeners import DatagramListener, SocketListener, TlsListener
from conformance.model import Blocked
from conformance.octets import octets_of
from conformance.secured import secured

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from conformance.evidence import Recorder
    from conformance.guarded import Listener
    from conformance.limits import Limits
    from conformance.octets import SocketOctets


class Network:
    """The live way to a candidate: only to hosts the profile allows, each name resolved once and pinned."""

    def __init__(self, recorder: Recorder, limits: Limits, allow: Callable[[str], bool] = lambda _: True) -> None:
        self._recorder = recorder
        self._allow = allow
        self._pinned: dict[str, str] = {}
        self._listeners: list[SocketListener] = []
        self._links: list[SocketOctets] = []
        self.limits = limits

    def _resolved(self, host: str) -> str:
        if host not in self._pinned:
            try:
                self._pinned[host] = str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
            except (OSError, UnicodeError) as error:
                # UnicodeError: a label that no name may have, such as one of more than 63 octets.
                why = getattr(error, "strerror", "") or error
                raise Unreachable(f"the name {host} can't be resolved: {why}") from None
        if not self._allow(self._pinned[host]):
            raise Unreachable(f"{host} is not among the profile's allow_hosts; add it there if it may be tested")
        return self._pinned[host]

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> Connection:
        """Connect within the limit, twice at most; the tape opens before the first octet."""
        tape = self._recorder.open(f"{host}:{port}", "outbound")
        try:
            where = Address(self._resolved(host), port)
            link = self._reached(where)
            if tls is not None:
                link = _wrapped(link, tls, host, where)
        except Unreachable as error:
            tape.event("unreachable", str(error))
            raise
        octets = octets_of(link, tape)
        self._links.append(octets)
        return Connection(octets, tape, self.limits)

    def _reached(self, where: Address) -> socket.socket:
        again = True
        while True:
            try:
                return socket.create_connection((where.host, where.port), timeout=self.limits.connect_s)
            except OSError as error:
                if not again or isinstance(error, ConnectionRefusedError):
                    why = "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
                    raise Unreachable(f"{where} is not reachable: {why}") from None
                again = False

    def once(self, what: str, make: Callable[[], str]) -> str:
        """Make it, and record what was made."""
        made = make()
        self._recorder.note(f"once {what}", made)
        return made

    def listen(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None, *, datagrams: bool = False
    ) -> Listener:
        """Listen with a short queue, for the hosts the profile allows."""
        number = len(self._listeners)
        try:
            door = bound(host, port) if datagrams else socket.create_server((host, port), backlog=16)
        except OSError as error:
            raise Blocked(f"we can't listen on {host}:{port}, as the profile asks: {error.strerror}") from None
        about = (door, number, self._recorder, self.limits, self._allow, self._links.append)
        kind = DatagramListener if datagrams else SocketListener
        listener = kind(*about) if tls is None else TlsListener(*about, tls)
        self._listeners.append(listener)
        return listener

    def close(self) -> None:
        """Close whatever a story left open."""
        for listener in self._listeners:
            listener.close()
        for link in self._links:
            link.close(reset=False)

    def wait(self, happened: Callable[[], bool], within: float, what: str, pause: float = 0.05) -> bool:
        """Ask ``happened`` until it says yes or ``within`` seconds are over; every answer is recorded."""
        deadline = Deadline(within)
        ticking = threading.Event()
        while True:
            yes = happened()
            over = not yes and not deadline.remaining()
            self._recorder.note(what, "yes" if yes else "over" if over else "again")
            if yes or over:
                return yes
            ticking.wait(min(pause, deadline.remaining()))
            pause = min(pause * 1.5, 1.0)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket for the datagrams that come to a port; raise OSError where it is taken."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        door.bind((host, port))
    except OSError:
        door.close()
        raise
    return door


def _wrapped(link: socket.socket, tls: ssl.SSLContext, host: str, where: Address) -> ssl.SSLSocket:
    try:
        return secured(link, tls, host)
    except OSError as error:
        raise Unreachable(f"no TLS connection to {where}: {error}") from None
