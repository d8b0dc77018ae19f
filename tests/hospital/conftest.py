"""What the tests of the hospital share: one that runs, and somebody who tells and asks it."""

from __future__ import annotations

import pytest
from visiting import visit

from conformance.hospital import Hospital


@pytest.fixture
def hospital():
    with Hospital() as hospital:
        yield hospital


@pytest.fixture
def visitor(hospital):
    with visit(hospital.profile()) as visitor:
        yield visitor
