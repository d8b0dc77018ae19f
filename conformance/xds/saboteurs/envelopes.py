"""Actors with one vice each in their SOAP, addressing, packaging and errors (ITI TF-2 Appendix V, TF-3 4.2.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Told
from conformance.xds.simulator.soap_service import MTOM, sender
from conformance.xds.vocabulary import ERROR, QUERY, REGISTER
from conformance.xds.wire.mime import Part, bare_id, read_multipart
from conformance.xds.wire.mime import write_multipart as packed
from conformance.xds.wire.registry import ERROR as REGISTRY_ERROR
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.soap import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from conformance.xds.simulator.repository import Kept
    from conformance.xds.simulator.serving import Asked
    from conformance.xds.simulator.soap_service import Operation, Reply
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument
    from conformance.xds.wire.soap import Addressing, Message

STRAY = "urn:uuid:00000000-0000-4000-8000-000000000000"


def refuses_patient(reply: Reply, message: Message) -> bool:
    """Return whether an answer refuses a registration because its patient is not known."""
    codes = {error.get("errorCode") for error in reply.body.iter(REGISTRY_ERROR)}
    return message.addressing("Action") == REGISTER and "XDSUnknownPatientId" in codes


def repacked(
    told: Told, change: Callable[[list[Part]], list[Part]], start: str | None = None, boundary: str = ""
) -> Told:
    """Return an MTOM response with its parts changed, and its start or boundary when another is given."""
    package = read_multipart(told.media_type, told.body, len(told.body))
    about = package.media_type.parameters
    kept = [(name, value) for name, value in about.items() if name not in {"boundary", "start"}]
    named = bare_id(about["start"]) if start is None else start
    kept += [("start", f"<{named}>")] if named else []
    media_type, body = packed(change(list(package.parts)), boundary or about["boundary"], kept)
    return replace(told, media_type=media_type, body=body)


class FaultsForFailures(AffinityDomain):
    """Answers with a SOAP fault where a Failure for an unknown patient is due."""

    class Service(AffinityDomain.Service):
        def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
            if refuses_patient(reply, message):
                return self.faulted(Fault("Receiver", "the request could not be processed"), message)
            return super().told(reply, message, operation)


class CrashesForFailures(AffinityDomain):
    """Answers with HTTP 500 and a stack trace in HTML where a Failure for an unknown patient is due."""

    class Service(AffinityDomain.Service):
        def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
            if refuses_patient(reply, message):
                return Told(500, b"<html><pre>java.lang.NullPointerException\n\tat Registry</pre></html>", "text/html")
            return super().told(reply, message, operation)


class UnderstandsEverything(AffinityDomain):
    """Ignores header blocks that must be understood."""

    class Service(AffinityDomain.Service):
        def understands(self, block: etree._Element) -> bool:
            return True


class AnswersAnother(AffinityDomain):
    """Relates its answers to a message nobody sent."""

    class Service(AffinityDomain.Service):
        def relates_to(self, message: Message) -> str:
            return STRAY


class RelatesToNoMessage(AffinityDomain):
    """Leaves wsa:RelatesTo out."""

    class Service(AffinityDomain.Service):
        def relates_to(self, message: Message) -> str:
            return ""


class EchoesTheAction(AffinityDomain):
    """Answers with the Action of the request."""

    class Service(AffinityDomain.Service):
        def response_action(self, message: Message) -> str:
            return message.addressing("Action")


class MarksNothing(AffinityDomain):
    """Does not mark wsa:Action as to be understood."""

    class Service(AffinityDomain.Service):
        def addressing(self, action: str, message: Message | None) -> Addressing:
            return replace(super().addressing(action, message), must_understand=False)


class ChokesOnActionParameter(AffinityDomain):
    """Refuses a message whose Content-Type names the action."""

    class Service(AffinityDomain.Service):
        def read(self, asked: Asked) -> Message:
            if "action=" in asked.headers.get("content-type", ""):
                raise sender("the Content-Type has an unknown parameter")
            return super().read(asked)


class PacksRegistration(AffinityDomain):
    """Answers a registration or a query with an MTOM package instead of plain SOAP."""

    class Service(AffinityDomain.Service):
        def response_packaging(self, operation: Operation) -> str:
            return MTOM


class LosesParts(AffinityDomain):
    """Sends MTOM packages of several documents without the last part they refer to."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            return super().packed(envelope, parts[:-1] if len(parts) > 1 else parts, action)


class DoublesParts(AffinityDomain):
    """Sends MTOM packages in which two parts have the same Content-ID."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            twins = tuple(replace(part, body=part.body + b"twin") for part in parts)
            return super().packed(envelope, (*parts, *twins), action)


class StartsNowhere(AffinityDomain):
    """Sends MTOM packages whose start parameter names no part."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            return repacked(super().packed(envelope, parts, action), list, "nobody@nowhere.invalid")


