import socket
import threading

import pytest
from pydicom.dataset import Dataset

from conformance.dicom.simulator import Archive, free_port


def reachable(archive):
    try:
        socket.create_connection((archive.host, archive.port), 1).close()
    except OSError:
        return False
    return True


def let_in(archive):
    """Return a connection that the archive serves by now."""
    connection = socket.create_connection((archive.host, archive.port), 5)
    while not archive.door.guests:
        threading.Event().wait(0.005)
    return connection


def cut(connection):
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    finally:
        connection.close()


def test_a_restarted_archive_is_at_the_same_port_and_cuts_whoever_was_inside():
    with Archive() as archive:
        port = archive.port
        inside = let_in(archive)

        archive.restart({})

        assert archive.port == port
        assert reachable(archive)
        assert cut(inside)
    assert archive.faults == []


def test_an_archive_that_went_down_takes_nobody_until_it_comes_up():
    with Archive() as archive:
        archive.go_down()
        assert not reachable(archive)

        archive.come_up()
        assert reachable(archive)


def test_a_report_that_found_nobody_is_owed_and_what_nobody_waits_for_is_not():
    with Archive(destinations={"HARNESS": ("127.0.0.1", free_port())}) as archive:
        archive.report_commitment("HARNESS", Dataset())
        archive.report_commitment("STRANGER", Dataset())

        assert [calling for calling, _ in archive.undelivered] == ["HARNESS"]


@pytest.mark.parametrize("times", [100])
def test_only_so_many_reports_are_owed(times):
    with Archive(destinations={"HARNESS": ("127.0.0.1", free_port())}) as archive:
        for _ in range(times):
            archive.report_commitment("HARNESS", Dataset())

        assert len(archive.undelivered) == 64
