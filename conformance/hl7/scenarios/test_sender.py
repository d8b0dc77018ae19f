"""The candidate as sender: its blocks, its control ids, one message after another."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, sent
from conformance.hl7.receiving import someone
from conformance.hl7.sent_judging import of_their_own_ids

SENDS = ["hl7v2.out", "asked.hl7.send.message"]
SENDS_SEVERAL = ["hl7v2.out", "asked.hl7.send.messages"]
SEVERAL = "3"
OUTSTANDING = 32


@scenario(
    "hl7.sender.one-block",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[
        clauses.SENT_IN_A_BLOCK,
        clauses.SENT_ONE_IN_A_BLOCK,
        clauses.SENT_SEGMENTS_END,
        clauses.SENT_CHARSET,
        clauses.SENT_HEADER,
    ],
    requires=SENDS,
)
def test_a_message_is_sent_in_one_block_with_a_whole_header(story, inbox, check):
    """Asked to send one message, the sender sends one block, with one message in it whose header is complete."""
    inbox.ask("message", "Send one message of any kind about this patient", someone(story, "hers"))
    arrival = inbox.first()
    inbox.answer(arrival)

    with check(clauses.SENT_IN_A_BLOCK, evidence=arrival.evidence):
        assert not arrival.frame.problems, arrival.frame.trouble
    with check(clauses.SENT_ONE_IN_A_BLOCK, evidence=arrival.evidence):
        assert not sent.headers(arrival), sent.headers(arrival)
    with check(clauses.SENT_SEGMENTS_END, evidence=arrival.evidence):
        assert not sent.segment_ends(arrival), sent.segment_ends(arrival)
    with check(clauses.SENT_CHARSET, evidence=arrival.evidence):
        assert not checks.outside_charset(arrival), checks.outside_charset(arrival)
    with check(clauses.SENT_HEADER, evidence=arrival.evidence):
        assert not sent.header(arrival), sent.header(arrival)


@scenario(
    "hl7.sender.one-after-another",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_GOES_ON, clauses.SENT_OWN_ID, clauses.SENT_ONCE, clauses.SENT_ACK_UNANSWERED],
    requires=SENDS_SEVERAL,
)
def test_messages_come_one_after_another_each_with_an_id_of_its_own(story, inbox, check):
    """Asked for three messages that are each acknowledged, the sender sends all three, once each, and nothing more."""
    inbox.ask("messages", f"Send {SEVERAL} messages about this patient", someone(story, "hers"), count=SEVERAL)
    arrivals = [inbox.message()]
    inbox.answer(arrivals[0])
    while len(arrivals) < int(SEVERAL) and (more := inbox.later()) is not None:
        arrivals.append(more)
        inbox.answer(more)
    extra = inbox.quiet()
    if extra is not None:
        inbox.settle(extra)

    told = [*arrivals, *([extra] if extra else [])]
    evidence = [one.evidence[0] for one in told]
    with check(clauses.SENT_GOES_ON, evidence=evidence):
        assert len(arrivals) == int(SEVERAL)
    of_their_own_ids(check, told)
    answers = [one.says for one in told if one.field("MSH-9.1") in {"ACK", "MCF"}]
    with check(clauses.SENT_ACK_UNANSWERED, evidence=evidence):
        assert answers == []
    ids = [one.control_id for one in told]
    with check(clauses.SENT_ONCE, evidence=evidence):
        assert len(set(ids)) == len(ids), f"control ids as they came: {ids}"


@scenario(
    "hl7.sender.waits-for-the-answer",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_WAITS],
    requires=SENDS_SEVERAL,
)
def test_the_next_message_waits_for_the_answer_to_the_one_before(story, inbox, check):
    """While a message is not yet answered, the sender does not send the next one."""
    inbox.ask("messages", f"Send {SEVERAL} messages about this patient", someone(story, "hers"), count=SEVERAL)
    first = inbox.message()
    early = inbox.quiet()
    inbox.answer(first)
    inbox.settle(early)

    with check(clauses.SENT_WAITS, evidence=first.evidence):
        assert early is None or early.control_id == first.control_id, f"sent before the answer: {early and early.says}"


@scenario(
    "hl7.sender.reconnects",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_RECONNECTS, clauses.SENT_ONCE],
    requires=SENDS_SEVERAL,
)
def test_after_the_receiver_hung_up_the_next_message_comes_over_a_new_connection(story, inbox, check):
    """When the receiver acknowledges and closes the connection, the next message comes over another one."""
    inbox.ask("messages", f"Send {SEVERAL} messages about this patient", someone(story, "hers"), count=SEVERAL)
    first = inbox.message()
    inbox.answer(first)
    inbox.hang_up(first)
    second = inbox.later()
    inbox.settle(second)

    with check(clauses.SENT_RECONNECTS, evidence=first.evidence):
        assert second is not None, "no second message came"
    if second is None:
        check.sets_aside(clauses.SENT_ONCE, "nothing more came", evidence=first.evidence)
        return
    with check(clauses.SENT_ONCE, evidence=second.evidence):
        assert second.control_id != first.control_id, "sent again though acknowledged"


@scenario(
    "hl7.sender.in-order",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_IN_ORDER],
    requires=["hl7v2.out", "asked.hl7.send.admission", "asked.hl7.send.update"],
)
def test_an_update_does_not_overtake_the_registration_before_it(story, inbox, check):
    """While a registration is not acknowledged, the update of the same patient is not settled before it."""
    hers = someone(story, "hers")
    inbox.ask("admission", "Register this patient", hers)
    first = inbox.message()
    inbox.hang_up(first)
    inbox.ask("update", "Update this patient's details", hers)
    update = inbox.another_than(first)
    inbox.answer(update)
    late = inbox.quiet()
    inbox.settle(late)

    with check(clauses.SENT_IN_ORDER, evidence=update.evidence):
        assert late is None or late.control_id != first.control_id, f"{late and late.says} came after {update.says}"


@scenario(
    "hl7.sender.pipelined",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_PIPELINE, clauses.SENT_OWN_ID],
    requires=["hl7v2.out", "asked.hl7.send.pipelined"],
)
def test_thirty_two_messages_may_be_outstanding_and_none_is_lost(story, inbox, check):
    """Thirty-two messages sent without waiting all arrive, in order; answered in one piece, none returns."""
    hers = someone(story, "hers")
    inbox.ask(
        "pipelined",
        f"Send a registration and {OUTSTANDING - 1} updates without waiting for answers",
        hers,
        count=str(OUTSTANDING),
    )
    arrivals = [inbox.message()]
    while len(arrivals) < OUTSTANDING and (more := inbox.next()) is not None:
        arrivals.append(more)
    inbox.answer_together(arrivals)
    again = inbox.quiet()
    inbox.settle(again)

    evidence = arrivals[-1].evidence
    ids = [one.control_id for one in arrivals]
    with check(clauses.SENT_PIPELINE, where="what came", evidence=evidence):
        assert len(set(ids)) == OUTSTANDING, f"{len(set(ids))} different messages of {OUTSTANDING}"
    begins = [at for at, one in enumerate(arrivals, 1) if one.trigger in {"ADT^A01", "ADT^A04", "ADT^A28"}]
    with check(clauses.SENT_PIPELINE, where="their order", evidence=evidence):
        assert set(begins) <= {1}, f"the registration came as message {begins[-1]} of {len(arrivals)}"
    with check(clauses.SENT_PIPELINE, where="after the answers", evidence=evidence):
        assert again is None, f"sent again though acknowledged: {again and again.says}"
    of_their_own_ids(check, arrivals)


@scenario(
    "hl7.sender.enhanced-commit",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_ASKS_ENHANCED, clauses.SENT_COMMITTED],
    requires=["hl7v2.out", "asked.hl7.send.enhanced"],
)
def test_a_message_that_was_committed_to_is_not_sent_again(story, inbox, check):
    """In enhanced mode the sender says which answers it wants, and takes the accept acknowledgement (CA) for one."""
    inbox.ask("enhanced", "Send one message in enhanced acknowledgement mode", someone(story, "hers"))
    arrival = inbox.first()
    accept, application = arrival.field("MSH-15"), arrival.field("MSH-16")
    committed = accept in {"AL", "SU"}
    if committed:
        inbox.answer(arrival, "CA")
    if application in {"AL", "SU"} or not committed:
        inbox.answer(arrival)
    again = inbox.quiet(story.system.hl7v2.out.resends_within_s if committed else None)
    inbox.settle(again)

    with check(clauses.SENT_ASKS_ENHANCED, evidence=arrival.evidence):
        wanted = {accept, application} - {""}
        assert wanted, "MSH-15 and MSH-16 are empty"
        assert wanted <= {"AL", "NE", "ER", "SU"}, f"MSH-15 is {accept!r}, MSH-16 is {application!r}"
    if not committed:
        why = f"the sender wants no accept acknowledgement: MSH-15 is {accept!r}"
        check.sets_aside(clauses.SENT_COMMITTED, why, evidence=arrival.evidence)
        return
    with check(clauses.SENT_COMMITTED, evidence=arrival.evidence):
        assert again is None or again.control_id != arrival.control_id, "sent again though committed to"
