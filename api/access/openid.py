"""A provider of OpenID Connect, by whose word people sign in.

The authorization code flow with PKCE (RFC 7636, S256), state and nonce; the provider is asked where it is (OpenID
Connect Discovery 1.0), and its ID token is believed only as OpenID Connect Core 1.0, section 3.1.3.7, says. Of Authlib
the client and the claims are used and not its integration into Starlette, which keeps its state in sessions of its own.
"""

import asyncio
import hashlib
import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import JWSRegistry

from api.http.middleware import LOOPBACK
from api.settings import Settings

CALLBACK = "/sign-in/callback"
SCOPE = "openid profile"
# All that is asked of the provider for one request of a browser has to be answered in this time, in seconds.
TIMEOUT_SECONDS = 10.0
MOST_BYTES = 256 * 1024
# So long it is not asked again where it is and what its keys are, in seconds.
CONFIG_SECONDS = 600.0
# By how much its clock may differ from ours, in seconds.
LEEWAY = 60
# Signatures that only the provider can make: neither none nor those made with a secret that we have as well.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
# What somebody may be called, the likeliest first.
NAMES = ("preferred_username", "name", "nickname", "given_name")
log = structlog.get_logger("api.access.openid")


class ProviderUnreachable(Exception):
    """The provider does not answer, or not in time, or says that it is in trouble."""


class ProviderUntrusted(Exception):
    """What the provider answers is not what its own rules and its registration here allow."""


