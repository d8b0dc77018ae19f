"""Search over the web: how values match, how results are paged, and what is refused (PS3.18 8.3.4)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.model import Blocked, NotApplicable


def studies_on(story, who, *days):
    """Return one study of a patient on each of these days."""
    return [samples.study(story, day, patient=who, series=1, images=1, StudyDate=day) for day in days]


def held(web_archive, *studies):
    """Arrange that the archive has these studies."""
    web_archive.holds(*(one for study in studies for one in study.instances))


@scenario(
    "dicom.web.search.tags",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_TAG_OR_KEYWORD],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_key_is_named_by_tag_or_by_keyword(web_archive, story, check):
    """PatientID and 00100020 are the same key."""
    mine, other = (samples.study(story, name, series=1, images=1) for name in ("mine", "other"))
    held(web_archive, mine, other)

    for name in ("PatientID", "00100020"):
        answer = web_archive.search("/studies", **{name: mine.patient_id})
        with check(clauses.SEARCH_TAG_OR_KEYWORD, where=name, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values("StudyInstanceUID") == [mine.study_uid]


@scenario(
    "dicom.web.search.encoded",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_DECODED],
    requires=["dicom", "dicom.web.qido"],
)
def test_what_is_percent_encoded_is_decoded(web_archive, story, check):
    """A caret, a space and letters beyond ASCII can only be sent percent-encoded, and are matched as what they are."""
    who = samples.patient(story, "who", script="latin")
    mine = samples.study(story, "mine", patient=who, series=1, images=1, StudyID="ZZ 1")
    other = samples.study(story, "other", patient=who, series=1, images=1, StudyID="ZZ 2")
    held(web_archive, mine, other)
    both = sorted([mine.study_uid, other.study_uid])
    asked = {
        "ReferringPhysicianName": ("ZZREFERRER^HARNESS", both),
        "StudyID": ("ZZ 1", [mine.study_uid]),
        "PatientName": (who.name, both),
    }

    for name, (value, wanted) in asked.items():
        answer = web_archive.search("/studies", **{"PatientID": who.id, name: value})
        with check(clauses.SEARCH_DECODED, where=name, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values("StudyInstanceUID") == wanted


@scenario(
    "dicom.web.search.uid-list",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_UID_LIST],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_list_of_uids_finds_each_of_them(web_archive, story, check):
    """Two Study Instance UIDs with a comma between find these two studies and not the third."""
    studies = [samples.study(story, name, series=1, images=1) for name in ("a", "b", "c")]
    held(web_archive, *studies)
    wanted = [one.study_uid for one in studies[:2]]

    answer = web_archive.search("/studies", StudyInstanceUID=",".join(wanted))

    with check(clauses.SEARCH_UID_LIST, expected="the first two"):
        assert answer.ok, answer.outcome
        assert answer.values("StudyInstanceUID") == sorted(wanted)


@scenario(
    "dicom.web.search.wildcards",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_WILDCARDS],
    requires=["dicom", "dicom.web.qido"],
)
def test_wild_cards_stand_for_characters(web_archive, story, check):
    """In an accession number and a name an asterisk stands for any characters, and a question mark for one."""
    who = samples.patient(story, "who")
    token = story.token("wild", 6)
    numbers = [f"ZZ{token}{end}" for end in ("A1", "A2", "A21")]
    studies = [samples.study(story, one, patient=who, series=1, images=1, AccessionNumber=one) for one in numbers]
    held(web_archive, *studies)
    asked = {
        f"ZZ{token}A?": {"A1", "A2"},
        f"ZZ{token}A2*": {"A2", "A21"},
        f"ZZ{token}?2": {"A2"},
        f"ZZ{token}*1": {"A1", "A21"},
    }

    for value, ends in asked.items():
        answer = web_archive.search("/studies", PatientID=who.id, AccessionNumber=value)
        with check(clauses.SEARCH_WILDCARDS, where=value, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values("AccessionNumber") == sorted(f"ZZ{token}{end}" for end in ends)
    family = who.name.partition("^")[0]
    answer = web_archive.search("/studies", PatientID=who.id, PatientName=f"{family[:-2]}*")
    with check(clauses.SEARCH_WILDCARDS, where="PatientName", evidence=answer.evidence):
        assert len(answer.objects) == len(studies), answer.outcome


@scenario(
    "dicom.web.search.uid-not-wild",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_UID_NOT_WILD],
    requires=["dicom", "dicom.web.qido"],
)
def test_nothing_is_wild_in_a_uid(web_archive, story, check):
    """A UID with an asterisk finds no study, and is at most refused."""
    study = samples.study(story, "a", series=1, images=1)
    held(web_archive, study)
    if web_archive.search("/studies", StudyInstanceUID=study.study_uid).values("StudyInstanceUID") != [study.study_uid]:
        raise Blocked("a search by Study Instance UID, as a control, did not find the study")

    answer = web_archive.search("/studies", PatientID=study.patient_id, StudyInstanceUID=f"{study.study_uid[:-4]}*")

    with check(clauses.SEARCH_UID_NOT_WILD, expected="no match, or a refusal"):
        assert answer.refused or answer.found_nothing, answer.found


@scenario(
    "dicom.web.search.date-range",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_RANGES],
    requires=["dicom", "dicom.web.qido"],
)
def test_ranges_of_dates_match_with_their_ends(web_archive, story, check):
    """From, to, and from-to: each finds the studies of those days, the first and the last included."""
    who = samples.patient(story, "who")
    days = ("20240110", "20240215", "20240320")
    held(web_archive, *studies_on(story, who, *days))
    asked = {
        "20240110-20240215": days[:2],
        "20240215-": days[1:],
        "-20240215": days[:2],
        "20240111-20240319": days[1:2],
    }

    for value, wanted in asked.items():
        answer = web_archive.search("/studies", PatientID=who.id, StudyDate=value)
        with check(clauses.SEARCH_RANGES, where=value, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values("StudyDate") == sorted(wanted)


@scenario(
    "dicom.web.search.sequence",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_SEQUENCES],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_key_inside_a_sequence_is_matched(web_archive, story, check):
    """Series are found by the Scheduled Procedure Step ID in their Request Attributes Sequence."""
    mine = samples.study(story, "mine", series=1, images=1, variants=[samples.nested])
    other = samples.study(story, "other", patient=mine.patient, series=1, images=1)
    held(web_archive, mine, other)
    path = "RequestAttributesSequence.ScheduledProcedureStepID"

    answer = web_archive.search("/series", PatientID=mine.patient_id, **{path: "SPS1"})

    with check(clauses.SEARCH_SEQUENCES, expected="the series that was requested"):
        assert answer.ok, answer.outcome
        assert answer.values("SeriesInstanceUID") == [mine.series[0].series_uid]


@scenario(
    "dicom.web.search.pages",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_PAGES, clauses.SEARCH_REMAINING],
    requires=["dicom", "dicom.web.qido"],
)
def test_pages_are_cut_out_of_one_list(web_archive, story, check):
    """Pages of two out of five studies follow each other without gap or repetition, and say when more is to come."""
    who = samples.patient(story, "who")
    held(web_archive, *studies_on(story, who, *(f"2024010{number}" for number in range(1, 6))))
    whole = web_archive.search("/studies", PatientID=who.id)
    if len(whole.objects) != 5:
        raise Blocked(f"a search for five studies, as a control, found {len(whole.objects)}: {whole.outcome}")

    pages = [
        web_archive.search("/studies", ("limit", "2"), ("offset", str(offset)), PatientID=who.id)
        for offset in (0, 2, 4, 5)
    ]

    uids = [one.text("StudyInstanceUID") for one in whole.objects]
    for page, start in zip(pages, (0, 2, 4, 5), strict=True):
        with check(clauses.SEARCH_PAGES, where=f"offset {start}", evidence=page.evidence):
            assert page.ok or page.empty, page.outcome
            assert not page.json_problem, page.json_problem
            assert [one.text("StudyInstanceUID") for one in page.objects] == uids[start : start + 2]
    with check(clauses.SEARCH_REMAINING, expected="Warning: 299", evidence=pages[0].evidence):
        assert "299" in pages[0].warning, pages[0].warning or "no Warning header field"


@scenario(
    "dicom.web.search.fuzzy",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_FUZZY],
    requires=["dicom", "dicom.web.qido"],
)
def test_fuzzy_matching_that_is_not_supported_is_said_so(web_archive, story, check):
    """Asked for fuzzy matching it does not have, the archive matches literally and warns of it."""
    if web_archive.web.claims.fuzzy_matching is not False:
        raise NotApplicable("the profile does not say that fuzzy matching is missing (dicom.web.claims)")
    study = samples.study(story, "a", series=1, images=1)
    held(web_archive, study)

    answer = web_archive.search("/studies", ("fuzzymatching", "true"), PatientID=study.patient_id)

    with check(clauses.SEARCH_FUZZY, expected="the study, and Warning: 299"):
        assert answer.values("StudyInstanceUID") == [study.study_uid], answer.outcome
        assert "299" in answer.warning, answer.warning or "no Warning header field"


@scenario(
    "dicom.web.search.malformed",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_MALFORMED, clauses.SEARCH_NO_DATE, clauses.WEB_ALIVE],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_malformed_search_is_refused(web_archive, story, check):
    """A limit that is no number is refused with 400, a date that is none finds nothing; then all is as before."""
    study = samples.study(story, "a", series=1, images=1)
    held(web_archive, study)
    control = web_archive.search("/studies", PatientID=study.patient_id)
    if control.values("StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"a sound search, as a control, was answered with {control.found}")

    limited = web_archive.search("/studies", ("limit", "many"), PatientID=study.patient_id)
    dated = web_archive.search("/studies", PatientID=study.patient_id, StudyDate="yesterday")
    again = web_archive.search("/studies", PatientID=study.patient_id)

    with check(clauses.SEARCH_MALFORMED, where="limit=many", expected="400", evidence=limited.evidence):
        assert limited.status == 400, limited.outcome
    with check(clauses.SEARCH_NO_DATE, where="StudyDate=yesterday", evidence=dated.evidence):
        assert dated.status == 400 or dated.found_nothing, dated.found
    with check(clauses.WEB_ALIVE, expected="200, as before", evidence=again.evidence):
        assert again.ok, again.outcome
