"""The settings hold, or say why not."""

import pytest
from pydantic import ValidationError

from api.commands.maintenance.databases import read_settings
from api.settings import Settings, settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "javascript:alert(1)"),
        ("BASE_URL", "maps.example.org"),
        ("MAX_BODY_BYTES", "-1"),
        ("PICTURE_QUEUE", "0"),
        ("HEADER_SECONDS", "0"),
        ("ACCOUNTS", "perhaps"),
        ("DATABASE_URL", ""),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SICETNON_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


PROVIDED = {
    "ACCOUNTS": "on",
    "BASE_URL": "https://maps.example.org",
    "OIDC_ISSUER": "https://login.example.org/realms/history",
    "OIDC_CLIENT_ID": "maps",
    "OIDC_CLIENT_SECRET": "kept to themselves",
}


def test_a_provider_is_called_by_its_host_where_it_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PROVIDED.items():
        monkeypatch.setenv(f"SICETNON_{name}", value)
    assert Settings().provider_name == "login.example.org"
    assert "kept to themselves" not in repr(Settings())
    monkeypatch.setenv("SICETNON_OIDC_NAME", "University of Paris")
    assert Settings().provider_name == "University of Paris"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ACCOUNTS", "off", "set that"),
        ("BASE_URL", "", "set it as SICETNON_BASE_URL"),
        ("OIDC_ISSUER", "", "set SICETNON_OIDC_ISSUER as well"),
        ("OIDC_ISSUER", "http://login.example.org", "match pattern"),
        ("OIDC_ISSUER", "https://login.example.org/?realm=history", "match pattern"),
        ("OIDC_CLIENT_ID", "", "set it here"),
        ("OIDC_CLIENT_SECRET", "", "set it here"),
    ],
)
def test_a_provider_that_is_half_set_up_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    for each, given in (PROVIDED | {name: value}).items():
        monkeypatch.setenv(f"SICETNON_{each}", given)
    settings.cache_clear()
    with pytest.raises(SystemExit):
        read_settings()
    said = capsys.readouterr().err
    assert told in said
    assert "SICETNON_OIDC_" in said
    assert "kept to themselves" not in said


def test_the_base_address_is_kept_without_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SICETNON_BASE_URL", "https://maps.example.org/history/")
    assert Settings().base_url == "https://maps.example.org/history"


def test_allowed_hosts_are_read_from_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SICETNON_ALLOWED_HOSTS", "Maps.example.org, 127.0.0.1 ,")
    assert Settings().hosts == {"maps.example.org", "127.0.0.1"}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_does(name: str) -> None:
    assert (Settings.model_fields[name].description or "").endswith(".")
