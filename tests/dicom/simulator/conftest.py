"""A running archive, and pynetdicom as its peer on both sides: a second implementation to hold ours against."""

from __future__ import annotations

import queue
from types import SimpleNamespace

import pytest
from pynetdicom import AE, _config, build_role, evt
from pynetdicom.sop_class import (
    ModalityPerformedProcedureStep,
    ModalityWorklistInformationFind,
    StorageCommitmentPushModel,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from conformance.dicom import samples
from conformance.dicom.simulator import Archive
from conformance.story import Story, moment

QUERIES = (
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelMove,
    StudyRootQueryRetrieveInformationModelGet,
    ModalityWorklistInformationFind,
    ModalityPerformedProcedureStep,
    StorageCommitmentPushModel,
    "1.2.840.10008.1.1",
)
_config.LOG_HANDLER_LEVEL = "none"


@pytest.fixture
def told():
    return Story("archive", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)


@pytest.fixture
def archive():
    with Archive() as running:
        yield running
    assert running.faults == []


@pytest.fixture
def visitor(archive):
    """Offer an association by pynetdicom, and what it received as storage SCP."""
    archive.profile()
    received = []

    def took(event):
        request = event.request
        received.append(SimpleNamespace(
            uid=request.AffectedSOPInstanceUID, data=request.DataSet.getvalue(),
            origin=(request.MoveOriginatorApplicationEntityTitle, request.MoveOriginatorMessageID),
        ))  # fmt: skip
        return 0x0000

    entity = AE("HARNESS")
    for one in QUERIES:
        entity.add_requested_context(one)
    for sop_class, syntax in (
        (samples.CT, samples.ExplicitVRLittleEndian), (samples.MR, samples.JPEG2000Lossless),
    ):  # fmt: skip
        entity.add_requested_context(sop_class, syntax)
    association = entity.associate(
        "127.0.0.1", archive.port, ae_title="REFERENCE",
        ext_neg=[build_role(samples.CT, scu_role=True, scp_role=True)], evt_handlers=[(evt.EVT_C_STORE, took)],
    )  # fmt: skip
    assert association.is_established
    yield SimpleNamespace(association=association, received=received, took=took)
    association.release()


@pytest.fixture
def destination(archive, visitor):
    """Offer pynetdicom as HARNESS, the move destination; commitment events come into ``events``."""
    entity = AE("HARNESS")
    entity.add_supported_context(samples.CT, samples.ExplicitVRLittleEndian)
    entity.add_supported_context(StorageCommitmentPushModel, scu_role=True, scp_role=True)
    events = queue.Queue()

    def told_of(event):
        events.put((event.event_type, event.event_information))
        return 0x0000, None

    _, port = archive.destinations["HARNESS"]
    server = entity.start_server(
        ("127.0.0.1", port), block=False,
        evt_handlers=[(evt.EVT_C_STORE, visitor.took), (evt.EVT_N_EVENT_REPORT, told_of)],
    )  # fmt: skip
    yield events
    server.shutdown()
