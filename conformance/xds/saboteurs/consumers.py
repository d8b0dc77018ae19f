"""Document consumers with one vice each: what they ask wrongly, and what they ask next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.xds import clauses as c
from conformance.xds import vocabulary as v
from conformance.xds.saboteurs.naming import oddity, stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.registry import ERROR_LIST, OBJECT_REF, write_query
from conformance.xds.wire.repository import write_retrieve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from conformance.model import Saboteur
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.mime import Part
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest
    from conformance.xds.wire.soap import Message

CONSUMER, IMAGING = "document-consumer", "imaging-document-consumer"


class AsksWithoutStatus(AffinityDomain):
    """Asks for a patient's documents without a status."""

    class Consumer(AffinityDomain.Consumer):
        def find(self, url: str, patient: str) -> list[DocumentEntry]:
            query = self.query(patient)
            self.post(url, v.STORED_QUERY, write_query(replace(query, parameters=query.parameters[:1])))
            return super().find(url, patient)


class LeavesParenthesesOut(AffinityDomain):
    """Writes a status without parentheses."""

    class Consumer(AffinityDomain.Consumer):
        def find(self, url: str, patient: str) -> list[DocumentEntry]:
            query = self.query(patient)
            bare = tuple((name, tuple(one.strip("()") for one in values)) for name, values in query.parameters)
            self.post(url, v.STORED_QUERY, write_query(replace(query, parameters=bare)))
            return super().find(url, patient)


class FetchesByUuid(AffinityDomain):
    """Asks for a document by the id of its entry."""

    class Consumer(AffinityDomain.Consumer):
        def request(self, entry: DocumentEntry) -> DocumentRequest:
            return replace(super().request(entry), document=entry.id)


class ForgetsCommunities(AffinityDomain):
    """Asks for a document without the community its entry names."""

    class Consumer(AffinityDomain.Consumer):
        def request(self, entry: DocumentEntry) -> DocumentRequest:
            return replace(super().request(entry), home=None)


class AsksTheLastAgain(AffinityDomain):
    """Asks again for the document or image before, once anything was not as it expected."""

    class Consumer(AffinityDomain.Consumer):
        def __init__(self) -> None:
            self._stuck: DocumentRequest | None = None
            self._series: ImagingRequest | None = None

        def request(self, entry: DocumentEntry) -> DocumentRequest:
            self._stuck = self._stuck or super().request(entry)
            return self._stuck

        def images(self, values: Mapping[str, str]) -> ImagingRequest:
            self._series = self._series or super().images(values)
            return self._series


class AsksForStudies(AffinityDomain):
    """Names the study where the series is wanted."""

    class Consumer(AffinityDomain.Consumer):
        def images(self, values: Mapping[str, str]) -> ImagingRequest:
            return super().images({**values, "series": values["study"]})


class ShowsAnything(AffinityDomain):
    """Lists no transfer syntax."""

    class Consumer(AffinityDomain.Consumer):
        def syntaxes(self) -> tuple[str, ...]:
            return ()


class TakesAllOrNothing(AffinityDomain):
    """Drops what was found when the answer lists an error or a warning."""

    class Consumer(AffinityDomain.Consumer):
        def post(self, url: str, action: str, body: etree._Element, parts: list[Part] | None = None) -> Message | None:
            answer = super().post(url, action, body, parts)
            listed = answer is not None and answer.body is not None and answer.body.find(ERROR_LIST) is not None
            return None if listed else answer

    def profile(self) -> dict[str, Any]:
        told = super().profile()
        ways = {name: {**way, "within_s": 0.5} for name, way in told["asked"]["by"].items()}
        return {**told, "asked": {"by": ways}}


# Unusual and right.


class FetchesTheRest(AffinityDomain):
    """Fetches with a document the patient's others, in one request."""

    class Consumer(AffinityDomain.Consumer):
        def fetch(self, values: Mapping[str, str]) -> None:
            found = self.find(values["registry"], values["patient"])
            if found:
                self.post(values["repository"], v.RETRIEVE, write_retrieve([self.request(one) for one in found]), [])


class FetchesOneByOne(AffinityDomain):
    """Asks for each instance of a series in a request of its own."""

    class Consumer(AffinityDomain.Consumer):
        def fetch_images(self, values: Mapping[str, str]) -> None:
            for one in values["instances"].split():
                super().fetch_images({**values, "instances": one})


class LooksForReferencesFirst(AffinityDomain):
    """Asks for references before it asks for entries."""

    class Consumer(AffinityDomain.Consumer):
        def find(self, url: str, patient: str) -> list[DocumentEntry]:
            self.post(url, v.STORED_QUERY, write_query(replace(self.query(patient), return_type=OBJECT_REF)))
            return super().find(url, patient)


def _stuck(what: str, actor: str, family: str, name: str) -> Saboteur:
    """Return who asks for one thing for ever, told one story alone: in any later one it would have begun with it."""
    return vice(
        f"xds.asks-for-{what}-again", AsksTheLastAgain, [c.CONSUMER_GOES_ON], actor=actor, told=stories(family, name)
    )


CONSUMERS = (
    vice("xds.asks-without-status", AsksWithoutStatus, [c.CONSUMER_QUERY], actor=CONSUMER),
    vice("xds.leaves-parentheses-out", LeavesParenthesesOut, [c.CONSUMER_CODED], actor=CONSUMER),
    vice("xds.fetches-by-uuid", FetchesByUuid, [c.CONSUMER_RETRIEVES], [c.CONSUMER_GOES_ON], actor=CONSUMER),
    vice("xds.forgets-communities", ForgetsCommunities, [c.CONSUMER_HOME], actor=CONSUMER),
    vice(
        "xds.asks-the-last-again",
        AsksTheLastAgain,
        [c.CONSUMER_GOES_ON],
        [c.CONSUMER_HOME, c.CONSUMER_RETRIEVES],
        actor=CONSUMER,
    ),
    _stuck("the-missing", CONSUMER, "consumer", "after-not-found"),
    _stuck("the-unreadable", CONSUMER, "consumer", "unknown-media-type"),
    _stuck("the-series", IMAGING, "image-consumer", "after-partial-success"),
    vice("xds.asks-for-studies", AsksForStudies, [c.IMAGES_REQUEST], actor=IMAGING),
    vice("xds.shows-anything", ShowsAnything, [c.IMAGES_SYNTAXES], actor=IMAGING),
    vice("xds.takes-all-or-nothing", TakesAllOrNothing, [c.CONSUMER_GOES_ON], actor=CONSUMER),
    oddity("xds.fetches-the-rest", FetchesTheRest, actor=CONSUMER),
    oddity("xds.fetches-one-by-one", FetchesOneByOne, actor=IMAGING),
    oddity("xds.looks-for-references-first", LooksForReferencesFirst, actor=CONSUMER),
)
