"""A secured node: the actors of a domain over mutual TLS of version 1.2 or newer (ITI-19; BCP 195)."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from conformance.ajar import Secured
from conformance.certificates import certificates
from conformance.xds.simulator.serving import Asked, Told

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

_MOST = 64 << 20


class SecureNode(Secured):
    """Serves paths over TLS; who shows no certificate of an authority it trusts is turned away."""

    def __init__(self, answers: Mapping[str, Callable[[Asked], Told]]) -> None:
        self._answers = answers
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen on an ephemeral port."""
        node = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's own
                try:
                    link = node.secured(request)
                except OSError:
                    link = None
                if link is not None:
                    try:
                        super().finish_request(link, client_address)
                    finally:
                        link.close()

            def handle_error(self, request: object, client_address: object) -> None:
                """Say nothing: a peer that breaks off is no news."""

        self._server = Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self._server.server_address[1]) if self._server else 0

    def profile(self) -> dict[str, Any]:
        """Return the ``secure`` part of a profile, with certificates to visit it with."""
        return {
            "url": f"https://127.0.0.1:{self.port}/registry",
            **certificates().papers(),
        }

    def refusal(self, link: socket.socket) -> Told | None:  # noqa: ARG002 - who asks decides, elsewhere
        """Return what who asks is told instead of an answer, None where the handshake decided."""
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answers, refusal = self._answers, self.refusal

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = self.path.partition("?")[0] in answers
                self._send(Told(200 if known else 404, b"This is a web service.\n" if known else b"", "text/plain"))

            def do_POST(self) -> None:
                self._told()

            def _told(self) -> None:
                size = min(int(self.headers.get("Content-Length") or 0), _MOST)
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = answers.get(self.path.partition("?")[0])
                asked = Asked(self.command, headers, self.rfile.read(size), self.path)
                self._send(answer(asked) if answer else Told(404, b"", "text/plain"))

            def _send(self, told: Told) -> None:
                told = refusal(self.connection) or told
                self.send_response(told.status)
                self.send_header("Content-Type", told.media_type)
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        return Handler
