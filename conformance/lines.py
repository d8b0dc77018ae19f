"""The lines of the run log as models, for their schema; reports are made of the same."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from conformance.model import Level, Outcome, Verdict
from conformance.systems import SystemProfile


class Line(BaseModel):
    """Every line of the log: no key but those named."""

    model_config = ConfigDict(extra="forbid")


class Header(Line):
    """The first line: what was run, against whom, with which limits."""

    record: Literal["run"]
    format: Literal["conformance-run/1"]
    suite: str
    system: SystemProfile
    folder: str
    needs: str = Field(description="SHA-256 of the needs file, or empty")
    status: Literal["self-test", "witnessed", "formal"] = "self-test"
    by: str = Field(default="", description="who ran it")
    witness: str = Field(default="", description="who witnessed it; never empty unless it is a self-test")
    seed: str
    options: dict[str, Any]
    limits: dict[str, float]
    weaker: list[str] = Field(description="limits this platform could not enforce")
    started: str


class FindingLine(Line):
    """One clause judged in one place."""

    id: str
    clause: str
    standard: str
    section: str
    edition: str
    level: Level
    verdict: Verdict
    says: str
    expected: str
    saw: str
    where: str | None
    evidence: list[str] = Field(description="sha256:... of the messages it rests on")


class EvidenceLine(Line):
    """One recorded message."""

    id: str
    at: str
    direction: Literal["sent", "received"]
    peer: str
    summary: str
    media_type: str
    sha256: str
    size: int


class ResultLine(Line):
    """One attempt at one scenario."""

    record: Literal["result"]
    scenario: str
    kit: str
    actor: str
    transaction: str
    title: str
    outcome: Outcome
    reason: str
    attempt: int
    started: str
    seconds: float
    findings: list[FindingLine]
    evidence: list[EvidenceLine]
    transcript: str = Field(description="SHA-256 of the octet log it can be judged again from")


class End(Line):
    """The last line: without it the run is not complete."""

    record: Literal["end"]
    counts: dict[str, int]
    digest: str = Field(description="SHA-256 of all lines before it")


RunLine: TypeAdapter[Header | ResultLine | End] = TypeAdapter(Header | ResultLine | End)
