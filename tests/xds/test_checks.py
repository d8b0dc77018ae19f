from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.http import Response
from conformance.xds import checks
from conformance.xds import vocabulary as v
from conformance.xds.client import Answer, QueryAnswer, RetrieveAnswer
from conformance.xds.simulator import sample_study
from conformance.xds.wire.ebrim import Author, Code, DocumentEntry, Objects
from conformance.xds.wire.registry import RegistryError
from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument

ERROR = RegistryError("XDSUnknownPatientId", "who?")
WARNING = RegistryError("XDSExtraMetadataNotSaved", "lost", v.WARNING)
DOCUMENT = RetrievedDocument("1", "2", "text/plain", b"x")


def answer(status=v.FAILURE, errors=(ERROR,), kind=Answer, **more):
    return kind(Response(), ("", ""), status=status, errors=errors, **more)


def test_a_refusal_is_a_failure_with_the_named_error_and_nothing_else():
    assert checks.refused(answer())
    assert checks.refused(answer(), "Other", "XDSUnknownPatientId")
    assert not checks.refused(answer(), "Other")
    assert not checks.refused(answer(status=v.SUCCESS))
    assert not checks.refused(answer(status=""))
    assert not checks.refused(answer(errors=()))
    assert not checks.refused(answer(errors=(replace(ERROR, severity=v.WARNING),)), ERROR.code)
    assert not checks.refused(answer(kind=QueryAnswer, objects=Objects((DocumentEntry("a"),))))
    assert not checks.refused(answer(kind=RetrieveAnswer, documents=(DOCUMENT,)))


@pytest.mark.parametrize(
    ("status", "errors", "says"),
    [
        (v.SUCCESS, (), ""),
        (v.SUCCESS, (WARNING,), ""),
        (v.SUCCESS, (ERROR,), "Success, yet with"),
        (v.FAILURE, (ERROR, WARNING), ""),
        (v.FAILURE, (), "Failure without any error"),
        (v.FAILURE, (WARNING,), "Failure without any error"),
        (v.PARTIAL_SUCCESS, (ERROR,), ""),
        (v.PARTIAL_SUCCESS, (), "PartialSuccess without any error"),
        ("urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess", (ERROR,), "the status is"),
    ],
)
def test_errors_and_status_go_together(status, errors, says):
    troubles = checks.status_troubles(answer(status, errors))
    assert bool(troubles) == bool(says)
    assert all(says in one for one in troubles)


@pytest.mark.parametrize(
    ("error", "highest", "says"),
    [
        (ERROR, None, ""),
        (ERROR, v.ERROR, ""),
        (WARNING, v.WARNING, ""),
        (ERROR, v.WARNING, "highestSeverity"),
        (WARNING, v.ERROR, "highestSeverity"),
        (replace(ERROR, code=""), None, "no errorCode"),
        (replace(ERROR, context=""), None, "no codeContext"),
        (replace(ERROR, severity=None), None, "severity None"),
        (replace(ERROR, severity="Error"), None, "severity Error"),
    ],
)
def test_an_error_has_all_its_attributes(error, highest, says):
    troubles = checks.error_troubles(answer(errors=(error,), highest=highest))
    assert bool(troubles) == bool(says)
    assert any(says in one for one in troubles) or not says


ENTRY = DocumentEntry(
    "a",
    unique_id="1.2",
    hash="ABC",
    class_code=Code("c", "s", "one"),
    event_codes=(Code("x", "s"), Code("y", "s")),
    authors=(Author("^A", ("i", "j")), Author("^B")),
    source_patient_info=("PID-3|1^^^&2&ISO~3^^^&4&ISO", "PID-5|A^B^^^"),
)


