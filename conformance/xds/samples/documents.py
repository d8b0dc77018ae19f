"""Synthetic, seeded documents, folders and submissions, right in every attribute unless told otherwise."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conformance.xds.affinity import AffinityDomain, default
from conformance.xds.samples.manifests import Study, manifest, manifest_uid
from conformance.xds.vocabulary import DICOM_UID_SCHEME, HAS_MEMBER, KEY_OBJECT_SELECTION, RPLC, STABLE
from conformance.xds.wire.ebrim import Association, Author, Code, DocumentEntry, Folder, Objects, SubmissionSet
from conformance.xds.wire.registry import Carried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.story import Story

PATIENT_ROOT = "2.16.840.1.113883.2.1.4.1"
_DTM = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True)
class Document:
    """A document entry and the octets it describes."""

    entry: DocumentEntry
    content: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """The objects of one submission and the documents that go with them."""

    objects: Objects
    documents: tuple[Document, ...] = ()

    @property
    def set(self) -> SubmissionSet:
        """Return the submission set."""
        return self.objects.submission_sets[0]

    @property
    def carried(self) -> list[Carried]:
        """Return the documents as an ITI-41 request carries them."""
        return [Carried(one.entry.id, one.content) for one in self.documents]

    @property
    def contents(self) -> dict[str, bytes]:
        """Return the octets of each document by the id of its entry."""
        return {one.entry.id: one.content for one in self.documents}


def patient(story: Story, name: str = "patient") -> str:
    """Return a patient identifier of the candidate's domain, ``id^^^&OID&ISO``, in the reserved range."""
    xds = getattr(story.system, "xds", None)
    root = xds.patient_id_root if xds is not None else PATIENT_ROOT
    return f"{story.patient_id(name)}^^^&{root}&ISO"


def document(
    story: Story,
    name: str,
    content: bytes = b"A synthetic document.\n",
    mime_type: str = "text/plain",
    *,
    domain: AffinityDomain | None = None,
    **overrides: Any,  # noqa: ANN401 - attributes of a DocumentEntry, of their own types
) -> Document:
    """Return a document whose entry has every required attribute; ``overrides`` replace or (None) remove some.

    The entry's id is symbolic and made of ``name``; hash and size are those of ``content``.
    """
    domain = domain or default()
    written = story.now.strftime(_DTM)
    entry = DocumentEntry(
        id=f"document-{name}",
        unique_id=story.uid(f"document/{name}"),
        patient_id=patient(story),
        mime_type=mime_type,
        object_type=STABLE,
        title=f"Document {name}",
        authors=(author(story),),
        class_code=domain.code("classCode"),
        type_code=domain.code("typeCode"),
        format_code=domain.code("formatCode"),
        facility_code=domain.code("healthcareFacilityTypeCode"),
        practice_code=domain.code("practiceSettingCode"),
        confidentiality_codes=(domain.code("confidentialityCode"),),
        creation_time=written,
        hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        size=str(len(content)),
        language=domain.language,
        repository_unique_id=domain.repository_unique_id,
        source_patient_id=f"{story.patient_id('source')}^^^&{domain.source_id}&ISO",
        source_patient_info=_about_patient(story, domain),
    )
    return Document(replace(entry, **overrides), content)


def author(story: Story) -> Author:
    """Return an author with person, institution and role."""
    token = story.token("author", 6)
    return Author(f"ZZ{token}^Writer^Synthetic^^^Dr", (f"Synthetic Hospital {token}",), ("Radiologist",))


def _about_patient(story: Story, domain: AffinityDomain) -> tuple[str, ...]:
    source = f"{story.patient_id('source')}^^^&{domain.source_id}&ISO"
    return (f"PID-3|{source}", "PID-5|Zzsynthetic^Patient^^^", "PID-7|19700101", "PID-8|O")


def folder(
    story: Story,
    name: str,
    *,
    domain: AffinityDomain | None = None,
    **overrides: Any,  # noqa: ANN401 - attributes of a Folder, of their own types
) -> Folder:
    """Return a folder with every required attribute and a symbolic id."""
    made = Folder(
        id=f"folder-{name}",
        unique_id=story.uid(f"folder/{name}"),
        patient_id=patient(story),
        codes=((domain or default()).code("codeList"),),
        title=f"Folder {name}",
    )
    return replace(made, **overrides)


