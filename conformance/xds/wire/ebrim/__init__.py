"""ebRIM 3.0 as XDS.b uses it: document entries, submission sets, folders, associations (ITI TF-3 4.2)."""

from conformance.xds.wire.ebrim.model import (
    Association,
    Author,
    Code,
    DocumentEntry,
    Folder,
    Objects,
    SubmissionSet,
)
from conformance.xds.wire.ebrim.reading import read_objects
from conformance.xds.wire.ebrim.writing import Placement, write_objects

__all__ = [
    "Association",
    "Author",
    "Code",
    "DocumentEntry",
    "Folder",
    "Objects",
    "Placement",
    "SubmissionSet",
    "read_objects",
    "write_objects",
]
