"""What registry, repository and gateway offer beyond XDS.b, asked in Python; and the schemas of what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from reference import reference_data

from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.simulator.parameters import Refused
from conformance.xds.wire.ebrim import Association
from conformance.xds.wire.registry import read_registry_response
from conformance.xds.wire.removal import (
    read_document_removal,
    read_removal,
    write_document_removal,
    write_removal,
)
from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument


@pytest.fixture
def held(domain, story):
    domain.registry.register_patient(samples.patient(story))
    submission = samples.submission(story, "1", [samples.document(story, "a")])
    domain.repository.publish(submission.objects, submission.contents)
    [entry] = domain.registry.holdings.entries.values()
    return entry


def updating(story, held, version, **changes):
    made = samples.submission(story, "update", patient=held.patient_id).objects
    entry = replace(held, id="new", lid=held.id, **changes)
    slots = {"PreviousVersion": (version,)}
    tie = Association("tie", v.HAS_MEMBER, made.submission_sets[0].id, "new", set_status="Original", slots=slots)
    return replace(made, entries=(entry,), associations=(tie,))


def test_versions_count_up(domain, story, held):
    domain.administration.update(updating(story, held, "1", title="Second"))
    with pytest.raises(Refused, match="XDSMetadataVersionError"):
        domain.administration.update(updating(story, held, "1", title="Third"))
    domain.administration.update(updating(story, held, "2", title="Third"))

    entries = domain.registry.holdings.entries.values()
    assert [(one.title, v.short(one.status)) for one in entries] == [
        (held.title, "Deprecated"),
        ("Second", "Deprecated"),
        ("Third", "Approved"),
    ]


def test_a_refused_update_changes_nothing(domain, story, held):
    before = domain.registry.holdings
    for changes in ({"unique_id": "1.2.3"}, {"object_type": v.ON_DEMAND}):
        with pytest.raises(Refused, match="XDSMetadataUpdateError"):
            domain.administration.update(updating(story, held, "1", **changes))
    assert domain.registry.holdings is before


def test_removal_is_all_or_nothing(domain, held):
    [tie] = domain.registry.holdings.associations
    [submitted] = domain.registry.holdings.sets
    for ids, code in (([], "Unresolved"), (["x", held.id], "Unresolved"), ([held.id], "ReferencesExist")):
        with pytest.raises(Refused, match=code):
            domain.administration.remove(ids)
    domain.administration.remove([held.id, tie, submitted])
    assert domain.registry.holdings.unique_ids() == set()


@pytest.mark.parametrize(
    ("home", "code"), [(None, "XDSMissingHomeCommunityId"), ("urn:oid:1.2", "XDSUnknownCommunity")]
)
def test_a_gateway_wants_its_name(domain, home, code):
    with pytest.raises(Refused, match=code):
        domain.gateway.refuse_home(home)
    domain.gateway.refuse_home(domain.gateway.home)


def test_a_gateway_names_what_it_gives(domain):
    told = domain.gateway.told([RetrievedDocument("1.2", "1.3", "text/plain", b"x")])
    assert told.body.find(f".//{v.clark(v.XDS, 'HomeCommunityId')}").text == domain.gateway.home
    assert read_registry_response(told.body[0]).status == v.SUCCESS


def test_requests_of_removal_are_valid_and_read_back():
    asked = DocumentRequest("1.2", "1.3^4")
    written = {"lcm.xsd": write_removal(["urn:uuid:a", "urn:uuid:b"]), "rmd.xsd": write_document_removal(asked)}
    assert read_removal(written["lcm.xsd"]) == ["urn:uuid:a", "urn:uuid:b"]
    assert read_document_removal(written["rmd.xsd"]) == [asked]
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    for name, element in written.items():
        schema = etree.XMLSchema(file=str(data / "xds" / "schema" / name))
        assert schema.validate(etree.fromstring(etree.tostring(element))), schema.error_log
