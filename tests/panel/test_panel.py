"""A panel's record: every mistake is refused with what to write instead."""

from __future__ import annotations

import hashlib

import pytest
import tomlkit
from pydantic import ValidationError
from recorded import a_record, document, moderated, override, panel_of, scored, task
from weighing import a_need, needs_of

from conformance import panel
from conformance.files import BadFile

NEEDS = needs_of(
    [
        a_need("W", weight=20, gate=True),
        a_need("P", weight=20, evidence="panel", scenarios=[]),
        a_need("D", weight=20, evidence="document", scenarios=[], gate=True),
        a_need("T", weight=20, evidence="demonstration", scenarios=[], gate=True),
        a_need("M", weight=20, evidence="price", scenarios=[]),
    ]
)


def written(folder, **tables):
    path = folder / "panel.toml"
    path.write_text(tomlkit.dumps(a_record(**tables)), encoding="utf-8")
    return path


def test_a_record_is_read_with_its_digest(tmp_path):
    path = written(tmp_path, score=[scored("P")])

    found = panel.read(path)

    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [one.conflicted for one in found.evaluator] == [False, True]
    panel.check(found, NEEDS)


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"score": [scored("P", 6)]}, "score.0.points: Input should be less than or equal to 5"),
        ({"score": [scored("P", reason=" ")]}, "score.0.reason"),
        ({"score": [scored("P", evaluator="e9")]}, "there is no evaluator 'e9'"),
        ({"score": [scored("P"), scored("P", 4)]}, "line 28, score.1.need: e1 scored P twice"),
        ({"moderated": [moderated("P", present=["e9"])]}, "there is no evaluator 'e9'"),
        ({"moderated": [moderated("P", None)]}, "agreed on nothing for P"),
        ({"moderated": [moderated("P"), moderated("P")]}, "P stands twice under moderated"),
        ({"override": [override("W")]}, "it overrides nothing"),
        ({"override": [override("W", points=1, name="")]}, "override.0.name"),
        ({"override": [override("W", points=1, reason="")]}, "override.0.reason"),
        ({"document": [document("D", sha256="x")]}, "document.0.sha256"),
        ({"document": [document("D", file="nowhere.pdf")]}, "'nowhere.pdf' is not there"),
        ({"demonstration": [task("T", limit=0)]}, "demonstration.0.limit_s"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(tmp_path, tables, says):
    with pytest.raises(BadFile) as caught:
        panel.read(written(tmp_path, **tables))

    assert says in str(caught.value)


def test_who_has_no_conflict_says_so():
    evaluator = {"id": "e1", "name": "Ada", "declared": "2027-01-04"}
    with pytest.raises(ValidationError, match="conflict"):
        panel.Panel.model_validate(a_record() | {"evaluator": [evaluator]})


def test_a_document_that_was_changed_is_no_longer_evidence(tmp_path):
    (tmp_path / "case.pdf").write_bytes(b"as it was")
    digest = hashlib.sha256(b"as it was").hexdigest()
    path = written(tmp_path, document=[document("D", file="case.pdf", sha256=digest)])

    assert panel.read(path).document[0].sha256 == digest
    (tmp_path / "case.pdf").write_bytes(b"as it is")
    with pytest.raises(BadFile, match="is not the document that was read"):
        panel.read(path)


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"needs": "other"}, "this record is by other 1, the needs are test 1"),
        ({"score": [scored("X")]}, "there is no need 'X'"),
        ({"document": [document("W")]}, "W is proven by wire, not by a document"),
        ({"document": [document("T")]}, "T is proven by demonstration, not by a document"),
        ({"moderated": [moderated("P", gate="pass")]}, "P is no gate"),
        ({"score": [scored("M", 3)]}, "score.0.points: M is weighed with the price, so nobody scores it"),
        ({"moderated": [moderated("M", 3)]}, "moderated.0.points: M is weighed with the price"),
        ({"override": [override("M", points=3)]}, "override.0.points: M is weighed with the price"),
        ({"moderated": [moderated("W", gate="pass")]}, "the wire decides the gate W"),
        ({"moderated": [moderated("D", gate="pass")], "document": [document("D", "fail")]}, "'Safety case' failed"),
        (
            {"moderated": [moderated("T", gate="pass")], "demonstration": [task("T", None)]},
            "'find a prior study' failed",
        ),
    ],
)
def test_a_record_must_fit_the_needs(tables, says):
    with pytest.raises(BadFile, match=says):
        panel.check(panel_of(**tables), NEEDS)
