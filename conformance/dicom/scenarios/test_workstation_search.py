"""A workstation that searches: its keys, its names, and how it takes what an archive may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.hosting import Service
from conformance.dicom.shelf import Shelf
from conformance.dicom.wire import Reject
from conformance.dicom.wire.command import C_FIND
from conformance.dicom.workstation import BREAK_OFF, LIST_SERIES, SEARCH, SEARCH_NAME
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Clause

FAILURES = {"out of resources": 0xA700, "unable to process": 0xC000, "SOP class not supported": 0x0122}
MANY = 300
TRANSIENT, USER, NO_REASON_GIVEN = 2, 1, 1


def searching(
    id: str,  # noqa: A002 - as @scenario
    clauses_: Iterable[Clause],
    deed: str = SEARCH,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a scenario of a workstation that searches."""
    return scenario(
        id,
        actor="workstation",
        transaction="RAD-14",
        clauses=[*clauses_],
        requires=["dicom_out", f"asked.{deed}"],
    )


def judge_searched(check, visits):
    """Judge that a search was asked for, and how; return the searches."""
    sent = checks.searches(visits)
    with check(clauses.LOOKUP_ASKED, expected="a C-FIND request", evidence=checks.shown(visits)):
        assert sent, checks.words(checks.unasked(visits, C_FIND)) or f"none came: {visits[-1].ended}"
        assert not checks.unasked_well(sent), checks.words(checks.unasked_well(sent))
    checks.judge_visits(check, checks.searched(sent), visits)
    return sent


def searches_of(visits):
    """Return the searches that came; raise Blocked when none did."""
    sent = checks.searches(visits)
    if not sent:
        raise Blocked(f"the candidate was asked to search and did not: {visits[-1].ended}")
    return sent


@searching(
    "dicom.workstation.search",
    [clauses.LOOKUP_ASKED, *checks.SEARCHED, *checks.REQUESTED, *checks.CARRIED, clauses.ENDS_IN_ORDER],
)
def test_a_patient_is_searched_for_rightly(workstation, story, check):
    """Whoever looks a patient up asks in a way any archive understands, and leaves in order."""
    hers = samples.study(story, "hers", series=1, images=1)
    visits = workstation.asked(SEARCH, Service(Shelf([hers])), patient=hers.patient_id).visits

    judge_searched(check, visits)
    checks.judge_visits(check, checks.requested(visits, workstation.place.aet, workstation.aet), visits)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


@searching(
    "dicom.workstation.search-series", [clauses.LOOKUP_ASKED, *checks.SEARCHED, clauses.ENDS_IN_ORDER], LIST_SERIES
)
def test_series_are_searched_for_below_their_study(workstation, story, check):
    """Whoever opens a study has its series listed, and theirs alone: the study is named with the search."""
    hers = samples.study(story, "hers", series=2, images=1)
    visits = workstation.asked(LIST_SERIES, Service(Shelf([hers])), patient=hers.patient_id).visits
    levels = {one.data.text("QueryRetrieveLevel") for one in searches_of(visits)}
    if "SERIES" not in levels:
        raise Blocked(f"the candidate was asked to list series and searched at {checks.words(sorted(levels))} alone")

    judge_searched(check, visits)
    checks.judge_end(check, visits)


@searching("dicom.workstation.search-name", [clauses.LOOKUP_CHARACTER_SET, clauses.LOOKUP_IDENTIFIER], SEARCH_NAME)
def test_a_name_is_searched_for_in_the_character_set_it_is_labelled_with(workstation, story, check):
    """A patient with an accent in her name is found by it: the search says how the name is written."""
    hers = samples.study(story, "hers", patient=samples.patient(story, "hers", script="latin"), series=1, images=1)
    visits = workstation.asked(SEARCH_NAME, Service(Shelf([hers])), name=hers.patient_name).visits
    sent = checks.spoken(searches_of(visits))
    if not sent:
        raise Blocked("the candidate was asked to search for a name with accents and searched in ASCII alone")

    wrong = checks.unlabelled(sent, hers.patient_name)
    with check(clauses.LOOKUP_CHARACTER_SET, evidence=checks.shown(visits)):
        assert not wrong, checks.words(wrong)
    checks.judge_visits(check, checks.searched(sent), visits, (clauses.LOOKUP_IDENTIFIER,))