def test_what_the_standard_leaves_free_is_no_difference():
    returned = replace(
        ENTRY,
        id="b",
        hash="abc",
        class_code=Code("c", "s", "another"),
        event_codes=ENTRY.event_codes[::-1],
        authors=(Author("^B"), Author("^A", ("j", "i"))),
        source_patient_info=("PID-5|A^B", "PID-3|3^^^&4&ISO", "PID-3|1^^^&2&ISO"),
        repository_unique_id="9.9",
        reference_ids=("r",),
        status=v.APPROVED,
    )
    assert checks.unlike(ENTRY, returned) == []


@pytest.mark.parametrize(
    "change",
    [
        {"unique_id": None},
        {"hash": "abd"},
        {"class_code": Code("c", "t")},
        {"class_code": None},
        {"event_codes": ENTRY.event_codes[:1]},
        {"event_codes": (*ENTRY.event_codes, Code("z", "s"))},
        {"authors": ENTRY.authors[:1]},
        {"authors": (Author("^A", ("i",)), Author("^B"))},
        {"source_patient_info": ENTRY.source_patient_info[:1]},
        {"comments": "new"},
    ],
)
def test_whatever_is_lost_or_changed_is_told_by_name(change):
    [trouble] = checks.unlike(ENTRY, replace(ENTRY, **change))
    assert trouble.startswith(next(iter(change)))


def test_a_stub_of_an_entry_lacks_what_every_entry_has():
    lacking = checks.lacking(ENTRY)
    assert "class_code" not in lacking
    assert {"patient_id", "type_code", "confidentiality_codes", "size"} <= set(lacking)


def test_octets_are_described_by_size_digest_and_ends():
    assert checks.described(b"\r\n") == "2 octets, SHA-1 ba8ab5a0280b953aa97435ff8946cbcbb2755a27, b'\\r\\n'"
    assert "..." in checks.described(b"x" * 99)
    assert checks.sha1(b"") == v.EMPTY_SHA1


@given(st.binary(max_size=40))
def test_an_entry_describes_its_own_octets_and_no_others(octets):
    entry = DocumentEntry("a", hash=checks.sha1(octets).upper(), size=str(len(octets)))
    assert checks.undescribed(entry, octets) == []
    assert len(checks.undescribed(entry, octets + b"x")) == 2


def test_a_time_is_about_now_within_a_day():
    now = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)
    assert checks.is_about_now("20260102115959", now)
    assert not checks.is_about_now("20260104120000", now)
    for junk in ("", "20260102", "later"):
        assert not checks.is_about_now(junk, now)


def test_identifiers_are_repeated_or_told():
    assert checks.misnamed(DocumentRequest("1", "2"), DOCUMENT) == []
    assert checks.misnamed(DocumentRequest("1", "2"), replace(DOCUMENT, home="urn:oid:1")) != []
    assert checks.misnamed(DocumentRequest("1", "3"), DOCUMENT) != []


def test_an_instance_is_a_file_of_its_name_in_a_listed_syntax():
    (_, _, sop), octets = next(iter(sample_study.images().items()))
    assert checks.no_instance(octets, sop) == []
    assert checks.no_instance(octets, "1.2") == [f"the file is of the instance {sop}"]
    assert "DICM" in checks.no_instance(b"", sop)[0]
    assert checks.unlisted(octets, ["1.2.840.10008.1.2.1"]) == []
    assert checks.unlisted(octets, ["1.2.840.10008.1.2"]) != []
    assert checks.unlisted(b"", []) != []


@pytest.mark.parametrize(
    ("dtm", "made_now", "wrong"),
    [
        ("20260102030405", True, False),
        ("202601020310", True, False),
        ("20260102040405", True, True),
        ("20260102083405", False, True),
        ("20260101220405", True, True),
        ("20260101220405", False, False),
        ("20260101223005", True, False),
        ("20251230030405", True, False),
        ("20260102", True, False),
        ("soon", True, False),
    ],
)
def test_a_local_time_is_told_from_utc(dtm, made_now, wrong):
    now = datetime(2026, 1, 2, 3, 4, 30, tzinfo=UTC)
    assert bool(checks.out_of_zone(dtm, now, made_now=made_now)) is wrong
