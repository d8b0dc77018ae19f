"""A user of services that ask for an assertion (XUA, ITI-40): what it presents, good and bad, and the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from conformance.model import Blocked
from conformance.systems import SecretFromEnvironment
from conformance.xds.client import RegistryClient, RepositoryClient, Speaker
from conformance.xds.client.speaking import PLAIN, Manner
from conformance.xds.wire.saml import Claims, Coded, saml, write_assertion, write_security
from conformance.xds.wire.signature import Key, read_key, sign

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from conformance.story import Story
    from conformance.systems import Xua
    from conformance.systems.xds import CodedClaim
    from conformance.xds.client import Answer
    from conformance.xds.wire.mime import Part

GOOD, NONE, UNSIGNED, CHANGED, STRANGER = "a right one", "none", "unsigned", "changed after signing", "a stranger's"
EXPIRED, EARLY, AUDIENCE, STALE, DENIED = "expired", "not yet valid", "for another audience", "stale", "denied role"
BAD = (NONE, EXPIRED, AUDIENCE, UNSIGNED, CHANGED, STRANGER)
AGE, LIFE, HOUR = timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1)
"""A right one was issued half a minute ago, since clocks differ, and is good for five minutes more."""


class ServiceUser:
    """Presents assertions; which case is presented next is ``case``. Two of one story have different names."""

    def __init__(self, story: Story, name: str = "user") -> None:
        xds = story.system.xds
        self._name = name
        if xds is None or xds.xua is None:
            raise Blocked("the profile names no xds.xua")
        self.about: Xua = xds.xua
        self.story = story
        self.case = GOOD
        self._tls = xds.tls.context(story.folder) if xds.tls else None
        self._presented = 0

    @property
    def registry(self) -> RegistryClient:
        """Return the registry that asks for an assertion."""
        return RegistryClient(self.speaker("registry", self.about.registry))

    @property
    def repository(self) -> RepositoryClient:
        """Return the repository that asks for an assertion."""
        return RepositoryClient(self.speaker("repository", self.about.repository))

    @property
    def user(self) -> str:
        """Return the identifier of the user the assertions are about."""
        return f"zz-{self.story.token('user', 6).lower()}"

    @property
    def recorded_as(self) -> str:
        """Return how the user is named in an audit record, after an alias (ITI TF-2 3.40.4.2)."""
        return f"<{self.user}@{self.about.issuer}>"

    def headers(self) -> tuple[etree._Element, ...]:
        """Return the header blocks that present the case."""
        if self.case == NONE:
            return ()
        self._presented += 1
        number = self._presented
        written = self.story.once(f"assertion {number} of {self._name}: {self.case}", lambda: self._written(number))
        return (etree.fromstring(written),)

    def speaker(self, name: str, url: str | None) -> Speaker:
        """Return who speaks to a service with the assertion of the case; raise Blocked when it is not named."""
        if url is None:
            raise Blocked(f"the profile names no xds.xua.{name}")
        return _Presenting(self, url, f"xua-{name}", self._tls)

    def _id(self, number: int) -> str:
        return f"_{self.story.uuid(f'assertion/{self._name}/{number}')}"

    def _written(self, number: int) -> str:
        """Return a Security header, signed now, as the case wants it."""
        now = datetime.now(UTC)
        begins, ends = {
            EXPIRED: (now - 2 * HOUR, now - HOUR),
            EARLY: (now + HOUR, now + 2 * HOUR),
        }.get(self.case, (now - AGE, now + LIFE))
        assertion = write_assertion(self._claims(number, begins, ends))
        if self.case != UNSIGNED:
            key, certificate = _stranger(self.about.issuer) if self.case == STRANGER else self._signer()
            sign(assertion, key, certificate, at=1)
        if self.case == CHANGED:
            for name in assertion.iter(saml("NameID")):
                name.text = f"{self.user}-another"
        stamped = (now - 2 * HOUR, now - HOUR) if self.case == STALE else (now - AGE, now + LIFE)
        return etree.tostring(write_security(assertion, *stamped), encoding="unicode")

    def _claims(self, number: int, begins: datetime, ends: datetime) -> Claims:
        about = self.about
        made = Claims(
            id=self._id(number),
            issuer=about.issuer,
            user=self.user,
            audience=about.audience,
            begins=begins,
            ends=ends,
            name="ZZ Synthetic User",
            organization=("ZZ Synthetic Hospital", f"urn:oid:{self.story.uid('organization')}"),
            role=_coded(about.denied_role if self.case == DENIED and about.denied_role else about.role),
            purpose=_coded(about.purpose),
        )
        return replace(made, audience=f"urn:uuid:{self.story.uuid('elsewhere')}") if self.case == AUDIENCE else made

    def _signer(self) -> tuple[Key, x509.Certificate]:
        key = self.about.key
        try:
            path = key.read() if isinstance(key, SecretFromEnvironment) else key
            octets = (self.story.folder / self.about.cert).read_bytes()
            return read_key((self.story.folder / path).read_bytes()), x509.load_pem_x509_certificate(octets)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise Blocked(f"what signs our assertions (xds.xua.cert and key) can't be read: {error}") from None


class _Presenting(Speaker):
    """Speaks with the assertion of the case in the header of each request."""

    def __init__(self, user: ServiceUser, url: str, name: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(user.story, url, name, tls)
        self._user = user

    def ask(
        self, action: str, body: etree._Element, parts: Sequence[Part] | None = None, manner: Manner = PLAIN
    ) -> Answer:
        """Send one request and read one response."""
        headers = (*manner.headers, *self._user.headers())
        return super().ask(action, body, parts, replace(manner, headers=headers))


def _coded(claim: CodedClaim) -> Coded:
    return claim.code, claim.system, claim.display


@cache
def _stranger(name: str) -> tuple[Key, x509.Certificate]:
    """Return a key and certificate nobody was told of, under the name of the issuer."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - HOUR).not_valid_after(now + 24 * HOUR)
    return key, made.sign(key, hashes.SHA256())
