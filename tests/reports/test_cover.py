"""Whose report it is, and what must be known before the first number."""

from __future__ import annotations

from dataclasses import replace

from conformance.reports.cover import cover, identity


def heads(run, needs=None, assessment=None):
    return [one.head for one in cover(run, identity(run.header, blind=False), needs, assessment).warnings]


def test_the_cover_names_product_label_and_digests(run, statement, assessment):
    who = identity(run.header, blind=False)
    page = cover(run, who, statement, assessment)

    assert (who.title, who.under) == ("ExamplePACS 9.4.1", "Example Imaging Ltd, blind label bidder-b")
    values = [fact.value for fact in page.facts]
    assert run.digest in values
    assert statement.digest in values
    assert "24 November 2026, 10:00 to 10:01 UTC" in values


def test_a_blind_cover_has_the_label_and_all_names_to_withhold(run):
    who = identity(run.header, blind=True)

    assert who.title == "bidder-b"
    assert {"Example Imaging Ltd", "ExamplePACS", "EXAMPLEPACS1", "127.0.0.1"} <= {name for name, _ in who.names}


def test_a_whole_run_by_the_same_needs_warns_of_nothing_but_our_errors(run, statement, assessment):
    assert heads(run, statement, assessment) == ["Not decidable yet."]


def test_each_thing_that_spoils_a_run_is_said(run, statement, assessment):
    other = replace(run, end=None, torn=True, header=run.header | {"needs": "0" * 64, "suite": "2025.1.0"})
    lacking = replace(assessment, not_run=("x",))

    assert heads(other, statement, lacking) == [
        "This run is not complete.",
        "The last line of its log is torn.",
        "Not decidable yet.",
        "Another suite.",
        "Other needs.",
        "Not everything was run.",
    ]


def test_a_run_planned_without_needs_may_be_scored_by_any(run, statement):
    assert "Other needs." not in heads(replace(run, header=run.header | {"needs": ""}), statement)


def test_a_header_without_a_system_still_has_a_label():
    assert identity({}, blind=False).title == "unnamed system"
    for odd in ("x", {"system": "x"}, {"system": {"id": None}}, []):
        assert identity({"system": odd}, blind=True).label == "unnamed system"
