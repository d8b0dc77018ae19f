"""Practice targets: several vices at once, and the label one asks for."""

from __future__ import annotations

import pytest

from conformance import practice, systems
from conformance.files import BadFile


def test_several_vices_are_joined_under_a_label(tmp_path):
    vices = ["workflow.studies-stay-behind", "WL08"]
    with practice.actor("hospital", vices, tmp_path / "c.toml", "bidder-c") as path:
        profile = systems.read(path)

    assert profile.system.id == "bidder-c"
    joined = practice._simulator("hospital", vices)
    assert [kind.__name__ for kind in type(joined).__mro__[1:3]] == ["StudiesStayBehind", "Uncancelled"]


@pytest.mark.parametrize(
    ("vices", "says"),
    [
        (["WL05", "WL07"], "WL05 and WL07 change the same part"),
        (["WL08", "AS22"], "are of different actors"),
        (["WL08", "nobody"], "nobody plays 'nobody'"),
    ],
)
def test_vices_that_would_hide_one_another_are_refused(vices, says):
    with pytest.raises(BadFile, match=says):
        practice._simulator("hospital", vices)
