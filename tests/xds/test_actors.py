from dataclasses import replace

import pytest

from conformance.http import Response
from conformance.model import Blocked
from conformance.xds import affinity, fixtures
from conformance.xds import vocabulary as v
from conformance.xds.actors import (
    EXPLICIT,
    Arranging,
    DocumentRegistry,
    DocumentRepository,
    ImagingDocumentSource,
    answered,
    invented_study,
    where,
)
from conformance.xds.client import QueryAnswer
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.ebrim import DocumentEntry
from conformance.xds.wire.repository import DocumentRequest


@pytest.fixture
def wired(telling):
    with AffinityDomain() as domain:
        story = telling(domain.profile())
        registry = DocumentRegistry(story, Arranging(story, affinity.default()))
        yield domain, DocumentRepository(story, registry), ImagingDocumentSource(story)


def test_what_must_be_there_comes_or_blocks_the_story(wired):
    _, repository, _ = wired
    entry = repository.holds("one", b"one")
    octets, evidence = repository.fetched(entry)
    assert octets == b"one"
    assert len(evidence) == 2
    repository.still_returns(where(entry))
    with pytest.raises(Blocked, match="XDSDocumentUniqueIdError"):
        repository.fetched(replace(entry, unique_id="1.2.3"))
    with pytest.raises(Blocked, match="was not returned"):
        repository.still_returns(DocumentRequest(str(entry.repository_unique_id), "1.2.3"))
    with pytest.raises(Blocked, match="no repositoryUniqueId"):
        where(DocumentEntry("a", unique_id="1.2"))


def test_a_control_that_fails_blocks_the_story(wired):
    domain, repository, _ = wired
    repository.control("before")
    patients = domain.registry.patients
    patients.merge(repository.arrange.patient(), repository.arrange.patient("other"))
    with pytest.raises(Blocked, match="a right submission after the wrong one was not accepted either"):
        repository.registry.control("after")


def test_a_refused_look_around_blocks_the_story():
    refused = QueryAnswer(Response(), ("", ""), status=v.FAILURE)
    with pytest.raises(Blocked, match="could not look up"):
        answered(refused)
    succeeded = replace(refused, status=v.SUCCESS)
    assert answered(succeeded) is succeeded


def test_the_study_of_the_profile_is_asked_for_as_named_or_otherwise(wired):
    _, _, source = wired
    study = source.study
    [asked] = source.requests(study.sop_uids[0])
    assert (asked.study, asked.series, asked.asked.repository) == (
        study.study_uid,
        study.series_uid,
        study.repository_unique_id,
    )
    [other] = source.requests("1", study="2", series="3", repository="4")
    assert (other.study, other.series, other.asked) == ("2", "3", DocumentRequest("4", "1"))
    source.still_returns(study.sop_uids[0])
    assert source.retrieve([asked], [EXPLICIT]).document(study.sop_uids[0]) is not None
    with pytest.raises(Blocked, match="was not returned"):
        source.still_returns("1.2.3")


def test_a_profile_without_a_study_blocks_the_story(telling):
    source = ImagingDocumentSource(telling({"xds": {"imaging_source": "http://127.0.0.1:1/"}}))
    with pytest.raises(Blocked, match="sample_study"):
        source.requests("1.2.3")


def test_an_invented_study_is_the_same_for_the_same_story(telling):
    one, other = invented_study(telling()), invented_study(telling())
    assert one == other
    assert len({sop for series in one.series for _, sop in series.instances}) == 4


def test_an_affinity_domain_that_can_not_be_read_blocks_the_story(telling):
    read = fixtures.affinity_domain.__wrapped__
    assert read(telling({"xds": {}})) == affinity.default()
    with pytest.raises(Blocked, match="does not exist"):
        read(telling({"xds": {"affinity_domain": "no/such.toml"}}))
    with pytest.raises(Blocked, match="no xds section"):
        read(telling())
