"""The worked figures come out as they were checked; ``python tests/scoring/worked.py`` writes them anew, to be read."""

from __future__ import annotations

import difflib

import worked


def test_the_worked_figures_are_as_they_were_checked():
    was, now = worked.GOLDEN.read_text(encoding="utf-8"), worked.worked()

    assert now == was, "\n".join(difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=1))[:4000]
