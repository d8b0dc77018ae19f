"""Judgements on a message that was sent to us, too long for one assert: each says what is wrong, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.checks import empty_header_fields, minor
from conformance.hl7.message_profiles import transaction
from conformance.hl7.validation import findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.arrival import Arrival
    from conformance.hl7.message_profiles import MessageProfile
    from conformance.hl7.structures.values import Kind

STRUCTURE: frozenset[Kind] = frozenset({"structure", "cardinality"})
VALUES: frozenset[Kind] = frozenset({"type", "length", "table"})
PROFILE: frozenset[Kind] = frozenset({"profile"})

_LONGEST_ID = 20
_MOST_TOLD = 5


def faults(arrival: Arrival, kinds: frozenset[Kind], of: str = "") -> str:
    """Return the faults of these kinds; ``of`` is the transaction (``RAD-4``) whose profile is asked too."""
    if arrival.message is None:
        return arrival.trouble
    profile = _profile(arrival, of) if of else None
    told = [str(one) for one in findings(arrival.message, profile) if one.kind in kinds]
    more = f"; and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return "; ".join(told[:_MOST_TOLD]) + more


def unprofiled(arrival: Arrival, of: str) -> str:
    """Return why a message can't be judged by a transaction: it has no such message in that version."""
    if arrival.message is None or _profile(arrival, of):
        return ""
    return f"there is no profile of {of} for {arrival.trigger} of version {arrival.field('MSH-12.1') or 'unknown'}"


def _profile(arrival: Arrival, of: str) -> MessageProfile | None:
    return transaction(of, arrival.trigger, arrival.field("MSH-12.1"))


def headers(arrival: Arrival) -> str:
    """Return how many MSH segments a block holds, where it is not one."""
    if arrival.message is None:
        return arrival.trouble
    count = len(arrival.message.segments("MSH"))
    before = f"{arrival.message.preamble[:20]!r} stands before the MSH" if arrival.message.preamble else ""
    return f"{count} MSH segments in one block" if count > 1 else before


def segment_ends(arrival: Arrival) -> str:
    """Return which segments end otherwise than with a carriage return (2.5.4)."""
    if arrival.message is None:
        return arrival.trouble
    wrong = [f"{one.name} ends with {one.end!r}" for one in arrival.message.segments_in_order if one.end != b"\r"]
    return "; ".join(wrong[:_MOST_TOLD])


def header(arrival: Arrival) -> str:
    """Return which required fields of the header are empty, or that MSH-10 is too long (2.15.9)."""
    if arrival.message is None:
        return arrival.trouble
    found, wrong = minor(arrival.message), empty_header_fields(arrival.message)
    if len(arrival.control_id) > _LONGEST_ID and found is not None and found < 7:  # noqa: PLR2004 - longer from 2.7 on
        wrong.append(f"MSH-10 has {len(arrival.control_id)} characters, {_LONGEST_ID} are allowed")
    return "; ".join(wrong)


def repeated_ids(arrivals: Iterable[Arrival]) -> str:
    """Return which control ids stand in two different messages."""
    seen: dict[bytes, bytes] = {}
    for one in arrivals:
        before = seen.setdefault(one.control_id, one.frame.content)
        if before != one.frame.content:
            return f"MSH-10 is {one.field('MSH-10')!r} in two different messages"
    return ""


def same_order(before: Arrival, after: Arrival) -> str:
    """Return which identifiers of an order are not as they were, or that none of them is there any more.

    One that is left out beside another is not held against it.
    """
    if after.message is None:
        return after.trouble
    then, now = order_named(before), order_named(after)
    both = then.keys() & now.keys()
    if not both:
        named = " and ".join(f"{name} {one}" for name, one in then.items()) or "not named before either"
        return f"nothing names the order, which was {named}"
    changed = [name for name in then if name in both and then[name] != now[name]]
    return "; ".join(f"the {name} was {then[name]} and is {now[name]}" for name in changed)


def order_named(arrival: Arrival) -> dict[str, str]:
    """Return the identifiers a message gives an order, by their names."""
    found = {name: next(filter(None, map(arrival.field, paths)), "") for name, paths in _IDENTIFIERS.items()}
    return {name: one for name, one in found.items() if one}


_IDENTIFIERS = {
    "placer order number": ("ORC-2.1", "OBR-2.1"),
    "filler order number": ("ORC-3.1", "OBR-3.1"),
    "accession number": ("OBR-18", "IPC-1.1"),
    "Study Instance UID": ("ZDS-1.1", "IPC-3.1"),
}


def merged(arrival: Arrival, survivor: str, prior: str) -> str:
    """Return whether a merge names one identifier twice, or the two that were told the wrong way round."""
    if arrival.message is None:
        return arrival.trouble
    kept = _identifiers(arrival, "PID", 3)
    given_up = _identifiers(arrival, "MRG", 1)
    if not given_up:
        return "MRG-1 is empty"
    if prior in kept or survivor in given_up:
        return f"PID-3 is {' and '.join(kept)}, MRG-1 is {' and '.join(given_up)}: {prior} was to be given up"
    return f"PID-3 and MRG-1 are both {kept[0]}" if kept == given_up else ""


def identifiers(arrival: Arrival) -> list[str]:
    """Return the values of PID-3."""
    return _identifiers(arrival, "PID", 3)


def _identifiers(arrival: Arrival, segment: str, number: int) -> list[str]:
    found = arrival.message.segment(segment) if arrival.message else None
    if found is None:
        return []
    return [found[f"{number}[{at}].1"] for at, _ in enumerate(found.repetitions(number), 1)]
