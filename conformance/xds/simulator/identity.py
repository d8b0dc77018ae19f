"""Patient Identity Feed in HL7 version 3 (ITI-44): what the registry does when it is told of patients."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from conformance.xds.simulator.soap_service import SIMPLE, Operation, Reply, SoapService, asked_by
from conformance.xds.vocabulary import HL7V3, IDENTITY_ACTION, clark
from conformance.xds.wire.identity import (
    ADDED,
    MERGED,
    REVISED,
    Acknowledgement,
    read_identity,
    write_acknowledgement,
)

if TYPE_CHECKING:
    from conformance.xds.simulator.patients import Patients
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.identity import IdentityMessage
    from conformance.xds.wire.soap import Message


class IdentityFeed:
    """Answers the three messages of the feed at one address."""

    def __init__(self, patients: Patients, service: type[SoapService] = SoapService) -> None:
        self.patients = patients
        every = (ADDED, REVISED, MERGED)
        self.service = service(
            {f"{IDENTITY_ACTION}{one}": Operation(clark(HL7V3, one), SIMPLE, self.answer_message) for one in every}
        )

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    def answer_message(self, message: Message) -> Reply:
        """Act on one message and acknowledge it."""
        told = asked_by(message, "message", read_identity)
        said = self.acknowledgement("CA" if self.ruling(told) else "CE", told)
        return Reply(write_acknowledgement(said, told, uuid.uuid4().hex[:12]))

    def acknowledgement(self, code: str, told: IdentityMessage) -> Acknowledgement:
        """Return what is said of a message: whether it was taken, and which it was."""
        return Acknowledgement(code, told.sender, told.number)

    def ruling(self, told: IdentityMessage) -> bool:
        """Do what a message says; return whether it could be done."""
        acts = {ADDED: self.added, REVISED: self.revised, MERGED: self.merged}
        return acts[told.interaction](told)

    def added(self, told: IdentityMessage) -> bool:
        """Make a patient known by the identifiers of this domain; others are passed over (3.44.4.1.4)."""
        done = [self.patients.register(one) for one in told.patient.split("~")]
        return any(done)

    def revised(self, told: IdentityMessage) -> bool:
        """Take a revision: who was not known yet is known by it (3.44.4.1.4)."""
        return self.added(told)

    def merged(self, told: IdentityMessage) -> bool:
        """Let the prior patient be subsumed by the surviving one (3.44.4.2.4)."""
        survivors = [one for one in told.patient.split("~") if self.patients.ours(one)]
        priors = [one for one in told.prior.split("~") if self.patients.ours(one)]
        return len(survivors) == len(priors) == 1 and not self.patients.merge(priors[0], survivors[0])
