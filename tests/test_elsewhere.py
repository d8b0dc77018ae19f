"""Panels sit at Windows laptops: every module loads where Linux's own means are missing, and says what is weaker."""

from __future__ import annotations

import subprocess
import sys

PRETEND = """
import os, signal, socket, sys
sys.modules["resource"] = None
for module, names in ((socket, ["TCP_QUICKACK"]), (os, ["fork", "killpg", "O_DIRECTORY"]), (signal, ["SIGXCPU"])):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
import pkgutil, importlib, conformance
for found in pkgutil.walk_packages(conformance.__path__, "conformance."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from conformance.supervision import weaker_here
print(weaker_here())
"""


def test_every_module_loads_and_the_weakness_is_said():
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRETEND], capture_output=True, text=True, timeout=120, check=False
    )
    assert told.returncode == 0, told.stderr
    assert "memory and CPU limits" in told.stdout
