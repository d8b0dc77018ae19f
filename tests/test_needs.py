from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance import needs
from conformance.files import BadFile

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
schema = "needs/1"

[statement]
id = "trust-x-2027"
title = "PACS and archive"
version = "1.0"
status = "published"
published = 2026-12-01

[scale]
0 = "Not shown"
1 = "Serious shortfall"
2 = "Shortfall"
3 = "Meets"
4 = "Strict"
5 = "Exceeds"

[method]
split = { quality = 60, price = 40 }
price = "relative-to-benchmark"
benchmark = 1_250_000
tie_break = ["quality", "need:SON-05", "theme:archive", "price"]
suite = "2026.12"

[[theme]]
id = "archive"
title = "Archive"
weight = 66.6

[[theme]]
id = "supplier"
title = "Supplier"
weight = 33.4

[[need]]
id = "SON-05"
theme = "archive"
text = "Images come back"
disposition = "keep"
moscow = "must"
gate = true
weight = 100
evidence = "wire"
scenarios = ["dicom.store.*", "dicom.echo.answers"]
score = { 0 = "<50%", 3 = "must:100%" }

[[need]]
id = "SON-12"
theme = "supplier"
text = "The supplier answers"
disposition = "adds-value"
moscow = "should"
weight = 100
evidence = "panel"
"""
KNOWN = ["dicom.echo.answers", "dicom.store.ct", "dicom.store.mr", "dicom.query.patient"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "needs.toml"


def written(file: Path, old: str = "", new: str = "") -> Path:
    assert old in WHOLE
    file.write_text(WHOLE.replace(old, new, 1) if old else WHOLE)
    return file


def test_a_whole_statement_is_read_and_sealed(file):
    statement = needs.read(written(file))

    assert statement.digest == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert statement.path == file
    assert [one.id for one in statement.of_theme("archive")] == ["SON-05"]
    assert statement.need[0].conditions()[3].text == "must:100%"
    assert statement.need[0].rule().text == "must:100%"
    assert list(statement.need[1].conditions()) == [0, 2, 3, 4, 5]


def test_a_statement_that_is_not_from_a_file_has_no_digest(file):
    assert needs.Needs.model_validate(needs.read(written(file)).model_dump(by_alias=True)).digest == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "weight = 33.4",
            "weight = 33.3",
            "line 28, theme.0.weight: .*make 99.9: 66.6 . 33.3\n  Instead: let them make",
        ),
        ("weight = 100", "weight = 90", "line 42, need.0.weight: .*'archive' make 90: SON-05 90"),
        ('theme = "supplier"', 'theme = "archive"', "no need at all|make 200"),
        ('id = "supplier"', 'id = "archive"', "two themes are called 'archive'"),
        ('theme = "supplier"', 'theme = "suplier"', "'supplier' make 0: no need at all"),
        ('id = "SON-12"', 'id = "SON-05"', "line 36, need.0.id: two needs are called 'SON-05'"),
        ("published = 2026-12-01\n", "", "line 3, statement.published: .*no date\n.*draft"),
        ('4 = "Strict"\n', "", 'line 10, scale.4: the scale has no descriptor for 4\n  Instead: add 4 = "..."'),
        ('5 = "Exceeds"\n', '5 = "Exceeds"\n6 = "More"\n', "line 17, scale.6: 6 is not on the scale"),
        ("price = 40", "price = 30", "line 19, method.split: quality and price do not make 100"),
        ("benchmark = 1_250_000\n", "", "line 18, method.benchmark: .*not given\n.*benchmark = "),
        ('"relative-to-benchmark"', '"fixed-ceiling"', "method.ceiling: .*not given"),
        ('"need:SON-05"', '"need:SON-5"', "line 22, method.tie_break: 'need:SON-5' breaks no tie\n.*'need:SON-05'"),
        ('"need:SON-05"', '"zzzzzz"', "'zzzzzz' breaks no tie\n.*'quality'"),
        ('"theme:archive"', '"quality"', "'quality' is named twice"),
        ('suite = "2026.12"', 'suite = "latest"', "line 23, method.suite"),
        ('suite = "2026.12"', 'suit = "2026.12"', "line 23, method.suit: this key is unknown\n.*'suite'"),
        ('evidence = "panel"', 'evidence = "wire"', "line 54, need.1.evidence: .*lists no scenarios"),
        ('evidence = "panel"', 'evidence = "panel"\nscenarios = ["a"]', "need.1.scenarios: .*judged by panel"),
        ('evidence = "panel"', 'evidence = "price"\nscore = { 3 = "must:100%" }', "need.1.score: .*judged by price"),
        ('"dicom.store.*"', '"*"', "line 44, need.0.scenarios.0"),
        ('"dicom.store.*"', '"dicom.*.ct"', "line 44, need.0.scenarios.0"),
        ('evidence = "panel"', 'evidence = "panel"\nrobustness = ["a"]', "need.1.robustness: .*judged by panel"),
        ('3 = "must:100%"', '3 = "must:80%"', "line 45, need.0.score: .*exactly that share"),
        ('3 = "must:100%"', '3 = "<10%"', "line 45, need.0.score: .*reward failing"),
        ('3 = "must:100%"', 'three = "must:100%"', "line 45, need.0.score.three"),
        ("gate = true", 'gate = true\npass_rule = "must:<9%"', "line 42, need.0.pass_rule: .*through the gate"),
        ('moscow = "must"', 'moscow = "shall"', "line 40, need.0.moscow"),
        ("weight = 100", "weight = nan", "line 42, need.0.weight"),
        ('[statement]\nid = "trust-x-2027"', "[statement]", "line 3, statement.id: this key is missing\n.*add id = "),
    ],
)
def test_a_wrong_statement_says_where_and_what_to_write(file, old, new, says):
    with pytest.raises(BadFile, match=says):
        needs.read(written(file, old, new))


def test_an_unknown_theme_is_refused_with_a_near_one(file):
    extra = WHOLE[WHOLE.rindex("[[need]]") :].replace("SON-12", "SON-13").replace('"supplier"', '"archives"')
    file.write_text(WHOLE + extra)

    with pytest.raises(
        BadFile, match=r"line 57, need.2.theme: there is no theme 'archives'\n  Instead: write 'archive'"
    ):
        needs.read(file)


def test_a_price_that_counts_nothing_needs_no_benchmark(file):
    text = WHOLE.replace("quality = 60, price = 40", "quality = 100, price = 0").replace("benchmark = 1_250_000\n", "")
    file.write_text(text)

    statement = needs.read(file)

    assert statement.method.benchmark is None


def test_ids_and_patterns_are_resolved_against_the_pinned_list(file):
    statement = needs.read(written(file))

    assert statement.need[0].resolved(KNOWN) == ("dicom.store.ct", "dicom.store.mr", "dicom.echo.answers")
    assert statement.need[0].resolved([]) == ("dicom.echo.answers",)
    assert needs.asked(statement, KNOWN) == ("dicom.store.ct", "dicom.store.mr", "dicom.echo.answers")
    needs.check(statement, KNOWN, "2026.12.0")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            '"dicom.echo.answers"',
            '"dicom.echo.answer"',
            "line 44, need.0.scenarios: there is no scenario .*\n.*echo.answers'",
        ),
        (
            '"dicom.store.*"',
            '"dicom.stored.*"',
            "no scenario begins like 'dicom.stored.\\*'\n  Instead: write 'dicom.store.\\*'",
        ),
        (
            "scenarios =",
            'robustness = ["dicom.q"]\nscenarios =',
            "line 44, need.0.robustness: there is no scenario 'dicom.q'",
        ),
        ('"dicom.store.*"', '"zzz.*"', "no scenario begins like 'zzz.\\*'\n.*conformance list scenarios"),
    ],
)
def test_a_scenario_that_does_not_exist_is_refused_with_a_near_one(file, old, new, says):
    statement = needs.read(written(file, old, new))

    with pytest.raises(BadFile, match=says):
        needs.check(statement, KNOWN)


def test_a_need_names_what_it_takes_for_robustness(file):
    statement = needs.read(
        written(file, "scenarios =", 'robustness = ["dicom.store.mr", "dicom.query.*"]\nscenarios =')
    )

    assert statement.need[0].resolved(KNOWN) == (
        "dicom.store.ct",
        "dicom.store.mr",
        "dicom.echo.answers",
        "dicom.query.patient",
    )
    assert statement.need[0].robust(KNOWN) == {"dicom.store.mr", "dicom.query.patient"}
    assert needs.read(written(file)).need[0].robust([*KNOWN, "dicom.store.robustness"]) == {"dicom.store.robustness"}


def test_of_robustness_is_what_no_need_asks_for_as_conformance(file):
    statement = needs.read(written(file, "scenarios =", 'robustness = ["dicom.*"]\nscenarios ='))
    first = statement.need[0]
    plain = first.model_copy(update={"id": "X", "scenarios": ("dicom.store.ct",), "robustness": ()})

    assert statement.model_copy(update={"need": (first,)}).robust(KNOWN) == set(first.resolved(KNOWN))
    assert statement.model_copy(update={"need": (first, plain)}).robust(KNOWN) == {
        one for one in KNOWN if one.startswith("dicom.") and one != "dicom.store.ct"
    }


@pytest.mark.parametrize(
    ("suite", "pinned"), [("2026.12", True), ("2026.12.7", True), ("2026.120", False), ("2027.1.0", False)]
)
def test_another_suite_than_the_pinned_one_is_refused(file, suite, pinned):
    statement = needs.read(written(file))

    assert statement.method.pins(suite) is pinned
    if not pinned:
        with pytest.raises(BadFile, match=f"line 23, method.suite: the needs pin suite 2026.12, and this is {suite}"):
            needs.check(statement, KNOWN, suite)


@given(
    st.lists(st.sampled_from([*KNOWN, "dicom.*", "dicom.store.*", "dicom.q*", "none.*"]), min_size=1),
    st.permutations(KNOWN),
)
def test_patterns_never_name_a_scenario_twice_or_one_that_they_do_not_mean(patterns, known):
    need = needs.Need.model_validate(
        {
            "id": "N",
            "theme": "t",
            "text": "x",
            "disposition": "keep",
            "moscow": "must",
            "weight": 1,
            "evidence": "wire",
            "scenarios": patterns,
        }
    )

    found = need.resolved(known)

    assert len(set(found)) == len(found)
    for one in known:
        meant = any(one == text or (text.endswith("*") and one.startswith(text[:-1])) for text in patterns)
        assert (one in found) is meant
