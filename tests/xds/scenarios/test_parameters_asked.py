"""Every parameter of every stored query is asked by some scenario, which fails a registry that passes it over.

The forms of the fourteen queries (``parameters.FORMS``) are the table; each row becomes faults of one registry: it
passes the parameter over, reads one value of several, one slot of several, or takes a bound of a range for another.
Each fault is told the scenarios that were seen to ask that way, one after another, until one fails it. The commonest
faults are told always, all of them with CONFORMANCE_FULL_MATRIX=1.
"""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from conformance.evidence import SENT
from conformance.limits import Limits
from conformance.model import Outcome, Verdict
from conformance.xds import KIT
from conformance.xds import vocabulary as v
from conformance.xds.explain import HTTP
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.holdings import Holdings
from conformance.xds.simulator.parameters import FORMS
from conformance.xds.wire.registry import LEAF_CLASS, OBJECT_REF, QUERY_REQUEST, read_query
from conformance.xds.wire.soap import read_message

if TYPE_CHECKING:
    from conformance.xds.simulator.parameters import Asking

LONG = {"xds.query.thousand-entries"}
ASKING = [
    one.id
    for one in KIT.scenarios()
    if one.id.startswith(("xds.query.", "xds.lifecycle.", "xds.register.merged-patient", "xds.on-demand."))
]
RELATING = (v.HAS_MEMBER, *v.RELATIONSHIPS)
STATUSES = [v.APPROVED, v.DEPRECATED]
FOR_ONE_PATIENT = {
    *("GetDocuments", "GetFolders", "GetDocumentsAndAssociations", "GetSubmissionSets"),
    "GetSubmissionSetAndContents",
}
"""Not GetFolderAndContents: no registry puts a document in another patient's folder (ITI TF-2 3.42.4.1.3.3.2)."""


@dataclass(frozen=True)
class Fault:
    """What a registry does wrong with one parameter of one query, or with one query (no parameter)."""

    query: str
    parameter: str
    how: str

    def __str__(self) -> str:
        return " ".join(one for one in (self.query, self.parameter, self.how) if one)


def faults():
    for form in FORMS.values():
        for returns in (LEAF_CLASS, OBJECT_REF):
            yield Fault(form.name, "", f"returns {returns} only")
        for one in form.parameters:
            yield Fault(form.name, one.name, "passed over")
            if one.many:
                yield Fault(form.name, one.name, "first value only")
                yield Fault(form.name, one.name, "last value only")
            if one.anding:
                yield Fault(form.name, one.name, "slots are alternatives")
                yield Fault(form.name, one.name, "first slot only")
                yield Fault(form.name, one.name, "last slot only")
            if one.name.endswith("TimeFrom"):
                yield Fault(form.name, one.name, "is no longer in the range")
            if one.name.endswith("TimeTo"):
                yield Fault(form.name, one.name, "is still in the range")
    for name in sorted(FOR_ONE_PATIENT):
        yield Fault(name, "", "mixes patients")


FULL = os.environ.get("CONFORMANCE_FULL_MATRIX") == "1"
COMMON = {"passed over", "mixes patients", f"returns {LEAF_CLASS} only"}
FAULTS = [one for one in faults() if FULL or one.how in COMMON]


