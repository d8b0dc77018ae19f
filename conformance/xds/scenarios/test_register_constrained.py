"""Register (ITI-42), attribute by attribute: required, well-formed, of the affinity domain, and kept as written."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import Author, Code

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]
CODED = {
    "typeCode": "type_code",
    "formatCode": "format_code",
    "healthcareFacilityTypeCode": "facility_code",
    "practiceSettingCode": "practice_code",
    "confidentialityCode": "confidentiality_codes",
    "eventCodeList": "event_codes",
}


@scenario(
    "xds.register.required-of-packages",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REQUIRED_ATTRIBUTES],
    requires=REQUIRES,
    source="toolkit2 11998a",
)
def test_a_set_or_folder_without_a_required_attribute_is_refused(document_registry, check):
    """Each attribute a submission set or a folder must have is missed when it is not there, whichever it is."""
    registry, arrange = document_registry, document_registry.arrange
    sets = {
        "uniqueId": {"unique_id": None},
        "submissionTime": {"submission_time": None},
        "patientId": {"patient_id": None},
    }
    folders = {"uniqueId": {"unique_id": None}, "title": {"title": None}, "codeList": {"codes": ()}}
    registry.control("before")

    answers = {}
    for name, without in sets.items():
        submission = arrange.submission(f"set-{name}", arrange.document(f"set-{name}"), **without)
        answers[f"SubmissionSet.{name}"] = registry.register(submission.objects)
    for name, without in folders.items():
        folder = arrange.folder(f"folder-{name}", **without)
        answers[f"Folder.{name}"] = registry.register(arrange.submission(f"folder-{name}", folders=[folder]).objects)
    nobody = arrange.document("nobody")
    nobody = replace(nobody, entry=replace(nobody.entry, patient_id=None))
    without = arrange.submission("nobody", nobody, patient=arrange.patient())
    answers["DocumentEntry.patientId"] = registry.register(without.objects)
    registry.control("after")

    for where, answer in answers.items():
        with check(clauses.REQUIRED_ATTRIBUTES, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said


@scenario(
    "xds.register.malformed-attributes",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.ATTRIBUTE_FORMATS],
    requires=REQUIRES,
)
def test_an_attribute_that_is_miswritten_is_refused(document_registry, check):
    """A size that is no number, a hash that is none, times and identifiers of another form are refused."""
    registry, arrange = document_registry, document_registry.arrange
    listed = arrange.domain.code("classCode")
    entries = {
        "size": {"size": "many"},
        "hash": {"hash": "not a hash"},
        "creationTime with dashes": {"creation_time": "2025-06-01"},
        "creationTime of an odd length": {"creation_time": "202"},
        "serviceStartTime": {"service_start": "yesterday"},
        "patientId without authority": {"patient_id": arrange.patient().partition("^")[0]},
        "repositoryUniqueId": {"repository_unique_id": "not-an-oid"},
        "classCode without scheme": {"class_code": replace(listed, scheme=None)},
    }
    sets = {
        "SubmissionSet.uniqueId": {"unique_id": "not-an-oid"},
        "SubmissionSet.sourceId": {"source_id": "not-an-oid"},
        "SubmissionSet.submissionTime": {"submission_time": "now"},
    }
    registry.control("before")

    answers = {}
    for number, (name, wrong) in enumerate(entries.items()):
        document = arrange.document(f"entry-{number}")
        document = replace(document, entry=replace(document.entry, **wrong))
        patient = wrong.get("patient_id", arrange.patient())
        answers[name] = registry.register(arrange.submission(f"entry-{number}", document, patient=patient).objects)
    for number, (name, wrong) in enumerate(sets.items()):
        submission = arrange.submission(f"set-{number}", arrange.document(f"set-{number}"), **wrong)
        answers[name] = registry.register(submission.objects)
    registry.control("after")

    for where, answer in answers.items():
        with check(clauses.ATTRIBUTE_FORMATS, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said


@scenario(
    "xds.register.foreign-codes",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CODES_CONSTRAINED, clauses.MIME_TYPE_CONSTRAINED],
    requires=REQUIRES,
)
def test_each_coded_attribute_takes_only_what_the_domain_lists(document_registry, check):
    """A code outside the affinity domain is refused in whichever attribute it stands, and so is a media type."""
    registry, arrange = document_registry, document_registry.arrange
    foreign = Code("ZZ-NOT-LISTED", "1.2.3.4.5.6.7.8.9", "Not listed")
    registry.control("before")

    answers = {}
    for attribute, field in CODED.items():
        code = (foreign,) if field.endswith("codes") else foreign
        document = arrange.document(attribute, **{field: code})
        answers[attribute] = registry.register(arrange.submission(attribute, document).objects)
    folder = arrange.folder("foreign", codes=(foreign,))
    answers["Folder.codeList"] = registry.register(arrange.submission("folder", folders=[folder]).objects)
    typed = arrange.submission("typed", arrange.document("typed"), content_type=foreign)
    answers["contentTypeCode"] = registry.register(typed.objects)
    goofy = arrange.submission("goofy", arrange.document("goofy", mime_type="text/x-conformance-goofy"))
    media = registry.register(goofy.objects)
    registry.control("after")

    for where, answer in answers.items():
        with check(clauses.CODES_CONSTRAINED, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said
    with check(clauses.MIME_TYPE_CONSTRAINED, evidence=media.evidence):
        assert checks.refused(media), media.said


@scenario(
    "xds.register.any-script",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTER_ACCEPTED, clauses.METADATA_KEPT],
    requires=REQUIRES,
)
def test_names_in_any_script_are_kept(document_registry, check):
    """Titles, comments and names in any script of the world come back as they were written."""
    registry, arrange = document_registry, document_registry.arrange
    author = Author("^Größe^Žofie^^^Dr", ("Ålesund sjukehus", "東京病院"), ("Ακτινολόγος",))
    document = arrange.document("script", title="Röntgen 胸部 🫁 «ß»", comments="Ω & < > \" '", authors=(author,))

    answer = registry.register(arrange.submission("script", document).objects)

    with check(clauses.REGISTER_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        [entry] = registry.entries(str(document.entry.unique_id))
        with check(clauses.METADATA_KEPT):
            assert checks.unlike(document.entry, entry) == []


@scenario(
    "xds.register.submitted-status",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.STATUS_APPROVED, clauses.UUID_UNUSED],
    requires=REQUIRES,
    source="toolkit2 15806",
)
def test_the_registry_alone_says_what_is_valid(document_registry, check):
    """A status that is submitted is passed over, and an identifier of the registry's is not taken twice."""
    registry, arrange = document_registry, document_registry.arrange
    uuid = f"urn:uuid:{arrange.story.uuid('fixed')}"
    old = arrange.document("old", status=v.DEPRECATED, id=uuid)
    again = arrange.document("again", id=uuid)

    registry.registered(arrange.submission("old", old).objects)
    [entry] = registry.entries(str(old.entry.unique_id))
    answer = registry.register(arrange.submission("again", again).objects)
    registry.control("after")

    with check(clauses.STATUS_APPROVED):
        assert entry.status == v.APPROVED
    with check(clauses.UUID_UNUSED, evidence=answer.evidence):
        assert checks.refused(answer), answer.said
