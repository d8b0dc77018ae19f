"""Where the third-party reference data lies, when it is there at all."""

from __future__ import annotations

import os
from pathlib import Path


def reference_data() -> Path | None:
    """Return the folder named by CONFORMANCE_REFERENCE_DATA, or the one beside the checkout, or None."""
    named = os.environ.get("CONFORMANCE_REFERENCE_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None
