"""Whoever opens associations itself on loopback, when it is asked to at its desk: a modality, a workstation."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from conformance.desk import Desk
from conformance.dicom.client import Association, Proposal, Request
from conformance.dicom.client.request import USUAL
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.dicom.wire import Associate

_NOBODY = {
    "schema": "sut/1",
    "system": {"id": "caller", "supplier": "none", "product": "none", "version": "1"},
    "safety": {"environment": "test", "allow_hosts": []},
}


class Calling:
    """Opens associations itself when it is asked to, at its desk."""

    aet = "CALLER"

    def __init__(self) -> None:
        self._doors = Network(Recorder(io.BytesIO()), Limits())
        self.faults: list[str] = []
        self._desk = Desk(self.deeds())
        profile = SystemProfile.model_validate(_NOBODY)
        now = datetime.now(UTC)
        self.story = Story("caller", secrets.token_hex(16), now, self._doors, Recorder(io.BytesIO()), profile)

    def __enter__(self) -> Self:
        """Take requests to act."""
        self._desk.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish what is in hand."""
        self._desk.__exit__()
        self._doors.close()

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does, by the deed."""
        return {}

    def profile(self) -> dict[str, Any]:
        """Return the sections of a profile that ask it to act."""
        return {"dicom_out": {"candidate_aet": self.aet}, "asked": self._desk.profile()}

    def request(self, called: str, proposals: Sequence[Proposal]) -> Request:
        """Return what it asks an association with."""
        return Request(tuple(proposals), called, self.aet)

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Open an association."""
        request = self.request(values["aet"], proposals)
        return Association.requested(
            self._doors, values["host"], int(values["port"]), request, pdu=self.asking(request).pdu()
        )

    def asking(self, request: Request) -> Associate:
        """Return the request as it is written."""
        return request.associate()

    def conversed(self, values: Mapping[str, str], say: Callable[[Association], object], *services: str) -> None:
        """Open an association for services, say on it what is to be said when it was accepted, and finish it."""
        association = self.associated(values, *(Proposal(one, self.syntaxes()) for one in services))
        if association.open:
            say(association)
        if association.open:
            self.finish(association)

    def syntaxes(self) -> tuple[str, ...]:
        """Return the transfer syntaxes it offers."""
        return USUAL

    def finish(self, association: Association) -> None:
        """Release."""
        association.release()
