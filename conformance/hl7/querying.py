"""What the response to a query says: its status, its patients, and what is wrong with it; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7 import checks
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY, UNKNOWN_AUTHORITY

if TYPE_CHECKING:
    from conformance.hl7.answers import Answer
    from conformance.hl7.wire.draft import Draft
    from conformance.hl7.wire.message import Segment

OURS, OTHER = AUTHORITY[0], OTHER_AUTHORITY[0]
_DOMAINS = {one[1]: one[0] for one in (AUTHORITY, OTHER_AUTHORITY, UNKNOWN_AUTHORITY)}
_ROWS = {"Q23": "K23", "Q22": "K22", "ZV1": "ZV2"}
REFUSED = {"AE", "AR"}


@dataclass(frozen=True, slots=True)
class Found:
    """One patient of a response: identifiers as (value, domain), name, birth date, sex."""

    identifiers: frozenset[tuple[str, str]]
    family: str
    given: str
    birth_date: str
    sex: str

    @property
    def domains(self) -> set[str]:
        """Return the domains of the identifiers."""
        return {domain for _, domain in self.identifiers}


def patients(answer: Answer) -> list[Found]:
    """Return the patients of a response, one for each PID."""
    segments = answer.message.segments("PID") if answer.message else ()
    return [
        Found(_identifiers(one), one["5.1.1"] or one["5.1"], one["5.2"], one["7.1"][:8], one["8"]) for one in segments
    ]


def identifiers(answer: Answer) -> set[tuple[str, str]]:
    """Return all identifiers of a response, as (value, domain)."""
    return {one for found in patients(answer) for one in found.identifiers}


def _identifiers(segment: Segment) -> frozenset[tuple[str, str]]:
    found = set()
    for number in range(1, len(segment.repetitions(3)) + 1):
        namespace, oid = segment[f"3[{number}].4.1"], segment[f"3[{number}].4.2"]
        found.add((segment[f"3[{number}].1"], _DOMAINS.get(oid) or namespace or oid))
    return frozenset(one for one in found if one[0])


def status(answer: Answer) -> tuple[str, str]:
    """Return MSA-1 and QAK-2."""
    return answer.code, answer.field("QAK-2")


def says(answer: Answer) -> str:
    """Return what a response says in one line."""
    if answer.message is None:
        return answer.trouble
    found = ", ".join(f"{value} of {domain}" for value, domain in sorted(identifiers(answer)))
    return f"MSA-1 {answer.code or 'empty'}, QAK-2 {answer.field('QAK-2') or 'empty'}, {found or 'no patient'}"


def names_nobody(answer: Answer) -> str:
    """Return that a response names no patient, of whom it could name one too many."""
    return "" if patients(answer) else f"the response names nobody: {says(answer)}"


def kind_trouble(answer: Answer, told: Draft) -> str:
    """Return what is wrong with the type of a response."""
    if answer.message is None:
        return answer.trouble
    wanted = ["RSP", _ROWS[told.trigger.split("^")[1]]]
    seen = [answer.field("MSH-9.1"), answer.field("MSH-9.2")]
    if answer.control_id != told.control_id:
        return f"MSA-2 is {answer.control_id!r}"
    return "" if seen == wanted else f"MSH-9 is {answer.field('MSH-9')}, not {'^'.join(wanted)}"


def echo_trouble(answer: Answer, told: Draft) -> str:
    """Return where QPD is not the query's; empty fields at its end are nothing."""
    if answer.message is None:
        return answer.trouble
    echoed = answer.message.segment("QPD")
    if echoed is None:
        return "no QPD"
    sent = dict(told.segments)["QPD"]
    for number in sorted(sent):
        if not (echoed.field(number) or b""):
            return f"QPD-{number} is missing"
    return "" if echoed["2"] == sent[2] else f"QPD-2 is {echoed['2']!r}"


def error_trouble(answer: Answer, field: str) -> str:
    """Return what the ERRs tell instead of 204 at a field of QPD."""
    if answer.message is None:
        return answer.trouble
    told = [(one["3.1"], one["2.1"], one["2.3"]) for one in answer.message.segments("ERR")]
    return "" if ("204", "QPD", field) in told else f"ERR-3 and ERR-2: {told or 'no ERR'}"


def structure_trouble(answer: Answer, transaction: str = "") -> str:
    """Return what is wrong with a response as a whole message, and by its transaction's profile."""
    return "; ".join(checks.message_faults(answer, transaction)[0])
