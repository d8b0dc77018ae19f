"""Receivers with one vice in what they refuse and what they don't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7.simulator import Events, Receiver, Refused, acceptance
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.wire.message import Message, Unreadable, parse

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Order, Report
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


class Deaf(Receiver):
    """Does not know one trigger that its profile lists."""

    trigger = ""

    def type_fault(self, message: Message) -> Fault | None:
        """Refuse the one trigger."""
        if acceptance.trigger(message) == self.trigger:
            return Fault("AR", 201, "MSH-9.2", f"{self.trigger} is not supported")
        return super().type_fault(message)


class DeafToAdmissions(Deaf):
    """Does not know ADT^A01."""

    trigger = "ADT^A01"


class DeafToUpdates(Deaf):
    """Does not know ADT^A08."""

    trigger = "ADT^A08"


class DeafToMerges(Deaf):
    """Does not know ADT^A40."""

    trigger = "ADT^A40"


class DeafToImagingOrders(Deaf):
    """Does not know OMI^O23."""

    trigger = "OMI^O23"


class _Unwilling(Events):
    """A hospital that refuses cancellations and corrections."""

    def order_cancelled(self, order: Order) -> None:
        """Refuse."""
        raise Refused(f"order {order.placer} can't be cancelled", condition=207, where="ORC-1")


class _Final(Events):
    """A hospital for which a final report is final."""

    def report_received(self, report: Report) -> None:
        """Refuse corrections."""
        if report.status == "C":
            raise Refused("the report is final", condition=205, where="OBR-25")


class NeverCancels(Receiver):
    """Refuses the cancellation of an order."""

    def __init__(self) -> None:
        super().__init__(_Unwilling())


class NeverCorrects(Receiver):
    """Refuses corrected reports."""

    def __init__(self) -> None:
        super().__init__(_Final())


class Purist(Receiver):
    """Refuses messages with segments the standard does not list."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse Z segments."""
        odd = [segment.name for segment in message.segments_in_order if segment.name[:1] == "Z"]
        return Fault("AE", 100, f"{odd[0]}-0", "unknown segment") if odd else super().content_fault(message)


class OneSetOfDelimiters(Receiver):
    """Takes a message in other delimiters for no message at all."""

    def answer(self, frame: Frame) -> bytes | None:
        """Reject what does not begin with the recommended delimiters."""
        if frame.content.startswith(b"MSH") and not frame.content.startswith(b"MSH|^~\\&"):
            return self.block(self.rejection(Unreadable("no MSH segment")))
        return super().answer(frame)


class AsciiOnly(Receiver):
    """Refuses every octet beyond ASCII, whatever is declared."""

    def charset_fault(self, message: Message) -> Fault | None:
        """Refuse what is not ASCII."""
        if message.encode().isascii():
            return None
        return Fault("AE", 102, "MSH-18", "only ASCII is supported")


class Guesser(Receiver):
    """Never looks whether the octets are in the declared character set."""

    def charset_fault(self, message: Message) -> Fault | None:
        """Find nothing."""
        del message
        return None


class NoEscapes(Receiver):
    """Refuses text with escape sequences."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse the escape character in a PID."""
        found = any(b"\\" in segment.octets for segment in message.segments("PID"))
        return Fault("AE", 102, "PID-11", "unexpected character") if found else super().content_fault(message)
