"""Every command and file of the documentation, run page by page; and the pages themselves, built without a warning."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(one for one in DOCS.rglob("*.md") if "reference" not in one.parts and "_build" not in one.parts)
FENCE = re.compile(r"^```(?P<what>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r":caption: (?P<name>\S+)\n\n(?P<text>.*)", re.DOTALL)
ENDS = re.compile(r"\s+# exit (\d)$")


def steps(page):
    """Yield what a page asks of its reader: ("file", name, text) and ("command", line, exit code, what it prints)."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        captioned = CAPTION.search(found["text"])
        if captioned and found["what"].startswith("{code-block}"):
            yield "file", captioned["name"], captioned["text"]
        elif found["what"] == "console":
            for part in re.split(r"^\$ ", found["text"], flags=re.MULTILINE)[1:]:
                line, *printed = part.splitlines()
                ends = ENDS.search(line)
                yield "command", ENDS.sub("", line), int(ends[1]) if ends else 0, [one for one in printed if one]


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {**os.environ, "COLUMNS": "200", "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
        self.environment["PYTHONPATH"] = str(ROOT)
        self._started = []
        (folder / "bin").mkdir()
        for name, words in (("conformance", "-m conformance"), ("python", "")):
            script = folder / "bin" / name
            script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
            script.chmod(0o755)
        (folder / "profiles").symlink_to(ROOT / "profiles")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def does(self, line):
        """Do one command; return its exit code and what it printed."""
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            self.environment[name] = f"{self.folder / value}:{ROOT}"
            return 0, ""
        if line.endswith("&"):
            return self._starts(line.removesuffix("&").strip())
        told = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return told.returncode, told.stdout + told.stderr

    def _starts(self, line):
        started = subprocess.Popen(
            shlex.split(f"exec {line}")[1:],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(started)
        watch = threading.Timer(60, started.kill)
        watch.start()
        said = started.stdout.readline()
        watch.cancel()
        assert "is ready" in said, line
        return 0, said

    def leaves(self):
        for one in self._started:
            one.terminate()
        for one in self._started:
            one.wait(20)
            one.stdout.close()


@contextmanager
def reading(folder):
    reader = Reader(folder)
    try:
        yield reader
    finally:
        reader.leaves()


def follow(reader, page):
    """Do everything a page says; return how many commands that was."""
    done = 0
    for what, line, *rest in steps(page):
        if what == "file":
            reader.write(line, rest[0])
            continue
        code, printed = reader.does(line)
        done += 1
        assert code == rest[0], f"{page.name}: {line}\n{printed}"
        for said in rest[1]:
            assert said in " ".join(printed.split()) or said in printed, f"{page.name}: {line}\n{printed}"
    return done


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(page, tmp_path):
    with reading(tmp_path) as reader:
        follow(reader, page)
        if page.stem == "ci":
            for line in snippets():
                assert reader.does(line)[0] == 0, line


def snippets():
    """Return each command of ours in the snippets for build servers."""
    yaml = pytest.importorskip("yaml")
    found = []
    for path in sorted((DOCS / "ci").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".yml":
            assert yaml.safe_load(text)
        found += re.findall(r"(?:^\s*|- |run: )(conformance .*)$", text, re.MULTILINE)
    assert len(found) == 9
    return list(dict.fromkeys(found))


def test_a_command_that_ends_otherwise_or_prints_otherwise_is_seen(tmp_path):
    page = tmp_path / "page.md"
    for text in ("$ conformance check nothing.toml", "$ conformance schema needs\nno such words"):
        page.write_text(f"```console\n{text}\n```\n")
        folder = tmp_path / str(len(text))
        folder.mkdir()
        with reading(folder) as reader, pytest.raises(AssertionError, match=r"page\.md"):
            follow(reader, page)


def test_the_documentation_builds_without_a_warning(tmp_path):
    pytest.importorskip("sphinx")
    words = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(DOCS),
        str(tmp_path / "html"),
    ]

    told = subprocess.run(words, capture_output=True, text=True, timeout=280, check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    from conformance.kits import all_scenarios  # noqa: PLC0415 - seldom needed here

    text = "".join(one.read_text(encoding="utf-8") for one in (tmp_path / "html" / "reference").glob("*.html"))
    for scenario in all_scenarios():
        assert f'id="scenario-{scenario.id.replace(".", "-")}"' in text
        for clause in scenario.clauses:
            assert f'id="clause-{clause.id.replace(".", "-")}"' in text
