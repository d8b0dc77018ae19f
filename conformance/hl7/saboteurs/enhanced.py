"""Receivers with one vice in enhanced acknowledgement mode, and in whole answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver

if TYPE_CHECKING:
    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.simulator.enhanced import Stage
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.hl7.wire.message import Message


class AlwaysCommits(Receiver):
    """Sends the accept acknowledgement, whatever MSH-15 says."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want every accept acknowledgement."""
        return stage.field == "MSH-15" or super().wants(message, stage)


class AlwaysApplies(Receiver):
    """Sends the application acknowledgement, whatever MSH-16 says."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want every application acknowledgement."""
        return stage.field == "MSH-16" or super().wants(message, stage)


class NeverCommits(Receiver):
    """Knows no accept acknowledgement."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want application acknowledgements alone."""
        return stage.field != "MSH-15" and super().wants(message, stage)


class NeverApplies(Receiver):
    """Says that it has a message, and never what became of it."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want accept acknowledgements alone."""
        return stage.field != "MSH-16" and super().wants(message, stage)


class AppliesFirst(Receiver):
    """Sends the two acknowledgements the wrong way round."""

    def answers(self, message: Message, fault: Fault | None) -> list[bytes]:
        """Return them in reverse."""
        return super().answers(message, fault)[::-1]


class SilentOnErrors(Receiver):
    """Takes ER for NE."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want nothing where only errors are wanted."""
        return message[stage.field] != "ER" and super().wants(message, stage)


class SilentOnSuccess(Receiver):
    """Takes SU for NE."""

    def wants(self, message: Message, stage: Stage) -> bool:
        """Want nothing where only success is wanted."""
        return message[stage.field] != "SU" and super().wants(message, stage)


class CommitsAnything(Receiver):
    """Commits to a message before it looks at the header."""

    def answers(self, message: Message, fault: Fault | None) -> list[bytes]:
        """Take what is rejected for an error in the content, where the message asks for enhanced mode."""
        late = replace(fault, code="AE") if fault and (message["MSH-15"] or message["MSH-16"]) else fault
        return super().answers(message, late)


class SwallowsErrors(Receiver):
    """Says AA in enhanced mode, whatever became of the message."""

    def answers(self, message: Message, fault: Fault | None) -> list[bytes]:
        """Forget an error in the content."""
        asked = bool(message["MSH-15"] or message["MSH-16"])
        return super().answers(message, None if fault and fault.code == "AE" and asked else fault)


class RepeatsPatient(Receiver):
    """Adds the patient to its acknowledgements, where no structure has one."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets with a PID at the end."""
        return super().encoded(draft.adding("PID", {3: ("ZZ0000000000", None, None, "HARNESS"), 5: ("ZZNOBODY",)}))


class OddValues(Receiver):
    """Writes a processing id of its own into its headers."""

    def header(self, message: Message) -> dict[int, Value]:
        """Return the header with an MSH-11 that is not in table 0103."""
        return super().header(message) | {11: "X"}


ENHANCED = (
    receiver(
        "ML11",
        "enhanced:AlwaysCommits",
        "Sends an accept acknowledgement though MSH-15 is NE",
        [c.NOT_COMMITTED, c.SILENT, c.ERRORS_ONLY, c.SUCCESS_ONLY],
        [c.APPLIED],
        source="nextgenhealthcare/connect#262",
    ),
    receiver(
        "hl7.enhanced-always-applies",
        "enhanced:AlwaysApplies",
        "Sends an application acknowledgement though MSH-16 is NE",
        [c.COMMIT_ONLY, c.SILENT],
        [c.ERRORS_ONLY, c.SUCCESS_ONLY],
    ),
    receiver(
        "hl7.enhanced-never-commits",
        "enhanced:NeverCommits",
        "Sends no accept acknowledgement",
        [c.COMMITTED],
        [c.COMMIT_FIRST, c.SUCCESS_ONLY, c.COMMIT_REJECTED, c.ERRORS_ONLY],
    ),
    receiver(
        "hl7.enhanced-never-applies",
        "enhanced:NeverApplies",
        "Sends no application acknowledgement",
        [c.APPLIED, c.CONTENT_REFUSED],
        [c.COMMIT_FIRST],
    ),
    receiver("hl7.enhanced-reversed", "enhanced:AppliesFirst", "Sends AA before CA", [c.COMMIT_FIRST]),
    receiver("hl7.enhanced-er-is-ne", "enhanced:SilentOnErrors", "Takes ER for NE", [c.ERRORS_ONLY]),
    receiver("hl7.enhanced-su-is-ne", "enhanced:SilentOnSuccess", "Takes SU for NE", [c.SUCCESS_ONLY]),
    receiver(
        "hl7.enhanced-commits-anything",
        "enhanced:CommitsAnything",
        "Answers CA before it looks at the header",
        [c.COMMIT_REJECTED],
        [c.SUCCESS_ONLY],
    ),
    receiver("hl7.enhanced-swallows", "enhanced:SwallowsErrors", "Answers AA to errors", [c.CONTENT_REFUSED]),
    receiver(
        "hl7.patient-in-ack",
        "enhanced:RepeatsPatient",
        "Adds a PID to its acknowledgements",
        [c.WHOLE_STRUCTURE],
        scenarios=["hl7.ack.whole-message"],
    ),
    receiver(
        "hl7.odd-values",
        "enhanced:OddValues",
        "Puts a processing id of its own into MSH-11",
        [c.WHOLE_VALUES],
        scenarios=["hl7.ack.whole-message"],
    ),
)
