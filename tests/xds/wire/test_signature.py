"""Signed assertions: by us and by a second implementation, checked by us and by it, and every octet that counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds.wire.saml import Claims, moment, read_security, saml, write_assertion, write_security
from conformance.xds.wire.signature import EXCLUSIVE, FORMS, Unverified, ds, read_key, sign, signer
from conformance.xds.wire.soap import Addressing, read_message, write_envelope

signxml = pytest.importorskip("signxml", reason="the second implementation is not installed")

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CLAIMS = Claims(
    id="_one",
    issuer="urn:oid:1.2.3",
    user="zz-user",
    audience="urn:oid:1.2.4",
    begins=NOW,
    ends=NOW + timedelta(minutes=5),
    name="ZZ User & Sons",
    organization=("ZZ", "urn:oid:1.2.5"),
    role=("1", "1.2.6", "Porter"),
    purpose=("T", "1.2.7", "Treatment"),
)


def certified(key, issuer=None, name="signer"):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, whose = issuer or (key, subject)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(whose).public_key(key.public_key())
    made = made.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    made = made.serial_number(1).not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=9999))
    return made.sign(by, hashes.SHA256())


RSA, CURVE = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
SIGNERS = {"rsa": (RSA, certified(RSA)), "curve": (CURVE, certified(CURVE))}


def in_envelope(assertion):
    """Return the assertion as a receiver finds it in the header of a request that travelled."""
    header = write_security(assertion, NOW, NOW + timedelta(minutes=5))
    octets = write_envelope(None, Addressing("urn:a", "urn:uuid:b", more=(header,)))
    presented = read_security(read_message("application/soap+xml", octets, Limits()))
    assert presented is not None
    return presented


@pytest.fixture(params=SIGNERS)
def signed(request):
    key, certificate = SIGNERS[request.param]
    assertion = write_assertion(CLAIMS)
    sign(assertion, key, certificate, at=1)
    return in_envelope(assertion).assertion, certificate


def test_what_we_sign_a_second_implementation_accepts(signed):
    assertion, certificate = signed
    alone = etree.fromstring(etree.tostring(assertion))
    config = signxml.SignatureConfiguration(location="./")
    checked = signxml.XMLVerifier().verify(alone, x509_cert=certificate, id_attribute="ID", expect_config=config)
    assert checked.signed_xml.tag == saml("Assertion")


def test_what_a_second_implementation_signs_we_accept():
    for key, certificate in SIGNERS.values():
        method = "rsa-sha256" if key is RSA else "ecdsa-sha256"
        maker = signxml.XMLSigner(
            method=signxml.methods.enveloped,
            signature_algorithm=method,
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        made = maker.sign(write_assertion(CLAIMS), key=key, cert=[certificate], reference_uri="_one", id_attribute="ID")
        assert signer(in_envelope(made).assertion, [certificate], NOW) == certificate


@pytest.mark.parametrize("form", sorted(one for one in FORMS if "exc" in one or "With" not in one))
@pytest.mark.parametrize("prefixes", [None, ["xsi", "saml2"]])
def test_what_is_signed_in_another_canonical_form_we_accept(form, prefixes):
    maker = signxml.XMLSigner(method=signxml.methods.enveloped, signature_algorithm="ecdsa-sha256", c14n_algorithm=form)
    certificate = SIGNERS["curve"][1]
    made = maker.sign(
        write_assertion(CLAIMS),
        key=CURVE,
        cert=[certificate],
        reference_uri="_one",
        id_attribute="ID",
        inclusive_ns_prefixes=prefixes if form == EXCLUSIVE else None,
    )
    travelled = etree.fromstring(etree.tostring(made))

    assert signer(travelled, [certificate], NOW) == certificate
    changed(travelled)
    with pytest.raises(Unverified):
        signer(travelled, [certificate], NOW)


def test_prefixes_may_be_declared_anywhere():
    assertion = write_assertion(CLAIMS)
    sign(assertion, CURVE, SIGNERS["curve"][1], at=1)
    octets = etree.tostring(assertion).decode()
    odd = octets.replace("<saml2:Assertion ", '<saml2:Assertion xmlns:odd="urn:odd" xmlns:hl7="urn:hl7-org:v3" ')
    within = etree.fromstring(f'<e:E xmlns:e="urn:e" xmlns:saml2="urn:another" xmlns="urn:default">{odd}</e:E>')

    assert signer(within[0], [SIGNERS["curve"][1]], NOW) == SIGNERS["curve"][1]


def test_what_was_said_is_read_again(signed):
    presented = in_envelope(signed[0])

    assert (presented.issuer, presented.user, presented.audiences) == (
        "urn:oid:1.2.3",
        "zz-user",
        (("urn:oid:1.2.4",),),
    )
    assert (moment(presented.begins), moment(presented.ends)) == (NOW, NOW + timedelta(minutes=5))
    assert (presented.roles, presented.purposes) == ((("1", "1.2.6"),), (("T", "1.2.7", "Treatment"),))
    assert presented.authenticated
    assert signer(presented.assertion, [signed[1]], NOW) == signed[1]


def changed(assertion):
    assertion.find(f"{saml('Subject')}/{saml('NameID')}").text = "another"


def unsigned(assertion):
    assertion.remove(assertion.find(ds("Signature")))


def wrapped(assertion):
    """Leave what was signed somewhere else, and present another under its ID."""
    kept = etree.fromstring(etree.tostring(assertion))
    changed(assertion)
    assertion.find(ds("Signature")).append(kept)


def referring_elsewhere(assertion):
    assertion.find(f".//{ds('Reference')}").set("URI", "#other")


def weakly(assertion):
    method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    assertion.find(f".//{ds('SignatureMethod')}").set("Algorithm", method)


def transformed(assertion):
    assertion.find(f".//{ds('Transform')}").set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")


def nameless(assertion):
    signature = assertion.find(ds("Signature"))
    signature.remove(signature.find(ds("KeyInfo")))


@pytest.mark.parametrize(
    "damage",
    [changed, unsigned, wrapped, referring_elsewhere, weakly, transformed, nameless],
    ids=lambda one: one.__name__,
)
def test_what_was_tampered_with_is_not_verified(signed, damage):
    assertion, certificate = signed
    damage(assertion)
    with pytest.raises(Unverified):
        signer(assertion, [certificate], NOW)


def test_a_stranger_is_not_trusted_and_an_authority_vouches():
    authority = ec.generate_private_key(ec.SECP256R1())
    root = certified(authority, name="authority")
    issued = certified(RSA, (authority, root.subject))
    assertion = write_assertion(CLAIMS)
    sign(assertion, RSA, issued, at=1)

    assert signer(assertion, [root], NOW) == issued
    with pytest.raises(Unverified, match="not trusted"):
        signer(assertion, [SIGNERS["rsa"][1]], NOW)
    with pytest.raises(Unverified, match="out of date"):
        signer(assertion, [root], NOW - timedelta(days=2))


def test_a_message_without_security_presents_nothing():
    octets = write_envelope(None, Addressing("urn:a", "urn:uuid:b"))
    assert read_security(read_message("application/soap+xml", octets, Limits())) is None
    assert in_envelope(None).assertion is None
    assert moment("2026-01-02T03:04:05") is moment("yesterday") is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_octet_that_counts_can_be_changed(data):
    key, certificate = SIGNERS["curve"]
    assertion = write_assertion(CLAIMS)
    sign(assertion, key, certificate, at=1)
    octets = bytearray(etree.tostring(assertion))
    at = data.draw(st.integers(0, len(octets) - 1))
    octets[at : at + 1] = data.draw(st.sampled_from([b"x", b"0", b"", b"<", b"&"]))
    try:
        read = etree.fromstring(bytes(octets))
    except etree.XMLSyntaxError:
        return
    try:
        signer(read, [certificate], NOW)
    except Unverified:
        assert bytes(octets) != etree.tostring(assertion)
    else:
        said = read.find(f"{saml('Subject')}/{saml('NameID')}").text, read.find(saml("Conditions")).attrib
        assert said == ("zz-user", assertion.find(saml("Conditions")).attrib)


def test_a_key_that_signs_nothing_here_is_refused():
    with pytest.raises(ValueError, match="PEM"):
        read_key(b"no key")
