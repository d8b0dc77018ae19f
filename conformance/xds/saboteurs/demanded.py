"""Registries and repositories with one vice each in documents that are made on demand (ITI-61, ITI-18, ITI-43)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.vocabulary import ON_DEMAND

if TYPE_CHECKING:
    from conformance.xds.simulator.parameters import Asking
    from conformance.xds.simulator.repository import Kept
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument

REGISTRY, SOURCE = "document-registry", "on-demand-document-source"


class HidesOnDemand(AffinityDomain):
    """Finds stable entries whatever type is asked for."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            kept = tuple(one for one in request.parameters if not one[0].endswith("EntryType"))
            return super().found(replace(request, parameters=kept))


class ShowsOnDemand(AffinityDomain):
    """Finds on-demand entries although nobody asked for such."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            found = super().found(request)
            if not request.query_id.endswith("b0af0d") or any(
                one[0].endswith("EntryType") for one in request.parameters
            ):
                return found
            every = ("$XDSDocumentEntryType", (f"('{ON_DEMAND}')",))
            more = super().found(replace(request, parameters=(*request.parameters, every)))
            return replace(found, entries=(*found.entries, *more.entries), refs=(*found.refs, *more.refs))


class TakesMadeOnes(AffinityDomain):
    """Takes an on-demand entry that has a creation time, a hash or a size."""

    class Administration(AffinityDomain.Administration):
        def is_unmade(self, entry: DocumentEntry) -> bool:
            return True


class ReadsOneType(AffinityDomain):
    """Takes the first of several types of entry asked for."""

    class Registry(AffinityDomain.Registry):
        def matches_type(self, asking: Asking, entry: DocumentEntry) -> bool:
            name = "$XDSDocumentEntryType"
            kept = {one: [slots[0][:1]] if one == name else slots for one, slots in asking.values.items()}
            return super().matches_type(replace(asking, values=kept), entry)


class NamesNothingNew(AffinityDomain):
    """Gives a document made on demand no identifier of its own."""

    class Repository(AffinityDomain.Repository):
        def made(self, asked: DocumentRequest, content: Kept) -> RetrievedDocument:
            return replace(super().made(asked, content), new_repository=None, new_document=None)


class ChangesUnderItsName(AffinityDomain):
    """Makes another document on demand each time, under one identifier."""

    class Repository(AffinityDomain.Repository):
        count = itertools.count()

        def made(self, asked: DocumentRequest, content: Kept) -> RetrievedDocument:
            told = super().made(asked, content)
            return replace(told, octets=told.octets + str(next(self.count)).encode())


# Unusual and right.


class MakesItAnew(AffinityDomain):
    """Makes another document on demand each time, and keeps none."""

    class Repository(AffinityDomain.Repository):
        count = itertools.count()

        def made(self, asked: DocumentRequest, content: Kept) -> RetrievedDocument:
            told, number = super().made(asked, content), next(self.count)
            return replace(
                told,
                octets=told.octets + str(number).encode(),
                new_repository=None,
                new_document=f"{told.new_document}.{number}",
            )


DEMANDED = (
    vice("xds.hides-on-demand", HidesOnDemand, [c.ON_DEMAND_FOUND], actor=REGISTRY),
    vice(
        "xds.shows-on-demand",
        ShowsOnDemand,
        [c.ON_DEMAND_APART],
        [c.ON_DEMAND_TYPES],
        actor=REGISTRY,
    ),
    vice("xds.takes-made-ones", TakesMadeOnes, [c.ON_DEMAND_UNMADE], actor=REGISTRY),
    vice(
        "xds.reads-one-type",
        ReadsOneType,
        [c.ON_DEMAND_TYPES],
        [c.REFERENCE_ID, c.RELATED_DOCUMENTS],
        actor=REGISTRY,
    ),
    vice("xds.names-nothing-new", NamesNothingNew, [c.ON_DEMAND_NEW_ID], actor=SOURCE),
    vice("xds.changes-under-its-name", ChangesUnderItsName, [c.ON_DEMAND_SAME], actor=SOURCE),
    oddity("xds.makes-it-anew", MakesItAnew, actor=SOURCE),
)
