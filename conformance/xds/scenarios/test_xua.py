"""Requests with a user assertion, good and bad, to a registry and a repository that ask for one (XUA, ITI-40)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import asserting, checks, clauses
from conformance.xds.actors import where

REGISTRY, REPOSITORY, TRANSACTION = "document-registry", "document-repository", "ITI-40"
ASKED = ["xds.xua.registry", "xds.registry", "xds.patient_feed"]
KEPT = [*ASKED, "xds.xua.repository", "xds.repository"]
RECORDED = [*ASKED, "xds.audit"]


def _query(service_user, patient, case):
    """Ask for a patient's documents with an assertion of a case."""
    service_user.case = case
    return service_user.registry.find_documents(patient)


def _refused_query(service_user, patient, case):
    """Ask as ``_query`` between two queries that go on; raise Blocked when they do not."""
    for moment in ("before", "after"):
        control = _query(service_user, patient, asserting.GOOD)
        if not control.succeeded:
            raise Blocked(f"with a right assertion {moment} the query did not go on either: {control.said}")
        if moment == "before":
            answer = _query(service_user, patient, case)
    return answer


def _told_by_fault(answer):
    """Return whether a refusal is a SOAP fault, or no SOAP message at all: who is silent tells nothing."""
    return answer.message is None or answer.fault is not None


def _judge(check, clause, answer, case):
    with check(clause, evidence=answer.evidence, where=case):
        assert not checks.went_on(answer), f"it went on: {answer.said}"
    if not checks.went_on(answer):
        with check(clauses.XUA_FAULT, evidence=answer.evidence, where=case):
            assert _told_by_fault(answer), answer.said


@scenario(
    "xds.xua.accepted",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_ACCEPTED],
    requires=ASKED,
    source="toolkit2 11897",
)
def test_a_right_assertion_lets_a_query_go_on(document_registry, service_user, check):
    """A query with a signed assertion, valid now, for this registry, by a trusted issuer, is answered."""
    patient = document_registry.arrange.patient()

    answer = _query(service_user, patient, asserting.GOOD)

    with check(clauses.XUA_ACCEPTED):
        assert answer.succeeded, answer.said


@scenario(
    "xds.xua.none",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_NONE, clauses.XUA_FAULT],
    requires=ASKED,
)
def test_no_assertion_no_answer(document_registry, service_user, check):
    """A query without an assertion is refused; with one it is answered."""
    answer = _refused_query(service_user, document_registry.arrange.patient(), asserting.NONE)

    _judge(check, clauses.XUA_NONE, answer, asserting.NONE)


@scenario(
    "xds.xua.time",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_EXPIRED, clauses.XUA_EARLY, clauses.XUA_FAULT],
    requires=ASKED,
    source="toolkit2 11966",
)
def test_an_assertion_counts_in_its_time(document_registry, service_user, check):
    """A query whose assertion ended an hour ago, or begins in an hour, is refused."""
    patient = document_registry.arrange.patient()
    expired = _refused_query(service_user, patient, asserting.EXPIRED)
    early = _refused_query(service_user, patient, asserting.EARLY)

    _judge(check, clauses.XUA_EXPIRED, expired, asserting.EXPIRED)
    _judge(check, clauses.XUA_EARLY, early, asserting.EARLY)


@scenario(
    "xds.xua.audience",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_AUDIENCE, clauses.XUA_FAULT],
    requires=ASKED,
    source="toolkit2 11966",
)
def test_an_assertion_counts_where_it_is_for(document_registry, service_user, check):
    """A query whose assertion is restricted to another audience is refused."""
    answer = _refused_query(service_user, document_registry.arrange.patient(), asserting.AUDIENCE)

    _judge(check, clauses.XUA_AUDIENCE, answer, asserting.AUDIENCE)


@scenario(
    "xds.xua.signature",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_UNSIGNED, clauses.XUA_CHANGED, clauses.XUA_FAULT],
    requires=ASKED,
    source="toolkit2 11966",
)
def test_an_assertion_counts_as_it_was_signed(document_registry, service_user, check):
    """A query whose assertion is not signed, or names another user than was signed, is refused."""
    patient = document_registry.arrange.patient()
    unsigned = _refused_query(service_user, patient, asserting.UNSIGNED)
    changed = _refused_query(service_user, patient, asserting.CHANGED)

    _judge(check, clauses.XUA_UNSIGNED, unsigned, asserting.UNSIGNED)
    _judge(check, clauses.XUA_CHANGED, changed, asserting.CHANGED)


@scenario(
    "xds.xua.stranger",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_STRANGER, clauses.XUA_FAULT],
    requires=ASKED,
)
def test_a_strangers_word_counts_for_nothing(document_registry, service_user, check):
    """A query whose assertion is rightly signed, under the issuer's name, by a key nobody was told of, is refused."""
    answer = _refused_query(service_user, document_registry.arrange.patient(), asserting.STRANGER)

    _judge(check, clauses.XUA_STRANGER, answer, asserting.STRANGER)


