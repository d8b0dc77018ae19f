"""The rules by which a registry lets one submission in or refuses it whole (ITI TF-2 3.42.4.1.3, TF-3 4.2.3, 4.3.1)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from conformance.xds.simulator.holdings import described
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.patients import normalised
from conformance.xds.vocabulary import STABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.xds.affinity import AffinityDomain as CodeSets
    from conformance.xds.simulator.holdings import Described, Holdings
    from conformance.xds.simulator.patients import Patients
    from conformance.xds.wire.ebrim import Code, DocumentEntry, Folder, Objects, SubmissionSet

METADATA, NO_MATCH = "XDSRegistryMetadataError", "XDSPatientIdDoesNotMatch"
_DTM = re.compile(r"\d{4}(?:(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])?(?:[0-5]\d)?(?:[0-5]\d)?)?)?")
_OID = re.compile(r"(?=.{1,64}$)[0-2](?:\.(?:0|[1-9]\d*))+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LONGEST_UNIQUE_ID = 128

ENTRY_REQUIRED = (
    *("unique_id", "patient_id", "mime_type", "object_type", "class_code", "type_code", "format_code"),
    *("facility_code", "practice_code", "confidentiality_codes", "creation_time", "language", "source_patient_id"),
    *("hash", "size", "repository_unique_id"),
)
SET_REQUIRED = ("unique_id", "source_id", "patient_id", "submission_time", "content_type")
FOLDER_REQUIRED = ("unique_id", "patient_id", "codes", "title")


class Admission:
    """Asks each question of the standard by one small method, so that each can be answered wrongly on its own."""

    holdings: Holdings
    patients: Patients
    codes: CodeSets

    def examine(self, objects: Objects) -> None:
        """Raise Refused for the first rule the objects themselves break; relationships are looked at elsewhere."""
        self.examine_form(objects)
        for entry in objects.entries:
            self.examine_entry(entry)
        for folder in objects.folders:
            self.examine_folder(folder)
        self.examine_set(objects.submission_sets[0])
        self.examine_identifiers(objects)
        self.examine_patients(objects)

    def examine_form(self, objects: Objects) -> None:
        """Refuse what is not one submission set with its objects (TF-3 4.2.1)."""
        if objects.problems:
            raise Refused(METADATA, objects.problems[0])
        if len(objects.submission_sets) != 1:
            raise Refused(METADATA, f"there are {len(objects.submission_sets)} submission sets, not one")
        if objects.others:
            raise Refused(METADATA, f"the package {objects.others[0]} is neither submission set nor folder")

    def examine_entry(self, entry: DocumentEntry) -> None:
        """Refuse an entry with a missing, malformed or foreign attribute (TF-3 4.2.3.2, table 4.3.1-3)."""
        self._demand(entry, ENTRY_REQUIRED)
        if entry.object_type != STABLE:
            raise Refused(METADATA, f"the objectType {entry.object_type} is not that of a stable document", entry.id)
        if not (0 < len(entry.unique_id or "") <= _LONGEST_UNIQUE_ID):
            raise Refused(METADATA, f"the uniqueId has {len(entry.unique_id or '')} characters", entry.id)
        self._formed(_SHA1, entry.id, hash=entry.hash)
        self._formed(re.compile(r"\d{1,18}"), entry.id, size=entry.size)
        self._formed(_LANGUAGE, entry.id, languageCode=entry.language)
        self._formed(_OID, entry.id, repositoryUniqueId=entry.repository_unique_id)
        times = {"creationTime": entry.creation_time, "serviceStartTime": entry.service_start}
        self._formed(_DTM, entry.id, serviceStopTime=entry.service_stop, **times)
        if not self.times_are_in_order(entry):
            raise Refused(METADATA, "serviceStartTime is after serviceStopTime", entry.id)
        if not self.mime_type_is_allowed(entry):
            raise Refused(METADATA, f"the mimeType {entry.mime_type} is not one of the affinity domain", entry.id)
        for attribute, code in coded(entry):
            if not self.code_is_allowed(attribute, code):
                raise Refused(METADATA, f"{attribute} {code.asked()} is not one of the affinity domain", entry.id)

    def examine_set(self, submission: SubmissionSet) -> None:
        """Refuse a submission set with a missing, malformed or foreign attribute (TF-3 4.2.3.3)."""
        self._demand(submission, SET_REQUIRED)
        self._formed(_OID, submission.id, uniqueId=submission.unique_id, sourceId=submission.source_id)
        self._formed(_DTM, submission.id, submissionTime=submission.submission_time)
        content = submission.content_type
        if content and not self.code_is_allowed("contentTypeCode", content):
            raise Refused(METADATA, f"contentTypeCode {content.asked()} is not one of the affinity domain")

    def examine_folder(self, folder: Folder) -> None:
        """Refuse a folder with a missing, malformed or foreign attribute (TF-3 4.2.3.4)."""
        self._demand(folder, FOLDER_REQUIRED)
        self._formed(_OID, folder.id, uniqueId=folder.unique_id)
        for code in folder.codes:
            if not self.code_is_allowed("codeList", code):
                raise Refused(METADATA, f"codeList {code.asked()} is not one of the affinity domain", folder.id)

    def examine_identifiers(self, objects: Objects) -> None:
        """Refuse identifiers used twice, here or before (TF-2 3.42.4.1.3.3)."""
        if not self.unique_ids_differ(objects):
            raise Refused("XDSRegistryDuplicateUniqueIdInMessage", "a uniqueId is there twice in the submission")
        packages: list[SubmissionSet | Folder] = [*objects.submission_sets, *objects.folders]
        for package in packages:
            if not self.package_id_is_free(package.unique_id or ""):
                raise Refused("XDSDuplicateUniqueIdInRegistry", f"{package.unique_id} is in use", package.id)
        for entry in objects.entries:
            for known in self.holdings.entries_called(entry.unique_id or ""):
                self.examine_same_document(entry, known)
        times = Counter(one.id for one in objects)
        for item in objects:
            if not self.id_is_free(item.id) or times[item.id] > 1:
                raise Refused(METADATA, f"the id {item.id} is already that of another object", item.id)

    def examine_same_document(self, entry: DocumentEntry, known: DocumentEntry) -> None:
        """Refuse another content under a uniqueId that is taken (TF-2 3.42.4.1.3.3.1)."""
        if not self.hash_is_identical(entry, known):
            raise Refused("XDSNonIdenticalHash", f"{entry.unique_id} is registered with another hash", entry.id)
        if entry.size != known.size:
            raise Refused("XDSNonIdenticalSize", f"{entry.unique_id} is registered with another size", entry.id)

    def examine_patients(self, objects: Objects) -> None:
        """Refuse patients that are unknown, or not one and the same (TF-2 3.42.4.1.3.3.2)."""
        about = described(objects)
        for item in about:
            if normalised(item.patient_id or "") != item.patient_id:
                raise Refused(METADATA, f"the patientId {item.patient_id} is not written id^^^&OID&ISO", item.id)
            if not self.knows_patient(item.patient_id or ""):
                raise Refused("XDSUnknownPatientId", f"the patient {item.patient_id} is not known here", item.id)
        first = objects.submission_sets[0].patient_id or ""
        for item in about:
            if not self.is_same_patient(first, item.patient_id or ""):
                raise Refused(NO_MATCH, f"{item.patient_id} is not the patient of the submission set", item.id)

    def times_are_in_order(self, entry: DocumentEntry) -> bool:
        """Return whether the service did not stop before it started, at the precision both times have."""
        if entry.service_start is None or entry.service_stop is None:
            return True
        precision = min(len(entry.service_start), len(entry.service_stop))
        return entry.service_start[:precision] <= entry.service_stop[:precision]

    def mime_type_is_allowed(self, entry: DocumentEntry) -> bool:
        """Return whether the affinity domain lists the mimeType."""
        return self.codes.allows_mime_type(entry.mime_type or "")

    def code_is_allowed(self, attribute: str, code: Code) -> bool:
        """Return whether the affinity domain lists code and scheme; the display name is free."""
        return self.codes.allows(attribute, code)

    def unique_ids_differ(self, objects: Objects) -> bool:
        """Return whether no uniqueId is there twice in the submission."""
        about = [one.unique_id for one in described(objects)]
        return len(about) == len(set(about))

    def package_id_is_free(self, unique_id: str) -> bool:
        """Return whether no object of any kind has this uniqueId."""
        return unique_id not in self.holdings.unique_ids()

    def id_is_free(self, id_: str) -> bool:
        """Return whether no object is known by this id yet."""
        return id_ not in self.holdings

    def hash_is_identical(self, entry: DocumentEntry, known: DocumentEntry) -> bool:
        """Return whether two entries have the same hash, written in whatever case."""
        return (entry.hash or "").lower() == (known.hash or "").lower()

    def knows_patient(self, patient_id: str) -> bool:
        """Return whether the patient feed announced the identifier and no merge took it away."""
        return self.patients.knows(patient_id)

    def is_same_patient(self, one: str, other: str) -> bool:
        """Return whether two identifiers in one submission are the same."""
        return one == other

    def is_required(self, attribute: str) -> bool:  # noqa: ARG002 - a variant may answer by it
        """Return whether an attribute listed as required in table 4.3.1-3 is asked for here."""
        return True

    def _demand(self, item: Described, names: tuple[str, ...]) -> None:
        for name in names:
            if not getattr(item, name) and self.is_required(name):
                raise Refused(METADATA, f"{type(item).__name__} {item.id} has no {name}", item.id)

    def _formed(self, form: re.Pattern[str], where: str, **values: str | None) -> None:
        for name, value in values.items():
            if value is not None and not form.fullmatch(value):
                raise Refused(METADATA, f"{name} is malformed: {value[:80]}", where)


def coded(entry: DocumentEntry) -> Iterator[tuple[str, Code]]:
    """Yield every coded value of an entry with the name of its attribute (TF-3 table 4.1-2)."""
    single = (
        ("classCode", entry.class_code),
        ("typeCode", entry.type_code),
        ("formatCode", entry.format_code),
        ("healthcareFacilityTypeCode", entry.facility_code),
        ("practiceSettingCode", entry.practice_code),
    )
    yield from ((name, code) for name, code in single if code is not None)
    yield from (("confidentialityCode", code) for code in entry.confidentiality_codes)
    yield from (("eventCodeList", code) for code in entry.event_codes)
