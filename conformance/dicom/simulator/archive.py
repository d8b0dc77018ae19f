"""The reference archive: every service of this package in one application entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from conformance.dicom import uids
from conformance.dicom.samples import SOP_CLASSES
from conformance.dicom.simulator import auditing, secure
from conformance.dicom.simulator.rejecting import rejected
from conformance.dicom.simulator.restarting import Restarting
from conformance.dicom.simulator.scheduled import SAMPLE, sample_item
from conformance.dicom.simulator.stores import InstanceStore, Worklist
from conformance.dicom.simulator.storing import STORED_SYNTAXES, Storing
from conformance.dicom.simulator.web import Web
from conformance.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.stores import Kept
    from conformance.dicom.simulator.upperlayer import Association


USER, PASSCODE = "ZZREADER", "practice-only"
WITH_PASSCODE = 2
"""User identity type (PS3.7 D.3.3.7)."""


SERVICES: Final = (
    uids.VERIFICATION, *(root[level] for level in ("patient", "study") for root in (uids.FIND, uids.MOVE, uids.GET)),
    uids.MODALITY_WORKLIST_FIND, uids.PERFORMED_STEP, uids.STORAGE_COMMITMENT,
)  # fmt: skip
MATCHED: Final = {
    "STUDY": ("PatientName", "PatientID", "StudyDate", "StudyTime", "AccessionNumber", "StudyID", "StudyDescription"),
    "SERIES": ("Modality", "SeriesNumber", "SeriesDescription", "BodyPartExamined"),
    "IMAGE": ("InstanceNumber", "ContentDate"),
}
CHARACTER_SETS: Final = ("ISO_IR 100", "ISO_IR 144", "ISO_IR 192", "ISO 2022 IR 87", "ISO 2022 IR 149", "GB18030")
"""What the statement of this archive names, besides what it stores."""


class Archive(Storing, Restarting):
    """An honest archive on loopback: ``with Archive() as archive: archive.profile()``.

    ``destinations`` maps AE titles to where they listen, for C-MOVE and for commitment reports; it may be changed
    at any time. ``instances`` and ``worklist`` may be given, so that a hospital's other actors share them.
    ``on_stored`` is called with every instance C-STORE brought, ``on_released`` when an association ended (in its
    thread, after the response was sent), ``on_step`` with UID and data set of a changed performed procedure step.
    """

    web: type[Web] = Web
    """Its DICOMweb services; a variant names a class of its own."""

    class SecureDoor(secure.SecureDoor):
        """Its TLS door."""

    class Auditor(auditing.Auditor):
        """Its audit trail."""

    def __init__(  # noqa: PLR0913 - each is an actor it may be wired to
        self,
        aet: str = "REFERENCE",
        *,
        destinations: Mapping[str, tuple[str, int]] | None = None,
        instances: InstanceStore | None = None,
        worklist: Worklist | None = None,
        on_stored: Callable[[Kept], None] | None = None,
        on_released: Callable[[], None] | None = None,
        on_step: Callable[[str, Dataset], None] | None = None,
    ) -> None:
        super().__init__(aet)
        self.destinations: dict[str, tuple[str, int]] = dict(destinations or {})
        self.instances = InstanceStore() if instances is None else instances
        self.worklist = Worklist() if worklist is None else worklist
        self.steps = {}
        self.callers: frozenset[str] = frozenset()
        self.users: dict[bytes, bytes] = {}
        self._on_stored = on_stored
        self._on_released = on_released
        self._on_step = on_step
        self.services = self.web(self)
        self.secure = self.SecureDoor(self.received)
        self.auditor = self.Auditor(aet, self.instances)

    def __enter__(self) -> Self:
        super().__enter__()
        self.services.start()
        self.secure.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.auditor.stop()
        self.secure.close()
        self.services.stop()
        super().__exit__()

    def profile(self) -> dict[str, Any]:
        """Return the dicom section of a candidate's profile, and make true what it says.

        HARNESS becomes a move destination if it is none yet, and the only one that may call; the sample step is put on
        the worklist, and a user is entered.
        """
        self.callers, self.users = frozenset({"HARNESS"}), {USER.encode(): PASSCODE.encode()}
        host, port = self.destinations.setdefault("HARNESS", ("127.0.0.1", free_port()))
        self.worklist.replace(sample_item())
        here = {"host": self.host, "port": self.port, "called_aet": self.aet}
        return {
            "dicom": {
                **here,
                "calling_aet": "HARNESS",
                "store_back": {"aet": "HARNESS", "host": host, "port": port},
                "worklist": here | {"sample": dict(SAMPLE)},
                "commitment": {},
                "performed_steps": dict(here),
                "web": self.services.profile(),
                "user": {"name": USER, "passcode": PASSCODE},
                "audit": self.auditor.watch(self.auditor.port or free_port()),
                "secure": self.secure.profile(self.host, self.closed_port()),
                "claims": {
                    "checks_called_aet": True,
                    "known_callers_only": True,
                    "pn_case_sensitive": False,
                    "hides_rejected": True,
                    "sop_classes": list(SOP_CLASSES),
                    "transfer_syntaxes": list(STORED_SYNTAXES),
                    "services": list(SERVICES),
                    "matching_keys": {level: list(keys) for level, keys in MATCHED.items()},
                    "character_sets": list(CHARACTER_SETS),
                },
            },
            "asked": self.desk.profile(),
        }

    def send_response(self, association: Association, message: Message, command: Dataset, data: bytes | None) -> None:
        """Answer, and record what was answered for good."""
        super().send_response(association, message, command, data)
        self.auditor.answered(association, message, int(command.get("Status") or 0))

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Record who is refused for who he is."""
        refusal = super().refusal(request)
        if refusal in {(1, 2, 1), (1, 1, 3)}:
            self.auditor.refused(request)
        return refusal

    def knows_caller(self, request: Request) -> bool:
        """Return whether the calling title is entered, where any is: spaces around it do not count (PS3.8 9.3.2)."""
        if not self.callers:
            return super().knows_caller(request)
        return request.calling.strip(" ") in self.callers

    def knows_user(self, request: Request) -> bool:
        """Return whether a name with a passcode is right, where users are entered; a name alone says who, no more."""
        kind, name, passcode = request.identity or (0, b"", b"")
        return not self.users or kind != WITH_PASSCODE or self.users.get(name) == passcode

    def closed_port(self) -> int:
        """Return a port at which associations without TLS are refused, as they say."""
        return free_port()

    def stored(self, instance: Kept) -> None:
        """Hide what a rejection note names, and tell who wants to know."""
        self.hide(rejected(instance))
        if self._on_stored is not None:
            self._on_stored(instance)

    def hide(self, sop_instances: list[str]) -> None:
        """Let neither queries nor retrieves find instances any more."""
        self.instances.remove(sop_instances)

    def association_released(self) -> None:
        """Tell who wants to know."""
        if self._on_released is not None:
            self._on_released()

    def step_changed(self, uid: str, step: Dataset) -> None:
        """Take a completed step off the worklist, and tell who wants to know."""
        super().step_changed(uid, step)
        if self._on_step is not None:
            self._on_step(uid, step)
