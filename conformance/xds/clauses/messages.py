"""Web services, packages and error reporting: ITI TF-2 Appendix V, ITI TF-3 4.2.4, SOAP, WS-Addressing, MTOM."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import three, two

RELATES_TO = Clause(
    "xds.soap.relates-to",
    "WS-Addressing 1.0 Core",
    "2006",
    "3.4",
    "A response relates to its request: wsa:RelatesTo holds the request's MessageID.",
)
RESPONSE_ACTION = two(
    "soap.response-action",
    "Appendix V.3.2.1.2 (WSP208)",
    "A response carries the wsa:Action of its transaction's response.",
)
ACTION_MUST_UNDERSTAND = two(
    "soap.action-must-understand", "Appendix V.3.2 (WSA101)", "Every wsa:Action has mustUnderstand set to 1 or true."
)
SOAP_ACTION_IGNORED = two(
    "soap.action-parameter-ignored",
    "Appendix V.3.2.1.3 (WSP211)",
    "A receiver ignores the soapAction (the action parameter of the Content-Type), whether it is there or not.",
)
WRONG_NAMESPACE = two(
    "soap.namespace",
    "Appendix V.3.2 (WSP206)",
    "A body in another namespace than its transaction's is no request of it, and is not carried out.",
    Level.SHOULD,
)
MUST_UNDERSTAND = Clause(
    "xds.soap.must-understand",
    "SOAP 1.2 Part 1",
    "Second Edition (2007)",
    "5.4.8",
    "A header block with mustUnderstand that is not understood is answered by a MustUnderstand fault.",
)
MTOM_PACKAGE = Clause(
    "xds.mtom.package",
    "W3C XOP 1.0 and RFC 2387",
    "2005",
    "XOP 4.1",
    "An MTOM package is closed, labelled as XOP says, and every xop:Include names one of its parts.",
)
PROVIDE_RESPONSE_MTOM = two(
    "provide.response-mtom",
    "3.41.4.2.2",
    "The response to Provide and Register is an MTOM package, although it carries no document.",
)
REGISTER_RESPONSE_SIMPLE = two(
    "register.response-simple", "3.42.4.2.2", "The response to Register is plain SOAP 1.2, not a package."
)
QUERY_RESPONSE_SIMPLE = two(
    "query.response-simple", "3.18.4.1.2.7", "The response to a stored query is plain SOAP 1.2, not a package."
)
RETRIEVE_RESPONSE_MTOM = two(
    "retrieve.response-mtom", "3.43.5", "The response to Retrieve Document Set is an MTOM package."
)

REPORTED_AS_RESPONSE = three(
    "response.errors-in-response",
    "4.2.4",
    "Trouble with a request is reported by the status and RegistryErrorList of its response.",
)
ERRORS_FIT_STATUS = three(
    "response.errors-fit-status",
    "4.2.4.2",
    "Success comes without errors (warnings are allowed), Failure and PartialSuccess with at least one.",
)
ERROR_ATTRIBUTES = three(
    "response.error-attributes",
    "4.2.4.1",
    "Each RegistryError has errorCode, codeContext and one of the two severities, and highestSeverity fits them.",
)

__all__ = [
    "ACTION_MUST_UNDERSTAND",
    "ERRORS_FIT_STATUS",
    "ERROR_ATTRIBUTES",
    "MTOM_PACKAGE",
    "MUST_UNDERSTAND",
    "PROVIDE_RESPONSE_MTOM",
    "QUERY_RESPONSE_SIMPLE",
    "REGISTER_RESPONSE_SIMPLE",
    "RELATES_TO",
    "REPORTED_AS_RESPONSE",
    "RESPONSE_ACTION",
    "RETRIEVE_RESPONSE_MTOM",
    "SOAP_ACTION_IGNORED",
    "WRONG_NAMESPACE",
]
