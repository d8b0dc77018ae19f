"""Our receiver of commitment reports against a second implementation, and against visitors of bad manners."""

import socket
import threading

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE
from pynetdicom.presentation import build_role

from conformance.dicom import uids
from conformance.dicom.client import MAXIMUM_LENGTH
from conformance.dicom.reports import ReportReceiver, accepted_for_reports
from conformance.dicom.wire import Role, UserInformation, associate
from conformance.dicom.wire.items import proposed
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.syntaxes import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.systems import StoreBack


@pytest.fixture
def receiving(doors):
    """Return a function that opens a receiver, lets visitors come and gives it back when it had enough."""

    def receive(*visitors, seconds=2.0, wanted=1, **limits):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with ReportReceiver(doors(**limits), StoreBack(aet="HARNESS", port=port)) as receiver:
            coming = threading.Thread(target=lambda: [visit(port) for visit in visitors])
            coming.start()
            receiver.await_reports(lambda reports: len(reports) >= wanted, seconds)
        coming.join(5)
        return receiver

    return receive


def reporting(transaction="2.25.7", event=1):
    """Return a visitor that reports by pynetdicom, as provider of the class."""

    def visit(port):
        ae = AE("ARCHIVE")
        ae.add_requested_context(uids.STORAGE_COMMITMENT)
        role = build_role(uids.STORAGE_COMMITMENT, scp_role=True)
        association = ae.associate("127.0.0.1", port, ae_title="HARNESS", ext_neg=[role])
        information, reference = Dataset(), Dataset()
        reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = uids.CT, "2.25.1"
        information.TransactionUID, information.ReferencedSOPSequence = transaction, [reference]
        status, _ = association.send_n_event_report(
            information, event, uids.STORAGE_COMMITMENT, uids.STORAGE_COMMITMENT_INSTANCE
        )
        assert status.Status == 0
        association.release()

    return visit


def hanging_up(port):
    socket.create_connection(("127.0.0.1", port)).close()


def talking_nonsense(port):
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(b"GET / HTTP/1.1\r\n\r\n" + bytes(64))
        link.recv(100)


def test_a_report_is_read_and_answered(receiving):
    receiver = receiving(reporting(event=2))

    (report,) = receiver.reports
    assert (report.transaction, report.event_type) == ("2.25.7", 2)
    assert report.references("ReferencedSOPSequence") == [(uids.CT, "2.25.1")]
    assert report.references("FailedSOPSequence") == []
    assert (report.request.calling_title, report.request.called_title) == ("ARCHIVE", "HARNESS")
    assert receiver.troubles == []


def test_several_visitors_are_served_one_after_another(receiving):
    receiver = receiving(reporting("2.25.1"), reporting("2.25.2"), wanted=2)

    assert [one.transaction for one in receiver.reports] == ["2.25.1", "2.25.2"]


def test_who_behaves_badly_does_not_keep_the_report_out(receiving):
    receiver = receiving(hanging_up, talking_nonsense, reporting())

    assert [one.transaction for one in receiver.reports] == ["2.25.7"]
    assert len(receiver.troubles) == 2


def test_nobody_comes(receiving):
    receiver = receiving(seconds=0.1)

    assert receiver.reports == []


def test_what_is_not_for_reports_is_refused_and_roles_are_granted_as_asked():
    contexts = (
        proposed(1, uids.STORAGE_COMMITMENT, (EXPLICIT_BIG,)),
        proposed(3, uids.STORAGE_COMMITMENT, (EXPLICIT_BIG, EXPLICIT_LITTLE)),
        proposed(5, uids.CT, (IMPLICIT_LITTLE,)),
    )
    roles = (Role(uids.STORAGE_COMMITMENT, 0, 1), Role(uids.CT, 1, 1))
    user = UserInformation(MAXIMUM_LENGTH, "1.2.3", roles=roles)

    said = accepted_for_reports(associate(ASSOCIATE_RQ, called="HARNESS", calling="X", contexts=contexts, user=user))

    assert [(one.id, one.result) for one in said.contexts] == [(1, 4), (3, 0), (5, 3)]
    assert said.contexts[1].transfer_syntaxes == (EXPLICIT_LITTLE,)
    assert said.user.roles == (Role(uids.STORAGE_COMMITMENT, 0, 1),)
