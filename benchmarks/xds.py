"""Reading what a registry answers beside plain lxml, and handing over a large document beside a plain POST."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree
from zeep import Settings
from zeep.transports import Transport
from zeep.xsd import Schema

from benchmarks import cores
from benchmarks.measuring import against, console, measured, peak_megabytes, show
from conformance.evidence import Recorder
from conformance.http import exchange
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.client import RepositoryClient, Speaker
from conformance.xds.wire.ebrim import Code, DocumentEntry, Objects
from conformance.xds.wire.mime import read_multipart
from conformance.xds.wire.registry import (
    QueryResponse,
    RegistryResponse,
    read_query_response,
    write_query_response,
    write_registry_response,
)
from conformance.xds.wire.soap import Addressing, read_message, simple_type, write_envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIB = 1 << 20
LARGE = 100_000_000
OURS, TYPED = "ours, checked and into the model", "zeep, by the schema"
MOST_MEGABYTES = 250.0
_SPACE = {"r": v.RIM}
_SINK = """
import socket
door = socket.create_server(("127.0.0.1", 0))
print(door.getsockname()[1], flush=True)
room = bytearray(1 << 20)
answer = ANSWER
head = f"HTTP/1.1 200 OK\\r\\nContent-Type: application/soap+xml\\r\\nContent-Length: {len(answer)}\\r\\n\\r\\n"
while True:
    link, _ = door.accept()
    with link, link.makefile("rb", 0) as asked:
        fields = dict(line.split(b":", 1) for line in iter(asked.readline, b"\\r\\n") if b": " in line)
        left = next(int(value) for name, value in fields.items() if name.lower() == b"content-length")
        while left > 0:
            left -= link.recv_into(room)
        link.sendall(head.encode() + answer)
"""
"""A receiver in a process of its own, which only counts: it costs both contenders the same."""


def multipart() -> None:
    """Compare taking one package of two parts apart, 32 MiB of it binary."""
    document = os.urandom(32 * MIB)
    content_type = 'multipart/related; type="application/xop+xml"; start="<root>"; boundary="=b"'
    head = b"--=b\r\nContent-Type: application/xop+xml; charset=UTF-8\r\nContent-ID: <root>\r\n\r\n<a/>\r\n--=b\r\n"
    octets = head + b"Content-Type: application/octet-stream\r\nContent-ID: <d>\r\n\r\n" + document + b"\r\n--=b--\r\n"
    whole = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + octets
    found = measured(
        "take a 32 MiB MTOM package apart",
        1,
        {
            "ours": lambda: read_multipart(content_type, octets, Limits().mtom_part_bytes),
            "email package": lambda: email.message_from_bytes(whole, policy=email.policy.HTTP),
        },
        rounds=3,
    )
    show(found, "ours")


def plain(octets: bytes) -> list[dict[str, Any]]:
    """Parse a response and pull the same attributes of every entry with lxml alone, as a script would."""
    found = []
    for entry in etree.fromstring(octets).iterfind(".//r:ExtrinsicObject", _SPACE):
        held: dict[str, Any] = dict(entry.attrib)
        held["title"], held["comments"] = _said(entry, "Name"), _said(entry, "Description")
        held["slots"] = {slot.get("name"): _values(slot) for slot in entry.iterfind("r:Slot", _SPACE)}
        held["codes"] = [
            (
                one.get("classificationScheme"),
                one.get("nodeRepresentation"),
                {slot.get("name"): _values(slot) for slot in one.iterfind("r:Slot", _SPACE)},
                _said(one, "Name"),
            )
            for one in entry.iterfind("r:Classification", _SPACE)
        ]
        identifiers = entry.iterfind("r:ExternalIdentifier", _SPACE)
        held["identifiers"] = {one.get("identificationScheme"): one.get("value") for one in identifiers}
        found.append(held)
    return found


def _values(slot: etree._Element) -> list[str | None]:
    return [value.text for value in slot.iterfind("r:ValueList/r:Value", _SPACE)]


def _said(element: etree._Element, tag: str) -> str | None:
    said = element.find(f"r:{tag}/r:LocalizedString", _SPACE)
    return None if said is None else said.get("value")


def answered(story: Story, number: int) -> DocumentEntry:
    """Return an entry as a registry answers it: with an identity and status of its own, and all that a source knew."""
    entry = samples.document(story, f"d{number}").entry
    uuid = story.uuid(f"d{number}")
    return replace(
        entry,
        id=uuid,
        lid=uuid,
        status=v.APPROVED,
        comments=f"Written by a benchmark as number {number} of many",
        event_codes=(Code("DX", "1.2.840.10008.2.16.4", "Digital Radiography"),),
        service_start="20261123080000",
        service_stop="20261123081500",
        reference_ids=(f"ACC{number}^^^&2.25.1&ISO^urn:ihe:iti:xds:2013:accession",),
        legal_authenticator=entry.authors[0].person,
    )


def entries() -> None:
    """Compare reading a response of 1,000 entries into our model with pulling the same out of it with lxml alone."""
    story = Story("bench", "00", datetime(2026, 11, 24, tzinfo=UTC), None, None, None)  # type: ignore[arg-type]
    documents = [answered(story, number) for number in range(1000)]
    response = QueryResponse(RegistryResponse(v.SUCCESS), Objects(tuple(documents)))
    octets = write_envelope(write_query_response(response), Addressing("a", "b"))

    def ours() -> int:
        body = read_message(simple_type(), octets, Limits()).body
        return len(read_query_response(body).objects) if body is not None else 0

    contenders: dict[str, Callable[[], object]] = {
        "lxml, parse and extract": lambda: plain(octets),
        "lxml, parse only": lambda: etree.fromstring(octets),
        OURS: ours,
    }
    schemas = os.environ.get("CONFORMANCE_REFERENCE_DATA")
    if schemas:
        typed = zeep_reader(Path(schemas) / "xds" / "schema")
        contenders[TYPED] = lambda: typed(octets)
    found = measured(f"read an ITI-18 response of 1,000 entries ({len(octets):,} octets)", 1, contenders, rounds=7)
    show(found, "lxml, parse and extract", {OURS: 1.5})
    if TYPED in contenders:
        medians = found.medians()
        times = medians[TYPED] / medians[OURS]
        console.print(f"zeep takes {times:.1f} times as long as ours; at least {against(-times, -8, '8')}\n")


def zeep_reader(schemas: Path) -> Callable[[bytes], object]:
    """Return how zeep reads an object list by OASIS's schema, whose substitution group it needs spelled out."""
    parser = etree.XMLParser(remove_comments=True)
    rim = etree.parse(schemas / "rim.xsd", parser).getroot()
    space = {"x": "http://www.w3.org/2001/XMLSchema"}
    for abstract in rim.iterfind(".//x:complexType[@name='RegistryObjectListType']//x:element", space):
        choice = etree.Element("{http://www.w3.org/2001/XMLSchema}choice", minOccurs="0", maxOccurs="unbounded")
        for name in ("ExtrinsicObject", "RegistryPackage", "Association", "Classification", "ObjectRef"):
            etree.SubElement(choice, "{http://www.w3.org/2001/XMLSchema}element", ref=f"tns:{name}")
        holder = abstract.getparent()
        if holder is not None:
            holder.replace(abstract, choice)
    schema = Schema(rim, Transport(), location=str(schemas / "rim.xsd"), settings=Settings(strict=False))
    element = schema.get_element(f"{{{v.RIM}}}RegistryObjectList")

    def read(octets: bytes) -> object:
        return element.parse(next(etree.fromstring(octets).iter(f"{{{v.RIM}}}RegistryObjectList")), schema)

    return read


