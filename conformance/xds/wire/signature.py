"""XML signatures that stand in what they sign (W3C XML Signature 1.1): made by exclusive c14n, read in any form."""

from __future__ import annotations

import base64
import binascii
from copy import deepcopy
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from lxml import etree

from conformance.xds.wire.xml import children, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

DS = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_PLAIN = (INCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11")
FORMS = frozenset((EXCLUSIVE, f"{EXCLUSIVE}WithComments", *_PLAIN, *(f"{form}#WithComments" for form in _PLAIN)))
"""The canonical forms a signature may be over: exclusive (SAML 2.0 core 5.4.3), or what else XML Signature knows."""
ENVELOPED = f"{DS}enveloped-signature"
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
}
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_METHODS: dict[str, hashes.HashAlgorithm] = {
    f"{_MORE}{kind}-sha{size}": made
    for kind in ("rsa", "ecdsa")
    for size, made in ((256, hashes.SHA256()), (384, hashes.SHA384()), (512, hashes.SHA512()))
}
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Unverified(Exception):  # noqa: N818 - a fact about what came, in words
    """A signature is not there, not right, or not by whom it should be."""


def ds(name: str) -> str:
    """Return a name of XML Signature as lxml has it."""
    return f"{{{DS}}}{name}"


def canonical(element: etree._Element, form: str = EXCLUSIVE, prefixes: Sequence[str] = ()) -> bytes:
    """Return an element in a canonical form; raise Unverified for what has none.

    ``prefixes`` are those that exclusive c14n treats as inclusive c14n does.
    """
    exclusive, comments = form.startswith(EXCLUSIVE), form.endswith("WithComments")
    listed = list(prefixes) if exclusive and prefixes else None
    try:
        return etree.tostring(
            element, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=listed
        )
    except (etree.C14NError, ValueError):
        raise Unverified("what is signed has no canonical form") from None


def _form(method: etree._Element | None) -> tuple[str, list[str]]:
    """Return the canonical form a CanonicalizationMethod or Transform names, and its prefixes; raise Unverified."""
    name = INCLUSIVE if method is None else method.get("Algorithm", "")
    if name not in FORMS:
        raise Unverified(f"{name} is no canonical form")
    lists = (
        []
        if method is None
        else [one.get("PrefixList", "") for one in method.iter(f"{{{EXCLUSIVE}}}InclusiveNamespaces")]
    )
    return name, [prefix for listed in lists for prefix in listed.split() if prefix != "#default"]


def read_key(octets: bytes) -> Key:
    """Return a private key from PEM; raise ValueError for one that can't sign here."""
    key = serialization.load_pem_private_key(octets, None)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise ValueError(f"a key of {type(key).__name__} signs nothing here; take RSA or an elliptic curve")  # noqa: TRY004 - as a wrong file
    return key


