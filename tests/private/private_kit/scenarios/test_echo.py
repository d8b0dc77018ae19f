"""One story told many times, so that there is something to interrupt."""

from __future__ import annotations

from conformance.authoring import scenario
from private_kit import clauses


def _told(number):
    @scenario(
        f"private.echo.{'abcdefghijkl'[number]}",
        actor="echo-server",
        transaction="ECHO",
        clauses=[clauses.ECHOES, clauses.PROMPT],
        requires=["hl7v2.in"],
    )
    def test_what_is_said_comes_back(story, echo, check):
        """Whatever is said comes back unchanged."""
        words = story.token("words", 40).encode()

        answer = echo.says(words)

        with check(clauses.ECHOES):
            assert answer == words
        with check(clauses.PROMPT):
            assert answer, "nothing came"

    return test_what_is_said_comes_back


for _number in range(12):
    globals()[f"test_echo_{_number}"] = _told(_number)


@scenario(
    "private.registry",
    actor="registry",
    transaction="NONE",
    clauses=[clauses.ECHOES],
    requires=["xds.registry"],
)
def test_a_registry_is_asked(story, check):
    """Nobody here offers one."""
    with check(clauses.ECHOES):
        assert story.system.xds
