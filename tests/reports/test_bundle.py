"""The evidence as one archive: a run folder again when unpacked, the same bytes, and never too large."""

from __future__ import annotations

import zipfile

import pytest
from injection import PAYLOADS, poisoned

from conformance import runs
from conformance.files import BadFile
from conformance.reports.bundle import bundle, index


def test_an_archive_unpacks_to_a_run_folder_that_is_whole(run, invented, tmp_path):
    bundle(run, tmp_path / "out" / "evidence.zip", invented.TOLD)
    with zipfile.ZipFile(tmp_path / "out" / "evidence.zip") as packed:
        packed.extractall(tmp_path / "again")
        names = packed.namelist()

    assert runs.problems(tmp_path / "again") == []
    assert runs.read(tmp_path / "again").results == run.results
    assert names[0] == "INDEX.txt"
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "evidence.zip"]


def test_the_same_run_gives_the_same_bytes(run, invented, tmp_path):
    for name in "ab":
        bundle(run, tmp_path / name, invented.TOLD)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_index_has_one_paragraph_per_test(run, invented):
    head, check, *paragraphs = index(run, invented.TOLD).split("\n\n")

    assert "bidder-b" in head
    assert run.digest in check
    assert [one.split(" ")[0] for one in paragraphs] == list(run.latest)
    assert all(
        item.sha256 in one
        for one, result in zip(paragraphs, run.latest.values(), strict=True)
        for item in result.evidence
    )


def test_too_much_is_refused_and_nothing_left_behind(run, invented, tmp_path):
    bundle(run, tmp_path / "evidence.zip", invented.TOLD)
    size = (tmp_path / "evidence.zip").stat().st_size
    (tmp_path / "evidence.zip").unlink()

    for most in (2000, size):
        with pytest.raises(BadFile, match="would hold more than"):
            bundle(run, tmp_path / "evidence.zip", invented.TOLD, most=most)
        assert list(tmp_path.iterdir()) == []
    bundle(run, tmp_path / "evidence.zip", invented.TOLD, most=size + 1)
    assert (tmp_path / "evidence.zip").exists()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_payload_forges_a_paragraph_or_hides_one(run, invented, payload):
    text = index(poisoned(run, payload), invented.TOLD)

    assert len(text.split("\n\n")) == len(run.latest) + 2
    assert all(one == "\n" or one.isprintable() for one in text)
    text.encode("utf-8")
