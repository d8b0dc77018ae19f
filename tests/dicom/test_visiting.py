"""Our application entity serves pynetdicom, a sender written by others, and whatever else comes."""

from __future__ import annotations

import io
import socket
import threading

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE

from conformance.dicom import checks, uids
from conformance.dicom.visiting import Manners, serve
from conformance.dicom.wire import Reject
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network

CT = "1.2.840.10008.5.1.4.1.1.2"
LIMITS = Limits(pdu_s=2, release_s=0.5, responses_s=3)


def image():
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = CT, "2.25.1"
    made.StudyInstanceUID, made.SeriesInstanceUID = "2.25.2", "2.25.3"
    made.PatientName, made.PatientID, made.Modality = "ZZ^A", "ZZ1", "CT"
    made.BitsAllocated = 16
    made.PixelData = bytes(10_000)
    made["PixelData"].VR = "OW"
    made.file_meta = Dataset()
    made.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    return made


@pytest.fixture
def host():
    """Return a function that serves one visitor in a thread; it gives the port and, when called again, the visit."""
    doors = Network(Recorder(io.BytesIO()), LIMITS)
    listener = doors.listen()

    def serving(manners=None):
        visits = []
        thread = threading.Thread(target=lambda: visits.append(serve(listener.accept(5), manners or Manners(), 100)))
        thread.start()

        def visit():
            thread.join(10)
            return visits[0]

        return listener.address.port, visit

    yield serving
    doors.close()


def sender():
    entity = AE("PYNETDICOM")
    entity.add_requested_context(uids.VERIFICATION)
    entity.add_requested_context(CT)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = 5
    return entity


def test_pynetdicom_verifies_sends_and_releases_without_fault(host):
    port, visit = host()

    association = sender().associate("127.0.0.1", port, ae_title="HARNESS")
    statuses = [association.send_c_echo().Status, association.send_c_store(image()).Status]
    association.release()

    seen = visit()
    assert statuses == [0, 0]
    assert seen.ended == "released"
    faults = (
        checks.requested([seen], "HARNESS", "PYNETDICOM") | checks.carried([seen]) | checks.stored(checks.sent([seen]))
    )
    assert {clause.id: wrong for clause, wrong in faults.items() if wrong} == {}
    assert checks.unidentified(checks.sent([seen])) == []


def test_our_status_and_our_refusals_reach_it(host):
    port, visit = host(Manners(status=0xA700))
    association = sender().associate("127.0.0.1", port, ae_title="HARNESS")
    status = association.send_c_store(image()).Status
    association.release()
    assert (status, visit().ended) == (0xA700, "released")

    port, visit = host(Manners(takes=False))
    association = sender().associate("127.0.0.1", port, ae_title="HARNESS")
    refused = [one.abstract_syntax for one in association.rejected_contexts]
    association.release()
    assert refused == [CT]
    assert checks.sent([visit()]) == []


def test_it_is_rejected_and_aborted_where_we_say_so(host):
    port, visit = host(Manners(reject=Reject(2, 1, 1)))
    association = sender().associate("127.0.0.1", port, ae_title="HARNESS")
    # On a busy machine pynetdicom may notice the closed connection before it reads the rejection.
    assert association.is_rejected or association.is_aborted
    assert (visit().ended, visit().afterwards) == ("closed", "")

    port, visit = host(Manners(aborts_at=1))
    association = sender().associate("127.0.0.1", port, ae_title="HARNESS")
    association.send_c_store(image())
    assert visit().ended == "we aborted"


@pytest.mark.parametrize(
    ("octets", "ended"),
    [
        (b"", "closed"),
        (b"\x01\x00\x00\x00\x00\x04abcd", "unreadable PDU"),
        (b"\x04\x00\x00\x00\x00\x00", "P-DATA-TF came before any A-ASSOCIATE-RQ"),
        (b"GET / HTTP/1.1\r\n\r\n", "over the cap"),
    ],
)
def test_what_is_no_request_is_told(host, octets, ended):
    port, visit = host()
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(octets)
        link.shutdown(socket.SHUT_WR)
        assert ended in visit().ended
