"""Access tokens: what programs may do with them, and until when."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models.engine import writing
from models.people.accounts import AccessToken
from tests.api.people import PASSWORD, browser, sign_in, someone
from tests.api.seminars.test_seminars import HERE, app, owner

__all__ = ["app", "owner"]


class TestTokens:
    """Programs come with a token, which may do no more than its scopes and its account."""

    @pytest.fixture
    def token(self, owner: TestClient) -> str:
        made = owner.post(
            "/api/v1/account/tokens", json={"name": "Backup", "scopes": ["read"], "days": 7, "password": PASSWORD}
        )
        assert made.status_code == 201
        return str(made.json()["token"])

    def request_with_token(
        self, app: FastAPI, token: str, method: str = "GET", path: str = "/api/v1/maps/debate", **more: Any
    ) -> int:
        return browser(app).request(method, path, headers={"Authorization": f"Bearer {token}"}, **more).status_code

    def test_a_token_reads_what_its_account_may_see(self, app: FastAPI, token: str) -> None:
        assert self.request_with_token(app, token) == 200
        assert browser(app).get("/api/v1/maps/debate").status_code == 404

    def test_a_token_is_no_cookie_and_a_cookie_is_no_token(self, app: FastAPI, owner: TestClient, token: str) -> None:
        with_cookie = browser(app)
        with_cookie.cookies.set("__Host-sicetnon", token, domain="testserver.local")
        assert with_cookie.get("/api/v1/maps/debate").status_code == 404
        assert with_cookie.get("/account").status_code == 401
        assert self.request_with_token(app, owner.cookies["__Host-sicetnon"]) == 401

    def test_a_token_expires(self, app: FastAPI, owner: TestClient, token: str) -> None:
        assert owner
        with writing(app.state.engine) as session:
            session.exec(select(AccessToken)).one().expires = datetime.now(UTC) - timedelta(seconds=1)
        assert self.request_with_token(app, token) == 401

    def test_a_token_to_read_does_not_write(self, app: FastAPI, token: str) -> None:
        assert self.request_with_token(app, token, "POST", "/api/v1/maps/debate/tags", json={"text": "x"}) == 403
        assert self.request_with_token(app, token, "POST", "/api/v1/maps", json={"slug": "x", "title": "X"}) == 403
        assert self.request_with_token(app, token, "GET", "/api/v1/account/tokens") == 403

    def test_a_token_to_write_does_not_lead(self, app: FastAPI, owner: TestClient) -> None:
        body = {"name": "Import", "scopes": ["read", "write"], "password": PASSWORD}
        token = owner.post("/api/v1/account/tokens", json=body).json()["token"]
        assert self.request_with_token(app, token, "POST", "/api/v1/maps/debate/tags", json={"text": "x"}) == 201
        assert self.request_with_token(app, token, "POST", f"{HERE}/invitations", data={"role": "reader"}) == 403
        tag = owner.get("/api/v1/maps/debate").headers["etag"]
        answer = browser(app).patch(
            "/api/v1/maps/debate",
            json={"visibility": "public"},
            headers={"Authorization": f"Bearer {token}", "If-Match": tag},
        )
        assert answer.status_code == 403

    def test_a_token_makes_no_wider_token(self, app: FastAPI, owner: TestClient) -> None:
        wide = owner.post(
            "/api/v1/account/tokens", json={"name": "All", "scopes": ["admin"], "password": PASSWORD}
        ).json()["token"]
        body = {"name": "More", "scopes": ["read"], "password": PASSWORD}
        assert self.request_with_token(app, wide, "POST", "/api/v1/account/tokens", json=body) == 403

    def test_a_token_that_was_taken_back_ends_at_once(self, app: FastAPI, owner: TestClient, token: str) -> None:
        (listed,) = owner.get("/api/v1/account/tokens").json()["items"]
        assert "token" not in listed
        assert owner.delete(f"/api/v1/account/tokens/{listed['number']}").status_code == 204
        assert self.request_with_token(app, token) == 401
        assert owner.delete(f"/api/v1/account/tokens/{listed['number']}").status_code == 404

    def test_nobody_takes_back_the_token_of_another(self, app: FastAPI, owner: TestClient, token: str) -> None:
        (listed,) = owner.get("/api/v1/account/tokens").json()["items"]
        other = someone(app, "Other")
        assert other.delete(f"/api/v1/account/tokens/{listed['number']}").status_code == 404
        assert other.post(f"/account/tokens/{listed['number']}/revoke").status_code == 404
        assert self.request_with_token(app, token) == 200

    def test_a_token_that_is_nobodys_is_refused_and_not_taken_for_nobody(self, app: FastAPI, owner: TestClient) -> None:
        assert owner
        answer = browser(app).get("/api/v1/maps", headers={"Authorization": "Bearer made-up"})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")

    def test_the_page_shows_a_new_token_once(self, app: FastAPI, owner: TestClient) -> None:
        answer = owner.post(
            "/account/tokens", data={"name": "Backup", "scope": "write", "days": "30", "present": PASSWORD}
        )
        assert answer.status_code == 201
        found = re.search(r'<code class="secret">([\w-]+)</code>', answer.text)
        assert found is not None
        assert self.request_with_token(app, found[1]) == 200
        shown = owner.get("/account").text
        assert "Backup" in shown
        assert found[1] not in shown

    def test_a_token_does_not_change_the_password(self, app: FastAPI, owner: TestClient) -> None:
        body = {"name": "All", "scopes": ["read", "write", "admin"], "password": PASSWORD}
        wide = owner.post("/api/v1/account/tokens", json=body).json()
        given = {"present": PASSWORD, "password": "another long password"}
        assert self.request_with_token(app, wide["token"], "POST", "/account/password", data=given) == 403
        assert sign_in(app, "Owner")
