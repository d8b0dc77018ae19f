"""python-hl7's MLLPClient as a sender: builds the messages of one deed with the library and sends them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import hl7
from hl7.client import MLLPClient

DEED, HOST, PORT, PATIENT, FAMILY, GIVEN, *COUNT = sys.argv[1:]
EVENTS = {"hl7.send.update": "A08"}


def message(number: int) -> str:
    """Return a registration, or an update, read and written again by the library."""
    now = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    event = EVENTS.get(DEED, "A08" if number else "A01")
    lines = [
        f"MSH|^~\\&|PY|HOSPITAL|US|HOSPITAL|{now}||ADT^{event}^ADT_A01|{PATIENT}{number}|P|2.3.1||||||UNICODE UTF-8",
        f"EVN|{event}|{now}",
        f"PID|||{PATIENT}^^^HARNESS^PI||{FAMILY}^{GIVEN}||19700101|F",
        "PV1||I|WARD1",
    ]
    return str(hl7.parse("\r".join(lines)))


with MLLPClient(HOST, int(PORT)) as client:
    for number in range(int(COUNT[0]) if COUNT else 1):
        client.send_message(message(number))
