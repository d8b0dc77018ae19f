"""User assertions: what a service provider does with them (ITI-40)."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import two

_EXPECTED = "3.40.4.1.3"


def wss(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of WS-Security, whose timestamps (10, so MS-LWSSP too) and faults (12) ITI-40 takes over."""
    return Clause(f"xds.{id_}", "OASIS WSS SOAP Message Security", "1.1", section, says, level)


XUA_ACCEPTED = two("xua.accepted", _EXPECTED, "A request with an assertion that is right in everything goes on.")
XUA_NONE = two("xua.none", _EXPECTED, "A request without assertion, where one is asked for, does not go on.")
XUA_EXPIRED = two("xua.expired", _EXPECTED, "A request whose assertion is over (NotOnOrAfter) does not go on.")
XUA_EARLY = two("xua.early", _EXPECTED, "A request whose assertion is not valid yet (NotBefore) does not go on.")
XUA_AUDIENCE = two(
    "xua.audience", _EXPECTED, "A request whose assertion is restricted to another audience does not go on."
)
XUA_UNSIGNED = two("xua.unsigned", _EXPECTED, "A request whose assertion is not signed does not go on.")
XUA_CHANGED = two("xua.changed", _EXPECTED, "A request whose assertion was changed after signing does not go on.")
XUA_STRANGER = two(
    "xua.stranger", _EXPECTED, "A request whose assertion is signed by nobody configured as trusted does not go on."
)
XUA_ROLE = two("xua.role", "3.40.4.1.3.1", "A request in a role that the policy refuses does not go on.", Level.MAY)
XUA_USER = two(
    "xua.user-recorded", "3.40.4.2", "The audit record names the user of the assertion: UserName alias<user@issuer>."
)
XUA_PURPOSE = two(
    "xua.purpose-recorded",
    "3.40.4.1.3.3",
    "Who supports the option PurposeOfUse writes the purpose of the assertion into the audit record.",
)
XUA_FAILURE_RECORDED = two(
    "xua.failure-recorded", _EXPECTED, "When an assertion is refused, a failed authentication is recorded (110114)."
)
XUA_FAULT = wss("xua.fault", "12", "Who tells that an assertion is refused tells it by a SOAP fault, by nothing else.")
XUA_STALE = wss(
    "xua.stale", "10", "A message that is over by its timestamp (wsu:Expires) is not processed.", Level.SHOULD
)

__all__ = [
    "XUA_ACCEPTED",
    "XUA_AUDIENCE",
    "XUA_CHANGED",
    "XUA_EARLY",
    "XUA_EXPIRED",
    "XUA_FAILURE_RECORDED",
    "XUA_FAULT",
    "XUA_NONE",
    "XUA_PURPOSE",
    "XUA_ROLE",
    "XUA_STALE",
    "XUA_STRANGER",
    "XUA_UNSIGNED",
    "XUA_USER",
]
