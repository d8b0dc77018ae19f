"""DICOM servers from Debian's packages, each in a process of its own on ephemeral ports.

They listen on every interface and can't be told otherwise; Orthanc is told to serve no host but 127.0.0.1
(DicomCheckModalityHost), the others run for the minute a test takes. TCP_NODELAY=1 is read by DCMTK and by Orthanc,
which is built on it: without it every answer waits 40 ms for our acknowledgement.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from peers.deviations import missing
from pydicom import dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.uid import ExplicitVRLittleEndian

from conformance.certificates import certificates
from conformance.dicom import samples, uids
from conformance.dicom.simulator import Modality, free_port
from conformance.dicom.simulator.scheduled import SAMPLE, sample_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
"""Where Debian installs to; a virtual environment may hold pynetdicom's programs of the same names."""
WORKLIST_PLUGIN = "/usr/share/orthanc/plugins/libModalityWorklists.so"
DICOMWEB_PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"
STARTING_S = 20.0
FEW = 40
QUERY = ["-k", "PatientName", "-k", "PatientID", "-k", "(0040,0100)[0].Modality=CT"]


def program(name: str) -> str:
    """Return the path of an installed server, or skip the test."""
    found = shutil.which(name, path=SYSTEM_PATH)
    return found or missing(f"{name} is not installed")


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until its port has answered, and end it afterwards; its words go to ``server.log``."""
    environment = {
        **os.environ,
        "TCP_NODELAY": "1",
        "DCMDICTPATH": os.environ.get("DCMDICTPATH", "/usr/share/libdcmtk17/dicom.dic"),
    }
    if not os.path.exists(environment["DCMDICTPATH"]):  # noqa: PTH110 - a plain look
        del environment["DCMDICTPATH"]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder, env=environment) as process,
    ):
        try:
            await_listening(process, port)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def await_listening(process: subprocess.Popen[bytes], port: int) -> None:
    """Ask again until the port answers; fail when the process ends first or takes too long."""
    ticking = threading.Event()
    for _ in range(int(STARTING_S / 0.05)):
        if process.poll() is not None:
            pytest.fail(f"{process.args} ended with {process.returncode} before it listened")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            ticking.wait(0.05)
        else:
            return
    pytest.fail(f"{process.args} did not listen on {port} within {STARTING_S} s")


def reached(port: int, called: str, back: int) -> dict[str, Any]:
    """Return the dicom section of a profile."""
    return {
        "dicom": {
            "host": "127.0.0.1",
            "port": port,
            "called_aet": called,
            "calling_aet": "HARNESS",
            "store_back": {"aet": "HARNESS", "host": "127.0.0.1", "port": back},
        }
    }


def worklist(folder: Path, port: int, called: str) -> dict[str, Any]:
    """Write the sample step as a file both worklist servers read; give a profile's dicom.worklist."""
    item = sample_item()
    item.SpecificCharacterSet = "ISO_IR 192"
    item.file_meta = FileMetaDataset()
    item.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    item.file_meta.MediaStorageSOPClassUID = uids.MODALITY_WORKLIST_FIND
    item.file_meta.MediaStorageSOPInstanceUID = SAMPLE["study_uid"]
    dcmwrite(folder / "sample.wl", item, enforce_file_format=True)
    return {"host": "127.0.0.1", "port": port, "called_aet": called, "sample": dict(SAMPLE)}


@contextmanager
def orthanc(folder: Path) -> Iterator[dict[str, Any]]:
    """Run Orthanc with its DICOMweb and worklist plugins; give a profile's dicom section."""
    port, http, back = free_port(), free_port(), free_port()
    (folder / "worklists").mkdir()
    settings = {
        "Name": "peer",
        "DicomAet": "ORTHANC",
        "DicomPort": port,
        "HttpPort": http,
        "RemoteAccessAllowed": False,
        "StorageDirectory": str(folder / "storage"),
        "DicomCheckCalledAet": True,
        "DicomCheckModalityHost": True,
        "DicomModalities": {"harness": {"AET": "HARNESS", "Host": "127.0.0.1", "Port": back}},
        "DefaultEncoding": "Utf8",
        "MaximumPduLength": 131072,
        "Plugins": [WORKLIST_PLUGIN, DICOMWEB_PLUGIN],
        "Worklists": {"Enable": True, "Database": str(folder / "worklists")},
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": True, "WadoRoot": "/wado"},
    }
    (folder / "orthanc.json").write_text(json.dumps(settings), encoding="utf-8")
    with running([program("Orthanc"), str(folder / "orthanc.json")], port, folder):
        sections = reached(port, "ORTHANC", back)
        sections["dicom"]["commitment"] = {}
        site = f"http://127.0.0.1:{http}"
        base = f"{site}/dicom-web"
        sections["dicom"]["web"] = {
            "qido": base,
            "wado": base,
            "stow": base,
            "wado_uri": f"{site}/wado",
            "claims": {"fuzzy_matching": False},
        }
        sections["dicom"]["worklist"] = worklist(folder / "worklists", port, "ORTHANC")
        yield sections


def secured(port: int) -> dict[str, Any]:
    """Return a profile's dicom.secure for a server that shows our certificate and trusts our authority."""
    return {"host": "127.0.0.1", "port": port, **certificates().papers()}


