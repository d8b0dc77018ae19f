"""A service provider that goes on only with an assertion it trusts (XUA, ITI-40)."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptography import x509

from conformance.certificates import certificates
from conformance.xds.simulator.soap_service import Faulty
from conformance.xds.wire.saml import BEARER, SECURITY, WSSE, moment, read_security
from conformance.xds.wire.signature import Unverified, signer
from conformance.xds.wire.soap import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.simulator.soap_service import SoapService
    from conformance.xds.wire.saml import Presented
    from conformance.xds.wire.soap import Message

AUDIENCE = "urn:oid:2.25.77214093385128835193450983475623412344"
DENIED = ("159561009", "2.16.840.1.113883.6.96")
SKEW = timedelta(seconds=60)


class Gate:
    """Stands before services: each question it asks of an assertion is one method."""

    def guarding(self, service: SoapService) -> Callable[[Asked], Told]:
        """Return a service's answering, to those it lets in."""
        secured = copy(service)
        secured.understood = service.understood | {SECURITY}

        def answered(asked: Asked) -> Told:
            try:
                message = secured.read(asked)
            except Faulty:
                return secured.answer(asked)
            fault = self.fault(message)
            return secured.answer(asked) if fault is None else self.refused(secured, fault, message)

        return answered

    def fault(self, message: Message) -> Fault | None:
        """Return why who asks is not let in, as WS-Security names it, None when it is (WSS 1.1 12)."""
        presented = read_security(message)
        if presented is None:
            return self.without()
        if presented.assertion is None:
            return _fault("InvalidSecurity", "there is not one assertion")
        try:
            self.check_signature(presented)
        except Unverified as why:
            return _fault("FailedCheck", str(why))
        return next((_fault(code, why) for right, code, why in self.questions(presented) if not right), None)

    def questions(self, presented: Presented) -> Iterator[tuple[bool, str, str]]:
        """Yield whether each thing is right, and what it is called when it is not."""
        yield self.message_is_current(presented), "MessageExpired", "the message is over"
        yield self.has_begun(presented), "InvalidSecurityToken", "the assertion is not valid yet"
        yield self.goes_on(presented), "InvalidSecurityToken", "the assertion is over"
        yield self.is_for_us(presented), "InvalidSecurityToken", "the assertion is for another audience"
        profiled = presented.user and presented.issuer and presented.authenticated and BEARER in presented.confirmations
        yield bool(profiled), "InvalidSecurityToken", "the assertion is not as ITI-40 profiles it"
        yield self.admits(presented), "FailedAuthentication", "that role has no access here"

    def refused(self, service: SoapService, fault: Fault, message: Message) -> Told:
        """Return what who is not let in is told."""
        return service.faulted(fault, message)

    def without(self) -> Fault | None:
        """Return what who presents nothing is told."""
        return _fault("SecurityTokenUnavailable", "there is no assertion")

    @cached_property
    def trusted(self) -> list[x509.Certificate]:
        """Return whom it trusts to sign."""
        return [x509.load_pem_x509_certificate(certificates().server.cert.read_bytes())]

    def check_signature(self, presented: Presented) -> None:
        """Raise Unverified when the assertion is not signed by whom it trusts."""
        if presented.assertion is not None:
            signer(presented.assertion, self.trusted, datetime.now(UTC))

    def has_begun(self, presented: Presented) -> bool:
        """Return whether the assertion is valid already; who says no time says none."""
        begins = moment(presented.begins or "")
        return begins is not None and begins <= datetime.now(UTC) + SKEW

    def goes_on(self, presented: Presented) -> bool:
        """Return whether the assertion is valid still."""
        ends = moment(presented.ends or "")
        return ends is not None and datetime.now(UTC) - SKEW < ends

    def is_for_us(self, presented: Presented) -> bool:
        """Return whether each restriction names us (SAML 2.0 core 2.5.1.4)."""
        return bool(presented.audiences) and all(AUDIENCE in each for each in presented.audiences)

    def message_is_current(self, presented: Presented) -> bool:
        """Return whether the message, by its timestamp, is not over."""
        ends = moment(presented.expires or "")
        return presented.expires is None or (ends is not None and datetime.now(UTC) - SKEW < ends)

    def admits(self, presented: Presented) -> bool:
        """Return whether the role has access here."""
        return DENIED not in presented.roles

    def profile(self, registry: str, repository: str) -> dict[str, Any]:
        """Return the ``xua`` part of a profile."""
        known = certificates()
        return {
            "registry": registry,
            "repository": repository,
            "cert": str(known.server.cert),
            "key": str(known.server.key),
            "audience": AUDIENCE,
            "denied_role": {"code": DENIED[0], "system": DENIED[1], "display": "Porter"},
            "records_purpose": True,
        }


def _fault(code: str, why: str) -> Fault:
    return Fault("Sender", why, code, space=WSSE)
