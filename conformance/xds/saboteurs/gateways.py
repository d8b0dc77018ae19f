"""Gateways with one vice each towards other communities, and two that are only odd (ITI-38, ITI-39, RAD-75)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.parameters import Refused
from conformance.xds.vocabulary import RS, clark
from conformance.xds.wire.registry import RegistryError
from conformance.xds.wire.repository import RESPONSE, RetrievedDocument

if TYPE_CHECKING:
    from lxml import etree

    from conformance.xds.simulator.soap_service import Reply
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.soap import Message

GATEWAY, IMAGING = "responding-gateway", "responding-imaging-gateway"


class FindsNothingAbroad(AffinityDomain):
    """Finds nothing by patient for another community."""

    class Gateway(AffinityDomain.Gateway):
        def found(self, request: QueryRequest) -> Objects:
            found = super().found(request)
            return replace(found, entries=()) if request.home is None else found


class NamesNoHome(AffinityDomain):
    """Does not say of which community an object is."""

    class Gateway(AffinityDomain.Gateway):
        def name(self, told: etree._Element) -> None:
            """Leave it out."""


class NeedsNoHome(AffinityDomain):
    """Answers requests that name no community."""

    class Gateway(AffinityDomain.Gateway):
        def refuse_no_home(self) -> None:
            """Take it for ours."""


class AnswersForOthers(AffinityDomain):
    """Answers requests for another community."""

    class Gateway(AffinityDomain.Gateway):
        def refuse_other_home(self, home: str) -> None:
            """Take it for ours."""


class SaysNotWhose(AffinityDomain):
    """Reports errors of a gateway at a location that is no community."""

    class Gateway(AffinityDomain.Gateway):
        def answer_query(self, message: Message) -> Reply:
            reply = super().answer_query(message)
            for one in reply.body.iter(clark(RS, "RegistryError")):
                one.set("location", "the gateway")
            return reply


class TrimsAbroad(AffinityDomain):
    """Strips line ends of a document on its way to another community."""

    class Gateway(AffinityDomain.Gateway):
        def named(self, document: RetrievedDocument) -> RetrievedDocument:
            return replace(super().named(document), octets=document.octets.strip(b"\r\n"))


class NamesNoDocument(AffinityDomain):
    """Does not say of which community a document or an image is."""

    class Gateway(AffinityDomain.Gateway):
        def named(self, document: RetrievedDocument) -> RetrievedDocument:
            return replace(document, home=None)


class AllAbroadOrNone(AffinityDomain):
    """Returns nothing to another community when one thing of several can't be had."""

    class Gateway(AffinityDomain.Gateway):
        def told(self, found: list[RetrievedDocument | RegistryError]) -> Reply:
            failed = [one for one in found if isinstance(one, RegistryError)]
            return super().told([*failed] if failed else found)


class SendsAnythingAbroad(AffinityDomain):
    """Sends another community a document in place of an image."""

    class Gateway(AffinityDomain.Gateway):
        def named(self, document: RetrievedDocument) -> RetrievedDocument:
            named = super().named(document)
            return replace(named, octets=b"an image") if document.mime_type == "application/dicom" else named


class OneImageAbroad(AffinityDomain):
    """Sends another community the first image of several."""

    class Gateway(AffinityDomain.Gateway):
        def answer_imaging(self, message: Message) -> Reply:
            reply = super().answer_imaging(message)
            for more in reply.body.findall(RESPONSE)[1:]:
                reply.body.remove(more)
            return reply


class AnotherImageAbroad(AffinityDomain):
    """Sends another community some image in place of one it has not."""

    class Gateway(AffinityDomain.Gateway):
        def located(self, found: RetrievedDocument | RegistryError) -> RetrievedDocument | RegistryError:
            if not isinstance(found, RegistryError):
                return found
            octets = next(iter(sample_study.images().values()))
            return RetrievedDocument(self._source.unique_id, str(found.location), "application/dicom", octets)


class LocatesImagesOnly(AffinityDomain):
    """Reports images it has not by their identifiers, and does not say of which community they are."""

    class Gateway(AffinityDomain.Gateway):
        def located(self, found: RetrievedDocument | RegistryError) -> RetrievedDocument | RegistryError:
            return found


class TellsMoreAbroad(AffinityDomain):
    """Reports twice what it could not give another community."""

    class Gateway(AffinityDomain.Gateway):
        def told(self, found: list[RetrievedDocument | RegistryError]) -> Reply:
            more = [replace(one, context="nicht hier") for one in found if isinstance(one, RegistryError)]
            return super().told([*found, *more])


class PassesOverTheMissing(AffinityDomain):
    """Says nothing of what it could not give another community, when there is something it could."""

    class Gateway(AffinityDomain.Gateway):
        def told(self, found: list[RetrievedDocument | RegistryError]) -> Reply:
            came = [one for one in found if isinstance(one, RetrievedDocument)]
            return super().told([*came] if came else found)


class StumblesOverStrangers(AffinityDomain):
    """Refuses a query about a patient it does not know as an error of its own."""

    class Gateway(AffinityDomain.Gateway):
        def found(self, request: QueryRequest) -> Objects:
            found = super().found(request)
            if request.home is None and not len(found):
                raise Refused("XDSRegistryError", "nobody is known by that name")
            return found


GATEWAYS = (
    vice("xds.stumbles-over-strangers", StumblesOverStrangers, [c.GATEWAY_UNKNOWN_PATIENT], actor=GATEWAY),
    vice("xds.finds-nothing-abroad", FindsNothingAbroad, [c.GATEWAY_FOUND], [c.LATER_SAME], actor=GATEWAY),
    vice("xds.names-no-home", NamesNoHome, [c.GATEWAY_HOME], actor=GATEWAY),
    vice("xds.needs-no-home", NeedsNoHome, [c.GATEWAY_NO_HOME], actor=GATEWAY),
    vice("xds.answers-for-others", AnswersForOthers, [c.GATEWAY_OTHER_HOME], [c.GATEWAY_IMAGES_PARTIAL], actor=GATEWAY),
    vice("xds.says-not-whose", SaysNotWhose, [c.GATEWAY_ERROR_LOCATION], actor=GATEWAY),
    vice("xds.trims-abroad", TrimsAbroad, [c.GATEWAY_SAME], [c.LATER_SAME], actor=GATEWAY),
    vice("xds.names-no-document", NamesNoDocument, [c.GATEWAY_DOCUMENT_HOME], [c.GATEWAY_IMAGE], actor=GATEWAY),
    vice(
        "xds.all-abroad-or-none",
        AllAbroadOrNone,
        [c.GATEWAY_PARTIAL, c.GATEWAY_IMAGES_PARTIAL],
        actor=GATEWAY,
    ),
    vice("xds.sends-anything-abroad", SendsAnythingAbroad, [c.GATEWAY_IMAGE], actor=GATEWAY),
    vice("xds.one-image-abroad", OneImageAbroad, [c.SERIES_RETURNED], actor=IMAGING),
    vice(
        "xds.another-image-abroad",
        AnotherImageAbroad,
        [c.UNKNOWN_INSTANCE],
        [c.FOREIGN_SOURCE, c.LISTED_SYNTAX, c.GATEWAY_IMAGES_PARTIAL],
        actor=IMAGING,
    ),
    vice("xds.locates-images-only", LocatesImagesOnly, [c.GATEWAY_IMAGES_LOCATION], actor=IMAGING),
    oddity("xds.tells-more-abroad", TellsMoreAbroad, actor=GATEWAY),
    oddity("xds.passes-over-the-missing", PassesOverTheMissing, actor=GATEWAY),
)
