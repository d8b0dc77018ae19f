"""What is asked of the candidate is brought about outside the worker: by command, by address, by a person."""

from __future__ import annotations

import io
import sys

import pytest

from conformance import bringing
from conformance.asking import Deed
from conformance.bringing import Bringing, asked_at_terminal
from conformance.ways import Asked

DEED = Deed("vice.ring", "Ring \x1b[31monce", {"who": "ZZ"})


def by(way):
    return Asked.model_validate({"by": {"vice.ring": way}})


def test_a_command_gets_the_values_as_words_and_never_through_a_shell(tmp_path):
    script = "import sys, pathlib; pathlib.Path('heard').write_text(sys.argv[1])"
    there = Bringing(by({"command": [sys.executable, "-c", script, "{deed} {who}; $HOME"]}), tmp_path)

    assert there.ask(DEED) == ""
    there._commands[0][0].wait()
    there.close()

    assert (tmp_path / "heard").read_text() == "vice.ring ZZ; $HOME"


def test_a_command_that_does_not_end_is_ended(tmp_path):
    there = Bringing(by({"command": [sys.executable, "-c", "import time; time.sleep(60)"]}), tmp_path)
    there.ask(DEED)
    process = there._commands[0][0]

    there.close()

    assert process.returncode is not None


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
