"""Decks over HTTP and on the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pptx import Presentation
from pypdf import PdfReader
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api.command_line import program
from argument_maps.examples import read_korea_map

DECK = "/maps/korea-1950/deck"


@pytest.fixture
def korea_client(client: TestClient) -> TestClient:
    answer = client.put(
        "/api/v1/maps/korea-1950", content=read_korea_map(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 201, answer.text
    return client


@pytest.fixture
def korea_file(tmp_path: Path) -> Path:
    file = tmp_path / "korea.json"
    file.write_bytes(read_korea_map())
    return file


def read_titles(data: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in read_slides(data)]


def read_slides(data: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(data)).slides)


def draw(*options: object) -> Result:
    return CliRunner().invoke(program, ["draw", *map(str, options)])


def test_a_selection_is_a_deck_of_its_questions_whose_first_slide_cites_the_map(
    korea_client: TestClient, app: FastAPI
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"base_url": "https://maps.example"})
    answer = korea_client.get(f"{DECK}.pptx?question=Q2&question=Q4&style=mla")
    assert answer.status_code == 200
    opening, *slides = read_slides(answer.content)
    assert [slide.shapes.title.text_frame.text[:2] for slide in slides] == ["Q2", "Q4"]
    said = opening.placeholders[1].text_frame.text
    assert "https://maps.example/maps/korea-1950" in said
    assert "Sic et Non" in said
    notes = slides[0].notes_slide.notes_text_frame.text
    assert "Works Cited" in notes
    pages = PdfReader(io.BytesIO(korea_client.get(f"{DECK}.pdf?question=Q2").content)).pages
    assert "Q2 What did the attack signify" in pages[1].extract_text()


def test_a_deck_follows_its_map(korea_client: TestClient) -> None:
    first = korea_client.get(f"{DECK}.pptx?question=Q6")
    again = korea_client.get(f"{DECK}.pptx?question=Q6", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    made = korea_client.post("/api/v1/maps/korea-1950/questions", json={"id": "Q7", "text": "And then?"})
    assert made.status_code == 201, made.text
    assert read_titles(korea_client.get(f"{DECK}.pptx?question=Q7").content)[1] == "Q7 And then?"
    cited = read_slides(korea_client.get(f"{DECK}.pptx?question=Q6").content)[0].placeholders[1].text_frame.text
    assert cited != read_slides(first.content)[0].placeholders[1].text_frame.text


def test_what_a_deck_has_not_is_refused_with_what_it_has(korea_client: TestClient) -> None:
    assert korea_client.get(f"{DECK}.odp").status_code == 404
    place = korea_client.get(f"{DECK}.pptx?figure=a3")
    assert (place.status_code, "A deck has slides" in place.text) == (422, True)
    view = korea_client.get(f"{DECK}.pptx?view=neighbourhood&focus=P3")
    assert (view.status_code, "Slides are not drawn in the view neighbourhood" in view.text) == (422, True)
    elsewhere = korea_client.get(f"{DECK}.pdf?question=Q2&include=E4")
    assert (elsewhere.status_code, "is not in what is selected" in elsewhere.text) == (422, True)
    assert korea_client.get(f"{DECK}.pdf?style=unheard-of").status_code == 422
    assert korea_client.get("/maps/nowhere/deck.pdf").status_code == 404


def test_the_page_of_figures_offers_no_deck_of_a_view_that_has_none(korea_client: TestClient) -> None:
    offered = "/maps/korea-1950/deck."
    assert offered in korea_client.get("/maps/korea-1950/figure?view=sources&include=E4").text
    assert offered not in korea_client.get("/maps/korea-1950/figure?view=neighbourhood&focus=P3").text


def test_a_deck_is_drawn_without_a_server(korea_file: Path, tmp_path: Path) -> None:
    slides, pages = tmp_path / "talk.pptx", tmp_path / "talk.pdf"
    for output in (slides, pages):
        done = draw(korea_file, "--deck", "--figure", "slide", "--question", "Q2", "-o", output)
        assert done.exit_code == 0, done.output
    assert read_titles(slides.read_bytes())[1:] == ["Q2 What did the attack signify about Soviet intentions?"]
    assert "Q2 What did the attack signify" in PdfReader(pages).pages[1].extract_text()


@pytest.mark.parametrize("name", ["talk.pptx", "talk.deck.pdf"])
def test_the_name_of_a_file_may_say_that_it_is_a_deck(korea_file: Path, tmp_path: Path, name: str) -> None:
    done = draw(korea_file, "--question", "Q5", "-o", tmp_path / name)
    assert done.exit_code == 0, done.output
    data = (tmp_path / name).read_bytes()
    assert data.startswith(b"PK") if name.endswith("pptx") else len(PdfReader(io.BytesIO(data)).pages) > 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "talk.odp"), "pptx, pdf"),
        ((), "pptx, pdf"),
        (("--figure", "page", "-o", "talk.pdf"), "A deck has slides"),
        (("--include", "nobody", "-o", "talk.pdf"), "is not in what is selected"),
    ],
)
def test_a_deck_that_cannot_be_drawn_is_told_in_a_line(korea_file: Path, options: tuple[str, ...], said: str) -> None:
    done = draw(korea_file, "--deck", *options)
    assert done.exit_code != 0
    assert said in done.output or said in str(getattr(done.exception, "detail", ""))