class Forgetful(AffinityDomain):
    """Does one thing wrong with what a query asks; which is told while it stands."""

    class Registry(AffinityDomain.Registry):
        """Its registry."""

        fault: Fault | None = None

        def is_at_fault(self, query, how):
            return self.fault is not None and (self.fault.query, self.fault.how) == (query, how)

        def ask(self, asking):
            fault = self.fault
            if fault is None or fault.query != asking.form.name or fault.parameter not in asking.values:
                return super().ask(asking)
            return super().ask(replace(asking, values=self.misread(asking, fault)))

        def misread(self, asking: Asking, fault: Fault):
            slots = asking.values[fault.parameter]
            values = [value for slot in slots for value in slot]
            others = {name: one for name, one in asking.values.items() if name != fault.parameter}
            misread = {
                "passed over": lambda: self.anything(fault.parameter),
                "first value only": lambda: [[slot[0]] for slot in slots],
                "last value only": lambda: [[slot[-1]] for slot in slots],
                "slots are alternatives": lambda: [values],
                "first slot only": lambda: slots[:1],
                "last slot only": lambda: slots[-1:],
            }.get(fault.how, lambda: slots)()
            return {**others, fault.parameter: misread} if misread else others

        def anything(self, parameter):
            """Return what asks for everything, where leaving the parameter out asks for nothing."""
            held = self.holdings
            kinds = {"Entry": held.entries, "Folder": held.folders, "Set": held.sets}
            if parameter.endswith("Status"):
                return [STATUSES]
            if parameter == "$AssociationTypes":
                return [list(RELATING)]
            if parameter == "$uuid":
                return [[*held.entries, *held.folders, *held.sets, *held.associations]]
            for kind, among in kinds.items():
                if parameter.endswith(f"{kind}EntryUUID"):
                    return [list(among)]
                if parameter.endswith(f"{kind}UniqueId"):
                    return [[str(one.unique_id) for one in among.values()]]
            return []

        def of_patient(self, items, patient):
            return super().of_patient(items, patient) if patient else list(items)

        def in_range(self, asking, name, time):
            begin, end = asking.one(f"{name}From"), asking.one(f"{name}To")
            if self.is_at_fault(asking.form.name, "is no longer in the range") and begin == time:
                return False
            if self.is_at_fault(asking.form.name, "is still in the range") and end == time:
                return True
            return super().in_range(asking, name, time)

        def wants_references(self, request):
            name = FORMS[request.query_id].name
            if self.is_at_fault(name, f"returns {LEAF_CLASS} only"):
                return False
            return self.is_at_fault(name, f"returns {OBJECT_REF} only") or super().wants_references(request)

        def found(self, request):
            form = FORMS.get(request.query_id)
            self.asked = form.name if form else ""
            return super().found(request)

        def is_of_one_patient(self, objects):
            return self.is_at_fault(self.asked, "mixes patients") or super().is_of_one_patient(objects)


def told(arena, domain, seeds, *scenarios):
    """Tell scenarios to a domain that holds nothing yet."""
    domain.registry.holdings = Holdings()
    return arena.run(domain.profile(), "xds", only=scenarios, seed=f"asked/{next(seeds)}")


def queries(results, folder):
    """Yield the scenario and the request of each stored query that was recorded."""
    for result in results:
        for item in result.evidence:
            if item.direction == SENT and item.media_type == HTTP:
                head, _, body = (folder / item.sha256).read_bytes().partition(b"\r\n\r\n")
                fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
                if b"AdhocQueryRequest" in body:
                    message = read_message(fields["Content-Type"], body, Limits())
                    if message.body.tag == QUERY_REQUEST:
                        yield result.scenario, read_query(message.body)


@pytest.fixture(scope="module")
def domain():
    with Forgetful() as one:
        yield one


@pytest.fixture(scope="module")
def seeds():
    return itertools.count()


@pytest.fixture(scope="module")
def asked(arena, domain, seeds):
    """Return, by query and parameter, which scenarios ask it rightly; those with least to do come first."""
    results = told(arena, domain, seeds, *(one for one in ASKING if one not in LONG))
    assert {one.scenario: one.reason for one in results if one.outcome is not Outcome.PASSED} == {}
    by = defaultdict(set)
    for scenario, request in queries(results, arena.evidence):
        form = FORMS.get(request.query_id)
        if form is None:
            continue
        by[form.name, ""].add(scenario)
        for name, _ in request.parameters:
            by[form.name, name].add(scenario)
    size = {one.scenario: len(one.evidence) for one in results}
    return {key: sorted(names, key=lambda one: (size[one], one)) for key, names in by.items()}


def test_every_parameter_of_every_query_is_asked(asked):
    wanted = {(form.name, one.name) for form in FORMS.values() for one in form.parameters}

    assert len(FORMS) == 14
    assert len(wanted) > 70
    assert wanted - asked.keys() == set()


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_registry_that_misreads_it_is_failed(arena, domain, seeds, asked, fault):
    domain.registry.fault = fault
    try:
        for scenario in asked[fault.query, fault.parameter]:
            [result] = told(arena, domain, seeds, scenario)
            if any(one.verdict is Verdict.FAILED for one in result.findings):
                return
    finally:
        domain.registry.fault = None
    pytest.fail(f"nobody fails a registry for this: {fault}")
