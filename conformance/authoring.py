"""What a scenario author writes with: ``@scenario`` above a test and ``check`` inside it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from conformance.model import Clause, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MARK = "conformance_scenario"


def scenario(  # noqa: PLR0913 - a declaration reads best as one form
    id: str,  # noqa: A002 - the field's own word
    *,
    actor: str,
    transaction: str,
    clauses: Iterable[Clause],
    requires: Iterable[str],
    source: str = "",
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the test below as a scenario.

    ``id`` is dotted words, permanent; ``requires`` lists the parts of a profile without which there is
    nobody to talk to. The docstring's first line is the purpose a buyer reads; the test's name is the title.
    """
    declared = tuple(clauses)
    if len(set(declared)) != len(declared):
        raise ValueError(f"{id} declares a clause twice")

    def declare(test: Callable[..., None]) -> Callable[..., None]:
        purpose = inspect.getdoc(test)
        if not purpose:
            raise ValueError(f"{id} has no docstring: say in one sentence what the candidate must do")
        told = Scenario(
            id=id,
            title=test.__name__.removeprefix("test_").replace("_", " "),
            kit=id.split(".", 1)[0],
            actor=actor,
            transaction=transaction,
            clauses=declared,
            requires=tuple(requires),
            source=source,
            purpose=purpose.split("\n\n", 1)[0].replace("\n", " "),
            where=f"{test.__module__}:{test.__name__}",
        )
        mark: Any = getattr(pytest.mark, MARK)
        marked: Callable[..., None] = mark(told)(test)
        return marked

    return declare


def declared(item: object) -> Scenario | None:
    """Return the scenario a collected test (or a test function) was declared as, if any."""
    if isinstance(item, pytest.Item):
        mark = item.get_closest_marker(MARK)
        return mark.args[0] if mark else None
    for mark in getattr(item, "pytestmark", []):
        if mark.name == MARK:
            told: Scenario = mark.args[0]
            return told
    return None
