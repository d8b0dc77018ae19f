import hashlib
from io import BytesIO

import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000Lossless

from conformance.xds import vocabulary as v
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.domain import IMAGING_SOURCE
from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, InstanceRequest

SERIES, OTHER = sample_study.SERIES
SOPS = [sop for _, series, sop in sample_study.images() if series == SERIES]


@pytest.fixture
def ask(speaker):
    def asking(
        *sops, study=sample_study.STUDY, series=SERIES, source=IMAGING_SOURCE, syntaxes=(ExplicitVRLittleEndian,)
    ):
        return speaker.images([(study, series, (source, sop)) for sop in sops], syntaxes)

    return asking


def test_instances_come_as_they_are_held(ask):
    answer = ask(*SOPS)
    assert answer.response.status == v.SUCCESS
    assert {one.document: one.octets for one in answer.documents} == {
        sop: sample_study.images()[sample_study.STUDY, SERIES, sop] for sop in SOPS
    }
    assert {(one.mime_type, one.repository, one.home) for one in answer.documents} == {
        ("application/dicom", IMAGING_SOURCE, None)
    }


def test_instances_come_in_a_listed_syntax_with_the_same_pixels(ask):
    (document,) = ask(SOPS[0], syntaxes=[JPEG2000Lossless, ImplicitVRLittleEndian]).documents
    read = dcmread(BytesIO(document.octets))
    held = dcmread(BytesIO(sample_study.images()[sample_study.STUDY, SERIES, SOPS[0]]))
    assert read.file_meta.TransferSyntaxUID == ImplicitVRLittleEndian
    assert hashlib.sha256(read.PixelData).digest() == hashlib.sha256(held.PixelData).digest()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"source": "1.2.3"}, "XDSUnknownRepositoryId"),
        ({"series": OTHER}, "XDSDocumentUniqueIdError"),
        ({"study": "1.2.3"}, "XDSDocumentUniqueIdError"),
        ({"study": ""}, "XDSDocumentUniqueIdError"),
        ({"syntaxes": [JPEG2000Lossless]}, "XDSRepositoryError"),
        ({"syntaxes": [""]}, "XDSRepositoryError"),
    ],
)
def test_what_can_not_be_had(ask, asked, code):
    answer = ask(SOPS[0], **asked)
    assert (answer.response.status, answer.documents) == (v.FAILURE, ())
    assert [(one.code, one.location) for one in answer.response.errors] == [(code, SOPS[0])]


def test_some_instances_are_partial_success(ask):
    answer = ask(SOPS[0], "1.2.3")
    assert answer.response.status == v.PARTIAL_SUCCESS
    assert [one.document for one in answer.documents] == [SOPS[0]]
    assert [one.location for one in answer.response.errors] == ["1.2.3"]


def test_a_hospital_gives_it_other_images():
    domain = AffinityDomain(fetch=lambda *uids: (ExplicitVRLittleEndian, "/".join(uids).encode()))
    one = InstanceRequest("1", "2", DocumentRequest(IMAGING_SOURCE, "3"))
    (document,) = domain.imaging_source.retrieve_images(ImagingRequest((one,), (ExplicitVRLittleEndian,))).documents
    assert document.octets == b"1/2/3"
