"""The actors under test as a story meets them: a client each, with what it takes to arrange a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.model import Blocked
from conformance.xds import samples
from conformance.xds.asserting import ServiceUser
from conformance.xds.client import ImagingSourceClient, RegistryClient, RepositoryClient, Speaker
from conformance.xds.client.identity import IdentitySource
from conformance.xds.feed import LinkNotice, PatientFeed
from conformance.xds.later import LaterRegistry, LaterRepository, LaterSpeaker
from conformance.xds.wire.repository import DocumentRequest, InstanceRequest

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import SampleStudy, Xds
    from conformance.xds.affinity import AffinityDomain
    from conformance.xds.client import Answer, QueryAnswer, RetrieveAnswer
    from conformance.xds.samples import Document, Submission
    from conformance.xds.wire.ebrim import Association, Code, DocumentEntry, Folder

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
_GUARDED = {"registry", "repository"}
EXPLICIT, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"


def _xds(story: Story) -> Xds:
    xds = story.system.xds
    if xds is None:
        raise Blocked("the profile has no xds section")
    return xds


def _speaker(story: Story, part: str) -> Speaker:
    xds = _xds(story)
    url: str | None = getattr(xds, part)
    if url is None:
        raise Blocked(f"the profile names no xds.{part}")
    if xds.xua is not None and xds.xua.everywhere and part in _GUARDED:
        return ServiceUser(story, part).speaker(part, url)
    return Speaker(story, url, part, xds.tls.context(story.folder) if xds.tls else None)


class Arranging:
    """What a story prepares before it asks: patients the registry knows, documents of its affinity domain."""

    def __init__(self, story: Story, domain: AffinityDomain) -> None:
        self.story = story
        self.domain = domain
        self._known: set[str] = set()
        feed = _xds(story).patient_feed
        self._feed = PatientFeed(story, feed, feed.tls.context(story.folder) if feed.tls else None) if feed else None

    @property
    def feed(self) -> PatientFeed:
        """Return the patient identity feed; raise Blocked when the profile names none."""
        if self._feed is None:
            raise Blocked("the profile names no xds.patient_feed, by which patients are made known")
        return self._feed

    def patient(self, name: str = "patient") -> str:
        """Return a patient the registry knows, announcing it the first time."""
        patient_id = samples.patient(self.story, name)
        if patient_id not in self._known:
            self.feed.announce(patient_id, f"ZZTEST{self.story.token(name, 6)}")
            self._known.add(patient_id)
        return patient_id

    def mime_type(self, number: int = 0) -> str:
        """Return a media type of the affinity domain; beyond the last the count begins again."""
        return self.domain.mime_types[number % len(self.domain.mime_types)]

    def document(self, name: str, content: bytes | None = None, **overrides: Any) -> Document:  # noqa: ANN401 - of an entry
        """Return a document of a patient the registry knows, right in every attribute but the ``overrides``."""
        if "patient_id" not in overrides:
            overrides["patient_id"] = self.patient()
        overrides.setdefault("mime_type", self.mime_type())
        octets = f"Document {name} of story {self.story.token('story')}.\n".encode() if content is None else content
        return samples.document(self.story, name, octets, domain=self.domain, **overrides)

    def folder(self, name: str, **overrides: Any) -> Folder:  # noqa: ANN401 - of a folder
        """Return a folder of a patient the registry knows."""
        overrides.setdefault("patient_id", self.patient())
        return samples.folder(self.story, name, domain=self.domain, **overrides)

    def submission(self, name: str, *documents: Document, **more: Any) -> Submission:  # noqa: ANN401 - as below
        """Return a submission of documents; ``more`` as ``samples.submission`` takes it."""
        return samples.submission(self.story, name, documents, domain=self.domain, **more)

    def filing(self, name: str, folder: Folder, *documents: Document) -> Submission:
        """Return a submission of a folder with documents in it."""
        members = [samples.member(folder.id, one.entry.id) for one in documents]
        return self.submission(name, *documents, folders=[folder], associations=members)

    def codes(self, attribute: str, count: int) -> list[Code]:
        """Return several allowed values of an attribute; raise Blocked when the affinity domain has fewer."""
        allowed = self.domain.values(attribute)
        if len(allowed) < count:
            raise Blocked(f"the affinity domain allows {len(allowed)} values of {attribute}; the story needs {count}")
        return list(allowed[:count])

    def manifest(self, name: str, study: samples.Study, **overrides: Any) -> Document:  # noqa: ANN401 - of an entry
        """Return the manifest of a study as a document of a patient the registry knows."""
        overrides.setdefault("patient_id", self.patient())
        return samples.manifest_document(self.story, name, study, domain=self.domain, **overrides)

    def related(self, type_: str, source: Document, target: str) -> Association:
        """Return the relationship of a new document to another, named by its entryUUID."""
        return samples.related(type_, source.entry.id, target)


class DocumentRegistry(RegistryClient):
    """The registry under test."""

    def __init__(self, story: Story, arranging: Arranging) -> None:
        super().__init__(_speaker(story, "registry"))
        self.arrange = arranging

    def holds(self, name: str, **overrides: Any) -> DocumentEntry:  # noqa: ANN401 - of an entry
        """Register one document the story needs and return its entry as the registry has it."""
        document = self.arrange.document(name, **overrides)
        self.registered(self.arrange.submission(f"holds-{name}", document).objects)
        return self.entries(str(document.entry.unique_id))[0]

    def control(self, when: str) -> Answer:
        """Register what must be accepted: only a registry that accepts the right has refused the wrong."""
        document = self.arrange.document(f"control-{when}")
        answer = self.register(self.arrange.submission(f"control-{when}", document).objects)
        if not answer.succeeded:
            raise Blocked(f"a right submission {when} the wrong one was not accepted either: {answer.said}")
        return answer


class DocumentRepository(RepositoryClient):
    """The repository under test, and the registry it registers with."""

    def __init__(self, story: Story, registry: DocumentRegistry) -> None:
        super().__init__(_speaker(story, "repository"))
        self.registry = registry
        self.arrange = registry.arrange

    def submit(self, submission: Submission, **more: Any) -> Answer:  # noqa: ANN401 - as provide
        """Provide a submission with its documents (ITI-41)."""
        return self.provide(submission.objects, submission.carried, **more)

    def holds(self, name: str, content: bytes | None = None, **overrides: Any) -> DocumentEntry:  # noqa: ANN401 - as above
        """Provide one document the story needs and return its entry as the registry has it."""
        document = self.arrange.document(name, content, **overrides)
        submission = self.arrange.submission(f"holds-{name}", document)
        self.provided(submission.objects, submission.carried)
        return self.registry.entries(str(document.entry.unique_id))[0]

    def fetch(self, *entries: DocumentEntry) -> RetrieveAnswer:
        """Retrieve documents as their entries say where they are (ITI-43)."""
        return self.retrieve(*(where(entry) for entry in entries))

    def fetched(self, entry: DocumentEntry) -> tuple[bytes, tuple[str, ...]]:
        """Retrieve a document that must be there: its octets and the evidence; raise Blocked when it does not come."""
        answer = self.fetch(entry)
        copy = answer.document(entry.unique_id)
        if copy is None or copy.problem:
            raise Blocked(f"a document that was provided was not returned: {copy.problem if copy else answer.said}")
        return copy.octets, answer.evidence

    def still_returns(self, held: DocumentRequest) -> None:
        """Retrieve what must be there; raise Blocked when it does not come: who returns nothing refuses nothing."""
        answer = self.retrieve(held)
        if answer.document(held.document) is None:
            raise Blocked(f"a document that was provided was not returned: {answer.said}")

    def control(self, when: str) -> Answer:
        """Provide what must be accepted: only a repository that accepts the right has refused the wrong."""
        document = self.arrange.document(f"provided-{when}")
        answer = self.submit(self.arrange.submission(f"provided-{when}", document))
        if not answer.succeeded:
            raise Blocked(f"a right submission {when} the wrong one was not accepted either: {answer.said}")
        return answer


class ImagingDocumentSource(ImagingSourceClient):
    """The imaging document source under test, and the study its profile says it holds."""

    def __init__(self, story: Story) -> None:
        super().__init__(_speaker(story, "imaging_source"))
        self.story = story

    @property
    def study(self) -> SampleStudy:
        """Return the study the profile names; raise Blocked when it names none."""
        study = _xds(self.story).sample_study
        if study is None:
            raise Blocked("the profile names no xds.sample_study, a study the imaging source already holds")
        return study

    def requests(
        self, *sop_uids: str, study: str = "", series: str = "", repository: str = ""
    ) -> list[InstanceRequest]:
        """Return the requests for instances of the study; what is named otherwise is asked for otherwise."""
        held = self.study
        return [
            InstanceRequest(
                study or held.study_uid,
                series or held.series_uid,
                DocumentRequest(repository or held.repository_unique_id, one),
            )
            for one in sop_uids
        ]

    def still_returns(self, sop_uid: str) -> None:
        """Retrieve what must be there; raise Blocked when it does not come: who returns nothing refuses nothing."""
        answer = self.retrieve(self.requests(sop_uid), [EXPLICIT, IMPLICIT])
        if answer.document(sop_uid) is None:
            raise Blocked(f"an instance the profile names was not returned: {answer.said}")


def link_notices(story: Story) -> LinkNotice:
    """Return who tells the registry under test of link changes."""
    to = _xds(story).link_change
    if to is None:
        raise Blocked("the profile names no xds.link_change")
    return LinkNotice(story, to, to.tls.context(story.folder) if to.tls else None)


def registry_later(story: Story) -> LaterRegistry:
    """Return the registry under test, asked to answer at an address of ours."""
    return LaterRegistry(_later(story, "registry"))


def repository_later(story: Story) -> LaterRepository:
    """Return the repository under test, asked to answer at an address of ours."""
    return LaterRepository(_later(story, "repository"))


def _later(story: Story, part: str) -> LaterSpeaker:
    xds = _xds(story)
    url = getattr(xds, part) or ""
    tls = xds.tls.context(story.folder) if xds.tls else None
    return LaterSpeaker(story, url, f"{part}-later", tls, (xds.listen, xds.listen_port))


def patient_identity_source(story: Story) -> IdentitySource:
    """Return who tells the registry of patients in HL7 version 3."""
    return IdentitySource(_speaker(story, "patient_feed_v3"))


def invented_study(story: Story) -> samples.Study:
    """Return a study that only a manifest speaks of: two series of two instances each."""
    location = story.uid("imaging-source")
    series = [
        samples.Series(
            story.uid(f"series/{place}"),
            "ZZARCHIVE",
            location,
            [(CT_IMAGE, story.uid(f"instance/{place}/{number}")) for number in (1, 2)],
        )
        for place in (1, 2)
    ]
    name = f"ZZTEST^{story.token('name', 6)}"
    day = story.now.strftime("%Y%m%d")
    accession = f"ZZ{story.token('accession', 8)}"
    return samples.Study(
        story.patient_id("source"), story.uid("study"), series, name, "19700101", "O", accession, day, "101500", "1"
    )


def answered(answer: QueryAnswer) -> QueryAnswer:
    """Return the answer to a query by which a story looks around; raise Blocked when it was refused."""
    if not answer.succeeded:
        raise Blocked(f"could not look up what became of it: {answer.said}")
    return answer


def where(entry: DocumentEntry) -> DocumentRequest:
    """Return the request for a document as its entry says where it is; raise Blocked when it does not say."""
    if not entry.repository_unique_id or not entry.unique_id:
        raise Blocked(f"the entry {entry.id} has no repositoryUniqueId or uniqueId, so its document can't be asked for")
    return DocumentRequest(entry.repository_unique_id, entry.unique_id, entry.home)
