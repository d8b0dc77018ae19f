"""Whatever a candidate sends, a scenario ends within its limit with a finding in words, and the next one runs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import peers_dicom
import peers_mllp
import pytest
from arena import QUICK, Arena

from conformance.dicom.simulator import Archive
from conformance.hl7.simulator import Receiver
from conformance.limits import GIB, MIB
from conformance.model import Outcome, Verdict

ECHO, FIND, MLLP = "dicom.echo.answered", "dicom.query.by-patient-id", "hl7.framing.one-block-one-answer"
CASES = [
    pytest.param(peers_dicom.SlowPdu, ECHO, "octets into a PDU", id="a PDU at one octet in a while"),
    pytest.param(peers_dicom.HugePdu, ECHO, "PDU length 4294967295 is over the cap", id="a PDU of four GiB"),
    pytest.param(peers_dicom.EndlessCommand, ECHO, "over the cap of 65536", id="a command set without end"),
    pytest.param(peers_dicom.BrokenPdvs, ECHO, "P-DATA-TF", id="PDVs that can't be"),
    pytest.param(peers_dicom.Noise, ECHO, "", id="no DICOM"),
    pytest.param(peers_dicom.EndlessAnswers, ECHO, "", id="a thousand answers"),
    pytest.param(peers_dicom.AnotherMessage, ECHO, "4242", id="an answer to another DICOM message"),
    pytest.param(peers_dicom.EndlessMatches, FIND, "unbounded", id="matches without end"),
    pytest.param(
        peers_mllp.EndlessFrame, MLLP, "no end block within the first 1048576 octets", id="a frame without end"
    ),
    pytest.param(peers_mllp.SlowFrame, MLLP, "", id="a frame at one octet in a while"),
    pytest.param(peers_mllp.Noise, MLLP, "", id="no HL7"),
    pytest.param(peers_mllp.Storm, MLLP, "", id="two thousand acknowledgements"),
    pytest.param(peers_mllp.AnotherMessage, MLLP, "NOBODY-SENT-THIS", id="an acknowledgement of another message"),
]


@pytest.fixture(scope="module")
def arena():
    made = Arena()
    yield made
    made.close()


@pytest.mark.parametrize(("worst", "scenario", "says"), CASES)
def test_it_ends_within_its_limit_with_a_finding_in_words(arena, worst, scenario, says):
    began = time.monotonic()
    with worst() as peer:
        (result,) = arena.run(peer.profile(), only=[scenario])
    took = time.monotonic() - began

    assert result.outcome in {Outcome.FAILED, Outcome.BLOCKED}, result.reason
    wrong = [one for one in result.findings if one.verdict in {Verdict.FAILED, Verdict.BLOCKED}]
    assert any(says in f"{one.saw} {one.expected}" for one in wrong), [one.saw for one in wrong]
    assert all(one.evidence for one in wrong)
    assert took < QUICK.responses_s + 15
    assert peak(arena) < GIB


def test_the_next_scenarios_are_unharmed(arena):
    with Archive() as archive, Receiver() as receiver:
        told = arena.run({**archive.profile(), **receiver.profile()}, only=[ECHO, FIND, MLLP])
    assert {one.outcome for one in told} == {Outcome.PASSED}


def peak(arena):
    """Return the most memory the worker has used so far, in octets."""
    if not sys.platform.startswith("linux"):
        return 0
    status = Path(f"/proc/{arena.worker}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 + MIB
