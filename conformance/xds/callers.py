"""Candidates that call: document and imaging document sources and consumers, as a story meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.asking import Deed
from conformance.model import Blocked
from conformance.xds import vocabulary as v
from conformance.xds.called import Call, OurSide
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import LEAF_CLASS, QueryRequest, read_provided, read_query, read_submission
from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, read_imaging, read_retrieve
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.xds.actors import Arranging
    from conformance.xds.wire.ebrim import DocumentEntry

PROVIDE, REPLACE = "xds.provide-documents", "xds.replace-document"
SHARE = "xds.share-study"
FIND, FETCH = "xds.find-documents", "xds.fetch-document"
IMAGES = "xds.fetch-images"


class Submitted:
    """One submission as it came."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.problems: list[str] = [call.trouble] if call.trouble else []
        self.objects = Objects()
        self.contents: dict[str, bytes] = {}
        if call.message is None or call.body is None:
            return
        try:
            self.objects = read_submission(call.body)
        except Unreadable as unreadable:
            self.problems.append(str(unreadable))
        carried, problems = read_provided(call.message)
        self.contents = {one.entry_id: one.octets for one in carried}
        self.problems += problems

    @property
    def entry(self) -> DocumentEntry:
        """Return the first entry; raise Blocked when there is none to judge."""
        if not self.objects.entries:
            raise Blocked(f"no document entry came: {'; '.join(self.problems) or self.call.said}")
        return self.objects.entries[0]

    @property
    def content(self) -> bytes:
        """Return the document of the first entry."""
        return self.contents.get(self.entry.id, b"")


class DocumentSource:
    """A document source or imaging document source under test, asked to submit to our repository."""

    def __init__(self, story: Story, arranging: Arranging) -> None:
        self.story = story
        self.patient = f"{story.patient_id('patient')}^^^&{_root(story)}&ISO"
        self.domain = arranging.domain
        self.ours = OurSide(story)

    def submits(self, count: int = 1, *, about: str = "") -> Submitted:
        """Ask for a submission of ``count`` documents and answer it."""
        return self._sent(self._deed(count, about))

    def _deed(self, count: int, about: str) -> Deed:
        url = self.ours.url("repository")
        says = f"Submit {count} new document{'s' * (count > 1)} of patient {self.patient}{about} to {url} (ITI-41)"
        return Deed(PROVIDE, says, {"url": url, "patient": self.patient, "count": str(count)})

    def came_at(self) -> datetime:
        """Return the time of day by our own clock, now that a submission came."""
        return datetime.fromisoformat(self.story.once("the time it came", lambda: datetime.now(UTC).isoformat()))

    def replaces(self, held: DocumentEntry) -> Submitted:
        """Ask for a document that replaces one, which our registry knows by that entryUUID, and answer it."""
        url = self.ours.url("repository")
        says = f"Submit a replacement of the document {held.unique_id} (entryUUID {held.id}) to {url} (ITI-41)"
        values = {"url": url, "patient": self.patient, "entry": held.id, "document": str(held.unique_id)}
        return self._sent(Deed(REPLACE, says, values))

    def registered(self, entry: DocumentEntry) -> DocumentEntry:
        """Return an entry under the UUID our registry gave it in place of its symbolic id."""
        return replace(entry, id=f"urn:uuid:{self.story.uuid(f'given/{entry.unique_id}')}")

    def shares(self) -> Submitted:
        """Ask for the manifest of a study and answer its submission."""
        url = self.ours.url("repository")
        says = f"Share a study of patient {self.patient}: submit its manifest to {url} (RAD-68)"
        return self._sent(Deed(SHARE, says, {"url": url, "patient": self.patient}))

    def submits_all(self, *, about: str) -> list[Submitted]:
        """Ask for a submission; answer it and what else is submitted until the candidate is quiet."""
        begun = self.story.ask(self._deed(1, about))
        first = self.ours.until(v.PROVIDE, begun)
        return [Submitted(one) for one in (first, *self.ours.rest(begun)) if one.action == v.PROVIDE or one is first]

    def _sent(self, deed: Deed) -> Submitted:
        return Submitted(self.ours.until(v.PROVIDE, self.story.ask(deed)))


