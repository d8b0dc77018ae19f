"""Orders: told by HL7, seen on the modality worklist, changed, cancelled, performed (RAD-4, RAD-13, RAD-5, RAD-7)."""

from __future__ import annotations

from datetime import timedelta

from conformance.authoring import scenario
from conformance.hl7 import samples
from conformance.model import Blocked
from conformance.workflow import clauses
from conformance.workflow.modality import TAKEN, performed
from conformance.workflow.steps import asked

UTF_8 = "UNICODE UTF-8"
IDENTIFIERS = (
    (clauses.STUDY_UID_GIVEN, "study_uid"),
    (clauses.ACCESSION_GIVEN, "accession"),
    (clauses.PROCEDURE_ID_GIVEN, "procedure_id"),
    (clauses.STEP_ID_GIVEN, "step_id"),
    (clauses.MODALITY_GIVEN, "modality"),
    (clauses.START_GIVEN, "starts"),
)
GIVEN = tuple(clause for clause, _ in IDENTIFIERS)


@scenario(
    "workflow.order-on-worklist",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ORDER_ACCEPTED, clauses.ORDER_LISTED, clauses.PATIENT_GIVEN, *GIVEN],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_orders_are_on_the_worklist_under_the_identifiers_they_were_given(story, hospital, check):
    """Two procedures scheduled for one patient by HL7 are on the worklist, each under its own identifiers."""
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_no_work(her)
    first, second = (hospital.about(samples.order(story, her, of=one), her) for one in ("first", "second"))
    second = second.putting("OBR-24", "MR")
    wanted = [asked(first), asked(second)]

    told = [hospital.port.offering("ORM^O01").tell(one) for one in (first, second)]
    seen = hospital.schedule_of(her, lambda now: len(now.steps) >= len(wanted), "both orders are on the worklist")

    with check(clauses.ORDER_ACCEPTED):
        assert [one.code for one in told] == ["AA", "AA"], "; ".join(one.says for one in told)
    with check(clauses.ORDER_LISTED, expected="one item for each of the two orders"):
        assert not seen.trouble, seen.trouble
        assert len(seen.steps) == len(wanted), f"steps on the worklist: {', '.join(seen.ids) or 'none'}"
    for order in wanted:
        item = seen.closest(order)
        if item is None:
            continue
        for clause, name in IDENTIFIERS:
            with check(clause, where=f"order {order.step_id}"):
                assert getattr(item.step, name) == getattr(order, name)
        with check(clauses.PATIENT_GIVEN, where=f"order {order.step_id}"):
            theirs = (item.patient_id, item.patient_name, item.birth_date, item.sex)
            assert theirs == (her.id, f"{her.family}^{her.given}", her.birth_date, her.sex)


@scenario(
    "workflow.omi-order-on-worklist",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ORDER_ACCEPTED, clauses.ORDER_LISTED, clauses.STATION_GIVEN, *GIVEN],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_an_order_of_version_2_5_1_is_on_the_worklist_of_its_station(story, hospital, check):
    """A procedure scheduled by OMI^O23 is on the worklist as its IPC segment says, on the station it names."""
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_no_work(her)
    order = hospital.about(samples.order_2_5_1(story, her), her)
    order = order.putting("IPC-5", "MR").putting("IPC-9", f"ZZ{story.token('station', 6)}")
    wanted = asked(order)

    told = hospital.port.offering("OMI^O23").tell(order)
    seen = hospital.schedule_of(her, lambda now: bool(now.steps), "the order is on the worklist")
    item = seen.closest(wanted)

    with check(clauses.ORDER_ACCEPTED):
        assert told.code == "AA", told.says
    with check(clauses.ORDER_LISTED, expected="one item"):
        assert not seen.trouble, seen.trouble
        assert len(seen.steps) == 1, f"steps on the worklist: {', '.join(seen.ids) or 'none'}"
    if item is not None:
        for clause, name in (*IDENTIFIERS, (clauses.STATION_GIVEN, "station")):
            with check(clause):
                assert getattr(item.step, name) == getattr(wanted, name)


@scenario(
    "workflow.order-keeps-national-characters",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.NAME_KEPT],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_name_in_utf_8_reads_the_same_on_the_worklist(story, hospital, check):
    """A name no single eight-bit character set could hold goes from HL7 to the worklist without losing a letter."""
    her = hospital.person("her", family="ZZŁĄCKA-ΩΜΕΓΑ-ÖZ")
    hospital.registers(her, charset=UTF_8)
    hospital.has_no_work(her)
    order = hospital.about(samples.order(story, her).putting("MSH-18", UTF_8), her)

    told = hospital.port.offering("ORM^O01").tell(order)
    if told.code != "AA":
        raise Blocked(f"the order in {UTF_8} was not accepted: {told.says}")
    seen = hospital.schedule_of(her, lambda now: bool(now.steps), "the order is on the worklist")
    if not seen.steps:
        raise Blocked(f"the order is not on the worklist: {seen.trouble or 'no step is'}")

    for item in seen.steps:
        with check(clauses.NAME_KEPT, where=f"Specific Character Set {item.charset or 'absent'}"):
            assert item.patient_name == f"{her.family}^{her.given}"


