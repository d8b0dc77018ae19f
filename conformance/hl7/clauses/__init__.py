"""The sentences this room judges by, in our own words, each with its place in a standard."""

from __future__ import annotations

from conformance.hl7.clauses.british import *  # noqa: F403 - as above
from conformance.hl7.clauses.enhanced import *  # noqa: F403 - every clause of the room is known under this name
from conformance.hl7.clauses.events import *  # noqa: F403 - as above
from conformance.hl7.clauses.queries import *  # noqa: F403 - as above
from conformance.hl7.clauses.receiving import *  # noqa: F403 - as above
from conformance.hl7.clauses.securing import *  # noqa: F403 - as above
from conformance.hl7.clauses.sending import *  # noqa: F403 - as above
from conformance.hl7.clauses.sequences import *  # noqa: F403 - as above
