"""A workstation that has studies sent to itself or fetches them: what it asks for, and how it takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.hosting import PENDING_WITHOUT_OPTIONAL_KEYS, Service
from conformance.dicom.instances import stored_well
from conformance.dicom.shelf import Shelf
from conformance.dicom.wire import element
from conformance.dicom.wire.command import C_FIND, C_GET, C_MOVE
from conformance.dicom.workstation import FETCH, RETRIEVE
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Clause

OUT_OF_RESOURCES, DESTINATION_UNKNOWN, UNABLE = 0xA700, 0xA801, 0xC000
PRIVATE = (element(0x00990010, "CONFORMANCE", "LO"), element(0x00991001, "not asked for", "LO"))
UNASKED = (*PRIVATE, element("InstitutionName", "NOT ASKED FOR"), element("StudyComments", ""))
TAKES = (*checks.ACCEPTANCE, *checks.RESPONSES)
"""What the candidate's own provider of storage is judged by, as an archive's is."""


def retrieving(
    id: str,  # noqa: A002 - as @scenario
    clauses_: Iterable[Clause],
    deed: str = RETRIEVE,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a scenario of a workstation that retrieves."""
    return scenario(
        id,
        actor="workstation",
        transaction="RAD-16",
        clauses=[*clauses_],
        requires=["dicom_out.workstation" if deed == RETRIEVE else "dicom_out", f"asked.{deed}"],
    )


def hers_and_his(story):
    """Return two studies of the patient who is searched for, and one of somebody else."""
    hers = samples.patient(story, "hers")
    first = samples.study(story, "first", patient=hers, series=2, images=1)
    second = samples.study(story, "second", patient=hers, series=1, images=2)
    return first, second, samples.study(story, "his", series=1, images=1)


def judge_retrieved(check, consulted, deed):
    """Judge that a retrieval was asked for, and how."""
    visits, sent = consulted.visits, checks.retrieves(consulted.visits)
    wanted = C_MOVE if deed == RETRIEVE else C_GET
    if not checks.searches(visits) and not sent:
        raise Blocked(f"the candidate was asked to search and to retrieve, and did neither: {visits[-1].ended}")
    with check(clauses.RETRIEVAL_ASKED, expected="a request to retrieve", evidence=checks.shown(visits)):
        assert [one for one in sent if one.kind == wanted], (
            checks.words(checks.unasked(visits, C_FIND)) or f"none came after the search: {visits[-1].ended}"
        )
    checks.judge_visits(check, checks.retrieved(sent), visits)


def judge_found(check, consulted, studies):
    """Judge that each study that was found was retrieved, and no other."""
    if not checks.searches(consulted.visits):
        raise Blocked(f"the candidate did not search: {consulted.visits[-1].ended}")
    wanted = {one.study_uid for one in studies}
    named = {uid for one in consulted.retrievals for uid in one.studies}
    with check(clauses.RETRIEVAL_AS_FOUND, expected="each study found", evidence=checks.shown(consulted.visits)):
        assert named == wanted, checks.words(
            [f"{uid} was found and not retrieved" for uid in sorted(wanted - named)]
            + [f"{uid} was retrieved and not found" for uid in sorted(named - wanted)]
        )


def judge_taken(check, consulted):
    """Judge how the candidate took what it had asked for; Blocked when no sub-operation could be judged."""
    served = [one for one in consulted.retrievals if one.answers or one.association or one.trouble]
    if not served:
        raise Blocked(f"no retrieval led to a sub-operation: {consulted.visits[-1].ended}")
    troubles = [one.trouble for one in served if one.trouble and one.association is None]
    if troubles:
        raise Blocked(f"the candidate was not reached where it takes instances: {troubles[0]}")
    for one in served:
        if one.association is not None:
            for clause, wrong in checks.acceptance(one.association).items():
                with check(clause, evidence=one.association.evidence):
                    assert not wrong, checks.words(wrong)
        refused = [one.trouble] if one.trouble else []
        refused += [f"{each.asked.sop_instance}: {each.outcome}" for each in one.answers if not stored_well(each)]
        evidence = [mark for each in one.answers for mark in each.evidence] or checks.shown(consulted.visits)
        with check(clauses.TAKES_SUB_OPERATIONS, expected="each answered with success", evidence=evidence):
            assert not refused, checks.words(refused)
            assert one.answers, "no context for what was asked for was accepted"
        for answer in one.answers:
            for clause, wrong in checks.responses(answer).items():
                with check(clause, where=answer.asked.sop_instance, evidence=answer.evidence):
                    assert not wrong, checks.words(wrong)


