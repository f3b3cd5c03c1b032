"""Figures over HTTP and on the command line."""

import io
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from fastapi import FastAPI
from PIL import Image
from pypdf import PdfReader
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.command_line import program
from argument_maps.examples import read_korea_map

KOREA, PICTURE = "/api/v1/maps/korea-1950", "/maps/korea-1950"


@pytest.fixture
def korea_client(client: TestClient) -> TestClient:
    answer = client.put(KOREA, content=read_korea_map(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
    return client


def test_a_slide_is_a_slide_in_every_format(korea_client: TestClient) -> None:
    asked = "?figure=slide&question=Q2"
    drawn = korea_client.get(f"{PICTURE}.svg{asked}")
    root = fromstring(drawn.text)
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    assert "Not shown: " in drawn.text
    assert Image.open(io.BytesIO(korea_client.get(f"{PICTURE}.png{asked}").content)).size == (3200, 1800)
    page = PdfReader(io.BytesIO(korea_client.get(f"{PICTURE}.pdf{asked}").content)).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (1200, 675)


def test_a_figure_shows_what_is_weighed(korea_client: TestClient) -> None:
    drawn = korea_client.get(f"{PICTURE}.svg?figure=slide&question=Q2&weigh=preponderance").text
    assert "Weighed by preponderance." in drawn


def test_another_place_is_refused_with_those_that_there_are(korea_client: TestClient) -> None:
    answer = korea_client.get(f"{PICTURE}.svg?figure=billboard")
    assert answer.status_code == 422
    assert "'slide', 'page', 'column'" in answer.text


def test_a_figure_is_drawn_without_a_server(tmp_path: Path) -> None:
    file, drawn = tmp_path / "korea.json", tmp_path / "column.svg"
    file.write_bytes(read_korea_map())
    done = CliRunner().invoke(program, ["draw", str(file), "--figure", "column", "-o", str(drawn)])
    assert done.exit_code == 0, done.output
    assert float(fromstring(drawn.read_text(encoding="utf-8")).get("width") or 0) == pytest.approx(302.36, abs=0.1)


def test_a_figure_says_where_the_map_is_if_the_server_knows(korea_client: TestClient, app: FastAPI) -> None:
    app.state.settings = app.state.settings.model_copy(update={"base_url": "https://maps.example"})
    drawn = korea_client.get(f"{PICTURE}.svg?figure=slide").text
    assert ">https://maps.example/maps/korea-1950<" in drawn


def test_the_page_of_a_figure_shows_it_and_hands_it_out(korea_client: TestClient) -> None:
    shown = korea_client.get(f"{PICTURE}/figure?question=Q2&include=E9")
    assert shown.status_code == 200
    assert 'width="1600"' in shown.text
    assert 'data-id="E9"' in shown.text
    for extension, begin in (("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF")):
        assert f"{PICTURE}/figure.{extension}?" in shown.text
        file = korea_client.get(f"{PICTURE}/figure.{extension}?figure=card&question=Q2&style=mla")
        assert file.content.startswith(begin), file.text[:300]
    assert "Argument map" in korea_client.get(f"{PICTURE}/figure.svg?figure=slide").text


def test_a_figure_that_has_no_room_or_no_such_format_says_so(korea_client: TestClient) -> None:
    claim = {"id": "P99", "kind": "perception", "text": "It was long. " * 300}
    made = korea_client.post(f"{KOREA}/claims", json=claim)
    assert made.status_code == 201, made.text
    answer = korea_client.get(f"{PICTURE}/figure?figure=card&include=P99")
    assert answer.status_code == 422
    assert "Choose a larger place, or ask for less." in answer.text
    elsewhere = korea_client.get(f"{PICTURE}.svg?figure=a0&question=Q2&include=P99")
    assert (elsewhere.status_code, "is not in what is selected" in elsewhere.text) == (422, True)
    assert korea_client.get(f"{PICTURE}/figure.gif").status_code == 404
    assert korea_client.get(f"{PICTURE}/figure?figure=wall").status_code == 422
