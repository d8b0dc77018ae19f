"""What a message means is read from its fields, whatever is missing in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.simulator import events
from conformance.hl7.wire.message import parse

HEADER = b"MSH|^~\\&|A|B|C|D|1||ORU^R01|7|P|2.5.1\r"
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from([b"PID", b"MRG", b"ORC", b"OBR", b"OBX", b"IPC", b"TQ1", b"ZDS"]), st.binary(max_size=40)
    ),
    max_size=8,
)


@given(segments=SEGMENTS)
def test_any_fields_are_read(segments):
    message = parse(HEADER + b"".join(name + b"|" + rest + b"\r" for name, rest in segments))

    assert isinstance(events.patient(message).id, str)
    assert isinstance(events.prior(message).value, str)
    assert isinstance(events.order(message).control, str)
    assert isinstance(events.report(message).status, str)


def test_all_identifiers_are_kept_in_order_with_their_authorities():
    message = parse(HEADER + b"PID|||1^^^H&1.2&ISO^PI~2^^^NHS^NH~^^^EMPTY\r")

    assert events.patient(message).identifiers == (
        events.Identifier("1", "H", "1.2", "PI"),
        events.Identifier("2", "NHS", "", "NH"),
    )


def test_a_patient_without_name_has_an_empty_dicom_name():
    patient = events.patient(parse(HEADER + b"PID|||1\r"))
    assert (patient.dicom_name, patient.family, patient.id) == ("", None, "1")
    assert events.patient(parse(HEADER + b"PID|||1||DOE\r")).dicom_name == "DOE"
