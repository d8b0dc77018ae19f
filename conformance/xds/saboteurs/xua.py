"""Service providers that trust an assertion where they should not, one vice each (XUA, ITI-40)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.auditing import AUTHENTICATION
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import failed
from conformance.xds.simulator.serving import Told
from conformance.xds.wire.registry import write_registry_response
from conformance.xds.wire.signature import Unverified, ds
from conformance.xds.wire.soap import Fault, simple_type, write_envelope
from conformance.xds.wire.xml import children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.xds.simulator.auditing import Event
    from conformance.xds.simulator.serving import Asked
    from conformance.xds.simulator.soap_service import SoapService
    from conformance.xds.wire.saml import Coded, Presented
    from conformance.xds.wire.soap import Message

REGISTRY = "document-registry"
EVERYWHERE = (
    "xds.provide.single-document",
    "xds.query.by-patient",
    "xds.retrieve.two-documents",
    "xds.register.unknown-patient",
    "xds.audit.query",
    "xds.xua.recorded",
    "xds.xua.repository",
)


class AsksForNoAssertion(AffinityDomain):
    """Goes on where no assertion is presented."""

    class Gate(AffinityDomain.Gate):
        def without(self) -> Fault | None:
            return None


class PassesOverTheEnd(AffinityDomain):
    """Takes an assertion that is over."""

    class Gate(AffinityDomain.Gate):
        def goes_on(self, presented: Presented) -> bool:
            return True


class PassesOverTheTime(AffinityDomain):
    """Takes an assertion at any time."""

    class Gate(AffinityDomain.Gate):
        def has_begun(self, presented: Presented) -> bool:
            return True

        def goes_on(self, presented: Presented) -> bool:
            return True


class PassesOverTheTimestamp(AffinityDomain):
    """Takes a message that is over by its timestamp."""

    class Gate(AffinityDomain.Gate):
        def message_is_current(self, presented: Presented) -> bool:
            return True


class PassesOverTheAudience(AffinityDomain):
    """Takes an assertion for whomever it is."""

    class Gate(AffinityDomain.Gate):
        def is_for_us(self, presented: Presented) -> bool:
            return True


class TakesUnsigned(AffinityDomain):
    """Checks a signature only where there is one."""

    class Gate(AffinityDomain.Gate):
        def check_signature(self, presented: Presented) -> None:
            if presented.assertion is not None and children(presented.assertion, ds("Signature")):
                super().check_signature(presented)


class LooksAtTheSignerOnly(AffinityDomain):
    """Looks whose certificate came with the signature, and not at what was signed."""

    class Gate(AffinityDomain.Gate):
        def check_signature(self, presented: Presented) -> None:
            try:
                super().check_signature(presented)
            except Unverified as why:
                if "changed" not in str(why):
                    raise


class TrustsAnySigner(AffinityDomain):
    """Checks a signature against the certificate that came with it, whoever that is."""

    class Gate(AffinityDomain.Gate):
        def check_signature(self, presented: Presented) -> None:
            try:
                super().check_signature(presented)
            except Unverified as why:
                if "not trusted" not in str(why):
                    raise


class PassesOverTheRole(AffinityDomain):
    """Lets every role in, whatever its policy says."""

    class Gate(AffinityDomain.Gate):
        def admits(self, presented: Presented) -> bool:
            return True


class FailsWithoutFault(AffinityDomain):
    """Refuses an assertion by a failure of the registry, not by a fault."""

    class Gate(AffinityDomain.Gate):
        def refused(self, service: SoapService, fault: Fault, message: Message) -> Told:
            body = write_registry_response(failed(Refused("XDSRegistryError", fault.reason)))
            envelope = write_envelope(body, service.addressing(service.response_action(message), message))
            return Told(200, envelope, simple_type())


class RecordsNoUser(AffinityDomain):
    """Does not record whose assertion it was."""

    class Auditor(AffinityDomain.Auditor):
        def user_name(self, presented: Presented) -> str:
            return ""


class RecordsNoPurpose(AffinityDomain):
    """Does not record for what purpose a request was made."""

    class Auditor(AffinityDomain.Auditor):
        def purposes(self, presented: Presented) -> tuple[Coded, ...]:
            return ()


class RecordsNoRefusal(AffinityDomain):
    """Does not record that an assertion was refused."""

    class Auditor(AffinityDomain.Auditor):
        def records(self, event: Event, outcome: str) -> bool:
            return event is not AUTHENTICATION


class ShutsTheDoor(AffinityDomain):
    """Lets nobody in, whatever is presented."""

    class Gate(AffinityDomain.Gate):
        def admits(self, presented: Presented) -> bool:
            return False


class SaysNothing(AffinityDomain):
    """Turns away in silence, by 401 and no word, against whoever tries."""

    class Gate(AffinityDomain.Gate):
        def refused(self, service: SoapService, fault: Fault, message: Message) -> Told:
            return Told(401, b"", "text/plain")


class FaultsAsReceiver(AffinityDomain):
    """Faults by 500, as receiver, without a subcode."""

    class Gate(AffinityDomain.Gate):
        def refused(self, service: SoapService, fault: Fault, message: Message) -> Told:
            return service.faulted(Fault("Receiver", fault.reason), message)


class AsksEverywhere(AffinityDomain):
    """Asks for an assertion at every address of its registry and repository."""

    def answers(self) -> Mapping[str, Callable[[Asked], Told]]:
        told = super().answers()
        return {**told, "/registry": told["/xua/registry"], "/repository": told["/xua/repository"]}

    def profile(self) -> dict[str, Any]:
        profile = super().profile()
        profile["xds"]["xua"]["everywhere"] = True
        return profile


XUA = (
    vice("SE20", AsksForNoAssertion, [c.XUA_NONE], actor=REGISTRY, source="toolkit2 sim option Require SAML"),
    vice("SE20.expired", PassesOverTheEnd, [c.XUA_EXPIRED], actor=REGISTRY),
    vice("SE20.audience", PassesOverTheAudience, [c.XUA_AUDIENCE], actor=REGISTRY),
    vice("SE20.unsigned", TakesUnsigned, [c.XUA_UNSIGNED], actor=REGISTRY),
    vice("SE20.changed", LooksAtTheSignerOnly, [c.XUA_CHANGED], actor=REGISTRY),
    vice("SE20.stranger", TrustsAnySigner, [c.XUA_STRANGER], actor=REGISTRY),
    vice("TI07", PassesOverTheTime, [c.XUA_EXPIRED, c.XUA_EARLY], actor=REGISTRY),
    vice("TI07.timestamp", PassesOverTheTimestamp, [c.XUA_STALE], actor=REGISTRY),
    vice("SE21", PassesOverTheRole, [c.XUA_ROLE], actor=REGISTRY),
    vice("SE21.purpose", RecordsNoPurpose, [c.XUA_PURPOSE], actor=REGISTRY),
    vice("xds.fails-without-fault", FailsWithoutFault, [c.XUA_FAULT], actor=REGISTRY),
    vice("xds.records-no-user", RecordsNoUser, [c.XUA_USER], actor=REGISTRY),
    vice("xds.records-no-refusal", RecordsNoRefusal, [c.XUA_FAILURE_RECORDED], actor=REGISTRY),
    vice("xds.shuts-the-door", ShutsTheDoor, [c.XUA_ACCEPTED], actor=REGISTRY),
    vice("xds.asks-everywhere", AsksEverywhere, [], actor=REGISTRY, told=EVERYWHERE),
    oddity("xds.says-nothing", SaysNothing, actor=REGISTRY),
    oddity("xds.faults-as-receiver", FaultsAsReceiver, actor=REGISTRY),
)
