"""``python -m benchmarks [dicom] [hl7] [xds] [reports]``: run the comparisons named, or all of them."""

from __future__ import annotations

import sys
from importlib import import_module

ALL = ("dicom", "hl7", "xds", "reports")

for name in sys.argv[1:] or ALL:
    if name not in ALL:
        sys.exit(f"there is no benchmark {name!r}; choose from {', '.join(ALL)}")
    import_module(f"benchmarks.{name}").main()
