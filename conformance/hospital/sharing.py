"""The hospital's imaging document source: publishes a manifest of a study and hands out its instances (XDS-I.b)."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from pydicom.dataset import FileMetaDataset
from pydicom.filewriter import write_file_meta_info

from conformance.xds.samples.manifests import IMPLEMENTATION, Series, Study, written
from conformance.xds.vocabulary import DICOM_UID_SCHEME, HAS_MEMBER, KEY_OBJECT_SELECTION, RPLC, STABLE
from conformance.xds.wire.ebrim import Association, Author, Code, DocumentEntry, Objects, SubmissionSet

if TYPE_CHECKING:
    from conformance.dicom.simulator import InstanceStore, Kept
    from conformance.xds.simulator import AffinityDomain

_DTM = "%Y%m%d%H%M%S"
_OF_IMAGES = -1
"""Which of an affinity domain's codes is the one for images: the last, as the shipped domain lists them."""
_AUTHOR = Author(institutions=("Reference Hospital",), roles=("Imaging department",))
_FORMAT = Code(KEY_OBJECT_SELECTION, DICOM_UID_SCHEME, "Key Object Selection Document")
_REFERENCE = "^^^^urn:ihe:iti:xds:2016:studyInstanceUID"


def fixed(*names: str) -> uuid.UUID:
    """Return the same UUID for the same names, in every run."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "/".join(("conformance/hospital", *names)))


def uid(*names: str) -> str:
    """Return the same UID for the same names, in every run (2.25, ITU-T X.667)."""
    return f"2.25.{fixed(*names).int}"


class Sharing:
    """Shares the studies in ``instances`` by way of the registry and repository of ``domain``."""

    def __init__(self, instances: InstanceStore, retrieve_aet: str) -> None:
        self._instances = instances
        self._retrieve_aet = retrieve_aet
        self._published: dict[str, DocumentEntry] = {}
        self._lock = threading.Lock()

    def fetch(self, study: str, series: str, sop: str) -> tuple[str, bytes] | None:
        """Return the transfer syntax and the DICOM Part 10 file of an instance in that series of that study."""
        held = self._instances.get(sop)
        if held is None or (held.study_uid, held.series_uid) != (study, series):
            return None
        return held.transfer_syntax, self.file(held)

    def listed(self, study: str) -> list[tuple[str, str]]:
        """Return series and SOP Instance UID of every instance of a study, in order of arrival."""
        return [(one.series_uid, one.sop_instance) for one in self._instances.all() if one.study_uid == study]

    def file(self, held: Kept) -> bytes:
        """Return an instance as a Part 10 file around the octets that were stored (PS3.10 7.1)."""
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = held.sop_class, held.sop_instance
        meta.TransferSyntaxUID, meta.ImplementationClassUID = held.transfer_syntax, IMPLEMENTATION
        head = BytesIO()
        write_file_meta_info(head, meta)
        return b"\0" * 128 + b"DICM" + head.getvalue() + held.data

    def share(self, study_uid: str, domain: AffinityDomain) -> None:
        """Publish a manifest of a study whose patient the registry knows; a changed study's replaces the last one."""
        with self._lock:
            held = self.shared([one for one in self._instances.all() if one.study_uid == study_uid])
            patient = f"{held[0].patient_id}^^^&{domain.registry.patients.authority}&ISO" if held else ""
            before = self._published.get(study_uid)
            if not held or not domain.registry.patients.knows(patient):
                return
            study = self.described(held, domain.imaging_source.unique_id)
            entry = self.entry(study, patient, domain)
            if before is not None and before.unique_id == entry.unique_id:
                return
            manifest = self.manifest(study, str(entry.unique_id))
            objects = self.submission(entry, before if self.replaces(before) else None, domain)
            if domain.repository.publish(objects, {entry.id: manifest}).status.endswith(":Success"):
                self._published[study_uid] = entry

    def manifest(self, study: Study, sop_uid: str) -> bytes:
        """Return the Key Object Selection Document of a study as a file, in the study's one series of manifests."""
        return written(study, uid(study.study_uid, "manifests"), sop_uid, datetime.now(UTC))

    def shared(self, held: list[Kept]) -> list[Kept]:
        """Return the instances of a study that are shared: all."""
        return held

    def replaces(self, before: DocumentEntry | None) -> bool:
        """Return whether a new manifest takes the place of the one before (RAD TF 4.68.4.1.1)."""
        return before is not None

    def described(self, held: list[Kept], location: str) -> Study:
        """Return a study as its manifest lists it: instances by series, in order of arrival."""
        series: dict[str, list[tuple[str, str]]] = {}
        for one in held:
            series.setdefault(one.series_uid, []).append((one.sop_class, one.sop_instance))
        head = held[0].head
        said = {keyword: str(head.get(keyword) or "") for keyword in _STUDY.values()}
        return Study(
            patient_id=held[0].patient_id,
            study_uid=held[0].study_uid,
            series=[Series(one, self._retrieve_aet, location, listed) for one, listed in series.items()],
            **{name: said[keyword] for name, keyword in _STUDY.items()},
        )

    def entry(self, study: Study, patient: str, domain: AffinityDomain) -> DocumentEntry:
        """Return the document entry of a manifest (RAD TF 4.68.4.1.2.3)."""
        codes = domain.registry.codes
        listed = [sop for series in study.series for _, sop in series.instances]
        made = uid(study.study_uid, *listed)
        now = datetime.now(UTC)
        begun = (study.study_date + study.study_time[:6]) if study.study_date.isdecimal() else ""
        modalities = {str(one.head.get("Modality", "")) for sop in listed if (one := self._instances.get(sop))}
        return DocumentEntry(
            id=f"urn:uuid:{fixed('entry', made)}",
            unique_id=made,
            patient_id=patient,
            mime_type="application/dicom",
            object_type=STABLE,
            title="Imaging manifest",
            authors=(_AUTHOR,),
            class_code=codes.code("classCode", _OF_IMAGES),
            type_code=codes.code("typeCode", _OF_IMAGES),
            format_code=_FORMAT,
            facility_code=codes.code("healthcareFacilityTypeCode"),
            practice_code=codes.code("practiceSettingCode"),
            confidentiality_codes=(codes.code("confidentialityCode"),),
            event_codes=tuple(one for one in codes.values("eventCodeList") if one.code in modalities),
            creation_time=now.strftime(_DTM),
            service_start=begun if len(begun) in {8, 12, 14} else None,
            language=codes.language,
            source_patient_id=patient,
            reference_ids=(f"{study.study_uid}{_REFERENCE}",),
        )

    def submission(self, entry: DocumentEntry, before: DocumentEntry | None, domain: AffinityDomain) -> Objects:
        """Return the submission of one manifest, and its replacing of the one before."""
        codes = domain.registry.codes
        submitted = SubmissionSet(
            id="submission",
            unique_id=uid("submission", str(entry.unique_id)),
            source_id=codes.source_id,
            patient_id=entry.patient_id,
            submission_time=entry.creation_time,
            content_type=codes.code("contentTypeCode"),
            authors=(_AUTHOR,),
        )
        ties = [Association("member", HAS_MEMBER, submitted.id, entry.id, set_status="Original")]
        if before is not None:
            ties.append(Association("replacing", RPLC, entry.id, before.id))
        return Objects(entries=(entry,), submission_sets=(submitted,), associations=tuple(ties))


_STUDY = {
    "patient_name": "PatientName",
    "birth_date": "PatientBirthDate",
    "sex": "PatientSex",
    "accession": "AccessionNumber",
    "study_date": "StudyDate",
    "study_time": "StudyTime",
    "study_id": "StudyID",
}
"""What a manifest repeats of a study, by the attribute it is in."""
