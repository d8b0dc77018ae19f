"""A modality or workstation that sends: its request, its messages, its images, and how it takes a difficult archive."""

from __future__ import annotations

from typing import Any

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples, uids
from conformance.dicom.initiator import ASK_WORKLIST, SEND, VERIFY
from conformance.dicom.visiting import Manners
from conformance.dicom.wire import Reject
from conformance.dicom.wire.command import C_ECHO, C_FIND
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.model import Blocked

SENDING: dict[str, Any] = {"actor": "initiator", "transaction": "RAD-8", "requires": ["dicom_out", f"asked.{SEND}"]}
OUT_OF_RESOURCES, COERCED = 0xA700, 0xB000
SMALL = 4096
NO_REASON_GIVEN = 1
TRANSIENT = 2
USER = 1


def images_of(visits):
    """Return the instances that came; raise Blocked when none did, since nothing can be judged then."""
    sent = checks.sent(visits)
    if not sent:
        raise Blocked(f"the candidate was asked to send a study and sent no instance: {visits[-1].ended}")
    return sent


@scenario("dicom.initiator.request", clauses=[*checks.REQUESTED], **SENDING)
def test_the_request_for_an_association_is_formed_as_it_must_be(initiator, check):
    """Whoever wants to send asks first, in a request any archive understands."""
    visits = initiator.asked(SEND)

    checks.judge_visits(check, checks.requested(visits, initiator.place.aet, initiator.place.candidate_aet), visits)


@scenario("dicom.initiator.study", clauses=[*checks.CARRIED, *checks.STORED, clauses.ENDS_IN_ORDER], **SENDING)
def test_a_study_is_sent_whole_and_in_order(initiator, check):
    """Each image comes as what its command says, written as was agreed, and the association is released."""
    visits = initiator.asked(SEND)
    images = images_of(visits)

    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_visits(check, checks.stored(images), visits)
    checks.judge_end(check, visits)


@scenario("dicom.initiator.identified", clauses=[clauses.SENT_IDENTIFIED], **SENDING)
def test_every_image_says_whose_it_is(initiator, check):
    """No image reaches an archive without saying to which patient, study and series it belongs."""
    visits = initiator.asked(SEND)
    images = images_of(visits)

    with check(clauses.SENT_IDENTIFIED, evidence=checks.shown(visits)):
        assert not checks.unidentified(images), checks.words(checks.unidentified(images))


@scenario("dicom.initiator.character-set", clauses=[clauses.SENT_TRUE_CHARACTER_SET], **SENDING)
def test_names_are_in_the_character_set_they_are_labelled_with(initiator, check):
    """A name with an accent arrives as that name: the label says how it is written."""
    visits = initiator.asked(SEND)
    images = images_of(visits)

    with check(clauses.SENT_TRUE_CHARACTER_SET, evidence=checks.shown(visits)):
        assert not checks.mislabelled(images), checks.words(checks.mislabelled(images))


@scenario("dicom.initiator.small-maximum", clauses=[*checks.CARRIED, clauses.SENT_IN_NEGOTIATED_SYNTAX], **SENDING)
def test_a_small_maximum_length_is_kept_to(initiator, check):
    """An archive that takes little at a time is sent little at a time."""
    visits = initiator.asked(SEND, Manners(maximum_length=SMALL))
    images = images_of(visits)

    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_visits(check, checks.stored(images), visits, (clauses.SENT_IN_NEGOTIATED_SYNTAX,))


@scenario(
    "dicom.initiator.default-syntax",
    clauses=[clauses.REQUEST_DEFAULT_SYNTAX, clauses.SENT_ON_ACCEPTED_CONTEXT, clauses.SENT_IN_NEGOTIATED_SYNTAX],
    **SENDING,
)
def test_an_archive_that_knows_only_the_default_syntax_is_sent_that(initiator, check):
    """Whatever it prefers, a sender can write implicit VR little endian when nothing else is taken."""
    visits = initiator.asked(SEND, Manners(syntaxes=frozenset({IMPLICIT_LITTLE})))
    images = checks.sent(visits)
    if not images and not any(IMPLICIT_LITTLE in one.transfer_syntaxes for one in offers(visits)):
        raise Blocked("the candidate offered no implicit VR little endian, which dicom.initiator.request judges")

    with check(clauses.REQUEST_DEFAULT_SYNTAX, expected="the images, in implicit VR", evidence=checks.shown(visits)):
        assert images, f"it was offered and accepted, yet nothing was sent: {visits[-1].ended}"
    checks.judge_visits(check, checks.carried(visits), visits, (clauses.SENT_ON_ACCEPTED_CONTEXT,))
    checks.judge_visits(check, checks.stored(images), visits, (clauses.SENT_IN_NEGOTIATED_SYNTAX,))


