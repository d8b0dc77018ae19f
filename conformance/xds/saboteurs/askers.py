"""Registries with one vice each in a single parameter or a single kind of stored query (ITI-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import FORMS, Refused
from conformance.xds.vocabulary import QUERIES
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


class AlmostAll(AffinityDomain):
    """Leaves the folders and their associations out of all there is of a patient."""

    class Registry(AffinityDomain.Registry):
        def get_all(self, asking: Asking) -> Objects:
            found = super().get_all(asking)
            folders = {one.id for one in found.folders}
            ties = tuple(one for one in found.associations if one.source not in folders)
            return replace(found, folders=(), associations=ties)


class OneFolderOnly(AffinityDomain):
    """Returns only the first of several folders named."""

    class Registry(AffinityDomain.Registry):
        def get_folders(self, asking: Asking) -> Objects:
            return Objects(folders=super().get_folders(asking).folders[:1])


class LooksAtSources(AffinityDomain):
    """Finds associations only from their source."""

    class Registry(AffinityDomain.Registry):
        def get_associations(self, asking: Asking) -> Objects:
            asked = set(asking.any_of("$uuid") or ())
            found = super().get_associations(asking).associations
            return Objects(associations=tuple(one for one in found if one.source in asked))


class DocumentsAlone(AffinityDomain):
    """Returns documents without the associations that were asked for with them."""

    class Registry(AffinityDomain.Registry):
        def get_documents_and_associations(self, asking: Asking) -> Objects:
            return replace(super().get_documents_and_associations(asking), associations=())


class SetsWithoutTies(AffinityDomain):
    """Returns submission sets without the associations by which they were found."""

    class Registry(AffinityDomain.Registry):
        def get_submission_sets(self, asking: Asking) -> Objects:
            return replace(super().get_submission_sets(asking), associations=())


class ContentsUnfiltered(AffinityDomain):
    """Passes over the filters when the contents of a submission set or folder are asked for."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            contents = FORMS[request.query_id].name.endswith("AndContents")
            kept = super().completed(request)
            return [one for one in kept if not (contents and one[0].startswith(_ENTRY))]


class OneFolderPerDocument(AffinityDomain):
    """Knows of only one folder a document is in."""

    class Registry(AffinityDomain.Registry):
        def get_folders_for_document(self, asking: Asking) -> Objects:
            return Objects(folders=super().get_folders_for_document(asking).folders[:1])


class NeverLonely(AffinityDomain):
    """Returns the document itself when nothing is related to it."""

    class Registry(AffinityDomain.Registry):
        def get_related_documents(self, asking: Asking) -> Objects:
            found = super().get_related_documents(asking)
            return found if len(found) else Objects(entries=self.named(asking, _ENTRY, self.holdings.entries))


class ForgetsReferences(AffinityDomain):
    """Keeps no reference ids, and finds nothing by them."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, entries=tuple(replace(one, reference_ids=()) for one in kept.entries))


class MixesAround(AffinityDomain):
    """Returns whole objects of two patients in one answer, except entries by GetDocuments."""

    class Registry(AffinityDomain.Registry):
        def is_of_one_patient(self, objects: Objects) -> bool:
            alone = objects.entries and not (objects.associations or objects.folders)
            return super().is_of_one_patient(objects) if alone else True


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


def _asked(*names: str) -> tuple[str, ...]:
    return tuple(f"xds.query.{name}" for name in names)


ASKERS = (
    vice("xds.overlooks-codes", OverlooksCodes, [c.CODED_FILTERS], told=_asked("coded-filters")),
    vice("xds.demands-service-times", DemandsServiceTimes, [c.SERVICE_TIME_ABSENT], told=_asked("service-times")),
    vice(
        "xds.demands-both-bounds",
        DemandsBothBounds,
        [c.OPEN_RANGE],
        told=_asked("service-times"),
    ),
    vice("xds.drops-ranges", DropsRanges, [c.TIME_RANGE, c.OPEN_RANGE], told=_asked("service-times", "time-range")),
    vice("xds.reads-first-values", ReadsFirstValues, [c.VALUES_SPLIT], [c.AND_OR], told=_asked("list-forms")),
    vice("xds.keeps-doubled-quotes", KeepsDoubledQuotes, [c.QUOTE_DOUBLED], told=_asked("quoted-text")),
    vice("xds.chokes-on-statuses", ChokesOnStatuses, [c.STATUS_UNKNOWN], told=_asked("statuses")),
    vice("xds.overlooks-sources", OverlooksSources, [c.SET_FILTERS], told=_asked("submission-set-filters")),
    vice("xds.overlooks-folder-codes", OverlooksFolderCodes, [c.FIND_FOLDERS], told=_asked("folders")),
    vice("xds.almost-all", AlmostAll, [c.GET_ALL], told=_asked("get-all")),
    vice("xds.one-folder-only", OneFolderOnly, [c.GET_FOLDERS], told=_asked("get-folders")),
    vice("xds.looks-at-sources", LooksAtSources, [c.GET_ASSOCIATIONS], told=_asked("associations")),
    vice("xds.documents-alone", DocumentsAlone, [c.DOCUMENTS_AND_ASSOCIATIONS], told=_asked("associations")),
    vice("xds.sets-without-ties", SetsWithoutTies, [c.GET_SUBMISSION_SETS], told=_asked("sets-of-objects")),
    vice(
        "xds.contents-unfiltered", ContentsUnfiltered, [c.CONTENTS_FILTERED, c.FOLDER_CONTENTS], told=_asked("contents")
    ),
    vice(
        "xds.one-folder-per-document",
        OneFolderPerDocument,
        [c.FOLDERS_FOR_DOCUMENT],
        told=_asked("folders-of-document"),
    ),
    vice("xds.never-lonely", NeverLonely, [c.RELATED_DOCUMENTS], told=_asked("related-documents")),
    vice(
        "xds.forgets-references",
        ForgetsReferences,
        [c.REFERENCE_ID],
        [c.MANIFEST_BY_REFERENCE],
        told=_asked("reference-id"),
    ),
    vice("xds.mixes-around", MixesAround, [c.SINGLE_PATIENT], told=_asked("single-patient-around", "single-patient")),
    vice("xds.cuts-at-five-hundred", CutsAtFiveHundred, [c.MANY_ENTRIES], told=_asked("thousand-entries")),
    vice(
        "xds.misses-elsewhere",
        MissesElsewhere,
        [c.MISSING_PARAMETER],
        [c.EITHER_OR],
        told=_asked("missing-parameter-of-each"),
    ),
    vice("xds.takes-the-first", TakesTheFirst, [c.SINGLE_VALUED], told=_asked("parameter-forms")),
    vice("xds.guesses-schemes", GuessesSchemes, [c.CODE_NEEDS_SCHEME], told=_asked("parameter-forms")),
    vice("xds.wants-nothing-new", WantsNothingNew, [c.UNKNOWN_PARAMETER], told=_asked("parameter-forms")),
)
