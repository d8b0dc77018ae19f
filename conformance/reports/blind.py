"""Keep a supplier's name off a blind page: what its profile names itself by is withheld wherever it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.reports.words import glossary
from conformance.ways import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformance.model import Scenario
    from conformance.needs import Needs

WITHHELD = "[withheld]"

_ANY_CASE = {"supplier", "product"}
_AS_WRITTEN = {"host", "called_aet", "candidate_aet", "receiving", "repository_unique_id", "home", "source", "audience"}
_ADDRESS = ("http://", "https://")
_SHORTEST = 4


def names(profile: object, key: str = "") -> Iterator[tuple[str, bool]]:
    """Yield what a profile names its system by, and whether upper and lower case are alike in it."""
    if isinstance(profile, dict):
        for name, inner in profile.items():
            yield from names(inner, str(name))
    elif isinstance(profile, list):
        for inner in profile:
            yield from names(inner, key)
    elif isinstance(profile, str) and profile.startswith(_ADDRESS):
        # Whatever the key: each kind of address a profile learns to hold would otherwise have to be thought of here.
        yield profile, False
        yield host_of(profile), False
    elif isinstance(profile, str) and key in _ANY_CASE | _AS_WRITTEN:
        yield profile, key in _ANY_CASE


def ordinary(needs: Needs | None, scenarios: Mapping[str, Scenario]) -> frozenset[str]:
    """Return the words we and the buyer use ourselves, in lower case: ``PACS`` as a title tells nobody's name."""
    texts = [f"{term} {says}" for term, says in glossary()]
    texts += [f"{one.title} {one.purpose} {one.actor}" for one in scenarios.values()]
    if needs:
        texts += [needs.statement.title, *(one.text for one in needs.need), *(one.title for one in needs.theme)]
    return frozenset(re.findall(r"\w+", " ".join(texts).casefold()))


def withholding(known: Iterable[tuple[str, bool]], words: frozenset[str] = frozenset()) -> Callable[[str], str]:
    """Return what replaces each known name in a text; ordinary words, and names under 4 letters, stay."""
    parts: dict[str, bool] = {}
    for name, any_case in known:
        if len(name) >= _SHORTEST and name.casefold() not in words:
            parts[name] = parts.get(name, False) or any_case
    if not parts:
        return lambda text: text
    longest_first = sorted(parts, key=lambda name: (-len(name), name))
    pattern = re.compile(
        "|".join(f"(?i:{re.escape(name)})" if parts[name] else re.escape(name) for name in longest_first)
    )
    return lambda text: pattern.sub(WITHHELD, text)
