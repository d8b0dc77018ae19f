"""What the tests of the hospital share: one that runs, and somebody who tells and asks it."""

from __future__ import annotations

import pytest
from visiting import visit

from conformance.hospital import Hospital


class NewHospital(Hospital):
    """Has shared nothing yet, so that a test knows all that is in its registry."""

    class Domain(Hospital.Domain):
        def publish_sample(self):
            pass


@pytest.fixture
def hospital():
    with NewHospital() as hospital:
        yield hospital


@pytest.fixture
def visitor(hospital):
    with visit(hospital.profile()) as visitor:
        yield visitor
