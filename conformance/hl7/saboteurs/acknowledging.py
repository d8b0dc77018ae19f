"""Receivers with one vice in what their acknowledgements hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import ACCEPTING, BY_NAME, COMMITTING, WHOLE, receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.delimiters import STANDARD, Delimiters

if TYPE_CHECKING:
    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.hl7.wire.message import Message


class OwnNumberInMsa(Receiver):
    """Fills MSA-2 with a number of its own."""

    def acknowledged_id(self, message: Message) -> bytes:
        """Return anything but the message's control id."""
        del message
        return b"1"


class Shortener(Receiver):
    """Cuts MSA-2 to fifteen characters."""

    def acknowledged_id(self, message: Message) -> bytes:
        """Return the beginning of the control id."""
        return super().acknowledged_id(message)[:15]


class TalksToItself(Receiver):
    """Copies sender and receiver from the message instead of swapping them."""

    def header(self, message: Message) -> dict[int, Value]:
        """Return the header with MSH-3 to MSH-6 as received."""
        return super().header(message) | {number: message.get(f"MSH-{number}") for number in (3, 4, 5, 6)}


class Committer(Receiver):
    """Answers CA, as in enhanced mode, though nobody asked for that."""

    def code(self, message: Message, fault: Fault | None) -> str:
        """Return the code of enhanced mode."""
        return super().code(message, fault).replace("AA", "CA").replace("AE", "CE").replace("AR", "CR")


class BareType(Receiver):
    """Leaves event and structure out of MSH-9."""

    def kind(self, message: Message) -> Value:
        """Return the type alone."""
        del message
        return "ACK"


class EchoesType(Receiver):
    """Copies MSH-9 of the message into its acknowledgement."""

    def kind(self, message: Message) -> Value:
        """Return the message's own type."""
        return message.get("MSH-9")


class SameNumber(Receiver):
    """Gives every acknowledgement the same control id."""

    def control_id(self, message: Message) -> Value:
        """Return a constant."""
        del message
        return "1"


class Timeless(Receiver):
    """Leaves the time and the processing id out of its headers."""

    def header(self, message: Message) -> dict[int, Value]:
        """Return the header without MSH-7 and MSH-11."""
        return super().header(message) | {7: None, 11: None}


class OwnVersion(Receiver):
    """Answers in its own version, whatever it was asked in."""

    def header(self, message: Message) -> dict[int, Value]:
        """Return the header with another MSH-12."""
        return super().header(message) | {12: "2.8"}


class TwoHeaders(Receiver):
    """Begins its acknowledgements with two headers."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets, the first segment doubled."""
        octets = super().encoded(draft)
        return octets[: octets.index(b"\r") + 1] + octets


class SpeaksLatin(Receiver):
    """Puts Latin-1 text into MSA-3 whatever character set it declares."""

    def verdict(self, message: Message, fault: Fault | None) -> dict[int, Value]:
        """Return the MSA with an accent in one octet."""
        return super().verdict(message, fault) | {3: b"re\xe7u"}


class OwnDelimiters(Receiver):
    """Answers in the recommended delimiters, whatever those of the message."""

    def delimiters(self, message: Message) -> Delimiters:
        """Return the recommended ones."""
        del message
        return STANDARD


class Polite(Receiver):
    """Acknowledges acknowledgements."""

    def is_answer(self, message: Message) -> bool:
        """Take everything for a message."""
        del message
        return False


ACKNOWLEDGING = (
    receiver(
        "hl7.wrong-msa",
        "acknowledging:OwnNumberInMsa",
        "Fills MSA-2 with a number of its own",
        [c.NAMES_THE_MESSAGE],
        [*BY_NAME, *COMMITTING, c.QUERY_ANSWERED],
    ),
    receiver(
        "hl7.short-msa",
        "acknowledging:Shortener",
        "Cuts MSA-2 to fifteen characters",
        [c.NAMES_THE_MESSAGE],
        [*BY_NAME, *COMMITTING, c.QUERY_ANSWERED],
    ),
    receiver(
        "ML09",
        "acknowledging:TalksToItself",
        "Does not swap MSH-3 to MSH-6",
        [c.ADDRESSED_BACK, c.COMES_FROM_RECEIVER],
        source="nextgenhealthcare/connect#276",
    ),
    receiver(
        "ML10",
        "acknowledging:Committer",
        "Answers CA in original mode",
        [c.ORIGINAL_MODE],
        [*ACCEPTING],
        "nextgenhealthcare/connect#241, #262",
    ),
    receiver(
        "ML12",
        "acknowledging:BareType",
        "Leaves event and structure out of MSH-9",
        [c.NAMES_THE_EVENT],
        source="HAPI changelog 3571839",
    ),
    receiver("hl7.echoes-type", "acknowledging:EchoesType", "Copies MSH-9 of the message", [c.TYPE_IS_ACK], [*WHOLE]),
    receiver("hl7.same-control-id", "acknowledging:SameNumber", "Uses one control id for all", [c.OWN_CONTROL_ID]),
    receiver("hl7.timeless", "acknowledging:Timeless", "Leaves MSH-7 and MSH-11 empty", [c.REQUIRED_HEADER], [*WHOLE]),
    receiver("hl7.own-version", "acknowledging:OwnVersion", "Answers in another version", [c.SAME_VERSION]),
    receiver(
        "hl7.two-headers", "acknowledging:TwoHeaders", "Begins with two headers", [c.BEGINS_WITH_HEADER], [*WHOLE]
    ),
    receiver(
        "hl7.speaks-latin", "acknowledging:SpeaksLatin", "Sends undeclared Latin-1", [c.IN_DECLARED_CHARSET], [*WHOLE]
    ),
    receiver(
        "hl7.own-delimiters",
        "acknowledging:OwnDelimiters",
        "Always answers in the recommended delimiters",
        [c.IN_RECEIVED_DELIMITERS],
    ),
    receiver(
        "hl7.acknowledges-acknowledgements",
        "acknowledging:Polite",
        "Acknowledges acknowledgements",
        [c.ACK_NOT_ACKNOWLEDGED],
    ),
)