@scenario(
    "workflow.cancelled-order-leaves-worklist",
    actor="hospital",
    transaction="RAD-13",
    clauses=[clauses.CANCELLED_GONE, clauses.OTHERS_STAY],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_cancelled_order_leaves_the_worklist_and_no_other_does(story, hospital, check):
    """Of two orders on the worklist one is cancelled: that one leaves, the other stays."""
    her = hospital.person("her")
    hospital.registers(her)
    cancelled, kept = (hospital.about(samples.order(story, her, of=one), her) for one in ("cancelled", "kept"))
    hospital.has_work(her, cancelled, kept)
    gone, stays = asked(cancelled).step_id, asked(kept).step_id

    told = hospital.port.tell(hospital.about(samples.order(story, her, control="CA", status="CA", of="cancelled"), her))
    seen = hospital.schedule_of(her, lambda now: gone not in now.ids, "the cancelled order has left the worklist")

    with check(clauses.CANCELLED_GONE, expected=f"step {gone} is no longer scheduled"):
        assert not seen.trouble, seen.trouble
        assert gone not in seen.ids, f"step {gone} is still scheduled; the cancellation was answered {told.code}"
    with check(clauses.OTHERS_STAY, expected=f"step {stays} is still scheduled"):
        assert not seen.trouble, seen.trouble
        assert stays in seen.ids, f"steps on the worklist: {', '.join(seen.ids) or 'none'}"


@scenario(
    "workflow.changed-order-on-worklist",
    actor="hospital",
    transaction="RAD-13",
    clauses=[clauses.CHANGE_FOLLOWED, clauses.CHANGED_ONCE, clauses.UID_STAYS],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_changed_order_is_on_the_worklist_once_as_changed(story, hospital, check):
    """An order moved to another hour is on the worklist once, at the new hour, under the same Study Instance UID."""
    her = hospital.person("her")
    hospital.registers(her)
    before = hospital.about(samples.order(story, her), her)
    hospital.has_work(her, before)
    later = (None, None, None, f"{story.now + timedelta(hours=3):%Y%m%d%H%M}", None, "R")
    changed = hospital.about(samples.order(story, her, control="XO"), her).putting("ORC-7", later)
    changed = changed.putting("OBR-27", later)
    wanted = asked(changed)

    told = hospital.port.tell(changed)
    seen = hospital.schedule_of(
        her, lambda now: any(one.step.starts == wanted.starts for one in now.steps), "the changed order is listed"
    )
    item = seen.closest(wanted)

    with check(clauses.CHANGE_FOLLOWED, expected=f"the step starts at {wanted.starts}"):
        starts = [one.step.starts for one in seen.steps]
        assert wanted.starts in starts, seen.trouble or f"it starts at {starts}; the change was answered {told.code}"
    with check(clauses.CHANGED_ONCE, expected="one step"):
        assert len(seen.steps) == 1, seen.trouble or f"steps on the worklist: {', '.join(seen.ids) or 'none'}"
    if item is not None:
        with check(clauses.UID_STAYS):
            assert item.step.study_uid == wanted.study_uid


@scenario(
    "workflow.order-performed-leaves-worklist",
    actor="hospital",
    transaction="RAD-7",
    clauses=[clauses.STEP_REPORTED, clauses.PERFORMED_GONE, clauses.UNPERFORMED_STAYS],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_performed_order_leaves_the_worklist(story, hospital, check):
    """A modality reports one of two scheduled steps as begun and completed: that one leaves the worklist."""
    her = hospital.person("her")
    hospital.registers(her)
    done, waiting = (hospital.about(samples.order(story, her, of=one), her) for one in ("done", "waiting"))
    hospital.has_work(her, done, waiting)
    gone, stays = asked(done).step_id, asked(waiting).step_id

    answers = performed(hospital.worklist, her, asked(done))
    seen = hospital.schedule_of(her, lambda now: gone not in now.ids, "the performed order has left the worklist")

    with check(clauses.STEP_REPORTED, expected="success or a warning to N-CREATE and to N-SET"):
        assert [one.status in TAKEN for one in answers] == [True, True], "; ".join(one.outcome for one in answers)
    with check(clauses.PERFORMED_GONE, expected=f"step {gone} is no longer scheduled"):
        assert not seen.trouble, seen.trouble
        assert gone not in seen.ids, f"step {gone} is still scheduled"
    with check(clauses.UNPERFORMED_STAYS, expected=f"step {stays} is still scheduled"):
        assert not seen.trouble, seen.trouble
        assert stays in seen.ids, f"steps on the worklist: {', '.join(seen.ids) or 'none'}"
