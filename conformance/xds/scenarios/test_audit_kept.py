"""What a record of an access holds, when it was made, and what becomes of it while the sink is down (ITI-20, ITI-1)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import clauses
from conformance.xds.actors import where

REGISTRY, REPOSITORY = "document-registry", "document-repository"
KNOWN = ["xds.audit", "xds.registry", "xds.patient_feed"]
KEPT = [*KNOWN, "xds.repository"]
ENDS = ("110153", "110152")


def _bare(patient):
    """Return the identifier of a patient without its authority, as it stands in any record."""
    return patient.partition("^")[0]


@scenario(
    "xds.audit.access",
    actor=REPOSITORY,
    transaction="ITI-20",
    clauses=[
        clauses.AUDIT_RECORDED,
        clauses.AUDIT_PARTICIPANTS,
        clauses.AUDIT_PROCESS,
        clauses.AUDIT_DOCUMENT,
    ],
    requires=KEPT,
)
def test_a_record_of_access_says_who_had_what(document_repository, audit_sink, check):
    """The record of a retrieval names both ends, the repository's own process, and the document."""
    entry = document_repository.holds("accessed")
    document_repository.fetched(entry)

    record = audit_sink.record_of("ITI-43", str(entry.unique_id))

    with check(clauses.AUDIT_RECORDED, evidence=record.evidence if record else ()):
        assert record is not None, audit_sink.said
    if record is None:
        return
    with check(clauses.AUDIT_PARTICIPANTS, evidence=record.evidence):
        assert [role for role in ENDS if role not in record.roles] == []
    ours = record.end("110153")
    with check(clauses.AUDIT_PROCESS, evidence=record.evidence):
        assert ours is not None, "no participant is the source"
        assert ours.process, "the source, which is the repository, has no AlternativeUserID"
    with check(clauses.AUDIT_DOCUMENT, evidence=record.evidence):
        assert entry.unique_id in record.documents, f"the reports are {list(record.documents)}"


@scenario(
    "xds.audit.failed-access",
    actor=REPOSITORY,
    transaction="ITI-20",
    clauses=[clauses.AUDIT_RECORDED, clauses.AUDIT_FAILURE],
    requires=KEPT,
)
def test_an_access_that_failed_is_recorded_as_failed(document_repository, audit_sink, story, check):
    """A retrieval of a document that is not there is recorded too, and not as a success."""
    entry = document_repository.holds("there")
    gone = story.uid("gone")
    answer = document_repository.retrieve(replace(where(entry), document=gone))
    if answer.succeeded or answer.documents:
        raise Blocked(f"a document that is not there was returned: {answer.said}")

    record = audit_sink.record_of("ITI-43", gone)

    with check(clauses.AUDIT_RECORDED, evidence=record.evidence if record else ()):
        assert record is not None, audit_sink.said
    if record is not None:
        with check(clauses.AUDIT_FAILURE, evidence=record.evidence):
            assert record.outcome in {"4", "8", "12"}


@scenario(
    "xds.audit.sink-down",
    actor=REGISTRY,
    transaction="ITI-20",
    clauses=[clauses.AUDIT_UNHINDERED, clauses.AUDIT_KEPT],
    requires=[*KNOWN, "xds.audit.resends_within_s"],
)
def test_a_record_outlives_a_sink_that_is_down(document_registry, sleeping_sink, check):
    """A query made while the sink is down is answered, and its record comes when the sink is there again."""
    first, second = (document_registry.arrange.patient(name) for name in ("first", "second"))
    answer = document_registry.find_documents(first)
    sleeping_sink.open()
    control = document_registry.find_documents(second)
    if not control.succeeded:
        raise Blocked(f"the query fails with the sink there as well: {control.said}")

    with check(clauses.AUDIT_UNHINDERED, evidence=answer.evidence):
        assert answer.succeeded, answer.said
    if not answer.succeeded:
        return
    named = sleeping_sink.record_of("ITI-18", _bare(second))
    if named is None or not named.names(_bare(second)):
        raise Blocked(f"of a query made with the sink there no record came either: {sleeping_sink.said}")
    record = sleeping_sink.record_of("ITI-18", _bare(first), within=sleeping_sink.about.resends_within_s)
    with check(clauses.AUDIT_KEPT, evidence=record.evidence if record else ()):
        assert record is not None, sleeping_sink.said
        assert record.names(_bare(first)), "only records of other queries came"


@scenario(
    "xds.audit.clock",
    actor=REGISTRY,
    transaction="ITI-1",
    clauses=[clauses.CLOCK],
    requires=[*KNOWN, "xds.audit.synchronised"],
)
def test_the_clock_is_right(document_registry, audit_sink, check):
    """Three queries are recorded at the time they were made: the median error is less than a second."""
    off, seen = [], []
    for number in range(3):
        patient = document_registry.arrange.patient(f"clock-{number}")
        before = audit_sink.moment(f"before query {number}")
        answer = document_registry.find_documents(patient)
        after = audit_sink.moment(f"after query {number}")
        record = audit_sink.record_of("ITI-18", _bare(patient))
        if record is None or not record.zoned:
            why = "has no zone" if record else answer.said if not answer.succeeded else audit_sink.said
            raise Blocked(f"there is no time of a record to be compared: {why}")
        off.append(record.off(before, after))
        seen += record.evidence

    with check(clauses.CLOCK, evidence=tuple(seen)):
        assert abs(sorted(off)[1]) < 1.0, f"the clock is off by {sorted(off)[1]:+.1f} s"
