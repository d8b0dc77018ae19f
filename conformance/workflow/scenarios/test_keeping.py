"""What an acknowledged order is worth: it is there once, under whatever control id, and after a restart."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom.restarting import restart
from conformance.hl7 import samples
from conformance.model import NotApplicable
from conformance.workflow import clauses
from conformance.workflow.steps import asked


@scenario(
    "workflow.order-sent-twice",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ONE_EFFECT],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_an_order_sent_twice_is_one_order(story, hospital, check):
    """The same order message (same MSH-10) comes again, as after a lost acknowledgement: it is scheduled once."""
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_no_work(her)
    order = hospital.about(samples.order(story, her), her)
    hospital.has_work(her, order)

    told = hospital.port.tell(order)
    seen = hospital.lingering(
        lambda: hospital.work_of(her), lambda now: len(now.steps) > 1, "the order is on the worklist twice"
    )

    with check(clauses.ONE_EFFECT, expected=f"step {asked(order).step_id}, once"):
        assert not seen.trouble, seen.trouble
        assert seen.ids == [asked(order).step_id], f"steps {', '.join(seen.ids)}; it was answered {told.code}"


@scenario(
    "workflow.order-under-used-control-id",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ACCEPTED_IS_DONE],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_another_order_under_a_used_control_id_is_not_lost(story, hospital, check):
    """Another order comes under the control id of one before: it is scheduled, or its sender learns it is not."""
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_no_work(her)
    first, second = (hospital.about(samples.order(story, her, of=name), her) for name in ("first", "second"))
    hospital.has_work(her, first)
    wanted = asked(second).step_id

    told = hospital.port.tell(second.putting("MSH-10", first.control_id))
    seen = hospital.work_of(her)
    if told.code == "AA":
        seen = hospital.schedule_of(her, lambda now: wanted in now.ids, "the second order is on the worklist")

    with check(clauses.ACCEPTED_IS_DONE, expected=f"AE or AR, or step {wanted} on the worklist"):
        assert told.code != "AA" or wanted in seen.ids, f"AA, and steps {', '.join(seen.ids)} alone {seen.trouble}"


@scenario(
    "workflow.order-survives-restart",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ORDER_SURVIVES],
    requires=["hl7v2.in", "dicom", "dicom.worklist", "asked.dicom.restart"],
)
def test_an_accepted_order_is_on_the_worklist_after_a_restart(story, hospital, check):
    """An order was accepted and is on the worklist; after the archive's restart it is still there."""
    archive, worklist = hospital.archive.profile, hospital.worklist.profile
    if (archive.host, archive.port) != (worklist.host, worklist.port):
        raise NotApplicable("the worklist is not where the archive is, which is what is restarted")
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_no_work(her)
    order = hospital.about(samples.order(story, her), her)
    hospital.has_work(her, order)

    restart(hospital.archive)
    wanted = [asked(order).step_id]
    seen = hospital.schedule_of(her, lambda now: now.ids == wanted, "the order is on the worklist again")

    with check(clauses.ORDER_SURVIVES, expected=f"step {wanted[0]}"):
        assert not seen.trouble, seen.trouble
        assert seen.ids == wanted, f"steps {', '.join(seen.ids) or 'none'}"
