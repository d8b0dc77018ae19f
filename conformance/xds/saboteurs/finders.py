"""Registries with one vice each in how they answer stored queries (ITI-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import FORMS, Refused
from conformance.xds.vocabulary import APPROVED, DEPRECATED
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import OBJECT_LIST

if TYPE_CHECKING:
    from lxml import etree

    from conformance.xds.simulator.parameters import Asking
    from conformance.xds.simulator.queries import Item
    from conformance.xds.wire.ebrim import Code
    from conformance.xds.wire.registry import QueryRequest

_FEW = 3


class AsksNothing(AffinityDomain):
    """Answers a query without its required status parameter with everything."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            slots = super().completed(request)
            given = {name for name, _ in slots}
            wanted = [one.name for one in FORMS[request.query_id].parameters if one.required]
            both = f"('{APPROVED}','{DEPRECATED}')"
            return slots + [(one, [both]) for one in wanted if one.endswith("Status") and one not in given]


class SpeaksFreely(AffinityDomain):
    """Reports a missing parameter by an error code of its own."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            try:
                return super().found(request)
            except Refused as refused:
                if refused.code != "XDSStoredQueryMissingParam":
                    raise
                raise Refused("A parameter is missing", refused.why) from None


class MistypesFailure(AffinityDomain):
    """Refuses an unknown query with a status URN that has a typing error."""

    class Registry(AffinityDomain.Registry):
        def query_answer(self, request: QueryRequest) -> etree._Element:
            told = super().query_answer(request)
            if request.query_id not in FORMS:
                told.set("status", told.get("status", "").replace("ebxml-regrep", "ebxmlregrep"))
            return told


class NodsAtStrangers(AffinityDomain):
    """Answers a query id nobody defined with an empty success."""

    class Registry(AffinityDomain.Registry):
        def unknown_query(self, request: QueryRequest) -> Objects:
            return Objects()


class AlwaysWhole(AffinityDomain):
    """Returns whole objects when references are asked for."""

    class Registry(AffinityDomain.Registry):
        def wants_references(self, request: QueryRequest) -> bool:
            return False


class AlwaysBrief(AffinityDomain):
    """Leaves the codes out of what FindDocuments finds."""

    class Registry(AffinityDomain.Registry):
        def find_documents(self, asking: Asking) -> Objects:
            entries = super().find_documents(asking).entries
            brief = (replace(one, class_code=None, type_code=None, confidentiality_codes=()) for one in entries)
            return Objects(entries=tuple(brief))


class ShowsTheOld(AffinityDomain):
    """Returns Deprecated documents when Approved ones are asked for."""

    class Registry(AffinityDomain.Registry):
        def statuses(self, asking: Asking, name: str) -> frozenset[str]:
            return super().statuses(asking, name) | {DEPRECATED}


class AnyIsEnough(AffinityDomain):
    """Takes several slots of one name as alternatives."""

    class Registry(AffinityDomain.Registry):
        def in_every_list(self, lists: list[list[str]], held: set[str]) -> bool:
            return not lists or any(held & {self.compared(one) for one in alternatives} for alternatives in lists)


class AllAreNeeded(AffinityDomain):
    """Wants every alternative of one slot to be there."""

    class Registry(AffinityDomain.Registry):
        def in_every_list(self, lists: list[list[str]], held: set[str]) -> bool:
            return all({self.compared(one) for one in alternatives} <= held for alternatives in lists)


class IncludesTheEnd(AffinityDomain):
    """Takes the end of a time range as part of it."""

    class Registry(AffinityDomain.Registry):
        def is_between(self, begin: str, time: str, end: str) -> bool:
            return begin <= time <= end


class ExcludesTheBegin(AffinityDomain):
    """Does not take the beginning of a time range as part of it."""

    class Registry(AffinityDomain.Registry):
        def is_between(self, begin: str, time: str, end: str) -> bool:
            return begin < time < end


class IgnoresSchemes(AffinityDomain):
    """Compares codes without their schemes."""

    class Registry(AffinityDomain.Registry):
        def written(self, code: Code) -> str:
            return code.code

        def compared(self, value: str) -> str:
            return value.partition("^^")[0]


class MixesPatients(AffinityDomain):
    """Returns whole objects of two patients in one answer."""

    class Registry(AffinityDomain.Registry):
        def is_of_one_patient(self, objects: Objects) -> bool:
            return True


class Leaky(AffinityDomain):
    """Returns with a patient's documents the one registered next, when it is another patient's."""

    class Registry(AffinityDomain.Registry):
        leaked: frozenset[str] = frozenset()

        def find_documents(self, asking: Asking) -> Objects:
            found = super().find_documents(asking)
            rows = list(self.holdings.entries)
            last = max((rows.index(one.id) for one in found.entries), default=len(rows))
            patient = asking.one("$XDSDocumentEntryPatientId") or ""
            after = [self.holdings.entries[one] for one in rows[last + 1 : last + 2]]
            more = [one for one in after if not self.belongs_to(one.patient_id or "", patient)]
            self.leaked = frozenset(one.id for one in more)
            return Objects(entries=(*found.entries, *more))

        def is_of_one_patient(self, objects: Objects) -> bool:
            own = tuple(one for one in objects.entries if one.id not in self.leaked)
            return super().is_of_one_patient(replace(objects, entries=own))


class TakesPatternsLiterally(AffinityDomain):
    """Takes the wild cards of an author pattern literally."""

    class Registry(AffinityDomain.Registry):
        def is_like(self, pattern: str, text: str) -> bool:
            return pattern == text


class CutsShort(AffinityDomain):
    """Returns no more than three of the documents named in one query, and says nothing of the rest."""

    class Registry(AffinityDomain.Registry):
        def named(self, asking: Asking, prefix: str, among: dict[str, Item]) -> tuple[Item, ...]:
            return super().named(asking, prefix, among)[:_FEW]


class EmptyIsAnError(AffinityDomain):
    """Refuses a query that nothing matches."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            objects = super().found(request)
            if not len(objects):
                raise Refused("XDSRegistryError", "nothing was found")
            return objects