def sign(element: etree._Element, key: Key, certificate: x509.Certificate, at: int) -> None:
    """Put a signature over an element, named by its ID, into it as its ``at``-th child (SHA-256)."""
    kind = "rsa" if isinstance(key, rsa.RSAPrivateKey) else "ecdsa"
    signature = etree.Element(ds("Signature"), nsmap={"ds": DS})
    info = etree.SubElement(signature, ds("SignedInfo"))
    etree.SubElement(info, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    etree.SubElement(info, ds("SignatureMethod"), Algorithm=f"{_MORE}{kind}-sha256")
    reference = etree.SubElement(info, ds("Reference"), URI=f"#{element.get('ID')}")
    transforms = etree.SubElement(reference, ds("Transforms"))
    for algorithm in (ENVELOPED, EXCLUSIVE):
        etree.SubElement(transforms, ds("Transform"), Algorithm=algorithm)
    etree.SubElement(reference, ds("DigestMethod"), Algorithm="http://www.w3.org/2001/04/xmlenc#sha256")
    digest = _digest(hashes.SHA256(), canonical(element))
    etree.SubElement(reference, ds("DigestValue")).text = base64.b64encode(digest).decode()
    value = _signed(key, canonical(info))
    etree.SubElement(signature, ds("SignatureValue")).text = base64.b64encode(value).decode()
    data = etree.SubElement(etree.SubElement(signature, ds("KeyInfo")), ds("X509Data"))
    der = certificate.public_bytes(serialization.Encoding.DER)
    etree.SubElement(data, ds("X509Certificate")).text = base64.b64encode(der).decode()
    element.insert(at, signature)


def signer(element: etree._Element, trusted: Sequence[x509.Certificate], now: datetime) -> x509.Certificate:
    """Return the certificate by which an element is signed as a whole; raise Unverified.

    It is one of those trusted, or directly issued by one of them, and in date.
    """
    signatures = children(element, ds("Signature"))
    if len(signatures) != 1:
        raise Unverified(f"the {etree.QName(element).localname} holds {len(signatures)} signatures")
    signature = signatures[0]
    info, value = signature.find(ds("SignedInfo")), text(signature.find(ds("SignatureValue")))
    if info is None:
        raise Unverified("the signature has no SignedInfo")
    _check_reference(element, info)
    certificate = _certificate(signature)
    try:
        _verify(
            certificate,
            _algorithm(info, "SignatureMethod"),
            _decoded(value),
            canonical(info, *_form(info.find(ds("CanonicalizationMethod")))),
        )
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        raise Unverified("the signature is not by the key of its certificate") from None
    if not any(_vouches(one, certificate) for one in trusted):
        raise Unverified(f"the signer {certificate.subject.rfc4514_string()!r} is not trusted")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Unverified("the certificate of the signer is out of date")
    return certificate


def _check_reference(element: etree._Element, info: etree._Element) -> None:
    """Refuse what does not cover this element, and nothing but it (SAML 2.0 core 5.4)."""
    references = children(info, ds("Reference"))
    name = element.get("ID", "")
    if len(references) != 1 or not name or references[0].get("URI") != f"#{name}":
        raise Unverified("the signature does not refer to the element it stands in, or to more than it")
    root = element.getroottree().getroot()
    if len(root.xpath("//*[@ID=$name]", name=name)) != 1:
        raise Unverified(f"more than one element has the ID {name}")
    first, *others = [*references[0].iter(ds("Transform")), None]
    if first is None or first.get("Algorithm") != ENVELOPED or len(others) > 2:  # noqa: PLR2004 - one, and the end
        raise Unverified("the transforms are not the enveloped signature's and one canonical form")
    form = _form(others[0])
    bare = deepcopy(element)
    for one in children(bare, ds("Signature")):
        _cut(one)
    made = _DIGESTS.get(_algorithm(references[0], "DigestMethod"))
    if made is None or _digest(made, canonical(bare, *form)) != _decoded(text(references[0].find(ds("DigestValue")))):
        raise Unverified("what is signed was changed after it was signed")


def _cut(element: etree._Element) -> None:
    """Remove an element, and leave the text after it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _certificate(signature: etree._Element) -> x509.Certificate:
    found = signature.findall(f"{ds('KeyInfo')}/{ds('X509Data')}/{ds('X509Certificate')}")
    if not found:
        raise Unverified("the signature brings no certificate")
    try:
        return x509.load_der_x509_certificate(_decoded(text(found[0])))
    except ValueError:
        raise Unverified("the certificate of the signature can't be read") from None


def _vouches(trusted: x509.Certificate, certificate: x509.Certificate) -> bool:
    if trusted == certificate:
        return True
    try:
        certificate.verify_directly_issued_by(trusted)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _verify(certificate: x509.Certificate, method: str, value: bytes, octets: bytes) -> None:
    key, digest = certificate.public_key(), _METHODS.get(method)
    if digest is None:
        raise Unverified(f"a signature by {method or 'no method'} is not accepted")
    if isinstance(key, rsa.RSAPublicKey) and "#rsa-" in method:
        key.verify(value, octets, padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and "#ecdsa-" in method:
        half = len(value) // 2
        pair = int.from_bytes(value[:half]), int.from_bytes(value[half:])
        key.verify(encode_dss_signature(*pair), octets, ec.ECDSA(digest))
    else:
        raise Unverified(f"the key of the certificate does not sign by {method}")


def _signed(key: Key, octets: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(octets, padding.PKCS1v15(), hashes.SHA256())
    size = (key.curve.key_size + 7) // 8
    return b"".join(one.to_bytes(size) for one in decode_dss_signature(key.sign(octets, ec.ECDSA(hashes.SHA256()))))


def _algorithm(parent: etree._Element, name: str) -> str:
    found = parent.find(ds(name))
    return found.get("Algorithm", "") if found is not None else ""


def _digest(algorithm: hashes.HashAlgorithm, octets: bytes) -> bytes:
    made = hashes.Hash(algorithm)
    made.update(octets)
    return made.finalize()


def _decoded(base64_text: str) -> bytes:
    try:
        return base64.b64decode("".join(base64_text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
