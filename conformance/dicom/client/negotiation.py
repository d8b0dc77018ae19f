"""What became of a request for an association: one total result, and the contexts that can be used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from conformance.dicom.client.link import Link
from conformance.dicom.wire import Abort, Associate, Pdu, Reject
from conformance.dicom.wire.pdu import ASSOCIATE_AC
from conformance.dicom.wire.summary import summary
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE

if TYPE_CHECKING:
    import ssl

    from conformance.dicom.client.link import Came
    from conformance.dicom.client.request import Request
    from conformance.guarded import Connection, Doors

DEFAULT_LENGTH, LEAST_LENGTH, MOST_LENGTH = 16384, 12, 131072
"""Octets of a P-DATA-TF we send: without a maximum from the peer, at least, and at most."""


@dataclass(frozen=True, slots=True)
class Usable:
    """A presentation context the peer accepted, by its id, with the one transfer syntax it chose."""

    id: int
    abstract_syntax: str
    transfer_syntax: str


class Negotiation:
    """A request and its result; ``outcome`` is accepted, rejected, aborted, silent, closed or unreadable."""

    def __init__(self, doors: Doors, request: Request, link: Link, first_message: int = 1) -> None:
        self.doors = doors
        self.request = request
        self.link = link
        self.limits = doors.limits
        self.outcome = "silent"
        self.answer: Associate | Reject | Abort | None = None
        self.trouble = ""
        self.evidence: tuple[str, ...] = ()
        self.open = False
        self._next_message = first_message
        self._finished: set[int] = set()

    @classmethod
    def requested(  # noqa: PLR0913 - where to, what for, and how
        cls,
        doors: Doors,
        host: str,
        port: int,
        request: Request,
        *,
        tls: ssl.SSLContext | None = None,
        first_message: int = 1,
        pdu: Pdu | None = None,
    ) -> Self:
        """Connect (Unreachable when nobody is there), ask, and return what became of it.

        ``pdu`` is sent in place of the request's own, for requests no Request can express.
        """
        return cls.over(doors, doors.connect(host, port, tls), request, first_message=first_message, pdu=pdu)

    @classmethod
    def over(
        cls, doors: Doors, connection: Connection, request: Request, *, first_message: int = 1, pdu: Pdu | None = None
    ) -> Self:
        """Ask on a connection that is there already."""
        link = Link(connection, request.maximum_length)
        made = cls(doors, request, link, first_message)
        sent = link.send([pdu or request.pdu()], summary(request.associate()))
        made._settle(link.receive(doors.limits.pdu_s), sent)
        return made

    def _settle(self, came: Came, sent: str) -> None:
        self.evidence = tuple(one for one in (sent, came.evidence) if one)
        what = came.read
        self.trouble = came.trouble
        if isinstance(what, Associate) and what.kind == ASSOCIATE_AC:
            self.outcome, self.answer, self.open = "accepted", what, True
        elif isinstance(what, Reject):
            self.outcome, self.answer = "rejected", what
        elif isinstance(what, Abort):
            self.outcome, self.answer = "aborted", what
            self.trouble = f"the peer aborted: source {what.source}, reason {what.reason}"
        elif came.trouble:
            self.outcome = "silent" if came.silent else "closed" if came.ended else "unreadable"
        else:
            self.outcome = "unreadable"
            self.trouble = f"{came.pdu.name if came.pdu else 'nothing'} came in answer to A-ASSOCIATE-RQ"
        if not self.open:
            self.link.close()

    @property
    def accepted(self) -> bool:
        """Return whether the peer accepted the association."""
        return self.outcome == "accepted"

    @property
    def acceptance(self) -> Associate | None:
        """Return the A-ASSOCIATE-AC, None when there was none."""
        return self.answer if isinstance(self.answer, Associate) else None

    @property
    def told(self) -> str:
        """Return what became of the request, for people."""
        if isinstance(self.answer, Reject):
            return f"rejected: result {self.answer.result}, source {self.answer.source}, reason {self.answer.reason}"
        return self.outcome if self.accepted or not self.trouble else f"{self.outcome}: {self.trouble}"

    @cached_property
    def usable(self) -> tuple[Usable, ...]:
        """Return the contexts we proposed and the peer accepted, by id; the first answer to an id counts."""
        if not isinstance(self.answer, Associate):
            return ()
        asked = self.request.ids()
        found: dict[int, Usable] = {}
        for one in self.answer.contexts:
            if one.id in asked and one.accepted and one.transfer_syntaxes:
                found.setdefault(one.id, Usable(one.id, asked[one.id].abstract_syntax, one.transfer_syntaxes[0]))
        return tuple(found.values())

    def context(self, abstract_syntax: str, transfer_syntax: str | None = None) -> Usable | None:
        """Return the first usable context of an abstract syntax (in a transfer syntax), if any."""
        return self._by_syntax.get((abstract_syntax, transfer_syntax))

    @cached_property
    def _by_syntax(self) -> dict[tuple[str, str | None], Usable]:
        found: dict[tuple[str, str | None], Usable] = {}
        for one in self.usable:
            found.setdefault((one.abstract_syntax, None), one)
            found.setdefault((one.abstract_syntax, one.transfer_syntax), one)
        return found

    @cached_property
    def most(self) -> int:
        """Return how long a P-DATA-TF the peer takes from us, in octets of its variable field."""
        told = self.answer.user.maximum_length if isinstance(self.answer, Associate) else None
        if told is None:
            return DEFAULT_LENGTH
        return max(LEAST_LENGTH, min(told or MOST_LENGTH, MOST_LENGTH))

    @cached_property
    def storing(self) -> frozenset[str]:
        """Return the SOP classes for which we proposed the SCP role and the peer granted it (PS3.7 D.3.3.4)."""
        granted = self.acceptance.user.roles if self.acceptance else ()
        proposed = {one.sop_class for one in self.request.roles if one.scp}
        return frozenset(one.sop_class for one in granted if one.scp and one.sop_class in proposed)

    def syntax(self, context: int) -> str:
        """Return the transfer syntax of a context; the default one where the peer accepted none."""
        return self._syntaxes.get(context, IMPLICIT_LITTLE)

    @cached_property
    def _syntaxes(self) -> dict[int, str]:
        return {one.id: one.transfer_syntax for one in self.usable}