class AuthorizationCodeRefused(Exception):
    """The provider does not take the code any more: it was used, is too old, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """Who comes from the provider, and what they are called there."""

    issuer: str
    subject: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ProviderConfig:
    """What the provider says of itself, with its keys, until the time when it is asked again."""

    metadata: Mapping[str, Any]
    keys: KeySet
    until: float


class _Client(AsyncOAuth2Client):  # type: ignore[misc] # Authlib has no types
    """A client that reads no longer answer than `MOST_BYTES`."""

    async def send(self, request: httpx2.Request, **keywords: Any) -> httpx2.Response:
        """Send a request and read its answer whole; raises `ProviderUntrusted` for one that is too long."""
        keywords["stream"] = True
        answer = await super().send(request, **keywords)
        try:
            # Unpacked it would be of any length.
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise ProviderUntrusted("The answer is compressed, which was not asked for.")
            read = bytearray()
            async for chunk in answer.aiter_raw():
                read += chunk
                if len(read) > MOST_BYTES:
                    raise ProviderUntrusted(f"The answer is longer than {MOST_BYTES} bytes.")
        finally:
            await answer.aclose()
        return httpx2.Response(answer.status_code, headers=answer.headers, content=bytes(read), request=request)


class Provider:
    """The provider of the settings. `now` gives the seconds since 1970."""

    def __init__(self, settings: Settings, *, now: Callable[[], float] = time.time) -> None:
        self.issuer = settings.oidc_issuer
        self.name = settings.provider_name
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret.get_secret_value()
        self._redirect_uri = settings.base_url + CALLBACK
        self._now = now
        self._config: _ProviderConfig | None = None
        # Reading the certificates takes longer than a question, and everybody would wait for it.
        self._trust = httpx2.create_ssl_context()

    async def make_authorization_address(self, proof: str) -> str:
        """Return the address at the provider to which a browser with this proof is sent.

        State, nonce and code verifier follow from the proof, so that they are kept nowhere. Raises
        `ProviderUnreachable` and `ProviderUntrusted`.
        """
        async with self._open_client() as client:
            config = await self._read_config(client)
            address, _ = client.create_authorization_url(
                config.metadata["authorization_endpoint"],
                state=_derive_secret(proof, "state"),
                nonce=_derive_secret(proof, "nonce"),
                code_verifier=_derive_secret(proof, "verifier"),
            )
        return str(address)

    def check_state(self, proof: str, state: str) -> bool:
        """Tell whether a browser with this proof was sent away with this state."""
        return hmac.compare_digest(_derive_secret(proof, "state").encode(), state.encode("utf-8", "replace"))

    async def exchange_code(self, proof: str, code: str, issuer: str = "") -> ProviderSignIn:
        """Return who comes back with a code, after the browser with this proof was sent away.

        `issuer` is what the browser says of whence it comes (RFC 9207). Raises `AuthorizationCodeRefused`,
        `ProviderUnreachable` and `ProviderUntrusted`.
        """
        async with self._open_client() as client:
            config = await self._read_config(client)
            said = issuer or not config.metadata.get("authorization_response_iss_parameter_supported")
            if not said or (issuer and issuer != self.issuer):
                raise ProviderUntrusted("The browser comes from another issuer.")
            client.token_endpoint_auth_method = _choose_authentication(config.metadata)
            try:
                token = await client.fetch_token(
                    config.metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=self._redirect_uri,
                    code_verifier=_derive_secret(proof, "verifier"),
                )
            except OAuthError as error:
                if error.error == "invalid_grant":
                    raise AuthorizationCodeRefused from None
                raise ProviderUntrusted(f"The token endpoint says {str(error.error)[:40]!r}.") from None
            claims = await self._read_claims(client, config, token, _derive_secret(proof, "nonce"))
            names = _read_names(claims) or _read_names(await self._read_userinfo(client, config, token, claims["sub"]))
        return ProviderSignIn(self.issuer, claims["sub"], names)

    @asynccontextmanager
    async def _open_client(self) -> AsyncIterator[Any]:
        """Give a client to ask the provider with, for `TIMEOUT_SECONDS`; its errors become ours."""
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                _Client(
                    self._client_id,
                    self._client_secret,
                    scope=SCOPE,
                    redirect_uri=self._redirect_uri,
                    code_challenge_method="S256",
                    timeout=TIMEOUT_SECONDS / 2,
                    verify=self._trust,
                    follow_redirects=False,
                    headers={"Accept-Encoding": "identity", "User-Agent": "sicetnon"},
                ) as client,
            ):
                yield client
        except TimeoutError:
            raise ProviderUnreachable("It did not answer in time.") from None
        except (httpx2.TransportError, httpx2.HTTPStatusError) as error:
            raise ProviderUnreachable(f"{type(error).__name__}: {str(error)[:200]}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, TypeError) as error:
            raise ProviderUntrusted(f"{type(error).__name__}: {str(error)[:200]}") from None

    async def _read_config(self, client: Any, *, anew: bool = False) -> _ProviderConfig:
        """Return what the provider says of itself, asked at most every ten minutes or `anew`."""
        config = self._config
        if config is None or anew or self._now() >= config.until:
            metadata = await _read_json(client, self.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if metadata.get("issuer") != self.issuer:
                raise ProviderUntrusted(f"It calls itself {str(metadata.get('issuer'))[:200]!r}.")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not _is_safe(metadata.get(name)):
                    raise ProviderUntrusted(f"Its {name} is no address with https.")
            keys = _select_signing_keys(await _read_json(client, metadata["jwks_uri"]))
            config = self._config = _ProviderConfig(metadata, keys, self._now() + CONFIG_SECONDS)
        return config

    async def _read_claims(
        self, client: Any, config: _ProviderConfig, token: Mapping[str, Any], nonce: str
    ) -> Mapping[str, Any]:
        """Return the claims of the ID token, after everything about it was found right."""
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise ProviderUntrusted("It gives no ID token.")
        offered = config.metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = JWSRegistry(algorithms=[*ALGORITHMS.intersection(offered)], strict_check_header=False)
        try:
            try:
                read = jwt.decode(id_token, config.keys, registry=registry)
            except (InvalidKeyIdError, BadSignatureError):
                # It may have got new keys meanwhile; some do not say which of them they signed with.
                read = jwt.decode(id_token, (await self._read_config(client, anew=True)).keys, registry=registry)
            claims = CodeIDToken(
                read.claims,
                read.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                    "nonce": {"essential": True, "value": nonce},
                },
                {"client_id": self._client_id, "nonce": nonce, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._now()), leeway=LEEWAY)
        except JoseError as error:
            raise ProviderUntrusted(f"Its ID token is not sound: {error.error}.") from None
        subject = claims.get("sub")
        if (
            not isinstance(subject, str)
            or not 0 < len(subject) <= 255
            or not (subject.isascii() and subject.isprintable())
        ):
            raise ProviderUntrusted("Its subject is none.")
        verified_claims: Mapping[str, Any] = claims
        return verified_claims

    async def _read_userinfo(
        self, client: Any, config: _ProviderConfig, token: Mapping[str, Any], subject: str
    ) -> Mapping[str, Any]:
        """Return what the provider tells of somebody beside the ID token; nothing where it does not, which will do."""
        address = config.metadata.get("userinfo_endpoint")
        if not _is_safe(address) or not token.get("access_token"):
            return {}
        try:
            userinfo = await _read_json(client, str(address), {"Authorization": f"Bearer {token['access_token']}"})
        except (httpx2.HTTPError, ProviderUntrusted, ValueError) as error:
            log.info("nothing further told", error=type(error).__name__)
            return {}
        return userinfo if userinfo.get("sub") == subject else {}


def _derive_secret(proof: str, purpose: str) -> str:
    """Return 256 bits that only whoever has the proof can know, in 43 letters."""
    mac = hmac.new(proof.encode("utf-8", "replace"), purpose.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac).decode().rstrip("=")


async def _read_json(client: Any, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    answer = await client.request("GET", address, withhold_token=True, headers=headers)
    answer.raise_for_status()
    document = answer.json()
    if answer.status_code != 200 or not isinstance(document, dict):
        raise ProviderUntrusted(
            f"It answers {answer.status_code} and no JSON object at {urlsplit(address).path[:200]}."
        )
    return document


def _is_safe(address: object) -> bool:
    """Tell whether what is said there cannot be read or changed on its way."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def _select_signing_keys(jwks: Mapping[str, Any]) -> KeySet:
    """Return the keys for signatures that can be read; providers may have others beside them (RFC 7517, section 5)."""
    keys = []
    for entry in jwks.get("keys") or ():
        if isinstance(entry, dict) and entry.get("use", "sig") == "sig" and entry.get("kty") != "oct":
            try:
                keys.append(JWKRegistry.import_key(entry))
            except (JoseError, ValueError, KeyError, TypeError):
                log.info("key passed over", kty=str(entry.get("kty"))[:20])
    return KeySet(keys)


def _choose_authentication(metadata: Mapping[str, Any]) -> str:
    """Return how the provider wants the client secret; by default in the header (Discovery 1.0, section 3)."""
    offered = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    for method in ("client_secret_basic", "client_secret_post"):
        if method in offered:
            return method
    raise ProviderUntrusted("It takes the client secret neither in the header nor in the body.")


def _read_names(claims: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in (claims.get(key) for key in NAMES) if isinstance(name, str) and name.strip())