class EmptyIsNothing(AffinityDomain):
    """Leaves the object list out when nothing was found."""

    class Registry(AffinityDomain.Registry):
        def query_told(self, found: Objects) -> etree._Element:
            told = super().query_told(found)
            listed = told.find(OBJECT_LIST)
            if listed is not None and not len(listed):
                told.remove(listed)
            return told


class TakesBoth(AffinityDomain):
    """Answers a query that names documents both by entryUUID and by uniqueId."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            slots = super().completed(request)
            either = FORMS[request.query_id].either
            both = bool(either) and {*either} <= {name for name, _ in slots}
            return [one for one in slots if one[0] != either[-1]] if both else slots


class HidesSets(AffinityDomain):
    """Does not find the newest submission set of a patient."""

    class Registry(AffinityDomain.Registry):
        def find_submission_sets(self, asking: Asking) -> Objects:
            found = super().find_submission_sets(asking)
            return Objects(submission_sets=found.submission_sets[:-1])


class EmptySets(AffinityDomain):
    """Returns a submission set without the associations to its documents."""

    class Registry(AffinityDomain.Registry):
        def get_submission_set_and_contents(self, asking: Asking) -> Objects:
            return replace(super().get_submission_set_and_contents(asking), associations=())


class ShowsTheSubsumed(AffinityDomain):
    """Shows a merged patient's documents with the identifier that is gone."""

    class Registry(AffinityDomain.Registry):
        def shown(self, objects: Objects) -> Objects:
            return objects

        def is_of_one_patient(self, objects: Objects) -> bool:
            return super().is_of_one_patient(super().shown(objects))


