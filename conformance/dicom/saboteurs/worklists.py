"""Archives with one vice in how they answer worklist queries."""

from __future__ import annotations

from copy import deepcopy
from posixpath import normpath
from typing import TYPE_CHECKING

from pydicom.uid import generate_uid

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import every, vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.finding import NOT_OF_THE_CLASS, PENDING_WITHOUT_OPTIONAL_KEYS, SUCCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class IgnoringArchive(Archive):
    """Ignores one key of a worklist query."""

    ignored = ""

    def work_found(self, identifier: Dataset) -> Iterator[Dataset]:
        """Match as if it had no value."""
        asked = deepcopy(identifier)
        for one in (asked, *asked.get("ScheduledProcedureStepSequence", [])):
            if self.ignored in one:
                setattr(one, self.ignored, "")
        return super().work_found(asked)


class EveryDayArchive(IgnoringArchive):
    """Ignores the start date in a worklist query: every day's list has everything."""

    ignored = "ScheduledProcedureStepStartDate"


class EveryHourArchive(IgnoringArchive):
    """Ignores the start time in a worklist query."""

    ignored = "ScheduledProcedureStepStartTime"


class EveryStationArchive(IgnoringArchive):
    """Ignores the station in a worklist query: every scanner gets everybody's work."""

    ignored = "ScheduledStationAETitle"


class EveryModalityArchive(IgnoringArchive):
    """Ignores the modality in a worklist query."""

    ignored = "Modality"


class EveryNameArchive(IgnoringArchive):
    """Ignores the patient's name in a worklist query."""

    ignored = "PatientName"


class EverybodyArchive(IgnoringArchive):
    """Ignores the Patient ID in a worklist query: everybody's work is everybody else's."""

    ignored = "PatientID"


class TerseArchive(Archive):
    """Leaves out of a worklist item what it has no value for."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Leave the empty ones out."""
        answer = super().work_answer(identifier, item)
        for one in (answer, *answer.ScheduledProcedureStepSequence):
            for keyword in [element.keyword for element in one if element.is_empty]:
                delattr(one, keyword)
        return answer


class WalkingArchive(Archive):
    """Takes the AE title it is called by as a path to a worklist."""

    def knows_called(self, request: Request) -> bool:
        """Walk there."""
        return normpath(request.called.strip(" ")) == self.aet


class BundlingArchive(Archive):
    """Tells two scheduled steps in one worklist item."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Bundle them."""
        answer = super().work_answer(identifier, item)
        other = deepcopy(answer.ScheduledProcedureStepSequence[0])
        answer.ScheduledProcedureStepSequence = [answer.ScheduledProcedureStepSequence[0], other]
        return answer


class EverNewStudyArchive(Archive):
    """Makes up a new Study Instance UID each time a scheduled step is told."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Make it up."""
        answer = super().work_answer(identifier, item)
        answer.StudyInstanceUID = generate_uid()
        return answer


class NoStudyArchive(Archive):
    """Tells scheduled steps without Study Instance UID."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Leave it empty."""
        answer = super().work_answer(identifier, item)
        answer.StudyInstanceUID = ""
        return answer


class OtherAccessionArchive(Archive):
    """Tells a scheduled step with the Accession Number of another order."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Take another one."""
        answer = super().work_answer(identifier, item)
        answer.AccessionNumber = "ZZOTHER"
        return answer


class MislabellingArchive(Archive):
    """Says that names in UTF-8 are in Latin alphabet No. 1."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Put another label on."""
        octets = syntaxes.encoded(match, association.contexts[message.context_id].transfer)
        self.respond(association, message, status, octets.replace(b"ISO_IR 192", b"ISO_IR 100"))


