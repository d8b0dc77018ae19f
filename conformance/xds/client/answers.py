"""What came back, whatever it was: total values that a check judges. Nothing here decides what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import Objects

if TYPE_CHECKING:
    from conformance.http import Response
    from conformance.xds.wire.registry import RegistryError
    from conformance.xds.wire.repository import RetrievedDocument
    from conformance.xds.wire.soap import Fault, Message


@dataclass(frozen=True)
class Answer:
    """One response. ``trouble`` says in words why it could not be read; ``status`` is then empty.

    ``status`` is the whole URN; ``root`` the name of the body's element as ``{namespace}name``; ``sent`` the
    MessageID and the Action of the request; ``problems`` what was wrong though it could be read.
    """

    http: Response
    sent: tuple[str, str]
    message: Message | None = None
    trouble: str = ""
    status: str = ""
    errors: tuple[RegistryError, ...] = ()
    highest: str | None = None
    root: str = ""
    problems: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the ids of the recorded request and response."""
        return self.http.evidence

    @property
    def fault(self) -> Fault | None:
        """Return the SOAP fault, if the answer is one."""
        return self.message.fault if self.message else None

    @property
    def packaging(self) -> str:
        """Return ``application/soap+xml``, ``multipart/related``, or nothing when no message came."""
        return self.message.packaging if self.message else ""

    @property
    def action(self) -> str:
        """Return wsa:Action."""
        return self.message.addressing("Action") if self.message else ""

    @property
    def action_must_be_understood(self) -> bool:
        """Return whether wsa:Action has mustUnderstand."""
        blocks = self.message.headers if self.message else []
        action = [block for block in blocks if block.tag == v.clark(v.WSA, "Action")]
        return bool(action) and action[0].get(v.clark(v.SOAP, "mustUnderstand")) in {"1", "true"}

    @property
    def relates_to(self) -> str:
        """Return wsa:RelatesTo."""
        return self.message.addressing("RelatesTo") if self.message else ""

    @property
    def codes(self) -> set[str]:
        """Return the error codes of severity Error; an absent severity counts as one."""
        return {error.code for error in self.errors if error.severity != v.WARNING}

    @property
    def warnings(self) -> set[str]:
        """Return the error codes of severity Warning."""
        return {error.code for error in self.errors if error.severity == v.WARNING}

    @property
    def succeeded(self) -> bool:
        """Return whether the status is Success."""
        return self.status == v.SUCCESS

    @property
    def said(self) -> str:
        """Return in one line what the candidate said, for a person to read."""
        if self.trouble:
            return self.trouble
        if self.fault:
            return f"HTTP {self.http.status}, {self.fault}"
        errors = "; ".join(str(error) for error in self.errors)
        return f"{v.short(self.status) or 'no status'}{f': {errors}' if errors else ''}"


@dataclass(frozen=True)
class QueryAnswer(Answer):
    """The response to a stored query; ``listed`` says whether the RegistryObjectList was there at all."""

    objects: Objects = field(default_factory=Objects)
    listed: bool = False

    @property
    def said(self) -> str:
        """Return in one line what the candidate said and how much it returned."""
        said = super().said
        return f"{said}, {len(self.objects)} objects" if self.status else said


@dataclass(frozen=True)
class RetrieveAnswer(Answer):
    """The response to a retrieval."""

    documents: tuple[RetrievedDocument, ...] = ()

    @property
    def said(self) -> str:
        """Return in one line what the candidate said and how many documents came."""
        said = super().said
        return f"{said}, {len(self.documents)} documents" if self.status else said

    def document(self, unique_id: str | None) -> RetrievedDocument | None:
        """Return the first document that came under an identifier."""
        return next((one for one in self.documents if one.document == unique_id), None)
