"""Reading what a registry and a repository answer, beside Python's email package and a bare lxml parse."""

from __future__ import annotations

import email
import email.policy
import os
from datetime import UTC, datetime

from lxml import etree

from benchmarks.measuring import measured, show
from conformance.limits import Limits
from conformance.story import Story
from conformance.xds import samples
from conformance.xds.wire.ebrim.reading import read_objects
from conformance.xds.wire.ebrim.writing import write_objects
from conformance.xds.wire.mime import read_multipart

MIB = 1 << 20


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


def entries() -> None:
    """Compare reading 1,000 document entries into our model with parsing them only."""
    story = Story("bench", "00", datetime(2026, 11, 24, tzinfo=UTC), None, None, None)  # type: ignore[arg-type]
    documents = [samples.document(story, f"d{number}") for number in range(1000)]
    octets = etree.tostring(write_objects(samples.submission(story, "s", documents).objects))
    found = measured(
        f"read 1,000 document entries ({len(octets):,} octets)",
        1,
        {
            "lxml parse only": lambda: etree.fromstring(octets),
            "ours, into the model": lambda: read_objects(etree.fromstring(octets)),
        },
    )
    show(found, "lxml parse only")


def main() -> None:
    """Run both comparisons."""
    multipart()
    entries()
