"""Demographics suppliers that find too many or too few patients, or say too little of them, and who must catch them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.queries import Answering, Reply
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.message import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.simulator.directory import Entry
    from conformance.hl7.simulator.events import Identifier
    from conformance.hl7.wire.draft import Fields
    from conformance.hl7.wire.message import Message


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


class ReturnsTheFirst(Receiver):
    """Returns the first patient that matches, and no other."""

    answering = _Single


class ReturnsOneDomain(Receiver):
    """Returns identifiers of its own domain alone when none was named."""

    answering = _OwnDomain


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


MATCHING = (
    receiver(
        "PX10",
        "matching:IgnoresQpd8",
        "Ignores QPD-8, the domains wanted",
        [c.DOMAINS_ONLY],
        [c.DOMAIN_UNKNOWN, c.ERROR_IS_KEY],
        scenarios=["hl7.pdq.wanted-domain", "hl7.pdq.unknown-domain"],
    ),
    receiver("PX07", "matching:TakesPrefixes", "Takes a name for a prefix", [c.PREFIX_NEEDS_WILDCARD]),
    receiver("hl7.no-wildcard", "matching:KnowsNoWildcard", "Takes the asterisk for a letter", [c.WILDCARD]),
    receiver("PX08", "matching:RepeatsRecords", "Repeats a record on each further page", [c.CONTINUED]),
    receiver("hl7.loses-records", "matching:LosesRecords", "Loses a record between pages", [c.CONTINUED]),
    receiver("PX09", "matching:ReturnsAllAtOnce", "Returns more than RCP-2 asks", [c.NO_MORE_THAN_ASKED]),
    receiver(
        "hl7.pdq-first-only", "matching:ReturnsTheFirst", "Returns one match", [c.MATCHED], [c.WILDCARD, c.CONTINUED]
    ),
    receiver(
        "hl7.pdq-own-domain",
        "matching:ReturnsOneDomain",
        "Returns identifiers of its own domain alone",
        [c.ALL_DOMAINS],
        scenarios=["hl7.pdq.by-identifier"],
    ),
    receiver("hl7.one-criterion", "matching:OneCriterion", "Looks at the first criterion alone", [c.OTHERS_LEFT]),
    receiver(
        "hl7.finds-everybody",
        "matching:FindsEverybody",
        "Returns everybody",
        [c.OTHERS_LEFT, c.NOT_FOUND],
        [
            c.PREFIX_NEEDS_WILDCARD,
            c.DEMOGRAPHICS,
            c.VISIT_RETURNED,
            c.VISIT_FOLLOWS,
            c.UPDATE_FOUND,
            c.MERGED_FOUND_ONCE,
            c.ADMITTED_ONCE,
            c.EVERY_IDENTIFIER,
            c.DOMAINS_ONLY,
            c.NO_MORE_THAN_ASKED,
            c.CONTINUED,
        ],
    ),
    receiver(
        "hl7.says-little",
        "matching:SaysLittle",
        "Returns no birth date, sex or visit",
        [c.DEMOGRAPHICS, c.VISIT_RETURNED],
    ),
)
