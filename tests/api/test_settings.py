"""The settings hold, or say why not."""

import pytest
from pydantic import ValidationError

from api.settings import Settings


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


def test_the_base_address_is_kept_without_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SICETNON_BASE_URL", "https://maps.example.org/history/")
    assert Settings().base_url == "https://maps.example.org/history"


def test_allowed_hosts_are_read_from_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SICETNON_ALLOWED_HOSTS", "Maps.example.org, 127.0.0.1 ,")
    assert Settings().hosts == {"maps.example.org", "127.0.0.1"}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_does(name: str) -> None:
    assert (Settings.model_fields[name].description or "").endswith(".")
