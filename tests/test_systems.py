from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conformance.files import BadFile
from conformance.limits import Limits
from conformance.systems import Dicom, SecretFromEnvironment, SystemProfile, Timing, Tls, read

WHOLE = """\
schema = "sut/1"

[system]
id = "bidder-b"
supplier = "Example Imaging Ltd"
product = "ExamplePACS"
version = "9.4.1"

[safety]
environment = "test"
allow_hosts = ["10.1.2.0/24", "fd00::5/128"]

[dicom]
host = "127.0.0.1"
port = 11112
called_aet = "BIDDERB"
store_back = { port = 11113 }

[hl7v2]
in = { host = "10.1.2.3", port = 2575 }

[xds]
registry = "http://[fd00::5]/registry"
repository = "https://pacs.example:8443/repository"

[timing]
settle_s = 1.5

[[claim]]
transaction = "RAD-68"
level = "roadmap"
due = 2027-06-30
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "system.toml"


def written(file: Path, old: str = "", new: str = "") -> Path:
    assert old in WHOLE
    file.write_text(WHOLE.replace(old, new) if old else WHOLE)
    return file


def test_a_whole_profile_is_read(file):
    profile = read(written(file))

    assert profile.system.id == "bidder-b"
    assert profile.dicom is not None
    assert profile.dicom.calling_aet == "HARNESS"
    assert profile.claim[0].level == "roadmap"


@pytest.mark.parametrize(
    ("part", "offered"),
    [
        ("dicom", True),
        ("dicom.store_back", True),
        ("dicom.worklist", False),
        ("hl7v2.in", True),
        ("hl7v2.out", False),
        ("xds.registry", True),
        ("xds.imaging_source", False),
        ("xds.patient_feed", False),
        ("dicom.claims.pn_case_sensitive", False),
        ("nothing.of.the.kind", False),
    ],
)
def test_a_part_is_offered_when_it_is_filled_in(file, part, offered):
    assert read(written(file)).offers(part) is offered


@given(st.lists(st.text("abc_.", min_size=1, max_size=6), min_size=1, max_size=4))
def test_asking_for_any_part_has_an_answer(names):
    profile = SystemProfile.model_validate(
        {
            "schema": "sut/1",
            "system": {"id": "a", "supplier": "b", "product": "c", "version": "1"},
            "safety": {"environment": "test", "allow_hosts": []},
        }
    )

    assert profile.offers(".".join(names)) in {True, False}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('environment = "test"', 'environment = "production"', 'line 10, safety.environment: .*refused.*\n.*"test"'),
        ('"10.1.2.0/24"', '"10.1.2/24"', "line 11, safety.allow_hosts: .*no address or network"),
        ('"10.1.2.0/24", ', "", 'line 20, hl7v2.in.host: 10.1.2.3 is not allowed\n.*"10.1.2.3/32"'),
        (', "fd00::5/128"', "", 'line 23, xds.registry: fd00::5 is not allowed\n.*"fd00::5/128"'),
        ('host = "127.0.0.1"', 'host = "192.0.2.1"', "line 14, dicom.host: 192.0.2.1 is not allowed"),
        ("port = 11112", "port = 0", "line 15, dicom.port"),
        ('"BIDDERB"', '"  "', "line 16, dicom.called_aet: .*no AE title"),
        ('"BIDDERB"', '"A\\\\B"', "no AE title"),
        ('"BIDDERB"', '"SEVENTEENLETTERS1"', "no AE title"),
        ('"BIDDERB"', '"BÖDE"', "no AE title"),
        ('"http://[fd00::5]/registry"', '"ftp://x/y"', "line 23, xds.registry: .*no address"),
        ('"http://[fd00::5]/registry"', '"http://[fd00::5/y"', "no address"),
        ('"http://[fd00::5]/registry"', '"http://"', "no address"),
        ('"http://[fd00::5]/registry"', '"http://x:99999/y"', "no address"),
        ('"http://[fd00::5]/registry"', '"http://x:0/y"', "no address"),
        ("settle_s = 1.5", "settle_s = -1", "line 27, timing.settle_s"),
        ("settle_s = 1.5", "settle_s = nan", "line 27, timing.settle_s"),
        ("settle_s = 1.5", "settles_s = 1", "line 27, timing.settles_s: this key is unknown\n.*'settle_s'"),
        ('"roadmap"', '"maybe"', "line 31, claim.0.level"),
        ('id = "bidder-b"', 'id = "Bidder B"', "line 4, system.id"),
    ],
)
def test_a_wrong_profile_says_where_and_what_to_write(file, old, new, says):
    with pytest.raises(BadFile, match=says):
        read(written(file, old, new))


def test_a_worklist_and_a_feed_are_held_to_the_allowed_hosts_too(file):
    file.write_text(
        WHOLE.replace("store_back", 'worklist = { host = "192.0.2.7", port = 1, called_aet = "W" }\nstore_back')
    )
    with pytest.raises(BadFile, match=r"dicom.worklist.host: 192.0.2.7 is not allowed"):
        read(file)

    file.write_text(WHOLE.replace("[timing]", 'patient_feed = { host = "192.0.2.8", port = 1 }\n[timing]'))
    with pytest.raises(BadFile, match=r"line 26, xds.patient_feed.host: 192.0.2.8 is not allowed"):
        read(file)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("10.1.2.255", True),
        ("10.1.3.0", False),
        ("fd00::5", True),
        ("fd00::6", False),
        ("pacs.example", False),
        ("", False),
    ],
)
def test_only_loopback_and_listed_hosts_are_allowed(file, host, allowed):
    assert read(written(file)).safety.allows(host) is allowed


def test_limits_take_the_candidates_own_times(file):
    limits = read(written(file)).limits()

    assert (limits.settle_s, limits.connect_s) == (1.5, Limits().connect_s)


def test_the_default_times_are_the_default_limits():
    for name, value in Timing().model_dump().items():
        assert getattr(Limits(), name) == value


def test_a_secret_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("THE_KEY", "keys/us.pem")

    assert SecretFromEnvironment(env="THE_KEY").read() == "keys/us.pem"


def test_tls_can_be_off():
    assert Tls(enabled=False).context(Path()) is None


def test_tls_is_1_2_or_newer_and_verifies():
    context = Tls().context(Path())

    assert context is not None
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED


def dicom(**changed: Any) -> Dicom:
    return Dicom.model_validate({"host": "127.0.0.1", "port": 104, "called_aet": "ARCHIVE", **changed})


@given(st.text(max_size=20))
def test_an_ae_title_is_16_characters_of_the_default_repertoire(title):
    good = (
        1 <= len(title) <= 16
        and all(" " <= letter <= "~" and letter != "\\" for letter in title)
        and title != " " * len(title)
    )

    try:
        dicom(called_aet=title)
    except ValidationError:
        assert not good
    else:
        assert good


WORKLIST = """worklist = { host = "127.0.0.1", port = 1, called_aet = "W", sample = { patient_id = "ZZ1", \
patient_name = "A^B", study_uid = "2.25.1", procedure_id = "P", step_id = "S", modality = "CT", station_aet = "ZZCT", \
start_date = "20260228", start_time = "1015" } }
commitment = {}
performed_steps = { host = "127.0.0.1", port = 1, called_aet = "W" }
store_back"""


def test_the_services_around_an_examination_are_parts_of_their_own(file):
    file.write_text(WHOLE.replace("store_back", WORKLIST))
    profile = read(file)

    for part in ("dicom.worklist.sample", "dicom.commitment", "dicom.performed_steps"):
        assert profile.offers(part)
        assert not read(written(file)).offers(part)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"20260228"', '"20260229"', "dicom.worklist.sample.start_date: .*no day"),
        ('"1015"', '"2460"', "dicom.worklist.sample.start_time"),
        ("commitment = {}", "commitment = { within_s = 61 }", "dicom.commitment.within_s"),
        (
            'performed_steps = { host = "127.0.0.1"',
            'performed_steps = { host = "192.0.2.7"',
            "dicom.performed_steps.host",
        ),
    ],
)
def test_a_wrong_service_says_where(file, old, new, says):
    file.write_text(WHOLE.replace("store_back", WORKLIST.replace(old, new)))

    with pytest.raises(BadFile, match=says):
        read(file)


WEB = """
[dicom.web]
qido = "http://127.0.0.1:8042/dicom-web"
wado = "http://192.0.2.7/dicom-web"
claims = { fuzzy_matching = false }
"""


def test_each_web_service_is_a_part_and_held_to_the_allowed_hosts(file):
    profile = read(written(file, "[hl7v2]", WEB.replace("192.0.2.7", "10.1.2.9") + "[hl7v2]"))

    parts = ("qido", "wado", "stow", "wado_uri")
    assert [profile.offers(f"dicom.web.{part}") for part in parts] == [True, True, False, False]
    with pytest.raises(BadFile, match=r"dicom.web.wado: 192.0.2.7 is not allowed"):
        read(written(file, "[hl7v2]", WEB + "[hl7v2]"))
    with pytest.raises(BadFile, match=r"dicom.web.qido: .*is no address"):
        read(written(file, "[hl7v2]", WEB.replace("http://127.0.0.1:8042", "ftp://x") + "[hl7v2]"))


def test_event_channels_are_places_of_websockets(file):
    """A place with a blank for the title is one too, and is held to the allowed hosts."""
    web = '[dicom.web]\nevents = "wss://127.0.0.1:8042/{aetitle}/events"\n'

    assert read(written(file, "[hl7v2]", web + "[hl7v2]")).offers("dicom.web.events")
    with pytest.raises(BadFile, match=r"dicom.web.events: 192.0.2.7 is not allowed"):
        read(written(file, "[hl7v2]", web.replace("127.0.0.1", "192.0.2.7") + "[hl7v2]"))
    with pytest.raises(BadFile, match=r"dicom.web.events: .*is no address of a WebSocket"):
        read(written(file, "[hl7v2]", web.replace("wss", "https") + "[hl7v2]"))
