import pytest

from conformance.xds.simulator.patients import Patients, normalised

HERS, HIS, THEIRS = (f"{one}^^^&1.2.3&ISO" for one in ("HERS", "HIS", "THEIRS"))


@pytest.fixture
def patients():
    known = Patients("1.2.3")
    for one in (HERS, HIS, THEIRS):
        assert known.register(one)
    return known


@pytest.mark.parametrize("cx", ["HERS^^^&1.2.3&ISO", "HERS^^^HOSPITAL&1.2.3&ISO^PI", " HERS^^^X&1.2.3&ISO "])
def test_the_one_form_of_an_identifier(cx):
    assert normalised(cx) == HERS


@pytest.mark.parametrize("cx", ["", "HERS", "HERS^^^HOSPITAL", "HERS^^^&1.2.3&DNS", "^^^&1.2.3&ISO", "A^B^^&1.2.3&ISO"])
def test_what_is_no_identifier_of_a_domain(cx):
    assert normalised(cx) is None


def test_only_announced_identifiers_are_known(patients):
    assert patients.knows(HERS)
    assert not patients.knows("OTHER^^^&1.2.3&ISO")


def test_another_authority_is_not_registered(patients):
    assert not patients.register("HERS^^^&1.2.4&ISO")


def test_a_merge_takes_the_prior_identifier_away_for_good(patients):
    assert patients.merge(HERS, HIS) == ""
    assert not patients.knows(HERS)
    assert patients.knows(HIS)
    assert patients.survivor(HERS) == HIS
    assert not patients.register(HERS)


def test_merges_chain(patients):
    patients.merge(HERS, HIS)
    patients.merge(HIS, THEIRS)
    assert patients.survivor(HERS) == THEIRS


@pytest.mark.parametrize(
    ("prior", "survivor", "why"),
    [
        (HERS, HERS, "the same"),
        ("OTHER^^^&1.2.3&ISO", HERS, "never announced"),
        (HERS, "OTHER^^^&1.2.3&ISO", "never announced"),
        (HERS, "HIS^^^&9.9&ISO", "assigning authority"),
    ],
)
def test_a_merge_that_is_refused_changes_nothing(patients, prior, survivor, why):
    assert why in patients.merge(prior, survivor)
    assert patients.knows(HERS)


def test_an_identifier_merged_away_can_not_be_merged_again(patients):
    patients.merge(HERS, HIS)
    assert "already" in patients.merge(HERS, THEIRS)
    assert "already" in patients.merge(THEIRS, HERS)
