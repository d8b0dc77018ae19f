"""Receivers with one vice in what they refuse and what they don't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import ACCEPTING, COMMITTING, WHOLE, receiver
from conformance.hl7.simulator import Receiver, acceptance
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.wire.message import Message, Unreadable, parse

if TYPE_CHECKING:
    from conformance.hl7.wire.draft import Value
    from conformance.hl7.wire.mllp import Frame


class TakesAnyEvent(Receiver):
    """Answers an event it does not know with AA."""

    def type_fault(self, message: Message) -> Fault | None:
        """Refuse unknown types only."""
        fault = super().type_fault(message)
        return fault if fault and fault.condition == 200 else None  # noqa: PLR2004 - table 0357, unsupported type

    def dispatch(self, message: Message) -> None:
        """Do nothing with what it does not know."""
        if acceptance.trigger(message) in self.triggers:
            super().dispatch(message)


class TakesAnyType(Receiver):
    """Answers a message type it does not know with AA."""

    def type_fault(self, message: Message) -> Fault | None:
        """Refuse unknown events only."""
        fault = super().type_fault(message)
        return fault if fault and fault.condition == 201 else None  # noqa: PLR2004 - table 0357, unsupported event

    def dispatch(self, message: Message) -> None:
        """Do nothing with what it does not know."""
        if acceptance.trigger(message) in self.triggers:
            super().dispatch(message)


class WantsTheStructure(Receiver):
    """Knows no message that does not name its structure."""

    def type_fault(self, message: Message) -> Fault | None:
        """Refuse what says type and event alone, in any version."""
        fault = super().type_fault(message)
        return fault if fault or message["MSH-9.3"] else Fault("AR", 200, "MSH-9.3", "MSH-9.3 is required")


class TypeIsContent(Receiver):
    """Answers an unknown type or event with AE, as if the content were wrong."""

    def type_fault(self, message: Message) -> Fault | None:
        """Return the fault under another code."""
        fault = super().type_fault(message)
        return replace(fault, code="AE") if fault else None


class SilentOnFaults(Receiver):
    """Says nothing at all when something is wrong with a message."""

    def answer(self, frame: Frame) -> bytes | None:
        """Answer what can be accepted."""
        try:
            message = parse(frame.content)
        except Unreadable:
            return None
        return None if self.refusal(message) else super().answer(frame)


class Busy(Receiver):
    """Rejects everything: it is busy, and always will be."""

    def refusal(self, message: Message) -> Fault | None:
        """Refuse."""
        return super().refusal(message) or Fault("AR", 207, "MSH-9", "busy, try again later")


class TakesAnyProcessingId(Receiver):
    """Never looks at the processing id."""

    def processing_fault(self, message: Message) -> Fault | None:
        """Find nothing."""
        del message
        return None


class SilentOnUntidy(Receiver):
    """Waits for segments that end as they should, and says nothing where they do not."""

    def answer(self, frame: Frame) -> bytes | None:
        """Answer what is tidy."""
        tidy = frame.content.endswith(b"\r") and b"\n" not in frame.content
        return super().answer(frame) if tidy else None


class TakesAnyVersion(Receiver):
    """Never looks at the version."""

    def version_fault(self, message: Message) -> Fault | None:
        """Find nothing."""
        del message
        return None


class TakesNameless(Receiver):
    """Accepts messages without control id."""

    def refusal(self, message: Message) -> Fault | None:
        """Let a missing MSH-10 pass."""
        fault = super().refusal(message)
        return None if fault and fault.where == "MSH-10" else fault


class TakesAnything(Receiver):
    """Answers AA to what is no HL7 message."""

    def rejection(self, fault: Unreadable) -> bytes:
        """Return the rejection with AA in it."""
        return super().rejection(fault).replace(b"MSA|AR", b"MSA|AA")


class NeedsNoPatient(Receiver):
    """Accepts messages that lack the segments and fields it would need."""

    def content_fault(self, message: Message) -> Fault | None:
        """Find nothing."""
        del message
        return None


class NeedsNoPrior(Receiver):
    """Accepts a merge that does not say whom it gives up."""

    def content_fault(self, message: Message) -> Fault | None:
        """Let a missing MRG pass."""
        fault = super().content_fault(message)
        return None if fault and fault.where.startswith("MRG") else fault


class RejectsContent(Receiver):
    """Answers errors in the content with AR."""

    def content_fault(self, message: Message) -> Fault | None:
        """Return the fault under another code."""
        fault = super().content_fault(message)
        return replace(fault, code="AR") if fault else None


class KeepsReasonsToItself(Receiver):
    """Leaves the ERR segment out."""

    def errors(self, message: Message, fault: Fault) -> list[dict[int, Value]]:
        """Return none."""
        del message, fault
        return []


class PointsElsewhere(Receiver):
    """Names the header as the place of every error."""

    def errors(self, message: Message, fault: Fault) -> list[dict[int, Value]]:
        """Return the error at another place."""
        return super().errors(message, replace(fault, where="MSH-9"))


class OldErrors(Receiver):
    """Writes the ERR of version 2.3.1 into acknowledgements of every version."""

    def errors(self, message: Message, fault: Fault) -> list[dict[int, Value]]:
        """Return ERR-1 alone."""
        [shaped] = super().errors(message, fault)
        where = shaped.get(2)
        return [{1: where}] if where else [shaped]


REFUSING = (
    receiver(
        "ML04",
        "refusing:TakesAnyEvent",
        "Answers an unknown event with AA",
        [c.UNKNOWN_EVENT_NOT_ACCEPTED, c.UNKNOWN_EVENT_REJECTED],
    ),
    receiver(
        "hl7.takes-any-type",
        "refusing:TakesAnyType",
        "Answers an unknown type with AA",
        [c.UNKNOWN_TYPE_REJECTED],
        [c.COMMIT_REJECTED, c.ERRORS_ONLY, c.SUCCESS_ONLY, c.BATCH_ERROR_TOLD, c.FILE_ERROR_TOLD],
    ),
    receiver(
        "hl7.type-is-content",
        "refusing:TypeIsContent",
        "Answers an unknown type or event with AE",
        [c.UNKNOWN_TYPE_REJECTED, c.UNKNOWN_EVENT_REJECTED],
        [c.COMMIT_REJECTED, c.SUCCESS_ONLY],
    ),
    receiver(
        "ML05",
        "refusing:SilentOnFaults",
        "Says nothing when something is wrong",
        [c.ANSWERED],
        [
            c.UNKNOWN_TYPE_REJECTED,
            c.UNKNOWN_EVENT_REJECTED,
            c.VERSION_REJECTED,
            c.PROCESSING_ID_REJECTED,
            c.CONTENT_ANSWERED_AE,
            *COMMITTING,
        ],
        "nextgenhealthcare/connect#1275",
    ),
    receiver("hl7.busy", "refusing:Busy", "Rejects everything as busy", [c.ACCEPTED], [*ACCEPTING, *COMMITTING]),
    receiver(
        "hl7.takes-any-processing-id",
        "refusing:TakesAnyProcessingId",
        "Never looks at the processing id",
        [c.PROCESSING_ID_REJECTED],
    ),
    receiver("hl7.wants-structure", "refusing:WantsTheStructure", "Wants MSH-9.3 of all", [c.TYPE_IN_TWO_PARTS]),
    receiver("hl7.silent-on-untidy", "refusing:SilentOnUntidy", "Is silent on other line ends", [c.UNTIDY_ANSWERED]),
    receiver("hl7.takes-any-version", "refusing:TakesAnyVersion", "Never looks at the version", [c.VERSION_REJECTED]),
    receiver(
        "hl7.takes-nameless", "refusing:TakesNameless", "Accepts a message without MSH-10", [c.NAMELESS_NOT_ACCEPTED]
    ),
    receiver(
        "hl7.takes-anything",
        "refusing:TakesAnything",
        "Answers AA to what is no HL7",
        [c.NOT_HL7_NOT_ACCEPTED],
        [c.OUTSIDE_BLOCKS],
    ),
    receiver(
        "hl7.needs-no-patient",
        "refusing:NeedsNoPatient",
        "Accepts a message without patient",
        [c.CONTENT_NOT_ACCEPTED],
        [c.CONTENT_ANSWERED_AE, c.ERROR_TOLD, c.MERGE_NEEDS_PRIOR, c.CONTENT_REFUSED, c.CHARGE_NEEDS_TRANSACTION],
    ),
    receiver("hl7.needs-no-prior", "refusing:NeedsNoPrior", "Accepts a merge without prior", [c.MERGE_NEEDS_PRIOR]),
    receiver(
        "hl7.rejects-content", "refusing:RejectsContent", "Answers content errors with AR", [c.CONTENT_ANSWERED_AE]
    ),
    receiver(
        "ML21",
        "refusing:KeepsReasonsToItself",
        "Leaves the ERR segment out",
        [c.ERROR_TOLD],
        [c.ERROR_IS_KEY],
        source="dcm4chee-arc-light#3622; oehf/ipf#90",
    ),
    receiver(
        "hl7.err-elsewhere",
        "refusing:PointsElsewhere",
        "Names another place in ERR-2",
        [c.ERROR_PLACED],
        [c.ERROR_IS_KEY],
    ),
    receiver(
        "hl7.old-err",
        "refusing:OldErrors",
        "Writes ERR-1 alone in every version",
        [c.ERROR_SHAPED],
        [*WHOLE, c.ERROR_IS_KEY],
    ),
)
