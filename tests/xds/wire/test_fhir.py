"""Bundles of mobile access: the same in JSON and XML, and every moment the same in XDS."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.limits import Limits
from conformance.xds import samples
from conformance.xds.wire import fhir
from conformance.xds.wire.xml import read_xml


@pytest.fixture
def bundle(telling):
    story = telling()
    document = samples.document(story, "one", b"octets")
    submission = samples.submission(story, "one", [document])
    carried = fhir.a_patient("ZZ1^^^&1.2.3&ISO")
    return document, fhir.provided(submission, carried, lambda name: story.uuid(name))


def resources(bundle, kind):
    return [one["resource"] for one in bundle["entry"] if one["request"]["url"] == kind]


def test_a_bundle_holds_the_list_the_references_the_documents_and_the_patient(bundle):
    document, made = bundle
    assert [one["request"]["url"] for one in made["entry"]] == ["List", "DocumentReference", "Binary", "Patient"]
    reference = resources(made, "DocumentReference")[0]
    attachment = reference["content"][0]["attachment"]
    urls = {one["fullUrl"]: one["resource"]["resourceType"] for one in made["entry"]}

    assert urls[attachment["url"]] == "Binary"
    assert urls[reference["subject"]["reference"]] == "Patient"
    assert urls[resources(made, "List")[0]["entry"][0]["item"]["reference"]] == "DocumentReference"
    assert (attachment["size"], reference["masterIdentifier"]["value"]) == (6, f"urn:oid:{document.entry.unique_id}")


def as_text(value):
    """Return a resource with its numbers as text, as XML has them."""
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    return [as_text(one) for one in value] if isinstance(value, list) else str(value)


def test_xml_says_what_json_says(bundle):
    _, made = bundle
    assert fhir.from_xml(read_xml(fhir.to_xml(made), Limits())) == as_text(made)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made a moment of UTC below
def test_a_moment_comes_back_in_utc(when):
    written = when.replace(tzinfo=UTC).strftime("%Y%m%d%H%M%S")
    assert fhir.instant(written).endswith("+01:00")
    assert fhir.dtm(fhir.instant(written)) == written


@pytest.mark.parametrize("moment", ["2026-01-02", "2026-01-02T03:04:05", "soon", ""])
def test_what_has_no_zone_is_no_moment(moment):
    assert fhir.dtm(moment) is None
