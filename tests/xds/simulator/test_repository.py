from dataclasses import replace

import pytest

from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.simulator.domain import REPOSITORY


def codes(response):
    return [error.code for error in response.errors]


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"\0\0", bytes(range(256)), b"\r\n--conformance-t-0--\r\n", b"\n" * 9]
)
def test_a_document_comes_back_octet_for_octet(speaker, story, content, inline):
    document = samples.document(story, "one", content)
    assert speaker.provide(samples.submission(story, "one", [document]), inline=inline).status == v.SUCCESS

    answer = speaker.retrieve((REPOSITORY, document.entry.unique_id))

    assert speaker.last.problems == ()
    assert answer.response.status == v.SUCCESS
    assert [(one.octets, one.mime_type, one.home) for one in answer.documents] == [(content, "text/plain", None)]


def test_the_repository_adds_what_it_knows(speaker, story):
    document = samples.document(story, "one", hash=None, size=None, repository_unique_id="1.2.3")
    assert speaker.provide(samples.submission(story, "one", [document])).status == v.SUCCESS
    (entry,) = speaker.find(samples.patient(story)).objects.entries
    assert entry.repository_unique_id == REPOSITORY
    assert entry.size == str(len(document.content))
    assert len(entry.hash) == 40


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"hash": "0" * 40}, "XDSRepositoryMetadataError"),
        ({"size": "1"}, "XDSRepositoryMetadataError"),
        ({"patient_id": "ZZ0^^^&1.2.3&ISO"}, "XDSUnknownPatientId"),
    ],
)
def test_a_refused_document_is_not_stored(speaker, story, overrides, code):
    document = samples.document(story, "one", **overrides)
    answer = speaker.provide(samples.submission(story, "one", [document]))
    assert (answer.status, codes(answer)) == (v.FAILURE, [code])
    assert not speaker.find(samples.patient(story)).objects.entries
    assert codes(speaker.retrieve((REPOSITORY, document.entry.unique_id)).response) == ["XDSDocumentUniqueIdError"]


def test_entries_and_documents_belong_together(speaker, story):
    document = samples.document(story, "one")
    whole = samples.submission(story, "one", [document])
    assert codes(speaker.provide(replace(whole, documents=()))) == ["XDSMissingDocument"]
    spare = replace(document, entry=replace(document.entry, id="spare"))
    assert codes(speaker.provide(replace(whole, documents=(document, spare)))) == ["XDSMissingDocumentMetadata"]


def test_the_same_unique_id_with_other_octets_is_refused(speaker, story):
    first = samples.document(story, "one")
    assert speaker.provide(samples.submission(story, "one", [first])).status == v.SUCCESS
    same = samples.submission(story, "two", [first])
    assert speaker.provide(same).status == v.SUCCESS
    other = samples.document(story, "one", b"other octets")
    assert codes(speaker.provide(samples.submission(story, "three", [other]))) == ["XDSNonIdenticalHash"]


def test_some_of_what_was_asked_is_partial_success(speaker, story):
    document = samples.document(story, "one")
    speaker.provide(samples.submission(story, "one", [document]))
    known = (REPOSITORY, document.entry.unique_id, "urn:oid:1.2")

    answer = speaker.retrieve(known, (REPOSITORY, "1.2.3"), ("1.9.9", document.entry.unique_id))

    assert answer.response.status == v.PARTIAL_SUCCESS
    assert [(one.document, one.home) for one in answer.documents] == [(document.entry.unique_id, "urn:oid:1.2")]
    assert [(one.code, one.location) for one in answer.response.errors] == [
        ("XDSDocumentUniqueIdError", "1.2.3"),
        ("XDSUnknownRepositoryId", document.entry.unique_id),
    ]
    assert answer.response.highest == v.ERROR


def test_a_hospital_publishes_and_replaces_a_manifest_without_http(domain, story):
    patient = samples.patient(story)
    domain.registry.register_patient(patient)
    study = samples.Study("ZZ1", "1.2.3", [samples.Series("1.2.3.4", "AE", "1.2.9", [("1.2.840", "1.2.3.4.5")])])
    first = samples.submission(story, "first", [samples.manifest_document(story, "first", study)])
    assert domain.repository.publish(first.objects, first.contents).status == v.SUCCESS
    (old,) = domain.registry.holdings.entries

    more = study._replace(series=[*study.series, samples.Series("1.2.3.5", "AE", "1.2.9", [("1.2.840", "1.2.3.5.6")])])
    new = samples.manifest_document(story, "second", more)
    second = samples.submission(story, "second", [new], associations=[samples.replaces(new.entry.id, old)])
    assert domain.repository.publish(second.objects, second.contents).status == v.SUCCESS

    assert [one.status for one in domain.registry.holdings.entries.values()] == [v.DEPRECATED, v.APPROVED]
