"""What is judged of manifests and of the instances they lead to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.wire import data_set, write_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.workflow import checks
from conformance.xds.wire.ebrim import DocumentEntry
from conformance.xds.wire.repository import RetrievedDocument

UIDS = st.sampled_from(["1.1", "1.2", "1.3"])


def file(data, syntax=EXPLICIT_LITTLE):
    meta = write_data_set(data_set({0x00020010: syntax}), EXPLICIT_LITTLE)
    head = write_data_set(data_set({0x00020000: len(meta)}), EXPLICIT_LITTLE)
    return b"\0" * 128 + b"DICM" + head + meta + write_data_set(data, syntax)


def document(octets):
    return RetrievedDocument("1.2", "1.3", "application/dicom", octets)


def kos(**changes):
    reference = data_set(ReferencedSOPClassUID="1.9", ReferencedSOPInstanceUID="1.5")
    series = data_set(SeriesInstanceUID="1.4", RetrieveLocationUID="1.8", ReferencedSOPSequence=[reference])
    evidence = data_set(StudyInstanceUID="1.2", ReferencedSeriesSequence=[series])
    given_ = {
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.59",
        "SOPInstanceUID": "1.3",
        "StudyInstanceUID": "1.2",
        "ConceptNameCodeSequence": [data_set(CodeValue="113030", CodingSchemeDesignator="DCM")],
        "CurrentRequestedProcedureEvidenceSequence": [evidence],
    }
    return data_set({**given_, **changes})


def test_a_manifest_says_what_it_refers_to_and_where():
    said = checks.manifest(document(file(kos())))

    assert said.trouble == ""
    assert said.instances == (checks.Referred("1.2", "1.4", "1.5", "1.8"),)
    assert (said.title, said.sop_instance, said.studies) == (("113030", "DCM"), "1.3", frozenset({"1.2"}))
    (request,) = checks.requests(said)
    assert (request.study, request.series, request.asked.repository, request.asked.document) == (
        "1.2",
        "1.4",
        "1.8",
        "1.5",
    )


def test_a_manifest_that_is_none_says_why():
    assert checks.manifest(None).trouble
    assert "DICM" in checks.manifest(document(b"%PDF-1.4")).trouble
    assert checks.manifest(document(file(kos())[:-7])).trouble


@given(st.binary(max_size=300), st.integers(0, 400))
def test_octets_of_any_kind_are_read_without_a_fault_of_ours(octets, cut):
    whole = file(kos())
    for one in (octets, b"\0" * 128 + b"DICM" + octets, whole[:cut] + octets + whole[cut:]):
        assert isinstance(checks.manifest(document(one)), checks.Manifest)


@given(st.lists(UIDS, max_size=5), st.lists(UIDS, max_size=5))
def test_nothing_is_said_when_each_wanted_one_came_once_and_something_otherwise(wanted, got):
    exact = sorted(set(wanted)) == sorted(got)

    assert (checks.set_apart(wanted, got) == "") is exact


def test_hash_and_size_are_those_of_the_octets():
    entry = DocumentEntry("a", hash="AAF4C61DDCC5E8A2DABEDE0F3B482CD9AEA9434D", size="5")

    assert checks.described_wrongly(entry, document(b"hello")) == ""
    assert checks.described_wrongly(entry, document(b"hellO")).startswith("hash")
    assert checks.described_wrongly(DocumentEntry("a", hash=entry.hash, size="6"), document(b"hello")) == "size 5"
    assert checks.described_wrongly(DocumentEntry("a", size="5"), document(b"hello")).startswith("hash")


def test_what_may_be_a_studys_manifest():
    entry = DocumentEntry("a", mime_type="application/dicom")
    report = DocumentEntry("b", mime_type="text/plain")

    assert checks.published(entry, document(file(kos()))).may_be_of("1.2")
    assert checks.published(entry, document(file(kos()))).lists == {"1.5"}
    assert not checks.published(entry, document(file(kos()))).may_be_of("1.7")
    assert checks.published(entry, document(b"torn")).may_be_of("1.2")
    assert not checks.published(report, document(b"a report")).may_be_of("1.2")
