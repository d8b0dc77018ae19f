"""The actors under test in this room, by name: what a scenario asks for and talks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.dicom import trail
from conformance.dicom.candidate import ArchiveUnderTest
from conformance.dicom.initiator import InitiatorUnderTest
from conformance.dicom.providers import CommitmentProviderUnderTest, StepManagerUnderTest
from conformance.dicom.security import SecureArchiveVisitor
from conformance.dicom.web.candidate import WebArchiveUnderTest
from conformance.dicom.web.subscriptions import SubscriptionsUnderTest
from conformance.dicom.web.workitems import WorkitemsUnderTest
from conformance.dicom.worklist import WorklistUnderTest
from conformance.dicom.workstation import WorkstationUnderTest
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.audits.sink import AuditSink
    from conformance.dicom.receiver import Rules, StoreReceiver
    from conformance.story import Story
    from conformance.systems import Dicom, PerformedSteps, Worklist


@pytest.fixture
def archive(story: Story) -> ArchiveUnderTest:
    """Return the image archive of the profile's ``dicom`` section."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    return ArchiveUnderTest(story, story.system.dicom)


@pytest.fixture
def web_archive(story: Story) -> WebArchiveUnderTest:
    """Return the archive of the profile's ``dicom`` section with its ``dicom.web`` services."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    return WebArchiveUnderTest(story, story.system.dicom)


@pytest.fixture
def workitems(story: Story) -> WorkitemsUnderTest:
    """Return the unified worklist of the profile's ``dicom.web.workitems``."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    return WorkitemsUnderTest(story, story.system.dicom)


@pytest.fixture
def subscriptions(story: Story) -> Iterator[SubscriptionsUnderTest]:
    """Return the unified worklist with its event channels of the profile's ``dicom.web.events``."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    worklist = SubscriptionsUnderTest(story, story.system.dicom)
    yield worklist
    worklist.leave()


@pytest.fixture
def secure_archive(story: Story) -> SecureArchiveVisitor:
    """Return the archive's TLS door of the profile's ``dicom.secure``, to be visited."""
    dicom = story.system.dicom
    if dicom is None or dicom.secure is None:
        raise Blocked("the profile names no dicom.secure")
    return SecureArchiveVisitor(story, dicom, dicom.secure)


@pytest.fixture
def audit_trail(story: Story) -> AuditSink:
    """Return our sink for the audit records of the archive, by the profile's ``dicom.audit``, listening."""
    return trail.audit_trail(story)


@pytest.fixture
def sleeping_trail(story: Story) -> AuditSink:
    """Return our sink for the audit records of the archive, down until a story opens it."""
    return trail.sleeping_trail(story)


@pytest.fixture
def store_receiver(archive: ArchiveUnderTest) -> Iterator[Callable[..., StoreReceiver]]:
    """Return what opens our move destination at ``dicom.store_back``; it is closed when the story ends."""
    opened: list[StoreReceiver] = []

    def open_receiver(rules: Rules | None = None) -> StoreReceiver:
        opened.append(archive.receiver(rules))
        return opened[-1]

    yield open_receiver
    for one in opened:
        one.finished()


@pytest.fixture
def initiator(story: Story) -> Iterator[InitiatorUnderTest]:
    """Return the candidate that opens associations itself, to our door of the profile's ``dicom_out``."""
    if story.system.dicom_out is None:
        raise Blocked("the profile has no dicom_out section")
    candidate = InitiatorUnderTest(story, story.system.dicom_out)
    yield candidate
    candidate.close()


@pytest.fixture
def workstation(story: Story) -> Iterator[WorkstationUnderTest]:
    """Return the candidate that searches and retrieves, at our door of the profile's ``dicom_out``."""
    if story.system.dicom_out is None:
        raise Blocked("the profile has no dicom_out section")
    candidate = WorkstationUnderTest(story, story.system.dicom_out)
    yield candidate
    candidate.close()


@pytest.fixture
def commitment_provider(story: Story) -> CommitmentProviderUnderTest:
    """Return the archive of the profile's ``dicom`` section, asked to commit to what it stores."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    return CommitmentProviderUnderTest(story, story.system.dicom)


@pytest.fixture
def step_manager(story: Story) -> StepManagerUnderTest:
    """Return whom the profile's ``dicom.performed_steps`` names to be told of performed procedure steps."""
    dicom = story.system.dicom
    if dicom is None or dicom.performed_steps is None:
        raise Blocked("the profile names no dicom.performed_steps")
    return StepManagerUnderTest(story, _at(dicom, dicom.performed_steps))


@pytest.fixture
def worklist_provider(story: Story) -> WorklistUnderTest:
    """Return who has the worklist by the profile's ``dicom.worklist``, and the step it names as a sample."""
    dicom = story.system.dicom
    if dicom is None or dicom.worklist is None or dicom.worklist.sample is None:
        raise Blocked("the profile names no dicom.worklist with a sample")
    return WorklistUnderTest(story, _at(dicom, dicom.worklist), dicom.worklist.sample)


def _at(dicom: Dicom, place: PerformedSteps | Worklist) -> Dicom:
    """Return the dicom section as it would be were the archive at this place."""
    there = {"host": place.host, "port": place.port, "called_aet": place.called_aet}
    return dicom.model_copy(update=there)
