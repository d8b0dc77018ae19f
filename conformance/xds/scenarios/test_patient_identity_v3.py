"""Patient Identity Feed in HL7 version 3 (ITI-44) at a registry that takes it: add, revise, merge."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-44"
REQUIRES = ["xds.registry", "xds.patient_feed_v3"]


def _registered(registry, name, patient):
    """Register a document of a patient, and return the answer with the document's uniqueId."""
    document = registry.arrange.document(name, patient_id=patient)
    return registry.register(registry.arrange.submission(name, document).objects), document.entry.unique_id


def _held(registry, name, patient):
    """Register a document that must be there; return its uniqueId."""
    answer, unique_id = _registered(registry, name, patient)
    if not answer.succeeded:
        raise Blocked(f"could not register a document of a patient that ITI-44 made known: {answer.said}")
    return unique_id


def _judge_acknowledgement(check, answer):
    with check(clauses.FEED_V3_ACKNOWLEDGED, evidence=answer.evidence):
        assert answer.accepted, answer.said
    if answer.acknowledgement is not None:
        said = answer.acknowledgement
        with check(clauses.FEED_V3_ACKNOWLEDGED, where="the message it names", evidence=answer.evidence):
            assert (said.root, said.number) == answer.told


@scenario(
    "xds.feed-v3.added",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FEED_V3_ACKNOWLEDGED, clauses.FEED_V3_KNOWN],
    requires=REQUIRES,
)
def test_a_patient_added_by_the_feed_is_known(document_registry, identity_source, check, story):
    """A document of a patient nobody announced is refused; once the feed has added the patient, it is taken."""
    patient = samples.patient(story, "added")
    before, _ = _registered(document_registry, "too-early", patient)
    if before.succeeded:
        raise Blocked("the registry takes documents of patients nobody announced, so an announcement shows nothing")

    answer = identity_source.announce(patient)
    after, _ = _registered(document_registry, "in-time", patient)

    _judge_acknowledgement(check, answer)
    with check(clauses.FEED_V3_KNOWN, evidence=(*answer.evidence, *after.evidence)):
        assert after.status == v.SUCCESS, after.said


@scenario(
    "xds.feed-v3.revised",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FEED_V3_ACKNOWLEDGED, clauses.FEED_V3_REVISED],
    requires=REQUIRES,
)
def test_a_revised_patient_keeps_the_documents(document_registry, identity_source, check, story):
    """A patient whose name is revised has the same documents as before, and new ones are taken."""
    patient = samples.patient(story, "revised")
    identity_source.announced(patient)
    held = _held(document_registry, "before", patient)

    answer = identity_source.revise(patient, "ZZTESTRENAMED")
    later, unique_id = _registered(document_registry, "after", patient)
    found = answered(document_registry.find_documents(patient))

    _judge_acknowledgement(check, answer)
    with check(clauses.FEED_V3_REVISED, where="a new document", evidence=later.evidence):
        assert later.status == v.SUCCESS, later.said
    with check(clauses.FEED_V3_REVISED, where="what is found", evidence=found.evidence):
        assert {held, unique_id} <= found.objects.unique_ids(), found.said


@scenario(
    "xds.feed-v3.merged",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FEED_V3_ACKNOWLEDGED, clauses.FEED_V3_MERGED, clauses.FEED_V3_SUBSUMED],
    requires=REQUIRES,
)
def test_merged_patients_are_one(document_registry, identity_source, check, story):
    """Two patients become one: the survivor has the documents of both, and the other can get no more."""
    registry = document_registry
    subsumed, survivor = samples.patient(story, "subsumed"), samples.patient(story, "survivor")
    identity_source.announced(subsumed, survivor)
    both = {_held(registry, "of-subsumed", subsumed), _held(registry, "of-survivor", survivor)}

    answer = identity_source.merge(subsumed, survivor)
    found = answered(registry.find_documents(survivor))
    late, _ = _registered(registry, "late", subsumed)
    _held(registry, "still", survivor)

    _judge_acknowledgement(check, answer)
    with check(clauses.FEED_V3_MERGED, evidence=found.evidence):
        assert found.objects.unique_ids() == both, found.said
    with check(clauses.FEED_V3_SUBSUMED, evidence=late.evidence):
        assert checks.refused(late, "XDSUnknownPatientId"), late.said


@scenario(
    "xds.feed-v3.foreign-authority",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FEED_V3_FOREIGN],
    requires=REQUIRES,
)
def test_an_identifier_of_another_domain_adds_nobody(document_registry, identity_source, check, story):
    """A patient added under another assigning authority is not a patient of the affinity domain."""
    known = samples.patient(story, "known")
    foreign = f"{story.patient_id('foreign')}^^^&{story.uid('authority')}&ISO"
    identity_source.announced(known)
    _held(document_registry, "before", known)

    told = identity_source.announce(foreign)
    answer, _ = _registered(document_registry, "foreign", foreign)
    _held(document_registry, "after", known)

    with check(clauses.FEED_V3_FOREIGN, evidence=(*told.evidence, *answer.evidence)):
        assert checks.refused(answer, "XDSUnknownPatientId", "XDSRegistryMetadataError"), answer.said
