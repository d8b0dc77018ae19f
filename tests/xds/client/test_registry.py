import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model import Blocked
from conformance.xds import affinity
from conformance.xds import vocabulary as v
from conformance.xds.actors import Arranging, DocumentRegistry, DocumentRepository
from conformance.xds.client.registry import VALUE_MOST, parameters
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import tokens

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60)


@given(st.lists(WORDS, min_size=1, max_size=20).map(tuple))
def test_a_list_of_any_length_is_split_between_values_and_says_the_same(values):
    [(name, written)] = parameters({"$x": values})
    assert name == "$x"
    assert [token for text in written for token in tokens(text, many=True)] == list(values)
    assert all(len(text) <= VALUE_MOST or len(tokens(text, many=True)) == 1 for text in written)


def test_one_value_a_list_and_several_lists_are_written_as_the_query_wants_them():
    assert parameters({"$n": 20250601, "$a": "O'Hara", "$b": ("1", "2"), "$c": [("3",), ("4",)]}) == (
        ("$n", ("20250601",)),
        ("$a", ("'O''Hara'",)),
        ("$b", ("('1','2')",)),
        ("$c", ("('3')",)),
        ("$c", ("('4')",)),
    )


@pytest.fixture
def wired(telling):
    with AffinityDomain() as domain:
        story = telling(domain.profile())
        registry = DocumentRegistry(story, Arranging(story, affinity.default()))
        yield domain, registry, DocumentRepository(story, registry)


def test_a_registry_and_a_repository_are_driven(wired):
    _, registry, repository = wired
    entry = repository.holds("one", b"\r\nhello\0")
    assert repository.fetch(entry).document(entry.unique_id).octets == b"\r\nhello\0"
    assert registry.uuids([entry.unique_id]) == [entry.id]
    assert registry.control("now").succeeded
    assert repository.control("now").succeeded
    assert registry.find_documents(registry.arrange.patient(), v.APPROVED).said == "Success, 3 objects"


def test_arranging_that_fails_is_blocked_in_words(wired):
    _, registry, repository = wired
    submission = registry.arrange.submission("x", registry.arrange.document("x", class_code=None))
    with pytest.raises(Blocked, match=r"could not register .* XDSRegistryMetadataError"):
        registry.registered(submission.objects)
    with pytest.raises(Blocked, match=r"could not provide .* XDSRegistryMetadataError"):
        repository.provided(submission.objects, submission.carried)
    with pytest.raises(Blocked, match=re.escape("could not find 1.2.3")):
        registry.entries("1.2.3")


def test_a_patient_is_announced_once(wired):
    domain, registry, _ = wired
    patient = registry.arrange.patient("one")
    assert registry.arrange.patient("one") == patient
    assert domain.registry.patients.knows(patient)
    registry.arrange.feed.merge(patient, registry.arrange.patient("two"), "ZZ")
    assert not domain.registry.patients.knows(patient)


def test_what_the_profile_does_not_name_is_blocked(telling):
    story = telling({"xds": {"registry": "http://127.0.0.1:1/"}})
    registry = DocumentRegistry(story, Arranging(story, affinity.default()))
    with pytest.raises(Blocked, match="patient_feed"):
        registry.arrange.patient()
    with pytest.raises(Blocked, match=re.escape("no xds.repository")):
        DocumentRepository(story, registry)
    with pytest.raises(Blocked, match="no xds section"):
        Arranging(telling(), affinity.default())
    with pytest.raises(Blocked, match="needs 99"):
        registry.arrange.codes("classCode", 99)
