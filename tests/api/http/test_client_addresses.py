"""From which address a request comes, whatever proxies and clients write."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from api.http.client_addresses import find_client_address, read_address
from api.settings import Settings

PEER = "172.18.0.1"


def find_seen_address(lines: list[str], peer: str = PEER, **settings: Any) -> str:
    headers = [(b"x-forwarded-for", line.encode("latin-1")) for line in lines]
    app = SimpleNamespace(state=SimpleNamespace(settings=Settings(**{"behind_proxy": True, **settings})))
    return find_client_address(Request({"type": "http", "headers": headers, "client": (peer, 4711), "app": app}))


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ([], PEER),
        ([""], PEER),
        (["203.0.113.9"], "203.0.113.9"),
        (["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        # A client's own line, and the proxy's behind it.
        (["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
        (["198.51.100.1, 198.51.100.2", "198.51.100.3 , 203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9:51344"], "203.0.113.9"),
        (["[2001:db8::9]:51344"], "2001:db8::9"),
        (["[2001:db8::9]"], "2001:db8::9"),
        (["2001:db8::9"], "2001:db8::9"),
        (['"[2001:db8::9]:51344"'], "2001:db8::9"),
        (["fe80::9%eth0"], "fe80::9"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["garbage, 203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9,"], "203.0.113.9"),
        # Nothing further to the left is believed, or a client would choose its address.
        (["203.0.113.9, garbage"], PEER),
        (["203.0.113.9", "unknown"], PEER),
        (["203.0.113.9, 999.1.1.1"], PEER),
        (["'; DROP TABLE attempts; --"], PEER),
    ],
)
def test_the_last_address_counts_that_the_nearest_proxy_has_seen(lines: list[str], address: str) -> None:
    assert find_seen_address(lines) == address


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["198.51.100.1, 203.0.113.9, 10.0.0.7"], "203.0.113.9"),
        (["198.51.100.1", "203.0.113.9", "10.0.0.7, 10.0.0.8"], "203.0.113.9"),
        (["10.0.0.7, 10.0.0.8"], "10.0.0.7"),
        (["203.0.113.9, garbage, 10.0.0.8"], "10.0.0.8"),
        (["203.0.113.9, [fd00::1]:443"], "203.0.113.9"),
    ],
)
def test_of_several_proxies_the_last_address_counts_that_is_none_of_theirs(lines: list[str], address: str) -> None:
    assert find_seen_address(lines, trusted_proxies="172.18.0.0/16, 10.0.0.0/8, fd00::1") == address


def test_whoever_comes_around_the_proxies_is_not_believed() -> None:
    assert find_seen_address(["203.0.113.9"], peer="198.51.100.66", trusted_proxies="172.18.0.1") == "198.51.100.66"
    assert find_seen_address(["203.0.113.9"], peer="testclient", trusted_proxies="172.18.0.1") == "testclient"


def test_without_a_proxy_nobody_says_who_they_are() -> None:
    assert find_seen_address(["203.0.113.9"], behind_proxy=False) == PEER


def test_a_proxy_that_is_no_address_is_refused_as_a_setting() -> None:
    with pytest.raises(ValidationError):
        Settings(trusted_proxies="the proxy")


@pytest.mark.parametrize("written", ["", "[", "[]", "::1]", "1.2.3", "1.2.3.4:x", "x" * 9999, "[1.2.3.4", "\x00"])
def test_what_is_no_address_is_none(written: str) -> None:
    assert read_address(written) is None