@searching("dicom.workstation.search-large", [clauses.ENDS_IN_ORDER, *checks.CARRIED])
def test_a_large_answer_is_taken_or_broken_off_in_order(workstation, story, check):
    """A patient of many years has hundreds of studies: all of them are taken, or the search is broken off as it may."""
    patient = samples.patient(story, "hers")
    first = samples.study(story, "hers", patient=patient, series=1, images=1)
    many = Shelf([first], copies=MANY)
    visits = workstation.asked(SEARCH, Service(many), patient=patient.id).visits
    searches_of(visits)

    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


@searching("dicom.workstation.search-broken-off", [clauses.LOOKUP_CANCELLED, clauses.ENDS_IN_ORDER], BREAK_OFF)
def test_a_search_is_broken_off_rightly(workstation, story, check):
    """A search that was a mistake is taken back, in a way that the archive can tell which."""
    hers = samples.study(story, "hers", series=1, images=1)
    visits = workstation.asked(BREAK_OFF, Service(Shelf([hers], copies=MANY)), patient=hers.patient_id).visits
    searches_of(visits)
    found, wrong = checks.cancelled(visits)
    if not found:
        raise Blocked("the candidate was asked to break its search off, and sent no C-CANCEL")

    with check(clauses.LOOKUP_CANCELLED, evidence=checks.shown(visits)):
        assert not wrong, checks.words(wrong)
    checks.judge_end(check, visits)


@searching("dicom.workstation.search-failed", [clauses.ENDS_IN_ORDER, clauses.SEARCHES_AGAIN])
def test_a_failed_search_is_left_in_order_and_made_again(workstation, story, check):
    """Told that the archive has no room, can't, or won't, the workstation leaves in order and asks again when told."""
    hers = samples.study(story, "hers", series=1, images=1)
    for status in FAILURES.values():
        visits = workstation.asked(SEARCH, Service(found=status), patient=hers.patient_id).visits
        searches_of(visits)
        checks.judge_end(check, visits)
    again = workstation.asked(SEARCH, Service(Shelf([hers])), patient=hers.patient_id).visits

    judge_again(check, again)


@searching("dicom.workstation.rejected", [clauses.REJECTION_RESPECTED, clauses.SEARCHES_AGAIN])
def test_a_rejected_workstation_goes_and_comes_again(workstation, story, check):
    """Turned away for the moment, the workstation leaves; asked again, it comes again and searches."""
    patient = samples.patient(story, "hers").id
    busy = Service(reject=Reject(TRANSIENT, USER, NO_REASON_GIVEN))
    rejected = workstation.asked(SEARCH, busy, patient=patient).visits
    if not any(one.request for one in rejected):
        raise Blocked(f"the candidate asked for no association that could be rejected: {rejected[-1].ended}")
    again = workstation.asked(SEARCH, Service(), patient=patient).visits

    after = [one.afterwards for one in rejected if one.afterwards]
    with check(clauses.REJECTION_RESPECTED, expected="the connection closed", evidence=checks.shown(rejected)):
        assert not after, checks.words(f"{one} came after the rejection" for one in after)
    judge_again(check, again)


@searching("dicom.workstation.aborted", [clauses.SEARCHES_AGAIN])
def test_an_aborted_workstation_comes_again(workstation, story, check):
    """Cut off in the middle of a search, the workstation can search again when asked."""
    patient = samples.patient(story, "hers").id
    searches_of(workstation.asked(SEARCH, Service(aborts_at=1), patient=patient).visits)
    again = workstation.asked(SEARCH, Service(), patient=patient).visits

    judge_again(check, again)


def judge_again(check, again):
    """Judge that the candidate searches once nothing is in its way."""
    with check(clauses.SEARCHES_AGAIN, expected="a search", evidence=checks.shown(again)):
        assert checks.searches(again), f"none came: {again[-1].ended}"
