import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.xds.wire.mime import (
    Part,
    boundary_for,
    cid,
    read_media_type,
    read_multipart,
    write_multipart,
)
from conformance.xds.wire.unreadable import Unreadable

MOST = 1 << 20
AWKWARD = st.sampled_from(
    [b"", b"\r\n", b"--", b"\0", b"\r\n--b", b"\r\n--b--", b"--b\r\n", b"\n--b\n", b"\r", b"\r\n\r\n"]
)
BODIES = st.lists(st.one_of(st.binary(max_size=60), AWKWARD), max_size=4).map(b"".join)
HEAD = (("Content-Type", "text/plain"), ("Content-ID", "<a@b>"))


def package(*bodies: bytes) -> tuple[str, bytes]:
    parts = [Part((("Content-ID", f"<p{number}@x>"),), body) for number, body in enumerate(bodies)]
    return write_multipart(parts, boundary_for("t", bodies), [("type", "application/xop+xml")])


@given(st.lists(BODIES, min_size=1, max_size=4))
def test_any_bodies_come_back_octet_for_octet(bodies):
    content_type, octets = package(*bodies)
    read = read_multipart(content_type, octets, MOST)
    assert [part.body for part in read.parts] == bodies
    assert read.problems == ()


@given(BODIES, BODIES)
def test_a_part_may_hold_the_boundary_if_no_line_begins_with_it(before, after):
    body = before + b"x--" + b"b" + after
    if b"\r\n--b" in b"\r\n" + body:
        with pytest.raises(ValueError, match="boundary"):
            write_multipart([Part((), body)], "b", [])
        return
    content_type, octets = write_multipart([Part((), body)], "b", [])
    assert read_multipart(content_type, octets, MOST).parts[0].body == body


@given(
    st.binary(max_size=300),
    st.sampled_from(["multipart/related; boundary=b", 'multipart/related; boundary="b"; start="<a>"']),
)
def test_no_octets_make_the_reader_raise_anything_but_unreadable(octets, content_type):
    for body in (octets, b"--b\r\n" + octets, b"--b\r\n\r\n" + octets + b"\r\n--b--"):
        try:
            read_multipart(content_type, body, MOST)
        except Unreadable:
            continue


@given(st.text(max_size=80))
def test_no_content_type_makes_the_reader_raise(field):
    read_media_type(field)
    read_media_type("multipart/related;" + field)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
@settings(max_examples=200)
def test_every_content_id_is_found_again_by_its_cid(name):
    if name.startswith("<") or name.endswith(">"):
        return
    content_type, octets = write_multipart([Part((("Content-ID", f"<{name}>"),), b"here")], "qq", [])
    found = read_multipart(content_type, octets, MOST).resolve(cid(name))
    assert found is not None
    assert found.body == b"here"


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/related; boundary=abc", "abc"),
        ('multipart/related; boundary="a b;c"; type="x"', "a b;c"),
        ('Multipart/Related ;BOUNDARY="a\\"b"', 'a"b'),
        ("multipart/related; type=application/xop+xml; boundary=uuid:1-2", "uuid:1-2"),
    ],
)
def test_quoted_and_unquoted_boundaries_are_read(content_type, boundary):
    assert read_media_type(content_type).get("boundary") == boundary


def test_preamble_epilogue_and_padding_are_no_part():
    octets = b"hello\r\n--b \t\r\n\r\none\r\n--b\r\nX: 1\r\n\r\ntwo\r\n--b-- \r\nbye"
    read = read_multipart("multipart/related; boundary=b", octets, MOST)
    assert [part.body for part in read.parts] == [b"one", b"two"]
    assert (read.preamble, read.epilogue, read.problems) == (b"hello", b"bye", ())


def test_start_names_the_root_wherever_it_stands():
    parts = [Part((("Content-ID", "<a@x>"),), b"attachment"), Part((("Content-ID", "<r@x>"),), b"root")]
    content_type, octets = write_multipart(parts, "b", [("start", "<r@x>")])
    assert read_multipart(content_type, octets, MOST).root.body == b"root"
    content_type, octets = write_multipart(parts, "b", [])
    assert read_multipart(content_type, octets, MOST).root.body == b"attachment"


@pytest.mark.parametrize(
    ("content_type", "octets", "says"),
    [
        (
            "multipart/related; boundary=b",
            b"--b\r\nContent-ID: <a>\r\n\r\nx\r\n--b\r\nContent-ID: <a>\r\n\r\ny\r\n--b--",
            "two parts",
        ),
        ("multipart/related; boundary=b; start=no", b"--b\r\n\r\nx\r\n--b--", "start names"),
        ("multipart/related; boundary=b", b"--b\r\n\r\nx", "never closed"),
        (
            f"multipart/related; boundary={'b' * 71}",
            b"--" + b"b" * 71 + b"\r\n\r\nx\r\n--" + b"b" * 71 + b"--",
            "71 characters",
        ),
        ("multipart/related; boundary=b", b"--b\r\nContent-ID: a\r\n\r\nx\r\n--b--", "angle brackets"),
        ("multipart/related; boundary=b", b"--b\r\nno field\r\n\r\nx\r\n--b--", "no field"),
        ("multipart/related; boundary=b; boundary=c", b"--b\r\n\r\nx\r\n--b--", "twice"),
    ],
)
def test_what_the_standard_does_not_allow_is_a_problem_in_words(content_type, octets, says):
    assert any(says in problem for problem in read_multipart(content_type, octets, MOST).problems)


@pytest.mark.parametrize(
    ("content_type", "octets", "says"),
    [
        ("multipart/related", b"--b\r\n\r\nx\r\n--b--", "no boundary"),
        ("multipart/related; boundary=b", b"", "nowhere"),
        ("multipart/related; boundary=b", b"--b\n\nx\n--b--\n", "bare LF"),
        ("multipart/related; boundary=b", b"--b--\r\n", "no part"),
        ("multipart/related; boundary=b", b"--b\r\n\r\n" + b"x" * 99 + b"\r\n--b--", "over the cap"),
        ("multipart/related; boundary=b", b"--b\r\n\r\n" * 1 + b"\r\n--b\r\n\r\n" * 10_001, "more than 10000 parts"),
    ],
)
def test_what_can_not_be_read_is_unreadable_in_words(content_type, octets, says):
    with pytest.raises(Unreadable, match=says):
        read_multipart(content_type, octets, 50)


def test_a_part_without_header_or_body_is_empty():
    read = read_multipart("multipart/related; boundary=b", b"--b\r\nX: 1\r\n\r\n--b\r\n\r\n\r\n--b--", MOST)
    assert [(part.headers, part.body) for part in read.parts] == [((("X", "1"),), b""), ((), b"")]
