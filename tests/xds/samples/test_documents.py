from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.ebrim import read_objects, write_objects


def told(seed="5eed"):
    recorder = Recorder(io.BytesIO())
    return Story(
        "xds.test", seed, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), Network(recorder, Limits()), recorder, None
    )


@pytest.fixture
def story():
    return told()


def test_a_document_describes_its_content(story):
    document = samples.document(story, "a", b"\r\n", "text/xml", title=None)
    entry = document.entry
    assert (entry.size, entry.hash) == ("2", hashlib.sha1(b"\r\n").hexdigest())
    assert (entry.mime_type, entry.title, entry.creation_time) == ("text/xml", None, "20260102030405")
    assert entry.patient_id == samples.patient(story)
    assert entry.patient_id.startswith("ZZ")


def test_everything_depends_on_the_seed_and_nothing_else():
    def made(story):
        study = samples.Study("ZZ1", "1.2", [samples.Series("1.2.3", "AE", "1.9", [("1.2.8", "1.2.3.4")])])
        document, manifest = samples.document(story, "a"), samples.manifest_document(story, "m", study)
        return samples.submission(story, "s", [document, manifest], [samples.folder(story, "f")])

    assert made(told()) == made(told())
    assert made(told()).set.unique_id != made(told("other")).set.unique_id


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 4), folders=st.integers(0, 3), data=st.data())
def test_any_submission_is_let_in_by_a_strict_registry(count, folders, data):
    story = told(data.draw(st.text("0123456789abcdef", min_size=4, max_size=8)))
    domain = AffinityDomain()
    domain.registry.register_patient(samples.patient(story))
    documents = [samples.document(story, f"d{number}") for number in range(count)]
    made = [samples.folder(story, f"f{number}") for number in range(folders)]
    pairs = [(one, other) for one in made for other in documents]
    members = [samples.member(one.id, other.entry.id) for one, other in pairs if data.draw(st.booleans())]

    one = samples.submission(story, "s", documents, made, members)

    assert domain.repository.publish(one.objects, one.contents).status == v.SUCCESS
    assert len(domain.registry.holdings.entries) == count
    assert read_objects(write_objects(one.objects)) == one.objects


def test_what_ties_objects_together(story):
    document = samples.document(story, "a")
    assert samples.replaces("new", "old").type == v.RPLC
    assert samples.related(v.APND, "new", "old").source == "new"
    assert samples.reference("set", "old").set_status == "Reference"
    ties = samples.submission(story, "s", [document]).objects.associations
    assert [(one.target, one.set_status) for one in ties] == [(document.entry.id, "Original")]
