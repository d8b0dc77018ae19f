"""The supervisor's side: a worker process under limits it can't lift, killed and replaced when it breaks one."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.asking import Deed
from conformance.bringing import Bringing
from conformance.limits import GIB, Limits
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.attempt import Request

try:
    import resource
except ImportError:  # Windows has no such limits; only the wall clock holds there
    resource = None  # type: ignore[assignment]

READY_S = 60.0
_MOST_ASKS = 100
_MOST_MORE_S = 3600.0
"""What one story may ask of the candidate: how often, and how many seconds more it gets for that in all."""
INI = Path(__file__).with_name("scenarios.ini")


def weaker_here() -> list[str]:
    """Return, in words, which limits this platform can't enforce from outside."""
    if resource is None or not hasattr(resource, "prlimit"):
        return ["memory and CPU limits of a scenario are not enforced on this platform; the wall clock is"]
    return []


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a worker gave no answer: in words, for the finding."""

    says: str


class _AskedTooOften(Exception):  # noqa: N818 - a fact about the story
    """A story that never ends its asking would put off its own end."""


class Workers:
    """At most one worker at a time, made when needed, thrown away when it breaks a limit."""

    def __init__(self, modules: Sequence[str], limits: Limits | None = None) -> None:
        self._modules = list(modules)
        self._limits = limits or Limits()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._grace = 10.0
        self.pid = 0

    def ready(self) -> None:
        """Have a worker ready before it is asked."""
        if self._process is None:
            self._started()

    def ask(self, request: Request) -> dict[str, Any] | Broken:
        """Have one story told; return the worker's answer or why there is none."""
        process = self._process or self._started()
        if isinstance(process, Broken):
            return process
        self._limit_cpu(process)
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(asdict(request)) + "\n")
            process.stdin.flush()
        except OSError:
            return self._died(process)
        bringing = Bringing(SystemProfile.model_validate(request.profile).asked, Path(request.folder))
        try:
            line = self._heard(process, bringing)
        except queue.Empty:
            self.stop(kill=True)
            return Broken(f"the scenario was stopped after {self._limits.scenario_s:g} s of wall-clock time")
        except _AskedTooOften:
            self.stop(kill=True)
            return Broken(f"the scenario was stopped: it asked for more than {_MOST_ASKS} things of the candidate")
        finally:
            bringing.close()
        if line is None:
            return self._died(process)
        answer: dict[str, Any] = json.loads(line)
        if answer.get("retire"):
            self.stop()
        return answer

    def _heard(self, process: subprocess.Popen[str], bringing: Bringing) -> str | None:
        """Return the worker's last word; bring about meanwhile what it asks of the candidate, in time of its own."""
        end, more = time.monotonic() + self._limits.scenario_s, _MOST_MORE_S
        for _ in range(_MOST_ASKS + 1):
            line = self._answers.get(timeout=max(0.001, end - time.monotonic()))
            if line is None or not line.startswith('{"ask"'):
                return line
            asked, began = json.loads(line)["ask"], time.monotonic()
            if "deed" in asked:
                deed = Deed(asked["deed"], asked["says"], asked["values"])
                says, granted = bringing.ask(deed), min(more, bringing.within(deed.id))
            else:
                says, granted = bringing.trouble(), 0.0
            more -= granted
            end += time.monotonic() - began + granted
            with contextlib.suppress(OSError):
                assert process.stdin is not None
                process.stdin.write(json.dumps({"asked": says}) + "\n")
                process.stdin.flush()
        raise _AskedTooOften

    def _started(self) -> subprocess.Popen[str] | Broken:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:terminal", "-s", "--noconftest"]
        command += ["-c", str(INI), "--rootdir", str(INI.parent), "--conformance-worker", "--pyargs", *self._modules]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment.pop("PYTEST_ADDOPTS", None)
        environment["PYTEST_PLUGINS"] = "conformance.plugin"
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._answers = queue.Queue()
        threading.Thread(target=_pump, args=(self._process, self._answers), daemon=True).start()
        try:
            line = self._answers.get(timeout=READY_S)
        except queue.Empty:
            line = None
        if line is None:
            self.stop(kill=True)
            return Broken("the worker process did not start; what it printed on standard error says why")
        self._limit_memory(self._process)
        return self._process

    def _limit_memory(self, process: subprocess.Popen[str]) -> None:
        if resource is None or not hasattr(resource, "prlimit"):
            return
        resource.prlimit(process.pid, resource.RLIMIT_AS, (self._limits.scenario_bytes, self._limits.scenario_bytes))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (20 * GIB, 20 * GIB))

    def _limit_cpu(self, process: subprocess.Popen[str]) -> None:
        """Allow as many seconds more than are used already; the kernel ends the process at the limit."""
        if resource is None or not hasattr(resource, "prlimit"):
            return
        used = 0.0
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        soft = int(used) + self._limits.scenario_cpu_s
        with contextlib.suppress(ProcessLookupError):
            hard = resource.prlimit(process.pid, resource.RLIMIT_CPU)[1]
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (soft, hard))

    def _died(self, process: subprocess.Popen[str]) -> Broken:
        try:
            code = process.wait(timeout=self._grace)
        except subprocess.TimeoutExpired:
            code = 0
        self.stop(kill=True)
        if code == -getattr(signal, "SIGXCPU", 24):
            return Broken(f"the scenario was stopped after {self._limits.scenario_cpu_s} s of processor time")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Broken(f"the scenario ended its process ({how})")

    def stop(self, *, kill: bool = False) -> None:
        """Hang up; or kill the whole process group."""
        process, self._process = self._process, None
        if process is None:
            return
        if kill:
            _kill(process)
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        try:
            process.wait(timeout=self._grace)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _kill(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _pump(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    """Carry answers over; the None at the end says that the worker is gone."""
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError):
        for line in process.stdout:
            answers.put(line)
    answers.put(None)
