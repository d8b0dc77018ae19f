"""Patients and their studies, made from the story's seed and moment alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from conformance.dicom.samples import pixels, syntaxes
from conformance.dicom.samples.modules import Making, Reference, put
from conformance.dicom.samples.pictures import attributes_of, pictured
from conformance.dicom.samples.sopclasses import CT, SC, SOP_CLASSES, US, USUAL, SopClass
from conformance.story import derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from conformance.story import Story

    Variant = Callable[[Dataset], None]

SCRIPTS: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "ascii": ((), "{family}^{given}"),
        "latin": (("ISO_IR 100",), "{family}ÄÖÜ^{given}é"),
        "utf-8": (("ISO_IR 192",), "{family}-Łukasz^{given}-Ωμέγα=王^小東"),
        "japanese": (("", "ISO 2022 IR 87"), "{family}^{given}=山田^太郎=やまだ^たろう"),
        "korean": (("", "ISO 2022 IR 149"), "{family}^{given}=洪^吉洞=홍^길동"),
        "chinese": (("GB18030",), "{family}^{given}=王^小东"),
    }
)
"""Names of each script: Specific Character Set (0008,0005) and the pattern of the name (PS3.5 annexes H to K)."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One synthetic patient; ``name`` is Unicode with ``^`` and ``=``, ``character_set`` is how it is written."""

    id: str
    name: str
    birth_date: str = "19700401"
    sex: str = "O"
    character_set: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """One composite instance: ``data`` is its data set in ``transfer_syntax``, without file meta information.

    ``attributes`` maps keywords of its top level to values: str (empty when there is none), int or float, a tuple
    when there are several, a tuple of such mappings for a sequence; binary values and private elements are only in
    ``data``. ``pixels`` is the native pixel data, the fragments of an encapsulated one, or None.
    """

    sop_class: str
    sop_instance: str
    transfer_syntax: str
    data: bytes
    attributes: Mapping[str, Any]
    pixels: bytes | tuple[bytes, ...] | None

    def get(self, keyword: str) -> Any:  # noqa: ANN401 - as attributes
        """Return the attribute of this keyword, or an empty string."""
        return self.attributes.get(keyword, "")


