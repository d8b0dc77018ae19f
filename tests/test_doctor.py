"""Every place a profile names is looked at: those we reach, and those where we listen."""

from __future__ import annotations

import socket
from pathlib import Path

from arena import profile_of

from conformance.doctor import examine
from conformance.systems import SystemProfile


def test_each_place_of_the_profile_is_looked_at():
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        port = taken.getsockname()[1]
        datagrams.bind(("127.0.0.1", 0))
        sink = {"port": datagrams.getsockname()[1], "transport": "udp"}
        there = {"host": "127.0.0.1", "port": port}
        papers = {"ca": "a", "cert": "b", "key": "c"}
        web = f"http://127.0.0.1:{port}/"
        dicom = {**there, "called_aet": "A", "secure": {**there, **papers}, "audit": sink, "web": {"workitems": web}}
        dicom["web"]["events"] = f"ws://127.0.0.1:{port}/"
        door = {"port": 0, "secure": {"port": port, "cert": "b", "key": "c"}}
        xds = {"xua": {"registry": web, "cert": "b", "key": "c", "audience": web}, "mhd_recipient": {"url": web}}
        profile = SystemProfile.model_validate(
            profile_of({}) | {"dicom": dicom, "hl7v2": {"in": there, "out": door}, "xds": xds}
        )

        found = {one.part: one.well for one in examine(profile, Path())}

    assert found == {
        "dicom": True,
        "dicom.secure": True,
        "dicom.audit": False,
        "dicom.web.workitems": True,
        "dicom.web.events": True,
        "hl7v2.in": True,
        "hl7v2.out": True,
        "hl7v2.out.secure": False,
        "xds.xua.registry": True,
        "xds.mhd_recipient.url": True,
    }
