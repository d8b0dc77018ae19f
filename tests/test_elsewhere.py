"""Panels sit at Windows laptops: modules load and verbs run where Linux's own means are missing, which is said."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

PRETEND = '''
"""What Windows has not; the libraries that know this platform by its name are loaded first."""

import asyncio, multiprocessing, os, select, shutil, signal, socket, subprocess, sys, tempfile

for module in ("resource", "fcntl", "termios", "pwd", "grp", "tty", "pty"):
    sys.modules[module] = None
LACKING = {
    socket: "TCP_QUICKACK SO_REUSEPORT MSG_DONTWAIT MSG_NOSIGNAL",
    os: "fork killpg setsid getpgid O_DIRECTORY O_NOFOLLOW pread preadv pwrite pwritev writev sendfile fchmod mkfifo "
    "sched_getaffinity",
    signal: "SIGXCPU SIGALRM SIGHUP SIGUSR1 setitimer alarm pthread_sigmask",
}
for module, names in LACKING.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)


class Bare(socket.socket):
    @property
    def sendmsg(self):
        raise AttributeError("sendmsg")


socket.socket = Bare
'''

EVERY = """
import pkgutil, importlib, conformance
for found in pkgutil.walk_packages(conformance.__path__, "conformance."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from conformance.supervision import weaker_here
print(weaker_here())
"""

NEEDS = Path(__file__).parents[1] / "profiles" / "needs" / "pacs.toml"
VERBS = (
    "check a.toml",
    "doctor a.toml",
    "run a.toml --only dicom.query.by-patient-id --only dicom.move.study --out run --fail-on any",
    "verify run --rejudge",
    "diff run run",
    "report run --junit j.xml --csv f.csv --sheet s.ods --json r.json --evidence-zip e.zip",
    f"report run run --needs {NEEDS} --out both.html",
    f"needs export {NEEDS} needs.xlsx",
    "needs import needs.xlsx needs.toml",
    "list needs needs.toml",
    f"panel sheets --needs {NEEDS} --bidder archive --evaluator e1 --out sheets",
    "schema report",
)


@pytest.fixture
def elsewhere(tmp_path):
    """Return the environment of a machine without them: every process begun in it reads the pretence first."""
    (tmp_path / "pretence").mkdir()
    (tmp_path / "pretence" / "sitecustomize.py").write_text(PRETEND, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "pretence"), str(Path(__file__).parents[1])])
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "200"}


@contextmanager
def practising(folder, environment):
    words = [sys.executable, "-m", "conformance", "simulate", "archive", "--out", "a.toml"]
    begun = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert "is ready" in begun.stdout.readline()
        yield
    finally:
        begun.terminate()
        begun.wait(20)
        begun.stdout.close()


def told(folder, environment, *words):
    return subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_module_loads_and_the_weakness_is_said(tmp_path, elsewhere):
    loaded = told(tmp_path, elsewhere, "-c", EVERY)

    assert loaded.returncode == 0, loaded.stderr
    assert "memory and CPU limits" in loaded.stdout


def test_every_verb_runs(tmp_path, elsewhere):
    with practising(tmp_path, elsewhere):
        for verb in VERBS:
            ended = told(tmp_path, elsewhere, "-m", "conformance", *verb.split())
            assert ended.returncode == 0, f"{verb}\n{ended.stdout}{ended.stderr}"

    assert '"weaker":["memory and CPU limits' in (tmp_path / "run" / "run.jsonl").read_text(encoding="utf-8")
