"""The archive under test as a story sees it: what it is asked, each time on an association of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import uids
from conformance.dicom.caller import Caller
from conformance.dicom.client import (
    USUAL,
    Answer,
    Proposal,
    Received,
    find,
    get,
    keys,
    move,
    storage_proposals,
    store,
)
from conformance.dicom.client.request import MOST_CONTEXTS
from conformance.dicom.instances import retrieved, stored_well
from conformance.dicom.receiver import Rules, StoreReceiver
from conformance.dicom.wire import Role
from conformance.dicom.wire.command import C_FIND, C_GET, C_MOVE
from conformance.dicom.wire.syntaxes import encapsulated
from conformance.model import Blocked, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from conformance.dicom.instances import Instance
    from conformance.dicom.wire import Message

NAMESPACE = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "AccessionNumber")
"""Keys one of which every query of ours names, so that no answer is about anybody real."""

ALSO = Proposal(uids.VERIFICATION)
"""Proposed beside a service that may not be offered, since some reject an association of which nothing is left."""


class ArchiveUnderTest(Caller):
    """Asks and records; raises Blocked only where a story's precondition can't be made."""

    def store(self, *instances: Instance, most: int | None = None) -> tuple[Answer, ...]:
        """Store instances in order on one association, each in its own transfer syntax."""
        asked: list[Answer] = []
        proposals = storage_proposals([(one.sop_class, one.transfer_syntax) for one in instances])
        with self._asking(*proposals, asked=asked) as association:
            for one in instances:
                answer = store(association, one.sop_class, one.sop_instance, one.transfer_syntax, one.data, most=most)
                asked.append(answer)
        return tuple(asked)

    def holds(self, *instances: Instance) -> tuple[Answer, ...]:
        """Arrange that the archive has these instances; Blocked when it won't take one.

        NotApplicable when it refuses the presentation context of a class or syntax it does not claim.
        """
        for one in instances:
            self._claimed(one)
        answers = self.store(*instances)
        for one, answer in zip(instances, answers, strict=True):
            if answer.unoffered:
                self._not_offered(one)
            if not stored_well(answer):
                raise Blocked(f"could not store {one.sop_instance} ({one.sop_class}): {answer.outcome}")
        return answers

    def _claimed(self, one: Instance) -> None:
        claims = self.profile.claims
        if claims.sop_classes and one.sop_class not in claims.sop_classes:
            raise NotApplicable(f"the profile does not claim SOP class {one.sop_class}")
        if claims.transfer_syntaxes and one.transfer_syntax not in claims.transfer_syntaxes:
            raise NotApplicable(f"the profile does not claim transfer syntax {one.transfer_syntax}")

    def _not_offered(self, one: Instance) -> None:
        claims = self.profile.claims
        what = f"{one.sop_class} in {one.transfer_syntax}"
        if claims.sop_classes or claims.transfer_syntaxes:
            raise Blocked(f"the candidate does not accept {what}, which its profile claims")
        raise NotApplicable(f"the candidate does not accept {what}, and its profile does not claim it")

    def find(  # noqa: PLR0913 - a query may be asked in these ways
        self,
        level: str | None,
        *,
        model: str = "study",
        cancel_after: int | None = None,
        maximum_length: int | None = None,
        charset: str | None = None,
        called: str | None = None,
        **wanted: Any,  # noqa: ANN401 - keys by keyword
    ) -> Answer:
        """Query at a level; ``wanted`` are keys by keyword, empty ones universal; one of NAMESPACE has a value.

        ``called`` is the AE title to call, where it is not the candidate's own.
        """
        if not any(wanted.get(one) for one in NAMESPACE):
            raise ValueError(f"a query of ours names one of {', '.join(NAMESPACE)}")
        if charset is not None:
            wanted["SpecificCharacterSet"] = charset
        service, identifier = uids.FIND[model], keys(level, **wanted)
        given = {"maximum_length": maximum_length, "called": called}
        changes = {name: value for name, value in given.items() if value is not None}
        return self._ask(
            C_FIND,
            [Proposal(service), ALSO],
            lambda association: find(association, service, identifier, cancel_after=cancel_after),
            **changes,
        )

    def move(
        self,
        level: str,
        *,
        destination: str | None = None,
        model: str = "study",
        cancel_after: int | None = None,
        **wanted: Any,  # noqa: ANN401 - keys by keyword
    ) -> Answer:
        """Have instances sent to a destination, by default our own."""
        if destination is None:
            if self.profile.store_back is None:
                raise NotApplicable("the profile names no move destination of ours (dicom.store_back)")
            destination = self.profile.store_back.aet
        service, identifier, to = uids.MOVE[model], keys(level, **wanted), destination
        return self._ask(
            C_MOVE,
            [Proposal(service), ALSO],
            lambda association: move(association, service, identifier, to, cancel_after=cancel_after),
        )

    def get(  # noqa: PLR0913 - a C-GET has these parts
        self,
        level: str,
        *,
        model: str = "study",
        storage: Sequence[tuple[str, str]] = (),
        role: bool = True,
        storing: Callable[[Message], int] = lambda _: 0,
        maximum_length: int | None = None,
        **wanted: Any,  # noqa: ANN401 - keys by keyword
    ) -> Answer:
        """Fetch instances on the same association; ``storage`` (class, syntax) is offered with the SCP role or not."""
        service, identifier = uids.GET[model], keys(level, **wanted)
        proposals = (Proposal(service), ALSO, *storage_proposals(storage)[: MOST_CONTEXTS - 2])
        roles = tuple(Role(sop_class, 0, 1) for sop_class in dict.fromkeys(one for one, _ in storage)) if role else ()
        changes: dict[str, Any] = {} if maximum_length is None else {"maximum_length": maximum_length}
        return self._ask(
            C_GET,
            proposals,
            lambda association: get(association, service, identifier, storing=storing),
            roles=roles,
            **changes,
        )

    def receiver(self, rules: Rules | None = None) -> StoreReceiver:
        """Open our storage provider on the profile's store_back port."""
        back = self.profile.store_back
        if back is None:
            raise NotApplicable("the profile names no move destination of ours (dicom.store_back)")
        return StoreReceiver(self.story.doors, back.aet, back.host, back.port, rules)

    def moved(self, study_uid: str, rules: Rules | None = None) -> tuple[Answer, tuple[Received, ...]]:
        """Have one study moved to us; return the answer and what came. NotApplicable where there is no C-MOVE."""
        with self.receiver(rules) as receiver:
            answer = self.move("STUDY", StudyInstanceUID=study_uid)
            received = receiver.finished()
        if answer.unoffered:
            raise NotApplicable("the candidate offers no C-MOVE by Study Root")
        return answer, received

    def moves(self, study_uid: str) -> None:
        """Have a study moved to us as a positive control: Blocked when even that fails.

        After silence there is nothing to control: no check takes silence for a refusal.
        """
        answer, received = self.moved(study_uid)
        if not answer.not_asked and (answer.status != 0 or not received):
            raise Blocked(f"moving a study as a control ended with {answer.outcome}, {len(received)} instances came")

    def fetched(self, study_uid: str, instances: Iterable[Instance]) -> tuple[Received, ...]:
        """Return what the archive gives back of a study, by C-GET or else C-MOVE; Blocked when by neither."""
        storage = [(one.sop_class, one.transfer_syntax) for one in instances]
        plain = {sop_class for sop_class, syntax in storage if not encapsulated(syntax)}
        storage += [(sop_class, syntax) for sop_class in sorted(plain) for syntax in USUAL]
        answer = self.get("STUDY", StudyInstanceUID=study_uid, storage=storage)
        if not answer.unoffered:
            if not retrieved(answer):
                raise Blocked(f"could not retrieve the study by C-GET: {answer.outcome}")
            return answer.received
        if self.profile.store_back is None:
            raise Blocked("the candidate offers no C-GET, and the profile names no move destination of ours")
        moved, received = self.moved(study_uid, Rules(syntaxes=frozenset(syntax for _, syntax in storage)))
        if not retrieved(moved):
            raise Blocked(f"could not retrieve the study by C-MOVE: {moved.outcome}")
        return received
