"""Sphinx reads this: MyST pages beside it, and a reference written from the code when the pages are built."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import generated  # noqa: E402 - beside this file

from conformance import __version__  # noqa: E402 - as above

project = "imaging-conformance"
author = "the authors of imaging-conformance"
version = release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {"description": "Does an imaging system really speak DICOM, HL7 v2, XDS and XDS-I?"}
language = "en"
nitpicky = True


def setup(app: object) -> None:
    """Write the reference before Sphinx looks for pages."""
    del app
    generated.write(HERE / "reference")
