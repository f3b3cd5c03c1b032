"""What the operator decides: every setting, read from the environment under the prefix SICETNON_."""

from functools import cache, lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one installation. The description of each is what the README's table says of it."""

    model_config = SettingsConfigDict(env_prefix="SICETNON_", extra="ignore", frozen=True, validate_default=True)

    database_url: Annotated[
        str, Field(min_length=1, description="Where the maps are kept: a SQLite file or a PostgreSQL database.")
    ] = "sqlite:///var/sicetnon.sqlite3"
    base_url: Annotated[
        str,
        Field(
            pattern=r"^(https?://[^\s\"<>]+)?$",
            description="The address under which readers reach the server; links in exported pictures begin with it.",
        ),
    ] = ""
    accounts: Annotated[
        Literal["off", "on"],
        Field(description="Whether people sign in. Without accounts whoever reaches the server may do everything."),
    ] = "off"
    oidc_issuer: Annotated[
        str,
        Field(
            max_length=500,
            # The conversation with the provider is as secret as a password, except on the machine itself.
            pattern=r"^(https://[^\s\"<>?#]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/[^\s\"<>?#]*)?)?$",
            description="The issuer of the OpenID Connect provider by which people may sign in beside passwords, as it "
            "calls itself; empty means none.",
        ),
    ] = ""
    oidc_client_id: Annotated[
        str, Field(max_length=500, description="The client id under which the provider knows this server.")
    ] = ""
    oidc_client_secret: Annotated[
        SecretStr, Field(max_length=2000, description="The client secret that goes with it.")
    ] = SecretStr("")
    oidc_name: Annotated[
        str,
        Field(
            max_length=60,
            description="What the provider is called on the pages, as in “Sign in with …”; empty means the issuer's "
            "host name.",
        ),
    ] = ""
    max_body_bytes: Annotated[
        int,
        Field(
            ge=1024,
            le=2**30,
            description="The largest request body that is read, in bytes; with accounts, those of strangers are 64 KB.",
        ),
    ] = 64 * 2**20
    picture_cache_bytes: Annotated[
        int, Field(ge=0, le=2**34, description="How many bytes of drawn pictures each process keeps in memory.")
    ] = 64 * 2**20
    image_cache_bytes: Annotated[
        int,
        Field(ge=0, le=2**34, description="How many bytes of decoded page images each process keeps in memory."),
    ] = 256 * 2**20
    picture_queue: Annotated[
        int,
        Field(ge=1, le=10_000, description="How many pictures may wait to be drawn before the server answers 503."),
    ] = 32
    streams: Annotated[
        int,
        Field(
            ge=1,
            le=1_000_000,
            description="How many pages may listen to changes in each process; descriptors are kept for the rest, so "
            "that it may be fewer. Who comes later asks every half minute instead.",
        ),
    ] = 4_000
    streams_of_client: Annotated[
        int, Field(ge=1, le=1_000_000, description="How many of them may come from one address or IPv6 network.")
    ] = 200
    streams_of_account: Annotated[
        int, Field(ge=1, le=1_000_000, description="How many of them may belong to one account.")
    ] = 20
    header_seconds: Annotated[
        float, Field(gt=0, le=600, description="How long a client may take to send the head of a request, in seconds.")
    ] = 5.0
    body_seconds: Annotated[
        float, Field(gt=0, le=3600, description="How long a client may take to send the body of a request, in seconds.")
    ] = 60.0
    allowed_hosts: Annotated[
        str,
        Field(
            description="The host names that the server answers to, separated by commas; empty means any, and without "
            "accounts those that no website can have: addresses, `localhost`, names of one word and such as "
            "`maps.local`, and that of `SICETNON_BASE_URL`."
        ),
    ] = ""
    behind_proxy: Annotated[
        bool,
        Field(
            description="Whether a proxy in front of the server says in X-Forwarded-For who asks; it is believed, and "
            "bad passwords are counted for that address."
        ),
    ] = False
    trusted_proxies: Annotated[
        str,
        Field(
            description="With several proxies in a row, or where others reach the server as well: the addresses and "
            "networks of the proxies, separated by commas; the last address that is none of theirs counts. Empty means "
            "the one that connects."
        ),
    ] = ""
    log_requests: Annotated[
        bool,
        Field(description="Whether each request is logged as one JSON line; pictures sent from memory are not."),
    ] = True

    metrics_from: Annotated[
        str,
        Field(
            max_length=1000,
            description="The addresses and networks, separated by commas, to which `/metrics` is shown.",
        ),
    ] = "127.0.0.0/8, ::1"
    security_contact: Annotated[
        str,
        Field(
            pattern=r"^((mailto:|https://|tel:)[^\s\"<>]+)?$",
            max_length=500,
            description="Where weaknesses are reported, as `mailto:` or `https:` address, for "
            "`/.well-known/security.txt` (RFC 9116); empty means that there is none.",
        ),
    ] = ""

    @field_validator("metrics_from")
    @classmethod
    def _check_networks(cls, value: str) -> str:
        for network in filter(None, (part.strip() for part in value.split(","))):
            try:
                ip_network(network)
            except ValueError:
                raise ValueError(f"{network[:60]} is no address and no network, such as 10.0.0.0/8.") from None
        return value

    @field_validator("base_url")
    @classmethod
    def _strip_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, value: str) -> str:
        _parse_networks(value)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _require_accounts_and_address(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("accounts") == "off":
            raise ValueError("people sign in only with SICETNON_ACCOUNTS=on; set that, or leave this empty.")
        if value and info.data.get("base_url") == "":
            raise ValueError(
                "the provider sends browsers back to the address of this server; set it as SICETNON_BASE_URL."
            )
        return value

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _require_issuer(cls, value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        issuer = info.data.get("oidc_issuer")
        if issuer and not text:
            raise ValueError("the provider of SICETNON_OIDC_ISSUER has given you one; set it here.")
        if text and issuer == "":
            raise ValueError("it belongs to a provider; set SICETNON_OIDC_ISSUER as well, or leave this empty.")
        return value

    @property
    def provider_name(self) -> str:
        """Return what the provider is called on the pages; empty where there is none."""
        return (self.oidc_name.strip() or (urlsplit(self.oidc_issuer).hostname or "")) if self.oidc_issuer else ""

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Return the networks of the proxies that are believed; empty where it is the one that connects."""
        return _parse_networks(self.trusted_proxies)

    @property
    def metrics_networks(self) -> tuple[str, ...]:
        """Return the networks to which `/metrics` is shown."""
        return tuple(part.strip() for part in self.metrics_from.split(",") if part.strip())

    @property
    def hosts(self) -> frozenset[str]:
        """Return the allowed host names in small letters; empty where any is allowed."""
        return frozenset(host.strip().lower() for host in self.allowed_hosts.split(",") if host.strip())


@cache
def _parse_networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network.strip(), strict=False) for network in value.split(",") if network.strip())


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read the settings from the environment, once in a process. Raises pydantic's ValidationError."""
    return Settings()
