"""After ``mutmut run``: every mutant of scoring is killed, or is on the reviewed list of those that do the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

LISTED = Path(__file__).parent / "equivalent.toml"
_NAME = re.compile(r"conformance\.scoring\.(?P<where>\S*?)__mutmut_\d+")


def told(*words: str) -> str:
    """Return what mutmut prints."""
    return subprocess.run(["mutmut", *words], check=True, capture_output=True, text=True).stdout


def changed(name: str) -> tuple[str, str, str]:
    """Return the function of a mutant, its line as it was, and as it is in the mutant."""
    lines = [one for one in told("show", name).splitlines() if re.match(r"[-+](?![-+]{2})", one)]
    was = " ".join(one[1:].strip() for one in lines if one.startswith("-"))
    now = " ".join(one[1:].strip() for one in lines if one.startswith("+"))
    return re.sub(r"(^|\.)x_(\w+)$", r"\1\2", _NAME.match(name)["where"]), was, now


def main() -> int:
    """Return 1 when a mutant survived that nobody reviewed, or a reviewed one is there no more."""
    listed = {(one["function"], one["was"], one["now"]) for one in tomllib.loads(LISTED.read_text())["equivalent"]}
    survived = {}
    for line in told("results").splitlines():
        name, _, result = line.strip().partition(": ")
        # A mutant that never ends is killed by the clock.
        if _NAME.match(name) and result not in {"killed", "timeout"}:
            survived[changed(name)] = (name, result)
    for change, (name, result) in survived.items():
        if change not in listed:
            print(f"{result}: {name}\n  - {change[1]}\n  + {change[2]}")
    for change in sorted(listed - set(survived)):
        print(f"listed, but not there: {change}")
    print(f"{len(survived)} not killed, {len(listed)} reviewed as equivalent")
    return int(set(survived) != listed)


if __name__ == "__main__":
    sys.exit(main())
