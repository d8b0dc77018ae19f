from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.wire import command, read_command
from conformance.dicom.wire.command import FIELDS, Alike, message_name
from conformance.dicom.wire.commands import _KNOWN


def response(**more):
    values = {
        "AffectedSOPClassUID": "1.2.840.10008.1.1",
        "CommandField": 0x8030,
        "MessageIDBeingRespondedTo": 7,
        "CommandDataSetType": 0x0101,
        "Status": 0,
    }
    return command(**{**values, **more})


def test_a_response_reads_as_it_was_written():
    told = read_command(response().encode())

    assert told.problems == ()
    assert told.name == "C-ECHO-RSP"
    assert told.status == 0
    assert told.text("AffectedSOPClassUID") == "1.2.840.10008.1.1"
    assert told.number("MessageIDBeingRespondedTo") == 7
    assert not told.has_data_set
    assert told.raw("ErrorComment") is None


def test_a_wrong_group_length_is_a_problem():
    told = read_command(response(group_length=3).encode())

    assert told.status == 0
    assert [one.says[:25] for one in told.problems] == ["the group length says 3, "]


def test_explicit_vr_is_a_problem_and_still_read():
    told = read_command(response(explicit=True).encode())

    assert told.status == 0
    assert told.explicit
    assert [one.says for one in told.problems] == ["the command set is in explicit VR; PS3.7 6.3.1 has it implicit"]


def test_an_element_beyond_the_end_is_a_problem():
    told = read_command(response().encode()[:-1])

    assert told.status is None
    assert any("claims 2 octets, 1 are there" in one.says for one in told.problems)


def test_a_number_of_the_wrong_size_is_no_number():
    told = read_command(response(Status=b"\0\0\0\0").encode())

    assert told.status is None
    assert [one.says for one in told.problems] == ["Status has 4 octets, not 2"]


def test_messages_have_their_names():
    assert message_name(0x0FFF) == "C-CANCEL-RQ"
    assert message_name(0x8001) == "C-STORE-RSP"
    assert message_name(0x1234) == "command 1234"
    assert message_name(None) == "a message without Command Field"


@given(st.binary(max_size=200))
def test_no_octets_break_the_reader(octets):
    told = read_command(octets)

    assert isinstance(told.name, str)
    assert told.encode() == octets or told.problems
    for keyword, (_, vr) in FIELDS.items():
        told.number(keyword) if vr in {"US", "UL", "AT"} else told.text(keyword)


VALUES = {"UI": st.from_regex(r"[0-9.]{0,20}", fullmatch=True), "US": st.integers(0, 65535), "AE": st.just("AE")}
FIELD = st.sampled_from([key for key, (_, vr) in FIELDS.items() if vr in VALUES])


@given(
    st.dictionaries(FIELD, st.none()).flatmap(
        lambda chosen: st.fixed_dictionaries({key: VALUES[FIELDS[key][1]] for key in chosen})
    )
)
def test_any_fields_round_trip(values):
    made = command(**values)
    told = read_command(made.encode())

    assert told.problems == ()
    assert told == made
    for key, value in values.items():
        assert (told.number(key) if FIELDS[key][1] == "US" else told.text(key)) == value


CHANGES = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=3)


@given(st.integers(0, 65535), st.sampled_from(["2.25.1", "2.25.2", "1.2.3"]), CHANGES)
def test_what_was_read_before_changes_no_reading(number, instance, changes):
    octets = bytearray(response(MessageIDBeingRespondedTo=number, AffectedSOPInstanceUID=instance).encode())
    for place, value in changes:
        octets[place % len(octets)] = value
    _KNOWN.clear()
    fresh = read_command(bytes(octets))
    _KNOWN.clear()
    read_command(response(AffectedSOPInstanceUID="2.25.3").encode())
    again = read_command(bytes(octets))

    assert (again, again.problems) == (fresh, fresh.problems)
    assert again.encode() == bytes(octets) or again.problems
    assert again.encode() == fresh.encode()
    for keyword, (_, vr) in FIELDS.items():
        assert again.raw(keyword) == fresh.raw(keyword)
        assert vr not in {"US", "UL"} or again.number(keyword) == fresh.number(keyword)
    assert (again.status, again.has_data_set, again.name) == (fresh.status, fresh.has_data_set, fresh.name)


def test_a_command_set_like_another_is_written_as_if_alone():
    like = response(AffectedSOPInstanceUID="2.25.1").like("MessageIDBeingRespondedTo", "AffectedSOPInstanceUID")
    made = Alike(like.filled(b"\x05\0", b"2.25.9"), like)

    assert made == response(MessageIDBeingRespondedTo=5, AffectedSOPInstanceUID="2.25.9")
    assert made.encode() == response(MessageIDBeingRespondedTo=5, AffectedSOPInstanceUID="2.25.9").encode()
