"""An invented run of two invented systems, from which the golden pages are made."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict

from invented_scenarios import TOLD
from invented_stories import MLLP, STORY_A, STORY_B

from conformance.limits import Limits
from conformance.model import Evidence, Finding, Result, outcome_of
from conformance.runs import EVIDENCE, RunLog

__all__ = ["STORY_A", "STORY_B", "TOLD", "explain", "write"]

NAMES = {
    "bidder-a": ("Another Imaging Ltd", "OtherPACS", "3.0"),
    "bidder-b": ("Example Imaging Ltd", "ExamplePACS", "9.4.1"),
}


def header(label, needs_digest):
    supplier, product, version = NAMES[label]
    return {
        "suite": "2026.12.0",
        "system": {
            "schema": "sut/1",
            "system": {
                "id": label,
                "supplier": supplier,
                "product": product,
                "version": version,
                "roles": ["pacs", "vna"],
            },
            "safety": {"environment": "test", "allow_hosts": ["127.0.0.1/32"]},
            "dicom": {"host": "127.0.0.1", "port": 11112, "called_aet": "EXAMPLEPACS1"},
            "claim": [
                {"transaction": "RAD-14", "level": "yes", "source": "Conformance statement v9.4, 4.2.1.3"},
                {"transaction": "RAD-8", "level": "yes", "source": "Conformance statement v9.4, 4.2.1.1"},
                {"transaction": "RAD-68", "level": "roadmap", "due": "2027-06-30", "source": "Answer 14"},
                {"transaction": "ITI-18", "level": "yes", "source": "Answer 15"},
            ],
        },
        "folder": "/invented",
        "needs": needs_digest,
        "seed": "5eed" * 8,
        "options": {"isolation": "process"},
        "limits": asdict(Limits()),
        "weaker": ["memory and CPU limits of a scenario are not enforced on this platform; the wall clock is"],
        "started": "2026-11-24T10:00:00Z",
    }


def stamp(second):
    return f"2026-11-24T10:{second // 60:02d}:{second % 60:02d}.250Z"


def message(number, second, item, folder):
    direction, media, summary, octets = item
    digest = hashlib.sha256(octets).hexdigest()
    (folder / EVIDENCE / digest).write_bytes(octets)
    return Evidence(
        f"c0.{direction[0]}{number}", stamp(second), direction, "127.0.0.1:11112", summary, media, digest, len(octets)
    )


def attempts(name, story, second, folder):
    scenario = TOLD[name]
    tries, items = story
    for number, findings in enumerate(tries, 1):
        evidence = tuple(message(at, second + number, item, folder) for at, item in enumerate(items, 1))
        pointed = tuple(f"sha256:{one.sha256}" for one in evidence)
        found = tuple(
            Finding(one, verdict, expected or one.says, saw, where, pointed)
            for one, verdict, saw, where, expected in findings
        )
        outcome = outcome_of(found)
        reason = found[0].saw if outcome.value in {"blocked", "error", "not-applicable"} else ""
        yield Result(
            name,
            scenario.kit,
            scenario.actor,
            scenario.transaction,
            scenario.title,
            outcome,
            found,
            evidence,
            stamp(second + number),
            0.25,
            number,
            reason,
        )


def write(folder, label, stories, needs_digest="", *, end=True):
    """Write one run folder, the same octets every time."""
    shutil.rmtree(folder, ignore_errors=True)
    log = RunLog.create(folder, header(label, needs_digest))
    for at, (name, story) in enumerate(stories.items()):
        for result in attempts(name, story, at * 7, folder):
            log.add(result)
    if end:
        log.finish()
    else:
        log.close()


def explain(media_type, octets):
    """Decode as a room would, for the golden pages alone: HL7 by field, nothing else."""
    if media_type != MLLP:
        return None
    segments = [line.split("|") for line in octets.decode("utf-8", "replace").strip("\x0b\x1c\r").split("\r")]
    return [f"{name}-{at}: {field}" for name, *fields in segments for at, field in enumerate(fields, 1) if field]
