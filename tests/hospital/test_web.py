"""What is stored into the hospital over the web is archived, found and shared as what C-STORE brings."""

from __future__ import annotations

from conformance.dicom.web.candidate import WebArchiveUnderTest
from conformance.hl7 import samples


def test_a_study_stored_over_the_web_is_shared(hospital, visitor):
    her = visitor.person("her")
    visitor.port.arrange(visitor.about(samples.admission(visitor.story, her), her), "register")
    web = WebArchiveUnderTest(visitor.story, visitor.story.system.dicom)
    study = visitor.study("hers", her)

    stored = web.store(study.instances)
    found = visitor.settled(lambda: visitor.documents_of(her), lambda now: bool(now.objects.entries), "shared")

    assert stored.status == 200
    assert visitor.studies_of(her).values("StudyInstanceUID") == {study.study_uid}
    assert len(found.objects.entries) == 1
    assert hospital.archive.faults == []
