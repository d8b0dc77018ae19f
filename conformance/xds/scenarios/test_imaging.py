"""Imaging documents: manifests in the repository (RAD-68) and the instances they list at their source (RAD-69)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered, invented_study
from conformance.xds.wire.soap import MTOM

SOURCE, RETRIEVAL = "imaging-document-source", "RAD-69"
HELD = ["xds.imaging_source", "xds.sample_study"]
UNCOMPRESSED = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2"]
"""Explicit and Implicit VR Little Endian (PS3.5 A.1, A.2): every source can encode in one of them."""


@scenario(
    "xds.manifest.kept",
    actor="document-repository",
    transaction="RAD-68",
    clauses=[clauses.MANIFEST_KEPT, clauses.MANIFEST_METADATA],
    requires=["xds.repository", "xds.registry", "xds.patient_feed"],
    source="toolkit2 ids_2018-4800",
)
def test_a_manifest_is_kept_with_its_metadata(document_repository, check):
    """The manifest of an imaging study is kept octet for octet and found by its format code."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.manifest("manifest", invented_study(arrange.story))
    repository.control("before")
    answer = repository.submit(arrange.submission("manifest", document))
    with check(clauses.MANIFEST_KEPT):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return

    asked = f"{v.KEY_OBJECT_SELECTION}^^{v.DICOM_UID_SCHEME}"
    found = answered(repository.registry.find_documents(arrange.patient(), FormatCode=(asked,)))

    entry = found.objects.entry(document.entry.unique_id)
    with check(clauses.MANIFEST_METADATA, where="found by its format code", evidence=found.evidence):
        assert entry is not None, found.said
    if entry is None:
        return
    with check(clauses.MANIFEST_METADATA, evidence=found.evidence):
        assert entry.format_code is not None
        assert (entry.format_code.key, entry.mime_type) == (
            (v.KEY_OBJECT_SELECTION, v.DICOM_UID_SCHEME),
            "application/dicom",
        )
    copy, evidence = repository.fetched(entry)
    with check(clauses.MANIFEST_KEPT, where="octets", evidence=evidence):
        assert checks.described(copy) == checks.described(document.content)


@scenario(
    "xds.imaging.single-instance",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[
        clauses.INSTANCE_RETURNED,
        clauses.LISTED_SYNTAX,
        clauses.IMAGING_RESPONSE_MTOM,
        clauses.MTOM_PACKAGE,
        clauses.RELATES_TO,
        clauses.IDENTIFIERS_ECHOED,
        clauses.ERRORS_FIT_STATUS,
    ],
    requires=HELD,
    source="toolkit2 ids_2018-4803a",
)
def test_an_instance_is_returned_as_a_dicom_file(imaging_document_source, check):
    """One instance of a study is returned as a DICOM file of that instance, encoded as the request allows."""
    wanted = imaging_document_source.study.sop_uids[0]
    [asked] = imaging_document_source.requests(wanted)

    answer = imaging_document_source.retrieve([asked], UNCOMPRESSED)

    copy = answer.document(wanted)
    with check(clauses.INSTANCE_RETURNED):
        assert copy is not None, answer.said
        assert checks.no_instance(copy.octets, wanted) == []
    if copy is None:
        return
    if not checks.no_instance(copy.octets, wanted):
        with check(clauses.LISTED_SYNTAX):
            assert checks.unlisted(copy.octets, UNCOMPRESSED) == []
    with check(clauses.IDENTIFIERS_ECHOED):
        assert checks.misnamed(asked.asked, copy) == []
    with check(clauses.IMAGING_RESPONSE_MTOM):
        assert answer.packaging == MTOM, answer.packaging or answer.said
    with check(clauses.MTOM_PACKAGE):
        assert answer.problems == (), "; ".join(answer.problems)
    with check(clauses.RELATES_TO):
        assert answer.relates_to == answer.sent[0]
    with check(clauses.ERRORS_FIT_STATUS):
        assert checks.status_troubles(answer) == []


@scenario(
    "xds.imaging.whole-series",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[clauses.SERIES_RETURNED, clauses.INSTANCE_RETURNED, clauses.LISTED_SYNTAX],
    requires=HELD,
    source="toolkit2 ids_2018-4803b",
)
def test_the_instances_of_a_series_come_in_one_response(imaging_document_source, check):
    """All named instances of a series come in one response, each once."""
    study = imaging_document_source.study
    for one in study.sop_uids:
        imaging_document_source.still_returns(one)

    answer = imaging_document_source.retrieve(imaging_document_source.requests(*study.sop_uids), UNCOMPRESSED)

    with check(clauses.SERIES_RETURNED):
        assert answer.status == v.SUCCESS, answer.said
        assert sorted(one.document for one in answer.documents) == sorted(study.sop_uids)
    for copy in answer.documents:
        with check(clauses.INSTANCE_RETURNED, where=copy.document):
            assert checks.no_instance(copy.octets, copy.document) == []
        if not checks.no_instance(copy.octets, copy.document):
            with check(clauses.LISTED_SYNTAX, where=copy.document):
                assert checks.unlisted(copy.octets, UNCOMPRESSED) == []


