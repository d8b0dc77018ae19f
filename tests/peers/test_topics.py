"""The table of what others test points at scenarios there are, or says why there is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from conformance.kits import all_scenarios

TOPICS = tomllib.loads(Path(__file__).with_name("orthanc-topics.toml").read_text(encoding="utf-8"))["topic"]


def test_each_topic_is_named_once():
    names = [one["name"] for one in TOPICS]

    assert len(names) > 30
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda one: one["name"])
def test_a_topic_has_scenarios_or_a_reason(topic):
    known = {one.id for one in all_scenarios()}
    covering = topic.get("scenarios", [])

    assert set(covering) <= known
    assert bool(covering) != bool(topic.get("without", "").strip())
