"""Whom the stories are for: a profile that lacks a part is not asked for what needs it."""

from __future__ import annotations

import pytest
from arena import profile_of

from conformance.hospital import Hospital
from conformance.systems import SystemProfile
from conformance.workflow import KIT

SCENARIOS = KIT.scenarios()


def asked_of(sections):
    profile = SystemProfile.model_validate(profile_of(sections))
    return {one.id for one in SCENARIOS if all(profile.offers(part) for part in one.requires)}


@pytest.fixture(scope="module")
def sections():
    with Hospital() as hospital:
        return hospital.profile()


def test_a_whole_hospital_is_asked_everything(sections):
    assert asked_of(sections) == {one.id for one in SCENARIOS}


def test_an_archive_without_worklist_is_asked_nothing_about_orders(sections):
    archive = {name: value for name, value in sections["dicom"].items() if name != "worklist"}

    assert asked_of({"dicom": archive, "hl7v2": sections["hl7v2"]}) == {
        "workflow.merge-as-of-old",
        "workflow.merge-into-itself",
        "workflow.merge-moves-studies",
        "workflow.update-absent-and-null",
        "workflow.update-account-moved",
        "workflow.update-cancelled-admission",
        "workflow.update-identifier",
        "workflow.update-notification-keeps-name",
        "workflow.update-seen-in-query",
        "workflow.update-shared-nhs-number",
        "workflow.update-without-visit",
    }


def test_one_system_alone_is_asked_nothing(sections):
    for name in sections:
        assert asked_of({name: sections[name]}) == set()


def test_every_story_is_of_one_candidate_and_says_why_it_matters():
    assert {one.actor for one in SCENARIOS} == {"hospital"}
    assert all(one.purpose.endswith(".") for one in SCENARIOS)
    assert all(one.id.startswith("workflow.") for one in SCENARIOS)
