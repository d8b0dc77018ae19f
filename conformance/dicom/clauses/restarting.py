"""The sentences an archive is judged by that was restarted: what it answered for before it still answers for."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

RESTART_KEEPS = _clause(
    "restart.keeps",
    "PS3.4 B.2.2",
    "What was stored with success and could be retrieved before a restart can be after it, once and as it came then",
)
RESTART_FINDS = _clause(
    "restart.finds", "PS3.4 C.4.1.3.1.1", "A query after a restart finds what it found before, and nothing else"
)
RESTART_REPORTS = _clause(
    "restart.reports",
    "PS3.4 J.3.3",
    "A request for commitment that was accepted before a restart, and not reported on, is reported on after it",
    Level.SHOULD,
)