class AnnouncesBase64(AffinityDomain):
    """Announces base64 for the further parts of a package, and sends them as they are."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            return super().packed(envelope, (*parts[:1], *(_announced(part) for part in parts[1:])), action)


def _announced(part: Part) -> Part:
    fields = ((name, "base64" if name == "Content-Transfer-Encoding" else value) for name, value in part.headers)
    return replace(part, headers=tuple(fields))


class SuccessWithErrors(AffinityDomain):
    """Registers with Success, and an Error beside it."""

    class Registry(AffinityDomain.Registry):
        def register(self, objects: Objects) -> RegistryResponse:
            answered = super().register(objects)
            if not answered.errors:
                return replace(answered, errors=(RegistryError("XDSRegistryBusy", "try again"),), highest=ERROR)
            return answered


class WeighsNothing(AffinityDomain):
    """Reports errors without their severity."""

    class Service(AffinityDomain.Service):
        def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
            for error in reply.body.iter(REGISTRY_ERROR):
                error.attrib.pop("severity", None)
            return super().told(reply, message, operation)


class MistypesSeverity(AffinityDomain):
    """Reports errors with a severity URN that has a typing error."""

    class Service(AffinityDomain.Service):
        def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
            for error in reply.body.iter(REGISTRY_ERROR):
                error.set("severity", error.get("severity", "").replace("ebxml-regrep", "ebxmlregrep"))
            return super().told(reply, message, operation)


REFUSALS = [c.UNKNOWN_PATIENT, c.MERGED_PATIENT_REFUSED, c.FOREIGN_AUTHORITY, c.FEED_V3_SUBSUMED]
"""The clauses about whom a registry does not know, which name the error code a fault has no place for."""


class ReadsAnyNamespace(AffinityDomain):
    """Carries out a query whose body stands in another namespace."""

    class Service(AffinityDomain.Service):
        def read(self, asked: Asked) -> Message:
            misspelt = QUERY.replace(":xsd:query:", ":query:xsd:").encode()
            return super().read(replace(asked, body=asked.body.replace(misspelt, QUERY.encode())))


class KeepsHomeToItself(AffinityDomain):
    """Does not say of which community a document is, when it was asked for with one."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            return replace(super().handed_out(asked, kept), home=None)


ENVELOPES = (
    vice("XE01", FaultsForFailures, [c.REPORTED_AS_RESPONSE], REFUSALS),
    vice("XE02", CrashesForFailures, [c.REPORTED_AS_RESPONSE], REFUSALS),
    vice("XE06", UnderstandsEverything, [c.MUST_UNDERSTAND]),
    vice("XE07", ReadsAnyNamespace, [c.WRONG_NAMESPACE], told=stories("query", "wrong-namespace", "by-patient")),
    vice(
        "XT12",
        KeepsHomeToItself,
        [c.IDENTIFIERS_ECHOED],
        actor="document-repository",
        told=stories("retrieve", "home-community", "two-documents"),
    ),
    vice("XE08", AnswersAnother, [c.RELATES_TO]),
    vice("xds.relates-to-nothing", RelatesToNoMessage, [c.RELATES_TO]),
    vice("xds.echoes-the-action", EchoesTheAction, [c.RESPONSE_ACTION]),
    vice("xds.marks-nothing", MarksNothing, [c.ACTION_MUST_UNDERSTAND]),
    vice("xds.chokes-on-action-parameter", ChokesOnActionParameter, [c.SOAP_ACTION_IGNORED]),
    vice("xds.packs-registration", PacksRegistration, [c.REGISTER_RESPONSE_SIMPLE, c.QUERY_RESPONSE_SIMPLE]),
    vice(
        "XT06",
        LosesParts,
        [c.MTOM_PACKAGE],
        [c.INSTANCE_RETURNED, c.SAME_PIXELS, c.STUDY_RETURNED, c.GATEWAY_IMAGE, c.IMAGES_ABROAD_RETURNED],
        actor="document-repository",
    ),
    vice("XT07", DoublesParts, [c.MTOM_PACKAGE], actor="document-repository"),
    vice("XT08", StartsNowhere, [c.MTOM_PACKAGE], actor="document-repository"),
    vice(
        "XT09",
        AnnouncesBase64,
        [c.MTOM_PACKAGE],
        [c.INSTANCE_RETURNED, c.SAME_PIXELS, c.STUDY_RETURNED, c.GATEWAY_IMAGE, c.IMAGES_ABROAD_RETURNED],
        actor="document-repository",
    ),
    vice("xds.success-with-errors", SuccessWithErrors, [c.ERRORS_FIT_STATUS]),
    vice("xds.weighs-nothing", WeighsNothing, [c.ERROR_ATTRIBUTES]),
    vice("xds.mistypes-severity", MistypesSeverity, [c.ERROR_ATTRIBUTES]),
)
