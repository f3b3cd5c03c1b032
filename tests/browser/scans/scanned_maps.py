"""Maps with the letter as a scan: pages, regions that are evidence, and a transcription of one page."""

import json
import urllib.request
from typing import Any

from argument_maps.examples import read_korea_map
from tests.browser.scans.letters import PAGES, write_letter

RECTANGLE = {"x": 140, "y": 318, "width": 990, "height": 125}
POLYGON = [[140, 520], [1000, 520], [1100, 730], [140, 730]]


def ask(server: str, path: str, method: str, body: object, kind: str = "application/json", tag: str = "") -> Any:
    """Return what the server answers in JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": kind} | ({"If-Match": tag} if tag else {})
    asked = urllib.request.Request(server + path, data=data, method=method, headers=headers)  # noqa: S310 - this machine
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - as above
        return json.load(answer)


def read(server: str, path: str) -> tuple[Any, str]:
    """Return a resource in JSON, and its tag."""
    with urllib.request.urlopen(server + path) as answer:  # noqa: S310 - an address of this machine
        return json.load(answer), answer.headers["ETag"]


def put_korea(server: str, slug: str) -> str:
    """Return the address of a copy of the Korea map."""
    ask(server, f"/api/v1/maps/{slug}", "PUT", {**json.loads(read_korea_map()), "slug": slug})
    return f"/maps/{slug}"


def add_letter(server: str, map_address: str) -> str:
    """Return the id of a scan of the letter, with its three pages."""
    api = f"/api/v1{map_address}/scans"
    scan: str = ask(server, api, "POST", {"title": "Letter to the ambassador", "source": "doc-1950-01-30"})["id"]
    for number in range(1, len(PAGES) + 1):
        tag = read(server, f"{api}/{scan}")[1]
        ask(server, f"{api}/{scan}/pages", "POST", write_letter(number), "image/jpeg", tag)
    return scan


def attach_to_finding(server: str, map_address: str, evidence: str) -> None:
    """Let evidence support a finding that tests a perception, so that the ledger reads it."""
    link = {"premises": [evidence], "relation": "supports", "target": "F1"}
    ask(server, f"/api/v1{map_address}/links", "POST", link)


def put_scanned_map(server: str, slug: str) -> str:
    """Return the address of a map with the letter, three regions on its second page, and a scan without pages."""
    address = put_korea(server, slug)
    api = f"/api/v1{address}"
    letter = add_letter(server, address)
    ask(server, f"{api}/scans", "POST", {"title": "Ordered, and not come yet"})
    place = {"in_scan": letter, "page": 2}
    regions = (
        {**RECTANGLE, "bodies": ["E6"], "transcription": " ".join(PAGES[1][:2]), "language": "en"},
        {"points": POLYGON, "bodies": ["F1", "P3"], "comment": "What is asked for in return"},
        {"x": 900, "y": 120, "width": 250, "height": 70, "bodies": []},
    )
    for region in regions:
        ask(server, f"{api}/regions", "POST", {**place, **region})
    attach_to_finding(server, address, "E6")
    return address
