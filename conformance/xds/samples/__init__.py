"""Synthetic, seeded documents, folders, submissions and imaging manifests."""

from conformance.xds.samples.documents import (
    Document,
    Submission,
    author,
    document,
    folder,
    manifest_document,
    member,
    patient,
    reference,
    related,
    replaces,
    submission,
)
from conformance.xds.samples.images import image_of
from conformance.xds.samples.manifests import Series, Study, manifest, manifest_uid

__all__ = [
    "Document",
    "Series",
    "Study",
    "Submission",
    "author",
    "document",
    "folder",
    "image_of",
    "manifest",
    "manifest_document",
    "manifest_uid",
    "member",
    "patient",
    "reference",
    "related",
    "replaces",
    "submission",
]
