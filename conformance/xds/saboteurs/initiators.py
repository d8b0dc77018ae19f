"""Initiating gateways with one vice each in how they ask other communities, and what they make of the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds import vocabulary as v
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import FORMS
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import RegistryResponse

if TYPE_CHECKING:
    from conformance.xds.wire.registry import QueryRequest, QueryResponse, RegistryError
    from conformance.xds.wire.repository import DocumentRequest, RetrieveResponse

GATEWAY = "initiating-gateway"


class PassesOnWhatItKnows(AffinityDomain):
    """Leaves out of a query to other communities the parameters it does not know itself."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def passed_on(self, request: QueryRequest) -> QueryRequest:
            known = {one.name for one in FORMS[request.query_id].parameters}
            return replace(request, parameters=tuple(one for one in request.parameters if one[0] in known))


class ForgetsWhose(AffinityDomain):
    """Does not say of which community an entry is."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def consolidated(self, told: list[QueryResponse]) -> QueryResponse:
            whole = super().consolidated(told)
            entries = tuple(replace(one, home=None) for one in whole.objects.entries)
            return replace(whole, objects=replace(whole.objects, entries=entries))


class AllCommunitiesOrNone(AffinityDomain):
    """Finds nothing at all when one community refuses."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def consolidated(self, told: list[QueryResponse]) -> QueryResponse:
            whole = super().consolidated(told)
            if not whole.response.errors:
                return whole
            return replace(whole, response=replace(whole.response, status=v.FAILURE), objects=Objects())


class TellsOfStrangers(AffinityDomain):
    """Tells its consumer that a community does not know the patient."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def is_told(self, error: RegistryError) -> bool:
            return True


class PassesOverTheAbsent(AffinityDomain):
    """Says nothing of a community that does not answer."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def is_told(self, error: RegistryError) -> bool:
            return super().is_told(error) and error.code != "XDSUnavailableCommunity"


class AsksEverybody(AffinityDomain):
    """Asks the first community, whichever a query by identifier names."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def concerned(self, request: QueryRequest) -> list[str]:
            return list(self.communities)[:1] if request.home else super().concerned(request)


class FindsNothingThere(AffinityDomain):
    """Answers for a community nobody knows that nothing is there."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def refused(self, code: str, why: str) -> QueryResponse:
            told = super().refused(code, why)
            return told if code != "XDSUnknownCommunity" else replace(told, response=RegistryResponse(v.SUCCESS))


class FetchesFromTheFirst(AffinityDomain):
    """Fetches every document from one community."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch(self, home: str, asked: list[DocumentRequest]) -> RetrieveResponse:
            return super().fetch(next(iter(self.communities)) if home in self.communities else home, asked)


class PassesOverMissingDocuments(AffinityDomain):
    """Says nothing of documents that a community could not give."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch(self, home: str, asked: list[DocumentRequest]) -> RetrieveResponse:
            return replace(super().fetch(home, asked), response=RegistryResponse(v.SUCCESS))


# Unusual and right.


class AsksTheLastFirst(AffinityDomain):
    """Asks communities in the reverse order, and gives what they have in it."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def concerned(self, request: QueryRequest) -> list[str]:
            return super().concerned(request)[::-1]


INITIATORS = (
    vice("xds.passes-on-what-it-knows", PassesOnWhatItKnows, [c.ABROAD_ASKED], actor=GATEWAY),
    vice(
        "xds.forgets-whose",
        ForgetsWhose,
        [c.ABROAD_TOGETHER],
        [c.ABROAD_NAMED],
        actor=GATEWAY,
    ),
    vice(
        "xds.all-communities-or-none", AllCommunitiesOrNone, [c.ABROAD_PARTIAL], [c.ABROAD_UNAVAILABLE], actor=GATEWAY
    ),
    vice("xds.tells-of-strangers", TellsOfStrangers, [c.ABROAD_UNKNOWN_PATIENT], actor=GATEWAY),
    vice("xds.passes-over-the-absent", PassesOverTheAbsent, [c.ABROAD_UNAVAILABLE], actor=GATEWAY),
    vice("xds.asks-everybody", AsksEverybody, [c.ABROAD_NAMED], actor=GATEWAY),
    vice("xds.finds-nothing-there", FindsNothingThere, [c.ABROAD_UNKNOWN], actor=GATEWAY),
    vice(
        "xds.fetches-from-the-first",
        FetchesFromTheFirst,
        [c.ABROAD_RETRIEVED],
        [c.ABROAD_RETRIEVED_PARTIAL, c.ABROAD_UNAVAILABLE],
        actor=GATEWAY,
    ),
    vice(
        "xds.passes-over-missing-documents",
        PassesOverMissingDocuments,
        [c.ABROAD_RETRIEVED_PARTIAL],
        [c.ABROAD_UNAVAILABLE, c.ABROAD_UNKNOWN],
        actor=GATEWAY,
    ),
    oddity("xds.asks-the-last-first", AsksTheLastFirst, actor=GATEWAY),
)
