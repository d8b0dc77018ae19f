"""Serve HTTP on an ephemeral loopback port from a thread, quietly, and stop without a trace."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from starlette.requests import Request

MOST_OCTETS = 600 << 20
STARTING_S, STOPPING_S = 10.0, 10.0
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request: ``headers`` with lower-case names, and the whole body; ``target`` is path and query."""

    method: str
    headers: Mapping[str, str]
    body: bytes
    target: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One HTTP response; ``chunked`` sends it in chunks instead of with a Content-Length."""

    status: int
    body: bytes
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False


class Server(uvicorn.Server):
    """Uvicorn that says when it listens and stops at once, instead of looking ten times a second whether it should."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        """Let the waiting thread go on, and serve until told to stop."""
        self._loop = asyncio.get_running_loop()
        self.listening.set()
        await self._told.wait()

    def stop(self) -> None:
        """Tell it to stop, from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)


class Site:
    """Paths and what answers them, on 127.0.0.1 at a port the system chooses.

    ``answers`` maps a path (``/registry``; ``/wado-rs/{rest:path}`` for all below it) to a function of one
    request; each runs in a worker thread, so it may block.
    """

    def __init__(self, answers: Mapping[str, Callable[[Asked], Told]]) -> None:
        self.port = 0
        routes = [Route(path, _endpoint(answer), methods=["GET", "POST"]) for path, answer in answers.items()]
        config = uvicorn.Config(
            Starlette(routes=routes),
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = Server(config)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; raise RuntimeError when that does not succeed in time."""
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        about = {"sockets": [self._socket]}
        self._thread = threading.Thread(target=self._server.run, kwargs=about, name="xds-site", daemon=True)
        self._thread.start()
        if not self._server.listening.wait(STARTING_S):
            raise RuntimeError(f"the simulator did not listen within {STARTING_S:g} s")

    def stop(self) -> None:
        """Stop listening and wait until the thread has ended."""
        self._server.stop()
        if self._thread is not None:
            self._thread.join(STOPPING_S)
        if self._socket is not None:
            self._socket.close()

    def url(self, path: str) -> str:
        """Return the address of a path of this site."""
        return f"http://127.0.0.1:{self.port}{path}"


def _endpoint(answer: Callable[[Asked], Told]) -> Callable[[Request], object]:
    async def answered(request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_OCTETS:
                return Response(f"more than {MOST_OCTETS} octets", 413, media_type="text/plain")
        headers = {name.lower(): value for name, value in request.headers.items()}
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return _response(await run_in_threadpool(answer, Asked(request.method, headers, bytes(body), target)))

    return answered


def _response(told: Told) -> Response:
    headers = dict(told.headers)
    if told.media_type:
        headers["content-type"] = told.media_type
    if told.chunked:
        return StreamingResponse(_pieces(told.body), told.status, headers)
    return Response(told.body, told.status, headers)


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]
