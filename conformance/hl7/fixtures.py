"""The actors under test, as the sender that speaks to them: fixtures for scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.hl7.client import Sender

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
