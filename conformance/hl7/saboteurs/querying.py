"""PIX managers and demographics suppliers with one vice, and unusual ones that are right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.directory import Directory, Entry, same
from conformance.hl7.simulator.queries import Answering, Reply
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.message import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.simulator.events import Identifier, Patient
    from conformance.hl7.wire.draft import Fields
    from conformance.hl7.wire.message import Message


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


class _Single(Answering):
    def demographics(self, message: Message, *, visits: bool) -> Reply:
        """Return the first patient alone."""
        reply = super().demographics(message, visits=visits)
        return replace(reply, rows=reply.rows[: 1 + visits], pointer="")


class _OwnDomain(Answering):
    def is_wanted(self, identifier: Identifier, wanted: list[Identifier]) -> bool:
        """Want the first domain alone where none was named."""
        first = self.directory.entries[0].identifiers[0]
        return super().is_wanted(identifier, wanted or [first])


class _AllDomains(Answering):
    def demographics(self, message: Message, *, visits: bool) -> Reply:
        """Answer the query as if it named no domain."""
        plain = Draft(tuple((one.name, dict(enumerate(one.fields, 1))) for one in message.segments_in_order))
        return super().demographics(parse(plain.putting("QPD-8", None).octets()), visits=visits)


class _Prefix(Answering):
    def named(self, known: str, asked: str) -> bool:
        """Take every name for the beginning of one."""
        return super().named(known, asked.rstrip("*") + "*")


class _Literal(Answering):
    def named(self, known: str, asked: str) -> bool:
        """Take the asterisk for a letter."""
        return known.upper() == asked.upper()


class _First3(Answering):
    def matches(self, entry: Entry, wanted: dict[str, str]) -> bool:
        """Look at the first criterion alone."""
        return super().matches(entry, dict(list(wanted.items())[:1]))


class _Everybody(Answering):
    def matches(self, entry: Entry, wanted: dict[str, str]) -> bool:
        """Find everybody."""
        del wanted
        return bool(entry.identifiers)


class _Unlimited(Answering):
    def most(self, asked: str, found: int) -> int:
        """Return everything at once."""
        del asked
        return max(found, 1)


class _Repeating(Answering):
    def begins(self, pointer: str) -> int:
        """Begin one record too early on every page but the first."""
        return max(super().begins(pointer) - 1, 0) if pointer else 0


class _Losing(Answering):
    def begins(self, pointer: str) -> int:
        """Begin one record too late on every page but the first."""
        return super().begins(pointer) + 1 if pointer else 0


class _Terse(Answering):
    def rows(self, entry: Entry, wanted: list[Identifier], *, visits: bool) -> Iterable[tuple[str, Fields]]:
        """Leave out birth date, sex and visit."""
        for name, fields in super().rows(entry, wanted, visits=visits):
            if name == "PID":
                yield name, {number: value for number, value in fields.items() if number in {3, 5}}


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


class ReturnsTheFirst(Receiver):
    """Returns the first patient that matches, and no other."""

    answering = _Single


class ReturnsOneDomain(Receiver):
    """Returns identifiers of its own domain alone when none was named."""

    answering = _OwnDomain


class ForgetsQpd(Receiver):
    """Leaves QPD out of its responses."""

    def echoed(self, message: Message) -> list[tuple[str, Fields]]:
        """Return no segment."""
        del message
        return []


class IgnoresQpd8(Receiver):
    """Returns identifiers of every domain, known or not, to a demographics query."""

    answering = _AllDomains


class TakesPrefixes(Receiver):
    """Takes every name for the beginning of a name."""

    answering = _Prefix


class KnowsNoWildcard(Receiver):
    """Takes the asterisk for a letter."""

    answering = _Literal


class OneCriterion(Receiver):
    """Looks at the first criterion alone."""

    answering = _First3


class FindsEverybody(Receiver):
    """Returns everybody, whatever was asked for."""

    answering = _Everybody


class ReturnsAllAtOnce(Receiver):
    """Returns all records, however few were asked for."""

    answering = _Unlimited


class RepeatsRecords(Receiver):
    """Begins each further page with a record of the page before."""

    answering = _Repeating


class LosesRecords(Receiver):
    """Leaves a record out between two pages."""

    answering = _Losing


class SaysLittle(Receiver):
    """Returns identifiers and names, and nothing else of a patient."""

    answering = _Terse


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
