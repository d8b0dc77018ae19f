"""What is wrong with answers of DICOMweb services: their form, their matches, their metadata, their responses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.dicom import clauses
from conformance.dicom.checks.matches import same
from conformance.dicom.checks.wording import words
from conformance.dicom.equality import Difference, differences
from conformance.dicom.web import media, model
from conformance.dicom.wire import Element, Unreadable, dictionary, read_data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformance.dicom.samples import Instance
    from conformance.dicom.web.answers import WebAnswer
    from conformance.dicom.web.model import Read
    from conformance.dicom.wire import DataSet
    from conformance.judging import Judge
    from conformance.model import Clause

    Stored = Callable[[str], object]

JSON_FORM = (
    clauses.JSON_ARRAY,
    clauses.JSON_OBJECTS,
    clauses.JSON_NAMES,
    clauses.JSON_TYPES,
    clauses.JSON_NULLS,
)
"""What each answer in DICOM JSON is judged by."""
SEARCHED = (clauses.WEB_OK, clauses.WEB_MEDIA_TYPE, *JSON_FORM)
"""What each search that finds something is judged by."""
FETCHED = (
    clauses.WEB_OK,
    clauses.WEB_MEDIA_TYPE,
    clauses.WEB_MULTIPART,
    clauses.FETCH_COMPLETE,
    clauses.FETCH_FILES,
    clauses.FETCH_PART_TYPE,
)
"""What each retrieval of instances is judged by."""

ABOUT = {
    model.OBJECT: clauses.JSON_OBJECTS,
    model.NAME: clauses.JSON_NAMES,
    model.TYPE: clauses.JSON_TYPES,
    model.NULL: clauses.JSON_NULLS,
}
"""The clause of each kind of fault in DICOM JSON."""
STUDY_ATTRIBUTES = (
    "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "PatientName", "PatientID",
    "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyID",
)  # fmt: skip
SERIES_ATTRIBUTES = ("Modality", "SeriesInstanceUID", "SeriesNumber")
INSTANCE_ATTRIBUTES = ("SOPClassUID", "SOPInstanceUID", "InstanceNumber")
"""Required attributes of each level whose value is the stored one (PS3.18 tables 10.6.3-3 to 10.6.3-5)."""


def judge_answered(check: Judge, answer: WebAnswer, accepted: str) -> None:
    """Judge that there is a whole answer, 200, of the media type that was accepted."""
    with check(clauses.WEB_OK, expected="200 and a payload", evidence=answer.evidence):
        assert answer.ok, answer.outcome
    if answer.ok:
        with check(clauses.WEB_MEDIA_TYPE, evidence=answer.evidence):
            assert answer.media_type == accepted


def judge_json(check: Judge, answer: WebAnswer) -> None:
    """Judge an answer as DICOM JSON, whatever it tells."""
    with check(clauses.JSON_ARRAY, evidence=answer.evidence):
        assert answer.body, "no payload"
        assert not answer.json_problem, answer.json_problem
    if not answer.objects:
        return
    for about, clause in ABOUT.items():
        faults = [fault for one in answer.objects for fault in one.faults.told[about]]
        with check(clause, evidence=answer.evidence):
            assert not faults, words(faults)


def judge_search(check: Judge, answer: WebAnswer) -> None:
    """Judge the form of a search's answer."""
    judge_answered(check, answer, media.JSON)
    if answer.ok:
        judge_json(check, answer)


def judge_returned(
    check: Judge, answer: WebAnswer, wanted: Sequence[str], stored: Mapping[str, Stored], unique: str
) -> None:
    """Judge that each match has the attributes wanted, with the values stored; ``stored`` is by the unique key."""
    for one in answer.objects:
        which = one.text(unique)
        holds = stored.get(which)
        if holds is None:
            continue
        wrong = [
            f"{name} is {one.text(name)!r}, stored was {holds(name)!r}" if one.names(name) else f"{name} is missing"
            for name in wanted
            if not one.names(name) or not _same(one, name, holds(name))
        ]
        with check(clauses.SEARCH_RETURNS, where=which, evidence=answer.evidence):
            assert not wrong, words(wrong)


def _same(told: Read, name: str, stored: object) -> bool:
    if same(name, told.text(name), stored):
        return True
    try:
        return dictionary.representation(dictionary.tag(name)) in {"IS", "DS"} and float(told.text(name)) == float(
            str(stored)
        )
    except ValueError:
        return False


