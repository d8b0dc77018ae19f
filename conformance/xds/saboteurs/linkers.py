"""Registries with one vice each in how they move documents to another patient (ITI-64), and one that is only odd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.feed import Ruling
from conformance.xds.vocabulary import APPROVED

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.simulator.linking import LinkChange, Linking
    from conformance.xds.wire.ebrim import DocumentEntry, Folder, SubmissionSet


class TakesNoLinks(AffinityDomain):
    """Rejects link changes."""

    class Feed(AffinityDomain.Feed):
        def linked(self, message: list[list[str]], linking: Linking) -> Ruling:
            return Ruling("AR", "no such event")


class NodsAtLinks(AffinityDomain):
    """Acknowledges link changes and does nothing."""

    class Linking(AffinityDomain.Linking):
        def link(self, change: LinkChange) -> str:
            return ""


class MovesTheWholePatient(AffinityDomain):
    """Moves every document of the previous patient, whichever local patient it is of."""

    class Linking(AffinityDomain.Linking):
        def is_of(self, entry: DocumentEntry, change: LinkChange) -> bool:
            return self.registry.patients.survivor(entry.patient_id or "") == change.previous


class CopiesToTheNew(AffinityDomain):
    """Leaves the documents under the previous patient as well."""

    class Linking(AffinityDomain.Linking):
        def move(self, entry: DocumentEntry, change: LinkChange, made: SubmissionSet, staged: Holdings) -> str:
            after = super().move(entry, change, made, staged)
            staged.entries[entry.id] = replace(entry, status=APPROVED)
            return after


class ChangesInPlace(AffinityDomain):
    """Writes the new patient into the entry there is."""

    class Linking(AffinityDomain.Linking):
        def move(self, entry: DocumentEntry, change: LinkChange, made: SubmissionSet, staged: Holdings) -> str:
            after = replace(entry, patient_id=change.new, source_patient_id=self.source(entry, change))
            staged.entries[entry.id] = after
            return after.id


class RewritesHistory(AffinityDomain):
    """Moves what was Deprecated long ago too."""

    class Linking(AffinityDomain.Linking):
        def may_change(self, entry: DocumentEntry) -> bool:
            return True

        def move(self, entry: DocumentEntry, change: LinkChange, made: SubmissionSet, staged: Holdings) -> str:
            if entry.status == APPROVED:
                return super().move(entry, change, made, staged)
            staged.entries[entry.id] = replace(entry, patient_id=change.new)
            return entry.id


class SaysNotOfWhichVersion(AffinityDomain):
    """Puts what it moves in no submission set."""

    class Linking(AffinityDomain.Linking):
        def tie(self, made: SubmissionSet, target: str, version: str, staged: Holdings) -> None:
            """Leave it out."""


class KeepsTheSubsumed(AffinityDomain):
    """Leaves the local identifier that was merged away in what it moves."""

    class Linking(AffinityDomain.Linking):
        def source(self, entry: DocumentEntry, change: LinkChange) -> str | None:
            return entry.source_patient_id


class LeavesFolders(AffinityDomain):
    """Moves documents without the folder they are all in."""

    class Linking(AffinityDomain.Linking):
        def moves_whole(self, folder: Folder, change: LinkChange, moved: dict[str, str], staged: Holdings) -> bool:
            return False


class ForgetsRelations(AffinityDomain):
    """Does not relate again what was related."""

    class Linking(AffinityDomain.Linking):
        def relate(self, moved: dict[str, str], made: SubmissionSet, staged: Holdings) -> None:
            """Leave it out."""


# Unusual and right.


class CommitsLinks(AffinityDomain):
    """Acknowledges link changes as enhanced mode does, and tells no logical id of what it moves."""

    class Feed(AffinityDomain.Feed):
        def linked(self, message: list[list[str]], linking: Linking) -> Ruling:
            ruling = super().linked(message, linking)
            return replace(ruling, code="CA") if ruling.code == "AA" else ruling

    class Linking(AffinityDomain.Linking):
        def move(self, entry: DocumentEntry, change: LinkChange, made: SubmissionSet, staged: Holdings) -> str:
            after = super().move(entry, change, made, staged)
            staged.entries[after] = replace(staged.entries[after], lid=None)
            return after


LINKERS = (
    vice("xds.takes-no-links", TakesNoLinks, [c.LINK_TAKEN], [c.LINK_MOVED, c.LINK_LEFT]),
    vice("xds.nods-at-links", NodsAtLinks, [c.LINK_MOVED, c.LINK_LEFT], [c.LINK_MERGED]),
    vice("xds.moves-the-whole-patient", MovesTheWholePatient, [c.LINK_OTHERS], [c.LINK_MERGED]),
    vice("xds.copies-to-the-new", CopiesToTheNew, [c.LINK_LEFT], [c.LINK_VERSION, c.LINK_MERGED]),
    vice("xds.changes-in-place", ChangesInPlace, [c.LINK_VERSION], [c.LINK_SET]),
    vice("xds.rewrites-history", RewritesHistory, [c.LINK_DEPRECATED]),
    vice("xds.says-not-of-which-version", SaysNotOfWhichVersion, [c.LINK_SET]),
    vice("xds.keeps-the-subsumed", KeepsTheSubsumed, [c.LINK_MERGED]),
    vice("xds.leaves-folders", LeavesFolders, [c.LINK_FOLDER]),
    vice("xds.forgets-relations", ForgetsRelations, [c.LINK_RELATED]),
    oddity("xds.commits-links", CommitsLinks),
)