@scenario(
    "xds.imaging.unknown-instance",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[clauses.UNKNOWN_INSTANCE, clauses.UNKNOWN_INSTANCE_CODE, clauses.ERRORS_FIT_STATUS],
    requires=HELD,
    source="toolkit2 ids_2018-4811/02, 03, 04",
)
def test_an_instance_that_is_not_there_is_reported(imaging_document_source, check):
    """An instance that does not exist, or not in that series or study, is reported and not replaced by another."""
    source, study = imaging_document_source, imaging_document_source.study
    held, strange = study.sop_uids[0], source.story.uid("strange")
    source.still_returns(held)

    answers = {
        "an unknown instance": source.retrieve(source.requests(strange), UNCOMPRESSED),
        "in another series": source.retrieve(source.requests(held, series=strange), UNCOMPRESSED),
        "in another study": source.retrieve(source.requests(held, study=strange), UNCOMPRESSED),
    }
    source.still_returns(held)

    for where, answer in answers.items():
        with check(clauses.UNKNOWN_INSTANCE, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said
        if answer.status == v.FAILURE:
            with check(clauses.UNKNOWN_INSTANCE_CODE, where=where, evidence=answer.evidence):
                assert checks.refused(answer, "XDSDocumentUniqueIdError"), answer.said
            with check(clauses.ERRORS_FIT_STATUS, where=where, evidence=answer.evidence):
                assert checks.status_troubles(answer) == []


@scenario(
    "xds.imaging.unknown-repository",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[clauses.FOREIGN_SOURCE],
    requires=HELD,
    source="toolkit2 ids_2018-4811/01",
)
def test_a_request_for_another_source_is_refused(imaging_document_source, check):
    """An instance asked for from a source that this one is not is refused."""
    source = imaging_document_source
    held = source.study.sop_uids[0]
    source.still_returns(held)

    answer = source.retrieve(source.requests(held, repository=source.story.uid("elsewhere")), UNCOMPRESSED)
    source.still_returns(held)

    with check(clauses.FOREIGN_SOURCE, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownRepositoryId"), answer.said


@scenario(
    "xds.imaging.transfer-syntax",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[clauses.LISTED_SYNTAX],
    requires=HELD,
    source="toolkit2 ids_2018-4811/09",
)
def test_an_instance_never_comes_in_a_syntax_nobody_asked_for(imaging_document_source, check):
    """Asked for one transfer syntax, the source returns that one; asked for one nobody has, it returns an error."""
    source = imaging_document_source
    held = source.study.sop_uids[0]
    invented = source.story.uid("transfer-syntax")
    answers = {syntax: source.retrieve(source.requests(held), [syntax]) for syntax in UNCOMPRESSED}

    refusal = source.retrieve(source.requests(held), [invented])
    source.still_returns(held)

    for syntax, answer in answers.items():
        for copy in answer.documents:
            with check(clauses.LISTED_SYNTAX, where=f"asked for {syntax}", evidence=answer.evidence):
                assert checks.unlisted(copy.octets, [syntax]) == []
        if not answer.documents:
            with check(clauses.LISTED_SYNTAX, where=f"asked for {syntax}", evidence=answer.evidence):
                assert checks.refused(answer), answer.said
    with check(clauses.LISTED_SYNTAX, where="asked for a syntax that does not exist", evidence=refusal.evidence):
        assert checks.refused(refusal), refusal.said


@scenario(
    "xds.imaging.partial-success",
    actor=SOURCE,
    transaction=RETRIEVAL,
    clauses=[clauses.IMAGING_PARTIAL],
    requires=HELD,
)
def test_instances_that_are_there_come_beside_those_that_are_not(imaging_document_source, check):
    """Of two instances asked for, the one that is there comes, and the other is reported by its identifier."""
    source = imaging_document_source
    held, strange = source.study.sop_uids[0], source.story.uid("strange")
    source.still_returns(held)

    answer = source.retrieve(source.requests(held, strange), UNCOMPRESSED)

    with check(clauses.IMAGING_PARTIAL):
        assert answer.status == v.PARTIAL_SUCCESS, answer.said
    with check(clauses.IMAGING_PARTIAL, where="what came"):
        assert [one.document for one in answer.documents] == [held], answer.said
    with check(clauses.IMAGING_PARTIAL, where="what was reported"):
        assert {error.location for error in answer.errors} == {strange}, answer.said