def judge_fetched(check: Judge, answer: WebAnswer, instances: Sequence[Instance]) -> None:
    """Judge what came of a retrieval: whole, each instance once, as files that tell of themselves."""
    judge_answered(check, answer, "multipart/related")
    if not answer.ok:
        return
    with check(clauses.WEB_MULTIPART, evidence=answer.evidence):
        assert not answer.package_problems, words(answer.package_problems)
    faults = [*answer.file_problems, *_about_themselves(answer)]
    if answer.files or faults:
        with check(clauses.FETCH_FILES, evidence=answer.evidence):
            assert not faults, words(faults)
    wanted = sorted(one.sop_instance for one in instances)
    with check(clauses.FETCH_COMPLETE, expected=f"{len(wanted)} instances, each once", evidence=answer.evidence):
        assert sorted(one.sop_instance for one in answer.files) == wanted, (
            f"{len(answer.files)} instances: {words(one.sop_instance for one in answer.files)}"
        )
    if answer.filed_parts:
        wrong = _part_types(answer)
        with check(clauses.FETCH_PART_TYPE, evidence=answer.evidence):
            assert not wrong, words(wrong)


def _about_themselves(answer: WebAnswer) -> list[str]:
    faults = []
    for one in answer.files:
        data = read_data_set(one.data, one.transfer_syntax, answer.limits)
        told = (data.text("SOPClassUID"), data.text("SOPInstanceUID"))
        if told != (one.sop_class, one.sop_instance):
            faults.append(f"the meta information says {one.sop_class}, {one.sop_instance}, the data set {told}")
        faults += [str(problem) for problem in data.problems[:3]]
    return faults


def _part_types(answer: WebAnswer) -> list[str]:
    wrong = []
    for part, file in answer.filed_parts:
        told = part.media_type
        if told.name != media.DICOM:
            wrong.append(f"a part is of type {told.name or 'none'}")
        elif told.get("transfer-syntax") not in {"", file.transfer_syntax}:
            wrong.append(f"a part says {told.get('transfer-syntax')}, the file in it is in {file.transfer_syntax}")
    return wrong


def changed(answer: WebAnswer, instances: Iterable[Instance]) -> dict[str, list[Difference]]:
    """Return by SOP instance how what came differs from what was stored."""
    stored = {one.sop_instance: one for one in instances}
    found = {}
    for one in answer.files:
        mine = stored.get(one.sop_instance)
        if mine is not None:
            came = read_data_set(one.data, one.transfer_syntax, answer.limits)
            found[one.sop_instance] = differences(read_data_set(mine.data, mine.transfer_syntax), came)
    return found


def metadata_differences(told: Read, stored: DataSet) -> list[str]:
    """Return how metadata differ from the stored data set; URIs in the place of values are not followed here."""
    plain = _numbers_plain(stored, "", told.bulk)
    return [str(one) for one in differences(plain, _numbers_plain(told.data, "", told.bulk))]


def _numbers_plain(data: DataSet, path: str, bulk: Mapping[str, str]) -> DataSet:
    """Return a data set without bulk values and pixel data, with numbers in text written one way."""
    kept = []
    for one in data:
        where = f"{path}{one.tag:08X}"
        if where in bulk or one.tag in {dictionary.PIXEL_DATA, dictionary.SPECIFIC_CHARACTER_SET}:
            continue
        if one.items is not None:
            items = tuple(
                type(item)(_numbers_plain(item.data, f"{where}[{number}].", bulk))
                for number, item in enumerate(one.items, 1)
            )
            kept.append(Element(one.tag, one.vr, items=items))
        elif one.vr in {"IS", "DS"}:
            kept.append(Element(one.tag, one.vr, "\\".join(map(_number, data.texts(one.tag))).encode()))
        else:
            kept.append(one)
    return type(data)(tuple(kept), data.character_sets)


def _number(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def path(url: str) -> str:
    """Return the path of a URL, empty of what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def octets(answer: WebAnswer) -> bytes | None:
    """Return the one value a bulk data answer holds, in a part or alone; None when it is not one."""
    if not answer.ok:
        return None
    if answer.media_type != "multipart/related":
        return answer.body
    return answer.parts[0].body if len(answer.parts) == 1 else None


def same_octets(came: bytes | None, stored: bytes) -> bool:
    """Return whether octets are the stored ones, but for a pad octet (PS3.5 8.2)."""
    return came is not None and (came == stored or (len(came) == len(stored) + 1 and came[:-1] == stored))


def response_module(answer: WebAnswer) -> Read | str:
    """Return the response module of a store: an object, or the only one of an array; else why there is none."""
    if answer.media_type != media.JSON:
        return f"the payload is of {answer.media_type or 'no media type'}, accepted was {media.JSON}"
    try:
        found = model.read_json(answer.body, answer.limits, single=True)
    except Unreadable as error:
        return error.says
    return found[0] if len(found) == 1 else f"{len(found)} objects, not one"


def sop_instances(module: Read, sequence: str) -> list[str]:
    """Return the SOP instances a sequence of a response module lists, sorted."""
    return sorted(item.text("ReferencedSOPInstanceUID") for item in module.data.sequence(sequence))


def clause_of_change(difference: Difference) -> Clause:
    """Return the clause a difference of a retrieved instance breaks."""
    return clauses.FETCH_PIXELS if difference.kind == "pixels" else clauses.FETCH_UNCHANGED
