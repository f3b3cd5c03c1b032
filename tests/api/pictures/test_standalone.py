"""Outlines and ledgers as pages of their own carry their style, and their policy lets in no other."""

import base64
import hashlib
import re

import pytest
from starlette.testclient import TestClient

from api.pictures.standalone import STYLE, extract_style

MAP = "/maps/korea-1950"


@pytest.mark.parametrize("address", [f"{MAP}.html", f"{MAP}.whole.html", f"{MAP}/ledger.html"])
def test_the_page_holds_its_style_and_the_policy_names_it(korea_reader: TestClient, address: str) -> None:
    first = korea_reader.get(address)
    again = korea_reader.get(address, headers={"If-None-Match": first.headers["etag"]})
    (style,) = re.findall(r"<style>(.*?)</style>", first.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert 'rel="stylesheet"' not in first.text
    assert "<script" not in first.text
    for answer in (first, again):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert re.search(r"style-src 'self'( 'sha256-[^']+'){2}$", policy)
        assert f" 'sha256-{digest}'" in policy
        assert "unsafe" not in policy
    assert again.status_code == 304


def test_no_other_page_lets_a_style_in(korea_reader: TestClient) -> None:
    for address in ("/", MAP, f"{MAP}/outline", f"{MAP}/ledger", f"{MAP}/records/E6"):
        answer = korea_reader.get(address, headers={"Accept": "text/html"})
        assert "style-src" not in answer.headers["content-security-policy"]
        assert "<style" not in re.sub(r"(?s)<svg.*?</svg>", "", answer.text)


@pytest.mark.parametrize("address", [f"{MAP}.html", f"{MAP}/ledger.html"])
def test_every_rule_for_what_stands_in_the_page_is_there(korea_reader: TestClient, address: str) -> None:
    names = {name for each in re.findall(r'class="([^"]*)"', korea_reader.get(address).text) for name in each.split()}
    (sheet,) = re.findall(r'href="([^"]*style\.css)"', korea_reader.get("/").text)
    selectors = re.findall(r"(?m)^\s*([^@{}]+?) \{", re.sub(r"/\*.*?\*/", "", korea_reader.get(sheet).text))
    needed = [each for each in selectors if names >= set(found := re.findall(r"\.([a-z][\w-]*)", each)) and found]
    assert len(needed) > 5
    assert [each for each in needed if f"{each} {{" not in STYLE] == []


def test_a_style_is_cut_down_to_what_is_needed() -> None:
    sheet = """
    /* A { comment } */
    @font-face { src: url("../fonts/A.woff2"); }
    .panel, .outline h2 { color: red; }
    .panel { color: blue; }
    @media print { .ledger { color: black; } .panel:not(.a, .b) { color: white; } }
    @media screen { .panel { color: white; } }
    @keyframes moved { from { opacity: 0; } }
    """
    kept = extract_style(sheet)
    assert re.search(r'url\("/static/[0-9a-f]{16}/fonts/A\.woff2"\)', kept)
    assert ".outline h2 { color: red; }" in kept
    assert "@media print {\n.ledger { color: black; }\n}" in kept
    for gone in (".panel", "blue", "screen", "keyframes", "comment"):
        assert gone not in kept


def test_commas_within_brackets_divide_no_rule() -> None:
    sheet = "a:is(h2, h3):not(:has(b, i)), p { color: red; } .facts { margin: 0; }"
    assert extract_style(sheet).count("{") == 2
    assert "a:is(h2, h3):not(:has(b, i)), p { color: red; }" in extract_style(sheet)
