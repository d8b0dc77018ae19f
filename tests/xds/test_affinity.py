from dataclasses import replace

import pytest

from conformance.files import BadFile
from conformance.resources import profiles
from conformance.systems import Xds
from conformance.xds.affinity import default, named_by, read

ATTRIBUTES = ["classCode", "typeCode", "formatCode", "healthcareFacilityTypeCode", "practiceSettingCode"]


@pytest.mark.parametrize(
    "attribute", [*ATTRIBUTES, "confidentialityCode", "eventCodeList", "contentTypeCode", "codeList"]
)
def test_a_value_of_the_domain_is_allowed_under_any_display_name_and_no_other_scheme(attribute):
    domain = default()
    for code in domain.values(attribute):
        assert domain.allows(attribute, replace(code, display="something else"))
        assert not domain.allows(attribute, replace(code, scheme="1.2.3"))
        assert not domain.allows(attribute, replace(code, scheme=None))
    assert domain.code(attribute, 0) != domain.code(attribute, 1)
    assert domain.code(attribute, len(domain.values(attribute))) == domain.code(attribute)


def test_media_types_are_compared_without_regard_to_case():
    assert default().allows_mime_type("Text/Plain")
    assert not default().allows_mime_type("text/goofy")


def test_a_profile_names_its_domain_by_a_path_of_its_own_or_a_shipped_one(tmp_path):
    assert named_by(Xds(), tmp_path) == default()
    own = tmp_path / "own.toml"
    own.write_bytes((profiles() / "affinity" / "default.toml").read_bytes().replace(b"Default", b"Own"))
    assert named_by(Xds(affinity_domain="own.toml"), tmp_path).name == "Own affinity domain"
    assert named_by(Xds(affinity_domain=str(own)), tmp_path.parent).name == "Own affinity domain"
    with pytest.raises(BadFile, match="does not exist"):
        named_by(Xds(affinity_domain="no/such.toml"), tmp_path)


def test_a_mistake_is_named_with_its_key(tmp_path):
    path = tmp_path / "bad.toml"
    shipped = (profiles() / "affinity" / "default.toml").read_text(encoding="utf-8")
    path.write_text(shipped.replace('source_id = "2.25.', 'source_id = "x.'), encoding="utf-8")
    with pytest.raises(BadFile, match="source_id"):
        read(path)
    with pytest.raises(LookupError):
        default().values("colour")
