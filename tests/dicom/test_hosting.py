"""Several visitors at once are heard in turn, whatever they leave undone; a search is served as the service says."""

from __future__ import annotations

import io
import threading
from types import SimpleNamespace

import pytest

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, Request, find
from conformance.dicom.hosting import Host, Service, stirs
from conformance.dicom.visiting import HELD
from conformance.dicom.wire import data_set
from conformance.evidence import Recorder
from conformance.guarded import Deadline
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network

LIMITS = Limits(pdu_s=0.4, release_s=0.5, responses_s=3)
KEYS = data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="", PatientID="ZZ1")


class Begun(SimpleNamespace):
    def nothing_came(self, saw="nothing"):
        return Blocked(saw)


@pytest.fixture
def doors():
    made = Network(Recorder(io.BytesIO()), LIMITS)
    yield made
    made.close()


@pytest.fixture
def serving(doors):
    """Return a function that serves a deed while it is done, and gives the host afterwards."""

    def serve(deed, service=None, over=lambda: True):
        listener = doors.listen()
        host = Host(listener, service or Service(), lambda *_: None)
        told = []

        def hosted():
            try:
                host.serve(Begun(within_s=0.5, quiet_s=0.2), over)
            except Blocked as blocked:
                told.append(str(blocked))

        thread = threading.Thread(target=hosted)
        thread.start()
        deed(listener.address.port)
        thread.join(10)
        host.told = told
        return host

    return serve


@pytest.fixture
def calling(doors):
    def call(port):
        return Association.requested(
            doors, "127.0.0.1", port, Request((Proposal(uids.STUDY_ROOT_FIND),), "HARNESS", "CALLER")
        )

    return call


def test_one_association_is_kept_while_another_is_served(serving, calling):
    def deed(port):
        kept, other = calling(port), calling(port)
        assert find(kept, uids.STUDY_ROOT_FIND, KEYS).status == 0
        assert find(other, uids.STUDY_ROOT_FIND, KEYS).status == 0
        assert find(kept, uids.STUDY_ROOT_FIND, KEYS).status == 0
        other.release()
        kept.release()

    visits = serving(deed).visits

    assert [one.ended for one in visits] == ["released", "released"]
    assert [len(one.taken) for one in visits] == [2, 1]


def test_an_association_that_is_never_given_back_is_in_order_and_ended_by_us(serving, calling):
    held = []

    def deed(port):
        held.append(calling(port))
        find(held[0], uids.STUDY_ROOT_FIND, KEYS)

    (visit,) = serving(deed).visits

    assert visit.ended == HELD
    assert visit.in_order


def test_a_connection_that_breaks_in_the_middle_is_not_in_order(serving, calling):
    def deed(port):
        association = calling(port)
        association.link.connection.send(b"\x04\x00\x00")
        association.link.close()

    (visit,) = serving(deed).visits

    assert "closed" in visit.ended
    assert not visit.in_order


def test_nobody_who_comes_leaves_nothing_to_judge(serving):
    assert serving(lambda _: None).told == ["nothing"]


def test_what_has_come_is_still_there_after_a_look(doors):
    listener = doors.listen()
    ours = doors.connect("127.0.0.1", listener.address.port)
    theirs = listener.accept(1)

    assert not stirs(theirs, 0.05)
    ours.send(b"octets")
    assert stirs(theirs, 1)
    assert theirs.read_exactly(6, Deadline(1)) == b"octets"
    ours.close()
    assert stirs(theirs, 1)
