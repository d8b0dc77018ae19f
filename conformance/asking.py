"""Ask a candidate that begins by itself (a modality, a RIS, a document source) to begin: what a story says and hears.

A story that needs the candidate to act opens its door first, then asks::

    door = story.doors.listen(...)
    begun = story.ask(Deed("dicom.store-study", f"Send study {uid} to {aet}", {"study": uid, "aet": aet}))
    try:
        link = door.accept(begun.within_s)
    except Silent:
        raise begun.nothing_came() from None

and says ``requires=["asked.dicom.store-study"]``. Who is asked (a command, an address, a person) stands in the
profile's ``[asked]``; the supervisor does the asking, outside the worker and its limits. What was answered is noted in
the recording, so that the story can be told again without anybody there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.evidence import Recorder


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing the candidate is to do by itself.

    ``id`` is dotted words and permanent; ``says`` is the whole sentence a person is told; ``values`` (lower-case names)
    is what a command or an address of the profile may use.
    """

    id: str
    says: str
    values: Mapping[str, str] = field(default_factory=dict)


class Asks(Protocol):
    """Whoever passes a deed on to the candidate."""

    def ask(self, deed: Deed) -> str:
        """Have it begun; return nothing, or in words why it can't be."""

    def trouble(self) -> str:
        """Return in words what went wrong with the deed asked for last, as far as is known by now; else nothing."""


class Nobody:
    """Asks nobody: for tellings without a supervisor."""

    def ask(self, deed: Deed) -> str:
        """Say that nobody is there."""
        return f"nobody is there to bring about {deed.id}"

    def trouble(self) -> str:
        """Return nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A deed that was asked for.

    The candidate may take ``within_s`` seconds until its first octet reaches us, and has done it when nothing new
    came for ``quiet_s``.
    """

    deed: Deed
    within_s: float
    asks: Asks
    quiet_s: float = 5.0

    def nothing_came(self, saw: str = "") -> Blocked:
        """Return the Blocked to raise when the candidate did not act: nothing can be judged."""
        told = saw or f"nothing reached us within {self.within_s:g} s"
        trouble = self.asks.trouble()
        return Blocked(
            f"the candidate was asked to act ({self.deed.says}), yet {told}" + (f": {trouble}" * bool(trouble))
        )


class Noted:
    """Asks through another, and notes every answer in the recording."""

    def __init__(self, asks: Asks, recorder: Recorder) -> None:
        self._asks = asks
        self._recorder = recorder

    def ask(self, deed: Deed) -> str:
        """Pass it on and note the answer."""
        answer = self._asks.ask(deed)
        self._recorder.note(f"ask {deed.id}", answer)
        return answer

    def trouble(self) -> str:
        """Pass it on and note the answer."""
        answer = self._asks.trouble()
        self._recorder.note("trouble", answer)
        return answer
