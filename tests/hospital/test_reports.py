"""Reports that the hospital is told, and what its registry shows of them."""

from __future__ import annotations

from conformance.hl7 import samples
from conformance.hl7.samples import Line
from conformance.workflow.reports import reports_of
from conformance.xds.vocabulary import APPROVED


def told(visitor, who, status, *lines, of="order"):
    report = samples.report(visitor.story, who, status, *lines, of=of)
    return visitor.port.tell(visitor.about(report, who))


def shown(visitor, who):
    return [one.text for one in reports_of(visitor, who)]


def test_a_report_is_shown_line_by_line(visitor):
    her = visitor.person("her")
    visitor.registers(her)

    answer = told(visitor, her, "F", Line("A", ("one", "two")), Line("B", ("12.5",), units="mm"))

    assert answer.code == "AA"
    assert shown(visitor, her) == ["one\r\ntwo\r\n12.5 mm\r\n"]


def test_a_correction_replaces_and_a_deleted_line_is_gone(hospital, visitor):
    her = visitor.person("her")
    visitor.registers(her)
    told(visitor, her, "F", Line("A", ("one",)), Line("B", ("two",)))

    told(visitor, her, "C", Line("A", ("new",), "C"), Line("B", ("two",), "D"))

    assert shown(visitor, her) == ["new\r\n"]
    entries = hospital.domain.registry.holdings.entries.values()
    assert sorted(one.status == APPROVED for one in entries) == [False, True]


def test_reports_of_two_orders_stand_side_by_side(visitor):
    her = visitor.person("her")
    visitor.registers(her)

    for of in ("one", "other"):
        told(visitor, her, "F", Line("A", (of,)), of=of)

    assert sorted(shown(visitor, her)) == ["one\r\n", "other\r\n"]


def test_a_report_of_nobody_known_is_refused(visitor):
    answer = told(visitor, visitor.person("nobody"), "F", Line("A", ("one",)))

    assert (answer.code, answer.field("ERR-3.1")) == ("AE", "204")
