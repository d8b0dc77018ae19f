"""The version 3 feed reads what it writes, and takes nothing else for a message of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.xds.wire.identity import (
    ADDED,
    MERGED,
    REVISED,
    Acknowledgement,
    IdentityMessage,
    read_acknowledgement,
    read_identity,
    write_acknowledgement,
    write_identity,
)
from conformance.xds.wire.unreadable import Unreadable

HERS = IdentityMessage(ADDED, "M1", "ZZ1^^^&1.2.3&ISO", "ZZTEST", "20261124120000", "1.2.9", "1.2.8")
SPELLABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="^&~"), min_size=1)


@given(st.sampled_from([ADDED, REVISED]), SPELLABLE, SPELLABLE)
def test_what_is_written_is_read(interaction, number, name):
    message = replace(HERS, interaction=interaction, patient=f"{number}^^^&1.2.3&ISO", family_name=name)

    assert read_identity(etree.fromstring(etree.tostring(write_identity(message)))) == message


def test_a_merge_names_who_was_subsumed():
    message = replace(HERS, interaction=MERGED, prior="ZZ2^^^&1.2.3&ISO")

    assert read_identity(write_identity(message)) == message


@pytest.mark.parametrize("octets", [b"<a/>", b'<PRPA_IN201301UV02 xmlns="urn:hl7-org:v3"/>'])
def test_what_holds_no_registration_is_no_message(octets):
    with pytest.raises(Unreadable):
        read_identity(etree.fromstring(octets))


def test_an_acknowledgement_says_which_message_was_taken():
    said = Acknowledgement("CA", "1.2.9", "M1")

    assert read_acknowledgement(write_acknowledgement(said, HERS, "A1")) == said
    assert read_acknowledgement(None) is None
    assert read_acknowledgement(write_identity(HERS)) is None
    assert read_acknowledgement(etree.fromstring(b'<MCCI_IN000002UV01 xmlns="urn:hl7-org:v3"/>')) == Acknowledgement("")
