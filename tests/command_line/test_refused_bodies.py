"""Every client sees why its body is refused, however it sends it."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.command_line.serving import serving

LONG = b"x" * (20 * 2**20)
TYPE = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SICETNON_MAX_BODY_BYTES", str(8 * 2**20))
        with serving(f"sqlite:///{tmp_path_factory.mktemp('served') / 'maps.sqlite3'}") as (_, at):
            yield at


def test_urllib_sees_the_refusal(address: str) -> None:
    for path in ("/api/v1/maps", "/maps/nowhere", "/new"):
        asked = urllib.request.Request(address + path, data=LONG, headers=TYPE)  # noqa: S310 # our own server
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=60)  # noqa: S310 # as above
        assert refused.value.code == 413
        with refused.value as answer:
            assert json.loads(answer.read())["type"].endswith("body-too-long")


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_http_client_sees_the_refusal_of_a_body_of_unknown_length(address: str, connection: str) -> None:
    client = HTTPConnection(address.removeprefix("http://"), timeout=60)
    pieces = (LONG[at : at + 2**18] for at in range(0, len(LONG), 2**18))
    headers = {**TYPE, "Connection": connection, "Transfer-Encoding": "chunked"}
    client.request("POST", "/api/v1/maps", body=pieces, headers=headers, encode_chunked=True)
    with client.getresponse() as answer:
        assert answer.status == 413
    client.close()


def test_what_is_refused_for_another_reason_is_read_off_as_well(address: str) -> None:
    within = LONG[: 7 * 2**20]
    asked = urllib.request.Request(f"{address}/nowhere/at/all", data=within, headers=TYPE)  # noqa: S310 # our own server
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=60)  # noqa: S310 # as above
    with refused.value as answer:
        assert answer.code in (404, 405)


def test_who_waits_to_be_told_to_continue_is_refused_at_once(address: str) -> None:
    client = HTTPConnection(address.removeprefix("http://"), timeout=60)
    client.putrequest("POST", "/api/v1/maps")
    for name, value in {**TYPE, "Content-Length": str(len(LONG)), "Expect": "100-continue"}.items():
        client.putheader(name, value)
    client.endheaders()
    with client.getresponse() as answer:
        assert answer.status == 413
    client.close()


@pytest.mark.parametrize("option", ["Expect:", "Connection: close", "Transfer-Encoding: chunked"])
def test_curl_sees_the_refusal(address: str, option: str, tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(LONG)
    command = [
        "curl",
        "-sS",
        "-o",
        tmp_path / "answer",
        "-w",
        "%{http_code}",
        "-H",
        option,
        "-H",
        "Content-Type: application/json",
    ]
    done = subprocess.run(
        [
            *command,
            "-H",
            "Content-Type: application/json",
            "--data-binary",
            f"@{tmp_path / 'long'}",
            f"{address}/api/v1/maps",
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"413"), done.stderr
