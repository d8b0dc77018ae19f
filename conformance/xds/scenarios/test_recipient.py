"""A document recipient, which takes documents and registers them nowhere (XDR): ITI-41."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import DocumentEntry, SubmissionSet

ACTOR, TRANSACTION = "document-recipient", "ITI-41"
REQUIRES = ["xds.recipient", "xds.patient_feed"]


@scenario(
    "xds.recipient.accepted",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.RECEIVED, clauses.RECEIVED_DAMAGED],
    requires=REQUIRES,
    source="toolkit2 12371",
)
def test_a_recipient_takes_documents(document_receiver, check):
    """Two documents in one submission are taken; one whose hash or size is not its own is refused."""
    arrange = document_receiver.arrange
    right = arrange.submission("two", arrange.document("first"), arrange.document("second"))
    damaged = {
        "hash": arrange.submission("hash", arrange.document("hash", hash=checks.sha1(b"another"))),
        "size": arrange.submission("size", arrange.document("size", size="99999")),
    }

    answer = document_receiver.takes(right)
    answers = {where: document_receiver.takes(one) for where, one in damaged.items()}
    control = document_receiver.takes(arrange.submission("after", arrange.document("after")))

    with check(clauses.RECEIVED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if not control.succeeded:
        raise Blocked(f"a right submission after the wrong ones was not accepted either: {control.said}")
    for where, one in answers.items():
        with check(clauses.RECEIVED_DAMAGED, where=where, evidence=one.evidence):
            assert checks.refused(one, "XDSRepositoryMetadataError"), one.said


@scenario(
    "xds.recipient.parts",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.RECEIVED_PARTS],
    requires=REQUIRES,
    source="toolkit2 12373",
)
def test_folders_and_relationships_are_no_reason_to_refuse(document_receiver, check):
    """A submission with a folder, or with a document and its addendum, is taken, whatever is made of either."""
    arrange = document_receiver.arrange
    folder, parent, addendum = arrange.folder("folder"), arrange.document("parent"), arrange.document("addendum")
    relation = samples.related(v.APND, addendum.entry.id, parent.entry.id)
    told = {
        "a folder": arrange.filing("filing", folder, arrange.document("filed")),
        "an addendum": arrange.submission("adding", parent, addendum, associations=[relation]),
    }

    for where, submission in told.items():
        answer = document_receiver.takes(submission)
        with check(clauses.RECEIVED_PARTS, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said


@scenario(
    "xds.recipient.limited",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.RECEIVED_LIMITED],
    requires=[*REQUIRES, "xds.recipient.limited_metadata"],
    source="toolkit2 12375",
)
def test_limited_metadata_are_enough(document_receiver, check):
    """A document with the least metadata there may be, and marked so, is taken."""
    arrange = document_receiver.arrange
    made = arrange.submission("limited", arrange.document("limited"))
    [document], whole = made.documents, made.set
    kept = {name: getattr(document.entry, name) for name in ("id", "unique_id", "mime_type", "object_type")}
    said = {name: getattr(whole, name) for name in ("id", "unique_id", "source_id", "submission_time")}
    objects = replace(
        made.objects,
        entries=(DocumentEntry(**kept, limited=True),),
        submission_sets=(SubmissionSet(**said, limited=True),),
    )

    answer = document_receiver.takes(replace(made, objects=objects))

    with check(clauses.RECEIVED_LIMITED):
        assert answer.status == v.SUCCESS, answer.said
