"""The worker's side of a supervised run: a pytest session that tells stories on request, one at a time."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conformance.attempt import Attempt, Request, tell
from conformance.authoring import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.asking import Deed

_BROKE_OFF = pytest.StashKey[BaseException | None]()


def perform(item: pytest.Item, attempt: Attempt) -> None:
    """Run one collected test, fixtures and all, and note the first exception that broke it off."""
    item.stash[_BROKE_OFF] = None
    if hasattr(item, "_request") and not item._request:  # noqa: SLF001 - as pytest-rerunfailures does
        item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001
    if attempt.in_process:
        from _pytest.runner import runtestprotocol  # noqa: PLC0415 - pytest has no public name for it

        runtestprotocol(item, log=False, nextitem=None)
    else:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
    attempt.broke_off = item.stash[_BROKE_OFF]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep the exception itself: the report only has its text."""
    if call.excinfo is not None and item.stash.get(_BROKE_OFF, None) is None:
        item.stash[_BROKE_OFF] = call.excinfo.value
    return (yield)


class Worker:
    """Registered in the worker process: reads requests as JSON lines, answers each with a JSON line.

    Answers leave by a duplicate of standard output, which itself is pointed at standard error, so that
    nothing a story prints can pass for an answer.
    """

    def __init__(self) -> None:
        self._answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._requests = sys.stdin

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve until the supervisor hangs up."""
        items = {told.id: item for item in session.items if (told := declared(item))}
        self._answer({"ready": sorted(items)})
        with self._answers:
            for line in self._requests:
                raw: dict[str, Any] = json.loads(line)
                request = Request(**raw)
                item = items.get(request.scenario)
                self._answer(self._told(item, request) if item else {"unknown": request.scenario})
        return True

    def _told(self, item: pytest.Item, request: Request) -> dict[str, Any]:
        scenario = declared(item)
        assert scenario is not None
        draft = tell(scenario, request, lambda attempt: perform(item, attempt), self)
        return {
            "seconds": draft.seconds,
            "retire": draft.retire,
            "findings": [
                [one.clause.id, one.verdict.value, one.expected, one.saw, one.where, list(one.evidence)]
                for one in draft.findings
            ],
        }

    def ask(self, deed: Deed) -> str:
        """Have the supervisor ask the candidate for a deed; return why it can't be asked, if so."""
        return self._asked({"deed": deed.id, "says": deed.says, "values": dict(deed.values)})

    def trouble(self) -> str:
        """Return what the supervisor knows to have gone wrong with the deeds asked for."""
        return self._asked({"trouble": True})

    def _asked(self, value: dict[str, Any]) -> str:
        self._answer({"ask": value})
        return str(json.loads(self._requests.readline())["asked"])

    def _answer(self, value: dict[str, Any]) -> None:
        self._answers.write(json.dumps(value) + "\n")
        self._answers.flush()
