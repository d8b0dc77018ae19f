"""Senders with one vice each, and senders that are unusual and right."""

from __future__ import annotations

import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7.simulator import MessageSender
from conformance.hl7.simulator.sender import Undelivered
from conformance.hl7.simulator.telling import Ris, header
from conformance.hl7.wire.delimiters import Delimiters
from conformance.hl7.wire.draft import Draft, Raw
from conformance.hl7.wire.message import Unreadable, parse
from conformance.hl7.wire.mllp import END, framed

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from conformance.hl7.wire.message import Message


class Unframed(MessageSender):
    """Leaves the start block out."""

    def block(self, content: bytes) -> bytes:
        """Return the message and the end block."""
        return content + END + b"\r"


class TwoInABlock(MessageSender):
    """Puts a second message into the block."""

    def block(self, content: bytes) -> bytes:
        """Return a block with the message twice."""
        return framed(content + content)


class LineFeeder(MessageSender):
    """Ends its segments with line feeds."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with other segment ends."""
        return super().octets(draft).replace(b"\r", b"\n")


class SpeaksLatin(MessageSender):
    """Sends Latin-1 and declares nothing."""

    def octets(self, draft: Draft) -> bytes:
        """Return the octets of Latin-1 without MSH-18."""
        plain = super().octets(draft).decode("utf-8").replace("|UNICODE UTF-8", "|")
        return plain.encode("latin-1", "replace")


class QuestionMarks(MessageSender):
    """Sends question marks for what ASCII has not."""

    def octets(self, draft: Draft) -> bytes:
        """Return the octets with the letters lost."""
        return super().octets(draft).decode("utf-8").encode("ascii", "replace")


class Headerless(MessageSender):
    """Leaves the processing id out."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message without MSH-11."""
        return super().octets(draft.putting("MSH-11", None))


class SameNumber(MessageSender):
    """Gives every message the same control id."""

    def settle(self, draft: Draft) -> None:
        """Settle a message under the one control id."""
        super().settle(draft.putting("MSH-10", "ZZ1"))


