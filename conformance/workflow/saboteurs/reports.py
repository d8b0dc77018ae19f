"""Hospitals whose vice is in what becomes of a report, and unusual ones that are right."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7.simulator import Refused
from conformance.hospital import Hospital
from conformance.hospital.reports import DELETED

if TYPE_CHECKING:
    from conformance.hl7.simulator import Observation, Patient, Report
    from conformance.hospital.sharing import Sharing


class FinalIsFinal(Hospital):
    """Acknowledges a correction and goes on showing the report it had (OR08)."""

    def show(self, report: Report) -> None:
        """Show what is not a correction."""
        if report.status != "C":
            super().show(report)


class ReportBesideReport(Hospital):
    """Shows the corrected report beside the one it corrects."""

    class Reporting(Hospital.Reporting):
        """Replaces nothing."""

        def replaces(self, report: Report) -> bool:
            """Never."""
            return not report.status


class LinesByText(Hospital):
    """Shows the lines of a report in another order (OR09)."""

    class Reporting(Hospital.Reporting):
        """Turns them round."""

        def lines(self, report: Report) -> list[str]:
            """Return the last line first."""
            return super().lines(report)[::-1]


class JoinsRepetitions(Hospital):
    """Runs the repetitions of a text together (OR09)."""

    class Reporting(Hospital.Reporting):
        """Knows one line."""

        def written(self, observation: Observation) -> list[str]:
            """Join them."""
            return ["".join(super().written(observation))]


class NoUnits(Hospital):
    """Drops the units of a number (OR11)."""

    class Reporting(Hospital.Reporting):
        """Writes bare numbers."""

        def written(self, observation: Observation) -> list[str]:
            """Leave the units out."""
            return super().written(replace(observation, units=""))


class LosesOrphans(Hospital):
    """Accepts a report of somebody unknown and throws it away (OR12)."""

    def orphaned(self, report: Report) -> None:
        """Forget it."""
        del report


class KeepsDeleted(Hospital):
    """Goes on showing what was deleted (OR13)."""

    class Reporting(Hospital.Reporting):
        """Looks at no status."""

        def is_shown(self, observation: Observation) -> bool:
            """Take what was deleted for what is final."""
            status = "F" if observation.status in DELETED else observation.status
            return super().is_shown(replace(observation, status=status))


class ReportsInMarkup(Hospital):
    """Shows reports as marked-up documents."""

    class Reporting(Hospital.Reporting):
        """Writes XML."""

        mime_type = "text/xml"

        def document(self, report: Report) -> bytes:
            """Return a paragraph for each line."""
            lines = "".join(f"<paragraph>{html.escape(line)}</paragraph>" for line in self.lines(report))
            return f"<section><text>{lines}</text></section>".encode()


class TellsWhatWasWrong(Hospital):
    """Shows in a corrected report what it corrects, below what is right."""

    class Reporting(Hospital.Reporting):
        """Keeps what it wrote."""

        def __init__(self, sharing: Sharing) -> None:
            super().__init__(sharing)
            self._written: dict[str, bytes] = {}

        def document(self, report: Report) -> bytes:
            """Append the report before."""
            key = report.filler or ""
            before = self._written.get(key, b"") if report.status == "C" and self.is_whole(report) else b""
            self._written[key] = super().document(report)
            return self._written[key] + (b"This replaces: " + before if before else b"")

        def is_whole(self, report: Report) -> bool:
            """Return whether nothing was deleted."""
            return not any(one.status in DELETED for one in report.observations)


class KeepsOrphans(Hospital):
    """Takes a report of somebody unknown and shows it once the patient is known."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, Report] = {}

    def orphaned(self, report: Report) -> None:
        """Keep it."""
        self._waiting[report.patient.id] = report

    def patient_registered(self, patient: Patient) -> None:
        """Show what waited."""
        super().patient_registered(patient)
        waiting = self._waiting.pop(patient.id, None)
        if waiting is not None:
            self.show(waiting)


class RefusesReports(Hospital):
    """Refuses corrections."""

    def report_received(self, report: Report) -> None:
        """Refuse."""
        if report.status == "C":
            raise Refused("the report is final")
        super().report_received(report)
