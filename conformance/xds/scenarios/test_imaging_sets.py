"""Whole studies by their manifest, and requests a source must not take at their word (RAD-69)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import EXPLICIT, IMPLICIT
from conformance.xds.sources import pixels_of
from conformance.xds.wire.repository import DocumentRequest, InstanceRequest

SOURCE, TRANSACTION = "imaging-document-source", "RAD-69"
HELD = ["xds.imaging_source", "xds.sample_study"]
SHARED = ["xds.imaging_source", "xds.sample_study.manifest", "xds.registry", "xds.repository"]
UNCOMPRESSED = [EXPLICIT, IMPLICIT]
ANY = [*UNCOMPRESSED, *(f"1.2.840.10008.1.2.4.{number}" for number in (50, 51, 57, 70, 80, 81, 90, 91))]
"""Uncompressed, and the JPEG, JPEG-LS and JPEG 2000 syntaxes a source may hold its images in."""


@scenario(
    "xds.imaging.by-manifest",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_RETRIEVABLE],
    requires=SHARED,
    source="toolkit2 ids_2018-4801a, 4803",
)
def test_every_instance_of_a_manifest_can_be_had(shared_study, check):
    """Each instance the shared manifest lists is returned by the source it names."""
    source = shared_study.source
    asked = shared_study.requests(shared_study.manifest())

    answers = {one.asked.document: source.retrieve([one], ANY) for one in asked[:20]}

    for sop_uid, answer in answers.items():
        copy = answer.document(sop_uid)
        with check(clauses.MANIFEST_RETRIEVABLE, where=sop_uid, evidence=answer.evidence):
            assert copy is not None, answer.said
            assert checks.no_instance(copy.octets, sop_uid) == []


@scenario(
    "xds.imaging.whole-study",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.STUDY_RETURNED],
    requires=SHARED,
    source="toolkit2 ids_2018-4803c",
)
def test_the_series_of_a_study_come_in_one_response(shared_study, check):
    """All instances of all series of a study, asked for at once, come in one response, each once."""
    asked = shared_study.requests(shared_study.manifest())

    answer = shared_study.source.retrieve(asked, ANY)

    with check(clauses.STUDY_RETURNED):
        assert sorted(one.document for one in answer.documents) == sorted(one.asked.document for one in asked), (
            answer.said
        )
    for copy in answer.documents:
        with check(clauses.STUDY_RETURNED, where=copy.document):
            assert checks.no_instance(copy.octets, copy.document) == []


@scenario(
    "xds.imaging.same-pixels",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.SAME_PIXELS],
    requires=[*HELD, "xds.sample_study.pixel_sha256"],
)
def test_instances_have_the_pixels_they_were_stored_with(imaging_document_source, check):
    """Retrieved in an uncompressed syntax, each instance has the pixels the profile knows it by."""
    source, study = imaging_document_source, imaging_document_source.study
    known = dict(zip(study.sop_uids, study.pixel_sha256 or (), strict=False))

    for syntax in UNCOMPRESSED:
        answer = source.retrieve(source.requests(*study.sop_uids), [syntax])

        for copy in answer.documents:
            if copy.document in known:
                with check(clauses.SAME_PIXELS, where=f"{copy.document} in {syntax}", evidence=answer.evidence):
                    assert pixels_of(copy.octets) == known[copy.document]


@scenario(
    "xds.imaging.home-community",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.IDENTIFIERS_ECHOED],
    requires=HELD,
    source="toolkit2 ids_2018-4820",
)
def test_a_home_community_is_named_when_it_was_asked_for(imaging_document_source, check):
    """An instance asked for with a home community comes back with it, one asked for without comes back without."""
    source = imaging_document_source
    wanted = source.study.sop_uids[0]
    source.still_returns(wanted)
    [plain] = source.requests(wanted)
    named = DocumentRequest(plain.asked.repository, wanted, f"urn:oid:{source.story.uid('community')}")

    for asked in (plain, InstanceRequest(plain.study, plain.series, named)):
        answer = source.retrieve([asked], UNCOMPRESSED)

        copy = answer.document(wanted)
        where = "with a community" if asked.asked.home else "without a community"
        if copy is not None:
            with check(clauses.IDENTIFIERS_ECHOED, where=where, evidence=answer.evidence):
                assert checks.misnamed(asked.asked, copy) == []


@scenario(
    "xds.imaging.empty-identifiers",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.EMPTY_UID_REFUSED, clauses.EMPTY_SYNTAX_REFUSED],
    requires=HELD,
    source="toolkit2 ids_2018-4811/05, 06, 07, 08",
)
def test_a_request_with_empty_identifiers_is_refused(imaging_document_source, check):
    """A request without a study, a series or a transfer syntax to speak of is refused."""
    source = imaging_document_source
    held = source.study.sop_uids[0]
    [plain] = source.requests(held)
    source.still_returns(held)

    empty = {
        "no study": source.retrieve([InstanceRequest("", plain.series, plain.asked)], UNCOMPRESSED),
        "no series": source.retrieve([InstanceRequest(plain.study, "", plain.asked)], UNCOMPRESSED),
    }
    without = source.retrieve([plain], [""])
    source.still_returns(held)

    for where, answer in empty.items():
        with check(clauses.EMPTY_UID_REFUSED, where=where, evidence=answer.evidence):
            assert checks.refused(answer) or answer.fault is not None, answer.said
    with check(clauses.EMPTY_SYNTAX_REFUSED, evidence=without.evidence):
        assert checks.refused(without) or without.fault is not None, without.said


@scenario(
    "xds.imaging.two-sources",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.SOURCES_APART],
    requires=HELD,
)
def test_instances_of_another_source_are_reported_beside_its_own(imaging_document_source, check):
    """Asked for one of its instances and one of another source, the source returns the first and reports the second."""
    source = imaging_document_source
    mine, theirs = source.study.sop_uids[:2]
    source.still_returns(mine)
    asked = [*source.requests(mine), *source.requests(theirs, repository=source.story.uid("elsewhere"))]

    answer = source.retrieve(asked, UNCOMPRESSED)

    with check(clauses.SOURCES_APART):
        assert (answer.status, [one.document for one in answer.documents]) == (v.PARTIAL_SUCCESS, [mine]), answer.said
    with check(clauses.SOURCES_APART, where="the error"):
        assert "XDSUnknownRepositoryId" in answer.codes, answer.said
