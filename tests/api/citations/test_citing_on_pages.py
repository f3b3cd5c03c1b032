"""A page shows how the open record and the map are cited, in the style that the reader chose."""

import re

import pytest
from starlette.testclient import TestClient

from api.citations.page_citations import STYLE_COOKIE, STYLE_NAMES
from models.vocabulary import CitationStyle

MAP = "/maps/korea-1950"
GOST = "АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 87–91."


def form(text: str, name: str, of: str) -> str:
    """Return one form of the citation that is asked for at the address `of`."""
    block = text.partition(f'data-citing="{of}"')[2]
    found = re.search(rf'data-form="{name}"[^>]*>(.*?)</span>', block)
    assert found is not None
    return found[1]


def test_every_style_has_a_name_for_readers() -> None:
    assert list(STYLE_NAMES) == list(CitationStyle)


def test_a_record_is_first_cited_as_a_chicago_note(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}/panels/I8").text
    note = form(text, "note", f"/api/v1{MAP}/citations/I8")
    assert note.startswith("Shen Zhihua [沈志华], “Sino-Soviet Relations and the Origins of the Korean War")


def test_the_address_names_the_style_without_javascript(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}/records/E3?style=gost").text
    assert form(text, "short", f"/api/v1{MAP}/citations/E3") == GOST
    assert re.search(r'<option value="gost"[^>]* selected>', text)
    assert f'<form method="get" action="{MAP}/records/E3">' in text


def test_the_style_chosen_last_is_remembered(korea_reader: TestClient) -> None:
    korea_reader.cookies.set(STYLE_COOKIE, "gost")
    assert form(korea_reader.get(f"{MAP}?record=E3").text, "short", f"/api/v1{MAP}/citations/E3") == GOST


@pytest.mark.parametrize("style", list(CitationStyle))
def test_a_map_at_a_date_is_cited_as_of_that_date(korea_reader: TestClient, style: CitationStyle) -> None:
    text = korea_reader.get(f"{MAP}?as_of=1990&style={style}").text
    asked = f"/api/v1{MAP}/citation?as_of=1990"
    assert "as it could be known by 1990" in form(text, "bibliography", asked)
    assert f'href="/api/v1{MAP}/citation.bib?as_of=1990"' in text
    assert '<input type="hidden" name="as_of" value="1990">' in text
    told = korea_reader.get(asked, params={"style": style, "as_of": "1990"}).json()
    assert told["address"].endswith("?as_of=1990")
    assert told["items"][0]["bibliography"]["html"] == form(text, "bibliography", asked)


@pytest.mark.parametrize("given", ["apa", "", "<b>"])
def test_a_style_that_there_is_not_is_left_aside(korea_reader: TestClient, given: str) -> None:
    korea_reader.cookies.set(STYLE_COOKIE, "none")
    text = korea_reader.get(f"{MAP}/records/E3", params={"style": given}).text
    assert re.search(r'<option value="chicago-notes"[^>]* selected>', text)


@pytest.mark.parametrize("page", ["", "/outline", "/ledger"])
def test_every_page_of_a_map_tells_how_to_cite_it(korea_reader: TestClient, page: str) -> None:
    text = korea_reader.get(f"{MAP}{page}?style=mla").text
    assert "argument map korea-1950, version 1" in form(text, "bibliography", f"/api/v1{MAP}/citation")
    assert [ending for ending in ("bib", "ris", "json") if f'href="/api/v1{MAP}/citation.{ending}"' not in text] == []
