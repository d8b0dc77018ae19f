"""Templates escape everything, hold no arithmetic, and allow nothing but our own style and script."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from jinja2 import UndefinedError

from conformance.reports import bidder_page
from conformance.reports.pages import _environment, page
from conformance.resources import templates

ALL = sorted(templates().rglob("*.j2"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_template_trusts_no_data_and_adds_nothing_up(path):
    text = path.read_text()

    assert not re.search(r"\|\s*safe|Markup|autoescape|\|\s*(sum|round|int|float)\b", text)
    for expression in re.findall(r"{{(.*?)}}|{%(.*?)%}", text, re.DOTALL):
        code = re.sub(r'"[^"]*"', "", "".join(expression)).strip("-+ ")
        assert not re.search(r"[*/]|\s[-+]\s", code), code
    assert not re.search(r"\son\w+\s*=|\sstyle\s*=|https?:", text)


def test_the_policy_allows_our_style_and_script_and_nothing_else(pages):
    text = pages["report.html"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")

    def hashed(tag):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        return f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; style-src {hashed('style')}; script-src {hashed('script')}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert text.index("Content-Security-Policy") < text.index("<style>")


def rendered(source, **values):
    return _environment(lambda text: text).from_string(source).render(values)


def test_every_value_is_made_visible_and_escaped():
    assert rendered("{{ it }}", it="<b>\u202e\ud800") == "&lt;b&gt;[U+202E][U+D800]"
    assert rendered("{% set x %}{{ it }}{% endset %}{{ x }}", it="<b>") == "&lt;b&gt;"
    assert rendered("{{ it }}", it=3) == "3"


def test_a_missing_value_is_our_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        rendered("{{ it.missing }}", it={})
    with pytest.raises(ValueError, match="nothing to write"):
        rendered("{{ it }}", it=None)


def test_a_page_is_the_same_twice(run, invented):
    one, two = (bidder_page(run, explain=invented.explain, scenarios=invented.TOLD) for _ in range(2))
    assert one == two


def test_a_page_lacking_a_value_is_not_written():
    with pytest.raises(UndefinedError):
        page("bidder.html.j2", {})
