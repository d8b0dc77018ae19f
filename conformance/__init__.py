"""A conformance harness for medical imaging systems: the scenario author's vocabulary."""

from conformance.model import (
    Blocked,
    Clause,
    Evidence,
    Finding,
    Level,
    NotApplicable,
    Outcome,
    Result,
    Scenario,
    Verdict,
)

__version__ = "2026.12.0"

__all__ = [
    "Blocked",
    "Clause",
    "Evidence",
    "Finding",
    "Level",
    "NotApplicable",
    "Outcome",
    "Result",
    "Scenario",
    "Verdict",
    "__version__",
]