@dataclass(frozen=True, slots=True)
class Series:
    """The instances of one series."""

    series_uid: str
    modality: str
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """One study of one patient; ``name`` is what the story calls it."""

    name: str
    patient: Patient
    study_uid: str
    accession: str
    series: tuple[Series, ...]

    @property
    def patient_id(self) -> str:
        """Return Patient ID (0010,0020)."""
        return self.patient.id

    @property
    def patient_name(self) -> str:
        """Return Patient's Name (0010,0010), Unicode."""
        return self.patient.name

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Return the instances of all series, in order."""
        return tuple(one for series in self.series for one in series.instances)

    def get(self, keyword: str) -> Any:  # noqa: ANN401 - as Instance.attributes
        """Return an attribute of patient or study level, as the first instance has it."""
        return self.instances[0].get(keyword)


def patient(story: Story, name: str = "a", *, script: str = "ascii", **attributes: str) -> Patient:
    """Return the patient the story calls ``name``, written in one of SCRIPTS; ``birth_date`` and ``sex`` at choice."""
    character_set, pattern = SCRIPTS[script]
    given = "".join(letter for letter in name.upper() if letter.isalnum())
    full = pattern.format(family=f"ZZ{story.token('family/' + name, 8)}", given=given)
    return Patient(story.patient_id(name), full, character_set=character_set, **attributes)


_patient = patient


def study(  # noqa: PLR0913 - each is a choice of the story
    story: Story,
    name: str = "a",
    *,
    patient: Patient | None = None,
    modality: str | tuple[str, ...] | None = None,
    series: int = 2,
    images: int = 2,
    sop_class: str | None = None,
    transfer_syntax: str = syntaxes.ExplicitVRLittleEndian,
    variants: Iterable[Variant] = (),
    of: Study | None = None,
    **attributes: object,
) -> Study:
    """Return the study the story calls ``name``: ``series`` times ``images`` instances.

    ``modality`` may name one for each series in turn. ``sop_class`` is a UID of SOP_CLASSES, by default the usual
    one of the modality (CT, or ultrasound when the syntax holds 8 bits only). ``of`` puts the new series into another
    study, whose instances documents refer to. ``variants`` are applied in order to each data set, then
    ``attributes`` by keyword. Raises ValueError for a combination that does not exist.
    """
    who = patient or (of.patient if of else _patient(story, name))
    plan = _Plan(
        story, name, who, of.study_uid if of else story.uid(f"study/{name}"),
        of.accession if of else f"ZZ{story.token('accession/' + name, 10)}", transfer_syntax,
        tuple(variants), attributes, of,
    )  # fmt: skip
    modalities = (modality,) if isinstance(modality, str) else modality or ()
    made = []
    for number in range(1, series + 1):
        wanted = modalities[(number - 1) % len(modalities)] if modalities else None
        made.append(plan.series(number, images, _class(wanted, sop_class, transfer_syntax), wanted))
    return Study(name, who, plan.study_uid, plan.accession, tuple(made))


def _class(modality: str | None, uid: str | None, transfer_syntax: str) -> SopClass:
    narrow = transfer_syntax in pixels.EIGHT_BIT_ONLY
    if uid is None:
        uid = USUAL.get(modality, SC) if modality else US if narrow else CT
    found = SOP_CLASSES.get(uid)
    if found is None:
        raise ValueError(f"there are no samples of SOP class {uid}")
    if narrow and found.bits != 8 and not found.either:  # noqa: PLR2004 - bits
        raise ValueError(f"{found.title} does not go with {transfer_syntax}, whose samples hold 8 bits")
    if not found.bits and transfer_syntax in pixels.ENCAPSULATED:
        raise ValueError(f"{found.title} has no picture to encapsulate in {transfer_syntax}")
    return found


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all instances of a study share."""

    story: Story
    name: str
    patient: Patient
    study_uid: str
    accession: str
    transfer_syntax: str
    variants: tuple[Variant, ...]
    attributes: Mapping[str, object]
    of: Study | None

    def series(self, number: int, images: int, sop_class: SopClass, modality: str | None) -> Series:
        uid = self.story.uid(f"series/{self.name}/{number}")
        shown = modality or sop_class.modality
        made = tuple(self._instance(number, uid, image, sop_class, shown) for image in range(1, images + 1))
        return Series(str(self.attributes.get("SeriesInstanceUID", uid)), shown, made)

    def _instance(self, number: int, series_uid: str, image: int, sop_class: SopClass, modality: str) -> Instance:
        name = f"{self.name}/{number}/{image}"
        data_set = Dataset()
        if self.patient.character_set:
            one = self.patient.character_set
            data_set.SpecificCharacterSet = one[0] if len(one) == 1 else list(one)
        self._entities(data_set, number, series_uid, modality)
        put(
            data_set, SOPClassUID=sop_class.uid, SOPInstanceUID=self.story.uid(f"instance/{name}"),
            InstanceNumber=str(image),
        )  # fmt: skip
        making = Making(image, self.story.now, partial(self._uid, series_uid), self._references())
        picture = pictured(data_set, sop_class, self.transfer_syntax, derived(self.story.seed, "pixels", name))
        sop_class.fill(data_set, making)
        for change in self.variants:
            change(data_set)
        put(data_set, **self.attributes)
        return Instance(
            sop_class.uid, str(data_set.SOPInstanceUID), self.transfer_syntax,
            syntaxes.encoded(data_set, self.transfer_syntax), attributes_of(data_set), picture,
        )  # fmt: skip

    def _uid(self, series_uid: str, name: str) -> str:
        return self.story.uid(f"{name}/{series_uid}")

    def _references(self) -> tuple[Reference, ...]:
        if self.of is None:
            unseen = self.story.uid(f"elsewhere/{self.name}")
            return (Reference(self.study_uid, unseen, CT, self.story.uid(f"elsewhere/{self.name}/1")),)
        return tuple(
            Reference(self.study_uid, series.series_uid, one.sop_class, one.sop_instance)
            for series in self.of.series
            for one in series.instances
        )

    def _entities(self, data_set: Dataset, number: int, series_uid: str, modality: str) -> None:
        """Patient, study, series and equipment (PS3.3 C.7.1 to C.7.5)."""
        now: datetime = self.story.now
        put(
            data_set, PatientName=self.patient.name, PatientID=self.patient.id,
            PatientBirthDate=self.patient.birth_date, PatientSex=self.patient.sex,
            StudyInstanceUID=self.study_uid, StudyDate=now.strftime("%Y%m%d"), StudyTime=now.strftime("%H%M%S"),
            AccessionNumber=self.accession, StudyID=self.story.token(f"study-id/{self.name}", 6),
            ReferringPhysicianName="ZZREFERRER^HARNESS", StudyDescription=f"HARNESS {self.name.upper()[:40]}",
            SeriesInstanceUID=series_uid, SeriesNumber=str(number), Modality=modality, Laterality="",
            SeriesDescription=f"SERIES {number}", Manufacturer="CONFORMANCE HARNESS",
            ManufacturerModelName="SYNTHETIC", ContentDate=now.strftime("%Y%m%d"), ContentTime=now.strftime("%H%M%S"),
        )  # fmt: skip
