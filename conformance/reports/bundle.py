"""Pack a run for an auditor: its log, its evidence and an index, a paragraph per test; same run, same bytes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from conformance.files import BadFile
from conformance.reports.view import told
from conformance.reports.visible import one_line
from conformance.runs import EVIDENCE, LOG
from conformance.sheets.archive import put

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conformance.model import Result, Scenario
    from conformance.reports.view import Told
    from conformance.runs import Run

LARGEST = 250_000_000
"""Octets a bundle stays under, so that tender portals take it."""

_HEAD = """Evidence of {label}, recorded {started} by suite {suite}.

This archive, unpacked, is a run folder: "conformance verify FOLDER" says whether it is whole and untouched, and
"conformance verify FOLDER --rejudge" whether its recordings give the same verdicts again. Its log is run.jsonl, whose
digest (SHA-256) is {digest}. Each file under evidence/ is named by its own digest.
"""


def bundle(run: Run, path: Path, scenarios: Mapping[str, Scenario], most: int = LARGEST) -> None:
    """Write the archive; raise BadFile, and leave nothing, when it would reach ``most`` octets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as out, zipfile.ZipFile(out, "w") as archive:
            for name, octets in _files(run, scenarios):
                put(archive, name, octets)
                _within(path, out.tell(), most)
        _within(path, part.stat().st_size, most)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _within(path: Path, size: int, most: int) -> None:
    if size >= most:
        raise BadFile(path, "", f"would hold more than {most // 1_000_000} MB", "hand the run folder over instead")


def _files(run: Run, scenarios: Mapping[str, Scenario]) -> Iterator[tuple[str, bytes]]:
    yield "INDEX.txt", index(run, scenarios).encode("utf-8")
    yield LOG, (run.folder / LOG).read_bytes()
    held = {item.sha256 for result in run.results for item in result.evidence}
    held |= {result.transcript for result in run.results if result.transcript}
    for digest in sorted(held):
        yield f"{EVIDENCE}/{digest}", run.octets(digest)


def index(run: Run, scenarios: Mapping[str, Scenario]) -> str:
    """Return the index: one paragraph per test, with the messages it rests on."""
    system = run.header.get("system", {})
    label = system.get("system", {}).get("id", "") if isinstance(system, dict) else ""
    stated = {key: one_line(str(run.header.get(key, ""))) for key in ("started", "suite")}
    latest = {result.scenario: result for result in run.results}
    paragraphs = [_HEAD.format(label=one_line(str(label)), digest=run.digest, **stated)]
    paragraphs += [_paragraph(one, latest[name]) for name, one in told(run, scenarios, None).items()]
    return "\n".join(paragraphs)


def _paragraph(one: Told, result: Result) -> str:
    said = f"{one.id} ({one.transaction}): {one.purpose} {one.mark.word}"
    said += f", {one.tally}." if one.tally else f": {one.cause} {one.reason}".rstrip(": ") + "."
    files = [f"  {item.sha256}  {item.direction} {item.at} {item.summary}" for item in result.evidence]
    if result.transcript:
        files.append(f"  {result.transcript}  the recording it is judged again from")
    return "\n".join(one_line(line) if line[:1] != " " else f"  {one_line(line)}" for line in (said, *files)) + "\n"
