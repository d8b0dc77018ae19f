"""Stories that hang, eat memory, end their process, burn the processor, print answers, or break off."""

from __future__ import annotations

import os
import re
import sys

from conformance import Blocked, Clause
from conformance.asking import Deed
from conformance.authoring import scenario
from conformance.guarded import Deadline, Silent

FIRST = Clause("vice.first", "Test", "1", "1", "the first thing holds")
SECOND = Clause("vice.second", "Test", "1", "2", "the second thing holds")


def told(name):
    return scenario(f"vice.{name}", actor="nobody", transaction="none", clauses=[FIRST, SECOND], requires=[])


@told("none")
def test_nothing_is_wrong(story, check):
    """All is well."""
    with check(FIRST):
        assert story.token("a") == story.token("a")
    with check(SECOND):
        assert story.limits.pdu_bytes


@told("says-no")
def test_one_clause_fails(check):
    """The comparison tells what was seen."""
    with check(FIRST, where="here"):
        assert len("forty-one") == 42
    with check(SECOND):
        assert True


@told("blocked")
def test_the_story_breaks_off(check):
    """What had passed may not stay a pass."""
    with check(FIRST):
        assert True
    raise Blocked("the candidate won't have it")


@told("raises")
def test_an_exception_escapes(check):
    """Our own error is an error."""
    with check(FIRST):
        assert True
    raise LookupError("lost")


@told("undeclared")
def test_an_undeclared_clause_is_checked(check):
    """Checking what was not declared is our error."""
    with check(Clause("vice.third", "Test", "1", "3", "not declared")):
        assert True


@told("hangs")
def test_it_hangs_where_python_cannot_interrupt(check):
    """A regular expression that never comes back."""
    with check(FIRST):
        assert re.match(r"(a+)+$", "a" * 64 + "b")


@told("eats-memory")
def test_it_eats_memory(check):
    """More than any scenario may have."""
    with check(FIRST):
        assert [bytearray(1 << 28) for _ in range(64)]


@told("dies")
def test_it_ends_its_process(check):
    """As a crash in a C extension would."""
    with check(FIRST):
        os.abort()


@told("prints")
def test_it_prints_what_looks_like_an_answer(check):
    """Nothing printed passes for an answer."""
    sys.stdout.write('{"seconds": 0, "findings": []}\n')
    sys.stdout.flush()
    os.write(1, b'{"seconds": 0, "findings": []}\n')
    with check(FIRST):
        assert True
    with check(SECOND):
        assert True


@scenario("vice.rings", actor="nobody", transaction="none", clauses=[FIRST], requires=["asked.vice.ring"])
def test_the_candidate_rings(story, check):
    """The candidate comes in by our door when it is asked to."""
    door = story.doors.listen()
    begun = story.ask(Deed("vice.ring", "Ring once", {"host": door.address.host, "port": str(door.address.port)}))
    try:
        link = door.accept(begun.within_s)
    except Silent:
        raise begun.nothing_came() from None

    with check(FIRST):
        assert link.read_some(9, Deadline(3)) == b"ring"


@told("asks-on")
def test_it_never_stops_asking(story):
    """Each thing asked of the candidate is granted some time; all of them together may not be for ever."""
    while True:
        story.ask(Deed("vice.ring", "Ring once more"))
