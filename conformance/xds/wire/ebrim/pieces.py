"""One element of ebRIM taken apart: its slots, classifications and identifiers; never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds.vocabulary import RIM, clark
from conformance.xds.wire.ebrim.model import Author, Code
from conformance.xds.wire.xml import local, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

CLASSIFICATION, _IDENTIFIER = clark(RIM, "Classification"), clark(RIM, "ExternalIdentifier")
_SLOT, _VALUES, _VALUE = clark(RIM, "Slot"), clark(RIM, "ValueList"), clark(RIM, "Value")
_NAME, _DESCRIPTION, _LOCALIZED = clark(RIM, "Name"), clark(RIM, "Description"), clark(RIM, "LocalizedString")
Known = dict[tuple[str, str | None, str | None], Code]
_SEVERAL = ("authorInstitution", "authorRole", "authorSpecialty", "authorTelecommunication")


class Read:
    """One rim element taken apart in one pass: slots, classifications and identifiers by scheme.

    ``known`` holds the codes read before it: a list names few of them, thousands of times. Children are walked as
    a slice of the element, which lxml makes in a third of the time an iterator takes.
    """

    __slots__ = ("_classified", "_identified", "_known", "comments", "element", "id", "problems", "slots", "title")

    def __init__(self, element: etree._Element, beside: Sequence[etree._Element], known: Known) -> None:
        self.element = element
        self.id = element.get("id", "")
        self.problems: list[str] = []
        self.slots: dict[str, tuple[str, ...]] = {}
        self.title: str | None = None
        self.comments: str | None = None
        self._known = known
        self._classified: dict[str | None, list[etree._Element]] = {}
        self._identified: dict[str | None, list[str]] = {}
        self._take(element)
        for one in beside:
            self._classified.setdefault(one.get("classificationScheme"), []).append(one)
        if not self.id:
            self.problems.append(f"a {local(element)} has no id")

    def _take(self, element: etree._Element) -> None:
        slots, classified, problems = self.slots, self._classified, self.problems
        for child in element[:]:
            tag = child.tag
            if tag == _SLOT:
                _slot(child, slots, problems)
            elif tag == CLASSIFICATION:
                classified.setdefault(child.get("classificationScheme"), []).append(child)
            elif tag == _IDENTIFIER:
                self._identified.setdefault(child.get("identificationScheme"), []).append(child.get("value", ""))
            elif tag == _NAME:
                self.title = _said(child) if self.title is None else self.title
            elif tag == _DESCRIPTION:
                self.comments = _said(child) if self.comments is None else self.comments

    def has_node(self, node: str) -> bool:
        """Return whether one of its Classifications is of that classification node."""
        for ones in self._classified.values():
            for one in ones:
                if one.get("classificationNode") == node:
                    return True
        return False

    def slot(self, name: str) -> str | None:
        """Take the one value of a Slot out of those not yet taken."""
        values = self.slots.pop(name, None)
        if values is None:
            return None
        if len(values) != 1:
            self.problems.append(f"the Slot {name} has {len(values)} values, where one is wanted")
        return values[0] if values else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Take all values of a Slot."""
        return self.slots.pop(name, ())

    def codes(self, scheme: str) -> tuple[Code, ...]:
        """Return the coded values classified by a scheme."""
        return tuple(map(self._code, self._classified.get(scheme, ())))

    def code(self, scheme: str, name: str) -> Code | None:
        """Return the one coded value classified by a scheme."""
        found = self.codes(scheme)
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0] if found else None

    def _code(self, element: etree._Element) -> Code:
        slots, said = _inside(element, self.problems)
        schemes = slots.get("codingScheme")
        if schemes is not None and len(schemes) != 1:
            self.problems.append(f"a codingScheme Slot has {len(schemes)} values")
        key = element.get("nodeRepresentation", ""), schemes[0] if schemes else None, said
        code = self._known.get(key)
        if code is None:
            code = self._known[key] = Code(*key)
        return code

    def authors(self, scheme: str) -> tuple[Author, ...]:
        """Return the authors classified by a scheme."""
        found: list[Author] = []
        for one in self._classified.get(scheme, ()):
            slots, _ = _inside(one, self.problems)
            persons = slots.get("authorPerson", ())
            if len(persons) > 1:
                self.problems.append(f"an author has {len(persons)} values of authorPerson")
            found.append(Author(persons[0] if persons else None, *(slots.get(name, ()) for name in _SEVERAL)))
        return tuple(found)

    def identifier(self, scheme: str, name: str) -> str | None:
        """Return the value of an ExternalIdentifier."""
        found = self._identified.get(scheme)
        if found is None:
            return None
        if len(found) > 1:
            self.problems.append(f"{name} is there {len(found)} times")
        return found[0]

    def get(self, name: str) -> str | None:
        """Return an attribute of the element, None when absent."""
        return self.element.get(name)


def _inside(element: etree._Element, problems: list[str]) -> tuple[dict[str, tuple[str, ...]], str | None]:
    """Return the Slots and the Name of a Classification."""
    slots: dict[str, tuple[str, ...]] = {}
    said: str | None = None
    for child in element[:]:
        tag = child.tag
        if tag == _SLOT:
            _slot(child, slots, problems)
        elif tag == _NAME and said is None:
            said = _said(child)
    return slots, said


def _slot(slot: etree._Element, found: dict[str, tuple[str, ...]], problems: list[str]) -> None:
    """Add the values of one Slot to those found."""
    name = slot.get("name", "")
    if len(slot) == 1 and (listed := slot[0]).tag == _VALUES and len(listed) == 1 and (one := listed[0]).tag == _VALUE:
        # Nearly every Slot is so, and walking costs twice as much
        values: tuple[str, ...] = (text(one) if len(one) else (one.text or "").strip(),)
    else:
        lists = [listed for listed in slot if listed.tag == _VALUES]
        values = tuple([text(one) for listed in lists for one in listed if one.tag == _VALUE])
    if name in found:
        problems.append(f"the Slot {name} is there twice in one object")
        values = found[name] + values
    found[name] = values


def _said(named: etree._Element) -> str | None:
    """Return the first LocalizedString of a Name or Description, None when it has none."""
    for one in named[:]:
        if one.tag == _LOCALIZED:
            return one.get("value", "")
    return None
