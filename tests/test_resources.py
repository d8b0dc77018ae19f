"""The data files are found in a checkout and in an installed wheel alike."""

from __future__ import annotations

import pytest

from conformance import resources
from conformance.files import BadFile


def test_a_checkout_has_its_folders_beside_the_package():
    assert (resources.templates() / "base.html.j2").is_file()
    assert resources.profiles().name == "profiles"


@pytest.mark.parametrize("name", ["templates", "profiles"])
def test_a_wheel_has_its_folders_inside_the_package(tmp_path, monkeypatch, name):
    folder = {"templates": "reports_templates", "profiles": "profiles"}[name]
    inside = tmp_path / "conformance" / "data" / folder
    inside.mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda package: tmp_path / package)

    assert getattr(resources, name)() == inside


def test_an_installation_without_them_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "files", lambda package: tmp_path / package)

    with pytest.raises(FileNotFoundError, match="reports_templates is missing"):
        resources.templates()


def test_a_file_says_what_it_is(tmp_path):
    file = tmp_path / "a.toml"
    file.write_text('schema = "needs/1"')

    assert resources.schema_of(file) == "needs/1"


@pytest.mark.parametrize("text", ["", 'schema = "other/1"', "not toml"])
def test_a_file_that_says_nothing_known_is_refused(tmp_path, text):
    file = tmp_path / "a.toml"
    file.write_text(text)

    with pytest.raises(BadFile):
        resources.schema_of(file)
