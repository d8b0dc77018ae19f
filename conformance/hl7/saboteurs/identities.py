"""Directories that take two patients for one, or one for two, and who must catch them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.simulator.directory import Directory, Entry
from conformance.hl7.simulator.queries import Answering

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Identifier, Patient
    from conformance.hl7.wire.message import Message


class _Doubling(Directory):
    def heard(self, patient: Patient, visit: tuple[bytes, ...] = ()) -> None:
        """Keep inpatients apart from whoever is known: a new entry for the first admission."""
        super().heard(patient, visit)
        if visit[1:2] == (b"I",) and any(self.is_about(one, patient) for one in self.entries):
            self.entries.append(Entry(patient.identifiers, patient.family or "", patient.given or "", visit=visit))


class _Numbers(Directory):
    def is_about(self, entry: Entry, patient: Patient) -> bool:
        """Compare the numbers, whoever gave them."""
        mine = {one.value for one in entry.identifiers}
        return any(one.value in mine for one in patient.identifiers)


class _FirstOnly(Directory):
    def heard(self, patient: Patient, visit: tuple[bytes, ...] = ()) -> None:
        """Keep the first identifier."""
        super().heard(replace(patient, identifiers=patient.identifiers[:1]), visit)


class _FirstName(Directory):
    def heard(self, patient: Patient, visit: tuple[bytes, ...] = ()) -> None:
        """Keep the name a patient came with."""
        known = next((one for one in self.entries if self.is_about(one, patient)), None)
        super().heard(replace(patient, family=known.family, given=known.given) if known else patient, visit)


class _Unmerged(Directory):
    def merged(self, prior: Identifier, survivor: Patient) -> None:
        """Leave whom is given up where she is."""
        del prior
        self.heard(survivor)


class KeepsNames(Receiver):
    """Keeps the name a patient was registered by."""

    class answering(Answering):  # noqa: N801 - the attribute it takes the place of
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _FirstName()


class KeepsPriors(Receiver):
    """Acknowledges a merge and keeps both patients."""

    class answering(Answering):  # noqa: N801 - as above
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _Unmerged()


class AdmitsAnew(Receiver):
    """Takes an admission of somebody known for another patient."""

    class answering(Answering):  # noqa: N801 - as above
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _Doubling()


class IgnoresAuthorities(Receiver):
    """Compares identifiers by their number alone."""

    class answering(Answering):  # noqa: N801 - as above
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _Numbers()


class KeepsTheFirst(Receiver):
    """Keeps the first repetition of PID-3."""

    class answering(Answering):  # noqa: N801 - as above
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _FirstOnly()


class RefusesTwinNumbers(Receiver):
    """Refuses a patient with a number that somebody else has, though another authority gave it."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look for the number."""
        patient = message.segment("PID")
        numbers = {patient[f"3[{n}].1"] for n in range(1, len(patient.repetitions(3)) + 1)} if patient else set()
        known = [
            {one.value for one in entry.identifiers}
            for entry in self.queries.directory.entries
            if entry.family != message["PID-5.1"]
        ]
        if any(numbers & one for one in known):
            return Fault("AE", 205, "PID-3", "this number is taken")
        return super().content_fault(message)


IDENTITIES = (
    receiver("hl7.keeps-names", "identities:KeepsNames", "A08 changes no name", [c.UPDATE_FOUND]),
    receiver(
        "hl7.keeps-priors",
        "identities:KeepsPriors",
        "A40 merges nobody",
        [c.MERGED_FOUND_ONCE],
        [c.MERGE_FOLLOWED],
    ),
    receiver("AD01", "identities:AdmitsAnew", "A01 of a known patient makes a second patient", [c.ADMITTED_ONCE]),
    receiver("AD10", "identities:IgnoresAuthorities", "Ignores the assigning authority", [c.AUTHORITIES_APART]),
    receiver(
        "AD12",
        "identities:KeepsTheFirst",
        "Keeps the first repetition of PID-3 only",
        [c.EVERY_IDENTIFIER, c.ALL_DOMAINS],
        scenarios=["hl7.pdq.by-each-identifier", "hl7.pdq.by-identifier"],
    ),
    receiver(
        "hl7.twin-numbers-refused",
        "identities:RefusesTwinNumbers",
        "Refuses a number that another authority gave to somebody else",
        [c.AUTHORITIES_APART],
        scenarios=["hl7.pix.one-number-two-authorities"],
    ),
)
