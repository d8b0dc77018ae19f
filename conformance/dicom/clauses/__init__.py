"""The sentences of DICOM this room judges by: of archives, and of the services around an examination."""

from __future__ import annotations

from conformance.dicom.clauses.archives import *  # noqa: F403 - every clause of the room is known under this name
from conformance.dicom.clauses.services import *  # noqa: F403 - as above
