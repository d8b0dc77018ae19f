"""Whose cause it is that something could not be tested: theirs, ours, or the network between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Outcome

if TYPE_CHECKING:
    from conformance.model import Result

NOT_OFFERED = "The supplier: its profile names nothing that could be asked"
"""The cause of what the needs ask for and the profile does not offer."""

_OURS = "Ours: the test tool went wrong, and this must be repeated"
_STEP = "The system: a step that had to come first did not succeed"
_NOBODY = "The network or the system: nobody answered"
_ABSENT = "the profile names no "


def cause(result: Result) -> str:
    """Return who must act before this can be tested, in words; empty when it was tested.

    Where messages were exchanged the system was there, and a step before the judged one failed. Only a story
    without a single message is told apart by its reason, whose words are then ours alone. A copy without
    messages has the cause itself for a reason.
    """
    if result.outcome is Outcome.ERROR:
        return _OURS
    if result.outcome is not Outcome.BLOCKED:
        return ""
    why = result.reason or next((finding.saw for finding in result.findings if finding.saw), "")
    if why in {_STEP, NOT_OFFERED, _NOBODY}:
        return why
    if result.evidence:
        return _STEP
    if why.startswith(_ABSENT):
        return NOT_OFFERED
    return _NOBODY