def submission(  # noqa: PLR0913 - what a submission is made of
    story: Story,
    name: str,
    documents: Sequence[Document] = (),
    folders: Sequence[Folder] = (),
    associations: Sequence[Association] = (),
    *,
    patient: str | None = None,
    domain: AffinityDomain | None = None,
    **overrides: Any,  # noqa: ANN401 - attributes of a SubmissionSet, of their own types
) -> Submission:
    """Return a submission set with its objects, each tied to it as the standard wants (ITI TF-3 4.2.1).

    ``associations`` are those the story is about (``replaces``, ``member`` ...). The patient is that of the
    first document or folder unless another is named.
    """
    domain = domain or default()
    entries = tuple(one.entry for one in documents)
    named = [*(one.patient_id for one in entries), *(one.patient_id for one in folders)]
    made = SubmissionSet(
        id=f"submission-{name}",
        unique_id=story.uid(f"submission/{name}"),
        source_id=domain.source_id,
        patient_id=patient or next(iter(named), None) or _story_patient(story),
        submission_time=story.now.strftime(_DTM),
        content_type=domain.code("contentTypeCode"),
        title=f"Submission {name}",
        authors=(author(story),),
    )
    made = replace(made, **overrides)
    ties = _ties(made.id, entries, tuple(folders), tuple(associations))
    return Submission(Objects(entries, (made,), tuple(folders), (*ties, *associations)), tuple(documents))


def _story_patient(story: Story) -> str:
    return patient(story)


def _ties(
    submission_id: str, entries: tuple[DocumentEntry, ...], folders: tuple[Folder, ...], more: tuple[Association, ...]
) -> list[Association]:
    memberships = [one for one in more if one.type == HAS_MEMBER and one.source != submission_id]
    others = [*(one.id for one in folders), *(one.id for one in memberships)]
    tied: list[tuple[str, str | None]] = [*((one.id, "Original") for one in entries), *((one, None) for one in others)]
    return [
        Association(f"tie-{number}-{submission_id}", HAS_MEMBER, submission_id, target, set_status=status)
        for number, (target, status) in enumerate(tied, 1)
    ]


def member(folder_id: str, entry_id: str) -> Association:
    """Return the association that puts a document in a folder."""
    return Association(f"member-{folder_id}-{entry_id}", HAS_MEMBER, folder_id, entry_id)


def reference(submission_id: str, entry_id: str) -> Association:
    """Return the association by which a submission set refers to a document that is already registered."""
    return Association(f"reference-{entry_id}", HAS_MEMBER, submission_id, entry_id, set_status="Reference")


def related(type_: str, source: str, target: str, documentation: Code | None = None) -> Association:
    """Return a relationship of one of the types of ITI TF-3 4.2.2.2."""
    return Association(f"relation-{source}-{target}", type_, source, target, documentation=documentation)


def replaces(new: str, old: str) -> Association:
    """Return the association by which a new document replaces a registered one."""
    return related(RPLC, new, old)


def manifest_document(
    story: Story,
    name: str,
    study: Study,
    *,
    domain: AffinityDomain | None = None,
    **overrides: Any,  # noqa: ANN401 - attributes of a DocumentEntry, of their own types
) -> Document:
    """Return the manifest of a study as a document, described as RAD TF-2 4.68.4.1.2.3 wants it."""
    domain = domain or default()
    references = [f"{study.study_uid}^^^^urn:ihe:iti:xds:2016:studyInstanceUID"]
    if study.accession:
        references.append(f"{study.accession}^^^&{domain.source_id}&ISO^urn:ihe:iti:xds:2013:accession")
    about: dict[str, Any] = {
        "unique_id": manifest_uid(story, study),
        "title": f"Imaging manifest {name}",
        "format_code": Code(KEY_OBJECT_SELECTION, DICOM_UID_SCHEME, "Key Object Selection Document"),
        "reference_ids": tuple(references),
        "service_start": (study.study_date + study.study_time[:6]) or None,
    }
    return document(story, name, manifest(story, study), "application/dicom", domain=domain, **{**about, **overrides})


__all__ = [
    "Document",
    "Submission",
    "author",
    "document",
    "folder",
    "manifest_document",
    "member",
    "patient",
    "reference",
    "related",
    "replaces",
    "submission",
]
