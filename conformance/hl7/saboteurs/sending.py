"""Which sender with a vice must be caught by which clauses, in which stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable


def _sender(  # noqa: PLR0913 - a declaration reads best as one form
    id: str,  # noqa: A002 - the field's own word
    name: str,
    says: str,
    fails: Iterable[Clause],
    scenarios: str,
    also: Iterable[Clause] = (),
) -> Saboteur:
    named, dragged = (tuple(clause.id for clause in some) for some in (fails, also))
    told = tuple(f"hl7.sender.{one}" for one in scenarios.split())
    return Saboteur(
        f"hl7.{id}", says, "mllp-sender", f"conformance.hl7.saboteurs.senders:{name}", named, dragged, "", told
    )


SENDERS = (
    _sender("sends-unframed", "Unframed", "Leaves the start block out", [c.SENT_IN_A_BLOCK], "one-block broken-off"),
    _sender("sends-two-in-a-block", "TwoInABlock", "Sends two in one block", [c.SENT_ONE_IN_A_BLOCK], "one-block"),
    _sender("sends-line-feeds", "LineFeeder", "Ends segments with line feeds", [c.SENT_SEGMENTS_END], "one-block"),
    _sender(
        "sends-undeclared-latin",
        "SpeaksLatin",
        "Sends Latin-1 and declares nothing",
        [c.SENT_CHARSET],
        "beyond-ascii",
        [c.SENT_TEXT],
    ),
    _sender("sends-question-marks", "QuestionMarks", "Loses letters beyond ASCII", [c.SENT_TEXT], "beyond-ascii"),
    _sender("sends-headerless", "Headerless", "Leaves MSH-11 out", [c.SENT_HEADER], "one-block"),
    _sender(
        "sends-same-number",
        "SameNumber",
        "Uses one control id for all",
        [c.SENT_OWN_ID],
        "one-after-another",
        [c.SENT_ONCE],
    ),
    _sender("sends-without-waiting", "NeverWaits", "Never waits for an answer", [c.SENT_WAITS], "waits-for-the-answer"),
    _sender(
        "sends-only-the-first",
        "StopsShort",
        "Forgets all but the first message",
        [c.SENT_GOES_ON],
        "one-after-another",
    ),
    _sender(
        "sends-all-twice",
        "Stammerer",
        "Sends again what was acknowledged",
        [c.SENT_ONCE],
        "one-after-another slow-answer reconnects",
        [c.SENT_GOES_ON],
    ),
    _sender(
        "answers-acknowledgements",
        "Polite",
        "Acknowledges acknowledgements",
        [c.SENT_ACK_UNANSWERED],
        "one-after-another",
        [c.SENT_GOES_ON],
    ),
    _sender(
        "sends-but-once",
        "GivesUp",
        "Never sends again",
        [c.SENT_AGAIN],
        "no-answer closed-before-answer broken-off",
    ),
    _sender(
        "sends-again-renamed",
        "NewNumberEachTime",
        "Renames what it sends again",
        [c.SENT_AGAIN_AS_IT_WAS],
        "no-answer closed-before-answer other-message-acknowledged",
    ),
    _sender(
        "takes-any-answer",
        "TakesAnyAnswer",
        "Takes any acknowledgement for its own",
        [c.SENT_PAIRED],
        "other-message-acknowledged answered-twice answer-nobody-asked-for",
    ),
    _sender(
        "takes-any-block",
        "TakesAnyBlock",
        "Takes any octets for an acknowledgement",
        [c.SENT_AGAIN],
        "unreadable-answer negative-commit",
    ),
    _sender("overtakes", "Overtaker", "Sends later what was not acknowledged at once", [c.SENT_IN_ORDER], "in-order"),
    _sender("never-reconnects", "NeverReconnects", "Does not connect again", [c.SENT_RECONNECTS], "reconnects"),
    _sender(
        "floods",
        "Flooder",
        "Sends a refused message again and again",
        [c.SENT_REFUSED_RARELY],
        "refused",
    ),
    _sender("stops-at-rejections", "StopsAtRejections", "Stops at a rejection", [c.SENT_GOES_ON], "rejected"),
    _sender(
        "takes-pieces",
        "PieceTaker",
        "Takes the first piece of an answer for all",
        [c.SENT_ONCE],
        "answer-octet-by-octet",
    ),
    _sender("loses-some", "LosesSome", "Loses every tenth of many", [c.SENT_PIPELINE], "pipelined"),
    _sender("last-first", "LastFirst", "Sends the newest first", [c.SENT_PIPELINE], "pipelined"),
    _sender("enhanced-unsaid", "NeverSaysEnhanced", "Does not ask for it", [c.SENT_ASKS_ENHANCED], "enhanced-commit"),
    _sender(
        "enhanced-sends-again",
        "WantsMoreThanCommitment",
        "Does not take CA",
        [c.SENT_COMMITTED],
        "enhanced-commit",
    ),
    _sender(
        "sends-visit-first",
        "PutsVisitFirst",
        "Puts PV1 before PID",
        [c.SENT_STRUCTURE],
        "admission order result-final result-preliminary result-corrected cancel change",
    ),
    _sender(
        "one-event-for-all",
        "OneEventForAll",
        "Calls every ADT A03",
        [c.SENT_EVENT],
        "admission update merge",
        [c.SENT_STRUCTURE, c.SENT_MERGE],
    ),
    _sender(
        "written-dates", "WrittenDates", "Writes dates as people do", [c.SENT_VALUES], "admission appointment order"
    ),
    _sender(
        "ihe-forbidden-fields",
        "AsksForCommitment",
        "Fills MSH-15 and MSH-16 in",
        [c.SENT_ADMISSION, c.SENT_UPDATE, c.SENT_MERGE, c.SENT_ORDER, c.SENT_RESULT],
        "admission update merge order result-final",
    ),
    _sender("orders-without-study", "OrdersWithoutStudy", "Leaves ZDS out", [c.SENT_ORDER], "order"),
    _sender("merges-backwards", "MergesBackwards", "Gives up the wrong one", [c.SENT_MERGE_DIRECTION], "merge"),
    _sender("cancels-as-new", "NeverCancels", "Sends cancellations as new", [c.SENT_CANCEL], "cancel change"),
    _sender(
        "new-study-each-time",
        "NewStudyEachTime",
        "Changes the Study Instance UID",
        [c.SENT_SAME_ORDER],
        "cancel change",
    ),
    _sender(
        "always-final",
        "AlwaysFinal",
        "Calls every report final",
        [c.SENT_RESULT_STATUS],
        "result-preliminary result-corrected",
    ),
    _sender(
        "nameless-appointments",
        "NamelessAppointments",
        "Gives appointments no identifier",
        [c.SENT_APPOINTMENT],
        "appointment",
        [c.SENT_STRUCTURE],
    ),
    _sender("never-escapes", "NeverEscapes", "Sends delimiters raw", [c.SENT_ESCAPED], "delimiters-in-text"),
    _sender(
        "wrong-check-digits",
        "WrongCheckDigits",
        "Sends wrong check digits",
        [c.NHS_NUMBER_VALID, c.SNOMED_CODE],
        "uk-nhs-number uk-examination-code",
    ),
    _sender(
        "only-nhs-number",
        "OnlyNhsNumber",
        "Knows patients by the NHS number alone",
        [c.NHS_NUMBER_MARKED, c.NHS_NUMBER_STATUS, c.NHS_NUMBER_NOT_ALONE],
        "uk-nhs-number",
    ),
    _sender(
        "local-codes",
        "LocalCodes",
        "Uses codes of its own",
        [c.ODS_CODE, c.BOTH_CODES],
        "uk-ods-code uk-examination-code",
    ),
    _sender("trusts-anybody", "TrustsAnybody", "Checks no certificate", [c.SENT_TO_NO_STRANGER], "stranger over-tls"),
    _sender("never-secures", "NeverSecures", "Sends in the clear", [c.SENT_OVER_TLS], "over-tls"),
    _sender("long-nicip", "LongNicip", "Writes NICIP with blanks", [c.NICIP_CODE], "uk-examination-code"),
)

_MET = (
    "one-block one-after-another waits-for-the-answer reconnects in-order pipelined closed-before-answer "
    "answer-octet-by-octet refused rejected admission merge order cancel result-corrected appointment beyond-ascii "
    "delimiters-in-text uk-nhs-number uk-examination-code"
)
"""The stories an unusual sender is told; those that wait say nothing more."""

UNUSUAL = (
    _sender("connects-anew", "ConnectsAnew", "Opens a connection for each message", [], _MET),
    _sender("keeps-connections", "KeepsOldConnections", "Never closes a connection", [], _MET),
    _sender("sends-octet-by-octet", "Dribbler", "Sends octet by octet", [], _MET),
    _sender("adds-segments", "AddsSegments", "Adds a segment of HL7 UK", [], _MET),
    _sender("western-european", "WesternEuropean", "Speaks Latin-1 and says so", [], _MET),
    _sender("declares-delimiters", "OtherDelimiters", "Declares other delimiters", [], _MET),
    _sender("tries-thrice", "TriesThrice", "Sends a refused message three times", [], _MET),
    _sender("speaks-newer", "SpeaksNewer", "Speaks version 2.5.1", [], _MET),
)
