import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.wire import Assembler, Overlong, Pdv, command, message_pdus, read
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.messages import fragments, large_pdus, single_pdu
from conformance.limits import Limits


def store(kind=1):
    return command(CommandField=C_STORE, MessageID=1, CommandDataSetType=kind)


def messages(pdus, limits=None):
    assembler = Assembler(limits or Limits())
    found = [assembler.add(pdv) for pdu in pdus for pdv in read(pdu).pdvs]
    return [one for one in found if one is not None], assembler


@given(st.binary(max_size=300), st.integers(8, 200), st.booleans())
def test_a_message_is_the_same_however_it_is_cut(octets, most, together):
    data = octets * 2
    pdus = [*message_pdus(store(), 3, data, most=most, together=together)]
    assert all(len(pdv.fragment) % 2 == 0 for pdu in pdus for pdv in read(pdu).pdvs)
    found, assembler = messages(pdus)

    assert all(len(pdu.body) <= most for pdu in pdus)
    assert [(one.context, one.data, one.command) for one in found] == [(3, data, store())]
    assert not found[0].problems
    assert not assembler.midway


@given(st.binary(min_size=1, max_size=60), st.integers(1, 9))
def test_odd_fragments_are_put_together_too(data, most):
    assembler = Assembler(Limits())
    pdvs = [*fragments(store().encode(), 1, command=True, most=most), *fragments(data, 1, command=False, most=most)]
    found = [message for pdv in pdvs if (message := assembler.add(pdv)) is not None]

    assert [(one.command, one.data) for one in found] == [(store(), data)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.binary(max_size=40)), max_size=12))
def test_no_fragments_break_the_assembler(parts):
    assembler = Assembler(Limits(command_bytes=64, data_set_bytes=64))
    for part in parts:
        try:
            assembler.add(Pdv(*part))
        except Overlong:
            return


def test_a_command_without_data_set_ends_the_message():
    found, _ = messages(message_pdus(store(0x0101), 1, most=100))

    assert [one.data for one in found] == [None]


def test_a_message_without_end_is_over_the_cap():
    assembler = Assembler(Limits(command_bytes=10))
    assert assembler.add(Pdv(1, 1, b"123456")) is None
    with pytest.raises(Overlong, match="a command set is over the cap of 10 octets"):
        assembler.add(Pdv(1, 1, b"123456"))


def test_mixed_contexts_and_kinds_are_problems():
    assembler = Assembler(Limits())
    assembler.add(Pdv(1, 3, store().encode()))
    message = assembler.add(Pdv(3, 2, b"ab"))

    assert [one.says for one in message.problems] == ["fragments of one message on contexts 1 and 3"]
    lone = assembler.add(Pdv(1, 2, b"ab"))
    assert lone.command.problems[0].says == "a data set came without a command set"


@given(st.integers(1, 60_000), st.integers(8192, 40_000), st.integers(1, 60))
def test_a_large_data_set_is_cut_as_any_other(size, most, name):
    data, asked = bytes(size), command(CommandField=1, AffectedSOPInstanceUID="1" * name)
    start, sent = 0, b""
    for head, part in large_pdus(asked, 3, size, most=most):
        sent += head + data[start : start + part]
        start += part

    assert sent == b"".join(pdu.encode() for pdu in message_pdus(asked, 3, data, most=most))


@given(st.none() | st.binary(max_size=300), st.integers(100, 600), st.integers(1, 60))
def test_a_message_of_one_pdu_is_cut_as_any_other(data, most, name):
    asked = command(CommandField=1, AffectedSOPInstanceUID="1" * name)
    alone = single_pdu(asked, 3, data, most=most)
    pdus = [pdu.encode() for pdu in message_pdus(asked, 3, data, most=most)]

    assert alone in {None, pdus[0]}
    assert alone is None or len(pdus) == 1
