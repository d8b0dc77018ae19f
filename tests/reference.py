"""Where the reference data of others is, for the tests that read it."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "CONFORMANCE_REFERENCE_DATA"


def reference_data() -> Path | None:
    """Return the folder of reference data, or None when it is not on this machine."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None