@contextmanager
def orthanc_tls(folder: Path) -> Iterator[dict[str, Any]]:
    """Run Orthanc with its DICOM port over TLS; give a profile's dicom section."""
    port, known = free_port(), certificates()
    settings = {
        "Name": "peer",
        "DicomAet": "ORTHANC",
        "DicomPort": port,
        "HttpServerEnabled": False,
        "StorageDirectory": str(folder / "storage"),
        "DicomAlwaysAllowEcho": True,
        "DicomTlsEnabled": True,
        "DicomTlsCertificate": str(known.server.cert),
        "DicomTlsPrivateKey": str(known.server.key),
        "DicomTlsTrustedCertificates": str(known.authority),
        "DicomTlsRemoteCertificateRequired": True,
    }
    (folder / "orthanc.json").write_text(json.dumps(settings), encoding="utf-8")
    with running([program("Orthanc"), str(folder / "orthanc.json")], port, folder):
        sections = reached(port, "ORTHANC", free_port())
        sections["dicom"]["secure"] = secured(port)
        yield sections


@contextmanager
def storescp_tls(folder: Path) -> Iterator[dict[str, Any]]:
    """Run DCMTK's storage receiver over TLS; give a profile's dicom section."""
    port, known = free_port(), certificates()
    shown = ["+tls", str(known.server.key), str(known.server.cert), "+cf", str(known.authority), "--require-peer-cert"]
    options = ["-aet", "STORESCP", "-od", str(folder), "--fork", *shown]
    with running([program("storescp"), *options, str(port)], port, folder):
        sections = reached(port, "STORESCP", free_port())
        sections["dicom"]["secure"] = secured(port)
        yield sections


@contextmanager
def dcmqrscp_full(folder: Path) -> Iterator[dict[str, Any]]:
    """Run DCMTK's archive with room for few studies; give a profile's dicom section."""
    with dcmqrscp(folder, studies=FEW) as sections:
        yield sections


@contextmanager
def dcmqrscp(folder: Path, studies: int = 2000) -> Iterator[dict[str, Any]]:
    """Run DCMTK's archive; give a profile's dicom section."""
    port, back = free_port(), free_port()
    (folder / "storage").mkdir()
    (folder / "dcmqrscp.cfg").write_text(
        f"""NetworkTCPPort = {port}
MaxPDUSize = 131072
MaxAssociations = 16
HostTable BEGIN
harness = (HARNESS, 127.0.0.1, {back})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
DCMQRSCP {folder / "storage"} RW ({studies}, 1024mb) ANY
AETable END
""",
        encoding="ascii",
    )
    command = [program("dcmqrscp"), "-c", str(folder / "dcmqrscp.cfg"), "--log-level", "warn"]
    with running(command, port, folder):
        yield reached(port, "DCMQRSCP", back)


@contextmanager
def storescp(folder: Path) -> Iterator[dict[str, Any]]:
    """Run DCMTK's storage receiver, which keeps octets as they come and answers no queries."""
    port = free_port()
    (folder / "storage").mkdir()
    options = ["-aet", "STORESCP", "+xa", "+B", "-od", str(folder / "storage"), "--fork"]
    with running([program("storescp"), *options, str(port)], port, folder):
        sections = reached(port, "STORESCP", free_port())
        del sections["dicom"]["store_back"]
        sections["dicom"]["claims"] = {"checks_called_aet": False}
        yield sections


@contextmanager
def wlmscpfs(folder: Path) -> Iterator[dict[str, Any]]:
    """Run DCMTK's worklist server with the sample step, told to keep the character set of its files."""
    port = free_port()
    here = folder / "worklists" / "WLMSCPFS"
    here.mkdir(parents=True)
    (here / "lockfile").touch()
    with running([program("wlmscpfs"), "-dfp", str(here.parent), "-csk", str(port)], port, folder):
        sections = reached(port, "WLMSCPFS", free_port())
        del sections["dicom"]["store_back"]
        sections["dicom"]["worklist"] = worklist(here, port, "WLMSCPFS")
        yield sections


@contextmanager
def storescu(folder: Path) -> Iterator[dict[str, Any]]:
    """Offer DCMTK's sender and its echoscu as a candidate that is asked to act by command."""
    with Modality() as modality:
        story = modality.story
    files = []
    for number, one in enumerate(samples.study(story, "sent", series=1, images=2).instances):
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = one.sop_class, one.sop_instance
        meta.TransferSyntaxUID = one.transfer_syntax
        data_set = read_dataset(BytesIO(one.data), is_implicit_VR=False, is_little_endian=True)
        data_set.file_meta = meta
        files.append(str(folder / f"{number}.dcm"))
        dcmwrite(files[-1], data_set, enforce_file_format=True)
    place = ["-aet", "STORESCU", "-aec", "{aet}", "{host}", "{port}"]
    ways = {
        "dicom.send-study": [program("storescu"), *place, *files],
        "dicom.verify": [program("echoscu"), *place],
        "dicom.query-worklist": [program("findscu"), "-W", *place, *QUERY],
    }
    yield {
        "dicom_out": {"candidate_aet": "STORESCU"},
        "asked": {
            "by": {
                deed: {"command": ["env", "TCP_NODELAY=1", *way], "within_s": 10, "quiet_s": 0.5}
                for deed, way in ways.items()
            }
        },
    }
