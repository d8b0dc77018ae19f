"""How a simulator sends its audit records: over TLS, in order, and again when the sink was down."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import deque
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from conformance.certificates import certificates
from conformance.secured import secured

_CONNECT_S, _AGAIN_S = 5.0, 0.1
_WAITING_MOST = 32


class Courier:
    """Sends records over TLS; what the sink can't take now waits, and is sent when it can (ITI TF-2 3.20.4.1.1)."""

    transport = "tls"

    def __init__(self, port: int) -> None:
        self.port = port
        self._waiting: deque[bytes] = deque(maxlen=_WAITING_MOST)
        self._sending = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send again what waits, every now and then."""
        self._thread = threading.Thread(target=self._again, name="audit-courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_CONNECT_S * 4)

    def _again(self) -> None:
        while not self._stopped.wait(_AGAIN_S):
            self.flush()

    @property
    def waits(self) -> bool:
        """Return whether records wait for a sink."""
        return bool(self._waiting)

    def send(self, frame: bytes) -> None:
        """Send one frame after all that wait."""
        self.post(frame)
        self.flush()

    def post(self, frame: bytes) -> None:
        """Let one frame wait for the next round, and so hold up nobody."""
        self._waiting.append(frame)

    def flush(self) -> None:
        """Send all that waits, in order, when the sink is there."""
        with self._sending:
            frames = tuple(self._waiting)
            if not frames:
                return
            try:
                self.transmit(frames)
            except OSError:
                if self.lets_wait():
                    return
            for frame in frames:
                if self._waiting and self._waiting[0] is frame:
                    self._waiting.popleft()

    def lets_wait(self) -> bool:
        """Return whether what could not be sent is kept."""
        return True

    def transmit(self, frames: tuple[bytes, ...]) -> None:
        """Send frames over one connection; raise OSError when the sink is not there."""
        context = self.context()
        link = socket.create_connection(("127.0.0.1", self.port), timeout=_CONNECT_S)
        with secured(link, context, "localhost") as shaken:
            shaken.sendall(b"".join(frames))

    def context(self) -> ssl.SSLContext:
        """Return what is asked of the sink, and shown to it."""
        known = certificates()
        context = ssl.create_default_context(cafile=str(known.authority))
        context.load_cert_chain(known.good.cert, known.good.key)
        return context

    def profile(self) -> dict[str, Any]:
        """Return the ``audit`` part of a profile."""
        known = certificates()
        shown = {"cert": str(known.server.cert), "key": str(known.server.key), "ca": str(known.authority)}
        about = {"port": self.port, "transport": self.transport, "resends_within_s": 2.0, "synchronised": True}
        return {**about, **(shown if self.transport == "tls" else {})}

    def framed(self, message: bytes) -> bytes:
        """Return a message as one syslog frame (RFC 5424, RFC 5425 4.3)."""
        head = f"<{self.priority()}>1 {self.time()} localhost conformance 1 {self.message_id()} - ".encode()
        body = head + b"\xef\xbb\xbf" + message
        return str(len(body)).encode() + b" " + body

    def priority(self) -> int:
        """Return facility 10 (security), severity 5 (notice)."""
        return 10 * 8 + 5

    def message_id(self) -> str:
        """Return the MSGID of IHE's events."""
        return "IHE+RFC-3881"

    def time(self) -> str:
        """Return this moment with its zone."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def named(root: etree._Element, name: str, kind: tuple[str, str], how: tuple[str, str, str]) -> None:
    """Write a participant object: its identifier, its type and role, and what kind of identifier it is."""
    one = etree.SubElement(root, "ParticipantObjectIdentification", ParticipantObjectID=name)
    one.set("ParticipantObjectTypeCode", kind[0])
    one.set("ParticipantObjectTypeCodeRole", kind[1])
    coded(one, "ParticipantObjectIDTypeCode", *how)


def coded(parent: etree._Element, tag: str, code: str, system: str, text: str) -> None:
    """Write a coded value (PS3.15 A.5.1)."""
    one = etree.SubElement(parent, tag)
    one.set("csd-code", code)
    one.set("codeSystemName", system)
    one.set("originalText", text)
