"""Registries with one vice each in a single parameter of a stored query (ITI-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import asked, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import FORMS, Refused
from conformance.xds.vocabulary import APPROVED, QUERIES
from conformance.xds.wire.ebrim import Objects

if TYPE_CHECKING:
    from conformance.xds.simulator.parameters import Asking
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.registry import QueryRequest

_ENTRY = "$XDSDocumentEntry"
_FEW = 500


class OverlooksCodes(AffinityDomain):
    """Passes over the format and practice setting asked for."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            overlooked = {f"{_ENTRY}FormatCode", f"{_ENTRY}PracticeSettingCode"}
            return [one for one in super().completed(request) if one[0] not in overlooked]


class DemandsServiceTimes(AffinityDomain):
    """Leaves out entries without a service time when one is asked for."""

    class Registry(AffinityDomain.Registry):
        def in_range(self, asking: Asking, name: str, time: str | None) -> bool:
            asked = asking.one(f"{name}From") or asking.one(f"{name}To")
            return not (asked and time is None) and super().in_range(asking, name, time)


class DemandsBothBounds(AffinityDomain):
    """Refuses a time range that has only an end."""

    class Registry(AffinityDomain.Registry):
        def in_range(self, asking: Asking, name: str, time: str | None) -> bool:
            if asking.one(f"{name}To") and not asking.one(f"{name}From"):
                raise Refused("XDSRegistryError", "a time range needs a beginning")
            return super().in_range(asking, name, time)


class ReadsFirstValues(AffinityDomain):
    """Reads only the first Value of a list that is split over several."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            return [(name, values[:1]) for name, values in super().completed(request)]


class KeepsDoubledQuotes(AffinityDomain):
    """Takes a doubled quote in a text for two quotes."""

    class Registry(AffinityDomain.Registry):
        def is_like(self, pattern: str, text: str) -> bool:
            return super().is_like(pattern.replace("'", "''"), text)


class ChokesOnStatuses(AffinityDomain):
    """Refuses a query that names a status it does not know beside one that it does."""

    class Registry(AffinityDomain.Registry):
        def statuses(self, asking: Asking, name: str) -> frozenset[str]:
            known = super().statuses(asking, name)
            if set(asking.any_of(name) or ()) - known:
                raise Refused("XDSRegistryError", "a status is not known")
            return known


class OverlooksSources(AffinityDomain):
    """Passes over the source and the time of a submission asked for."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            kept = super().completed(request)
            return [one for one in kept if not one[0].startswith(("$XDSSubmissionSetSou", "$XDSSubmissionSetSub"))]


class OverlooksFolderCodes(AffinityDomain):
    """Passes over the codes of a folder asked for."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            return [one for one in super().completed(request) if one[0] != "$XDSFolderCodeList"]


class KnowsNoStatus(AffinityDomain):
    """Finds submission sets and folders whatever status is asked for."""

    class Registry(AffinityDomain.Registry):
        def statuses(self, asking: Asking, name: str) -> frozenset[str]:
            known = super().statuses(asking, name)
            return known if name.startswith(_ENTRY) else known | {APPROVED}


class CutsAtFiveHundred(AffinityDomain):
    """Returns five hundred entries at most, and says nothing of the rest."""

    class Registry(AffinityDomain.Registry):
        def find_documents(self, asking: Asking) -> Objects:
            return Objects(entries=super().find_documents(asking).entries[:_FEW])


class MissesElsewhere(AffinityDomain):
    """Finds nothing, instead of refusing, when a query other than FindDocuments lacks what it requires."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            try:
                return super().found(request)
            except Refused as refused:
                spared = {QUERIES["FindDocuments"], QUERIES["GetDocuments"]}
                if refused.code != "XDSStoredQueryMissingParam" or request.query_id in spared:
                    raise
                return Objects()


