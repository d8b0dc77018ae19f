"""Fixtures named for the actor under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.files import BadFile
from conformance.model import Blocked
from conformance.xds import affinity
from conformance.xds.actors import (
    Arranging,
    DocumentRegistry,
    DocumentRepository,
    ImagingDocumentSource,
    link_notices,
    patient_identity_source,
    registry_later,
    repository_later,
)
from conformance.xds.administration import Administrator, DocumentReceiver, OnDemandSource, RespondingGateway
from conformance.xds.asserting import ServiceUser
from conformance.xds.auditing import AuditSink
from conformance.xds.callers import DocumentConsumer, DocumentSource, ImagingConsumer
from conformance.xds.communities import InitiatingGateway
from conformance.xds.mobile import DocumentRecipient, DocumentResponder
from conformance.xds.security import SecureNodeVisitor, node_visitor
from conformance.xds.sources import SharedStudy, WadoSource

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.xds.affinity import AffinityDomain
    from conformance.xds.client.identity import IdentitySource
    from conformance.xds.feed import LinkNotice
    from conformance.xds.later import LaterRegistry, LaterRepository


@pytest.fixture
def affinity_domain(story: Story) -> AffinityDomain:
    """Return the code sets and identifiers the candidate's profile names."""
    if story.system.xds is None:
        raise Blocked("the profile has no xds section")
    try:
        return affinity.named_by(story.system.xds, story.folder)
    except BadFile as bad:
        raise Blocked(f"the affinity domain can't be read: {bad}") from None


@pytest.fixture
def document_registry(story: Story, affinity_domain: AffinityDomain) -> DocumentRegistry:
    """Return the document registry under test."""
    return DocumentRegistry(story, Arranging(story, affinity_domain))


@pytest.fixture
def later_registry(story: Story) -> LaterRegistry:
    """Return the document registry under test, asked to answer at an address of ours."""
    return registry_later(story)


@pytest.fixture
def later_repository(story: Story) -> LaterRepository:
    """Return the document repository under test, asked to answer at an address of ours."""
    return repository_later(story)


@pytest.fixture
def identity_source(story: Story) -> IdentitySource:
    """Return our patient identity source, which tells the registry under test of patients in HL7 version 3."""
    return patient_identity_source(story)


@pytest.fixture
def link_notice(story: Story) -> LinkNotice:
    """Return our cross-reference manager, which tells the registry under test whose documents are whose."""
    return link_notices(story)


@pytest.fixture
def document_repository(story: Story, document_registry: DocumentRegistry) -> DocumentRepository:
    """Return the document repository under test, with the registry it registers with."""
    return DocumentRepository(story, document_registry)


@pytest.fixture
def imaging_document_source(story: Story) -> ImagingDocumentSource:
    """Return the imaging document source under test."""
    return ImagingDocumentSource(story)


@pytest.fixture
def shared_study(
    imaging_document_source: ImagingDocumentSource, document_repository: DocumentRepository
) -> SharedStudy:
    """Return the sample study as the imaging document source under test shared it."""
    return SharedStudy(imaging_document_source, document_repository)


@pytest.fixture
def wado_source(story: Story) -> WadoSource:
    """Return the imaging document source under test, over HTTP."""
    return WadoSource(story)


@pytest.fixture
def administrator(story: Story, document_registry: DocumentRegistry) -> Administrator:
    """Return who administers the registry and the repository under test, by the options they offer."""
    return Administrator(story, document_registry.arrange)


@pytest.fixture
def on_demand_source(story: Story) -> OnDemandSource:
    """Return who makes a document when it is asked for."""
    return OnDemandSource(story)


@pytest.fixture
def initiating_gateway(story: Story) -> InitiatingGateway:
    """Return the initiating gateway under test, with two communities of ours behind it."""
    return InitiatingGateway(story)


@pytest.fixture
def document_receiver(story: Story, affinity_domain: AffinityDomain) -> DocumentReceiver:
    """Return the document recipient under test, which takes documents and registers them nowhere."""
    return DocumentReceiver(story, Arranging(story, affinity_domain))


@pytest.fixture
def gateway(story: Story) -> RespondingGateway:
    """Return the responding gateway under test."""
    return RespondingGateway(story)


@pytest.fixture
def document_source(story: Story, affinity_domain: AffinityDomain) -> DocumentSource:
    """Return the document source under test, or imaging document source, which submits to us."""
    return DocumentSource(story, Arranging(story, affinity_domain))


@pytest.fixture
def document_consumer(story: Story, affinity_domain: AffinityDomain) -> DocumentConsumer:
    """Return the document consumer under test, which finds and fetches with us."""
    return DocumentConsumer(story, Arranging(story, affinity_domain))


@pytest.fixture
def imaging_consumer(story: Story) -> ImagingConsumer:
    """Return the imaging document consumer under test, which fetches from us."""
    return ImagingConsumer(story)


@pytest.fixture
def secure_node(story: Story) -> SecureNodeVisitor:
    """Return the visitor of the secured node under test."""
    return node_visitor(story)


@pytest.fixture
def audit_sink(story: Story) -> AuditSink:
    """Return our sink for the audit records of the candidate, listening."""
    sink = AuditSink(story)
    sink.open()
    return sink


@pytest.fixture
def sleeping_sink(story: Story) -> AuditSink:
    """Return our sink for the audit records of the candidate, down until a story opens it."""
    return AuditSink(story)


@pytest.fixture
def document_responder(story: Story) -> DocumentResponder:
    """Return the document responder of mobile access under test."""
    return DocumentResponder(story)


@pytest.fixture
def service_user(story: Story) -> ServiceUser:
    """Return a user of the services under test that ask for an assertion."""
    return ServiceUser(story)


@pytest.fixture
def document_recipient(story: Story) -> DocumentRecipient:
    """Return the document recipient of mobile access under test."""
    return DocumentRecipient(story)
