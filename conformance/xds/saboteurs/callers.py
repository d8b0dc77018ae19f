"""Document sources with one vice each: what they send wrongly, and what they send next."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from conformance.xds import clauses as c
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.saboteurs.manifests import rewritten
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.registry import write_provide
from conformance.xds.wire.xml import printed

if TYPE_CHECKING:
    from lxml import etree

    from conformance.story import Story
    from conformance.xds.samples import Document, Submission
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.mime import Part
    from conformance.xds.wire.soap import Addressing, Message

SHARER, SOURCE = "imaging-document-source", "document-source"


class SubmitsPlainly(AffinityDomain):
    """Submits as plain SOAP with inline base64, not as a package."""

    class Source(AffinityDomain.Source):
        def submit(self, url: str, submission: Submission) -> None:
            body, _ = write_provide(self.objects(submission), submission.carried, "inline", inline=True)
            self.post(url, v.PROVIDE, body)


class MustNotBeUnderstood(AffinityDomain):
    """Sends wsa:Action without mustUnderstand."""

    class Source(AffinityDomain.Source):
        def addressing(self, action: str, url: str) -> Addressing:
            return replace(super().addressing(action, url), must_understand=False)

    class Consumer(AffinityDomain.Consumer):
        def addressing(self, action: str, url: str) -> Addressing:
            return replace(super().addressing(action, url), must_understand=False)


class LeavesLanguageOut(AffinityDomain):
    """Submits entries without a languageCode."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            entries = tuple(replace(one, language=None) for one in submission.objects.entries)
            return replace(submission.objects, entries=entries)


class WritesLocalTimes(AffinityDomain):
    """Submits times with an offset."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            entries = tuple(
                replace(one, creation_time=f"{one.creation_time}+0100") for one in submission.objects.entries
            )
            return replace(submission.objects, entries=entries)


class LivesInWinter(AffinityDomain):
    """Submits the local time of a zone west of UTC as submissionTime."""

    class Source(AffinityDomain.Source):
        hours = -5

        def telling(self) -> Story:
            story = super().telling()
            return replace(story, now=story.now + timedelta(hours=self.hours))


class LivesInSummer(AffinityDomain):
    """Submits local times of a zone east of UTC."""

    class Source(LivesInWinter.Source):
        hours = 1


class PreparedItBefore(AffinityDomain):
    """Submits what it prepared a while ago."""

    class Source(AffinityDomain.Source):
        def telling(self) -> Story:
            story = super().telling()
            return replace(story, now=story.now - timedelta(days=2, minutes=37))


class UsesItsOwnPatients(AffinityDomain):
    """Submits documents under the patient's departmental identifier."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            own = submission.objects.entries[0].source_patient_id
            entries = tuple(replace(one, patient_id=own) for one in submission.objects.entries)
            sets = tuple(replace(one, patient_id=own) for one in submission.objects.submission_sets)
            return replace(submission.objects, entries=entries, submission_sets=sets)


class TiesTheFirst(AffinityDomain):
    """Ties only the first of several documents to the submission set."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            ties = submission.objects.associations
            members = [one for one in ties if one.type == v.HAS_MEMBER]
            return replace(submission.objects, associations=tuple(one for one in ties if one not in members[1:]))


class HashesTheName(AffinityDomain):
    """Submits a hash that is not the document's."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            entries = tuple(replace(one, hash="0" * 40) for one in submission.objects.entries)
            return replace(submission.objects, entries=entries)


class AppendsInstead(AffinityDomain):
    """Appends a document where it was to replace one."""

    class Source(AffinityDomain.Source):
        def replacing(self, new: str, old: str) -> Any:  # noqa: ANN401 - as the honest one
            return samples.related(v.APND, new, old)


class RepeatsItsSet(AffinityDomain):
    """Gives every submission set the same uniqueId."""

    class Source(AffinityDomain.Source):
        def objects(self, submission: Submission) -> Objects:
            sets = tuple(replace(one, unique_id="2.25.1234567") for one in submission.objects.submission_sets)
            return replace(submission.objects, submission_sets=sets)


class TakesWarningsForFailures(AffinityDomain):
    """Submits again what was accepted with a warning."""

    class Source(AffinityDomain.Source):
        def post(self, url: str, action: str, body: etree._Element, parts: list[Part] | None = None) -> Message | None:
            again = deepcopy(body)
            answer = super().post(url, action, body, parts)
            if answer is not None and answer.body is not None and b"Warning" in _octets(answer.body):
                return super().post(url, action, again, parts)
            return answer


def _octets(element: etree._Element) -> bytes:
    return printed(element)


class SharesPartly(AffinityDomain):
    """Shares a manifest whose content tree lacks an instance of its evidence."""

    class Source(AffinityDomain.Source):
        def manifest(self, story: Story, patient: str) -> Document:
            made = super().manifest(story, patient)
            content = rewritten(made.content, lambda kos: kos.ContentSequence.pop())
            return replace(made, content=content, entry=replace(made.entry, hash=None, size=None))


class NamesManifestsItself(AffinityDomain):
    """Registers a manifest under an identifier that is not its own."""

    class Source(AffinityDomain.Source):
        def manifest(self, story: Story, patient: str) -> Document:
            made = super().manifest(story, patient)
            return replace(made, entry=replace(made.entry, unique_id=story.uid("another")))


# Unusual and right.


class SubmitsInline(AffinityDomain):
    """Submits documents inline as base64, in a package that has only its root."""

    class Source(AffinityDomain.Source):
        def submit(self, url: str, submission: Submission) -> None:
            body, parts = write_provide(self.objects(submission), submission.carried, "inline", inline=True)
            self.post(url, v.PROVIDE, body, parts)


CALLERS = (
    vice("xds.submits-plainly", SubmitsPlainly, [c.SOURCE_PACKAGE], actor=SOURCE),
    vice("xds.must-not-be-understood", MustNotBeUnderstood, [c.CALLER_ADDRESSING], actor=SOURCE),
    vice("xds.leaves-language-out", LeavesLanguageOut, [c.SOURCE_COMPLETE], actor=SOURCE),
    vice("xds.writes-local-times", WritesLocalTimes, [c.SOURCE_FORMED], actor=SOURCE),
    vice("TI06.source", LivesInSummer, [c.SOURCE_UTC], actor=SOURCE),
    vice("TI06.west", LivesInWinter, [c.SOURCE_UTC], actor=SOURCE),
    vice("xds.uses-its-own-patients", UsesItsOwnPatients, [c.SOURCE_PATIENT], actor=SOURCE),
    vice("xds.ties-the-first", TiesTheFirst, [c.SOURCE_TIED], actor=SOURCE),
    vice("xds.hashes-the-name", HashesTheName, [c.SOURCE_DOCUMENTS], actor=SOURCE),
    vice("xds.appends-instead", AppendsInstead, [c.SOURCE_REPLACES], actor=SOURCE),
    vice("xds.repeats-its-set", RepeatsItsSet, [c.SOURCE_NEW_IDENTIFIERS], actor=SOURCE),
    vice("xds.takes-warnings-for-failures", TakesWarningsForFailures, [c.SOURCE_NO_REPEAT], actor=SOURCE),
    vice("xds.shares-partly", SharesPartly, [c.SOURCE_MANIFEST], actor=SHARER),
    vice("xds.names-manifests-itself", NamesManifestsItself, [c.SOURCE_MANIFEST_ENTRY], actor=SHARER),
    oddity("xds.prepared-it-before", PreparedItBefore, actor=SOURCE),
    oddity("xds.submits-inline", SubmitsInline, actor=SOURCE),
)
