"""What is believed of a provider of OpenID Connect, and for how long."""

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from api.access.openid import (
    CONFIG_SECONDS,
    Provider,
    ProviderUntrusted,
    _choose_authentication,
    _is_safe,
    _select_signing_keys,
)
from api.settings import Settings
from tests.aside import run_aside
from tests.identity_provider import IdentityProvider

PROOF = "a proof of this test"


class Clock:
    """A clock that is ahead of the provider's by so many seconds."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def known(registered: dict[str, str], clock: Clock) -> Provider:
    return Provider(Settings(accounts="on", **registered), now=clock)  # type: ignore[arg-type] # texts


async def arrive(asked: Provider, provider: IdentityProvider, clock: Clock, ahead: float) -> str:
    """Return the subject of somebody who takes so long, by our clock, to come back."""
    back = provider.sign_in(await asked.make_authorization_address(PROOF), "anna-1")
    clock.ahead = ahead
    return (await asked.exchange_code(PROOF, parse_qs(urlsplit(back).query)["code"][0])).subject


# The provider's tokens hold for an hour, and its clock may differ by a minute.
@pytest.mark.parametrize("ahead", [-50, 0, 3600 + 50])
def test_an_id_token_is_believed_while_it_holds(
    provider: IdentityProvider, registered: dict[str, str], ahead: float
) -> None:
    clock = Clock()
    assert run_aside(arrive(known(registered, clock), provider, clock, ahead)) == "anna-1"


@pytest.mark.parametrize("ahead", [-120, 3600 + 70])
def test_an_id_token_is_not_believed_before_or_after(
    provider: IdentityProvider, registered: dict[str, str], ahead: float
) -> None:
    clock = Clock()
    with pytest.raises(ProviderUntrusted, match="not sound"):
        run_aside(arrive(known(registered, clock), provider, clock, ahead))


def test_keys_that_the_provider_got_meanwhile_are_asked_for(
    provider: IdentityProvider, registered: dict[str, str]
) -> None:
    clock = Clock()
    asked = known(registered, clock)

    async def with_the_former_keys() -> str:
        await asked.make_authorization_address(PROOF)
        assert asked._config is not None
        asked._config = replace(asked._config, keys=KeySet([RSAKey.generate_key(2048, {"kid": "former"})]))
        return await arrive(asked, provider, clock, 0)

    assert run_aside(with_the_former_keys()) == "anna-1"


def test_a_provider_is_asked_about_itself_every_ten_minutes(
    provider: IdentityProvider, registered: dict[str, str]
) -> None:
    clock = Clock()
    asked = known(registered, clock)

    def address_after(ahead: float) -> str:
        clock.ahead = ahead
        return run_aside(asked.make_authorization_address(PROOF))

    try:
        first = address_after(0)
        provider.lie("another name")
        assert address_after(CONFIG_SECONDS - 5) == first
        with pytest.raises(ProviderUntrusted, match="elsewhere"):
            address_after(CONFIG_SECONDS + 5)
    finally:
        provider.lie("")


def test_each_proof_has_a_state_of_its_own(registered: dict[str, str]) -> None:
    asked = Provider(Settings(accounts="on", **registered))  # type: ignore[arg-type] # texts
    assert not asked.check_state(PROOF, "")
    assert not asked.check_state(PROOF, "é\ud800")
    assert not asked.check_state("", "x" * 43)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.org/token", True),
        ("http://127.0.0.1:9400/token", True),
        ("http://[::1]:9400/token", True),
        ("http://login.example.org/token", False),
        ("ftp://127.0.0.1/token", False),
        ("javascript:alert(1)", False),
        ("/token", False),
        ("https://", False),
        ("", False),
        (None, False),
        (["https://login.example.org"], False),
    ],
)
def test_only_addresses_that_nobody_else_reads_are_used(address: object, safe: bool) -> None:
    assert _is_safe(address) is safe


def test_keys_that_are_for_something_else_or_unreadable_are_passed_over() -> None:
    right = ECKey.generate_key("P-256", {"kid": "right"})
    others = [
        OctKey.generate_key(256, {"kid": "secret"}).as_dict(),
        RSAKey.generate_key(2048, {"kid": "encrypts", "use": "enc"}).as_dict(private=False),
        {"kty": "RSA", "kid": "broken", "n": "?", "e": 3},
        {"kty": "unheard of"},
        "no key",
    ]
    assert [key.kid for key in _select_signing_keys({"keys": [*others, right.as_dict(private=False)]})] == ["right"]
    assert not _select_signing_keys({})


@pytest.mark.parametrize(
    ("offered", "method"),
    [
        (None, "client_secret_basic"),
        (["client_secret_post", "client_secret_basic"], "client_secret_basic"),
        (["private_key_jwt", "client_secret_post"], "client_secret_post"),
    ],
)
def test_the_secret_is_shown_as_the_provider_wants_it(offered: list[str] | None, method: str) -> None:
    assert _choose_authentication({"token_endpoint_auth_methods_supported": offered}) == method


def test_a_provider_that_wants_no_secret_as_we_show_it_is_not_asked() -> None:
    with pytest.raises(ProviderUntrusted):
        _choose_authentication({"token_endpoint_auth_methods_supported": ["private_key_jwt"]})
