"""A document source and an imaging document source, asked to submit to us: ITI-41 and RAD-68."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import callers, checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire import submitted
from conformance.xds.wire.manifest import read_manifest
from conformance.xds.wire.registry import PROVIDE, RegistryError, RegistryResponse
from conformance.xds.wire.soap import MTOM

SOURCE, IMAGING, SUBMISSION, SHARING = "document-source", "imaging-document-source", "ITI-41", "RAD-68"
TO_THE_MINUTE = 12
"""Digits of a time (DTM) to the minute."""
PROVIDES = ["xds", f"asked.{callers.PROVIDE}"]
REPLACES = [*PROVIDES, f"asked.{callers.REPLACE}"]
SHARES = ["xds", f"asked.{callers.SHARE}"]


def unaddressed(call):
    """Return which headers of a message that begins an exchange are not there."""
    if call.message is None:
        return [call.said]
    missing = [f"no wsa:{name}" for name in ("Action", "MessageID", "ReplyTo", "To") if _header(call, name) is None]
    action = _header(call, "Action")
    if action is not None and action.get(v.clark(v.SOAP, "mustUnderstand")) not in {"1", "true"}:
        missing.append("wsa:Action has no mustUnderstand")
    return missing


def _header(call, name):
    return next((one for one in call.message.headers if one.tag == v.clark(v.WSA, name)), None)


@scenario(
    "xds.source.envelope",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_PACKAGE, clauses.CALLER_ADDRESSING],
    requires=PROVIDES,
)
def test_a_submission_comes_as_a_package(document_source, check):
    """A submission comes as one MTOM package, with the headers that begin an exchange."""
    came = document_source.submits()

    with check(clauses.SOURCE_PACKAGE, evidence=came.call.evidence):
        assert came.call.message is not None, came.call.said
        assert came.call.body is not None, "there is no Body"
        assert (came.call.message.packaging, came.call.body.tag) == (MTOM, PROVIDE)
    with check(clauses.SOURCE_PACKAGE, where="its parts", evidence=came.call.evidence):
        assert [*came.call.message.problems, *came.problems] == []
    with check(clauses.CALLER_ADDRESSING, evidence=came.call.evidence):
        assert unaddressed(came.call) == []


@scenario(
    "xds.source.metadata",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_COMPLETE, clauses.SOURCE_FORMED, clauses.SOURCE_PATIENT],
    requires=PROVIDES,
)
def test_a_submission_has_the_metadata_a_source_owes(document_source, check):
    """The submission set and entry of a new document have every required attribute, rightly written."""
    came = document_source.submits()

    with check(clauses.SOURCE_COMPLETE, evidence=came.call.evidence):
        assert submitted.absent(came.objects) == [], came.problems
    with check(clauses.SOURCE_FORMED, evidence=came.call.evidence):
        assert came.objects.entries, came.problems
        assert submitted.malformed(came.objects) == []
    patients = {one.patient_id for one in (*came.objects.entries, *came.objects.submission_sets)}
    with check(clauses.SOURCE_PATIENT, evidence=came.call.evidence):
        assert patients == {document_source.patient}


@scenario(
    "xds.source.utc",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_UTC],
    requires=PROVIDES,
)
def test_a_submission_tells_its_times_in_utc(document_source, check):
    """The submission set of a new document is of the present in UTC, and no document of the time to come."""
    came = document_source.submits()
    now = document_source.came_at()
    times = [one.submission_time for one in came.objects.submission_sets]
    if not times or len(times[0] or "") < TO_THE_MINUTE:
        raise Blocked(f"there is no submissionTime to the minute: {times or came.problems}")

    with check(clauses.SOURCE_UTC, where="submissionTime", evidence=came.call.evidence):
        assert checks.out_of_zone(str(times[0]), now, made_now=True) == ""
    with check(clauses.SOURCE_UTC, where="creationTime", evidence=came.call.evidence):
        assert checks.out_of_zone(came.entry.creation_time or "", now, made_now=False) == ""


@scenario(
    "xds.source.two-documents",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_TIED, clauses.SOURCE_DOCUMENTS],
    requires=PROVIDES,
)
def test_two_documents_come_with_all_that_belongs_to_them(document_source, check):
    """Of two new documents each has its entry, tied to the submission set, and its octets."""
    came = document_source.submits(2)

    with check(clauses.SOURCE_DOCUMENTS, where="how many", evidence=came.call.evidence):
        assert (len(came.objects.entries), len(came.contents)) == (2, 2), came.problems
    with check(clauses.SOURCE_TIED, evidence=came.call.evidence):
        assert came.objects.entries, came.problems
        assert submitted.untied(came.objects) == []
    with check(clauses.SOURCE_DOCUMENTS, evidence=came.call.evidence):
        assert submitted.undescribed(came.objects, came.contents) == []


@scenario(
    "xds.source.replacement",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_REPLACES],
    requires=REPLACES,
)
def test_a_replacement_names_what_it_replaces(document_source, check):
    """Asked to replace a document, the source submits a new one tied to the old by RPLC."""
    first = document_source.submits()
    known = first.entry
    held = known if known.id.startswith("urn:uuid:") else document_source.registered(known)

    came = document_source.replaces(held)

    ties = {(one.type, one.target) for one in came.objects.associations if one.type in v.RELATIONSHIPS}
    with check(clauses.SOURCE_REPLACES, evidence=came.call.evidence):
        assert ties == {(v.RPLC, held.id)}, f"{sorted(ties)}, {came.call.said}"
    with check(clauses.SOURCE_REPLACES, where="the new document", evidence=came.call.evidence):
        assert came.entry.unique_id != known.unique_id


def _failure(code, severity=v.ERROR):
    status = v.FAILURE if severity == v.ERROR else v.SUCCESS
    return RegistryResponse(status, (RegistryError(code, "told by a story", severity),), severity)


@scenario(
    "xds.source.after-failure",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_NEW_IDENTIFIERS],
    requires=PROVIDES,
)
def test_a_source_goes_on_after_a_failure(document_source, check):
    """After a submission failed, the next one has a submission set of its own."""
    document_source.ours.outcome = _failure("XDSRegistryError")
    first = document_source.submits(about=", to be refused,")
    document_source.ours.outcome = RegistryResponse(v.SUCCESS)

    second = document_source.submits(about=", after the one that was refused,")

    ids = [one.unique_id for come in (first, second) for one in come.objects.submission_sets if one.unique_id]
    with check(clauses.SOURCE_NEW_IDENTIFIERS, evidence=(*first.call.evidence, *second.call.evidence)):
        assert len(set(ids)) == 2, f"the submission sets are {ids}"


@scenario(
    "xds.source.after-warning",
    actor=SOURCE,
    transaction=SUBMISSION,
    clauses=[clauses.SOURCE_NO_REPEAT],
    requires=PROVIDES,
)
def test_a_source_takes_a_warning_for_success(document_source, check):
    """What was accepted with a warning is not submitted again: the next submission is the next document."""
    document_source.ours.outcome = _failure("XDSExtraMetadataNotSaved", v.WARNING)
    first = document_source.submits(about=", to be accepted with a warning,")
    document_source.ours.outcome = RegistryResponse(v.SUCCESS)

    later = document_source.submits_all(about=", the next one,")

    with check(clauses.SOURCE_NO_REPEAT, evidence=(*first.call.evidence, *later[0].call.evidence)):
        assert first.entry.unique_id not in {one.entry.unique_id for one in later}, "the same document came again"


@scenario(
    "xds.source.manifest",
    actor=IMAGING,
    transaction=SHARING,
    clauses=[clauses.SOURCE_MANIFEST],
    requires=SHARES,
    source="toolkit2 ids_2018-4801a",
)
def test_a_study_is_shared_by_its_manifest(document_source, check):
    """Asked to share a study, the source submits a manifest whose evidence and content tree agree."""
    came = document_source.shares()

    manifest = read_manifest(came.content)
    with check(clauses.SOURCE_MANIFEST, evidence=came.call.evidence):
        assert manifest.troubles == []
    with check(clauses.SOURCE_MANIFEST, where="evidence", evidence=came.call.evidence):
        assert manifest.disagreements == []
    with check(clauses.SOURCE_MANIFEST, where="location", evidence=came.call.evidence):
        assert all(one.location for one in manifest.listed), "a series has no Retrieve Location UID"


@scenario(
    "xds.source.manifest-entry",
    actor=IMAGING,
    transaction=SHARING,
    clauses=[clauses.SOURCE_MANIFEST_ENTRY],
    requires=SHARES,
    source="toolkit2 ids_2018-4801a",
)
def test_a_shared_manifest_is_described_as_one(document_source, check):
    """The entry of a shared manifest is described by what it is."""
    came = document_source.shares()

    entry, manifest = came.entry, read_manifest(came.content)
    with check(clauses.SOURCE_MANIFEST_ENTRY, where="uniqueId", evidence=came.call.evidence):
        assert entry.unique_id == manifest.sop_uid
    with check(clauses.SOURCE_MANIFEST_ENTRY, where="formatCode", evidence=came.call.evidence):
        assert entry.format_code is not None, "no formatCode"
        assert entry.format_code.key == (v.KEY_OBJECT_SELECTION, v.DICOM_UID_SCHEME)
    with check(clauses.SOURCE_MANIFEST_ENTRY, where="mimeType", evidence=came.call.evidence):
        assert entry.mime_type == "application/dicom"
