"""Say what a need lacks in the words of what was asked of the system, rather than in clause numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.descriptors import Kind
from conformance.reports.words import counted, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.scoring.standing import Told


def lacking(scenarios: Sequence[Told], purposes: Mapping[str, str]) -> str:
    """Return what of a need's scenarios was not held, as sentences; ``purposes`` gives each one's own by id."""
    failed = [one for one in scenarios if Kind.ALL in one.failed]
    unshown = [one for one in scenarios if Kind.ALL not in one.failed and not one.met]
    lax = sum(one.met and bool(one.failed) for one in scenarios)
    says = []
    if failed:
        says.append(f"Not met in {counted(len(failed), 'scenario')}: {_quoted(failed[0], purposes)}")
    if unshown:
        named = "" if failed else f": {_quoted(unshown[0], purposes)}"
        says.append(f"Not shown in {counted(len(unshown), 'scenario')}{named or '.'}")
    if lax:
        says.append(f"A recommendation was not followed in {counted(lax, 'scenario')}.")
    return " ".join(says)


def _quoted(one: Told, purposes: Mapping[str, str]) -> str:
    return f"“{purposes.get(one.scenario, sentence(one.title))}”"
