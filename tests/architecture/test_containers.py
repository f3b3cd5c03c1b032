"""The container files fit together and name only what exists."""

import ast
import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from api.command_line import program
from api.settings import Settings
from tests.architecture.tracked import ROOT, texts


def _instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", texts()[Path("Dockerfile")], flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in text.splitlines() if line.strip()]


def _arguments(instruction: str) -> list[str]:
    return [arguments for name, arguments in _instructions() if name == instruction]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load(texts()[Path("docker-compose.yml")])["services"]


def _commands(services: dict[str, Any]) -> list[list[str]]:
    (own,) = _arguments("CMD")
    return [json.loads(own), *(service["command"] for service in services.values() if "command" in service)]


def test_every_container_command_and_option_exists(services: dict[str, Any]) -> None:
    known = typer.main.get_command(program).commands  # type: ignore[attr-defined] # several commands make a group
    for name, command, *arguments in _commands(services):
        assert name in metadata.entry_points(group="console_scripts").names
        options = {option for parameter in known[command].params for option in parameter.opts}
        assert {argument for argument in arguments if argument.startswith("--")} <= options


def test_every_setting_of_the_containers_exists(services: dict[str, Any]) -> None:
    known = {f"SICETNON_{name.upper()}" for name in Settings.model_fields}
    named = {name for service in services.values() for name in service.get("environment", {})}
    named |= set(re.findall(r"(\w+)=", " ".join(_arguments("ENV"))))
    assert {name for name in named if name.startswith("SICETNON_")} <= known


def test_every_setting_reaches_the_server_in_its_container(services: dict[str, Any]) -> None:
    known = {f"SICETNON_{name.upper()}" for name in Settings.model_fields}
    assert known - services["app"]["environment"].keys() == set()


def test_everything_that_is_copied_into_the_image_is_sent_to_the_builder() -> None:
    sent = {line.removeprefix("!") for line in texts()[Path(".dockerignore")].splitlines() if line.startswith("!")}
    copied = {source.rstrip("/") for arguments in _arguments("COPY") for source in arguments.split()[:-1]}
    assert copied == sent
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_image_has_the_system_packages_that_setup_installs() -> None:
    setup = texts()[Path(".ci/setup")].partition('[ "$dev" = yes ] || return')[0]
    wanted = set(re.findall(r"\|\| echo ([a-z0-9-]+)", setup)) - {"python3-venv"}
    fonts = {"fonts-dejavu-core", "fonts-noto-cjk", "fonts-noto-core", "fonts-noto-color-emoji"}
    assert wanted == {"graphviz", "libfribidi0", *fonts}
    assert wanted <= set(" ".join(_arguments("RUN")).split())


def test_image_installs_hashed_packages_and_runs_as_an_ordinary_user() -> None:
    installed = " ".join(_arguments("RUN"))
    assert "--require-hashes --no-deps -r requirements.lock" in installed
    assert "pip check" in installed
    last = [name for name, _ in _instructions()]
    assert _arguments("USER") == ["sicetnon"]
    assert last.index("USER") < last.index("CMD")


def test_image_looks_after_its_health_with_valid_python() -> None:
    (health,) = _arguments("HEALTHCHECK")
    program_text = json.loads(health.partition(" CMD ")[2])[2]
    ast.parse(program_text)
    assert "/readyz" in program_text


def test_servers_wait_for_the_migration_and_the_migration_for_the_database(services: dict[str, Any]) -> None:
    assert services["app"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "healthcheck" in services["database"]


def test_database_is_not_ready_while_its_image_still_sets_it_up(services: dict[str, Any]) -> None:
    # Until then a first server answers on the socket, and nobody reaches it over the network.
    probe = services["database"]["healthcheck"]["test"]
    assert probe[probe.index("--host") + 1] == "localhost"


def test_a_password_may_hold_what_an_address_may_not(services: dict[str, Any]) -> None:
    for name in ("migrate", "app"):
        settings = services[name]["environment"]
        assert "PASSWORD" not in settings["SICETNON_DATABASE_URL"]
        assert settings["PGPASSWORD"] == "${SICETNON_DATABASE_PASSWORD}"


def test_server_is_published_to_this_machine_only(services: dict[str, Any]) -> None:
    assert services["app"]["ports"] == ["127.0.0.1:8000:8000"]


def test_no_password_is_written_down() -> None:
    compose = texts()[Path("docker-compose.yml")]
    assert re.findall(r"PASSWORD: (?!\$\{)|://\w+:(?!\$\{)", compose) == []
