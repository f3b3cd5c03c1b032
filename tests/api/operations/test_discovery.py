"""What stands at the addresses that browsers, search engines, monitors and finders of weaknesses know."""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from api.app import create_app
from api.http.asset_files import asset_addresses
from api.settings import Settings
from tests.api.closing import close
from tests.aside import run_aside

VENDOR = asset_addresses.STATIC_FOLDER / "vendor"


def an_app(url: str, **settings: Any) -> FastAPI:
    return create_app(Settings(database_url=url, **{"log_requests": False, **settings}))


def test_the_description_stands_at_both_addresses(client: TestClient) -> None:
    answer = client.get("/openapi.json")
    assert answer.json() == client.get("/api/v1/openapi.json").json()
    assert client.get("/openapi.json", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_viewer_is_this_servers_own_and_runs_under_the_policy(client: TestClient) -> None:
    answer = client.get("/docs")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+swagger[^"]+)"', answer.text)
    assert len(loaded) == 2
    assert all(client.get(each).status_code == 200 for each in loaded)


def test_programs_of_others_are_what_the_manifest_says() -> None:
    sums = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    files = {each.relative_to(VENDOR).as_posix(): each for each in VENDOR.glob("*/*")}
    assert {name: hashlib.sha256(each.read_bytes()).hexdigest() for name, each in files.items()} == sums
    wanted = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    locked = json.loads((VENDOR / "package-lock.json").read_text())["packages"]
    assert {f"node_modules/{name}": version for name, version in wanted.items()}.items() <= {
        name: entry.get("version") for name, entry in locked.items()
    }.items()


def test_the_icon_and_the_rules_for_robots_are_there(client: TestClient) -> None:
    assert client.get("/favicon.ico").content[:4] == b"\0\0\1\0"
    robots = client.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /api/" in robots.text


def test_a_contact_is_named_where_there_is_one(sqlite_url: str) -> None:
    app = an_app(sqlite_url, security_contact="mailto:safe@example.org", base_url="https://maps.example.org")
    client = TestClient(app)
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"] == "mailto:safe@example.org"
    assert fields["Canonical"] == "https://maps.example.org/.well-known/security.txt"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)
    assert client.get("/security.txt", follow_redirects=False).status_code == 301
    close(app)


def test_nobody_is_made_up_as_a_contact(client: TestClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("contact", ["safe@example.org", "mailto:a b", "http://example.org"])
def test_a_contact_has_to_be_an_address(contact: str) -> None:
    with pytest.raises(ValueError, match="security_contact"):
        Settings(security_contact=contact)


@pytest.mark.parametrize(
    ("peer", "settings", "headers", "status"),
    [
        ("127.0.0.1", {}, {}, 200),
        ("::1", {}, {}, 200),
        ("::ffff:127.0.0.1", {}, {}, 200),
        ("10.1.2.3", {}, {}, 404),
        ("10.1.2.3", {"metrics_from": "10.0.0.0/8"}, {}, 200),
        ("127.0.0.1", {"metrics_from": ""}, {}, 404),
        ("127.0.0.1", {}, {"X-Forwarded-For": "203.0.113.7"}, 404),
        ("127.0.0.1", {"behind_proxy": True}, {"X-Forwarded-For": "203.0.113.7"}, 404),
        ("203.0.113.7", {}, {"X-Forwarded-For": "127.0.0.1"}, 404),
    ],
)
def test_counts_are_shown_to_whom_the_settings_name(
    sqlite_url: str, peer: str, settings: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    app = an_app(sqlite_url, **settings)
    answer = TestClient(app, client=(peer, 50_000)).get("/metrics", headers=headers)
    assert answer.status_code == status
    close(app)


def test_requests_are_counted_by_route_and_name_no_map(sqlite_url: str) -> None:
    app = an_app(sqlite_url)
    client = TestClient(app, client=("127.0.0.1", 50_000))
    client.put("/api/v1/maps/a-secret", json={"title": "S"}, headers={"If-None-Match": "*"})
    client.head("/maps/a-secret")
    client.get("/maps/nowhere")
    counted = client.get("/metrics").text
    assert re.search(r'sicetnon_requests_total{method="HEAD",route="/maps/{slug}",status="200"} \d', counted)
    assert re.search(r'sicetnon_requests_total{method="GET",route="/maps/{slug}",status="404"} \d', counted)
    assert 'sicetnon_request_seconds_bucket{le="0.1"' in counted
    assert "secret" not in counted
    close(app)


@pytest.mark.parametrize("path", ["/api/v1/maps", "/new", "/api/v1/maps/debate/texts/upload"])
def test_a_request_that_is_given_up_is_no_fault_of_the_server(sqlite_url: str, path: str) -> None:
    app = an_app(sqlite_url, log_requests=True)
    sent: list[Message] = []

    async def give_up() -> None:
        parts: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]

        async def receive() -> Message:
            return parts.pop(0) if parts else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"x"), (b"content-length", b"100"), (b"content-type", b"application/json")]
        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
        }
        await app(
            {**scope, "headers": headers, "scheme": "http", "client": ("x", 1), "server": ("x", 1)}, receive, send
        )

    with structlog.testing.capture_logs() as logged:
        run_aside(give_up())
    assert {each["status"] for each in logged if each["event"] == "request"} == {499}
    assert not [each for each in logged if each["log_level"] == "error"]
    close(app)


def test_the_files_of_others_come_with_their_licence() -> None:
    assert "Apache License" in Path(VENDOR / "swagger-ui" / "LICENSE").read_text()
    assert "Redistributions in binary form must reproduce" in (VENDOR / "openseadragon" / "LICENSE.txt").read_text()
