"""The audit record of each transaction, as it reaches our sink (ITI-20)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds.actors import EXPLICIT, IMPLICIT

REGISTRY, REPOSITORY, SOURCE = "document-registry", "document-repository", "imaging-document-source"
TRANSACTION = "ITI-20"
KNOWN = ["xds.audit", "xds.registry", "xds.patient_feed"]
KEPT = [*KNOWN, "xds.repository"]
IMAGES = ["xds.audit", "xds.imaging_source", "xds.sample_study"]
ROLES = {"110153", "110152"}


def _judge(check, sink, transaction, event, action, *about):
    """Judge the record of a transaction that succeeded, about these; return it, None when none came."""
    record = sink.record_of(transaction, *about)
    with check(clauses.AUDIT_RECORDED, evidence=record.evidence if record else ()):
        assert record is not None, sink.said
    if record is None:
        return None
    with check(clauses.AUDIT_EVENT, evidence=record.evidence):
        assert (record.event, record.action, record.outcome) == (event, action, "0")
    return record


def _bare(patient):
    """Return the identifier of a patient without its authority, as it stands in any record."""
    return patient.partition("^")[0]


def _succeeded(answer):
    if not answer.succeeded:
        raise Blocked(f"the transaction to be recorded did not succeed: {answer.said}")
    return answer


@scenario(
    "xds.audit.query",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[
        clauses.AUDIT_RECORDED,
        clauses.AUDIT_EVENT,
        clauses.AUDIT_PATIENT,
        clauses.AUDIT_PARTICIPANTS,
        clauses.AUDIT_SOURCE,
    ],
    requires=KNOWN,
)
def test_a_query_is_recorded(document_registry, audit_sink, check):
    """A stored query is recorded as one, with the patient, both ends and who recorded it."""
    patient = document_registry.arrange.patient()
    _succeeded(document_registry.find_documents(patient))

    record = _judge(check, audit_sink, "ITI-18", "110112", "E", _bare(patient))

    if record is not None:
        with check(clauses.AUDIT_PATIENT, evidence=record.evidence):
            assert patient in record.patients
        with check(clauses.AUDIT_PARTICIPANTS, evidence=record.evidence):
            assert ROLES - record.roles == set()
        with check(clauses.AUDIT_SOURCE, evidence=record.evidence):
            assert record.source, "no AuditSourceID"


@scenario(
    "xds.audit.envelope",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[
        clauses.AUDIT_RECORDED,
        clauses.AUDIT_EVENT,
        clauses.AUDIT_SYSLOG,
        clauses.AUDIT_CODED,
        clauses.AUDIT_TIME,
    ],
    requires=KNOWN,
)
def test_a_record_travels_as_syslog(document_registry, audit_sink, check):
    """A record is a syslog message of the right version, facility and MSGID, its event coded, its time with a zone."""
    patient = document_registry.arrange.patient()
    _succeeded(document_registry.find_documents(patient))

    record = _judge(check, audit_sink, "ITI-18", "110112", "E", _bare(patient))

    if record is not None:
        code, system, text = record.coded
        with check(clauses.AUDIT_CODED, evidence=record.evidence):
            assert (bool(code), system, bool(text)) == (True, "DCM", True), (
                f"code {code!r} of {system!r}, text {text!r}"
            )
        with check(clauses.AUDIT_SYSLOG, evidence=record.evidence):
            assert record.problems == ()
        with check(clauses.AUDIT_TIME, evidence=record.evidence):
            assert record.zoned, record.time


@scenario(
    "xds.audit.register",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_EVENT, clauses.AUDIT_PATIENT],
    requires=KNOWN,
)
def test_a_registration_is_recorded(document_registry, audit_sink, check):
    """A registration is recorded as an import, with the patient."""
    arrange = document_registry.arrange
    patient = arrange.patient()
    _succeeded(document_registry.register(arrange.submission("recorded", arrange.document("recorded")).objects))

    record = _judge(check, audit_sink, "ITI-42", "110107", "C", _bare(patient))

    if record is not None:
        with check(clauses.AUDIT_PATIENT, evidence=record.evidence):
            assert patient in record.patients


@scenario(
    "xds.audit.failure",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_FAILURE],
    requires=KNOWN,
)
def test_a_refused_registration_is_recorded_as_refused(document_registry, audit_sink, check):
    """A registration that was refused is recorded too, and not as a success."""
    arrange = document_registry.arrange
    right = arrange.document("refused")
    wrong = replace(right, entry=replace(right.entry, class_code=None))
    answer = document_registry.register(arrange.submission("refused", wrong).objects)
    if not checks.refused(answer):
        raise Blocked(f"a submission to be refused was not: {answer.said}")

    record = audit_sink.record_of("ITI-42", _bare(arrange.patient()))

    with check(clauses.AUDIT_RECORDED, evidence=record.evidence if record else ()):
        assert record is not None, audit_sink.said
    if record is not None:
        with check(clauses.AUDIT_FAILURE, evidence=record.evidence):
            assert record.outcome in {"4", "8", "12"}


@scenario(
    "xds.audit.provide-and-retrieve",
    actor=REPOSITORY,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_EVENT],
    requires=KEPT,
)
def test_a_document_is_recorded_coming_and_going(document_repository, audit_sink, check):
    """A document provided is recorded as an import, the same document retrieved as an export."""
    arrange = document_repository.arrange
    document = arrange.document("recorded")
    _succeeded(document_repository.submit(arrange.submission("recorded", document)))
    _judge(check, audit_sink, "ITI-41", "110107", "C", _bare(arrange.patient()), str(document.entry.unique_id))
    entries = document_repository.registry.entries(str(document.entry.unique_id))
    _succeeded(document_repository.fetch(*entries))
    _judge(check, audit_sink, "ITI-43", "110106", "R", str(document.entry.unique_id))


@scenario(
    "xds.audit.images",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_EVENT],
    requires=IMAGES,
)
def test_an_image_is_recorded_going(imaging_document_source, audit_sink, check):
    """An image retrieved is recorded as instances transferred."""
    source = imaging_document_source
    _succeeded(source.retrieve(source.requests(source.study.sop_uids[0]), [EXPLICIT, IMPLICIT]))

    _judge(check, audit_sink, "RAD-69", "110104", "R", source.study.sop_uids[0])
