"""First files: they pass the check, ask a person or nobody, and never overwrite."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from echoing import command, conformance, environment

from conformance import beginning, needs, prices, systems
from conformance.beginning import Answers
from conformance.files import BadFile

ALL = Answers(
    label="bidder-q",
    supplier='Quote " and \\ Ltd',
    product="ünï\nPACS",
    version="1",
    dicom="[2001:db8::5]:104",
    aet="Q PACS",
    hl7="hl7.example:2575",
    registry="http://192.0.2.7/registry",
    repository="https://xds.example/repository",
    lot="primary-care",
    currency="EUR",
)


@pytest.mark.parametrize("lot", beginning.LOTS)
@pytest.mark.parametrize("answers", [Answers(), ALL], ids=["nothing", "everything"])
def test_whatever_was_answered_passes_the_check(tmp_path, answers, lot):
    made = Answers(**{name: getattr(answers, name) for name in answers.__slots__} | {"lot": lot})
    system, statement, price = beginning.begin(made, tmp_path / "new")

    profile = systems.read(system)
    assert (profile.system.supplier, profile.system.product) == (answers.supplier, answers.product)
    assert profile.offers("dicom") is profile.offers("hl7v2.in") is profile.offers("xds.registry") is bool(answers.hl7)
    assert needs.read(statement).statement.id == lot
    prices.check(prices.read(price), needs.read(statement), {answers.label: "0" * 64})
    assert all("#" in path.read_text(encoding="utf-8") for path in (system, statement, price))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lot": "pax"}, "there is no statement 'pax'"),
        ({"dicom": "here"}, "'here' is no place"),
        ({"label": "Not Blind"}, "init: system.toml, line 6, system.id"),
        ({"dicom": "127.0.0.1:70000"}, "init: system.toml"),
        ({"registry": "ftp://x"}, "is no address"),
        ({"currency": "pounds"}, "init: prices.toml"),
    ],
)
def test_what_would_not_pass_is_not_written(tmp_path, change, says):
    with pytest.raises(BadFile) as caught:
        beginning.begin(Answers(**change), tmp_path / "new")

    assert says in str(caught.value)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", [beginning.SYSTEM, beginning.NEEDS, beginning.PRICES])
def test_nothing_is_overwritten(tmp_path, name):
    (tmp_path / name).write_text("mine")

    with pytest.raises(BadFile, match="is there already"):
        beginning.begin(Answers(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_only_what_was_not_given_is_asked_for():
    asked = []

    def prompt(question, default):
        asked.append(question)
        return default

    found = beginning.ask({"label": "x", "dicom": "127.0.0.1:104"}, prompt)

    assert found == Answers(label="x", dicom="127.0.0.1:104")
    assert len(asked) == len(beginning.QUESTIONS) - 2
    assert not any("AE title" in one for one in asked[:3])


def test_without_a_terminal_nothing_is_asked(tmp_path):
    told = conformance("init", tmp_path / "a", "--label", "bidder-z", "--lot", "ris")

    assert told.returncode == 0, told.stderr
    assert conformance("check", *(tmp_path / "a").iterdir()).returncode == 0
    assert conformance("init", tmp_path / "a").returncode == 4


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made by the system's pty")
def test_on_a_terminal_each_question_is_asked(tmp_path):
    ours, theirs = os.openpty()
    answers = ["bidder-t", "", "", "", "127.0.0.1:4242", "ORTHANC", "", "", "", "vna", ""]
    os.write(ours, "".join(f"{one}\n" for one in answers).encode())
    told = subprocess.run(
        command("init", tmp_path / "t"),
        env=environment(),
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)

    assert told.returncode == 0, told.stdout + told.stderr
    profile = systems.read(tmp_path / "t" / "system.toml")
    assert (profile.system.id, profile.dicom.called_aet, profile.hl7v2) == ("bidder-t", "ORTHANC", None)
    assert needs.read(tmp_path / "t" / "needs.toml").statement.id == "vna"
