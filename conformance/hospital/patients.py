"""The hospital's patients: who they are by the latest message, and who was merged into whom."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.simulator import Identifier, Patient


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one patient; ``birth_date`` as ``YYYYMMDD``, empty text where a message deleted the value."""

    id: str
    authority: str = ""
    family: str | None = None
    given: str | None = None
    birth_date: str | None = None
    sex: str | None = None

    @property
    def demographics(self) -> dict[str, str]:
        """Return what is known as DICOM attributes by keyword; what no message ever said is not among them."""
        known: dict[str, str] = {}
        if self.family is not None or self.given is not None:
            known["PatientName"] = f"{self.family or ''}^{self.given or ''}".rstrip("^")
        if self.birth_date is not None:
            known["PatientBirthDate"] = self.birth_date[:8]
        if self.sex is not None:
            known["PatientSex"] = self.sex
        return known


class PatientIndex:
    """Persons by primary identifier. A merge is for good: the prior identifier is no patient's any more."""

    def __init__(self) -> None:
        self._persons: dict[str, Person] = {}
        self._survivors: dict[str, str] = {}
        self._lock = threading.RLock()

    def heard(self, patient: Patient) -> Person:
        """Take in what a message says of a patient and return all that is known now."""
        with self._lock:
            before = self._persons.get(patient.id) or Person(patient.id)
            person = self.updated(before, patient)
            if patient.identifiers and patient.identifiers[0].universal_id:
                person = replace(person, authority=patient.identifiers[0].universal_id)
            self._persons[patient.id] = person
            return person

    def knows(self, patient_id: str) -> bool:
        """Return whether a message told of a patient with this identifier."""
        return patient_id in self._persons

    def updated(self, before: Person, told: Patient) -> Person:
        """Return a person after a message: an absent value stays, the null value deletes (IHE ITI TF-2 Appendix C)."""
        said = {name: getattr(told, name) for name in ("family", "given", "birth_date", "sex")}
        return replace(before, **{name: value for name, value in said.items() if value is not None})

    def merge(self, prior: Identifier, survivor: str) -> None:
        """Let ``prior`` be subsumed by ``survivor``."""
        with self._lock:
            self._survivors[prior.value] = survivor
            self._persons.pop(prior.value, None)

    def survivor(self, patient_id: str) -> str | None:
        """Return the identifier this one was merged into, None when it is still a patient's own."""
        return self._survivors.get(patient_id)
