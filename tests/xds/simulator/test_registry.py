from dataclasses import replace

import pytest

from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import Code, Placement

METADATA = "XDSRegistryMetadataError"


def codes(response):
    return [error.code for error in response.errors]


def registered(speaker, story, name, *documents, **more):
    one = samples.submission(story, name, documents, **more)
    answer = speaker.register(one)
    assert (answer.status, answer.errors) == (v.SUCCESS, ())
    return one


def held(speaker, document):
    (entry,) = speaker.domain.registry.holdings.entries_called(document.entry.unique_id)
    return entry


def test_symbolic_ids_become_uuids_and_uuids_stay(speaker, story):
    named = f"urn:uuid:{story.uuid('entry')}"
    registered(speaker, story, "one", samples.document(story, "a"), samples.document(story, "b", id=named))
    holdings = speaker.domain.registry.holdings
    assert all(one.startswith("urn:uuid:") for one in (*holdings.entries, *holdings.sets, *holdings.associations))
    assert named in holdings.entries
    assert {one.target for one in holdings.associations.values()} == set(holdings.entries)


@pytest.mark.parametrize("inside", [True, False])
def test_the_set_may_be_classified_inside_or_beside(speaker, story, inside):
    one = samples.submission(story, "one", [samples.document(story, "a")])
    assert speaker.register(one, Placement(node_inside=inside)).status == v.SUCCESS


def test_everything_is_approved_whatever_was_submitted(speaker, story):
    registered(speaker, story, "one", samples.document(story, "a", status=v.DEPRECATED))
    holdings = speaker.domain.registry.holdings
    kinds = (holdings.entries, holdings.sets, holdings.associations)
    assert {one.status for kind in kinds for one in kind.values()} == {v.APPROVED}


ATTRIBUTES = (
    *("unique_id", "patient_id", "mime_type", "object_type", "class_code", "type_code", "format_code"),
    *("facility_code", "practice_code", "creation_time", "language", "source_patient_id", "hash", "size"),
    "repository_unique_id",
)


@pytest.mark.parametrize("missing", ATTRIBUTES)
def test_each_required_attribute_is_missed(speaker, story, missing):
    answer = speaker.register(samples.submission(story, "one", [samples.document(story, "a", **{missing: None})]))
    assert codes(answer) == [METADATA]


@pytest.mark.parametrize("missing", ["unique_id", "source_id", "submission_time", "content_type"])
def test_each_required_attribute_of_the_set_is_missed(speaker, story, missing):
    one = samples.submission(story, "one", [samples.document(story, "a")], **{missing: None})
    assert codes(speaker.register(one)) == [METADATA]


@pytest.mark.parametrize(
    "wrong",
    [
        {"class_code": Code("NOBODYS", "2.16.840.1.113883.6.96")},
        {"class_code": Code("422735006", "1.2.3")},
        {"event_codes": (Code("XX", "1.2.840.10008.2.16.4"),)},
        {"mime_type": "text/goofy"},
        {"service_start": "2026", "service_stop": "2025"},
        {"creation_time": "20261301"},
        {"creation_time": "2026-01-01"},
        {"hash": "abc"},
        {"size": "-1"},
        {"language": "english please"},
        {"repository_unique_id": "here"},
        {"patient_id": "HERS"},
        {"unique_id": "1" * 129},
        {"object_type": v.ON_DEMAND},
    ],
)
def test_a_malformed_or_foreign_attribute_is_refused(speaker, story, wrong):
    answer = speaker.register(samples.submission(story, "one", [samples.document(story, "a", **wrong)]))
    assert codes(answer) == [METADATA]


def test_display_names_and_further_slots_are_free(speaker, story):
    code = replace(samples.document(story, "a").entry.class_code, display="whatever you like")
    extra = {"urn:example:colour": ("red", "green")}
    document = samples.document(story, "a", class_code=code, slots=extra, unique_id="1" * 128)
    registered(speaker, story, "one", document)
    (found,) = speaker.find(samples.patient(story)).objects.entries
    assert (found.class_code, found.slots) == (code, extra)


def test_one_bad_entry_keeps_the_good_one_out(speaker, story):
    good, bad = samples.document(story, "good"), samples.document(story, "bad", type_code=None)
    assert codes(speaker.register(samples.submission(story, "one", [good, bad]))) == [METADATA]
    assert not speaker.domain.registry.holdings.entries
    assert not speaker.domain.registry.holdings.sets


def test_patients_must_be_known_and_the_same(speaker, story):
    other = samples.patient(story, "other")
    document = samples.document(story, "a", patient_id=other)
    assert codes(speaker.register(samples.submission(story, "one", [document]))) == ["XDSUnknownPatientId"]
    speaker.domain.registry.register_patient(other)
    mixed = samples.submission(story, "two", [document], patient=samples.patient(story))
    assert codes(speaker.register(mixed)) == ["XDSPatientIdDoesNotMatch"]


def test_identifiers_are_used_once(speaker, story):
    one = registered(speaker, story, "one", samples.document(story, "a"))
    again = samples.submission(story, "two", [samples.document(story, "b")], unique_id=one.set.unique_id)
    assert codes(speaker.register(again)) == ["XDSDuplicateUniqueIdInRegistry"]
    twin = replace(samples.document(story, "b"), entry=replace(samples.document(story, "b").entry, id="twin"))
    twice = samples.submission(story, "three", [samples.document(story, "b"), twin])
    assert codes(speaker.register(twice)) == ["XDSRegistryDuplicateUniqueIdInMessage"]
    known = next(iter(speaker.domain.registry.holdings.entries))
    resubmitted = samples.submission(story, "four", [samples.document(story, "c", id=known)])
    assert codes(speaker.register(resubmitted)) == [METADATA]