class ForgetsTheSubsumed(AffinityDomain):
    """Does not find a merged patient's documents under the surviving identifier."""

    class Registry(AffinityDomain.Registry):
        def belongs_to(self, held: str, asked: str) -> bool:
            return held == asked


_FILTERED = (c.REFERENCE_ID, c.GET_ALL, c.CONTENTS_FILTERED, c.FOLDER_CONTENTS, c.FIND_FOLDERS)
FINDERS = (
    vice("XQ01", AsksNothing, [c.MISSING_PARAMETER]),
    vice("XE03", SpeaksFreely, [c.MISSING_PARAMETER], [c.EITHER_OR]),
    vice("XE05", MistypesFailure, [c.UNKNOWN_QUERY]),
    vice("XQ02", NodsAtStrangers, [c.UNKNOWN_QUERY]),
    vice("XQ03", AlwaysWhole, [c.OBJECT_REF], [c.REFERENCE_ID]),
    vice("xds.always-brief", AlwaysBrief, [c.LEAF_CLASS]),
    vice("XQ04", ShowsTheOld, [c.STATUS_FILTER], [c.STATUS_UNKNOWN, c.GET_ALL, c.REFERENCE_ID]),
    vice("XQ05", AnyIsEnough, [c.AND_OR], _FILTERED),
    vice(
        "xds.all-are-needed", AllAreNeeded, [c.AND_OR], [c.CODE_WITH_SCHEME, c.VALUES_SPLIT, c.SET_FILTERS, *_FILTERED]
    ),
    vice("XQ06", IncludesTheEnd, [c.TIME_RANGE], [c.OPEN_RANGE, c.SET_FILTERS, c.FIND_FOLDERS, c.REFERENCE_ID]),
    vice("xds.excludes-the-begin", ExcludesTheBegin, [c.TIME_RANGE], [c.SET_FILTERS, c.FIND_FOLDERS, c.REFERENCE_ID]),
    vice("XQ07", IgnoresSchemes, [c.CODE_WITH_SCHEME], [c.MANIFEST_BY_REFERENCE, c.REFERENCE_ID]),
    vice("XQ09", MixesPatients, [c.SINGLE_PATIENT]),
    vice("XQ10", Leaky, [c.ONLY_THE_PATIENT], [c.MULTI_NO_OTHERS, c.REFERENCE_ID, c.LINK_LEFT]),
    vice(
        "XQ12", TakesPatternsLiterally, [c.AUTHOR_PATTERN], [c.QUOTE_DOUBLED, c.SET_FILTERS, c.AND_OR, c.REFERENCE_ID]
    ),
    vice("XQ13", CutsShort, [c.GET_BY_IDENTIFIER]),
    vice(
        "xds.empty-is-an-error",
        EmptyIsAnError,
        [c.NO_MATCH_IS_SUCCESS],
        [
            *(c.QUERY_ANSWERED, c.MANIFEST_BY_REFERENCE, c.FIND_FOLDERS, c.RELATED_DOCUMENTS, c.SUBSUMED_EMPTY),
            c.PACKAGE_STATUS,
        ],
    ),
    vice("xds.empty-is-nothing", EmptyIsNothing, [c.NO_MATCH_IS_SUCCESS]),
    vice("xds.takes-both", TakesBoth, [c.EITHER_OR]),
    vice("xds.hides-sets", HidesSets, [c.SUBMISSION_SETS], [c.SET_FILTERS, c.PACKAGE_STATUS]),
    vice("xds.empty-sets", EmptySets, [c.SET_CONTENTS], [c.REFERENCED]),
    vice("xds.shows-the-subsumed", ShowsTheSubsumed, [c.MERGED_TOGETHER]),
    vice(
        "xds.forgets-the-subsumed",
        ForgetsTheSubsumed,
        [c.MERGED_TOGETHER],
        [c.MERGE_CHAIN, c.SUBSUMED_EMPTY, c.FEED_V3_MERGED],
    ),
)
