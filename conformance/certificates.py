"""Certificates for simulators and tests: an authority, what it signed, and what a stranger signed; once a process."""

from __future__ import annotations

import atexit
import shutil
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from conformance.secured import ADVISED

_DAY = timedelta(days=1)
_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Signed(NamedTuple):
    """A certificate and its key, as files."""

    cert: Path
    key: Path


class Certificates(NamedTuple):
    """All that a secured node and its visitors need."""

    authority: Path
    strangers: Path
    server: Signed
    good: Signed
    expired: Signed
    stranger: Signed

    def papers(self) -> dict[str, str]:
        """Return what a visitor shows, as a profile names it: the good, the expired and the stranger's certificate."""
        shown = {"": self.good, "expired_": self.expired, "stranger_": self.stranger}
        files = {f"{name}{part}": str(getattr(one, part)) for name, one in shown.items() for part in one._fields}
        return {"ca": str(self.authority), **files}


class _Authority:
    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._subject = _named(name)
        made = _certificate(self._subject, self._subject, self._key, 1, ca=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def sign(self, name: str, days: int = 1, key: _Key | None = None) -> Signed:
        """Return a certificate that is valid for ``days``; a negative number is one that has expired."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(name), self._subject, key, days, ca=False)
        signed = Signed(self._folder / f"{name}-cert.pem", self._folder / f"{name}-key.pem")
        signed.cert.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        plain = serialization.NoEncryption()
        octets = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        signed.key.touch(mode=0o600)
        signed.key.write_bytes(octets)
        return signed


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"ZZ {name}")])


def _certificate(subject: x509.Name, issuer: x509.Name, key: _Key, days: int, *, ca: bool) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    ends = now + days * _DAY
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, ends) - _DAY)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(names, critical=False)
    )


def asking_for_certificates() -> ssl.SSLContext:
    """Return the context of a door that shows ours and asks for one that our authority signed, by TLS 1.2 or newer."""
    known = certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ADVISED)
    context.load_cert_chain(known.server.cert, known.server.key)
    context.load_verify_locations(known.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


_MAKING = Lock()


def certificates() -> Certificates:
    """Return the certificates of this process; two that ask at once are given the same."""
    with _MAKING:
        return _certificates()


@cache
def _certificates() -> Certificates:
    """Return the certificates of this process, in a folder that goes with it.

    The server's has an RSA key, with which every suite there ever was can be agreed to.
    """
    folder = Path(tempfile.mkdtemp(prefix="conformance-certificates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ours, theirs = _Authority(folder, "authority"), _Authority(folder, "strangers")
    return Certificates(
        ours.file,
        theirs.file,
        server=ours.sign("server", key=rsa.generate_private_key(65537, 2048)),
        good=ours.sign("good"),
        expired=ours.sign("expired", days=-1),
        stranger=theirs.sign("stranger"),
    )
