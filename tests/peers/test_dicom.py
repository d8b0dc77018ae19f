"""DICOM servers written by others: every failure is a known deviation of theirs, and every known one is seen."""

from __future__ import annotations

import pytest
from peers import dicom_servers
from peers.deviations import compare

from conformance.kits import all_scenarios

QUICK = {"pdu_s": 2.0, "responses_s": 6.0, "settle_s": 3.0}
PEERS = {
    "orthanc": ("dicom.",),
    "orthanc_tls": ("dicom.secure.",),
    "dcmqrscp": ("dicom.",),
    "dcmqrscp_full": ("dicom.store.many", "dicom.echo.answered"),
    "storescp": ("dicom.association.", "dicom.echo.", "dicom.store.unreadable", "dicom.store.class-disagrees"),
    "storescp_tls": ("dicom.secure.",),
    "storescu": ("dicom.initiator.",),
    "wlmscpfs": ("dicom.association.", "dicom.echo.", "dicom.worklist."),
}
"""Each with the stories it has a part in."""


@pytest.mark.peer
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", PEERS)
def test_a_server_of_others_fails_where_it_is_known_to(arena, tmp_path, name):
    only = {one.id for one in all_scenarios() if one.id.startswith(PEERS[name])}

    with getattr(dicom_servers, name)(tmp_path) as sections:
        results = arena.run(sections, "dicom", only=only, limits=QUICK)
    comparison = compare(results, name)

    assert comparison.errors == {}
    assert comparison.unlisted == {}
    assert comparison.unseen == set()
    assert any(result.outcome == "passed" for result in results)
