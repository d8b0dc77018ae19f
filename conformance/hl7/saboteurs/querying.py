"""PIX managers and demographics suppliers with one vice, and unusual ones that are right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.directory import Directory, Entry, same
from conformance.hl7.simulator.queries import Answering, Reply

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Identifier, Patient
    from conformance.hl7.wire.draft import Draft, Fields
    from conformance.hl7.wire.message import Message
    from conformance.hl7.wire.mllp import Frame


class _NothingWrong(Answering):
    """Finds nothing where an error should be told."""

    def unknown(self, where: str) -> Reply:
        """Return an empty answer for one kind of unknown key."""
        return Reply("NF") if self.forgives(where) else super().unknown(where)

    def forgives(self, where: str) -> bool:
        """Return whether an unknown key at this place is taken for nothing found."""
        return bool(where)


class _KnowsNobody(_NothingWrong):
    def forgives(self, where: str) -> bool:
        """Forgive unknown patients."""
        return where == "QPD-3.1"


class _KnowsNoDomain(_NothingWrong):
    def forgives(self, where: str) -> bool:
        """Forgive unknown domains."""
        return where != "QPD-3.1"


class _Generous(Answering):
    def is_wanted(self, identifier: Identifier, wanted: list[Identifier]) -> bool:
        """Want every identifier."""
        del identifier, wanted
        return True

    def others(self, entry: Entry, asked: Identifier) -> list[Identifier]:
        """Return every identifier, that of the query too."""
        del asked
        return list(entry.identifiers)


class _ByName(Directory):
    def is_about(self, entry: Entry, patient: Patient) -> bool:
        """Take equal name and birth date for one patient."""
        mine = (entry.family, entry.given, entry.birth_date)
        return super().is_about(entry, patient) or mine == (patient.family, patient.given, patient.birth_date)


class _Linking(Answering):
    def __init__(self) -> None:
        super().__init__()
        self.directory = _ByName()


class _Forgetting(Directory):
    def merged(self, prior: Identifier, survivor: Patient) -> None:
        """Drop the patient that is given up, with all its identifiers."""
        self.heard(survivor)
        self.entries = [one for one in self.entries if not any(same(prior, other) for other in one.identifiers)]


class _Dropping(Answering):
    def __init__(self) -> None:
        super().__init__()
        self.directory = _Forgetting()


class _Mixing(Answering):
    def others(self, entry: Entry, asked: Identifier) -> list[Identifier]:
        """Return the identifiers of the patient heard of last, too."""
        return [*super().others(entry, asked), *self.directory.entries[-1].identifiers]


class _WithoutStatus(Answering):
    def pix(self, message: Message) -> Reply:
        """Say that nothing was found, whatever was."""
        reply = super().pix(message)
        return replace(reply, status="NF") if reply.rows else reply


class _Strict(Answering):
    def pix(self, message: Message) -> Reply:
        """Take a patient without other identifiers for an unknown one."""
        reply = super().pix(message)
        return self.unknown("QPD-3.1") if reply.status == "NF" else reply


class _Named(Answering):
    def unknown(self, where: str) -> Reply:
        """Point at another field."""
        reply = super().unknown(where)
        return replace(reply, faults=tuple(replace(one, condition=207, where="MSH-9") for one in reply.faults))


class NobodyIsNothing(Receiver):
    """Answers NF for an identifier nobody has."""

    answering = _KnowsNobody


class NoDomainIsNothing(Receiver):
    """Answers NF for a domain nobody knows."""

    answering = _KnowsNoDomain


class ReturnsAllDomains(Receiver):
    """Returns identifiers of every domain, whichever was asked for."""

    answering = _Generous


class LinksByName(Receiver):
    """Takes two patients of one name and birth date for one."""

    answering = _Linking


class DropsOnMerge(Receiver):
    """Forgets all identifiers of a patient that was merged into another."""

    answering = _Dropping


class MixesPatients(Receiver):
    """Adds the identifiers of the patient it heard of last."""

    answering = _Mixing


class OwnTag(Receiver):
    """Fills QAK-1 with a number of its own."""

    def tag(self, message: Message) -> bytes:
        """Return anything but the query's tag."""
        del message
        return b"1"


class EchoesNothing(Receiver):
    """Leaves the parameters of the query out of QPD."""

    def echoed(self, message: Message) -> list[tuple[str, Fields]]:
        """Return the name and the tag alone."""
        return [(name, {1: fields[1], 2: fields[2]}) for name, fields in super().echoed(message)]