def test_a_unique_id_may_come_again_with_the_same_content_only(speaker, story):
    registered(speaker, story, "one", samples.document(story, "a"))
    registered(speaker, story, "two", samples.document(story, "a"))
    other = samples.submission(story, "three", [samples.document(story, "a", b"other")])
    assert codes(speaker.register(other)) == ["XDSNonIdenticalHash"]


@pytest.mark.parametrize("replacing", [v.RPLC, v.XFRM_RPLC])
def test_a_replacement_deprecates_the_old_and_what_hangs_on_it(speaker, story, replacing):
    old, addendum, transform, new = (samples.document(story, name) for name in ("old", "add", "trans", "new"))
    registered(speaker, story, "one", old)
    target = held(speaker, old).id
    registered(speaker, story, "2", addendum, associations=[samples.related(v.APND, addendum.entry.id, target)])
    registered(speaker, story, "3", transform, associations=[samples.related(v.XFRM, transform.entry.id, target)])
    assert held(speaker, old).status == v.APPROVED

    registered(speaker, story, "4", new, associations=[samples.related(replacing, new.entry.id, target)])

    statuses = [held(speaker, one).status for one in (old, addendum, transform, new)]
    assert statuses == [v.DEPRECATED] * 3 + [v.APPROVED]
    late = samples.document(story, "late")
    for kind in v.RELATIONSHIPS:
        one = samples.submission(story, "5", [late], associations=[samples.related(kind, late.entry.id, target)])
        assert codes(speaker.register(one)) == ["XDSRegistryDeprecatedDocumentError"]


@pytest.mark.parametrize("kind", sorted(v.RELATIONSHIPS))
def test_the_ends_of_a_relationship_must_be_there(speaker, story, kind):
    document, missing = samples.document(story, "a"), f"urn:uuid:{story.uuid('missing')}"
    for source, target in ((document.entry.id, missing), (missing, document.entry.id)):
        one = samples.submission(story, "one", [document], associations=[samples.related(kind, source, target)])
        assert codes(speaker.register(one)) == ["UnresolvedReferenceException"]


def test_a_relationship_is_within_one_patient_counting_merges(speaker, story):
    hers, his = samples.patient(story, "hers"), samples.patient(story, "his")
    for one in (hers, his):
        assert speaker.domain.registry.register_patient(one)
    old, new = samples.document(story, "old", patient_id=hers), samples.document(story, "new", patient_id=his)
    registered(speaker, story, "one", old)
    again = samples.submission(
        story, "two", [new], associations=[samples.replaces(new.entry.id, held(speaker, old).id)]
    )
    assert codes(speaker.register(again)) == ["XDSPatientIdDoesNotMatch"]
    assert speaker.domain.registry.merge(hers, his) == ""
    assert speaker.register(again).status == v.SUCCESS


def test_a_new_document_follows_the_old_into_its_folder(speaker, story):
    old, new, folder = samples.document(story, "old"), samples.document(story, "new"), samples.folder(story, "f")
    registered(speaker, story, "one", old, folders=[folder], associations=[samples.member(folder.id, old.entry.id)])
    holdings = speaker.domain.registry.holdings
    (kept,) = holdings.folders.values()
    assert len(kept.last_update_time) == 14

    registered(speaker, story, "two", new, associations=[samples.replaces(new.entry.id, held(speaker, old).id)])

    holdings = speaker.domain.registry.holdings
    (membership,) = [one for one in holdings.members(kept.id) if one.target == held(speaker, new).id]
    newest = list(holdings.sets)[-1]
    assert membership.id in {one.target for one in holdings.members(newest)}


def test_a_folder_takes_only_its_own_patients_documents(speaker, story):
    folder, other = samples.folder(story, "f"), samples.patient(story, "other")
    registered(speaker, story, "one", folders=[folder])
    (kept,) = speaker.domain.registry.holdings.folders
    speaker.domain.registry.register_patient(other)
    document = samples.document(story, "a", patient_id=other)
    one = samples.submission(story, "two", [document], associations=[samples.member(kept, document.entry.id)])
    assert codes(speaker.register(one)) == ["XDSPatientIdDoesNotMatch"]


def test_what_is_not_tied_to_the_set_is_refused(speaker, story):
    one = samples.submission(story, "one", [samples.document(story, "a")])
    loose = replace(one, objects=replace(one.objects, associations=()))
    assert codes(speaker.register(loose)) == [METADATA]


def test_a_merged_patient_is_found_under_the_surviving_identifier_only(speaker, story):
    old, new = samples.patient(story), samples.patient(story, "new")
    registered(speaker, story, "one", samples.document(story, "a"))
    speaker.domain.registry.register_patient(new)
    assert speaker.domain.registry.merge(old, new) == ""

    assert not speaker.find(old).objects.entries
    (found,) = speaker.find(new).objects.entries
    assert found.patient_id == new
    again = samples.submission(story, "two", [samples.document(story, "b")])
    assert codes(speaker.register(again)) == ["XDSUnknownPatientId"]
