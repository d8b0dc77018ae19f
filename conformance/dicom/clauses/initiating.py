"""The sentences a candidate is judged by that opens associations itself: a modality or a workstation."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause

REQUEST_CONTEXTS = _clause(
    "initiator.contexts",
    "PS3.8 9.3.2.2",
    "Each proposed presentation context has an odd id of its own, one abstract syntax and at least one transfer syntax",
)
REQUEST_FIXED_FIELDS = _clause(
    "initiator.fixed-fields",
    "PS3.8 9.3.2",
    "The request has bit 0 of the protocol version set, names the DICOM application context once and calls us by name",
)
REQUEST_IMPLEMENTATION_CLASS = _clause(
    "initiator.implementation-class", "PS3.7 D.3.3.2.1", "The request gives one implementation class UID"
)
REQUEST_MAXIMUM_LENGTH = _clause(
    "initiator.maximum-length", "PS3.7 D.3.3.1", "The request gives the maximum length of P-DATA it receives"
)
REQUEST_WELL_FORMED = _clause(
    "initiator.well-formed", "PS3.8 9.3.2", "The items of the request have the lengths they say they have"
)
REQUEST_DEFAULT_SYNTAX = _clause(
    "initiator.default-syntax",
    "PS3.5 10.1",
    "Implicit VR little endian is offered for each abstract syntax, unless only encapsulated images are there to send",
)
SENT_ON_ACCEPTED_CONTEXT = _clause(
    "initiator.accepted-context",
    "PS3.8 9.3.5.1",
    "Every message goes over a presentation context that was accepted, of the abstract syntax it names",
)
SENT_IN_NEGOTIATED_SYNTAX = _clause(
    "initiator.negotiated-syntax",
    "PS3.7 6.3.2",
    "A data set is written in the transfer syntax that was accepted for its presentation context",
)
SENT_COMMAND = _clause(
    "initiator.command",
    "PS3.7 9.3.1.1",
    "A C-STORE request names SOP class, SOP instance, message id and priority, and says that a data set follows",
)
SENT_COMMAND_WELL_FORMED = _clause(
    "initiator.command-well-formed",
    "PS3.7 6.3.1",
    "A command set is in implicit VR little endian, in ascending order, after its true group length",
)
SENT_SAME_INSTANCE = _clause(
    "initiator.same-instance",
    "PS3.4 B.1.1",
    "The data set is of the SOP class and of the SOP instance that the command names",
)
SENT_VALID_UIDS = _clause(
    "initiator.valid-uids",
    "PS3.5 9.1",
    "UIDs are at most 64 characters, digits in components divided by dots, none with a leading zero",
)
SENT_IDENTIFIED = _clause(
    "initiator.identified",
    "PS3.3 C.7.1.1",
    "Every instance says whose it is and where it belongs: patient name and id there, study and series UID and "
    "modality with a value",
)
SENT_TRUE_CHARACTER_SET = _clause(
    "initiator.true-character-set",
    "PS3.3 C.12.1.1.2",
    "Text that is not ASCII is of the character set that Specific Character Set names",
)
SENT_WITHIN_MAXIMUM = _clause(
    "initiator.within-maximum", "PS3.8 D.1.1", "No P-DATA-TF is longer than the maximum length we announced"
)
SENT_P_DATA_WELL_FORMED = _clause(
    "initiator.p-data-well-formed",
    "PS3.8 9.3.5",
    "P-DATA-TF and its fragments have the lengths they say they have, command before data set",
)
ONE_AT_A_TIME = _clause(
    "initiator.one-at-a-time",
    "PS3.7 D.3.3.3",
    "Without a negotiated window the next request waits for the response to the one before",
)
REFUSAL_RESPECTED = _clause(
    "initiator.refusal-respected",
    "PS3.8 7.1.1.14",
    "Nothing is sent over a presentation context that was not accepted",
)
ENDS_IN_ORDER = _clause(
    "initiator.ends-in-order",
    "PS3.8 7.2",
    "The association is released when all is sent, and no request is without its response then",
)
REJECTION_RESPECTED = _clause(
    "initiator.rejection-respected", "PS3.8 9.2.3", "After a rejection nothing more is sent over the connection"
)
COMES_AGAIN = _clause(
    "initiator.comes-again",
    "PS3.8 9.2.3",
    "After a transient rejection, or an abort, the candidate opens a new association when it is asked to send again",
)
VERIFIES = _clause(
    "initiator.verifies", "PS3.4 A.4", "Asked to verify the connection, the candidate sends a C-ECHO request"
)
WORKLIST_ASKED = _clause(
    "initiator.worklist-asked", "PS3.4 K.4.1", "Asked to query the worklist, the candidate sends a C-FIND request to it"
)
WORKLIST_KEYS = _clause(
    "initiator.worklist-keys",
    "PS3.4 C.2.2.2.6",
    "The keys of the scheduled procedure step are asked for in one item of its sequence",
)
WORKLIST_IDENTIFIER = _clause(
    "initiator.worklist-identifier",
    "PS3.7 6.3.2",
    "The identifier is there, written in the transfer syntax that was accepted",
)