class GenerousListArchive(Archive):
    """Tells more of a scheduled step than was asked."""

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Add a comment."""
        answer = super().work_answer(identifier, item)
        answer.PatientComments = "NOBODY ASKED"
        return answer


class StutteringListArchive(Archive):
    """Tells each scheduled step twice."""

    def work_found(self, identifier: Dataset) -> Iterator[Dataset]:
        """Stutter."""
        for one in super().work_found(identifier):
            yield one
            yield one


class UnfinishedListArchive(Archive):
    """Ends a worklist query that has matches as failed."""

    ending = {True: 0xC001, False: SUCCESS}  # noqa: RUF012 - read only
    """The final status when there were matches, and when there were none."""
    _found: bool | None = None

    def work_found(self, identifier: Dataset) -> Iterator[Dataset]:
        """Remember whether there is anything."""
        found = list(super().work_found(identifier))
        self._found = bool(found)
        return iter(found)

    def respond(
        self, association: Association, message: Message, status: int, data: bytes | None = None, **more: object
    ) -> None:
        """End as one does."""
        if status == SUCCESS and self._found is not None:
            status, self._found = self.ending[self._found], None
        super().respond(association, message, status, data, **more)


class DisappointedArchive(UnfinishedListArchive):
    """Answers a worklist query without match as one it could not process."""

    ending = {True: SUCCESS, False: NOT_OF_THE_CLASS}  # noqa: RUF012 - read only


class HedgingArchive(Archive):
    """Says FF01 with every scheduled step, and adds what a worklist may add: character set and time zone."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Hedge."""
        super().tell(association, message, match, PENDING_WITHOUT_OPTIONAL_KEYS)

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Elaborate."""
        answer = super().work_answer(identifier, item)
        answer.SpecificCharacterSet, answer.TimezoneOffsetFromUTC = "ISO_IR 192", "+0100"
        return answer


class LatinArchive(Archive):
    """Tells scheduled steps in Latin alphabet No. 1, and to the minute, with a fraction of zero."""

    def add_character_set(self, match: Dataset) -> None:
        """Write a worklist in ISO 8859-1; other answers hold names it has no letters for."""
        if "ScheduledProcedureStepSequence" in match:
            match.SpecificCharacterSet = "ISO_IR 100"
        else:
            super().add_character_set(match)

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Write times at length."""
        answer = super().work_answer(identifier, item)
        for one in answer.ScheduledProcedureStepSequence:
            if one.get("ScheduledProcedureStepStartTime"):
                one.ScheduledProcedureStepStartTime = (
                    f"{item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartTime}.000"
                )
        return answer


SABOTEURS = (
    vice("WL01", EveryDayArchive, c.WORKLIST_MATCHES_DATE),
    vice("WL03", TerseArchive, c.WORKLIST_TYPE_2),
    vice("WL04", BundlingArchive, c.WORKLIST_ONE_STEP),
    vice("WL11", WalkingArchive, c.WORKLIST_TITLE_IS_NO_PATH),
    vice("dicom.worklist-new-study", EverNewStudyArchive, c.WORKLIST_SAME_STUDY, also=[c.WORKLIST_TELLS_ITEM]),
    vice("dicom.worklist-other-accession", OtherAccessionArchive, c.WORKLIST_TELLS_ITEM),
    vice(
        "dicom.worklist-mislabelled",
        MislabellingArchive,
        c.WORKLIST_CHARACTER_SET,
        also=[c.WORKLIST_TELLS_ITEM, c.FIND_TRUE_CHARACTER_SET],
    ),
    vice("dicom.worklist-every-hour", EveryHourArchive, c.WORKLIST_MATCHES_TIME),
    vice("dicom.worklist-every-station", EveryStationArchive, c.WORKLIST_MATCHES_STATION),
    vice("dicom.worklist-every-modality", EveryModalityArchive, c.WORKLIST_MATCHES_MODALITY),
    vice("dicom.worklist-every-name", EveryNameArchive, c.WORKLIST_MATCHES_NAME),
    vice(
        "dicom.worklist-everybody",
        EverybodyArchive,
        c.WORKLIST_MATCHES_PATIENT,
        also=[c.WORKLIST_NO_MATCH],
    ),
    vice(
        "dicom.worklist-no-study",
        NoStudyArchive,
        c.WORKLIST_TYPE_1,
        also=[c.WORKLIST_TELLS_ITEM, c.WORKLIST_SAME_STUDY],
    ),
    vice("dicom.worklist-more-than-asked", GenerousListArchive, c.WORKLIST_ONLY_ASKED),
    vice("dicom.worklist-twice", StutteringListArchive, c.WORKLIST_ONE_RESPONSE),
    vice(
        "dicom.worklist-never-done",
        UnfinishedListArchive,
        c.WORKLIST_SUCCEEDS,
        also=every("dicom.worklist.matches-"),
    ),
    vice(
        "dicom.worklist-no-match-fails",
        DisappointedArchive,
        c.WORKLIST_NO_MATCH,
        also=every("dicom.worklist.matches-"),
    ),
    vice("dicom.worklist-hedging", HedgingArchive),
    vice("dicom.worklist-in-latin", LatinArchive),
)
