"""Receivers with one vice each, the clauses that must catch them, and the oddities that must be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.sending import SENDERS, UNUSUAL
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = "conformance.hl7.saboteurs"


def _saboteur(  # noqa: PLR0913 - a declaration reads best as one form
    id: str,  # noqa: A002 - the field's own word
    where: str,
    says: str,
    fails: Iterable[Clause] = (),
    also: Iterable[Clause] = (),
    source: str = "",
    scenarios: Iterable[str] = (),
) -> Saboteur:
    named, dragged = (tuple(clause.id for clause in some) for some in (fails, also))
    make = f"{_PACKAGE}.{where}"
    return Saboteur(id, says, "mllp-receiver", make, named, dragged, source, tuple(scenarios))


_BY_NAME = (
    c.NAMES_THE_MESSAGE,
    c.ENDS_AT_END_BLOCK,
    c.EVERY_BLOCK_ANSWERED,
    c.PIPELINE_ANSWERED,
    c.UNFINISHED_DROPPED,
    c.ANSWERED,
    c.RESYNCHRONISES,
    c.NOT_HL7_NOT_ACCEPTED,
    c.ANSWERED_AGAIN,
    c.SAME_ANSWER_AGAIN,
    c.LARGE_ACCEPTED,
)
"""The clauses that are judged by which message an answer names."""

_WHOLE = (c.WHOLE_STRUCTURE, c.WHOLE_VALUES)
"""The clauses about an answer as a whole message, which repeat what is wrong with a part of it."""

_ROW = (c.EVERY_BLOCK_ANSWERED, c.PIPELINE_ANSWERED)
"""The clauses about several messages on one connection."""

FRAMING = (
    _saboteur(
        "ML06",
        "framing:Unframed",
        "Acknowledges without start and end block",
        [c.BLOCK_AROUND_ACK],
        [*_BY_NAME],
        "nextgenhealthcare/connect#1153",
    ),
    _saboteur(
        "ML07",
        "framing:Unended",
        "Leaves the last segment without its carriage return",
        [c.LAST_SEGMENT_ENDED],
        [c.WHOLE_STRUCTURE],
        source="nextgenhealthcare/connect#504",
    ),
    _saboteur("ML08", "framing:LineFeeder", "Ends segments with CR LF", [c.SEGMENTS_END_WITH_CR], [c.WHOLE_STRUCTURE]),
    _saboteur(
        "ML16",
        "framing:PieceTaker",
        "Takes what TCP delivers at once for a whole message",
        [c.ENDS_AT_END_BLOCK],
        [*_BY_NAME, c.ANSWERED_ONCE],
        "HAPI changelog #206",
    ),
    _saboteur(
        "ML17",
        "framing:OneAtATime",
        "Drops the second of two blocks in one piece",
        [c.EVERY_BLOCK_ANSWERED],
        [*_ROW, c.ENDS_AT_END_BLOCK],
    ),
    _saboteur(
        "ML20",
        "framing:Closer",
        "Closes the connection after each answer, whatever had come",
        [c.EVERY_BLOCK_ANSWERED],
        [*_ROW, c.ENDS_AT_END_BLOCK],
        "hl7apy's own server",
    ),
    _saboteur(
        "hl7.every-seventh-lost",
        "framing:Forgetful",
        "Is silent on every seventh message",
        [c.PIPELINE_ANSWERED, c.ANSWERED],
        [c.NAMES_THE_MESSAGE],
    ),
    _saboteur(
        "hl7.common-buffer",
        "framing:Hoarder",
        "Begins a message with what another connection left unfinished",
        [c.UNFINISHED_DROPPED],
        [c.RESYNCHRONISES],
    ),
    _saboteur(
        "hl7.first-start-block",
        "framing:Glutton",
        "Takes a message begun anew for part of the torn one",
        [c.RESYNCHRONISES],
    ),
    _saboteur(
        "hl7.gives-up-on-resets",
        "framing:GivesUp",
        "Stops listening when two connections in a row broke off",
        [c.ANSWERED],
    ),
    _saboteur(
        "hl7.answers-twice",
        "framing:Echoer",
        "Sends every acknowledgement twice",
        [c.ANSWERED_ONCE],
        [*_ROW, c.ENDS_AT_END_BLOCK, c.LARGE_ACCEPTED, c.OWN_CONTROL_ID],
    ),
    _saboteur(
        "OR10",
        "framing:ShortBuffer",
        "Drops messages beyond 64 KiB without a word",
        [c.LARGE_ACCEPTED],
    ),
    _saboteur(
        "hl7.silent-on-replay", "framing:SilentOnReplay", "Says nothing to a message sent again", [c.ANSWERED_AGAIN]
    ),
    _saboteur("hl7.refuses-replay", "framing:RefusesReplay", "Refuses a message sent again", [c.SAME_ANSWER_AGAIN]),
)

_ACCEPTING = (
    c.ACCEPTED,
    c.REGISTERED,
    c.UPDATED,
    c.MERGED,
    c.SCHEDULED,
    c.CANCELLED,
    c.REPORTED,
    c.LARGE_ACCEPTED,
    c.OTHER_DELIMITERS_ACCEPTED,
    c.CHARSET_ACCEPTED,
    c.EXTRA_IGNORED,
    c.ESCAPES_ACCEPTED,
    c.MOVED,
    c.TAKEN_BACK,
    c.PREADMITTED,
    c.IDENTITY_TOLD,
    c.RENUMBERED,
    c.LINKED,
    c.SEVERAL_KEPT,
    c.NULL_ACCEPTED,
    c.TIMES_ACCEPTED,
    c.LONG_ACCEPTED,
    c.ORDER_CHANGED,
    c.ORDER_STOPPED,
    c.BOOKED,
    c.CHARGED,
)
"""The clauses that ask for AA."""

ACKNOWLEDGING = (
    _saboteur(
        "hl7.wrong-msa",
        "acknowledging:OwnNumberInMsa",
        "Fills MSA-2 with a number of its own",
        [c.NAMES_THE_MESSAGE],
        [*_BY_NAME],
    ),
    _saboteur(
        "hl7.short-msa",
        "acknowledging:Shortener",
        "Cuts MSA-2 to fifteen characters",
        [c.NAMES_THE_MESSAGE],
        [*_BY_NAME],
    ),
    _saboteur(
        "ML09",
        "acknowledging:TalksToItself",
        "Does not swap MSH-3 to MSH-6",
        [c.ADDRESSED_BACK, c.COMES_FROM_RECEIVER],
        source="nextgenhealthcare/connect#276",
    ),
    _saboteur(
        "ML10",
        "acknowledging:Committer",
        "Answers CA in original mode",
        [c.ORIGINAL_MODE],
        [*_ACCEPTING],
        "nextgenhealthcare/connect#241, #262",
    ),
    _saboteur(
        "ML12",
        "acknowledging:BareType",
        "Leaves event and structure out of MSH-9",
        [c.NAMES_THE_EVENT],
        source="HAPI changelog 3571839",
    ),
    _saboteur("hl7.echoes-type", "acknowledging:EchoesType", "Copies MSH-9 of the message", [c.TYPE_IS_ACK], [*_WHOLE]),
    _saboteur("hl7.same-control-id", "acknowledging:SameNumber", "Uses one control id for all", [c.OWN_CONTROL_ID]),
    _saboteur(
        "hl7.timeless", "acknowledging:Timeless", "Leaves MSH-7 and MSH-11 empty", [c.REQUIRED_HEADER], [*_WHOLE]
    ),
    _saboteur("hl7.own-version", "acknowledging:OwnVersion", "Answers in another version", [c.SAME_VERSION]),
    _saboteur(
        "hl7.two-headers", "acknowledging:TwoHeaders", "Begins with two headers", [c.BEGINS_WITH_HEADER], [*_WHOLE]
    ),
    _saboteur(
        "hl7.speaks-latin", "acknowledging:SpeaksLatin", "Sends undeclared Latin-1", [c.IN_DECLARED_CHARSET], [*_WHOLE]
    ),
    _saboteur(
        "hl7.own-delimiters",
        "acknowledging:OwnDelimiters",
        "Always answers in the recommended delimiters",
        [c.IN_RECEIVED_DELIMITERS],
    ),
    _saboteur(
        "hl7.acknowledges-acknowledgements",
        "acknowledging:Polite",
        "Acknowledges acknowledgements",
        [c.ACK_NOT_ACKNOWLEDGED],
    ),
)

REFUSING = (
    _saboteur(
        "ML04",
        "refusing:TakesAnyEvent",
        "Answers an unknown event with AA",
        [c.UNKNOWN_EVENT_NOT_ACCEPTED, c.UNKNOWN_EVENT_REJECTED],
    ),
    _saboteur(
        "hl7.takes-any-type", "refusing:TakesAnyType", "Answers an unknown type with AA", [c.UNKNOWN_TYPE_REJECTED]
    ),
    _saboteur(
        "hl7.type-is-content",
        "refusing:TypeIsContent",
        "Answers an unknown type or event with AE",
        [c.UNKNOWN_TYPE_REJECTED, c.UNKNOWN_EVENT_REJECTED],
    ),
    _saboteur(
        "ML05",
        "refusing:SilentOnFaults",
        "Says nothing when something is wrong",
        [c.ANSWERED],
        [c.UNKNOWN_TYPE_REJECTED, c.UNKNOWN_EVENT_REJECTED, c.VERSION_REJECTED, c.CONTENT_ANSWERED_AE],
        "nextgenhealthcare/connect#1275",
    ),
    _saboteur("hl7.busy", "refusing:Busy", "Rejects everything as busy", [c.ACCEPTED], [*_ACCEPTING]),
    _saboteur("hl7.takes-any-version", "refusing:TakesAnyVersion", "Never looks at the version", [c.VERSION_REJECTED]),
    _saboteur(
        "hl7.takes-nameless", "refusing:TakesNameless", "Accepts a message without MSH-10", [c.NAMELESS_NOT_ACCEPTED]
    ),
    _saboteur("hl7.takes-anything", "refusing:TakesAnything", "Answers AA to what is no HL7", [c.NOT_HL7_NOT_ACCEPTED]),
    _saboteur(
        "hl7.needs-no-patient",
        "refusing:NeedsNoPatient",
        "Accepts a message without patient",
        [c.CONTENT_NOT_ACCEPTED],
        [c.CONTENT_ANSWERED_AE, c.ERROR_TOLD, c.MERGE_NEEDS_PRIOR],
    ),
    _saboteur("hl7.needs-no-prior", "refusing:NeedsNoPrior", "Accepts a merge without prior", [c.MERGE_NEEDS_PRIOR]),
    _saboteur(
        "hl7.rejects-content", "refusing:RejectsContent", "Answers content errors with AR", [c.CONTENT_ANSWERED_AE]
    ),
    _saboteur(
        "ML21",
        "refusing:KeepsReasonsToItself",
        "Leaves the ERR segment out",
        [c.ERROR_TOLD],
        source="dcm4chee-arc-light#3622; oehf/ipf#90",
    ),
    _saboteur("hl7.err-elsewhere", "refusing:PointsElsewhere", "Names another place in ERR-2", [c.ERROR_PLACED]),
    _saboteur("hl7.old-err", "refusing:OldErrors", "Writes ERR-1 alone in every version", [c.ERROR_SHAPED], [*_WHOLE]),
    _saboteur(
        "hl7.deaf-to-admission", "refusing:DeafToAdmissions", "Does not know ADT^A01", [c.REGISTERED], [c.PREADMITTED]
    ),
    _saboteur("hl7.deaf-to-update", "refusing:DeafToUpdates", "Does not know ADT^A08", [c.UPDATED]),
    _saboteur("hl7.deaf-to-merge", "refusing:DeafToMerges", "Does not know ADT^A40", [c.MERGED]),
    _saboteur("hl7.deaf-to-omi", "refusing:DeafToImagingOrders", "Does not know OMI^O23", [c.SCHEDULED]),
    _saboteur("hl7.never-cancels", "refusing:NeverCancels", "Refuses cancellations", [c.CANCELLED], [c.ORDER_STOPPED]),
    _saboteur("hl7.never-corrects", "refusing:NeverCorrects", "Refuses corrected reports", [c.REPORTED]),
    _saboteur("hl7.purist", "refusing:Purist", "Refuses Z segments", [c.EXTRA_IGNORED], [c.SCHEDULED, c.CANCELLED]),
    _saboteur(
        "ML19",
        "refusing:OneSetOfDelimiters",
        "Rejects other delimiters",
        [c.OTHER_DELIMITERS_ACCEPTED],
        [c.NAMES_THE_MESSAGE, c.IN_RECEIVED_DELIMITERS],
        "HL7-dotnetcore#112; hl7apy#32",
    ),
    _saboteur("hl7.ascii-only", "refusing:AsciiOnly", "Refuses all but ASCII", [c.CHARSET_ACCEPTED]),
    _saboteur("hl7.guesses-charset", "refusing:Guesser", "Never checks the character set", [c.UNDECLARED_REFUSED]),
    _saboteur("hl7.no-escapes", "refusing:NoEscapes", "Refuses escape sequences", [c.ESCAPES_ACCEPTED]),
)

ENHANCED = (
    _saboteur(
        "ML11",
        "enhanced:AlwaysCommits",
        "Sends an accept acknowledgement though MSH-15 is NE",
        [c.NOT_COMMITTED, c.SILENT, c.ERRORS_ONLY, c.SUCCESS_ONLY],
        [c.APPLIED],
        source="nextgenhealthcare/connect#262",
    ),
    _saboteur(
        "hl7.enhanced-always-applies",
        "enhanced:AlwaysApplies",
        "Sends an application acknowledgement though MSH-16 is NE",
        [c.COMMIT_ONLY, c.SILENT],
        [c.ERRORS_ONLY, c.SUCCESS_ONLY],
    ),
    _saboteur(
        "hl7.enhanced-never-commits",
        "enhanced:NeverCommits",
        "Sends no accept acknowledgement",
        [c.COMMITTED],
        [c.COMMIT_FIRST, c.SUCCESS_ONLY, c.COMMIT_REJECTED, c.ERRORS_ONLY],
    ),
    _saboteur(
        "hl7.enhanced-never-applies",
        "enhanced:NeverApplies",
        "Sends no application acknowledgement",
        [c.APPLIED, c.CONTENT_REFUSED],
        [c.COMMIT_FIRST],
    ),
    _saboteur("hl7.enhanced-reversed", "enhanced:AppliesFirst", "Sends AA before CA", [c.COMMIT_FIRST]),
    _saboteur("hl7.enhanced-er-is-ne", "enhanced:SilentOnErrors", "Takes ER for NE", [c.ERRORS_ONLY]),
    _saboteur("hl7.enhanced-su-is-ne", "enhanced:SilentOnSuccess", "Takes SU for NE", [c.SUCCESS_ONLY]),
    _saboteur(
        "hl7.enhanced-commits-anything",
        "enhanced:CommitsAnything",
        "Answers CA before it looks at the header",
        [c.COMMIT_REJECTED],
        [c.SUCCESS_ONLY],
    ),
    _saboteur("hl7.enhanced-swallows", "enhanced:SwallowsErrors", "Answers AA to errors", [c.CONTENT_REFUSED]),
    _saboteur(
        "hl7.patient-in-ack",
        "enhanced:RepeatsPatient",
        "Adds a PID to its acknowledgements",
        [c.WHOLE_STRUCTURE],
        scenarios=["hl7.ack.whole-message"],
    ),
    _saboteur(
        "hl7.odd-values",
        "enhanced:OddValues",
        "Puts a processing id of its own into MSH-11",
        [c.WHOLE_VALUES],
        scenarios=["hl7.ack.whole-message"],
    ),
)

EVENTFUL = (
    _saboteur("hl7.deaf-to-transfers", "eventful:DeafToTransfers", "Does not know ADT^A02", [c.MOVED]),
    _saboteur("hl7.deaf-to-cancellations", "eventful:DeafToCancellations", "Does not know ADT^A13", [c.TAKEN_BACK]),
    _saboteur("hl7.refuses-cancellations", "eventful:RefusesCancellations", "Refuses ADT^A11", [c.TAKEN_BACK]),
    _saboteur("hl7.deaf-to-pre-admissions", "eventful:DeafToPreAdmissions", "Does not know ADT^A05", [c.PREADMITTED]),
    _saboteur("hl7.deaf-to-persons", "eventful:DeafToPersons", "Does not know ADT^A28", [c.IDENTITY_TOLD]),
    _saboteur("hl7.needs-visit", "eventful:NeedsVisit", "Refuses persons without a visit", [c.IDENTITY_TOLD]),
    _saboteur("hl7.deaf-to-numbers", "eventful:DeafToNumbers", "Does not know ADT^A47", [c.RENUMBERED]),
    _saboteur("hl7.deaf-to-unlinking", "eventful:DeafToUnlinking", "Does not know ADT^A37", [c.LINKED]),
    _saboteur("hl7.keeps-links", "eventful:KeepsLinks", "Never unlinks", [c.LINK_FOLLOWED]),
    _saboteur("hl7.ignores-links", "eventful:EveryPersonAnew", "Accepts links and keeps none", [c.LINK_FOLLOWED]),
    _saboteur("hl7.two-identifiers", "eventful:OneIdentifier", "Refuses a third identifier", [c.SEVERAL_KEPT]),
    _saboteur("hl7.no-nulls", "eventful:NoNulls", "Refuses the null value", [c.NULL_ACCEPTED]),
    _saboteur("hl7.whole-seconds", "eventful:WholeSeconds", "Takes times of 14 digits alone", [c.TIMES_ACCEPTED]),
    _saboteur("hl7.short-reports", "eventful:ShortReports", "Refuses long reports", [c.LONG_ACCEPTED]),
    _saboteur("hl7.never-changes", "eventful:NeverChangesOrders", "Refuses changes of an order", [c.ORDER_CHANGED]),
    _saboteur("hl7.never-discontinues", "eventful:NeverDiscontinues", "Refuses DC", [c.ORDER_STOPPED]),
    _saboteur("hl7.never-moves", "eventful:NeverMovesAppointments", "Refuses S13 to S15", [c.BOOKED]),
    _saboteur("hl7.deaf-to-charges", "eventful:DeafToCharges", "Does not know DFT^P03", [c.CHARGED]),
)

_LINKS = (c.CORRESPONDING, c.WANTED_ONLY, c.NAMESAKES_APART, c.LINK_FOLLOWED)

QUERYING = (
    _saboteur(
        "PX01",
        "querying:NobodyIsNothing",
        "Answers NF for an unknown patient",
        [c.UNKNOWN_IDENTIFIER],
        [c.ERROR_IS_KEY],
        "oehf/ipf#90",
    ),
    _saboteur(
        "PX02",
        "querying:NoDomainIsNothing",
        "Answers NF for an unknown domain",
        [c.UNKNOWN_DOMAIN, c.DOMAIN_UNKNOWN],
        [c.ERROR_IS_KEY],
    ),
    _saboteur(
        "PX04",
        "querying:ReturnsAllDomains",
        "Ignores QPD-4 and QPD-8",
        [c.WANTED_ONLY, c.DOMAINS_ONLY],
        [c.NONE_FOUND, c.LINK_FOLLOWED],
    ),
    _saboteur(
        "PX10",
        "querying:IgnoresQpd8",
        "Ignores QPD-8, the domains wanted",
        [c.DOMAINS_ONLY],
        [c.DOMAIN_UNKNOWN, c.ERROR_IS_KEY],
        scenarios=["hl7.pdq.wanted-domain", "hl7.pdq.unknown-domain"],
    ),
    _saboteur("PX05", "querying:OwnTag", "Fills QAK-1 with its own number", [c.TAG_REPEATED]),
    _saboteur(
        "PX06",
        "querying:EchoesNothing",
        "Leaves the parameters out of QPD",
        [c.QUERY_ECHOED],
        source="krasserm/ipf#84",
    ),
    _saboteur("PX07", "querying:TakesPrefixes", "Takes a name for a prefix", [c.PREFIX_NEEDS_WILDCARD]),
    _saboteur("hl7.no-wildcard", "querying:KnowsNoWildcard", "Takes the asterisk for a letter", [c.WILDCARD]),
    _saboteur("PX08", "querying:RepeatsRecords", "Repeats a record on each further page", [c.CONTINUED]),
    _saboteur("hl7.loses-records", "querying:LosesRecords", "Loses a record between pages", [c.CONTINUED]),
    _saboteur("PX09", "querying:ReturnsAllAtOnce", "Returns more than RCP-2 asks", [c.NO_MORE_THAN_ASKED]),
    _saboteur("PX14", "querying:LinksByName", "Links by name and birth date", [c.NAMESAKES_APART]),
    _saboteur("hl7.pix-drops-on-merge", "querying:DropsOnMerge", "Forgets identifiers on merge", [c.MERGE_FOLLOWED]),
    _saboteur(
        "hl7.pix-mixes", "querying:MixesPatients", "Adds somebody else's identifiers", [c.NOBODY_ELSE], [*_LINKS]
    ),
    _saboteur(
        "hl7.query-other-event",
        "querying:OtherEvent",
        "Answers with the event of another query",
        [c.QUERY_ANSWERED],
        [c.RESPONSE_VALID],
    ),
    _saboteur("hl7.pix-no-status", "querying:SaysNothingFound", "Says NF and returns identifiers", [c.CORRESPONDING]),
    _saboteur("hl7.pix-none-is-unknown", "querying:NoneIsUnknown", "Tells AE for NF", [c.NONE_FOUND]),
    _saboteur(
        "hl7.pdq-first-only", "querying:ReturnsTheFirst", "Returns one match", [c.MATCHED], [c.WILDCARD, c.CONTINUED]
    ),
    _saboteur(
        "hl7.pdq-own-domain",
        "querying:ReturnsOneDomain",
        "Returns identifiers of its own domain alone",
        [c.ALL_DOMAINS],
        scenarios=["hl7.pdq.by-identifier"],
    ),
    _saboteur("hl7.no-qpd", "querying:ForgetsQpd", "Leaves QPD out", [c.RESPONSE_VALID], [c.QUERY_ECHOED]),
    _saboteur("hl7.one-criterion", "querying:OneCriterion", "Looks at the first criterion alone", [c.OTHERS_LEFT]),
    _saboteur(
        "hl7.finds-everybody",
        "querying:FindsEverybody",
        "Returns everybody",
        [c.OTHERS_LEFT, c.NOT_FOUND],
        [c.PREFIX_NEEDS_WILDCARD, c.DEMOGRAPHICS, c.VISIT_RETURNED, c.DOMAINS_ONLY, c.NO_MORE_THAN_ASKED, c.CONTINUED],
    ),
    _saboteur(
        "hl7.says-little",
        "querying:SaysLittle",
        "Returns no birth date, sex or visit",
        [c.DEMOGRAPHICS, c.VISIT_RETURNED],
    ),
    _saboteur("hl7.points-at-header", "querying:PointsAtHeader", "Tells 207 at the header", [c.ERROR_IS_KEY]),
)

ODDITIES = (
    _saboteur("BV28", "oddities:PlainAck", "Speaks 2.3.1 and puts ACK alone into MSH-9"),
    _saboteur("BV29", "oddities:Dribbler", "Sends acknowledgements octet by octet"),
    _saboteur("hl7.answers-together", "oddities:Gatherer", "Sends several acknowledgements in one piece"),
    _saboteur("BV30", "oddities:ClosesWhenIdle", "Closes the connection once nothing more comes"),
    _saboteur("BV31", "oddities:TrailingSeparators", "Adds trailing separators and fields beyond those known"),
    _saboteur("BV32", "oddities:Escapes", "Writes text with escape sequences"),
    _saboteur("hl7.names-its-software", "oddities:NamesItsSoftware", "Puts an SFT between MSH and MSA"),
    _saboteur("hl7.two-reasons", "oddities:TwoReasons", "Sends two ERR segments"),
    _saboteur("BV50", "oddities:Foreign", "Answers with text beyond ASCII, declared"),
    _saboteur("hl7.rejects-unknown-keys", "querying:RejectsUnknown", "Answers AR where a key is unknown"),
    _saboteur("hl7.hangs-up-on-junk", "oddities:HangsUpOnJunk", "Closes the connection on what is no HL7 message"),
)

SABOTEURS: tuple[Saboteur, ...] = (
    *FRAMING,
    *ACKNOWLEDGING,
    *REFUSING,
    *ENHANCED,
    *QUERYING,
    *EVENTFUL,
    *ODDITIES,
    *SENDERS,
    *UNUSUAL,
)
