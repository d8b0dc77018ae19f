"""The run folder: an append-only log of JSON lines and the evidence beside it; write, resume, read, verify."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from conformance.files import BadFile
from conformance.limits import GIB
from conformance.model import Clause, Evidence, Finding, Level, Outcome, Result, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMAT = "conformance-run/1"
LOG = "run.jsonl"
EVIDENCE = "evidence"
INFLIGHT = "inflight"
_REPEATED = ("id", "verdict", "expected", "saw", "where")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VARYING = (
    (re.compile(r"127\.0\.0\.1:\d+"), "ADDRESS"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r"\b[0-9a-f]{40,64}\b"), "DIGEST"),
    (re.compile(r"\b20\d{10}(?:\d{2})?(?:\.\d+)?\b"), "TIME"),
)
"""What differs between repetitions for no fault of anybody's: addresses, what the candidate assigns, moments."""


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"


def record_of(result: Result) -> dict[str, Any]:
    """Return the log record of a result, as ``conformance schema run`` describes it."""
    return {
        "record": "result",
        "scenario": result.scenario,
        "kit": result.kit,
        "actor": result.actor,
        "transaction": result.transaction,
        "title": result.title,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "attempt": result.attempt,
        "started": result.started,
        "seconds": result.seconds,
        "findings": [
            {
                "id": finding.clause.id,
                "clause": finding.clause.citation,
                "standard": finding.clause.standard,
                "section": finding.clause.section,
                "edition": finding.clause.edition,
                "level": finding.clause.level.value,
                "verdict": finding.verdict.value,
                "says": finding.clause.says,
                "expected": finding.expected,
                "saw": finding.saw,
                "where": finding.where,
                "evidence": list(finding.evidence),
            }
            for finding in result.findings
        ],
        "evidence": [{name: getattr(item, name) for name in Evidence.__slots__} for item in result.evidence],
        "transcript": result.transcript,
    }


def result_of(record: Mapping[str, Any]) -> Result:
    """Return the result a log record tells of."""
    findings = tuple(
        Finding(
            Clause(one["id"], one["standard"], one["edition"], one["section"], one["says"], Level(one["level"])),
            Verdict(one["verdict"]),
            one["expected"],
            one["saw"],
            one["where"],
            tuple(one["evidence"]),
        )
        for one in record["findings"]
    )
    return Result(
        scenario=record["scenario"],
        kit=record["kit"],
        actor=record["actor"],
        transaction=record["transaction"],
        title=record["title"],
        outcome=Outcome(record["outcome"]),
        findings=findings,
        evidence=tuple(Evidence(**one) for one in record["evidence"]),
        started=record["started"],
        seconds=record["seconds"],
        attempt=record["attempt"],
        reason=record["reason"],
        transcript=record["transcript"],
    )


class RunLog:
    """The one writer of a run folder: a line is on the disk before the next scenario starts."""

    def __init__(self, folder: Path, hashed: Any, counts: Counter[str]) -> None:  # noqa: ANN401 - hashlib's type
        self.folder = folder
        self._hash = hashed
        self._counts = counts
        self._file = (folder / LOG).open("ab", buffering=0)

    @classmethod
    def create(cls, folder: Path, header: Mapping[str, object]) -> Self:
        """Begin a run in a new folder; raise BadFile when there is a run in it already."""
        if (folder / LOG).exists():
            raise BadFile(folder, "", "holds a run already", "name a new folder, or add --resume to go on with it")
        (folder / EVIDENCE).mkdir(parents=True, exist_ok=True)
        (folder / INFLIGHT).mkdir(exist_ok=True)
        log = cls(folder, hashlib.sha256(), Counter())
        log.append({"record": "run", "format": FORMAT, **header})
        _sync_folder(folder)
        return log

    @classmethod
    def resume(cls, folder: Path, header: Mapping[str, object]) -> Self:
        """Go on with a run: cut a torn tail and an end line; raise BadFile if it was another plan."""
        run = read(folder)
        for key in ("suite", "system", "needs", "status", "by", "witness"):
            if run.header.get(key) != header.get(key):
                raise BadFile(folder, "", f"was started with another {key}", "use the same files, or a new folder")
        whole = b"".join(line for line, record in _records(folder) if record["record"] != "end")
        with (folder / LOG).open("r+b") as file:
            file.truncate(len(whole))
        (folder / INFLIGHT).mkdir(exist_ok=True)
        return cls(folder, hashlib.sha256(whole), Counter(result.outcome.value for result in run.results))

    def append(self, record: Mapping[str, object]) -> None:
        """Write one line and force it to the disk."""
        line = _line(record)
        self._hash.update(line)
        self._file.write(line)
        os.fsync(self._file.fileno())

    def add(self, result: Result) -> None:
        """Write one attempt."""
        self.append(record_of(result))
        self._counts[result.outcome.value] += 1

    def finish(self) -> None:
        """Write the end line: without it the run is not complete."""
        self.append({"record": "end", "counts": dict(sorted(self._counts.items())), "digest": self._hash.hexdigest()})
        self.close()
        inflight = self.folder / INFLIGHT
        if inflight.is_dir() and not any(inflight.iterdir()):
            inflight.rmdir()

    def close(self) -> None:
        """Let go of the file; the run can be resumed."""
        self._file.close()