@scenario(
    "xds.xua.stale",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_STALE, clauses.XUA_FAULT],
    requires=ASKED,
)
def test_a_message_that_is_over_is_refused(document_registry, service_user, check):
    """A query whose assertion is right and whose timestamp ended an hour ago is not processed."""
    answer = _refused_query(service_user, document_registry.arrange.patient(), asserting.STALE)

    _judge(check, clauses.XUA_STALE, answer, asserting.STALE)


@scenario(
    "xds.xua.role",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_ROLE],
    requires=[*ASKED, "xds.xua.denied_role"],
)
def test_a_role_without_access_gets_none(document_registry, service_user, check):
    """A query in a role that the candidate says its policy refuses is refused; in the usual one it is answered."""
    answer = _refused_query(service_user, document_registry.arrange.patient(), asserting.DENIED)

    with check(clauses.XUA_ROLE, evidence=answer.evidence):
        assert not checks.went_on(answer), f"it went on: {answer.said}"


@scenario(
    "xds.xua.repository",
    actor=REPOSITORY,
    transaction=TRANSACTION,
    clauses=[
        clauses.XUA_ACCEPTED,
        clauses.XUA_NONE,
        clauses.XUA_EXPIRED,
        clauses.XUA_AUDIENCE,
        clauses.XUA_UNSIGNED,
        clauses.XUA_CHANGED,
        clauses.XUA_STRANGER,
        clauses.XUA_FAULT,
    ],
    requires=KEPT,
)
def test_a_document_is_handed_out_on_a_right_assertion(document_repository, service_user, check):
    """A document is retrieved with a right assertion, before and after others failed to, and with no wrong one."""
    entry = document_repository.holds("guarded")
    judged = {
        asserting.NONE: clauses.XUA_NONE,
        asserting.EXPIRED: clauses.XUA_EXPIRED,
        asserting.AUDIENCE: clauses.XUA_AUDIENCE,
        asserting.UNSIGNED: clauses.XUA_UNSIGNED,
        asserting.CHANGED: clauses.XUA_CHANGED,
        asserting.STRANGER: clauses.XUA_STRANGER,
    }
    repository = service_user.repository
    answers = {}
    for case in (asserting.GOOD, *judged, asserting.GOOD):
        service_user.case = case
        answers[case] = repository.retrieve(where(entry))
        if case == asserting.GOOD and answers[case].document(entry.unique_id) is None and len(answers) > 1:
            raise Blocked(f"with a right assertion afterwards the document did not come either: {answers[case].said}")
        if case == asserting.GOOD:
            with check(clauses.XUA_ACCEPTED, evidence=answers[case].evidence):
                assert answers[case].document(entry.unique_id) is not None, answers[case].said
            if answers[case].document(entry.unique_id) is None:
                return

    for case, clause in judged.items():
        _judge(check, clause, answers[case], case)


@scenario(
    "xds.xua.recorded",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_USER],
    requires=RECORDED,
)
def test_the_user_of_an_assertion_is_recorded(document_registry, service_user, audit_sink, check):
    """The audit record of a query with an assertion names the assertion's user and issuer."""
    record = _recorded(document_registry, service_user, audit_sink)

    names = [one.name for one in record.participants if one.name]
    with check(clauses.XUA_USER, evidence=record.evidence):
        assert any(one.endswith(service_user.recorded_as) for one in names), f"the UserNames are {names}"


@scenario(
    "xds.xua.purpose",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_PURPOSE],
    requires=[*RECORDED, "xds.xua.records_purpose"],
)
def test_the_purpose_of_use_is_recorded(document_registry, service_user, audit_sink, check):
    """The audit record of a query with an assertion says for what purpose it was made."""
    record = _recorded(document_registry, service_user, audit_sink)

    purpose = service_user.about.purpose
    with check(clauses.XUA_PURPOSE, evidence=record.evidence):
        assert (purpose.code, purpose.system) in record.purposes, f"the purposes are {list(record.purposes)}"


@scenario(
    "xds.xua.failure-recorded",
    actor=REGISTRY,
    transaction=TRANSACTION,
    clauses=[clauses.XUA_FAILURE_RECORDED],
    requires=RECORDED,
)
def test_a_refused_assertion_is_recorded(document_registry, service_user, audit_sink, check):
    """A query refused for its assertion is recorded as an authentication that failed."""
    _recorded(document_registry, service_user, audit_sink)
    audit_sink.forget()
    patient = document_registry.arrange.patient("refused")
    answer = _refused_query(service_user, patient, asserting.STRANGER)
    if checks.went_on(answer):
        raise Blocked(f"a query to be refused went on: {answer.said}")

    record = audit_sink.event("110114", "110113")

    with check(clauses.XUA_FAILURE_RECORDED, evidence=record.evidence if record else ()):
        assert record is not None, audit_sink.said


def _recorded(document_registry, service_user, audit_sink):
    """Make a query with a right assertion and return its record; raise Blocked when there is none."""
    patient = document_registry.arrange.patient()
    answer = _query(service_user, patient, asserting.GOOD)
    if not answer.succeeded:
        raise Blocked(f"the query to be recorded did not go on: {answer.said}")
    name = patient.partition("^")[0]
    record = audit_sink.record_of("ITI-18", name)
    if record is None or not record.names(name):
        raise Blocked(f"the query was not recorded: {audit_sink.said}")
    return record
