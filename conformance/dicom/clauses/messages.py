"""The sentences every DIMSE message is judged by (PS3.7 6.3, 9.3), and verification (PS3.4 Annex A)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause

RESPONSE_NAMES_ITS_REQUEST = _clause(
    "message.names-its-request", "PS3.7 9.3", "A response carries the Message ID of the request it answers"
)
RESPONSE_IS_OF_ITS_KIND = _clause(
    "message.kind", "PS3.7 9.3", "A response carries the command field that belongs to its request"
)
RESPONSE_ON_SAME_CONTEXT = _clause(
    "message.same-context", "PS3.7 6.3.1", "A response comes on the presentation context of its request"
)
RESPONSE_NAMES_SAME_CLASS = _clause(
    "message.same-class",
    "PS3.7 9.3",
    "An Affected SOP Class or Instance UID in a response equals that of the request",
)
COMMAND_GROUP_LENGTH = _clause(
    "message.group-length", "PS3.7 6.3.1", "A command set begins with its right group length"
)
COMMAND_IMPLICIT = _clause(
    "message.implicit-command", "PS3.7 6.3.1", "A command set is in implicit VR little endian whatever was negotiated"
)
COMMAND_WELL_FORMED = _clause(
    "message.well-formed", "PS3.7 6.3.1", "A command set holds group 0000 elements in order, each whole and once"
)
ONE_FINAL_RESPONSE = _clause(
    "message.one-final-response",
    "PS3.7 9.1",
    "A request gets one final response, after it was sent, and none after that",
)
FINAL_WITHOUT_DATA_SET = _clause(
    "message.final-without-data-set",
    "PS3.7 9.3",
    "A response that may not carry a data set says 0101H and carries none",
)
RESPONSE_HAS_STATUS = _clause("message.status", "PS3.7 9.3", "A response carries a status")

ECHO_SUCCEEDS = _clause("echo.succeeds", "PS3.4 A.4", "C-ECHO is answered with success")
ECHO_FRAGMENTED = _clause(
    "echo.fragmented", "PS3.8 9.3.5.1", "A command set in any number of fragments and PDUs is read as one"
)
UNKNOWN_OPERATION_REFUSED = _clause(
    "message.unknown-operation-refused",
    "PS3.7 C.5.23",
    "A request for an operation that is not defined, or not of the SOP class, is refused (0211) or aborted",
)
