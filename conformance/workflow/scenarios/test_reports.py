"""Reports: told by HL7, corrected, read by whoever looks them up in the registry (RAD-28, ITI-18, ITI-43)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import samples
from conformance.hl7.samples import Line
from conformance.model import Blocked
from conformance.workflow import clauses, reports, texts

REQUIRES = ["hl7v2.in", "hl7v2.in.reports", "xds.registry", "xds.repository"]
VALUE, UNITS = "4711.25", "mL/min"


def reported(hospital, patient, *lines, of="order"):
    """Have a final report of a known patient accepted; raise Blocked when it is not."""
    draft = hospital.about(samples.report(hospital.story, patient, "F", *lines, of=of), patient)
    hospital.port.offering("ORU^R01").arrange(draft, "have a final report accepted")


def newcomer(hospital, name):
    """Return a registered patient of whom the registry has no document; raise Blocked when it has."""
    patient = hospital.person(name)
    hospital.port.offering("ORU^R01")
    hospital.registers(patient)
    if hospital.documents_of(patient).objects.entries:
        raise Blocked(f"the registry has documents of {patient.id} before anything was reported")
    return patient


@scenario(
    "workflow.report-corrected",
    actor="hospital",
    transaction="RAD-28",
    clauses=[clauses.CORRECTION_SHOWN, clauses.CORRECTED_REPLACED],
    requires=REQUIRES,
)
def test_a_corrected_report_takes_the_place_of_the_final_one(story, hospital, check):
    """A final report is corrected: whoever looks it up reads the corrected words, and the wrong ones nowhere alone."""
    her = newcomer(hospital, "her")
    wrong, right = samples.words(story, "wrong"), samples.words(story, "right")
    reported(hospital, her, Line("FINDING", (wrong,)))
    reports.first_shown(hospital, her, wrong)
    correction = samples.report(story, her, "C", Line("FINDING", (right,), "C"))

    told = hospital.port.tell(hospital.about(correction, her))
    shown = hospital.settled(
        lambda: reports.reports_of(hospital, her),
        lambda now: any(one.says(right) for one in now) and not stale(now, wrong, right),
        "the corrected report is shown alone",
    )

    with check(clauses.CORRECTION_SHOWN, expected=f"a report that says {right}"):
        assert any(one.says(right) for one in shown), f"{said(shown)}; the correction was answered {told.code}"
    if all(one.text is None for one in shown):
        check.sets_aside(clauses.CORRECTED_REPLACED, f"no report is shown that can be read: {said(shown)}")
        return
    with check(clauses.CORRECTED_REPLACED, expected=f"no report that says {wrong} and not {right}"):
        assert not stale(shown, wrong, right), f"{said(shown)}; the correction was answered {told.code}"


@scenario(
    "workflow.report-finalised",
    actor="hospital",
    transaction="RAD-28",
    clauses=[clauses.FINAL_REPLACES],
    requires=REQUIRES,
)
def test_a_final_report_takes_the_place_of_the_preliminary_one(story, hospital, check):
    """A report is preliminary, then final: whoever looks it up reads the final words, and nowhere the first alone."""
    her = newcomer(hospital, "her")
    first, final = samples.words(story, "first"), samples.words(story, "final")
    preliminary = hospital.about(samples.report(story, her, "P", Line("FINDING", (first,), "P")), her)
    hospital.port.offering("ORU^R01").arrange(preliminary, "have a preliminary report accepted")

    reported(hospital, her, Line("FINDING", (final,)))
    shown = hospital.settled(
        lambda: reports.reports_of(hospital, her),
        lambda now: any(one.says(final) for one in now) and not stale(now, first, final),
        "the final report is shown alone",
    )
    if not any(one.says(final) for one in shown):
        reports.first_shown(hospital, her, final)

    with check(clauses.FINAL_REPLACES, expected=f"no report that says {first} and not {final}"):
        assert not stale(shown, first, final), said(shown)


def stale(shown, wrong, right):
    """Return the documents that say what was wrong without what is right."""
    return [one for one in shown if one.says(wrong) and not one.says(right)]


def said(shown):
    """Return in words what the documents of a patient say."""
    return "; ".join(" ".join((one.text or f"({one.mime_type})").split())[:120] for one in shown) or "no document"


@scenario(
    "workflow.report-deleted-line",
    actor="hospital",
    transaction="RAD-28",
    clauses=[clauses.CORRECTION_SHOWN, clauses.DELETED_GONE],
    requires=REQUIRES,
)
def test_an_observation_that_was_deleted_is_gone(story, hospital, check):
    """One finding of a final report is deleted (OBX-11 D) by a correction: the report shows the other alone."""
    her = newcomer(hospital, "her")
    stays, goes, new = (samples.words(story, name) for name in ("stays", "goes", "new"))
    lines = (Line("FINDING", (stays,)), Line("SECOND", (goes,)))
    reported(hospital, her, *lines)
    reports.first_shown(hospital, her, stays, goes)
    lines = (Line("FINDING", (f"{stays} {new}",), "C"), Line("SECOND", (goes,), "D"))
    correction = samples.report(story, her, "C", *lines)

    told = hospital.port.tell(hospital.about(correction, her))
    shown = reports.awaited(hospital, her, new)

    with check(clauses.CORRECTION_SHOWN, expected=f"a report that says {new}"):
        assert any(one.says(new) for one in shown), f"{said(shown)}; the correction was answered {told.code}"
    if texts.current(shown, new):
        with check(clauses.DELETED_GONE, expected=f"a report that does not say {goes}"):
            assert goes not in texts.current(shown, new), said(shown)
    else:
        check.sets_aside(clauses.DELETED_GONE, "the corrected report is not shown")


@scenario(
    "workflow.report-keeps-its-lines",
    actor="hospital",
    transaction="RAD-28",
    clauses=[clauses.LINES_IN_ORDER, clauses.REPETITIONS_APART, clauses.UNITS_SHOWN],
    requires=REQUIRES,
)
def test_a_report_is_shown_line_by_line_with_its_units(story, hospital, check):
    """A report of several lines, a repeated one and a measurement is shown in order, line by line, with units."""
    her = newcomer(hospital, "her")
    words = [samples.words(story, name) for name in ("one", "two", "three", "four", "five")]
    lines = (
        Line("REPORT", (words[0],)),
        Line("REPORT", (words[1],)),
        Line("REPORT", (words[2], words[3])),
        Line("REPORT", (words[4],)),
        Line("FLOW", (VALUE,), units=UNITS),
    )

    reported(hospital, her, *lines)
    shown = reports.first_shown(hospital, her, *words)
    text = texts.current(shown, *words)

    with check(clauses.LINES_IN_ORDER, expected=", ".join(words)):
        assert not texts.out_of_order(text, words), texts.out_of_order(text, words)
    with check(clauses.REPETITIONS_APART, expected=f"{words[2]} and {words[3]} apart"):
        assert not texts.run_together(text, words[2:4]), texts.run_together(text, words[2:4])
    if VALUE not in text:
        check.sets_aside(clauses.UNITS_SHOWN, f"the report does not show {VALUE}")
        return
    with check(clauses.UNITS_SHOWN, expected=f"{VALUE} {UNITS}"):
        assert texts.has_units(text, VALUE, UNITS), said(shown)


@scenario(
    "workflow.report-of-unknown-patient",
    actor="hospital",
    transaction="RAD-28",
    clauses=[clauses.ORPHAN_KEPT],
    requires=REQUIRES,
)
def test_a_report_of_an_unknown_patient_is_refused_or_kept(story, hospital, check):
    """A report arrives before its patient is known: it is refused, or it is there once the patient is."""
    known, her = newcomer(hospital, "known"), hospital.person("her")
    usual, lost = samples.words(story, "usual"), samples.words(story, "lost")
    reported(hospital, known, Line("FINDING", (usual,)), of="usual")
    reports.first_shown(hospital, known, usual)
    orphan = samples.report(story, her, "F", Line("FINDING", (lost,)), of="orphan")

    told = hospital.port.tell(hospital.about(orphan, her))
    if told.code != "AA":
        with check(clauses.ORPHAN_KEPT, expected="a refusal, or the report once the patient is known"):
            assert told.code in {"AE", "AR"}, told.says
        return
    hospital.registers(her)
    shown = reports.awaited(hospital, her, lost)

    with check(clauses.ORPHAN_KEPT, expected=f"a report that says {lost}, as it was accepted"):
        assert any(one.says(lost) for one in shown), f"answered AA, and the registry shows {said(shown)}"
