"""Registry Stored Query (ITI-18), the filters of what is found by patient: each parameter restricts, as it says."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import Author

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
CODED = {
    "TypeCode": ("typeCode", "type_code"),
    "PracticeSettingCode": ("practiceSettingCode", "practice_code"),
    "HealthcareFacilityTypeCode": ("healthcareFacilityTypeCode", "facility_code"),
    "FormatCode": ("formatCode", "format_code"),
    "ConfidentialityCode": ("confidentialityCode", "confidentiality_codes"),
}


def found(answer, names):
    """Return by our own names which of our objects an answer holds, and nothing of what else the registry has."""
    held = [one.unique_id for one in answer.objects if hasattr(one, "unique_id")]
    return {names[one] for one in held if one in names}


@scenario(
    "xds.query.coded-filters",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUERY_ANSWERED, clauses.CODED_FILTERS],
    requires=REQUIRES,
    source="toolkit2 11897/typecode, practicesetting, hcftc, formatcode, confcode, classcode_practicesetting",
)
def test_every_coded_parameter_restricts(document_registry, check):
    """Each coded filter alone, and two of them together, find exactly the documents that have the codes."""
    registry, arrange = document_registry, document_registry.arrange
    pairs = {name: arrange.codes(attribute, 2) for name, (attribute, _) in CODED.items()}
    overrides = [
        {
            field: (pairs[name][turn],) if field.endswith("codes") else pairs[name][turn]
            for name, (_, field) in CODED.items()
        }
        for turn in (0, 1)
    ]
    first, second = (registry.holds(f"turn-{turn}", **one) for turn, one in enumerate(overrides))
    mine = {first.unique_id: "first", second.unique_id: "second"}
    patient = arrange.patient()

    answers = {
        name: (registry.find_documents(patient, **{name: (pair[1].asked(),)}), {"second"})
        for name, pair in pairs.items()
    }
    crossed = {"TypeCode": (pairs["TypeCode"][0].asked(),), "FormatCode": (pairs["FormatCode"][1].asked(),)}
    answers["TypeCode of one, FormatCode of the other"] = (registry.find_documents(patient, **crossed), set())

    for where, (answer, expected) in answers.items():
        with check(clauses.QUERY_ANSWERED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
        if answer.succeeded:
            with check(clauses.CODED_FILTERS, where=where, evidence=answer.evidence):
                assert found(answer, mine) == expected


@scenario(
    "xds.query.service-times",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.TIME_RANGE, clauses.SERVICE_TIME_ABSENT, clauses.OPEN_RANGE],
    requires=REQUIRES,
    source="toolkit2 11897/servicestarttime, servicestoptime",
)
def test_service_times_restrict_what_has_them(document_registry, check):
    """A range of service times, closed or open, restricts the documents that have such a time, and no others."""
    registry, arrange = document_registry, document_registry.arrange
    times = {"early": ("20250601080000", "20250601090000"), "late": ("20250601120000", "20250601130000")}
    held = {name: registry.holds(name, service_start=start, service_stop=stop) for name, (start, stop) in times.items()}
    held["without"] = registry.holds("without", service_start=None, service_stop=None)
    mine = {one.unique_id: name for name, one in held.items()}
    patient = arrange.patient()

    asked = {
        "serviceStartTime, from and to": {"ServiceStartTimeFrom": 20250601080000, "ServiceStartTimeTo": 20250601120000},
        "serviceStopTime, from and to": {"ServiceStopTimeFrom": 20250601080000, "ServiceStopTimeTo": 20250601130000},
        "serviceStartTime, no from": {"ServiceStartTimeTo": 20250601120000},
        "serviceStopTime, no from": {"ServiceStopTimeTo": 20250601130000},
    }
    answers = {name: registry.find_documents(patient, **range_) for name, range_ in asked.items()}

    for where, answer in answers.items():
        clause = clauses.OPEN_RANGE if "no from" in where else clauses.TIME_RANGE
        with check(clause, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert found(answer, mine) - {"without"} == {"early"}
        if answer.succeeded:
            with check(clauses.SERVICE_TIME_ABSENT, where=where, evidence=answer.evidence):
                assert found(answer, mine) & {"without"} == {"without"}


@scenario(
    "xds.query.list-forms",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.AND_OR, clauses.VALUES_SPLIT],
    requires=REQUIRES,
    source="toolkit2 11897/and, 11901/uuid_multiple_slot_values",
)
def test_lists_mean_the_same_in_every_form(document_registry, check):
    """A list is the same in one Value and split over several, and a second slot narrows it down: (a or b) and c."""
    registry, arrange = document_registry, document_registry.arrange
    a, b, c = arrange.codes("eventCodeList", 3)
    codes = {"a": (a,), "b": (b,), "a c": (a, c), "b c": (b, c), "c": (c,)}
    mine = {registry.holds(name.replace(" ", "-"), event_codes=held).unique_id: name for name, held in codes.items()}
    one_value = (f"('{a.asked()}','{b.asked()}')",)
    several = (f"('{a.asked()}')", f"('{b.asked()}')")
    slot = "$XDSDocumentEntryEventCodeList"
    base = (
        ("$XDSDocumentEntryPatientId", (f"'{arrange.patient()}'",)),
        ("$XDSDocumentEntryStatus", (f"('{v.APPROVED}')",)),
    )

    whole = registry.put(registry.written("FindDocuments", (*base, (slot, one_value))))
    split = registry.put(registry.written("FindDocuments", (*base, (slot, several))))
    narrowed = registry.put(registry.written("FindDocuments", (*base, (slot, several), (slot, (f"('{c.asked()}')",)))))

    either = {"a", "b", "a c", "b c"}
    with check(clauses.AND_OR, where="(a or b)", evidence=whole.evidence):
        assert found(whole, mine) == either, whole.said
    with check(clauses.VALUES_SPLIT, evidence=split.evidence):
        assert found(split, mine) == either, split.said
    with check(clauses.AND_OR, where="(a or b) and c", evidence=narrowed.evidence):
        assert found(narrowed, mine) == {"a c", "b c"}, narrowed.said


@scenario(
    "xds.query.statuses",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.STATUS_FILTER, clauses.STATUS_UNKNOWN],
    requires=REQUIRES,
    source="toolkit2 11897/approved, deprecated",
)
def test_a_status_nobody_knows_is_passed_over(document_registry, check):
    """Both statuses asked for find both kinds; one that nobody knows is passed over, and alone it asks for nothing."""
    registry, arrange = document_registry, document_registry.arrange
    old = registry.holds("old")
    new = arrange.document("new")
    relation = arrange.related(v.RPLC, new, old.id)
    registry.registered(arrange.submission("replacing", new, associations=[relation]).objects)
    mine = {old.unique_id: "Deprecated", new.entry.unique_id: "Approved"}
    strange = "urn:oasis:names:tc:ebxml-regrep:StatusType:Unheard"
    patient = arrange.patient()

    both = registry.find_documents(patient, v.APPROVED, v.DEPRECATED)
    passed = registry.find_documents(patient, v.APPROVED, strange)
    alone = registry.find_documents(patient, strange)
    registry.control("after")

    with check(clauses.STATUS_FILTER, where="both", evidence=both.evidence):
        assert found(both, mine) == {"Approved", "Deprecated"}, both.said
    with check(clauses.STATUS_UNKNOWN, where="beside Approved", evidence=passed.evidence):
        assert found(passed, mine) == {"Approved"}, passed.said
    with check(clauses.STATUS_UNKNOWN, where="alone", evidence=alone.evidence):
        assert checks.refused(alone), alone.said


@scenario(
    "xds.query.quoted-text",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUOTE_DOUBLED],
    requires=REQUIRES,
)
def test_a_quote_in_a_text_is_part_of_it(document_registry, check):
    """An author whose name has an apostrophe is found by it: within quotes it is written twice."""
    registry, arrange = document_registry, document_registry.arrange
    token = arrange.story.token("author", 8)
    hers = registry.holds("hers", authors=(Author(f"^O'ZZ{token}^Ada"),))
    other = registry.holds("other", authors=(Author(f"^OZZ{token}^Ada"),))
    mine = {hers.unique_id: "with the apostrophe", other.unique_id: "without it"}

    answer = registry.find_documents(arrange.patient(), AuthorPerson=(f"%O'ZZ{token}%",))

    with check(clauses.QUOTE_DOUBLED, evidence=answer.evidence):
        assert found(answer, mine) == {"with the apostrophe"}, answer.said


@scenario(
    "xds.query.submission-set-filters",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SET_FILTERS],
    requires=REQUIRES,
    source="toolkit2 11898",
)
def test_submission_sets_are_found_by_what_is_known_of_them(document_registry, check):
    """Submission sets are found by source, time, author and content type, each alone."""
    registry, arrange = document_registry, document_registry.arrange
    token, other = arrange.story.token("author", 8), arrange.story.uid("another-source")
    kinds = arrange.codes("contentTypeCode", 2)
    first = arrange.submission(
        "first",
        arrange.document("first"),
        submission_time="20250601100000",
        content_type=kinds[0],
        authors=(Author(f"^ZZ{token}^Ada"),),
    )
    second = arrange.submission(
        "second", arrange.document("second"), submission_time="20250601110000", content_type=kinds[1], source_id=other
    )
    for one in (first, second):
        registry.registered(one.objects)
    mine = {first.set.unique_id: "first", second.set.unique_id: "second"}

    asked = {
        "SourceId": ({"SourceId": (other,)}, {"second"}),
        "SubmissionTime": ({"SubmissionTimeFrom": 20250601100000, "SubmissionTimeTo": 20250601110000}, {"first"}),
        "SubmissionTime, no to": ({"SubmissionTimeFrom": 20250601110000}, {"second"}),
        "AuthorPerson": ({"AuthorPerson": f"%ZZ{token}%"}, {"first"}),
        "ContentType": ({"ContentType": (kinds[1].asked(),)}, {"second"}),
    }
    answers = {
        name: (registry.find_sets(arrange.patient(), **about), expected) for name, (about, expected) in asked.items()
    }

    for where, (answer, expected) in answers.items():
        with check(clauses.SET_FILTERS, where=where, evidence=answer.evidence):
            assert found(answer, mine) == expected, answer.said


@scenario(
    "xds.query.folders",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FIND_FOLDERS],
    requires=REQUIRES,
    source="toolkit2 11899",
)
def test_folders_are_found_by_patient_code_and_time(document_registry, check):
    """The folders of a patient are found, all of them or those with a code, or changed in some time."""
    registry, arrange = document_registry, document_registry.arrange
    kinds = arrange.codes("codeList", 2)
    folders = [arrange.folder(f"folder-{number}", codes=(kind,)) for number, kind in enumerate(kinds)]
    registry.registered(arrange.submission("folders", folders=folders).objects)
    elsewhere = arrange.folder("elsewhere", patient_id=arrange.patient("other"))
    registry.registered(arrange.submission("elsewhere", folders=[elsewhere]).objects)
    mine = {folders[0].unique_id: "first", folders[1].unique_id: "second", elsewhere.unique_id: "another patient's"}

    asked = {
        "of the patient": ({}, {"first", "second"}),
        "CodeList": ({"CodeList": (kinds[1].asked(),)}, {"second"}),
        "LastUpdateTime, long ago": ({"LastUpdateTimeTo": 20010101000000}, set()),
        "LastUpdateTime, since long ago": ({"LastUpdateTimeFrom": 20010101000000}, {"first", "second"}),
    }
    answers = {
        name: (registry.find_folders(arrange.patient(), **about), expected) for name, (about, expected) in asked.items()
    }

    for where, (answer, expected) in answers.items():
        with check(clauses.FIND_FOLDERS, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert found(answer, mine) == expected, answer.said


@scenario(
    "xds.query.get-all",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_ALL],
    requires=REQUIRES,
    source="toolkit2 15803",
)
def test_all_of_a_patient_comes_in_one_answer(document_registry, check):
    """Everything a registry has of a patient comes at once: submissions, documents, folders and what ties them."""
    registry, arrange = document_registry, document_registry.arrange
    folder, document = arrange.folder("folder"), arrange.document("document")
    submission = arrange.filing("filing", folder, document)
    registry.registered(submission.objects)
    registry.holds("elsewhere", patient_id=arrange.patient("other"))
    statuses = {f"$XDS{kind}Status": (v.APPROVED,) for kind in ("DocumentEntry", "SubmissionSet", "Folder")}

    answer = registry.query("GetAll", {"$patientId": arrange.patient(), **statuses})

    held = answer.objects
    with check(clauses.GET_ALL, where="objects"):
        assert {one.unique_id for one in (*held.entries, *held.submission_sets, *held.folders)} == {
            document.entry.unique_id,
            folder.unique_id,
            submission.set.unique_id,
        }, answer.said
    with check(
        clauses.GET_ALL, where="associations", expected="folder and document are tied, to each other and to the set"
    ):
        ends = {(one.source, one.target) for one in held.associations}
        assert {
            (one, other.id)
            for one in (*(owner.id for owner in held.folders), *(owner.id for owner in held.submission_sets))
            for other in held.entries
        } <= ends, f"{len(ends)} associations came"
