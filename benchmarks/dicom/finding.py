"""Reading the responses of a C-FIND that come in one burst."""

from __future__ import annotations

import subprocess

from benchmarks.dicom.bursting import PATIENT, RESPONSES, study
from benchmarks.dicom.peers import PROMPT, Ours, dcmtk, serving
from benchmarks.dicom.raw import Raw, asking, command
from benchmarks.measuring import measured, show
from conformance.dicom import uids
from conformance.dicom.client import services
from conformance.dicom.wire import data_set, write_data_set
from conformance.dicom.wire.command import C_FIND
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

OURS = "ours, recorded; status and asked keys judged"
ASKED = {"StudyDate": "", "StudyTime": "", "AccessionNumber": "", "PatientName": "", "PatientID": PATIENT}
ASKED |= {"StudyInstanceUID": "", "StudyID": ""}
EXPECTED = [study(number) for number in range(RESPONSES)]


def judged(mine: Ours) -> None:
    """Ask, and compare the status and every value of every key asked for with what was stored."""
    answer = services.find(mine.association, uids.STUDY_ROOT_FIND, services.keys("STUDY", **ASKED))
    assert answer.status == 0, answer.outcome
    assert not answer.problems
    assert len(answer.pending) == RESPONSES
    for match, stored in zip(answer.matches, EXPECTED, strict=True):
        assert not match.problems
        for keyword, value in stored.items():
            assert match.text(keyword) == value


def main() -> None:
    """Compare."""
    with serving("bursting") as (port, _):
        request = asking(uids.STUDY_ROOT_FIND, EXPLICIT_LITTLE)
        raw, mine = Raw(port, request), Ours(port, request)
        asked = command(C_FIND, uids.STUDY_ROOT_FIND, 1, data=True)
        identifier = write_data_set(data_set({"QueryRetrieveLevel": "STUDY", **ASKED}), EXPLICIT_LITTLE)
        tool = [dcmtk("findscu"), "-q", "-S", "-aec", "BURST", "-k", "QueryRetrieveLevel=STUDY"]
        for keyword, value in ASKED.items():
            tool += ["-k", f"{keyword}={value}"]

        def read_raw() -> None:
            raw.ask(asked, identifier)
            for _ in range(2 * RESPONSES):
                raw.pdu()

        found = measured(
            f"C-FIND, {RESPONSES:,} responses in one burst",
            RESPONSES,
            {
                "raw socket": read_raw,
                OURS: lambda: judged(mine),
                "findscu -q (with its start)": lambda: subprocess.run(
                    [*tool, "127.0.0.1", str(port)], check=True, stdout=subprocess.DEVNULL, env=PROMPT
                ),
            },
        )
        raw.close()
        mine.close()
    show(found, "raw socket", {OURS: 1.9})
