"""What an archive keeps: instances byte for byte as they came, and a worklist."""

from __future__ import annotations

import threading
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pydicom.charset import convert_encodings
from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import anatomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conformance.dicom.simulator.entities import Entity

_BULK: Final = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_MOST_INDEXED: Final = 64 << 10


@dataclass(frozen=True)
class Kept:
    """One stored instance: ``data`` in ``transfer_syntax`` as it came, ``head`` what queries look at."""

    sop_class: str
    sop_instance: str
    transfer_syntax: str
    data: bytes
    head: Dataset

    @cached_property
    def patient_id(self) -> str:
        """Return Patient ID."""
        return str(self.head.get("PatientID", "") or "")

    @cached_property
    def study_uid(self) -> str:
        """Return Study Instance UID."""
        return str(self.head.get("StudyInstanceUID", ""))

    @cached_property
    def series_uid(self) -> str:
        """Return Series Instance UID."""
        return str(self.head.get("SeriesInstanceUID", ""))

    @cached_property
    def shown(self) -> dict[str, Entity]:
        """Return what queries last made of it and its neighbours, by level; entities.py fills it."""
        return {}


def kept(data: bytes, transfer_syntax: str) -> Kept:
    """Read as much of a data set as queries need, after a look at its whole structure; raise Malformed."""
    clear = anatomy.plain(data, transfer_syntax)
    wanted = [
        clear[part.start : part.end]
        for part in anatomy.parts(clear, transfer_syntax)
        if part.vr not in _BULK and part.end - part.value <= _MOST_INDEXED
    ]
    plainly = (
        syntaxes.ExplicitVRLittleEndian
        if transfer_syntax == syntaxes.DeflatedExplicitVRLittleEndian
        else transfer_syntax
    )
    head = syntaxes.decoded(b"".join(wanted), plainly)
    uids = [str(head.get(keyword, "") or "") for keyword in ("SOPClassUID", "SOPInstanceUID")]
    return Kept(uids[0], uids[1], transfer_syntax, data, head)


class InstanceStore:
    """Instances by SOP Instance UID, in the order they came. Safe to use from several threads.

    A hospital calls ``merge`` when its patient index says that two identifiers are one patient, and
    ``all``/``find`` to see what there is; ``watch`` names a function called with each newly kept instance.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._survivors: dict[str, tuple[str, str | None]] = {}
        self._watchers: list[Callable[[Kept], None]] = []
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._kept)

    def watch(self, watcher: Callable[[Kept], None]) -> None:
        """Call ``watcher`` with every instance that is kept from now on."""
        self._watchers.append(watcher)

    def all(self) -> list[Kept]:
        """Return every instance, in order of arrival."""
        with self._lock:
            return list(self._kept.values())

    def get(self, sop_instance: str) -> Kept | None:
        """Return one instance by its UID."""
        return self._kept.get(sop_instance)

    def keep(self, instance: Kept) -> Kept:
        """Keep an instance, under the surviving identifier if its patient was merged; return what is kept."""
        with self._lock:
            survivor = self._survivors.get(instance.patient_id)
            if survivor is not None:
                instance = _moved(instance, *survivor)
            self._kept[instance.sop_instance] = instance
        for watcher in self._watchers:
            watcher(instance)
        return instance

    def remove(self, sop_instances: Iterable[str]) -> None:
        """Forget instances."""
        with self._lock:
            for one in sop_instances:
                self._kept.pop(one, None)

    def merge(self, prior_patient_id: str, surviving_patient_id: str, surviving_name: str | None = None) -> int:
        """Move all studies of one patient identifier to another, now and for what still comes; return how many.

        Query answers and retrieved objects carry the surviving identifier (and name, when given).
        """
        with self._lock:
            self._survivors[prior_patient_id] = (surviving_patient_id, surviving_name)
            for prior, (survivor, name) in list(self._survivors.items()):
                if survivor == prior_patient_id:
                    self._survivors[prior] = (surviving_patient_id, surviving_name or name)
            moved = [one for one in self._kept.values() if one.patient_id == prior_patient_id]
            for one in moved:
                self._kept[one.sop_instance] = _moved(one, surviving_patient_id, surviving_name)
        return len(moved)

    def amend(self, patient_id: str, **attributes: str) -> int:
        """Give every instance of a patient other demographics (``PatientName="A^B"``); return how many there are."""
        with self._lock:
            theirs = [one for one in self._kept.values() if one.patient_id == patient_id]
            for one in theirs:
                self._kept[one.sop_instance] = _amended(one, attributes)
        return len(theirs)


def _moved(instance: Kept, patient_id: str, name: str | None) -> Kept:
    """Return the instance with another Patient ID and name, all other octets as they were."""
    return _amended(instance, {"PatientID": patient_id} | ({} if name is None else {"PatientName": name}))


def _amended(instance: Kept, attributes: Mapping[str, str]) -> Kept:
    """Return the instance with other text in elements it has, written in its own character set.

    Where that lacks a character the octets stay, and only queries show the new text.
    """
    declared = instance.head.get("SpecificCharacterSet")
    codec = convert_encodings(declared)[0] if declared else "ascii"
    new = {Tag(keyword): _written(text, codec) for keyword, text in attributes.items()}

    def change(tag: int, _: bytes) -> bytes | None:
        value = new.get(Tag(tag))
        return None if value is None else value + b" " * (len(value) % 2)

    data = anatomy.changed(instance.data, instance.transfer_syntax, change)
    head = Dataset()
    head.update(instance.head)
    for keyword, text in attributes.items():
        head.add_new(keyword, dictionary_VR(keyword), text)
    return replace(instance, data=data, head=head)


def _written(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except (UnicodeError, LookupError):
        return None


class Worklist:
    """Scheduled procedure steps, each a data set as a worklist query returns it, by Scheduled Procedure Step ID.

    A hospital calls ``schedule`` for a new order, ``replace`` for a changed one, ``cancel`` for a cancelled one,
    ``start`` when a performed step names it, and ``complete`` once it was performed; the last and ``cancel`` take it
    off the list.
    """

    def __init__(self) -> None:
        self._items: dict[str, Dataset] = {}
        self._lock = threading.Lock()

    @staticmethod
    def _step(item: Dataset) -> str:
        return str(item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID)

    def schedule(self, item: Dataset) -> None:
        """Put an item on the list."""
        with self._lock:
            self._items[self._step(item)] = item

    def replace(self, item: Dataset) -> bool:
        """Put an item in the place of the one with its step ID; return whether there was one."""
        with self._lock:
            known = self._step(item) in self._items
            self._items[self._step(item)] = item
        return known

    def cancel(self, step_id: str) -> bool:
        """Take a cancelled step off the list; return whether it was there."""
        with self._lock:
            return self._items.pop(step_id, None) is not None

    def start(self, step_id: str) -> bool:
        """Tell a step as started; return whether it is on the list (PS3.3 C.4.10)."""
        with self._lock:
            item = deepcopy(self._items.get(step_id))
            if item is None:
                return False
            item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepStatus = "STARTED"
            self._items[step_id] = item
        return True

    def complete(self, step_id: str) -> bool:
        """Take a performed step off the list; return whether it was there."""
        return self.cancel(step_id)

    def items(self) -> list[Dataset]:
        """Return the items, in order of scheduling."""
        with self._lock:
            return list(self._items.values())
