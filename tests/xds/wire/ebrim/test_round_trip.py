from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds import vocabulary as v
from conformance.xds.vocabulary import RIM, clark
from conformance.xds.wire.ebrim import (
    Association,
    Author,
    Code,
    DocumentEntry,
    Folder,
    Objects,
    Placement,
    SubmissionSet,
    read_objects,
    write_objects,
)
from conformance.xds.wire.xml import printed, read_xml

PLAIN = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=12
).map(str.strip)
MAYBE = st.none() | PLAIN


def named(names, strategy):
    return dict.fromkeys(names.split(), strategy)


CODES = st.builds(Code, PLAIN, MAYBE, MAYBE)
SEVERAL = st.lists(PLAIN, max_size=2).map(tuple)
AUTHORS = st.lists(st.builds(Author, MAYBE, SEVERAL, SEVERAL, SEVERAL, SEVERAL), max_size=2).map(tuple)
SLOTS = st.dictionaries(st.sampled_from(["urn:uk:x", "urn:uk:y"]), SEVERAL, max_size=2)
MANY = st.lists(CODES, max_size=2).map(tuple)
NO_PROBLEMS = st.just(())
ENTRIES = st.builds(
    DocumentEntry,
    *[st.just("urn:uuid:1")],
    **named("unique_id patient_id mime_type object_type status home lid title comments", MAYBE),
    **named("creation_time service_start service_stop hash size language", MAYBE),
    **named("legal_authenticator repository_unique_id source_patient_id", MAYBE),
    **named("class_code type_code format_code facility_code practice_code", st.none() | CODES),
    authors=AUTHORS,
    confidentiality_codes=MANY,
    event_codes=MANY,
    source_patient_info=SEVERAL,
    uri=SEVERAL,
    reference_ids=SEVERAL,
    limited=st.booleans(),
    slots=SLOTS,
    problems=NO_PROBLEMS,
)
SETS = st.builds(
    SubmissionSet,
    st.just("urn:uuid:2"),
    **named("unique_id source_id patient_id submission_time status home lid title comments", MAYBE),
    content_type=st.none() | CODES,
    authors=AUTHORS,
    recipients=SEVERAL,
    limited=st.booleans(),
    slots=SLOTS,
    problems=NO_PROBLEMS,
)
FOLDERS = st.builds(
    Folder,
    st.just("urn:uuid:3"),
    **named("unique_id patient_id last_update_time status home lid title comments", MAYBE),
    codes=MANY,
    slots=SLOTS,
    problems=NO_PROBLEMS,
)
ASSOCIATIONS = st.builds(
    Association,
    st.just("urn:uuid:4"),
    type=PLAIN,
    source=PLAIN,
    target=PLAIN,
    set_status=MAYBE,
    status=MAYBE,
    documentation=st.none() | CODES,
    home=MAYBE,
    lid=MAYBE,
    slots=SLOTS,
    problems=NO_PROBLEMS,
)


def objects_of(entry, submission_set, folder, association):
    return Objects((entry,), (submission_set,), (folder,), (association,), ("urn:uuid:5",))


def written(objects: Objects, placement: Placement | None = None) -> etree._Element:
    return read_xml(printed(write_objects(objects, placement)), Limits())


@given(st.builds(objects_of, ENTRIES, SETS, FOLDERS, ASSOCIATIONS), st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_every_object_comes_back_whatever_the_placement_and_order(objects, inside, order):
    listed = written(objects, Placement(node_inside=inside))
    children = list(listed)
    order.shuffle(children)
    listed[:] = children
    assert read_objects(listed) == objects


XML = st.recursive(
    st.just(()), lambda inner: st.lists(st.tuples(st.integers(0, 12), inner), max_size=3).map(tuple), max_leaves=12
)
NAMES = tuple(
    named(
        "ExtrinsicObject RegistryPackage Association Classification ExternalIdentifier "
        "Slot ValueList Value Name LocalizedString ObjectRef Description Odd",
        None,
    )
)


def grown(shape: tuple, parent: etree._Element) -> None:
    for number, inner in shape:
        child = etree.SubElement(parent, clark(RIM, NAMES[number]))
        if number % 2:
            child.set("classificationNode", v.SET_NODE)
            child.set("id", "x")
        grown(inner, child)


@given(XML)
def test_no_tree_makes_the_reader_raise(shape):
    root = etree.Element(clark(RIM, "RegistryObjectList"))
    grown(shape, root)
    read_objects(root)


def test_an_empty_or_absent_list_is_empty():
    assert len(read_objects(None)) == 0
    assert read_objects(written(Objects())) == Objects()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('<rim:Slot name="hash"><rim:ValueList><rim:Value>b</rim:Value></rim:ValueList></rim:Slot>', "twice"),
        (
            f'<rim:ExternalIdentifier identificationScheme="{v.ENTRY_UNIQUE_ID}" value="b"/>',
            "uniqueId is there 2 times",
        ),
        (
            f'<rim:Classification classificationScheme="{v.ENTRY_CLASS}" nodeRepresentation="b"/>',
            "classCode is there 2 times",
        ),
    ],
)
def test_what_can_not_be_right_is_a_problem_in_words(change, says):
    entry = DocumentEntry("urn:uuid:1", unique_id="1.2", hash="a", class_code=Code("a", "b"))
    listed = written(Objects((entry,)))
    listed[0].append(etree.fromstring(f'<x xmlns:rim="{RIM}">{change}</x>')[0])
    assert any(says in problem for problem in read_objects(listed).problems)


def test_a_package_without_a_node_is_neither_set_nor_folder():
    listed = etree.Element(clark(RIM, "RegistryObjectList"))
    etree.SubElement(listed, clark(RIM, "RegistryPackage")).set("id", "p")
    etree.SubElement(listed, clark(RIM, "Classification")).set("classifiedObject", "nobody")
    read = read_objects(listed)
    assert read.others == ("p",)
    assert any("nobody" in problem for problem in read.problems)


def test_renaming_follows_every_reference():
    objects = Objects(
        (DocumentEntry("doc"),), (SubmissionSet("set"),), (), (Association("a", v.HAS_MEMBER, "set", "doc"),), ("doc",)
    )
    renamed = objects.renamed({"doc": "D", "a": "A"})
    assert renamed.associations == (replace(objects.associations[0], id="A", target="D"),)
    assert renamed.entries[0].id == "D"
    assert renamed.refs == ("D",)
    assert renamed.ids == {"D", "set", "A"}
