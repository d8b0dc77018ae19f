"""What came back, as total values: a peer that misbehaves is described, never an exception."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from conformance.dicom.wire import DataSet, Message, Problem, read_data_set
from conformance.dicom.wire.plainly import like_another
from conformance.dicom.wire.summary import PENDING, status_words
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator


SILENCE = "nothing came in time"
"""How the trouble reads when a deadline passed."""

NOT_ASKED = "not asked again"
"""How the trouble begins when a question that met silence is not put a second time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of ours: what a response to it has to agree with."""

    command_field: int
    message_id: int
    context: int
    sop_class: str
    sop_instance: str | None = None
    evidence: str = ""


class Response(NamedTuple):
    """One message that came: its command set, its data set's octets, in the syntax of its context."""

    message: Message
    transfer_syntax: str = IMPLICIT_LITTLE
    evidence: str = ""

    @property
    def status(self) -> int | None:
        """Return the status, None when there is none to read."""
        return self.message.command.status

    @property
    def pending(self) -> bool:
        """Return whether more responses are to follow."""
        return self.message.command.status in PENDING

    def number(self, keyword: str) -> int | None:
        """Return a number of the command set, None when absent."""
        return self.message.command.number(keyword)

    def text(self, keyword: str) -> str | None:
        """Return text of the command set, None when absent."""
        return self.message.command.text(keyword)

    def identifier(self, limits: Limits | None = None) -> DataSet | None:
        """Return the data set, read in the negotiated syntax; None when none came."""
        held = self.message.held
        if held is None:
            return None
        return read_data_set(held if isinstance(held, bytes) else held.octets(), self.transfer_syntax, limits)


@dataclass(frozen=True, slots=True)
class Received:
    """One instance that came to us by C-STORE: its data set as octets in its transfer syntax."""

    message: Message
    transfer_syntax: str
    association: int = 0
    calling: str = ""
    called: str = ""
    status: int = 0
    evidence: str = ""

    @property
    def sop_class(self) -> str:
        """Return the SOP class the command names, empty when it names none."""
        return self.message.command.text("AffectedSOPClassUID") or ""

    @property
    def sop_instance(self) -> str:
        """Return the SOP instance the command names, empty when it names none."""
        return self.message.command.text("AffectedSOPInstanceUID") or ""

    @property
    def data(self) -> bytes:
        """Return the data set's octets."""
        return self.message.data or b""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that came for one request. ``trouble`` says in words why no final response did.

    ``extra`` are messages that nothing asked for: after the final response, or before the request;
    ``received`` are the instances of C-GET; ``problems`` are faults of form in any PDU on the way;
    ``storing`` are the SOP classes for which the peer granted us the SCP role; ``unoffered`` says that the
    association was accepted and the presentation context for the request was not, so that it could not be sent.
    """

    asked: Asked
    responses: tuple[Response, ...] = ()
    trouble: str = ""
    extra: tuple[Response, ...] = ()
    received: tuple[Received, ...] = ()
    problems: tuple[Problem, ...] = ()
    evidence: tuple[str, ...] = ()
    limits: Limits | None = field(default=None, repr=False)
    storing: frozenset[str] = frozenset()
    unoffered: bool = False

    @property
    def final(self) -> Response | None:
        """Return the last response when it was a final one."""
        last = self.responses[-1] if self.responses else None
        return None if last is None or last.pending else last

    @property
    def status(self) -> int | None:
        """Return the final status, None when there was none."""
        final = self.final
        return final.status if final is not None else None

    @property
    def pending(self) -> tuple[Response, ...]:
        """Return the pending responses, in order."""
        found, last, yes = [], None, False
        for one in self.responses:
            command = one.message.command
            if command is not last:
                last, yes = command, command.status in PENDING
            if yes:
                found.append(one)
        return tuple(found)

    @property
    def silent(self) -> bool:
        """Return whether the peer let a deadline pass, at the request or already at the association."""
        return SILENCE in self.trouble

    @property
    def not_asked(self) -> bool:
        """Return whether the request was not even sent, because the same question met silence before."""
        return self.trouble.startswith(NOT_ASKED)

    @property
    def outcome(self) -> str:
        """Return how it ended, for people: the status, or the trouble."""
        if self.final is None:
            return self.trouble or "no final response"
        return status_words(self.final.status)

    @property
    def matches(self) -> tuple[DataSet, ...]:
        """Return the Identifiers of the pending responses, read in the negotiated syntax."""
        limits = self.limits or Limits()
        most, found = limits.elements, []
        for one in self.pending:
            held = one.message.held
            like = like_another(held, one.transfer_syntax, most) if isinstance(held, bytes) else None
            match = like or one.identifier(limits)
            if match is not None:
                found.append(match)
        return tuple(found)

    def __iter__(self) -> Iterator[DataSet]:
        return iter(self.matches)

    def values(self, keyword: str) -> set[str]:
        """Return the values of an attribute in all matches, each as text; empty text where it has none."""
        return {match.text(keyword) for match in self.matches}

    def with_extra(self, extra: tuple[Response, ...]) -> Answer:
        """Return the answer with messages that came after it."""
        return replace(self, extra=(*self.extra, *extra)) if extra else self


@dataclass(frozen=True, slots=True)
class Released:
    """How an association ended: ``clean`` when our A-RELEASE-RQ was answered by A-RELEASE-RP."""

    clean: bool
    trouble: str = ""
    collision: bool = False
    extra: tuple[Response, ...] = ()
    afterwards: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
