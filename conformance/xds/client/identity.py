"""A patient identity source in HL7 version 3 (ITI-44): it tells a registry of patients, records, and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.xds.client.answers import Answer
from conformance.xds.vocabulary import IDENTITY_ACTION
from conformance.xds.wire.identity import (
    ADDED,
    MERGED,
    REVISED,
    Acknowledgement,
    IdentityMessage,
    read_acknowledgement,
    write_identity,
)

if TYPE_CHECKING:
    from conformance.xds.client.speaking import Speaker

ACCEPTED = frozenset({"AA", "CA"})
"""Codes by which a receiver says that it took a message, whatever kind of acknowledgement it uses."""


@dataclass(frozen=True)
class IdentityAnswer(Answer):
    """What a registry says to a message of the feed; ``told`` is the identifier of that message."""

    acknowledgement: Acknowledgement | None = None
    told: tuple[str, str] = ("", "")

    @property
    def accepted(self) -> bool:
        """Return whether the message was taken."""
        return self.acknowledgement is not None and self.acknowledgement.code in ACCEPTED

    @property
    def said(self) -> str:
        """Return in one line what came, for a person to read."""
        if self.acknowledgement is not None:
            return f"acknowledged with typeCode {self.acknowledgement.code or 'absent'}"
        return super().said if self.trouble or self.fault else f"no acknowledgement but {self.root or 'nothing'}"


class IdentitySource:
    """Announces, revises and merges patients for one story."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._told = 0

    def announce(self, patient: str, family_name: str = "ZZTEST") -> IdentityAnswer:
        """Send Patient Registry Record Added."""
        return self._tell(ADDED, patient, family_name)

    def revise(self, patient: str, family_name: str) -> IdentityAnswer:
        """Send Patient Registry Record Revised."""
        return self._tell(REVISED, patient, family_name)

    def merge(self, prior: str, survivor: str, family_name: str = "ZZTEST") -> IdentityAnswer:
        """Send Patient Registry Duplicates Resolved."""
        return self._tell(MERGED, survivor, family_name, prior)

    def announced(self, *patients: str) -> None:
        """Make patients known that a story needs; raise Blocked when the registry does not take them."""
        for patient in patients:
            answer = self.announce(patient)
            if not answer.accepted:
                raise Blocked(f"could not make the patient {patient} known by ITI-44: {answer.said}")

    def _tell(self, interaction: str, patient: str, family_name: str, prior: str = "") -> IdentityAnswer:
        self._told += 1
        story = self.speaker.story
        number, sender = story.token(f"identity/{self._told}", 12), story.uid("identity-source")
        created = story.now.strftime("%Y%m%d%H%M%S")
        receiver = story.uid("identity-receiver")
        message = IdentityMessage(interaction, number, patient, family_name, created, sender, receiver, prior)
        answer = self.speaker.ask(f"{IDENTITY_ACTION}{interaction}", write_identity(message))
        acknowledgement = read_acknowledgement(answer.message.body) if answer.message else None
        return IdentityAnswer(
            answer.http,
            answer.sent,
            answer.message,
            answer.trouble,
            root=answer.root,
            problems=answer.problems,
            acknowledgement=acknowledgement,
            told=(sender, number),
        )
