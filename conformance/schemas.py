"""The JSON Schemas of the files: run logs, profiles, needs, panel records, prices, deviations and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.deviations import Deviations
from conformance.files import BadFile
from conformance.lines import RunLine
from conformance.needs import Needs
from conformance.panel import Panel
from conformance.prices import Prices
from conformance.reports.exported import Report
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from pydantic import BaseModel


def schema(what: str) -> dict[str, Any]:
    """Return the JSON Schema of ``run`` (one line of it) or of a whole file: ``system``, ``needs``, ``report`` ..."""
    if what == "run":
        return RunLine.json_schema()
    models: dict[str, type[BaseModel]] = {
        "system": SystemProfile,
        "needs": Needs,
        "panel": Panel,
        "prices": Prices,
        "deviations": Deviations,
        "report": Report,
    }
    if what not in models:
        raise BadFile(what, "", "has no schema", f"choose run, {', '.join(models)}")
    return models[what].model_json_schema()
