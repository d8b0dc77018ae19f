"""What the hospital makes of a report it is told: a text document in the registry, replaced when it is corrected."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.hospital.sharing import fixed, uid
from conformance.xds.vocabulary import STABLE
from conformance.xds.wire.ebrim import Author, DocumentEntry

if TYPE_CHECKING:
    from conformance.hl7.simulator import Observation, Report
    from conformance.hospital.sharing import Sharing
    from conformance.xds.simulator import AffinityDomain

DELETED = frozenset({"D", "W"})
"""OBX-11 of an observation that is no longer part of the report (table 0085)."""

_TEXTS = frozenset({"TX", "FT", "ST", "NM"})
_OF_REPORTS = 1
"""Which of an affinity domain's class codes is the one for reports, as the shipped domain lists them."""


class Reporting:
    """Publishes reports by way of ``sharing``'s submissions; each method is a question of its own."""

    mime_type = "text/plain"

    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._published: dict[str, DocumentEntry] = {}
        self._lock = threading.Lock()

    def publish(self, report: Report, patient: str, domain: AffinityDomain) -> None:
        """Publish a report of a patient (``id^^^&OID&ISO``); one that came before is replaced."""
        content = self.document(report)
        key = report.filler or report.accession or report.placer or report.patient.id
        with self._lock:
            before = self._published.get(key)
            entry = self.entry(report, patient, domain, hashlib.sha1(content, usedforsecurity=False).hexdigest())
            if before is not None and before.unique_id == entry.unique_id:
                return
            objects = self._sharing.submission(entry, before if self.replaces(report) else None, domain)
            if domain.repository.publish(objects, {entry.id: content}).status.endswith(":Success"):
                self._published[key] = entry

    def replaces(self, report: Report) -> bool:
        """Return whether a report takes the place of the one before it."""
        return bool(report.status)

    def document(self, report: Report) -> bytes:
        """Return a report as a document: a line for each line of text."""
        return "".join(f"{line}\r\n" for line in self.lines(report)).encode()

    def lines(self, report: Report) -> list[str]:
        """Return the lines of a report, in the order they came."""
        return [line for one in report.observations if self.is_shown(one) for line in self.written(one)]

    def is_shown(self, observation: Observation) -> bool:
        """Return whether an observation is part of the report: of text or number, and neither deleted nor a UID."""
        is_uid = "instance uid" in observation.code.meaning.lower()
        return observation.kind in _TEXTS and observation.status not in DELETED and not is_uid

    def written(self, observation: Observation) -> list[str]:
        """Return an observation as lines, one for each repetition, with its units."""
        return [f"{value} {observation.units}".rstrip() for value in observation.values]

    def entry(self, report: Report, patient: str, domain: AffinityDomain, digest: str) -> DocumentEntry:
        """Return the document entry of a report."""
        codes = domain.registry.codes
        made = uid("report", patient, report.filler or "", report.status, digest)
        return DocumentEntry(
            id=f"urn:uuid:{fixed('entry', made)}",
            unique_id=made,
            patient_id=patient,
            mime_type=self.mime_type,
            object_type=STABLE,
            title=report.procedure.meaning or "Imaging report",
            authors=(Author(institutions=("Reference Hospital",), roles=("Imaging department",)),),
            class_code=codes.code("classCode", _OF_REPORTS),
            type_code=codes.code("typeCode"),
            format_code=codes.code("formatCode"),
            facility_code=codes.code("healthcareFacilityTypeCode"),
            practice_code=codes.code("practiceSettingCode"),
            confidentiality_codes=(codes.code("confidentialityCode"),),
            creation_time=f"{datetime.now(UTC):%Y%m%d%H%M%S}",
            language=codes.language,
            source_patient_id=patient,
        )
