"""The desk of a simulated initiator: an HTTP address on loopback where it is asked to act, as [asked] says."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST = 1 << 20
_IDLE_S = 10.0


class Desk:
    """Takes deeds by POST and does them, one thread each; what a deed raises is answered as 500 with its text.

    ``deeds`` maps a deed's id to what does it, given the deed's values.
    """

    def __init__(self, deeds: Mapping[str, Callable[[Mapping[str, str]], object]]) -> None:
        self._deeds = dict(deeds)
        self._server: ThreadingHTTPServer | None = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        deeds = self._deeds

        class Handler(BaseHTTPRequestHandler):
            timeout = _IDLE_S

            def do_POST(self) -> None:
                size = self.headers.get("Content-Length", "0")
                fits = size.isascii() and size.isdigit() and int(size[:9]) <= _MOST
                try:
                    body = self.rfile.read(int(size[:9])) if fits else b""
                except OSError:
                    return
                status, says = _done(deeds, body) if fits else (413, f"at most {_MOST} octets are taken")
                answer = says.encode(errors="backslashreplace")
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        return Handler

    def __enter__(self) -> Self:
        """Open the desk on an ephemeral port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, once the deeds in hand are done."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def port(self) -> int:
        """Return where it stands, once it is open."""
        assert self._server is not None
        return int(self._server.server_address[1])

    def profile(self, within_s: float = 10.0, quiet_s: float = 0.15) -> dict[str, Any]:
        """Return the ``asked`` section of a profile that reaches this desk."""
        way = {"url": f"http://127.0.0.1:{self.port}/", "within_s": within_s, "quiet_s": quiet_s}
        return {"by": {name: dict(way) for name in sorted(self._deeds)}}


def _done(deeds: Mapping[str, Callable[[Mapping[str, str]], object]], body: bytes) -> tuple[int, str]:
    try:
        values = json.loads(body)
        deed = deeds[values["deed"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 404, "no such deed is done here"
    try:
        deed(values)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what the asker must hear
        return 500, f"{type(error).__name__}: {error}"
    return 204, ""
