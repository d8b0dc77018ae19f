"""Stories of different kits are told beside each other, those of one kit in order, and those across kits alone."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from conformance.lanes import Lanes


class Quiet:
    """A worker that notes whether it was made ready or stopped."""

    def __init__(self, kit):
        self.kit = kit
        self.readied = 0
        self.stopped = []

    def ready(self):
        self.readied += 1

    def stop(self, *, kill=False):
        self.stopped.append(kill)


def story(kit, name, *requires):
    return SimpleNamespace(kit=kit, id=f"{kit}.{name}", requires=requires or ("door.of",))


@pytest.fixture
def lanes():
    made = []

    def begun(tell):
        made.append(Lanes(tell, Quiet))
        return made[-1]

    yield begun
    for one in made:
        one.stop()


def test_two_kits_are_told_at_the_same_time(lanes):
    both = threading.Barrier(2, timeout=10)
    running = lanes(lambda scenario, _: [both.wait(), scenario.id])
    running.begin([story("dicom", "a"), story("hl7", "a")])

    assert running.told(story("dicom", "a"))[1] == "dicom.a"
    assert running.told(story("hl7", "a"))[1] == "hl7.a"


def test_one_kit_has_one_worker_and_keeps_its_order(lanes):
    told = []
    running = lanes(lambda scenario, worker: told.append((scenario.id, worker)) or [])
    stories = [story("dicom", letter) for letter in "cabd"]
    running.begin(stories)

    assert [running.told(one) for one in stories] == [[], [], [], []]
    assert [name for name, _ in told] == ["dicom.c", "dicom.a", "dicom.b", "dicom.d"]
    assert len({worker for _, worker in told}) == 1


def test_two_parts_of_a_profile_are_told_at_the_same_time(lanes):
    both = threading.Barrier(2, timeout=10)
    running = lanes(lambda scenario, worker: [both.wait(), worker.kit])
    running.begin([story("dicom", "a", "dicom"), story("dicom", "b", "dicom_out")])

    assert running.told(story("dicom", "a"))[1] == running.told(story("dicom", "b"))[1] == "dicom"


def test_a_door_of_its_own_within_a_part_is_told_beside_the_part(lanes):
    both = threading.Barrier(2, timeout=10)
    running = lanes(lambda scenario, worker: [both.wait(), worker.kit])
    running.begin([story("dicom", "a", "dicom"), story("dicom", "b", "dicom", "dicom.web.qido")])

    assert running.told(story("dicom", "a"))[1] == running.told(story("dicom", "b"))[1] == "dicom"


def test_what_takes_the_candidate_away_waits_until_the_others_of_single_kits_are_told(lanes):
    may_end, told = threading.Event(), []

    def tell(scenario, _):
        assert scenario.kit != "xds" or may_end.wait(10)
        told.append(scenario.id)
        return []

    running = lanes(tell)
    stories = [story("dicom", "restart", "dicom", "asked.dicom.restart"), story("dicom", "a"), story("xds", "a")]
    running.begin([story("workflow", "merge", "dicom"), *stories])
    threading.Timer(0.05, may_end.set).start()
    running.told(story("workflow", "merge"))

    assert told == ["dicom.a", "xds.a", "dicom.restart", "workflow.merge"]


def test_what_crosses_kits_waits_until_all_others_are_told(lanes):
    may_end, told = threading.Event(), []

    def tell(scenario, worker):
        assert may_end.wait(10)
        told.append(scenario.id)
        return [worker]

    running = lanes(tell)
    running.begin([story("workflow", "merge", "dicom"), story("xds", "a"), story("hl7", "a")])
    threading.Timer(0.05, may_end.set).start()
    (worker,) = running.told(story("workflow", "merge"))

    assert sorted(told[:2]) == ["hl7.a", "xds.a"]
    assert told[2:] == ["workflow.merge"]
    assert (worker.kit, worker.readied) == ("workflow", 1)


def test_our_own_fault_in_a_lane_is_not_lost(lanes):
    def tell(scenario, _):
        raise RuntimeError(scenario.id)

    running = lanes(tell)
    running.begin([story("dicom", "a")])

    with pytest.raises(RuntimeError, match=r"dicom\.a"):
        running.told(story("dicom", "a"))


def test_stopping_kills_what_runs_and_begins_nothing_more():
    begun, told, workers = threading.Event(), [], []

    class Killed(Quiet):
        def __init__(self, kit):
            super().__init__(kit)
            self.killed = threading.Event()
            workers.append(self)

        def stop(self, *, kill=False):
            super().stop(kill=kill)
            if kill:
                self.killed.set()

    def tell(scenario, worker):
        told.append(scenario.id)
        begun.set()
        assert worker.killed.wait(10)
        return []

    running = Lanes(tell, Killed)
    running.begin([story("dicom", "a"), story("dicom", "b")])
    assert begun.wait(10)
    running.stop()

    assert told == ["dicom.a"]
    assert workers[0].stopped[0] is True