@contextmanager
def sink() -> Iterator[str]:
    """Start a receiver that takes anything and answers Success; yield its address."""
    answer = write_envelope(write_registry_response(RegistryResponse(v.SUCCESS)), Addressing("a", "b"))
    words = [sys.executable, "-c", _SINK.replace("ANSWER", repr(answer))]
    with cores.elsewhere():
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    with process, cores.alone():
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}/repository"
        finally:
            process.terminate()


def provide() -> None:
    """Compare ITI-41 of 100 MB with a POST of as many octets, both recorded, and show what it takes of memory."""
    with sink() as url, tempfile.TemporaryFile() as journal:
        story, client = _client(url, journal)
        document = samples.document(story, "large", os.urandom(LARGE))
        submission = samples.submission(story, "large", [document])

        def posted() -> None:
            journal.seek(0)
            exchange(story.doors, "POST", url, [("Content-Type", "application/octet-stream")], document.content)

        def provided() -> None:
            journal.seek(0)
            if not client.provide(submission.objects, submission.carried).succeeded:
                sys.exit("the receiver did not answer Success")

        names = {"a POST of the same octets": posted, "ITI-41": provided}
        found = measured(f"hand over a document of {LARGE:,} octets", 1, names)
        show(found, "a POST of the same octets", {"ITI-41": 1 / 0.7})
    words = [sys.executable, "-c", "from benchmarks.xds import weigh; weigh()"]
    console.print(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def weigh() -> None:
    """Hand over one large document and print how much memory that took at most; run in a process of its own."""
    with sink() as url, tempfile.TemporaryFile() as journal:
        story, client = _client(url, journal)
        submission = samples.submission(story, "large", [samples.document(story, "large", os.urandom(LARGE))])
        client.provide(submission.objects, submission.carried)
    most = peak_megabytes()
    told = against(most, MOST_MEGABYTES, f"{MOST_MEGABYTES:.0f} MB")
    print(f"peak memory of ITI-41 with {LARGE:,} octets: {most:,.0f} MB, the document among it; at most {told}")


def _client(url: str, journal: BinaryIO) -> tuple[Story, RepositoryClient]:
    identity = {"id": "one", "supplier": "s", "product": "p", "version": "1"}
    safety = {"environment": "test", "allow_hosts": ["127.0.0.1/32"]}
    profile = SystemProfile.model_validate({"schema": "sut/1", "system": identity, "safety": safety})
    recorder = Recorder(journal)
    doors = Network(recorder, Limits())
    story = Story("bench", "00", datetime(2026, 11, 24, tzinfo=UTC), doors, recorder, profile)
    return story, RepositoryClient(Speaker(story, url, "repository"))


def main() -> None:
    """Run the comparisons."""
    multipart()
    entries()
    provide()
