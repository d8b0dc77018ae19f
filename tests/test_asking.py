"""A candidate that begins by itself is asked to begin; the answer is noted, and told again without anybody there."""

from __future__ import annotations

import importlib
import io
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from arena import profile_of

from conformance.asking import Deed, Nobody, Noted
from conformance.attempt import Request
from conformance.authoring import declared
from conformance.desk import Desk
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.model import Blocked, Outcome
from conformance.network import Network
from conformance.replay import Diverged, Recording, ReplayedAsks
from conformance.results import judged
from conformance.sealing import seal
from conformance.story import Story
from conformance.supervision import Broken, Workers
from conformance.systems import SystemProfile

DEED = Deed("vice.ring", "Ring once", {"who": "ZZ"})


class Answering:
    def __init__(self, *answers):
        self.answers = list(answers)

    def ask(self, deed):
        return self.answers.pop(0)

    def trouble(self):
        return self.answers.pop(0)


def story(asks, sections=None):
    recorder = Recorder(io.BytesIO())
    profile = SystemProfile.model_validate(profile_of(sections or {}))
    doors = Network(recorder, Limits())
    return Story(
        "asking.test", "ab", datetime(2026, 1, 1, tzinfo=UTC), doors, recorder, profile, asks=Noted(asks, recorder)
    )


def test_a_deed_begun_may_take_as_long_as_the_profile_says():
    one = {"asked": {"by": {"vice.ring": {"operator": True, "within_s": 7}}}}
    assert story(Answering(""), one).ask(DEED).within_s == 7.0


def test_a_deed_that_cannot_be_asked_for_blocks_the_story_and_says_why():
    with pytest.raises(Blocked, match=r"Ring once\): out of order"):
        story(Answering("out of order")).ask(DEED)


def test_without_anybody_there_nothing_is_begun():
    with pytest.raises(Blocked, match=r"nobody is there to bring about vice\.ring"):
        story(Nobody()).ask(DEED)
    assert Nobody().trouble() == ""


def test_what_did_not_come_is_told_with_what_went_wrong():
    begun = story(Answering("", "exit code 3")).ask(DEED)
    assert "nothing reached us within 5 s: exit code 3" in str(begun.nothing_came())


def test_answers_are_told_again_from_the_recording(tmp_path):
    journal = io.BytesIO()
    noted = Noted(Answering("", "late"), Recorder(journal))
    assert (noted.ask(DEED), noted.trouble()) == ("", "late")

    again = ReplayedAsks(Recording(tmp_path, seal(journal, tmp_path).transcript))

    assert (again.ask(DEED), again.trouble()) == ("", "late")
    with pytest.raises(Diverged):
        again.ask(DEED)


LIMITS = Limits(scenario_s=12)
RING = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2]))).sendall(sys.argv[3].encode())"
RINGING = next(
    one
    for value in vars(importlib.import_module("vices.test_vices")).values()
    if callable(value) and (one := declared(value)) and one.id == "vice.rings"
)


@pytest.fixture(scope="module")
def workers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{Path(__file__).parent}:{Path(__file__).parents[1]}")
        made = Workers(["vices"], LIMITS)
        yield made
        made.stop()


@pytest.fixture
def rung(workers, tmp_path):
    """Return a function that tells the ringing story to a candidate that is asked in the way given."""

    def tell(way, replay=None):
        journal = tmp_path / "journal"
        journal.write_bytes(b"")
        profile = profile_of({"asked": {"by": {"vice.ring": way}}})
        request = Request(
            "vice.rings",
            1,
            "00",
            "2026-11-24T10:00:00.000Z",
            str(journal),
            profile,
            str(tmp_path),
            asdict(LIMITS),
            replay,
        )
        answer = workers.ask(request)
        with journal.open("rb") as recorded:
            sealed = seal(recorded, tmp_path / "evidence")
        return judged(RINGING, 1, request.started, sealed, answer)

    return tell


def by_command(script, *words, within_s=5):
    return {"command": [sys.executable, "-c", script, *words], "within_s": within_s}


def test_a_command_of_the_profile_has_the_candidate_act_and_the_recording_tells_it_again(rung, tmp_path):
    way = by_command(RING, "{host}", "{port}", "ring")

    live = rung(way)
    again = rung(way, replay=(str(tmp_path / "evidence"), live.transcript))

    assert live.outcome is Outcome.PASSED
    assert [one.verdict for one in again.findings] == [one.verdict for one in live.findings]


def test_a_candidate_that_acts_wrongly_is_judged(rung):
    assert rung(by_command(RING, "{host}", "{port}", "wrong")).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (
            by_command("print('no such patient'); raise SystemExit(3)", within_s=1),
            "exit code 3; it printed: no such patient",
        ),
        (by_command("pass", within_s=0.3), "nothing reached us within 0.3 s"),
        (by_command("pass", "{who}"), "uses {who}, which it has not; it has {deed}, {says}, {host}, {port}"),
        ({"command": ["./not-there"]}, "'./not-there' can't be started: No such file"),
        ({"url": "http://127.0.0.1:9/", "within_s": 0.5}, "its address did not answer"),
        ({"operator": True}, "nobody sits at a terminal"),
    ],
)
def test_a_candidate_that_does_not_act_blocks_the_story_with_the_reason(rung, way, says, monkeypatch):
    monkeypatch.setattr("conformance.bringing._terminal", _no_terminal)
    result = rung(way)

    assert result.outcome is Outcome.BLOCKED
    assert says in result.reason


def _no_terminal():
    raise OSError("none here")


def test_a_simulated_initiator_is_asked_at_its_desk(rung):
    def ring(values):
        import socket  # noqa: PLC0415 - what only the candidate needs

        with socket.create_connection((values["host"], int(values["port"]))) as link:
            link.sendall(b"ring")

    with Desk({"vice.ring": ring}) as desk:
        result = rung(desk.profile()["by"]["vice.ring"])

    assert result.outcome is Outcome.PASSED


def test_what_goes_wrong_at_the_desk_is_told(rung):
    def fall(values):
        raise LookupError(f"lost {values['port'] != ''}")

    with Desk({"vice.ring": fall}) as desk:
        result = rung({**desk.profile()["by"]["vice.ring"], "within_s": 1})

    assert "its address answered 500: LookupError: lost True" in result.reason


def test_a_desk_does_nothing_else(rung):
    with Desk({}) as desk:
        url = f"http://127.0.0.1:{desk.port}/"
        assert "answered 404" in rung({"url": url, "within_s": 1}).reason


def test_waiting_for_the_candidate_does_not_count_as_the_scenarios_time(workers, rung, monkeypatch):
    monkeypatch.setattr(workers, "_limits", Limits(scenario_s=1))
    slow = by_command(f"import time; time.sleep(1.5)\n{RING}", "{host}", "{port}", "ring")

    assert rung(slow).outcome is Outcome.PASSED


def test_a_story_that_never_stops_asking_is_stopped(workers, tmp_path):
    journal = tmp_path / "journal"
    journal.write_bytes(b"")
    profile = profile_of({"asked": {"by": {"vice.ring": {"url": "http://127.0.0.1:9/", "within_s": 900}}}})
    limits = asdict(LIMITS)
    request = Request("vice.asks-on", 1, "00", "2026-11-24T10:00:00.000Z", str(journal), profile, str(tmp_path), limits)

    assert workers.ask(request) == Broken(
        "the scenario was stopped: it asked for more than 100 things of the candidate"
    )
