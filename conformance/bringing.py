"""Bring about what a story asks of the candidate: by a command, by an address, or through the person at its side."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from conformance.judging import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conformance.asking import Deed
    from conformance.ways import Asked, Way

_NAME = re.compile(r"\{(\w+)\}")
_ANSWER_S = 30.0
_ENDING_S = 2.0
_MOST = 4096


class Bringing:
    """Asks for the deeds of one telling; ``close`` ends what they left behind."""

    def __init__(self, asked: Asked | None, folder: Path) -> None:
        self._asked = asked
        self._folder = folder
        self._commands: list[_Command] = []
        self._refused: list[str] = []

    def ask(self, deed: Deed) -> str:
        """Begin it and return at once: the candidate may need our answers before it is done."""
        way = self._asked.way(deed.id) if self._asked else None
        if way is None:
            return f"the profile does not say how the candidate is asked for {deed.id}"
        try:
            if way.command:
                return self._run(way, deed)
            if way.url:
                return self._call(way, deed)
            return asked_at_terminal(deed, way.within_s)
        except _Unknown as unknown:
            return str(unknown)

    def within(self, deed: str) -> float:
        """Return the seconds the candidate may take to begin a deed."""
        way = self._asked.way(deed) if self._asked else None
        return way.within_s if way else 0.0

    def _run(self, way: Way, deed: Deed) -> str:
        command = [_filled(word, deed) for word in way.command]
        try:
            self._commands.append(_Command(command, self._folder))
        except (OSError, ValueError) as error:
            return f"the profile's command {command[0]!r} can't be started: {getattr(error, 'strerror', '') or error}"
        return ""

    def _call(self, way: Way, deed: Deed) -> str:
        url = urlsplit(_filled(way.url, deed, lambda value: quote(value, safe="/:", errors="replace")))
        body = json.dumps({"deed": deed.id, "says": deed.says, **deed.values}).encode()
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        link = kind(url.hostname or "", url.port, timeout=_ANSWER_S)
        threading.Thread(target=self._posted, args=(link, url.path or "/", url.query, body), daemon=True).start()
        return ""

    def _posted(self, link: http.client.HTTPConnection, path: str, query: str, body: bytes) -> None:
        target = f"{path}?{query}" if query else path
        try:
            link.request("POST", target, body, {"Content-Type": "application/json"})
            answer = link.getresponse()
            if answer.status // 100 != 2:  # noqa: PLR2004 - RFC 9110 15.3
                said = shown(answer.read(_MOST).decode("utf-8", "replace"))
                self._refused.append(f"its address answered {answer.status}: {said}")
        except (OSError, ValueError, http.client.HTTPException) as error:
            self._refused.append(f"its address did not answer: {error}")
        finally:
            link.close()

    def trouble(self) -> str:
        """Return what the commands and addresses said against it so far."""
        ended = [(command, code) for command in self._commands if (code := command.process.poll())]
        told = [
            f"the command ended with exit code {code}; it printed: {one.printed() or 'nothing'}" for one, code in ended
        ]
        return "; ".join([*self._refused, *told])

    def close(self) -> None:
        """End the commands that still run, and what they started."""
        for command in self._commands:
            command.end()
        self._commands.clear()


class _Command:
    """One command of the profile, in a process group of its own; of what it prints only the end is kept."""

    def __init__(self, words: list[str], folder: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - the profile's own command
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._tail = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            while octets := os.read(said.fileno(), _MOST):
                self._tail = (self._tail + octets)[-_MOST:]

    def printed(self) -> str:
        """Return the last it printed; what it left running may hold its output open, so the wait is short."""
        self._reader.join(_ENDING_S)
        return shown(self._tail.decode("utf-8", "replace")).strip()

    def end(self) -> None:
        """Ask it to end, then end its whole group."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=_ENDING_S)
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        elif self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join(_ENDING_S)


class _Unknown(Exception):  # noqa: N818 - a fact about the profile
    """The profile uses a name that this deed has no value for."""


def _filled(text: str, deed: Deed, worded: Callable[[str], str] = str) -> str:
    values = {"deed": deed.id, "says": deed.says, **deed.values}

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            known = ", ".join(f"{{{one}}}" for one in values)
            raise _Unknown(f"the profile's way to {deed.id} uses {{{match[1]}}}, which it has not; it has {known}")
        return worded(str(values[match[1]]))

    return _NAME.sub(value, text)


def asked_at_terminal(deed: Deed, within_s: float) -> str:
    """Ask the person at the terminal; return nothing once they are ready, or the reason they typed."""
    try:
        ask, hear = _terminal()
    except OSError:
        return "nobody sits at a terminal; name a command or a url in the profile's [asked]"
    with ask, hear:
        ask.write(
            f"\n  The candidate is to act now.\n  {shown(deed.says)}\n"
            f"  Press Enter, then do it within {within_s:g} s; or type why it can't be done, and press Enter: "
        )
        ask.flush()
        return shown(hear.readline().strip())


def _terminal() -> tuple[Any, Any]:
    """Return the terminal itself: standard input and output belong to the test run."""
    names = ("CONOUT$", "CONIN$") if os.name == "nt" else ("/dev/tty", "/dev/tty")
    with contextlib.ExitStack() as stack:
        ask = stack.enter_context(open(names[0], "w", encoding="utf-8"))  # noqa: PTH123 - a device, not a path
        hear = stack.enter_context(open(names[1], encoding="utf-8"))  # noqa: PTH123 - as above
        stack.pop_all()
    return ask, hear
