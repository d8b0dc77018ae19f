"""Document responders of mobile access with one vice each (ITI-66, ITI-67, ITI-68)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Asked, Told

if TYPE_CHECKING:
    from conformance.xds.simulator.mhd import Resource
    from conformance.xds.wire.ebrim import DocumentEntry, SubmissionSet

ACTOR = "document-responder"


class CallsItCollection(AffinityDomain):
    """Answers a search by a Bundle that is no searchset."""

    class Mhd(AffinityDomain.Mhd):
        def bundle(self, resources: list[Resource]) -> Resource:
            return {**super().bundle(resources), "type": "collection"}


class FindsNothingMobile(AffinityDomain):
    """Finds no document by patient."""

    class Mhd(AffinityDomain.Mhd):
        def found(self, said: dict[str, str]) -> list[DocumentEntry]:
            return []


class FindsEverybodys(AffinityDomain):
    """Finds everybody's documents."""

    class Mhd(AffinityDomain.Mhd):
        def found(self, said: dict[str, str]) -> list[DocumentEntry]:
            return list(self._registry.holdings.entries.values())


class SaysNoMediaType(AffinityDomain):
    """Does not say of which media type a document is."""

    class Mhd(AffinityDomain.Mhd):
        def attachment(self, entry: DocumentEntry) -> Resource:
            told = super().attachment(entry)
            del told["contentType"]
            return told


class HashesInHex(AffinityDomain):
    """Gives the hash in hex, as XDS does, where FHIR wants base64."""

    class Mhd(AffinityDomain.Mhd):
        def attachment(self, entry: DocumentEntry) -> Resource:
            return {**super().attachment(entry), "hash": entry.hash}


class TrimsMobile(AffinityDomain):
    """Strips line ends of a document it gives."""

    class Mhd(AffinityDomain.Mhd):
        def handed_out(self, content: bytes) -> bytes:
            return content.strip(b"\r\n")


class NothingIsAnAnswer(AffinityDomain):
    """Answers a request for what is not there by 200 and nothing."""

    class Mhd(AffinityDomain.Mhd):
        def answer(self, asked: Asked) -> Told:
            told = super().answer(asked)
            return Told(200, b"", "text/plain") if told.status == 404 else told  # noqa: PLR2004 - not found


class ListsNothing(AffinityDomain):
    """Finds no submission set."""

    class Mhd(AffinityDomain.Mhd):
        def sets(self, said: dict[str, str]) -> list[SubmissionSet]:
            return []


class SaysNothingOfItself(AffinityDomain):
    """Leaves the resources out of its CapabilityStatement."""

    class Mhd(AffinityDomain.Mhd):
        def capability(self) -> Resource:
            return {**super().capability(), "rest": []}


class WarnsAlong(AffinityDomain):
    """Adds an OperationOutcome to what it finds, and gives no hash."""

    class Mhd(AffinityDomain.Mhd):
        def bundle(self, resources: list[Resource]) -> Resource:
            told = super().bundle(resources)
            outcome = {
                "resourceType": "OperationOutcome",
                "issue": [{"severity": "information", "code": "informational"}],
            }
            return {**told, "entry": [*told["entry"], {"resource": outcome, "search": {"mode": "outcome"}}]}

        def attachment(self, entry: DocumentEntry) -> Resource:
            told = super().attachment(entry)
            return {name: told[name] for name in ("contentType", "url")}


MOBILE = (
    vice("xds.calls-it-collection", CallsItCollection, [c.MHD_BUNDLE], actor=ACTOR),
    vice("xds.finds-nothing-mobile", FindsNothingMobile, [c.MHD_FOUND], [c.MHD_PUBLISHED], actor=ACTOR),
    vice("xds.finds-everybodys", FindsEverybodys, [c.MHD_ONLY_THE_PATIENT], actor=ACTOR),
    vice("xds.says-no-media-type", SaysNoMediaType, [c.MHD_ATTACHMENT], actor=ACTOR),
    vice("xds.hashes-in-hex", HashesInHex, [c.MHD_HASH], actor=ACTOR),
    vice("xds.trims-mobile", TrimsMobile, [c.MHD_SAME], [c.MHD_PUBLISHED], actor=ACTOR),
    vice("xds.nothing-is-an-answer", NothingIsAnAnswer, [c.MHD_NOT_THERE], actor=ACTOR),
    vice("xds.lists-nothing", ListsNothing, [c.MHD_LISTS], actor=ACTOR),
    vice("xds.says-nothing-of-itself", SaysNothingOfItself, [c.MHD_CAPABILITY], [c.MHD_RECIPIENT], actor=ACTOR),
    oddity("xds.warns-along", WarnsAlong, actor=ACTOR),
)