@retrieving(
    "dicom.workstation.moved",
    [
        clauses.RETRIEVAL_ASKED, *checks.RETRIEVED, clauses.RETRIEVAL_AS_FOUND, clauses.MOVED_TO_ITSELF,
        clauses.TAKES_SUB_OPERATIONS, *TAKES, *checks.CARRIED, clauses.ENDS_IN_ORDER,
    ],
)  # fmt: skip
def test_what_was_found_is_had_sent_and_taken(workstation, story, check):
    """A patient's studies come to the reading room whole: each is asked for, to the right place, and taken there."""
    first, second, his = hers_and_his(story)
    consulted = workstation.asked(RETRIEVE, Service(Shelf([first, second, his])), awaits=2, patient=first.patient_id)
    visits = consulted.visits

    judge_retrieved(check, consulted, RETRIEVE)
    astray = [one.text("MoveDestination") for one in checks.retrieves(visits) if one.kind == C_MOVE]
    astray = [one for one in astray if one != workstation.place.workstation.aet]
    with check(clauses.MOVED_TO_ITSELF, expected=workstation.place.workstation.aet, evidence=checks.shown(visits)):
        assert not astray, checks.words(astray)
    judge_found(check, consulted, [first, second])
    judge_taken(check, consulted)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


def judge_both_had(workstation, story, check, **manner):
    """Have a patient's two studies retrieved from an archive of some manner, and judge that both are had."""
    first, second, _ = hers_and_his(story)
    archive = Service(Shelf([first, second]), **manner)
    consulted = workstation.asked(RETRIEVE, archive, awaits=2, patient=first.patient_id)

    judge_found(check, consulted, [first, second])
    checks.judge_end(check, consulted.visits)


@retrieving("dicom.workstation.moved-without-word", [clauses.RETRIEVAL_AS_FOUND, clauses.ENDS_IN_ORDER])
def test_a_move_that_is_told_of_at_its_end_alone_is_waited_for(workstation, story, check):
    """An archive need not tell how far it is: the workstation waits for the end."""
    judge_both_had(workstation, story, check, tells=False)


@retrieving("dicom.workstation.optional-key", [clauses.RETRIEVAL_AS_FOUND, clauses.ENDS_IN_ORDER])
def test_a_match_without_an_optional_key_is_a_match(workstation, story, check):
    """An archive that can't match by some key says so with each study; the studies are found all the same."""
    judge_both_had(workstation, story, check, pending=PENDING_WITHOUT_OPTIONAL_KEYS)


@retrieving("dicom.workstation.told-more", [clauses.RETRIEVAL_AS_FOUND, clauses.ENDS_IN_ORDER])
def test_what_was_not_asked_for_does_no_harm(workstation, story, check):
    """An archive that tells more of a study than it was asked, private elements too, does not hide the study."""
    judge_both_had(workstation, story, check, beside=UNASKED)


@retrieving("dicom.workstation.nothing-found", [clauses.RETRIEVAL_AS_FOUND, clauses.ENDS_IN_ORDER])
def test_where_nothing_was_found_nothing_is_retrieved(workstation, story, check):
    """A patient without studies is taken as that: nothing is retrieved, of her or of anybody."""
    his = samples.study(story, "his", series=1, images=1)
    patient = samples.patient(story, "hers").id
    consulted = workstation.asked(RETRIEVE, Service(Shelf([his])), awaits=0, patient=patient)

    judge_found(check, consulted, [])
    checks.judge_end(check, consulted.visits)


