"""An association from request to release, as a context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from conformance.dicom.client.answers import Released, Response
from conformance.dicom.client.exchange import Conversation
from conformance.dicom.wire import Abort, Release
from conformance.dicom.wire.pdu import RELEASE_RP, RELEASE_RQ
from conformance.dicom.wire.summary import summary

if TYPE_CHECKING:
    from conformance.dicom.client.link import Came

_RELEASES = 50


class Association(Conversation):
    """One association. In a ``with`` statement it is released at the end, and aborted when that fails."""

    def release(self, *, then_listen: bool = False) -> Released:
        """Ask to release (PS3.8 7.2), answer a collision, and close; total like every answer."""
        if not self.open:
            self.link.close()
            return Released(clean=False, trouble=self.trouble or "the association was over already")
        self.open = False
        evidence = [self.link.send([Release(RELEASE_RQ).pdu()], "A-RELEASE-RQ")]
        extra: list[Response] = []
        collision, trouble, clean = False, "", False
        for _ in range(_RELEASES):
            came = self.link.receive(self.limits.release_s)
            evidence.append(came.evidence)
            extra += self._responses(came.messages, came.evidence)
            kind = came.read.kind if isinstance(came.read, Release) else None
            if kind == RELEASE_RQ and not collision:
                collision = True
                evidence.append(self.link.send([Release(RELEASE_RP).pdu()], "A-RELEASE-RP"))
            elif kind == RELEASE_RP:
                clean = True
                break
            elif not came.messages:
                trouble = self._unreleased(came)
                break
        else:
            trouble = "no A-RELEASE-RP among the PDUs that came"
        afterwards = self._afterwards() if clean and then_listen else ()
        self.link.close()
        return Released(clean, trouble, collision, tuple(extra), afterwards, tuple(one for one in evidence if one))

    def _unreleased(self, came: Came) -> str:
        if isinstance(came.read, Abort):
            return f"the peer aborted: source {came.read.source}, reason {came.read.reason}"
        if came.trouble:
            return f"no A-RELEASE-RP: {came.trouble}"
        return f"{came.pdu.name if came.pdu else 'nothing'} came in answer to A-RELEASE-RQ"

    def _afterwards(self) -> tuple[str, ...]:
        """Return what the peer still sends after A-RELEASE-RP, until it is quiet or the connection closed."""
        came = self.link.receive(self.limits.quiet_s)
        if came.silent or came.ended:
            return ()
        return (came.trouble or (summary(came.read) if came.read else "octets"),)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self.open:
            return
        if kind is None:
            self.release()
        else:
            self.abort()
