"""Laws of the registry, whatever is registered and asked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.simulator import Registry
from conformance.xds.simulator.domain import PATIENT_ID_ROOT
from conformance.xds.simulator.parameters import FORMS, read
from conformance.xds.simulator.queries import StoredQueries, filled
from conformance.xds.wire.registry import quoted, single

MOMENTS = st.datetimes(datetime(2025, 12, 30), datetime(2026, 1, 3)).map(  # noqa: DTZ001 - DTM is UTC by definition
    lambda moment: moment.strftime("%Y%m%d%H%M%S")
)
DTMS = st.tuples(MOMENTS, st.sampled_from([4, 6, 8, 10, 12, 14])).map(lambda pair: pair[0][: pair[1]])
FIND = FORMS[v.QUERIES["FindDocuments"]]


def told():
    recorder = Recorder(io.BytesIO())
    return Story("xds.law", "5eed", datetime(2026, 1, 2, tzinfo=UTC), Network(recorder, Limits()), recorder, None)


STORY = told()
PATIENT = samples.patient(STORY)


def registry_of(*documents, associations=()):
    registry = Registry(PATIENT_ID_ROOT)
    registry.register_patient(PATIENT)
    assert registry.register(samples.submission(STORY, "s", documents).objects).status == v.SUCCESS
    return registry


def found(registry, statuses=(v.APPROVED,), **more):
    slots = [("$XDSDocumentEntryPatientId", [single(PATIENT)]), ("$XDSDocumentEntryStatus", [quoted(*statuses)])]
    slots += [(f"$XDSDocumentEntry{name}", [value]) for name, value in more.items()]
    return {entry.title for entry in registry.ask(read(FIND, slots)).entries}


@settings(max_examples=40, deadline=None)
@given(times=st.lists(DTMS, min_size=1, max_size=6), begin=DTMS, end=DTMS)
def test_two_ranges_that_meet_share_no_document_and_miss_none(times, begin, end):
    documents = [samples.document(STORY, str(number), creation_time=time) for number, time in enumerate(times)]
    registry = registry_of(*documents)
    begin, end = sorted((begin, end), key=filled)

    parts = [
        found(registry, CreationTimeTo=single(begin)),
        found(registry, CreationTimeFrom=single(begin), CreationTimeTo=single(end)),
        found(registry, CreationTimeFrom=single(end)),
    ]

    assert set.union(*parts) == found(registry)
    assert sum(len(part) for part in parts) == len(times)


@settings(max_examples=40, deadline=None)
@given(replaced=st.sets(st.integers(0, 4)))
def test_every_document_is_either_approved_or_deprecated(replaced):
    documents = [samples.document(STORY, str(number)) for number in range(5)]
    registry = registry_of(*documents)
    for number in replaced:
        (old,) = registry.holdings.entries_called(documents[number].entry.unique_id)
        new = samples.document(STORY, f"new-{number}")
        one = samples.submission(STORY, f"r{number}", [new], associations=[samples.replaces(new.entry.id, old.id)])
        assert registry.register(one.objects).status == v.SUCCESS

    approved, deprecated = found(registry), found(registry, [v.DEPRECATED])

    assert deprecated == {f"Document {number}" for number in replaced}
    assert not approved & deprecated
    assert approved | deprecated == found(registry, [v.APPROVED, v.DEPRECATED])
    assert len(approved) == 5


DEFECTS = st.sampled_from(
    [
        {"hash": None},
        {"class_code": None},
        {"creation_time": "never"},
        {"patient_id": "ZZ0^^^&1.2&ISO"},
        {"object_type": "urn:uuid:none"},
        {"service_start": "2026", "service_stop": "2025"},
    ]
)


@settings(max_examples=40, deadline=None)
@given(good=st.integers(0, 4), at=st.integers(0, 4), defect=DEFECTS)
def test_one_defect_keeps_a_whole_submission_out(good, at, defect):
    registry = registry_of(samples.document(STORY, "before"))
    before = registry.holdings.copy()
    documents = [samples.document(STORY, str(number)) for number in range(good)]
    documents.insert(min(at, good), samples.document(STORY, "bad", **defect))
    one = samples.submission(STORY, "bad", documents, patient=PATIENT)

    assert registry.register(one.objects).status == v.FAILURE
    assert registry.holdings == before


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_a_pattern_without_wild_cards_is_itself_and_a_percent_sign_is_anything(one, other):
    like = StoredQueries().is_like
    plain = one.replace("%", "").replace("_", "")
    assert like(plain, other) == (plain == other)
    assert like("%", other)
    assert like(f"{plain}%", plain + other)
    assert like("_" * len(other), other)


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(["a", "b", "c"]))
def test_the_order_of_documents_in_a_submission_is_nothing(order):
    registry = registry_of(*(samples.document(STORY, name) for name in order))
    entries = {entry.title: replace(entry, id="") for entry in registry.holdings.entries.values()}
    again = registry_of(*(samples.document(STORY, name) for name in "abc"))
    assert entries == {entry.title: replace(entry, id="") for entry in again.holdings.entries.values()}
