"""A pin goes where the suite's stands, once, and nothing else of the file changes."""

from __future__ import annotations

import pytest

from conformance.files import BadFile
from conformance.needs import pinning

TEXT = '# mine\n[method]\nsuite = "2026.12" # the next one is due\nnot_tested = "zero"\n\n# themes\n[[theme]]\n'
ONE, OTHER = "1" * 64, "2" * 64


def test_a_pin_stands_below_the_suite_and_is_renewed_in_its_place():
    once = pinning.pinned(TEXT, ONE)
    again = pinning.pinned(once, OTHER)

    assert once.splitlines()[3] == f'scenario_list = "{ONE}"'
    assert once.replace(f'scenario_list = "{ONE}"\n', "") == TEXT
    assert again == once.replace(ONE, OTHER)


def test_a_file_with_the_line_ends_of_windows_keeps_them(tmp_path):
    path = tmp_path / "needs.toml"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())

    for digest in (ONE, OTHER):
        pinning.pin(path, digest)

        lines = path.read_bytes().split(b"\r\n")
        assert not any(b"\n" in one for one in lines)
        assert f'scenario_list = "{digest}"'.encode() in lines


@pytest.mark.parametrize("text", ['method = { suite = "2026.12" }\n', TEXT + TEXT], ids=["inline", "twice"])
def test_a_file_without_one_place_for_it_is_left_alone(tmp_path, text):
    path = tmp_path / "needs.toml"
    path.write_text(text)

    with pytest.raises(BadFile, match=r"no place for the pin\n.*add scenario_list = \"1+\" to \[method\] by hand"):
        pinning.pin(path, ONE)
    assert path.read_text() == text
