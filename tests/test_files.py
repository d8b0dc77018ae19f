from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, field_validator, model_validator

from conformance.files import BadFile, Part, elsewhere, line_of, load

if TYPE_CHECKING:
    from pathlib import Path


class Wheel(Part):
    size: int = 1
    turns: bool = True


class Cart(Part):
    name: str
    wheel: tuple[Wheel, ...] = ()
    in_: int = Field(default=0, alias="in")

    @field_validator("name")
    @classmethod
    def _short(cls, value: str) -> str:
        if len(value) > 5:
            raise ValueError("is too long; write five letters")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Cart:
        if len(self.wheel) == 3:
            raise elsewhere("wheel.2.size", "three wheels {do} not stand", "add a fourth")
        return self


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cart.toml"


def wrong(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load(path, Cart)
    return str(caught.value)


def test_a_good_file_is_read_and_frozen(file):
    file.write_text('name = "hay"\nin = 3\n[[wheel]]\nsize = 2\n')

    cart = load(file, Cart)

    assert (cart.name, cart.in_, cart.wheel) == ("hay", 3, (Wheel(size=2),))
    with pytest.raises(ValueError, match="frozen"):
        cart.name = "other"


def test_an_unknown_key_is_named_with_its_line_and_the_key_that_was_meant(file):
    says = wrong(file, 'name = "hay"\n\n[[wheel]]\nsize = 2\n\n[[wheel]]\nsizes = 2\n')

    assert "line 7, wheel.1.sizes: this key is unknown" in says
    assert "Instead: write 'size'." in says


def test_an_unknown_key_like_no_other_is_to_be_removed(file):
    assert "line 2, zzzzzz: this key is unknown\n  Instead: remove it." in wrong(file, 'name = "hay"\nzzzzzz = 1\n')


def test_a_misspelt_key_is_not_reported_as_a_missing_one(file):
    assert "line 1, nam: this key is unknown\n  Instead: write 'name'." in wrong(file, 'nam = "hay"\n')


def test_a_missing_key_says_what_to_add(file):
    assert "name: this key is missing\n  Instead: add name = ...." in wrong(file, "in = 1\n")


def test_a_wrong_value_is_shown(file):
    says = wrong(file, 'name = "hay"\n[[wheel]]\nsize = "wide"\n')

    assert "line 3, wheel.0.size" in says
    assert "found: 'wide'" in says


def test_a_validator_says_problem_and_remedy(file):
    says = wrong(file, 'name = "haystack"\n')

    assert "line 1, name: is too long (found: 'haystack')\n  Instead: write five letters." in says


def test_a_fault_between_keys_is_placed_at_one_of_them(file):
    says = wrong(file, 'name = "hay"\n[[wheel]]\n[[wheel]]\n[[wheel]]\nsize = 4\n')

    assert "line 5, wheel.2.size: three wheels {do} not stand\n  Instead: add a fourth." in says


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"name = \xff", "is not UTF-8 at octet 7"),
        (b"name = = 1", "is not TOML"),
        (b"name = " + b"[" * 100_000, "is nested deeper"),
    ],
)
def test_a_file_that_cannot_be_parsed_says_so(file, octets, says):
    file.write_bytes(octets)

    with pytest.raises(BadFile, match=says):
        load(file, Cart)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(BadFile, match="can't be read: No such file"):
        load(tmp_path / "none.toml", Cart)
    assert line_of(tmp_path / "none.toml", "name") is None


TEXT = '''\
top = 1
note = """
[[wheel]]
size = 9
"""
one_line = """size = 3"""

[[wheel]]
size = 2

[wheel.hub]
"odd key" = 1

[[wheel]]
spokes = { inner = 3, outer = 4 }
size = 5
[[wheel.bolt]]
a.b = 1
[[wheel.bolt]]
a.b = 2

[box]  # after
"4" = 1
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("top", 1),
        ("one_line", 6),
        ("wheel.0.size", 9),
        ("wheel.0.hub.odd key", 12),
        ("wheel.0.hub.none", 11),
        ("wheel.1.size", 16),
        ("wheel.1.spokes.outer", 15),
        ("wheel.1.bolt.0.a.b", 18),
        ("wheel.1.bolt.1.a.b", 20),
        ("wheel.1.none", 14),
        ("box.4", 23),
        ("box.5", 22),
        ("none", None),
        ("wheel.7.size", None),
    ],
)
def test_the_line_of_a_key_is_found(file, key, line):
    file.write_text(TEXT)

    assert line_of(file, key) == line


def test_no_line_is_given_for_a_file_that_is_not_text(file):
    file.write_bytes(b"\xff\xfe")

    assert line_of(file, "name") is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), min_size=1, max_size=5), st.data())
def test_every_key_of_every_table_is_found_where_it_was_written(file, tables, data):
    lines, places = [], {}
    for index, keys in enumerate(tables):
        lines.append("[[t]]")
        for key in keys:
            lines.append(f"{key} = {index}")
            places[f"t.{index}.{key}"] = len(lines)
    file.write_text("\n".join(lines))

    if places:
        key = data.draw(st.sampled_from(sorted(places)))
        assert line_of(file, key) == places[key]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_octets_do_anything_but_be_read_or_refused(file, octets):
    file.write_bytes(octets)

    try:
        cart = load(file, Cart)
    except BadFile:
        return
    assert len(cart.name) <= 5