class TakesTheFirst(AffinityDomain):
    """Takes the first of two values for a parameter that has one."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            single = {one.name for one in FORMS[request.query_id].parameters if not one.many}
            return [(name, values[:1] if name in single else values) for name, values in super().completed(request)]


class GuessesSchemes(AffinityDomain):
    """Takes a code without its scheme for one of any scheme."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            slots = super().completed(request)
            bare = {name for name, values in slots if name.endswith("Code") and not any("^^" in one for one in values)}
            return [one for one in slots if one[0] not in bare]


class WantsNothingNew(AffinityDomain):
    """Refuses a query with a parameter it does not know."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            slots = super().completed(request)
            known = {one.name for one in FORMS[request.query_id].parameters}
            if any(name not in known for name, _ in slots):
                raise Refused("XDSRegistryError", "there is a parameter nobody knows")
            return slots


class DropsRanges(AffinityDomain):
    """Passes over the end of a range of service times."""

    class Registry(AffinityDomain.Registry):
        def matches(self, asking: Asking, entry: DocumentEntry) -> bool:
            kept = {name: slots for name, slots in asking.values.items() if not name.endswith("TimeTo")}
            return super().matches(replace(asking, values=kept), entry)


class RefusesAuthors(AffinityDomain):
    """Refuses to find documents by their author."""

    class Registry(AffinityDomain.Registry):
        def find_documents(self, asking: Asking) -> Objects:
            if asking.any_of("$XDSDocumentEntryAuthorPerson"):
                raise Refused("XDSRegistryError", "this parameter is not supported")
            return super().find_documents(asking)


ASKERS = (
    vice(
        "xds.refuses-authors",
        RefusesAuthors,
        [c.QUERY_ANSWERED],
        [c.QUOTE_DOUBLED],
        told=asked("author-pattern", "quoted-text"),
    ),
    vice("xds.overlooks-codes", OverlooksCodes, [c.CODED_FILTERS], told=asked("coded-filters")),
    vice("xds.demands-service-times", DemandsServiceTimes, [c.SERVICE_TIME_ABSENT], told=asked("service-times")),
    vice(
        "xds.demands-both-bounds",
        DemandsBothBounds,
        [c.OPEN_RANGE],
        told=asked("service-times"),
    ),
    vice("xds.drops-ranges", DropsRanges, [c.TIME_RANGE, c.OPEN_RANGE], told=asked("service-times", "time-range")),
    vice("xds.reads-first-values", ReadsFirstValues, [c.VALUES_SPLIT], [c.AND_OR], told=asked("list-forms")),
    vice("xds.keeps-doubled-quotes", KeepsDoubledQuotes, [c.QUOTE_DOUBLED], told=asked("quoted-text")),
    vice("xds.chokes-on-statuses", ChokesOnStatuses, [c.STATUS_UNKNOWN], told=asked("statuses")),
    vice("xds.overlooks-sources", OverlooksSources, [c.SET_FILTERS], told=asked("submission-set-filters")),
    vice(
        "xds.overlooks-folder-codes",
        OverlooksFolderCodes,
        [c.FIND_FOLDERS],
        told=asked("folders", "every-filter-of-packages"),
    ),
    vice("xds.knows-no-status", KnowsNoStatus, [c.PACKAGE_STATUS], told=asked("statuses-of-packages")),
    vice("xds.cuts-at-five-hundred", CutsAtFiveHundred, [c.MANY_ENTRIES], told=asked("thousand-entries")),
    vice(
        "xds.misses-elsewhere",
        MissesElsewhere,
        [c.MISSING_PARAMETER],
        [c.EITHER_OR],
        told=asked("missing-parameter-of-each"),
    ),
    vice("xds.takes-the-first", TakesTheFirst, [c.SINGLE_VALUED], told=asked("parameter-forms")),
    vice("xds.guesses-schemes", GuessesSchemes, [c.CODE_NEEDS_SCHEME], told=asked("parameter-forms")),
    vice("xds.wants-nothing-new", WantsNothingNew, [c.UNKNOWN_PARAMETER], told=asked("parameter-forms")),
)