class DocumentConsumer:
    """A document consumer under test, asked to find and fetch at our registry and repository."""

    def __init__(self, story: Story, arranging: Arranging) -> None:
        self.story = story
        self.ours = OurSide(story)
        self._arranging = arranging
        self.patient = f"{story.patient_id('patient')}^^^&{_root(story)}&ISO"

    def has(self, name: str, content: bytes = b"For a consumer.\n", **overrides: str) -> DocumentEntry:
        """Have a document at our repository and its entry at our registry."""
        more = {"repository_unique_id": self.ours.repository_id, "status": v.APPROVED, "patient_id": self.patient}
        document = self._arranging.document(name, content, **{**more, **overrides})
        entry = _named(document.entry, f"urn:uuid:{self.story.uuid(f'entry/{name}')}")
        self.ours.holds(entry, content)
        return entry

    def finds(self) -> tuple[Call, QueryRequest]:
        """Ask it to find the patient's documents; return its first query."""
        url = self.ours.url("registry")
        deed = Deed(FIND, f"Find the documents of patient {self.patient} at {url} (ITI-18)", self._values())
        call = self.ours.until(v.STORED_QUERY, self.story.ask(deed))
        return call, _query(call)

    def fetches(self, entry: DocumentEntry) -> tuple[Call, tuple[DocumentRequest, ...]]:
        """Ask it to find and fetch one document; return its retrieval."""
        says = (
            f"Find document {entry.unique_id} of patient {self.patient} at {self.ours.url('registry')} (ITI-18)"
            f" and fetch it from repository {self.ours.repository_id} at {self.ours.url('repository')} (ITI-43)"
        )
        values = {**self._values(), "document": str(entry.unique_id), "entry": entry.id}
        call = self.ours.until(v.RETRIEVE, self.story.ask(Deed(FETCH, says, values)))
        try:
            return call, read_retrieve(call.body) if call.body is not None else ()
        except Unreadable:
            return call, ()

    def comes_to(self, entry: DocumentEntry, what: str) -> None:
        """Ask it to fetch a document; raise Blocked unless it asked for it, so that our answer to that was given."""
        call, asked = self.fetches(entry)
        if entry.unique_id not in {one.document for one in asked}:
            raise Blocked(f"{what} was not asked for, so that nothing came of it: {call.said}")

    def tries(self, entry: DocumentEntry) -> tuple[Call, tuple[DocumentRequest, ...]]:
        """Ask it to find and fetch one document; a call in words says when it looked for it and left it there."""
        before = len(self.ours.calls)
        try:
            return self.fetches(entry)
        except Blocked:
            looked = [one for one in self.ours.calls[before:] if one.action == v.STORED_QUERY]
            if not looked:
                raise
            return Call(trouble="the document was looked for and not fetched", evidence=looked[-1].evidence), ()

    def _values(self) -> dict[str, str]:
        return {
            "registry": self.ours.url("registry"),
            "repository": self.ours.url("repository"),
            "repository_id": self.ours.repository_id,
            "patient": self.patient,
        }


class ImagingConsumer:
    """An imaging document consumer under test, asked to fetch instances from our imaging source."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.ours = OurSide(story)
        self.study, self.series = story.uid("study"), story.uid("series")

    def fetches(self, *sop_uids: str) -> tuple[Call, ImagingRequest]:
        """Ask it to fetch instances of one series; return its first call, and all it asked for in however many."""
        url = self.ours.url("imaging-source")
        says = (
            f"Fetch instances {', '.join(sop_uids)} of series {self.series} of study {self.study}"
            f" from imaging source {self.ours.repository_id} at {url} (RAD-69)"
        )
        values = {
            "url": url,
            "repository_id": self.ours.repository_id,
            "study": self.study,
            "series": self.series,
            "instances": " ".join(sop_uids),
        }
        begun = self.story.ask(Deed(IMAGES, says, values))
        call = self.ours.until(v.RETRIEVE_IMAGING, begun)
        requests = [_imaging(call)]
        if not {*sop_uids} <= {one.asked.document for one in requests[0].instances}:
            requests += [_imaging(one) for one in self.ours.rest(begun)]
        instances = tuple(one for request in requests for one in request.instances)
        return call, ImagingRequest(instances, requests[0].transfer_syntaxes)


def _root(story: Story) -> str:
    return story.system.xds.patient_id_root if story.system.xds else "1.2"


def _named(entry: DocumentEntry, uuid: str) -> DocumentEntry:
    return replace(entry, id=uuid, status=v.APPROVED)


def _imaging(call: Call) -> ImagingRequest:
    try:
        return read_imaging(call.body) if call.body is not None else ImagingRequest((), ())
    except Unreadable:
        return ImagingRequest((), ())


def _query(call: Call) -> QueryRequest:
    try:
        return read_query(call.body) if call.body is not None else QueryRequest("", (), LEAF_CLASS)
    except Unreadable:
        return QueryRequest("", (), LEAF_CLASS)
