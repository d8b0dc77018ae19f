"""Registry Stored Query (ITI-18), every parameter of the queries by patient: one value, several, several slots."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered
from conformance.xds.wire.ebrim import Author
from conformance.xds.wire.registry import LEAF_CLASS, OBJECT_REF

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
ENTRY, FOLDER, SET = "$XDSDocumentEntry", "$XDSFolder", "$XDSSubmissionSet"
CODED = {
    "ClassCode": ("classCode", "class_code"),
    "TypeCode": ("typeCode", "type_code"),
    "PracticeSettingCode": ("practiceSettingCode", "practice_code"),
    "HealthcareFacilityTypeCode": ("healthcareFacilityTypeCode", "facility_code"),
    "FormatCode": ("formatCode", "format_code"),
}
LISTED = {
    "EventCodeList": ("eventCodeList", "event_codes"),
    "ConfidentialityCode": ("confidentialityCode", "confidentiality_codes"),
}
TIMES = {"CreationTime": "creation_time", "ServiceStartTime": "service_start", "ServiceStopTime": "service_stop"}
EARLY, LATE = 20250601100000, 20250601110000
HERS = {"one", "two", "both"}


def holds_every_kind(registry, arrange):
    """Register documents that differ in all that can be asked for; return our names of them and their reference ids.

    "two" replaced "old"; "his" is as "one", of another patient; "both" has both of what there may be several of.
    """
    references = [
        f"ZZ{arrange.story.token(name, 8)}^^^&{arrange.domain.source_id}&ISO^urn:ihe:iti:xds:2013:accession"
        for name in ("first", "second")
    ]
    coded = {field: arrange.codes(attribute, 2) for attribute, field in CODED.values()}
    listed = {field: arrange.codes(attribute, 2) for attribute, field in LISTED.values()}

    def about(*turns):
        [first, *_] = turns
        return {
            **{field: codes[first] for field, codes in coded.items()},
            **{field: tuple(codes[turn] for turn in turns) for field, codes in listed.items()},
            **dict.fromkeys(TIMES.values(), str((EARLY, LATE)[first])),
            "authors": (Author(f"^ZZ{arrange.story.token(f'author/{first}', 8)}^Ada"),),
            "reference_ids": tuple(references[turn] for turn in turns),
        }

    held = {name: registry.holds(name, **about(0)) for name in ("one", "old")}
    held["both"] = registry.holds("both", **about(0, 1))
    held["his"] = registry.holds("his", patient_id=arrange.patient("his"), **about(0))
    two = arrange.document("two", **about(1))
    relation = arrange.related(v.RPLC, two, held["old"].id)
    registry.registered(arrange.submission("replacing", two, associations=[relation]).objects)
    names = {one.unique_id: name for name, one in held.items()}
    return {**names, two.entry.unique_id: "two"}, references


def every_filter(arrange):
    """Return what to ask of ``holds_every_kind`` beyond patient and status: by name clause, filter and who fits."""
    asked = {}
    for name, (attribute, _) in CODED.items():
        first, second = (one.asked() for one in arrange.codes(attribute, 2))
        asked[name] = (clauses.CODED_FILTERS, {name: (second,)}, {"two"})
        asked[f"{name}, two values"] = (clauses.AND_OR, {name: (first, second)}, HERS)
    for name, (attribute, _) in LISTED.items():
        first, second = (one.asked() for one in arrange.codes(attribute, 2))
        asked[f"{name}, two values"] = (clauses.AND_OR, {name: (first, second)}, HERS)
        asked[f"{name}, two slots"] = (clauses.AND_OR, {name: [(first,), (second,)]}, {"both"})
    first, second = (f"%ZZ{arrange.story.token(f'author/{turn}', 8)}%" for turn in (0, 1))
    asked["AuthorPerson"] = (clauses.AUTHOR_PATTERN, {"AuthorPerson": (second,)}, {"two"})
    asked["AuthorPerson, two patterns"] = (clauses.AND_OR, {"AuthorPerson": (first, second)}, HERS)
    for name in TIMES:
        asked[f"{name}, from"] = (clauses.TIME_RANGE, {f"{name}From": LATE}, {"two"})
        asked[f"{name}, to"] = (clauses.TIME_RANGE, {f"{name}To": LATE}, {"one", "both"})
    return asked


def found(answer, names):
    """Return by our own names which of our objects an answer holds."""
    held = [one.unique_id for one in answer.objects if hasattr(one, "unique_id")]
    return {names[one] for one in held if one in names}


@scenario(
    "xds.query.every-filter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.CODED_FILTERS,
        clauses.AND_OR,
        clauses.AUTHOR_PATTERN,
        clauses.TIME_RANGE,
        clauses.STATUS_FILTER,
        clauses.ONLY_THE_PATIENT,
    ],
    requires=REQUIRES,
    source="toolkit2 11897",
)
def test_every_filter_of_documents_restricts(document_registry, check):
    """Every filter of a patient's documents, by one value, by two, or in two slots, finds those that fit it."""
    registry, arrange = document_registry, document_registry.arrange
    mine, _ = holds_every_kind(registry, arrange)
    patient = arrange.patient()

    for where, (clause, filters, expected) in every_filter(arrange).items():
        answer = registry.find_documents(patient, **filters)
        came = found(answer, mine)
        with check(clause, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert came & HERS == expected
        if answer.succeeded:
            with check(clauses.STATUS_FILTER, where=where, evidence=answer.evidence):
                assert "old" not in came, "a Deprecated document came"
            with check(clauses.ONLY_THE_PATIENT, where=where, evidence=answer.evidence):
                assert "his" not in came, "another patient's document came"
    statuses = registry.find_documents(patient, v.DEPRECATED, v.APPROVED)
    with check(clauses.STATUS_FILTER, where="both statuses", evidence=statuses.evidence):
        assert found(statuses, mine) == {*HERS, "old"}, statuses.said


@scenario(
    "xds.query.reference-id-filters",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REFERENCE_ID],
    requires=REQUIRES,
    source="toolkit2 11897/refid",
)
def test_every_filter_restricts_what_is_found_by_reference(document_registry, check):
    """Documents are found by any of several reference ids, by all of them, and by every other filter besides."""
    registry, arrange = document_registry, document_registry.arrange
    mine, (first, second) = holds_every_kind(registry, arrange)

    def asked(status, references, filters, returns=LEAF_CLASS):
        about = {"PatientId": arrange.patient(), "Status": status, "ReferenceIdList": references, **filters}
        parameters = {f"{ENTRY}{name}": one for name, one in about.items()}
        return registry.query("FindDocumentsByReferenceId", parameters, returns)

    either, both = (first, second), [(first,), (second,)]
    told = {where: (one[2], asked((v.APPROVED,), either, one[1])) for where, one in every_filter(arrange).items()}
    told["one reference"] = ({"two", "both"}, asked((v.APPROVED,), (second,), {}))
    told["two references, two slots"] = ({"both"}, asked((v.APPROVED,), both, {}))
    told["both statuses"] = ({*HERS, "old"}, asked((v.DEPRECATED, v.APPROVED), either, {}))

    for where, (expected, answer) in told.items():
        with check(clauses.REFERENCE_ID, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert found(answer, mine) == expected
    references = asked((v.APPROVED,), either, {}, OBJECT_REF)
    with check(clauses.REFERENCE_ID, where="references", evidence=references.evidence):
        assert (len([*references.objects]), len(references.objects.refs)) == (0, len(HERS)), references.said


@scenario(
    "xds.query.every-filter-of-packages",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SET_FILTERS, clauses.FIND_FOLDERS],
    requires=REQUIRES,
    source="toolkit2 11898, 11899",
)
def test_every_filter_of_submissions_and_folders_restricts(document_registry, check):
    """Submissions and folders are found by any of several values, by all of them, and to the second of their time."""
    registry, arrange = document_registry, document_registry.arrange
    kinds, codes = arrange.codes("contentTypeCode", 2), arrange.codes("codeList", 2)
    sources = [arrange.story.uid(f"source/{turn}") for turn in (0, 1)]
    sets = [
        arrange.submission(
            f"set-{turn}", arrange.document(f"{turn}"), content_type=kinds[turn], source_id=sources[turn]
        )
        for turn in (0, 1)
    ]
    folders = [arrange.folder(f"{turn}", codes=(codes[turn],)) for turn in (0, 1)]
    folders.append(arrange.folder("both", codes=tuple(codes)))
    for one in (*sets, arrange.submission("folders", folders=folders)):
        registry.registered(one.objects)
    packages = [*(one.set for one in sets), *folders]
    mine = dict(zip((one.unique_id for one in packages), ("a set", "a set too", "one", "two", "both"), strict=True))
    named = {f"{FOLDER}UniqueId": tuple(str(one.unique_id) for one in folders)}
    held = answered(registry.query("GetFolders", named)).objects.folders
    then = min((one.last_update_time or "" for one in held), default="")
    a, b = (one.asked() for one in codes)

    of_sets = {
        "SourceId, two values": {"SourceId": tuple(sources)},
        "ContentType, two values": {"ContentType": tuple(one.asked() for one in kinds)},
    }
    of_folders = {
        "CodeList, two values": ({"CodeList": (a, b)}, HERS),
        "CodeList, two slots": ({"CodeList": [(a,), (b,)]}, {"both"}),
        "LastUpdateTime, from far ahead": ({"LastUpdateTimeFrom": 29990101000000}, set()),
    }
    if then.isdecimal():
        of_folders["LastUpdateTime, from that very time"] = ({"LastUpdateTimeFrom": int(then)}, HERS)
        of_folders["LastUpdateTime, to that very time"] = ({"LastUpdateTimeTo": int(then)}, set())

    for where, filters in of_sets.items():
        answer = registry.find_sets(arrange.patient(), **filters)
        with check(clauses.SET_FILTERS, where=where, evidence=answer.evidence):
            assert found(answer, mine) == {"a set", "a set too"}, answer.said
    for where, (filters, expected) in of_folders.items():
        answer = registry.find_folders(arrange.patient(), **filters)
        with check(clauses.FIND_FOLDERS, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert found(answer, mine) == expected, answer.said
