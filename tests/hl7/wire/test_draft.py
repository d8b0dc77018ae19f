"""A draft says what was meant, in whatever delimiters and character set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.wire.delimiters import Delimiters
from conformance.hl7.wire.draft import NULL, Draft, Raw
from conformance.hl7.wire.message import parse

UNUSUAL = Delimiters(b"#", b"*", b"!", b"/", b"%")
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


def drafted(family: str = "DOE", charset: str = "UNICODE UTF-8") -> Draft:
    name = {3: [("ZZ1", None, None, ("HOSP", "1.2", "ISO"), "PI"), ("2",)], 5: (family, "ANN"), 13: NULL}
    return Draft((("MSH", {9: ("ADT", "A08"), 10: "42", 18: charset}), ("PID", name)))


@given(family=TEXT, given_name=TEXT, delimiters=st.sampled_from([Delimiters(), UNUSUAL]))
def test_any_text_is_read_back_as_it_was_meant(family, given_name, delimiters):
    message = parse(drafted().putting("PID-5", (family, given_name)).spoken(delimiters).octets())

    assert message.get("PID-5.1") is not None
    segment = message.segment("PID")
    assert segment is not None
    assert delimiters.unescaped(segment.get("5.1") or b"").decode() == family
    assert delimiters.unescaped(segment.get("5.2") or b"").decode() == given_name


def test_components_repetitions_and_nulls_stand_where_they_belong():
    octets = drafted().octets()

    assert b"PID|||ZZ1^^^HOSP&1.2&ISO^PI~2||DOE^ANN||||||||" + b'""' in octets
    assert octets.startswith(b"MSH|^~\\&|||||||ADT^A08|42|")


def test_a_message_is_spoilt_by_copy():
    hers = drafted()
    spoilt = hers.putting("MSH-12", "9").without("PID").adding("ZZZ", {1: Raw("a|b")})

    assert hers.octets() != spoilt.octets()
    assert spoilt.octets().endswith(b"|9||||||UNICODE UTF-8\rZZZ|a|b\r")
    assert (spoilt.control_id, spoilt.trigger) == (b"42", "ADT^A08")


def test_octets_are_put_in_as_they_are():
    assert b"||\xe9^ANN" in drafted().putting("PID-5", (b"\xe9", "ANN")).octets()