def _sync_folder(folder: Path) -> None:
    """Make the folder's entries durable; Windows does this by itself and offers no handle."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(handle)
        os.close(handle)


@dataclass(frozen=True)
class Run:
    """A run as read back: everything a report, a score or a re-judgement needs."""

    folder: Path
    header: dict[str, Any]
    results: tuple[Result, ...]
    end: dict[str, Any] | None
    digest: str
    torn: bool = field(default=False)

    @property
    def complete(self) -> bool:
        """Return whether the end line is there."""
        return self.end is not None

    @cached_property
    def latest(self) -> dict[str, Result]:
        """Return the last attempt of each scenario, in the order they first ran."""
        return {result.scenario: result for result in self.results}

    def octets(self, digest: str) -> bytes:
        """Return one evidence file by its digest (with or without ``sha256:``).

        A run folder may come from anybody: raise BadFile for what is no digest, no plain file, or over a GiB.
        """
        name = digest.removeprefix("sha256:")
        path = self.folder / EVIDENCE / name
        if not _DIGEST.fullmatch(name):
            raise BadFile(self.folder, "", f"names evidence {name[:80]!r}, which is no digest", "do not trust this run")
        if path.is_symlink() or not path.is_file() or path.stat().st_size > GIB:
            raise BadFile(path, "", "is missing, or no plain file of a size we write", "do not trust this run")
        return path.read_bytes()


def _records(folder: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield each whole line of the log; a torn tail ends it."""
    try:
        lines = (folder / LOG).read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise BadFile(folder, "", f"is no run folder: {error.strerror}", f"name a folder that holds {LOG}") from None
    for line in lines:
        if not line.endswith(b"\n"):
            return
        try:
            record = json.loads(line)
        except ValueError:
            return
        yield line, record


def read(folder: Path) -> Run:
    """Read a run folder; a torn last line is left out. Raise BadFile when it is none."""
    pairs = list(_records(folder))
    if not pairs or pairs[0][1].get("record") != "run" or pairs[0][1].get("format") != FORMAT:
        raise BadFile(folder, "", f"does not begin with a {FORMAT} header", "name a folder made by conformance run")
    records = [record for _, record in pairs]
    results = tuple(result_of(record) for record in records if record["record"] == "result")
    end = records[-1] if records[-1]["record"] == "end" else None
    whole = b"".join(line for line, _ in pairs)
    torn = len(whole) != (folder / LOG).stat().st_size
    return Run(folder, records[0], results, end, hashlib.sha256(whole).hexdigest(), torn)


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a run folder's evidence, in words; nothing means whole and untouched."""
    run = read(folder)
    found: list[str] = []
    if run.torn:
        found.append(f"{LOG} ends in a torn line: the run was cut while writing; go on with --resume")
    lines = [line for line, record in _records(folder) if record["record"] != "end"]
    if run.end is None:
        found.append(f"{LOG} has no end line: the run is not complete")
    elif run.end["digest"] != hashlib.sha256(b"".join(lines)).hexdigest():
        found.append(f"the lines of {LOG} are not those the end line was written for")
    named = {item.sha256 for result in run.results for item in result.evidence}
    named |= {result.transcript for result in run.results if result.transcript}
    present: set[str] = set()
    for file in sorted((folder / EVIDENCE).iterdir()):
        if file.is_symlink() or not file.is_file():
            found.append(f"{EVIDENCE}/{file.name} is not a plain file")
        elif file.name not in named:
            found.append(f"{EVIDENCE}/{file.name} belongs to no result")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != file.name:
            found.append(f"{EVIDENCE}/{file.name} was changed: its digest is another")
        present.add(file.name)
    found += [f"{EVIDENCE}/{digest} is missing" for digest in sorted(named - present)]
    return found


def steady(text: str) -> str:
    """Return a text without what differs between repetitions: addresses, identifiers the candidate makes, moments."""
    for varying, word in _VARYING:
        text = varying.sub(word, text)
    return text


def canonical(run: Run) -> bytes:
    """Return what a repetition with the same seed must reproduce: everything but times, digests and addresses."""
    rows = []
    for result in run.latest.values():
        record = record_of(result)
        rows.append(
            {
                "scenario": record["scenario"],
                "outcome": record["outcome"],
                "findings": [
                    [steady(finding[key] or "") for key in ("id", "verdict", "expected", "saw", "where")]
                    for finding in record["findings"]
                ],
            }
        )
    return json.dumps(sorted(rows, key=lambda row: row["scenario"]), sort_keys=True).encode()
