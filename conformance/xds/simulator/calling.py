"""Honest sources and consumers that act when they are asked to: ITI-41, RAD-68, ITI-18, ITI-43, RAD-69."""

from __future__ import annotations

import contextlib
import urllib.request
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from conformance.limits import Limits
from conformance.story import Story
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.samples.manifests import Series, Study
from conformance.xds.wire.registry import (
    LEAF_CLASS,
    QueryRequest,
    quoted,
    read_query_response,
    single,
    write_provide,
    write_query,
)
from conformance.xds.wire.repository import (
    DocumentRequest,
    ImagingRequest,
    InstanceRequest,
    write_imaging,
    write_retrieve,
)
from conformance.xds.wire.soap import Addressing, Message, read_message, simple_type, write_envelope, write_mtom
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

    from conformance.xds.samples import Document, Submission
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.mime import Part

_WAITING_S = 20.0
CT = "1.2.840.10008.5.1.4.1.1.2"
SYNTAXES = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")


class Calling:
    """Speaks SOAP to whoever it is told of. Each question it asks itself is a small method."""

    def post(self, url: str, action: str, body: etree._Element, parts: list[Part] | None = None) -> Message | None:
        """Send one request, as an MTOM package when ``parts`` is given, and return the answer, None if unreadable."""
        octets = write_envelope(body, self.addressing(action, url))
        kind = simple_type()
        if parts is not None:
            kind, octets = self.packed(octets, parts)
        request = urllib.request.Request(url, octets, {"Content-Type": kind}, method="POST")  # noqa: S310 - as told
        with urllib.request.urlopen(request, timeout=_WAITING_S) as answer:  # noqa: S310 - as above
            told, came = answer.headers.get("Content-Type", ""), answer.read()
        with contextlib.suppress(Unreadable):
            return read_message(told, came, Limits())
        return None

    def addressing(self, action: str, url: str) -> Addressing:
        """Return the WS-Addressing headers of a request (ITI TF-2 Appendix V.3)."""
        return Addressing(action, f"urn:uuid:{uuid.uuid4()}", url)

    def packed(self, envelope: bytes, parts: list[Part]) -> tuple[str, bytes]:
        """Return the package of a request that is sent as one."""
        return write_mtom(envelope, parts, uuid.uuid4().hex[:16])


class Source(Calling):
    """A document source and imaging document source."""

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does when asked, by deed."""
        return {
            "xds.provide-documents": self.provide,
            "xds.replace-document": self.replace,
            "xds.share-study": self.share,
        }

    def telling(self) -> Story:
        """Return the seed of one submission: what it makes differs from all others."""
        nothing = cast("Any", None)
        return Story("xds.source", uuid.uuid4().hex, datetime.now(UTC), nothing, nothing, nothing)

    def provide(self, values: Mapping[str, str]) -> None:
        """Submit new documents of a patient."""
        story = self.telling()
        made = [self.document(story, number, values["patient"]) for number in range(int(values["count"]))]
        self.submit(values["url"], samples.submission(story, "new", made))

    def document(self, story: Story, number: int, patient: str) -> Document:
        """Return a new document."""
        content = f"Document {number} {story.token('text')}\n".encode()
        return samples.document(story, str(number), content, patient_id=patient, repository_unique_id=None)

    def replace(self, values: Mapping[str, str]) -> None:
        """Submit a document that takes the place of another."""
        story = self.telling()
        new = self.document(story, 0, values["patient"])
        tie = self.replacing(new.entry.id, values["entry"])
        self.submit(values["url"], samples.submission(story, "replacing", [new], associations=[tie]))

    def replacing(self, new: str, old: str) -> Any:  # noqa: ANN401 - an association, or what a variant makes of it
        """Return the association by which a document replaces another."""
        return samples.replaces(new, old)

    def share(self, values: Mapping[str, str]) -> None:
        """Submit the manifest of a study."""
        story = self.telling()
        document = self.manifest(story, values["patient"])
        self.submit(values["url"], samples.submission(story, "study", [document]))

    def manifest(self, story: Story, patient: str) -> Document:
        """Return the manifest of a study of two series."""
        location = story.uid("source")
        series = [Series(story.uid(f"series/{n}"), "ZZSOURCE", location, [(CT, story.uid(f"image/{n}"))]) for n in "ab"]
        study = Study(
            patient.split("^", maxsplit=1)[0], story.uid("study"), series, "Zz^Shared", "19700101", "O", "ZZACC"
        )
        return samples.manifest_document(
            story, "study", study, patient_id=patient, repository_unique_id=None, service_start=None
        )

    def submit(self, url: str, submission: Submission) -> None:
        """Send a submission (ITI-41); what is answered changes nothing."""
        body, parts = write_provide(self.objects(submission), submission.carried, uuid.uuid4().hex[:16])
        self.post(url, v.PROVIDE, body, parts)

    def objects(self, submission: Submission) -> Objects:
        """Return the objects that are submitted."""
        return submission.objects


class Consumer(Calling):
    """A document consumer and imaging document consumer."""

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does when asked, by deed."""
        return {
            "xds.find-documents": lambda values: self.find(values["registry"], values["patient"]),
            "xds.fetch-document": self.fetch,
            "xds.fetch-images": self.fetch_images,
        }

    def find(self, url: str, patient: str) -> list[DocumentEntry]:
        """Return the Approved documents of a patient (ITI-18)."""
        answer = self.post(url, v.STORED_QUERY, write_query(self.query(patient)))
        if answer is None or answer.body is None:
            return []
        return list(read_query_response(answer.body).objects.entries)

    def query(self, patient: str) -> QueryRequest:
        """Return the query for the documents of a patient."""
        asked = (
            ("$XDSDocumentEntryPatientId", (single(patient),)),
            ("$XDSDocumentEntryStatus", (quoted(v.APPROVED),)),
        )
        return QueryRequest(v.QUERIES["FindDocuments"], asked, LEAF_CLASS)

    def fetch(self, values: Mapping[str, str]) -> None:
        """Find a document and fetch it (ITI-43)."""
        found = self.find(values["registry"], values["patient"])
        wanted = next((one for one in found if one.unique_id == values["document"]), None)
        if wanted is not None:
            self.post(values["repository"], v.RETRIEVE, write_retrieve([self.request(wanted)]), [])

    def request(self, entry: DocumentEntry) -> DocumentRequest:
        """Return the request for a document as its entry says where it is."""
        return DocumentRequest(entry.repository_unique_id or "", entry.unique_id or "", entry.home)

    def fetch_images(self, values: Mapping[str, str]) -> None:
        """Fetch instances of a series (RAD-69)."""
        self.post(values["url"], v.RETRIEVE_IMAGING, write_imaging(self.images(values)), [])

    def images(self, values: Mapping[str, str]) -> ImagingRequest:
        """Return the request for instances of a series."""
        asked = (DocumentRequest(values["repository_id"], one) for one in values["instances"].split())
        return ImagingRequest(
            tuple(InstanceRequest(values["study"], values["series"], one) for one in asked), self.syntaxes()
        )

    def syntaxes(self) -> tuple[str, ...]:
        """Return the transfer syntaxes it can show."""
        return SYNTAXES
