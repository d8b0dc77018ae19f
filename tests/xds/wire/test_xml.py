import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.limits import Limits
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import read_xml, text

BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><a>&j;</a>"
)


@pytest.mark.parametrize(
    "octets",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        b'<!-- c --><?p i?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        BILLION,
    ],
)
def test_a_doctype_is_refused_by_name(octets):
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read_xml(octets, Limits())


def test_the_word_doctype_in_the_content_is_no_doctype():
    assert text(read_xml(b"<a><![CDATA[<!DOCTYPE a>]]></a>", Limits())) == "<!DOCTYPE a>"


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"", "not readable"),
        (b"<a>", "not readable"),
        (b"<a>&nbsp;</a>", "not readable"),
        (b"<a>" * 100_000 + b"</a>" * 100_000, "not readable|nest deeper"),
        (b"<a>" * 200 + b"</a>" * 200, "nest deeper than 100"),
        (b"<a" + b"".join(b' x%d="%0200d"' % (n, n) for n in range(60_000)) + b"/>", "not readable|over the cap"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "not readable|over the cap"),
        (b"<a>" + b" " * 70_000_000 + b"</a>", "over the cap"),
        (b"\xff\xfe\x00<a/>", "not readable"),
    ],
)
def test_what_is_over_a_cap_or_no_xml_is_unreadable(octets, says):
    with pytest.raises(Unreadable, match=says):
        read_xml(octets, Limits(xml_depth=100))


@pytest.mark.parametrize("most", [100, Limits().xml_depth])
def test_an_element_nests_as_deep_as_the_cap_and_no_deeper_whoever_looks(most):
    """The parser may refuse by itself what is over the cap: it has to count as we do."""

    def nested(depth):
        return b"<a><b/>" * (depth - 1) + b"<a/>" + b"</a>" * (depth - 1)

    assert len(read_xml(nested(most), Limits(xml_depth=most)))
    with pytest.raises(Unreadable, match=r"nest deeper|Excessive depth"):
        read_xml(nested(most + 1), Limits(xml_depth=most))


def test_a_bomb_takes_no_memory():
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_xml(BILLION, Limits())
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


@given(st.binary(max_size=200))
def test_no_octets_make_the_reader_raise_anything_but_unreadable(octets):
    for body in (octets, b"<a>" + octets + b"</a>", b"<?xml version='1.0' encoding='" + octets[:9] + b"'?><a/>"):
        try:
            read_xml(body, Limits())
        except Unreadable:
            continue


def test_text_leaves_comments_out():
    assert text(etree.fromstring("<a> one<!-- two --><b>three</b> </a>")) == "onethree"
