"""A provider of OpenID Connect in a process of its own: oidc-provider-mock, which keeps its users in memory.

It also checks PKCE, which that leaves out, and tells untruths where a test asks for them. `python -m
tests.identity_provider` says on which port it listens.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

TOKEN, AUTHORISATION, METADATA = (
    f"oidc-provider-mock.{name}" for name in ("issue_token", "authorize", "openid_config")
)


class IdentityProvider:
    """A running provider, as a test sees it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.issuer = f"http://127.0.0.1:{port}"

    def register(self, home: str) -> dict[str, str]:
        """Register a server there; return the settings that it needs."""
        wanted = {"redirect_uris": [f"{home}/sign-in/callback"], "scope": "openid profile"}
        made = httpx2.post(f"{self.issuer}/oauth2/clients", json=wanted).json()
        given = {"oidc_client_id": made["client_id"], "oidc_client_secret": made["client_secret"]}
        return {"oidc_issuer": self.issuer, "oidc_name": "University of Paris", "base_url": home, **given}

    def introduce(self, subject: str, **claims: object) -> None:
        """Let it know somebody."""
        assert httpx2.put(f"{self.issuer}/users/{subject}", json=claims).status_code == 204

    def lie(self, how: str) -> None:
        """Let it tell an untruth from now on, or none."""
        assert httpx2.put(f"{self.issuer}/untruth", content=how).status_code == 204

    def sign_in(self, address: str, subject: str) -> str:
        """Sign in there, at the address to which a browser was led; return the address to which that is led back."""
        assert address.startswith(f"{self.issuer}/oauth2/authorize?")
        assert httpx2.get(address).status_code == 200
        answer = httpx2.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def refuse(self, address: str) -> str:
        """Refuse there to tell who one is; return the address to which the browser is led back."""
        return str(httpx2.post(address, data={"action": "deny"}).headers["location"])


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """Start a provider and stop it again."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.identity_provider"],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = process.stdout.readline()
        assert port, "The provider does not come up."
        yield IdentityProvider(int(port))
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


class _Tongue:
    """What the provider says in the place of the truth, and the verifiers that it expects."""

    def __init__(self) -> None:
        self.untruth = ""
        self.challenges: dict[str, str] = {}
        self.stranger = RSAKey.generate_key(2048, {"kid": "nobody’s"})

    def check_verifier(self) -> Any:
        """Refuse whoever comes without PKCE (RFC 7636, 4.6)."""
        given = flask.request
        if given.endpoint == AUTHORISATION and given.args.get("code_challenge_method") != "S256":
            return {"error": "invalid_request"}, 400
        if given.endpoint != TOKEN:
            return None
        digest = hashlib.sha256(given.form.get("code_verifier", "").encode()).digest()
        if self.challenges.get(given.form.get("code", "")) != base64.urlsafe_b64encode(digest).decode().rstrip("="):
            return {"error": "invalid_grant"}, 400
        return self._instead_of_a_token()

    def _instead_of_a_token(self) -> Any:
        match self.untruth:
            case "in trouble":
                return "<h1>Bad gateway</h1>", 502
            case "garbled":
                return "<h1>Welcome</h1>"
            case "endless":
                return {"access_token": "x" * 2**20, "token_type": "Bearer"}
            case "slow":
                return flask.Response(iter(lambda: time.sleep(0.2) or " ", None), content_type="application/json")
        return None

    def answer(self, answer: Any) -> Any:
        """Change an answer on its way out."""
        given = flask.request
        if given.endpoint == AUTHORISATION and answer.status_code == 302:
            for code in parse_qs(urlsplit(answer.location).query).get("code", ()):
                self.challenges[code] = given.args["code_challenge"]
        if given.endpoint == METADATA and self.untruth == "another name":
            answer.data = json.dumps({**answer.json, "issuer": "https://elsewhere.example"})
        if given.endpoint == TOKEN and answer.status_code == 200 and self.untruth and "id_token" in (answer.json or {}):
            answer.data = json.dumps({**answer.json, "id_token": self._untrue(answer.json["id_token"])})
        return answer

    def _untrue(self, token: str) -> str:
        head, body, _ = token.split(".")
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))
        own = flask.g.oidc_provider_mock_storage.jwk
        key: Any = RSAKey.import_key(own.as_dict(is_private=True))
        hour = 3600
        claims |= {
            "nonce": {"nonce": "of somebody else"},
            "issuer": {"iss": "https://elsewhere.example"},
            "audience": {"aud": "another server"},
            "expired": {"iat": claims["iat"] - 2 * hour, "exp": claims["iat"] - hour},
        }.get(self.untruth, {})
        claims.pop({"no nonce": "nonce", "no subject": "sub"}.get(self.untruth), None)
        if self.untruth == "reticent":
            claims.pop("preferred_username")
        if self.untruth == "unsigned":
            unsigned = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
            return f"{unsigned}.{body}."
        if self.untruth == "shared secret":
            # The public key as a secret, which everybody has (RFC 8725, 2.1).
            header["alg"], key = "HS256", OctKey.import_key(json.dumps(own.as_dict(is_private=False)))
        if self.untruth in {"unknown key", "forged"}:
            key = self.stranger
        if self.untruth == "unknown key":
            header["kid"] = "nobody’s"
        return str(jwt.encode(header, claims, key, algorithms=[header["alg"]]))


def _application() -> flask.Flask:
    # Only here: the test process has no need of it, and it warns of what it imports.
    import oidc_provider_mock

    app = oidc_provider_mock.app(require_client_registration=True, require_nonce=True)
    # Without the debugger that comes with it.
    app.wsgi_app = app.wsgi_app.app
    tongue = _Tongue()
    app.before_request(tongue.check_verifier)
    app.after_request(tongue.answer)

    def begin_to_lie() -> tuple[str, int]:
        tongue.untruth = flask.request.get_data(as_text=True)
        return "", 204

    app.add_url_rule("/untruth", view_func=begin_to_lie, methods=["PUT"])
    return app


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, _application(), threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