class NeverWaits(MessageSender):
    """Sends the next message before the one before is answered."""

    def deliver(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send them all at once."""
        self.deliver_together(values, drafts)


class StopsShort(MessageSender):
    """Sends the first message of several and forgets the others."""

    def deliver(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send the first."""
        super().deliver(values, drafts[:1])


class Stammerer(MessageSender):
    """Sends each message again though it was acknowledged."""

    def settle(self, draft: Draft) -> None:
        """Settle a message twice."""
        super().settle(draft)
        super().settle(draft)


class Polite(MessageSender):
    """Acknowledges acknowledgements."""

    def belongs(self, answer: Message, control_id: bytes) -> bool:
        """Answer an acknowledgement that belongs to a message."""
        mine = super().belongs(answer, control_id)
        if mine and self._link is not None:
            fields = header(self.ris, "ACK", answer["MSH-9.2"], "ACK")
            verdict = ("MSA", {1: "AA", 2: answer.get("MSH-10")})
            self._link.sendall(framed(Draft((("MSH", fields), verdict)).octets()))
        return mine


class GivesUp(MessageSender):
    """Sends a message once, whatever becomes of it."""

    attempts = 1


class NewNumberEachTime(MessageSender):
    """Gives a message another control id when it sends it again."""

    def attempted(self, draft: Draft, attempt: int) -> Draft:
        """Return the message with a number of its own for each attempt."""
        return draft if not attempt else draft.putting("MSH-10", f"{draft.control_id.decode()}{attempt}")


class TakesAnyAnswer(MessageSender):
    """Takes whatever comes back for the acknowledgement of its message."""

    def belongs(self, answer: Message, control_id: bytes) -> bool:
        """Take it."""
        del control_id
        return bool(answer["MSA-1"])


class TakesAnyBlock(MessageSender):
    """Takes any octets that come back for an acknowledgement."""

    def exchange(self, draft: Draft) -> Message | None:
        """Send a message and look at nothing but whether something came."""
        try:
            link = self.connected()
            self.write(link, self.block(self.octets(draft)))
            link.settimeout(self.answer_s)
            come = link.recv(4096)
        except OSError:
            self.hang_up()
            return None
        return parse(b"MSH|^~\\&|\rMSA|AA|1\r") if come else None


class Overtaker(MessageSender):
    """Sets a message aside that was not acknowledged at once, and sends it after the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._aside: list[Draft] = []

    def settle(self, draft: Draft) -> None:
        """Settle a message, and then those that were set aside."""
        if self.exchange(draft) is None:
            self._aside.append(draft)
            return
        while self._aside:
            super().settle(self._aside.pop())


class NeverReconnects(MessageSender):
    """Does not open another connection when the receiver closed the first."""

    def hang_up(self) -> None:
        """Keep the connection, though it is of no use."""

    def connected(self) -> socket.socket:
        """Return the connection there was."""
        if self._link is not None and self._gone(self._link):
            raise Undelivered("the receiver closed the connection")
        return super().connected()

    def _turn_to(self, values: Mapping[str, str]) -> None:
        self._let_go()
        super()._turn_to(values)


class Flooder(MessageSender):
    """Sends a refused message again at once, fifty times."""

    attempts = 50

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Go on until it is accepted."""
        del draft
        return answer["MSA-1"] in {"AA", "CA"}


class StopsAtRejections(MessageSender):
    """Gives up all that waits when one message was rejected."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Raise at a rejection."""
        if answer["MSA-1"] == "AR":
            raise Undelivered("rejected")
        return super().is_settled(draft, answer)


class PieceTaker(MessageSender):
    """Takes the first piece of an answer for all of it."""

    def answered(self, link: socket.socket, control_id: bytes) -> Message | None:
        """Read once and make of it what can be made."""
        link.settimeout(self.answer_s)
        octets = link.recv(4096).strip(b"\x0b\x1c\r")
        try:
            answer = parse(octets)
        except Unreadable:
            raise ConnectionError("not understood") from None
        return answer if self.belongs(answer, control_id) else None


class LosesSome(MessageSender):
    """Loses every tenth message when many are sent at once."""

    def lined_up(self, drafts: list[Draft]) -> list[Draft]:
        """Return the others."""
        return [draft for at, draft in enumerate(drafts, 1) if at % 10]


class LastFirst(MessageSender):
    """Sends the newest message first when many are sent at once."""

    def lined_up(self, drafts: list[Draft]) -> list[Draft]:
        """Return them in reverse."""
        return drafts[::-1]


class NeverSaysEnhanced(MessageSender):
    """Wants enhanced mode and does not say so."""

    def enhanced(self, draft: Draft) -> Draft:
        """Return the message as it is."""
        return draft


class WantsMoreThanCommitment(MessageSender):
    """Sends a message again that its receiver committed to."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Wait for an application acknowledgement that nobody asked for."""
        return answer["MSA-1"] != "CA" and super().is_settled(draft, answer)


class PutsVisitFirst(MessageSender):
    """Puts PV1 before PID."""

    def octets(self, draft: Draft) -> bytes:
        """Return the segments in another order."""
        names = [name for name, _ in draft.segments]
        if not {"PID", "PV1"} <= set(names):
            return super().octets(draft)
        moved = [one for one in draft.segments if one[0] != "PV1"]
        moved.insert(names.index("PID"), next(one for one in draft.segments if one[0] == "PV1"))
        return super().octets(replace(draft, segments=tuple(moved)))


class OneEventForAll(MessageSender):
    """Calls every registration, update and merge A03."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message under another event."""
        changed = draft.putting("MSH-9", ("ADT", "A03", "ADT_A03")).putting("EVN-1", "A03")
        return super().octets(changed if draft.trigger.startswith("ADT") else draft)


class WrittenDates(MessageSender):
    """Writes dates as people do."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with a birth date that is none."""
        return super().octets(draft.putting("PID-7", "1/2/1980"))


class AsksForCommitment(MessageSender):
    """Fills MSH-15 in, which IHE forbids."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with MSH-15 and MSH-16."""
        return super().octets(draft.putting("MSH-15", "NE").putting("MSH-16", "AL"))


class OrdersWithoutStudy(MessageSender):
    """Leaves the Study Instance UID out of an order."""

    def octets(self, draft: Draft) -> bytes:
        """Return an order without ZDS."""
        return super().octets(draft.without("ZDS"))


class MergesBackwards(MessageSender):
    """Gives up the patient that was to be kept."""

    def merge(self, values: Mapping[str, str]) -> Draft:
        """Return the merge the other way round."""
        turned = {"patient": values["prior"], "family": values["prior_family"]}
        return super().merge({**values, **turned, "prior": values["patient"], "prior_family": values["family"]})


class NeverCancels(MessageSender):
    """Sends a cancellation and a change as new orders."""

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return a new order, whatever was asked for."""
        del what
        return super().order(values)


class NewStudyEachTime(MessageSender):
    """Gives an order another Study Instance UID with each message."""

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return the order with a Study Instance UID that depends on what became of it."""
        numbers = {"order": "1", "change": "2", "cancel": "3"}
        return super().order(values, what).putting("ZDS-1", (f"1.2.3.{numbers[what]}", None, "Application", "DICOM"))


class AlwaysFinal(MessageSender):
    """Calls every report final."""

    def result(self, values: Mapping[str, str]) -> Draft:
        """Return a final report."""
        return super().result({**values, "status": "F"})


class NamelessAppointments(MessageSender):
    """Gives appointments no identifier."""

    def appointment(self, values: Mapping[str, str]) -> Draft:
        """Return an appointment without SCH-1 and SCH-2."""
        return super().appointment(values).putting("SCH-1", None).putting("SCH-2", None)


class NeverEscapes(MessageSender):
    """Sends text as it is, delimiters and all."""

    def admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with a raw address."""
        return super().admission(values).putting("PID-11", Raw(values.get("street", "1 ROAD")))


class WrongCheckDigits(MessageSender):
    """Sends an NHS number with another last digit, and a SNOMED CT code likewise."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with a wrong NHS number."""
        number = values["nhs_number"]
        return super().uk_admission({**values, "nhs_number": f"{number[:9]}{(int(number[9]) + 1) % 10}"})

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a wrong SNOMED CT code."""
        service = ("CSKUH", "CT HEAD", "NICIP", "303653008", "CT of head", "SCT")
        return super().uk_order(values).putting("OBR-4", service)


class OnlyNhsNumber(MessageSender):
    """Knows patients by their NHS number alone, and does not say what it is."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with the bare number, without status."""
        bare = super().uk_admission(values).putting("PID-3", [(values["nhs_number"], None, None, "HOSPITAL", "MR")])
        return bare.putting("PID-32", None)


class LocalCodes(MessageSender):
    """Speaks of organisations and examinations by names of its own."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration from a facility with a name."""
        return super().uk_admission(values).putting("MSH-4", "St. Elsewhere")

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a local code."""
        return super().uk_order(values).putting("OBR-4", ("CT01", "CT HEAD", "99LOCAL"))


class LongNicip(MessageSender):
    """Writes NICIP codes with blanks and digits."""

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a NICIP code that is none."""
        return super().uk_order(values).putting("OBR-4", ("CT HEAD 1", "CT HEAD", "NICIP"))


class TrustsAnybody(MessageSender):
    """Sends to whoever answers, whatever certificate is shown."""

    def trust(self) -> ssl.SSLContext:
        """Check nothing."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context


class NeverSecures(MessageSender):
    """Sends in the clear where TLS is wanted."""

    def secured(self, link: socket.socket) -> socket.socket:
        """Return the connection as it is."""
        return link


class ConnectsAnew(MessageSender):
    """Opens a connection for each message and closes it after the answer."""

    def settle(self, draft: Draft) -> None:
        """Settle a message, then leave."""
        super().settle(draft)
        self.hang_up()


class KeepsOldConnections(MessageSender):
    """Opens a connection for each message and keeps the old ones open."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[socket.socket] = []

    def settle(self, draft: Draft) -> None:
        """Settle a message, then turn to another connection."""
        super().settle(draft)
        if self._link is not None:
            self._kept.append(self._link)
            self._link = None

    def __exit__(self, *_: object) -> None:
        """Close them all."""
        super().__exit__(*_)
        for link in self._kept:
            link.close()


class Dribbler(MessageSender):
    """Sends messages octet by octet."""

    def write(self, link: socket.socket, block: bytes) -> None:
        """Send one octet at a time."""
        for octet in block:
            link.sendall(bytes([octet]))


class AddsSegments(MessageSender):
    """Adds segments of its own, as HL7 UK has them."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with one more segment."""
        return super().octets(draft.adding("ZU1", {1: "1", 3: "LOCAL"}))


class WesternEuropean(MessageSender):
    """Speaks Latin-1 and says so."""

    ris = Ris(charset="8859/1")

    def spoken(self, values: Mapping[str, str]) -> Ris:
        """Return how to speak: in Latin-1, always."""
        del values
        return self.ris


class OtherDelimiters(MessageSender):
    """Declares delimiters of its own."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message in them."""
        return super().octets(draft.spoken(Delimiters(b"#", b"*", b"!", b"$", b"@")))


class TriesThrice(MessageSender):
    """Sends a refused message two times more before it leaves it to staff."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Accept a refusal the third time."""
        refused = answer["MSA-1"] in {"AE", "AR"}
        self._refusals = self._refusals + 1 if refused else 0
        return super().is_settled(draft, answer) and not 0 < self._refusals < 3  # noqa: PLR2004 - as it is named

    _refusals = 0


class SpeaksNewer(MessageSender):
    """Speaks version 2.5.1."""

    ris = Ris("2.5.1")
