"""The catalogue of faults that lies beside the reference data: which ids a group has, and which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reference import reference_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def ids(groups: Mapping[str, Iterable[int]]) -> list[str]:
    """Return the ids of groups: the letters, and a number of two digits."""
    return [f"{group}{number:02d}" for group, numbers in groups.items() for number in numbers]


def listed(groups: Iterable[str]) -> set[str]:
    """Return the ids the catalogue has of these groups; skip where it is not here."""
    data = reference_data()
    catalogue = data.parent / "catalogues" / "saboteurs.psv" if data else None
    if catalogue is None or not catalogue.exists():
        pytest.skip("the catalogue of faults is not beside the reference data")
    named = {line.partition("|")[0] for line in catalogue.read_text(encoding="utf-8").splitlines() if "|" in line}
    return {one for one in named if one[:2] in set(groups) and one[2:].isdigit()}
