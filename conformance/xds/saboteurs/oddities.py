"""Actors that are unusual and right: a scenario that fails one of them is wrong itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.saboteurs.envelopes import repacked
from conformance.xds.saboteurs.naming import oddity
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.soap_service import Reply
from conformance.xds.vocabulary import RIM, WARNING, clark
from conformance.xds.wire.mime import Part, read_media_type
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import write_retrieve_response

if TYPE_CHECKING:
    from conformance.xds.simulator.serving import Told
    from conformance.xds.simulator.soap_service import Operation
    from conformance.xds.wire.ebrim import Code, DocumentEntry, Objects
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.repository import RetrievedDocument, RetrieveResponse
    from conformance.xds.wire.soap import Message

_ENTRY = clark(RIM, "ExtrinsicObject")
_WORD = re.compile(rb"(?<=[^\r\n-])[A-Za-z]{4,40}")


class TalksAroundParts(AffinityDomain):
    """Sends MTOM packages with an unquoted boundary, a preamble and an epilogue."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            told = super().packed(envelope, parts, action)
            boundary = read_media_type(told.media_type).get("boundary")
            media_type = told.media_type.replace(f'"{boundary}"', boundary)
            body = b"This is a multipart message.\r\nIt has parts.\r\n" + told.body + b"\r\nThat was all.\r\n"
            return replace(told, media_type=media_type, body=body)


class SendsChunks(AffinityDomain):
    """Sends answers in chunks, with header fields nobody asked for."""

    class Service(AffinityDomain.Service):
        def told(self, reply: Reply, message: Message, operation: Operation) -> Told:
            told = super().told(reply, message, operation)
            extra = (("X-Powered-By", "Vendor/1"), ("Cache-Control", "no-store"), ("Set-Cookie", "session=1"))
            return replace(told, chunked=True, headers=extra)


class RootFirstWithoutStart(AffinityDomain):
    """Sends MTOM packages without a start parameter, the root being the first part."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            return repacked(super().packed(envelope, parts, action), list, "")


class RootLast(AffinityDomain):
    """Sends MTOM packages whose root is the last part, named by start."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            return repacked(super().packed(envelope, parts, action), lambda parts: parts[::-1])


class BorrowsTheBoundary(AffinityDomain):
    """Sends MTOM packages whose boundary is a word of the document, where that word begins no line."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            told = super().packed(envelope, parts, action)
            words = {word.decode() for part in parts for word in _WORD.findall(part.body)}
            bodies = [b"\r\n" + part.body for part in parts]
            fit = sorted(one for one in words if not any(f"\r\n--{one}".encode() in body for body in bodies))
            return repacked(told, list, boundary=fit[0]) if fit else told


class RetrievesInline(AffinityDomain):
    """Returns documents inline as base64, in an MTOM package that has only its root."""

    class Repository(AffinityDomain.Repository):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            return Reply(write_retrieve_response(answer, "inline", inline=True)[0])

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            return Reply(write_retrieve_response(answer, "inline", inline=True)[0])


class OddContentIds(AffinityDomain):
    """Sends MTOM packages whose Content-IDs hold characters that a reference must escape."""

    class Service(AffinityDomain.Service):
        def packed(self, envelope: bytes, parts: tuple[Part, ...], action: str) -> Told:
            renamed = tuple(_renamed(part) for part in parts)
            for part in parts:
                envelope = envelope.replace(
                    f"cid:{part.content_id}".encode(), f"cid:a%2Bb%25{part.content_id}".replace("@", "%40").encode()
                )
            return super().packed(envelope, renamed, action)


def _renamed(part: Part) -> Part:
    fields = tuple(
        (name, value.replace("<", "<a+b%") if name == "Content-ID" else value) for name, value in part.headers
    )
    return replace(part, headers=fields)


class AddsMetadata(AffinityDomain):
    """Returns entries with further slots, classifications and version information."""

    class Registry(AffinityDomain.Registry):
        def query_told(self, found: Objects) -> etree._Element:
            more = {"urn:example:vendor:shelf": ("A", "B"), "urn:example:vendor:empty": ()}
            entries = tuple(replace(one, slots={**one.slots, **more}, lid=one.id) for one in found.entries)
            told = super().query_told(replace(found, entries=entries))
            for entry in told.iter(_ENTRY):
                _versioned(entry)
            return told


def _versioned(entry: etree._Element) -> None:
    version = etree.Element(clark(RIM, "VersionInfo"), versionName="1.1")
    first = next((one for one in entry if etree.QName(one).localname in {"Classification", "ExternalIdentifier"}), None)
    place = len(entry) if first is None else list(entry).index(first)
    entry.insert(place, version)
    own = etree.Element(clark(RIM, "Classification"), id=f"{entry.get('id')}-own", nodeRepresentation="own")
    own.set("classificationScheme", "urn:uuid:11111111-2222-4333-8444-555555555555")
    own.set("classifiedObject", str(entry.get("id")))
    entry.insert(place + 1, own)


class SpeaksManyTongues(AffinityDomain):
    """Reports each error several times over, in several languages."""

    class Registry(AffinityDomain.Registry):
        def register(self, objects: Objects) -> RegistryResponse:
            return _many(super().register(objects))

    class Repository(AffinityDomain.Repository):
        def relayed(self, answered: RegistryResponse) -> RegistryResponse:
            return _many(answered)


def _many(answered: RegistryResponse) -> RegistryResponse:
    words = ("Größenänderung abgelehnt", "拒否されました", "refusé 🛑")
    more = [replace(error, context=said) for error in answered.errors for said in words]
    return replace(answered, errors=(*answered.errors, *more))


class WarnsOfExtras(AffinityDomain):
    """Does not keep extra metadata, and says so by a warning."""

    class Registry(AffinityDomain.Registry):
        def register(self, objects: Objects) -> RegistryResponse:
            extra = any(one.slots for one in objects.entries)
            answered = super().register(objects)
            if not extra or answered.errors:
                return answered
            warning = RegistryError("XDSExtraMetadataNotSaved", "some Slots are not kept", WARNING)
            return replace(answered, errors=(warning,), highest=WARNING)

        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, entries=tuple(replace(one, slots={}) for one in kept.entries))


class AnyOrder(AffinityDomain):
    """Returns documents, instances and objects in the reverse order."""

    class Registry(AffinityDomain.Registry):
        def query_told(self, found: Objects) -> etree._Element:
            turned = replace(
                found,
                entries=found.entries[::-1],
                submission_sets=found.submission_sets[::-1],
                associations=found.associations[::-1],
                refs=found.refs[::-1],
            )
            return super().query_told(turned)

    class Repository(AffinityDomain.Repository):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            return super().retrieve_told(replace(answer, documents=answer.documents[::-1]))

    class ImagingSource(AffinityDomain.ImagingSource):
        def ordered(self, documents: list[RetrievedDocument]) -> list[RetrievedDocument]:
            return documents[::-1]


class KnowsItsPatients(AffinityDomain):
    """Refuses a query about a patient it does not know, or who was merged away."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            for name, values in request.parameters:
                named = name.lower().endswith("patientid") and len(values) == 1
                if named and not self.knows_patient(values[0].strip("'")):
                    raise Refused("XDSUnknownPatientId", "this patient is not known here")
            return super().found(request)