class OtherEvent(Receiver):
    """Answers every query with the event of another."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets with another event in MSH-9."""
        return super().encoded(
            draft.putting("MSH-9", ("RSP", "K11", "RSP_K11")) if "QAK" in dict(draft.segments) else draft
        )


class SaysNothingFound(Receiver):
    """Says NF and returns identifiers."""

    answering = _WithoutStatus


class NoneIsUnknown(Receiver):
    """Tells an error where a patient has no identifier in a domain."""

    answering = _Strict


class ForgetsQpd(Receiver):
    """Leaves QPD out of its responses."""

    def echoed(self, message: Message) -> list[tuple[str, Fields]]:
        """Return no segment."""
        del message
        return []


class FallsSilent(Receiver):
    """Answers one query, and no other after it."""

    _answered = False

    def answer(self, frame: Frame) -> bytes | None:
        """Return the answer to anything but a second query."""
        asks = b"|QBP^" in frame.content
        if asks and self._answered:
            return None
        self._answered |= asks
        return super().answer(frame)


class PointsAtHeader(Receiver):
    """Tells an internal error at the header for every unknown key."""

    answering = _Named


class RejectsUnknown(Receiver):
    """Answers AR, as table 0357 has it, where IHE says AE."""

    class answering(Answering):  # noqa: N801 - the attribute it takes the place of
        """Answers with AR."""

        def unknown(self, where: str) -> Reply:
            """Return the error under the other code."""
            reply = super().unknown(where)
            return replace(reply, faults=tuple(replace(one, code="AR") for one in reply.faults))


LINKS = (c.CORRESPONDING, c.WANTED_ONLY, c.NAMESAKES_APART, c.LINK_FOLLOWED)

QUERYING = (
    receiver(
        "PX01",
        "querying:NobodyIsNothing",
        "Answers NF for an unknown patient",
        [c.UNKNOWN_IDENTIFIER],
        [c.ERROR_IS_KEY],
        "oehf/ipf#90",
    ),
    receiver(
        "PX02",
        "querying:NoDomainIsNothing",
        "Answers NF for an unknown domain",
        [c.UNKNOWN_DOMAIN, c.DOMAIN_UNKNOWN],
        [c.ERROR_IS_KEY],
    ),
    receiver(
        "PX04",
        "querying:ReturnsAllDomains",
        "Ignores QPD-4 and QPD-8",
        [c.WANTED_ONLY, c.DOMAINS_ONLY],
        [c.NONE_FOUND, c.LINK_FOLLOWED],
    ),
    receiver("PX05", "querying:OwnTag", "Fills QAK-1 with its own number", [c.TAG_REPEATED]),
    receiver(
        "PX06",
        "querying:EchoesNothing",
        "Leaves the parameters out of QPD",
        [c.QUERY_ECHOED],
        source="krasserm/ipf#84",
    ),
    receiver("PX14", "querying:LinksByName", "Links by name and birth date", [c.NAMESAKES_APART]),
    receiver("hl7.pix-drops-on-merge", "querying:DropsOnMerge", "Forgets identifiers on merge", [c.MERGE_FOLLOWED]),
    receiver(
        "hl7.pix-mixes",
        "querying:MixesPatients",
        "Adds somebody else's identifiers",
        [c.NOBODY_ELSE],
        [*LINKS, c.AUTHORITIES_APART],
    ),
    receiver(
        "hl7.query-other-event",
        "querying:OtherEvent",
        "Answers with the event of another query",
        [c.QUERY_ANSWERED],
        [c.RESPONSE_VALID],
    ),
    receiver("hl7.pix-no-status", "querying:SaysNothingFound", "Says NF and returns identifiers", [c.CORRESPONDING]),
    receiver("hl7.pix-none-is-unknown", "querying:NoneIsUnknown", "Tells AE for NF", [c.NONE_FOUND]),
    receiver("hl7.no-qpd", "querying:ForgetsQpd", "Leaves QPD out", [c.RESPONSE_VALID], [c.QUERY_ECHOED]),
    receiver(
        "hl7.falls-silent",
        "querying:FallsSilent",
        "Answers one query and no more",
        [c.NAMESAKES_APART],
        scenarios=["hl7.pix.namesakes"],
    ),
    receiver("hl7.points-at-header", "querying:PointsAtHeader", "Tells 207 at the header", [c.ERROR_IS_KEY]),
)
