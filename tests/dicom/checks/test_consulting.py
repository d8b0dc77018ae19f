"""Searches and retrievals as they must be are found without fault; each thing wrong with one is told by its clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import clauses, uids
from conformance.dicom.checks import consulting
from conformance.dicom.shelf import LEVELS, ROOTS, UNIQUE
from conformance.dicom.visiting import Taken, Visit
from conformance.dicom.wire import DataSet, Element, Message, command, data_set, write_data_set
from conformance.dicom.wire.command import C_CANCEL, C_FIND, C_MOVE, HAS_DATA_SET, NO_DATA_SET
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE


def asked(identifier: DataSet | None, sop_class: str = uids.STUDY_ROOT_FIND, kind: int = C_FIND) -> Taken:
    """Return a request as it came, in implicit VR on context 1, under message 7."""
    told = command(
        AffectedSOPClassUID=sop_class, CommandField=kind, MessageID=7, Priority=0, CommandDataSetType=HAS_DATA_SET
    )
    data = None if identifier is None else write_data_set(identifier, IMPLICIT_LITTLE)
    return Taken(Message(1, told, data), sop_class, IMPLICIT_LITTLE, "c0.r1")


def faults(identifier: DataSet | None, sop_class: str = uids.STUDY_ROOT_FIND) -> set[str]:
    return {clause.id for clause, wrong in consulting.searched([asked(identifier, sop_class)]).items() if wrong}


@given(
    root=st.sampled_from([uids.STUDY_ROOT_FIND, uids.PATIENT_ROOT_FIND]),
    depth=st.integers(0, 3),
    pattern=st.sampled_from(["", "ZZ*", "Z?", "ZZ1"]),
)
def test_a_hierarchical_search_has_no_fault(root, depth, pattern):
    levels = ROOTS[root]
    level = levels[min(depth, len(levels) - 1)]
    pinned = {UNIQUE[one]: f"2.25.{number}" for number, one in enumerate(levels[: levels.index(level)])}
    free = {"SERIES": "SeriesDescription", "IMAGE": "InstanceNumber"}.get(level, "PatientName")
    key = {} if level == "IMAGE" or (level == "STUDY" and levels is LEVELS) else {free: pattern}

    assert faults(data_set({"QueryRetrieveLevel": level, UNIQUE[level]: "", **pinned, **key}), root) == set()


@pytest.mark.parametrize(
    ("identifier", "clause"),
    [
        (None, clauses.LOOKUP_IDENTIFIER),
        (data_set(StudyInstanceUID=""), clauses.LOOKUP_LEVEL),
        (data_set(QueryRetrieveLevel="PATIENT", PatientID="ZZ1"), clauses.LOOKUP_LEVEL),
        (data_set(QueryRetrieveLevel="STUDY", PatientID="ZZ1"), clauses.LOOKUP_UNIQUE_KEY),
        (data_set(QueryRetrieveLevel="SERIES", SeriesInstanceUID=""), clauses.LOOKUP_UPPER_KEYS),
        (
            data_set(QueryRetrieveLevel="SERIES", StudyInstanceUID=["2.25.1", "2.25.2"], SeriesInstanceUID=""),
            clauses.LOOKUP_UPPER_KEYS,
        ),
        (
            data_set(QueryRetrieveLevel="SERIES", StudyInstanceUID="2.25.1", SeriesInstanceUID="", StudyDate=""),
            clauses.LOOKUP_UPPER_KEYS,
        ),
        (data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="", StudyDate="2026*"), clauses.LOOKUP_WILDCARDS),
        (
            data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="").replacing(Element(0x00100020, "LO", b"ZZ1\0")),
            clauses.LOOKUP_PADDED,
        ),
        (
            data_set(QueryRetrieveLevel="STUDY").replacing(Element(0x0020000D, "UI", b"2.25.1 ")),
            clauses.LOOKUP_PADDED,
        ),
    ],
)
def test_each_fault_of_a_search_is_told_by_its_clause(identifier, clause):
    assert faults(identifier) == {clause.id}


@pytest.mark.parametrize(
    ("identifier", "wrong"),
    [
        (data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=["2.25.1", "2.25.2"]), set()),
        (data_set(QueryRetrieveLevel="SERIES", SeriesInstanceUID="2.25.3"), {clauses.RETRIEVAL_KEYS}),
        (data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=""), {clauses.RETRIEVAL_KEYS}),
        (data_set(StudyInstanceUID="2.25.1"), {clauses.RETRIEVAL_KEYS}),
        (
            data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="2.25.1", StudyDate=""),
            {clauses.RETRIEVAL_NO_MORE_KEYS},
        ),
    ],
)
def test_a_retrieval_names_what_it_wants_and_nothing_else(identifier, wrong):
    found = consulting.retrieved([asked(identifier, uids.STUDY_ROOT_MOVE, C_MOVE)])

    assert {clause for clause, said in found.items() if said} == wrong


@pytest.mark.parametrize(("number", "context", "right"), [(7, 1, True), (8, 1, False), (7, 3, False)])
def test_a_cancel_names_the_search_it_ends(number, context, right):
    told = command(CommandField=C_CANCEL, MessageIDBeingRespondedTo=number, CommandDataSetType=NO_DATA_SET)
    search = asked(data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=""))
    found, wrong = consulting.cancelled([Visit(taken=[search, Taken(Message(context, told, None), "", "", "c0.r2")])])

    assert len(found) == 1
    assert (wrong == []) is right


@pytest.mark.parametrize(
    ("terms", "octets", "right"),
    [
        ("ISO_IR 100", "ZZÄ^é".encode("latin-1"), True),
        ("ISO_IR 192", "ZZÄ^é".encode(), True),
        ("ISO_IR 192", "ZZA\u0308^E\u0301".encode(), True),
        ("ISO_IR 100", "ZZÄ^é".encode(), False),
        ("", "ZZÄ^é".encode("latin-1"), False),
    ],
)
def test_a_name_reads_as_it_was_asked_for(terms, octets, right):
    labelled = data_set(SpecificCharacterSet=terms) if terms else data_set()
    name = Element(0x00100010, "PN", octets + b" " * (len(octets) % 2))

    assert (consulting.unlabelled([asked(labelled.replacing(name))], "ZZÄ^é") == []) is right