@retrieving("dicom.workstation.search-refused", [clauses.LOOKUP_FAILURE_TAKEN, clauses.ENDS_IN_ORDER])
def test_where_the_search_failed_nothing_is_retrieved(workstation, story, check):
    """Told that the archive has no room to search, the workstation retrieves nothing, and leaves in order."""
    patient = samples.patient(story, "hers").id
    consulted = workstation.asked(RETRIEVE, Service(found=OUT_OF_RESOURCES), awaits=0, patient=patient)
    if not checks.searches(consulted.visits):
        raise Blocked(f"the candidate did not search: {consulted.visits[-1].ended}")

    sent = [one.message.command.name for one in checks.retrieves(consulted.visits)]
    with check(clauses.LOOKUP_FAILURE_TAKEN, expected="no retrieval", evidence=checks.shown(consulted.visits)):
        assert not sent, checks.words(sent)
    checks.judge_end(check, consulted.visits)


def judge_survived(check, workstation, deed, service, study):
    """Judge that a retrieval which went wrong is left in order, and made again when asked."""
    consulted = workstation.asked(deed, service, patient=study.patient_id)
    if not checks.retrieves(consulted.visits):
        raise Blocked(f"the candidate was asked to retrieve and did not: {consulted.visits[-1].ended}")
    again = workstation.asked(deed, Service(service.shelf), patient=study.patient_id)

    checks.judge_end(check, consulted.visits)
    with check(clauses.SEARCHES_AGAIN, expected="a search", evidence=checks.shown(again.visits)):
        assert checks.searches(again.visits), f"none came: {again.visits[-1].ended}"


@retrieving("dicom.workstation.moved-in-part", [clauses.ENDS_IN_ORDER, clauses.SEARCHES_AGAIN])
def test_a_move_that_failed_in_part_is_left_in_order(workstation, story, check):
    """Told that some images could not be sent, and which, the workstation leaves in order and can ask again."""
    study = samples.study(story, "hers", series=1, images=3)

    judge_survived(check, workstation, RETRIEVE, Service(Shelf([study]), lost=1), study)


@retrieving("dicom.workstation.move-failed", [clauses.ENDS_IN_ORDER, clauses.SEARCHES_AGAIN])
def test_a_move_that_was_refused_is_left_in_order(workstation, story, check):
    """Told that it is not known as a destination, the workstation leaves in order and can ask again."""
    study = samples.study(story, "hers", series=1, images=1)

    judge_survived(check, workstation, RETRIEVE, Service(Shelf([study]), retrieved=DESTINATION_UNKNOWN), study)


@retrieving(
    "dicom.workstation.fetched",
    [
        clauses.RETRIEVAL_ASKED, *checks.RETRIEVED, clauses.RETRIEVAL_AS_FOUND, clauses.GET_PROPOSES_ROLE,
        clauses.TAKES_SUB_OPERATIONS, *checks.RESPONSES, *checks.CARRIED, clauses.ENDS_IN_ORDER,
    ],
    FETCH,
)  # fmt: skip
def test_what_was_found_is_fetched_over_the_same_association(workstation, story, check):
    """A workstation behind a wall fetches studies by C-GET: it says that it takes them on that association."""
    first, second, his = hers_and_his(story)
    consulted = workstation.asked(FETCH, Service(Shelf([first, second, his])), awaits=2, patient=first.patient_id)
    visits = consulted.visits

    judge_retrieved(check, consulted, FETCH)
    without = [
        f"an association with C-GET and no such role for {samples.CT}"
        for one in visits
        if any(each.kind == C_GET for each in one.taken) and not takes(one)
    ]
    if checks.retrieves(visits):
        with check(clauses.GET_PROPOSES_ROLE, evidence=checks.shown(visits)):
            assert not without, checks.words(without)
    judge_found(check, consulted, [first, second])
    if not without:
        judge_taken(check, consulted)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


def takes(visit):
    """Return whether a visitor proposed itself as provider of storage for what we have, with a context for it."""
    request = visit.request
    proposed = {one.abstract_syntax for one in request.contexts}
    return any(one.sop_class == samples.CT and one.scp and one.sop_class in proposed for one in request.user.roles)


@retrieving("dicom.workstation.fetched-in-part", [clauses.ENDS_IN_ORDER, clauses.SEARCHES_AGAIN], FETCH)
def test_a_fetch_that_failed_in_part_is_left_in_order(workstation, story, check):
    """Told that some images could not be sent, and which, the workstation leaves in order and can ask again."""
    study = samples.study(story, "hers", series=1, images=3)

    judge_survived(check, workstation, FETCH, Service(Shelf([study]), lost=1), study)
