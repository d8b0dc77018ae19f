"""The actors under test, as the sender that speaks to them: fixtures for scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.hl7.client import Sender
from conformance.hl7.receiving import Inbox
from conformance.hl7.security import SecureReceiverVisitor
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.story import Story


@pytest.fixture
def adt_receiver(story: Story) -> Iterator[Sender]:
    """The candidate as receiver of patient messages (ADT)."""
    with Sender.to(story) as sender:
        yield sender


@pytest.fixture
def order_receiver(story: Story) -> Iterator[Sender]:
    """The candidate as receiver of orders (ORM, OMI)."""
    with Sender.to(story) as sender:
        yield sender


@pytest.fixture
def result_receiver(story: Story) -> Iterator[Sender]:
    """The candidate as receiver of reports (ORU)."""
    with Sender.to(story) as sender:
        yield sender


@pytest.fixture
def mllp_receiver(story: Story) -> Iterator[Sender]:
    """The candidate as whatever listens on its HL7 port."""
    with Sender.to(story) as sender:
        yield sender


@pytest.fixture
def pix_manager(story: Story) -> Iterator[Sender]:
    """The candidate as PIX manager, asked for the identifiers of a patient."""
    with Sender.asking(story, story.system.hl7v2.pix if story.system.hl7v2 else None, "hl7v2.pix") as sender:
        yield sender


@pytest.fixture
def demographics_supplier(story: Story) -> Iterator[Sender]:
    """The candidate as patient demographics supplier, asked for patients."""
    with Sender.asking(story, story.system.hl7v2.pdq if story.system.hl7v2 else None, "hl7v2.pdq") as sender:
        yield sender


@pytest.fixture
def secure_receiver(story: Story) -> SecureReceiverVisitor:
    """The candidate's TLS door, to be visited."""
    if story.system.hl7v2 is None or story.system.hl7v2.secure is None:
        raise Blocked("the profile names no hl7v2.secure")
    return SecureReceiverVisitor(story, story.system.hl7v2.secure)


@pytest.fixture
def inbox(story: Story) -> Inbox:
    """Our receiving application, for what the candidate sends."""
    return Inbox.of(story)
