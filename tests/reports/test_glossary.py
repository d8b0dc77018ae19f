"""No abbreviation that a lay reader meets more than once in our words is left without a line in the glossary."""

from __future__ import annotations

import re
from collections import Counter

from conformance import needs, resources
from conformance.kits import kits
from conformance.reports import words

ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*\b")
OFTEN = 5
OURS = ("dicom", "hl7", "xds", "workflow")
ORDINARY = {"ID", "PDF", "XML", "JSON", "CSS", "MUST", "SHOULD", "MAY"}
"""Words a reader of a tender knows, and the keywords the method explains."""


def scenarios():
    return [one for kit in kits() if kit.id in OURS for one in kit.scenarios()]


def unexplained(text, often=1):
    told = " ".join(term for term, _ in words.glossary())
    found = Counter(ABBREVIATION.findall(re.sub(r"\b(?:RAD|ITI|SON|CS|A|PS|PR)-?\d+(?:/\d+)?\b", " ", text)))
    return {one for one, times in found.items() if times >= often and one not in ORDINARY and one not in told}


def test_our_own_pages_explain_all_they_say():
    said = [
        re.sub(r"<[^>]*>|\{[{%#].*?[}%#]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in resources.templates().rglob("*.j2")
    ]
    said += [says for _, says in words.glossary()]
    said += [*words.KITS.values(), *words.ACTORS.values(), *words.EVIDENCE_KINDS.values()]
    said += [words.transaction_title(one.transaction) for one in scenarios()]

    assert unexplained(" ".join(said)) == set()


def test_what_scenarios_say_often_is_explained():
    assert unexplained(" ".join(one.purpose for one in scenarios()), OFTEN) == set()


def test_what_the_shipped_needs_say_often_is_explained():
    for path in sorted((resources.profiles() / "needs").glob("*.toml")):
        texts = [f"{one.text} {one.why}" for one in needs.read(path).need]
        assert unexplained(" ".join(texts), OFTEN) == set(), path.name


def test_every_numbered_transaction_and_every_actor_has_plain_words():
    for one in scenarios():
        if re.search(r"(?:RAD|ITI)-\d", one.transaction):
            assert words.transaction_title(one.transaction), one.transaction
        assert one.actor.replace("_", "-") in words.ACTORS, one.actor