def offers(visits):
    """Return the presentation contexts for storage that were proposed."""
    contexts = (context for visit in visits if visit.request for context in visit.request.contexts)
    return [one for one in contexts if (one.abstract_syntax or "").startswith(uids.STORAGE_ROOT)]


@scenario("dicom.initiator.all-refused", clauses=[clauses.REFUSAL_RESPECTED, clauses.ENDS_IN_ORDER], **SENDING)
def test_nothing_is_sent_where_nothing_was_accepted(initiator, check):
    """An archive that takes no images is sent none."""
    visits = initiator.asked(SEND, Manners(takes=False))
    if not offers(visits):
        raise Blocked(f"the candidate was asked to send a study and proposed no storage: {visits[-1].ended}")

    with check(clauses.REFUSAL_RESPECTED, expected="no request", evidence=checks.shown(visits)):
        assert not checks.sent(visits), f"{len(checks.sent(visits))} instances came all the same"
    checks.judge_end(check, visits)


@scenario("dicom.initiator.out-of-resources", clauses=[clauses.ENDS_IN_ORDER], **SENDING)
def test_a_full_archive_is_left_in_order(initiator, check):
    """Told that there is no room, the sender ends the association in good order."""
    visits = initiator.asked(SEND, Manners(status=OUT_OF_RESOURCES))
    images_of(visits)

    checks.judge_end(check, visits)


@scenario("dicom.initiator.warned", clauses=[clauses.ENDS_IN_ORDER, *checks.STORED], **SENDING)
def test_a_warning_does_not_upset_the_sender(initiator, check):
    """Told that elements were coerced, the sender goes on as it would."""
    visits = initiator.asked(SEND, Manners(status=COERCED))
    images = images_of(visits)

    checks.judge_visits(check, checks.stored(images), visits)
    checks.judge_end(check, visits)


@scenario("dicom.initiator.one-at-a-time", clauses=[clauses.ONE_AT_A_TIME], **SENDING)
def test_the_next_image_waits_for_the_answer_to_the_one_before(initiator, story, check):
    """An archive that needs a moment is not sent the next image before it has answered."""
    visits = initiator.asked(SEND, Manners(pause=story.limits.quiet_s))
    early = [one.early for one in visits if one.early]
    if len(images_of(visits)) == 1 and not early:
        raise Blocked("the candidate was asked to send two images and sent one, after which none can come early")

    with check(clauses.ONE_AT_A_TIME, expected="nothing before our response", evidence=checks.shown(visits)):
        assert not early, checks.words(early)


@scenario("dicom.initiator.rejected", clauses=[clauses.REJECTION_RESPECTED, clauses.COMES_AGAIN], **SENDING)
def test_a_rejected_sender_goes_and_comes_again(initiator, check):
    """Turned away for the moment, the sender leaves; asked again, it comes again and sends."""
    rejected = initiator.asked(SEND, Manners(reject=Reject(TRANSIENT, USER, NO_REASON_GIVEN)))
    if not any(one.request for one in rejected):
        raise Blocked(f"the candidate asked for no association that could be rejected: {rejected[-1].ended}")
    again = initiator.asked(SEND)

    with check(clauses.REJECTION_RESPECTED, expected="the connection closed", evidence=checks.shown(rejected)):
        assert not [one.afterwards for one in rejected if one.afterwards], checks.words(
            f"{one.afterwards} came after the rejection" for one in rejected if one.afterwards
        )
    judge_again(check, again)


