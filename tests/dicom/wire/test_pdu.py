import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.wire import (
    Abort,
    Associate,
    Data,
    Extended,
    Item,
    Pdu,
    Pdv,
    Reject,
    Release,
    Role,
    Unreadable,
    UserIdentity,
    UserInformation,
    associate,
    read,
    split,
)
from conformance.dicom.wire.items import Context, answered, proposed, read_items
from conformance.dicom.wire.pdu import ASSOCIATE_AC, ASSOCIATE_RQ, NAMES

KINDS = st.sampled_from([*NAMES, 0, 8, 0x45, 0xFF])


def request(**more):
    user = UserInformation(
        16384, "1.2.3", "VERSION", (1, 1), (Role("1.2", 1, 1),), (Extended("1.2", b"\1\1"),), b"\1\0\0\1a\0\0"
    )
    contexts = (proposed(1, "1.2.840.10008.1.1", ["1.2.840.10008.1.2"]),)
    return associate(ASSOCIATE_RQ, called="THEM", calling="US", contexts=contexts, user=user, **more)


def test_a_request_reads_as_it_was_written():
    told = read(request().pdu())

    assert isinstance(told, Associate)
    assert (told.called_title, told.calling_title, told.version) == ("THEM", "US", 1)
    assert told.application_contexts == ("1.2.840.10008.3.1.1.1",)
    assert told.contexts == (Context(1, "1.2.840.10008.1.1", ("1.2.840.10008.1.2",)),)
    assert told.user.maximum_length == 16384
    assert told.user.implementation_class == "1.2.3"
    assert told.user.roles == (Role("1.2", 1, 1),)
    assert told.user.extended == (Extended("1.2", b"\1\1"),)
    assert told.user.window == (1, 1)
    assert not told.problems
    assert not told.user.problems


def test_items_no_standard_knows_are_kept():
    told = read(request(more=(Item(0x7A, b"x"),), more_user=(Item(0x5F, b"yy"),)).pdu())

    assert told.items.of(0x7A) == (Item(0x7A, b"x"),)
    assert read(request().pdu()).user.unknown == ()
    assert told.user.unknown == (Item(0x5F, b"yy"),)


def test_an_identity_is_written_with_both_fields():
    assert UserIdentity(2, b"me", b"pw", wants_response=True).item().body == b"\2\1\0\2me\0\2pw"


def test_an_answer_reads_its_result():
    contexts = (answered(1, 0), answered(3, 4))
    told = read(associate(ASSOCIATE_AC, called="A", calling="B", contexts=contexts, user=UserInformation()).pdu())

    assert [(one.id, one.result, one.accepted) for one in told.contexts] == [(1, 0, True), (3, 4, False)]
    assert told.user.maximum_length is None


def test_an_item_longer_than_what_is_left_is_a_problem_and_not_an_error():
    items = read_items(b"\x51\0\0\x09ab")

    assert items.items == (Item(0x51, b"ab", 0, 9),)
    assert [str(one) for one in items.problems] == ["octet 0: item 51 claims 9 octets, 2 are there"]


def test_pdvs_of_impossible_lengths_are_problems():
    for body, words in (
        (b"\0\0\0\0\1\3", "a PDV of length 0 has no room for its header"),
        (b"\0\0\0\1\1\3", "a PDV of length 1 has no room for its header"),
        (b"\0\0\0\x09\1\3ab", "a PDV claims 9 octets, 4 are there"),
        (b"", "a P-DATA-TF without any PDV"),
        (b"\0\0", "2 octets are too few for a PDV"),
    ):
        told = read(Pdu(4, body))
        assert [problem.says for problem in told.problems] == [words]
        assert told.pdu().body == body


@pytest.mark.parametrize("pdu", [Pdu(0x08, b"1234"), Pdu(0x03, b"1"), Pdu(0x02, b"short")])
def test_what_has_no_structure_is_unreadable(pdu):
    with pytest.raises(Unreadable, match="octet"):
        read(pdu)


@given(KINDS, st.binary(max_size=120))
def test_whatever_was_read_is_written_back_octet_for_octet(kind, body):
    pdu = Pdu(kind, body)
    try:
        told = read(pdu)
    except Unreadable:
        return
    if isinstance(told, Associate):
        assert all(isinstance(one, Context) for one in told.contexts)
    extra = body[4:] if isinstance(told, Reject | Release | Abort) else b""
    assert told.pdu().body + extra == body


@given(st.binary(max_size=120))
def test_any_items_behind_the_fixed_fields_are_kept(items):
    body = request().pdu().body[:68] + items
    told = read(Pdu(ASSOCIATE_RQ, body))

    assert told.pdu().body == body
    assert all(isinstance(one, Context) for one in told.contexts)
    assert isinstance(told.user, UserInformation)


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255), st.binary(max_size=9)), min_size=1, max_size=5))
def test_p_data_round_trips(parts):
    data = Data(tuple(Pdv(*part) for part in parts))

    assert read(data.pdu()) == data
    assert not read(data.pdu()).problems


@given(st.lists(st.tuples(KINDS, st.binary(max_size=20)), max_size=5), st.data())
def test_a_stream_reads_the_same_however_it_is_cut(units, data):
    whole = b"".join(Pdu(kind, body).encode() for kind, body in units)
    cut = data.draw(st.integers(0, len(whole)))
    first, rest = split(whole[:cut])
    second, end = split(rest + whole[cut:])

    assert [(one.kind, one.body) for one in (*first, *second)] == units
    assert end == b""
