"""How a variant of the affinity domain is entered in the list of saboteurs: once, by its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.simulator import AffinityDomain


def vice(  # noqa: PLR0913 - one row of the list
    id_: str,
    made: type[AffinityDomain],
    fails: Sequence[Clause],
    also: Sequence[Clause] = (),
    *,
    actor: str = "document-registry",
    source: str = "",
    told: Sequence[str] = (),
) -> Saboteur:
    """Return the entry of one variant; what it does wrong is the first line of its docstring.

    ``told`` names the scenarios it is told in the kill matrix, where those of its topic are more than it takes.
    """
    says = (made.__doc__ or made.__name__).strip().split("\n", 1)[0]
    where = f"{made.__module__}:{made.__name__}"
    failing = tuple(clause.id for clause in fails)
    return Saboteur(id_, says, actor, where, failing, tuple(clause.id for clause in also), source, tuple(told))


def oddity(id_: str, made: type[AffinityDomain], *, actor: str = "document-registry", source: str = "") -> Saboteur:
    """Return the entry of a variant that is unusual and right."""
    return vice(id_, made, (), actor=actor, source=source)


def asked(*names: str) -> tuple[str, ...]:
    """Return the ids of scenarios of stored queries."""
    return stories("query", *names)


def stories(family: str, *names: str) -> tuple[str, ...]:
    """Return the ids of scenarios of one family."""
    return tuple(f"xds.{family}.{name}" for name in names)
