"""DICOM files: what we write pydicom reads, what pydicom writes we read, and junk is no file."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import dcmread

from conformance.dicom.samples import CT, ExplicitVRLittleEndian
from conformance.dicom.web.part10 import read_file, write_file
from conformance.dicom.wire import Unreadable, data_set, write_data_set

DATA = write_data_set(data_set(SOPClassUID=CT, SOPInstanceUID="2.25.1", PatientID="ZZ1"), ExplicitVRLittleEndian)


def test_pydicom_reads_what_we_write():
    read = dcmread(BytesIO(write_file(CT, "2.25.1", ExplicitVRLittleEndian, DATA)))

    assert (read.file_meta.MediaStorageSOPInstanceUID, read.PatientID) == ("2.25.1", "ZZ1")


def test_a_file_comes_back_as_it_was_written():
    file = read_file(write_file(CT, "2.25.1", ExplicitVRLittleEndian, DATA))

    assert (file.sop_class, file.sop_instance, file.transfer_syntax, file.data) == (
        CT, "2.25.1", ExplicitVRLittleEndian, DATA,
    )  # fmt: skip


@settings(max_examples=150)
@given(st.binary(max_size=80))
def test_junk_is_no_file(tail):
    for octets in (tail, bytes(128) + b"DICM" + tail, bytes(128) + b"DICM\x02\x00" + tail):
        try:
            read_file(octets)
        except Unreadable:
            continue


@pytest.mark.parametrize("cut", [100, 131, 140, 150])
def test_a_file_cut_short_in_its_head_is_named(cut):
    with pytest.raises(Unreadable):
        read_file(write_file(CT, "2.25.1", ExplicitVRLittleEndian, DATA)[:cut])
