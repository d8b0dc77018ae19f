"""The receiver answers as the standard asks, and tells the hospital once of each message."""

from __future__ import annotations

import pytest

from conformance.hl7 import samples
from conformance.hl7.client import Sender
from conformance.hl7.simulator import Events, Receiver, Refused
from conformance.hl7.wire.delimiters import Delimiters
from conformance.hl7.wire.mllp import framed


class Diary(Events):
    """A hospital that writes down what it hears."""

    def __init__(self) -> None:
        self.heard = []

    def patient_registered(self, patient):
        self.heard.append(("registered", patient))

    def patient_updated(self, patient):
        self.heard.append(("updated", patient))

    def patients_merged(self, prior, survivor):
        if prior.value == survivor.id:
            raise Refused("a patient can't be merged with itself", condition=204, where="MRG-1.1")
        self.heard.append(("merged", (prior, survivor)))

    def procedure_scheduled(self, order):
        self.heard.append(("scheduled", order))

    def order_cancelled(self, order):
        self.heard.append(("cancelled", order))

    def report_received(self, report):
        self.heard.append(("reported", report))


@pytest.fixture
def diary():
    return Diary()


@pytest.fixture
def scene(told, diary):
    """Give a story, a sender in it, and two people."""
    with Receiver(diary) as receiver:
        story = told(receiver)
        with Sender.to(story) as sender:
            yield story, sender, samples.person(story, "hers"), samples.person(story, "his")


def test_the_hospital_hears_what_each_message_means(scene, diary):
    story, sender, hers, his = scene
    messages = [
        samples.admission(story, hers, "A01"),
        samples.admission(story, his, "A04"),
        samples.admission(story, his, "A08"),
        samples.merge(story, hers, his),
        samples.order(story, hers),
        samples.order_2_5_1(story, hers, of="other"),
        samples.order(story, hers, control="CA", status="CA"),
        samples.result(story, hers, "F", lines=("A & B", "C|D")),
    ]

    assert [sender.tell(message).says for message in messages] == ["MSA-1 is AA"] * 8

    expected = ["registered", "registered", "updated", "merged", "scheduled", "scheduled", "cancelled", "reported"]
    assert [name for name, _ in diary.heard] == expected
    patient = diary.heard[0][1]
    assert (patient.id, patient.dicom_name, patient.birth_date, patient.sex) == (
        hers.id, f"{hers.family}^{hers.given}", hers.birth_date, hers.sex
    )  # fmt: skip
    assert patient.identifiers[1].value == hers.nhs_number
    prior, survivor = diary.heard[3][1]
    assert (prior.value, survivor.id) == (his.id, hers.id)
    report = diary.heard[-1][1]
    assert (report.status, report.study_uid) == ("F", story.uid("study/order"))
    assert [one.value for one in report.observations[1:]] == ["A & B", "C|D"]


@pytest.mark.parametrize("make", [samples.order, samples.order_2_5_1])
def test_an_order_is_read_the_same_from_either_version(scene, diary, make):
    story, sender, hers, _ = scene
    sender.arrange(make(story, hers), "order")

    order = diary.heard[0][1]
    assert order.study_uid == story.uid("study/order")
    assert order.accession == f"ZZ{story.token('AC/order', 10)}"
    assert order.requested_procedure_id == f"ZZ{story.token('RP/order', 10)}"
    assert order.step_id == f"ZZ{story.token('SP/order', 10)}"
    assert (order.modality, order.starts, order.priority) == ("CT", "202611241100", "R")
    assert (order.procedure.value, order.protocol.value) == ("ZZCT1", "ZZPROT1")
    assert (order.control, order.status) == ("NW", "SC")


def test_a_message_sent_again_is_answered_again_and_heard_once(scene, diary):
    story, sender, hers, _ = scene
    message = samples.admission(story, hers)

    assert [sender.tell(message).code for _ in range(3)] == ["AA"] * 3
    assert len(diary.heard) == 1


def test_absent_empty_and_null_are_told_apart(scene, diary):
    story, sender, hers, _ = scene
    sender.arrange(samples.admission(story, hers, "A08").putting("PID-7", None).putting("PID-8", b'""'), "update")

    patient = diary.heard[0][1]
    assert (patient.birth_date, patient.sex) == (None, "")


def test_what_the_hospital_refuses_is_answered_ae_with_the_place(scene):
    story, sender, hers, _ = scene
    answer = sender.tell(samples.merge(story, hers, hers))

    assert answer.code == "AE"
    assert answer.message["ERR-2"] == "MRG^1^1^1^1"
    assert answer.message["ERR-3"] == "204^Unknown key identifier^HL70357"


@pytest.mark.parametrize(
    ("path", "value", "code", "condition"),
    [
        ("MSH-9", ("QQQ", "Q99"), "AR", "200"),
        ("MSH-9", ("ADT", "Q99"), "AR", "201"),
        ("MSH-9", None, "AR", "101"),
        ("MSH-10", None, "AR", "101"),
        ("MSH-11", "X", "AR", "202"),
        ("MSH-12", "9.9", "AR", "203"),
        ("PID-3", None, "AE", "101"),
        ("PID-5", b"\xe9", "AE", "102"),
    ],
)
def test_what_is_refused_is_refused_with_its_condition(scene, path, value, code, condition):
    story, sender, hers, _ = scene
    answer = sender.tell(samples.admission(story, hers).putting(path, value))

    assert (answer.code, answer.message["ERR-3.1"], answer.message["ERR-4"]) == (code, condition, "E")


@pytest.mark.parametrize("version", ["2.3.1", "2.4"])
def test_up_to_2_4_the_error_stands_in_err_1(scene, version):
    story, sender, hers, _ = scene
    answer = sender.tell(samples.admission(story, hers, version=version).putting("PID-3", None))

    assert answer.message["ERR-1"] == "PID^1^3^101&Required field missing&HL70357"
    assert answer.message["MSH-12"] == version
    assert answer.message.get("ERR-3") is None


def test_the_acknowledgement_speaks_as_it_was_spoken_to(scene):
    story, sender, hers, _ = scene
    delimiters = Delimiters(b"#", b"*", b"!", b"/", b"%")
    message = samples.admission(story, hers, charset="UNICODE UTF-8").spoken(delimiters)
    answer = sender.tell(message)

    assert answer.message.delimiters == delimiters
    assert answer.control_id == message.control_id
    assert [answer.message[f"MSH-{n}"] for n in (3, 4, 5, 6, 18)] == [
        "CANDIDATE", "HOSPITAL", "HARNESS", "HOSPITAL", "UNICODE UTF-8"
    ]  # fmt: skip
    assert answer.frame.content.endswith(b"\r")


def test_an_acknowledgement_is_not_acknowledged_and_what_is_no_message_is_rejected(scene):
    story, sender, hers, _ = scene
    sender.send(framed(b"MSH|^~\\&|A|B|C|D|1||ACK^A01^ACK|7|P|2.5.1\rMSA|AA|1\r"))
    assert sender.extra() == ()
    assert sender.tell(b"hello").code == "AR"
    assert sender.tell(samples.admission(story, hers)).code == "AA"


def test_a_header_of_few_delimiters_is_answered(scene):
    _, sender, _, _ = scene
    answer = sender.tell(b"MSH|^\rPID\r")
    assert answer.code == "AR"


def test_leaving_ends_the_conversations(told):
    with Receiver() as receiver:
        sender = Sender.to(told(receiver))
        sender.tell(b"hello")
    assert "closed" in sender.hear().trouble or "broke" in sender.hear().trouble
    sender.close()
