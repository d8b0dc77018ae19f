"""What is asked of the candidate is brought about outside the worker: by command, by address, by a person."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from conformance import bringing
from conformance.asking import Deed
from conformance.bringing import Bringing, asked_at_terminal
from conformance.guarded import Deadline
from conformance.ways import Asked

DEED = Deed("vice.ring", "Ring \x1b[31monce", {"who": "ZZ"})


def by(way):
    return Asked.model_validate({"by": {"vice.ring": way}})


def test_a_command_gets_the_values_as_words_and_never_through_a_shell(tmp_path):
    script = "import sys, pathlib; pathlib.Path('heard').write_text(sys.argv[1])"
    there = Bringing(by({"command": [sys.executable, "-c", script, "{deed} {who}; $HOME"]}), tmp_path)

    assert there.ask(DEED) == ""
    there._commands[0].process.wait()
    there.close()

    assert (tmp_path / "heard").read_text() == "vice.ring ZZ; $HOME"


def test_a_command_that_does_not_end_is_ended(tmp_path):
    there = Bringing(by({"command": [sys.executable, "-c", "import time; time.sleep(60)"]}), tmp_path)
    there.ask(DEED)
    process = there._commands[0].process

    there.close()

    assert process.returncode is not None


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX's")
def test_what_a_command_left_running_is_ended_too(tmp_path):
    child = "import os, pathlib, time; pathlib.Path('child').write_text(str(os.getpid())); print(1); time.sleep(60)"
    started = f"p = subprocess.Popen([sys.executable, '-uc', {child!r}], stdout=-1); p.stdout.readline()"
    parent = f"import subprocess, sys; {started}"
    there = Bringing(by({"command": [sys.executable, "-c", parent]}), tmp_path)
    there.ask(DEED)
    there._commands[0].process.wait()
    os.killpg(there._commands[0].process.pid, 0)

    there.close()

    assert _gone(int((tmp_path / "child").read_text()))


def _gone(process):
    """Return whether a process has ended; whoever adopts it may not have laid it to rest."""
    end = Deadline(10)
    while end.remaining():
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
    return False


def test_of_what_a_command_prints_only_the_end_is_kept(tmp_path):
    script = "import sys; sys.stdout.write('x' * 3_000_000 + ' the end'); sys.stdout.flush(); raise SystemExit(3)"
    there = Bringing(by({"command": [sys.executable, "-c", script]}), tmp_path)
    there.ask(DEED)
    there._commands[0].process.wait()

    assert there.trouble().startswith("the command ended with exit code 3; it printed: xxx")
    assert len(there._commands[0]._tail) == 4096
    assert there._commands[0]._tail.endswith(b" the end")
    there.close()


def test_a_value_no_command_can_be_given_is_a_trouble_and_no_crash(tmp_path):
    there = Bringing(by({"command": [sys.executable, "{who}"]}), tmp_path)

    assert "can't be started" in there.ask(Deed("vice.ring", "Ring", {"who": "a\x00b"}))


def test_a_value_in_an_address_stays_one_value(tmp_path):
    seen, done = [], threading.Event()
    there = Bringing(by({"url": "http://127.0.0.1:9/do?who={who}"}), tmp_path)
    there._posted = lambda link, path, query, body: seen.append((path, query)) or done.set()

    there.ask(Deed("vice.ring", "Ring", {"who": "Æ B&x=1#2"}))

    assert done.wait(5)
    assert seen == [("/do", "who=%C3%86%20B%26x%3D1%232")]


def test_what_the_profile_does_not_say_is_not_asked_for(tmp_path):
    assert "does not say" in Bringing(None, tmp_path).ask(DEED)
    assert Bringing(None, tmp_path).within("vice.ring") == 0.0


class Kept(io.StringIO):
    def close(self):
        self.kept = self.getvalue()
        super().close()


@pytest.mark.parametrize(("typed", "answer"), [("\n", ""), ("the scanner is off\n", "the scanner is off"), ("", "")])
def test_a_person_is_told_what_to_do_and_may_say_why_not(monkeypatch, typed, answer):
    screen = Kept()
    monkeypatch.setattr(bringing, "_terminal", lambda: (screen, io.StringIO(typed)))

    assert asked_at_terminal(DEED, 120) == answer
    assert "do it within 120 s" in screen.kept
    assert "\x1b" not in screen.kept