@scenario("dicom.initiator.aborted", clauses=[clauses.COMES_AGAIN], **SENDING)
def test_an_aborted_sender_comes_again(initiator, check):
    """Cut off in the middle of a study, the sender can send it again when asked."""
    images_of(initiator.asked(SEND, Manners(aborts_at=1)))
    again = initiator.asked(SEND)

    judge_again(check, again)


def judge_again(check, again):
    """Judge that the candidate sends once nothing is in its way."""
    with check(clauses.COMES_AGAIN, expected="the study, sent", evidence=checks.shown(again)):
        assert checks.sent(again), f"nothing was sent: {again[-1].ended}"


@scenario(
    "dicom.initiator.verification",
    actor="initiator",
    transaction="C-ECHO",
    clauses=[clauses.VERIFIES, *checks.REQUESTED, *checks.CARRIED, clauses.ENDS_IN_ORDER],
    requires=["dicom_out", f"asked.{VERIFY}"],
)
def test_a_verification_is_asked_for_rightly(initiator, check):
    """Whoever installs a modality presses its verification button first: the archive must understand it."""
    visits = initiator.asked(VERIFY)
    echoes = [one for visit in visits for one in visit.taken if one.kind == C_ECHO]

    with check(clauses.VERIFIES, expected="a C-ECHO request", evidence=checks.shown(visits)):
        assert echoes, checks.words(checks.unasked(visits, C_ECHO)) or f"none came: {visits[-1].ended}"
    checks.judge_visits(check, checks.requested(visits, initiator.place.aet, initiator.place.candidate_aet), visits)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


ASKING: dict[str, Any] = {
    "actor": "initiator",
    "transaction": "RAD-5",
    "requires": ["dicom_out", f"asked.{ASK_WORKLIST}"],
}


def queries_of(visits):
    """Return the worklist queries that came; raise Blocked when none did."""
    sent = checks.queries(visits)
    if not sent:
        raise Blocked(f"the candidate was asked to query the worklist and did not: {visits[-1].ended}")
    return sent


@scenario(
    "dicom.initiator.worklist-query",
    clauses=[clauses.WORKLIST_ASKED, *checks.ASKED, *checks.REQUESTED, *checks.CARRIED, clauses.ENDS_IN_ORDER],
    **ASKING,
)
def test_the_worklist_is_asked_for_rightly(initiator, story, check):
    """A modality that fetches its worklist asks in a way any RIS understands, and leaves in order."""
    visits = initiator.asked(ASK_WORKLIST, Manners(matches=(samples.scheduled(story),)))
    sent = checks.queries(visits)

    with check(clauses.WORKLIST_ASKED, expected="a C-FIND request", evidence=checks.shown(visits)):
        assert sent, checks.words(checks.unasked(visits, C_FIND)) or f"none came: {visits[-1].ended}"
    checks.judge_visits(check, checks.asked(sent), visits)
    checks.judge_visits(check, checks.requested(visits, initiator.place.aet, initiator.place.candidate_aet), visits)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


@scenario("dicom.initiator.worklist-empty", clauses=[clauses.ENDS_IN_ORDER], **ASKING)
def test_an_empty_worklist_is_left_in_order(initiator, check):
    """On a quiet day the worklist is empty: the modality takes that as an answer."""
    visits = initiator.asked(ASK_WORKLIST)
    queries_of(visits)

    checks.judge_end(check, visits)


@scenario("dicom.initiator.worklist-failed", clauses=[clauses.ENDS_IN_ORDER, clauses.WORKLIST_ASKED], **ASKING)
def test_a_failing_worklist_is_asked_again(initiator, check):
    """Told that the RIS is out of resources, the modality leaves in order, and asks again when it is told to."""
    visits = initiator.asked(ASK_WORKLIST, Manners(status=OUT_OF_RESOURCES))
    queries_of(visits)
    again = initiator.asked(ASK_WORKLIST)

    checks.judge_end(check, visits)
    with check(clauses.WORKLIST_ASKED, expected="a C-FIND request", evidence=checks.shown(again)):
        assert checks.queries(again), f"none came: {again[-1].ended}"