class OwnDisplayNames(AffinityDomain):
    """Shows codes with display names of its own."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, entries=tuple(_displayed(one) for one in kept.entries))


def _displayed(entry: DocumentEntry) -> DocumentEntry:
    def own(code: Code | None) -> Code | None:
        return replace(code, display="Ωρα 病院 Ö") if code else None

    return replace(entry, class_code=own(entry.class_code), type_code=own(entry.type_code))


class PrettyPrints(AffinityDomain):
    """Writes its query answers with indentation, comments and other prefixes, and without ids where none are needed."""

    class Registry(AffinityDomain.Registry):
        def query_told(self, found: Objects) -> etree._Element:
            told = super().query_told(found)
            for one in told.iter(clark(RIM, "Classification"), clark(RIM, "ExternalIdentifier")):
                one.attrib.pop("id", None)
            renamed = etree.fromstring(_other_prefixes(etree.tostring(told)))
            renamed.insert(0, etree.Comment(" found "))
            etree.indent(renamed)
            return renamed


def _other_prefixes(octets: bytes) -> bytes:
    """Rewrite the text: to move so many elements to another root takes seconds."""
    for old, new in ((b"rim:", b""), (b"query:", b"ns3:")):
        octets = octets.replace(b"<" + old, b"<" + new).replace(b"</" + old, b"</" + new)
    return octets.replace(b"xmlns:rim=", b"xmlns=").replace(b"xmlns:query=", b"xmlns:ns3=")


class RefersToo(AffinityDomain):
    """Adds references to other objects beside the whole objects asked for."""

    class Registry(AffinityDomain.Registry):
        def query_told(self, found: Objects) -> etree._Element:
            refs = tuple(dict.fromkeys(end for one in found.associations for end in (one.source, one.target)))
            return super().query_told(found if found.refs else replace(found, refs=refs))


class ForgivesStrayDocuments(AffinityDomain):
    """Keeps the documents of a submission that the registry refused."""

    class Repository(AffinityDomain.Repository):
        def takes_back(self, answered: RegistryResponse) -> bool:
            return False


_REPOSITORY = "document-repository"

ODDITIES = (
    oddity("xds.talks-around-parts", TalksAroundParts, actor=_REPOSITORY),
    oddity("xds.sends-chunks", SendsChunks),
    oddity("BV35", RootFirstWithoutStart, actor=_REPOSITORY),
    oddity("BV35.root-last", RootLast, actor=_REPOSITORY),
    oddity("BV35.odd-content-ids", OddContentIds, actor=_REPOSITORY),
    oddity("BV37", RetrievesInline, actor=_REPOSITORY),
    oddity("BV38", BorrowsTheBoundary, actor=_REPOSITORY),
    oddity("BV39", AddsMetadata),
    oddity("BV40", SpeaksManyTongues),
    oddity("BV43", AnyOrder, actor="imaging-document-source"),
    oddity("xds.own-display-names", OwnDisplayNames),
    oddity("xds.warns-of-extras", WarnsOfExtras),
    oddity("xds.knows-its-patients", KnowsItsPatients),
    oddity("xds.pretty-prints", PrettyPrints),
    oddity("xds.refers-too", RefersToo),
    oddity("xds.forgives-stray-documents", ForgivesStrayDocuments, actor=_REPOSITORY),
)
