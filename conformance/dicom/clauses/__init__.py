"""The sentences of DICOM this room judges by: of archives, of the services around an examination, of DICOMweb."""

from __future__ import annotations

from conformance.dicom.clauses.associations import *  # noqa: F403 - every clause of the room is known under this name
from conformance.dicom.clauses.claiming import *  # noqa: F403 - as above
from conformance.dicom.clauses.consulting import *  # noqa: F403 - as above
from conformance.dicom.clauses.initiating import *  # noqa: F403 - as above
from conformance.dicom.clauses.messages import *  # noqa: F403 - as above
from conformance.dicom.clauses.objects import *  # noqa: F403 - as above
from conformance.dicom.clauses.performing import *  # noqa: F403 - as above
from conformance.dicom.clauses.queries import *  # noqa: F403 - as above
from conformance.dicom.clauses.restarting import *  # noqa: F403 - as above
from conformance.dicom.clauses.retrieval import *  # noqa: F403 - as above
from conformance.dicom.clauses.security import *  # noqa: F403 - as above
from conformance.dicom.clauses.services import *  # noqa: F403 - as above
from conformance.dicom.clauses.storage import *  # noqa: F403 - as above
from conformance.dicom.clauses.subscribing import *  # noqa: F403 - as above
from conformance.dicom.clauses.web import *  # noqa: F403 - as above
