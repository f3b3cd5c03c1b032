"""Regions of scans in pictures over HTTP and from files: of the map as it is, within bounds, and never in silence."""

import io
import re
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.command_line import program
from api.pictures import region_cropping
from api.pictures.region_cropping import CROP_SIDE, RegionCropping
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection
from argument_maps.values import Region
from tests.renderers.pictures import korea_graph, select, whole
from tests.renderers.scanned import HEIGHT, WIDTH, region, with_regions, write_letter

KOREA = "/maps/korea-1950"
LINE = region("RG1", "E3", 1, transcription="Ким Ир Сен сказал", language="ru")
PAGE = region("RG2", "E4", x=0, y=0, width=WIDTH, height=HEIGHT)
JSON = {"Content-Type": "application/json"}


def korea(*regions: Region) -> Graph:
    return with_regions(korea_graph(), *regions)


def pictures(svg: str) -> list[bytes]:
    return [b64decode(found) for found in re.findall(r'href="data:image/jpeg;base64,([^"]*)"', svg)]


def said(svg: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", svg).split())


def put(client: TestClient, graph: Graph) -> None:
    answer = client.put(f"/api/v1{KOREA}", content=native.write_map_document(graph), headers={**JSON, "If-Match": "*"})
    assert answer.status_code in (200, 201), answer.text


@pytest.fixture
def scanned(client: TestClient) -> TestClient:
    answer = client.put(f"/api/v1{KOREA}", content=native.write_map_document(korea(LINE, PAGE)), headers=JSON)
    assert answer.status_code == 201, answer.text
    return client


def measure(crops: Sequence[bytes]) -> list[tuple[int, int]]:
    return [Image.open(io.BytesIO(each)).size for each in crops]


def test_pictures_show_the_regions_and_leave_them_out_where_that_is_asked(scanned: TestClient) -> None:
    svg = scanned.get(f"{KOREA}.svg").text
    assert 'lang="ru" aria-label="Ким Ир Сен сказал"' in svg
    assert 'aria-label="Scan: fol. 12r"' in svg
    line, page = sorted(measure(pictures(svg)), key=lambda size: size[1])
    assert line[0] == 960
    assert line[0] / line[1] == pytest.approx(LINE.width / LINE.height, rel=0.02)
    assert page == (CROP_SIDE, round(CROP_SIDE * HEIGHT / WIDTH))
    bare = scanned.get(f"{KOREA}.svg?scans=hidden").text
    assert pictures(bare) == []
    assert "on scans" not in said(bare)
    assert scanned.get(f"{KOREA}.svg?scans=some").status_code == 422


def test_only_records_that_are_drawn_show_regions(scanned: TestClient) -> None:
    assert len(pictures(scanned.get(f"{KOREA}.svg?focus=E3").text)) == 1
    assert pictures(scanned.get(f"{KOREA}.svg?question=Q4").text) == []


def test_a_picture_shows_what_the_map_has_now_and_a_former_one_what_it_had(scanned: TestClient) -> None:
    first = scanned.get(f"{KOREA}.svg").text
    put(scanned, korea(msgspec.structs.replace(LINE, transcription="Ким Ир Сен"), PAGE))
    second = scanned.get(f"{KOREA}.svg").text
    assert 'aria-label="Ким Ир Сен"' in second
    assert pictures(second) == pictures(first)
    put(scanned, korea(msgspec.structs.replace(LINE, width=LINE.width // 2), PAGE))
    third = scanned.get(f"{KOREA}.svg").text
    assert len(set(pictures(third)) - set(pictures(first))) == 1
    put(scanned, korea(PAGE))
    assert len(pictures(scanned.get(f"{KOREA}.svg").text)) == 1
    at = max(int(found) for found in re.findall(r"at=(\d+)", scanned.get(f"{KOREA}/history").text))
    former = scanned.get(f"{KOREA}.svg?at={at - 3}")
    assert pictures(former.text) == pictures(first)


def test_crops_are_cut_once_however_many_pictures_show_them(
    scanned: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scanned.get(f"{KOREA}.svg").text
    monkeypatch.setattr(region_cropping, "crop_decoded_image", lambda *_: pytest.fail("it was cut again"))
    assert sorted(pictures(scanned.get(f"{KOREA}.svg?view=argument&theme=dark").text)) == sorted(pictures(first))


@pytest.mark.parametrize(("bound", "value"), [("MOST_CROPS", 1), ("MOST_BYTES", 9_000), ("MOST_BYTES", 10)])
def test_beyond_the_bounds_of_a_picture_boxes_and_the_title_say_that_there_is_more(
    scanned: TestClient, monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    monkeypatch.setattr(region_cropping, bound, value)
    svg = scanned.get(f"{KOREA}.svg").text
    number = 2 - len(pictures(svg))
    assert 1 <= number <= 2
    assert said(svg).count("with a scan") == number
    assert f"{number} region{'s' * (number > 1)} on " in said(svg)


def test_an_image_that_cannot_be_read_or_is_not_there_takes_no_picture_away() -> None:
    graph = korea(LINE, PAGE)
    sha256 = write_letter().sha256
    broken = msgspec.structs.replace(graph.images[sha256], data=graph.images[sha256].data[:40])
    for images in ({}, {sha256: broken}):
        selected = whole(msgspec.structs.replace(graph, images=images))
        assert RegionCropping().crop_regions(selected, "perceptions") == {}
    outside = korea(msgspec.structs.replace(LINE, x=WIDTH + 5), PAGE)
    assert RegionCropping().crop_regions(whole(outside), "perceptions").keys() == {"E4"}


def test_a_box_shows_two_regions_and_one_into_which_something_is_folded_none() -> None:
    graph = korea(*(region(f"RG{number}", "F1 E3", number) for number in range(1, 5)))
    crops = RegionCropping().crop_regions(whole(graph), "perceptions")
    assert {label: len(shown) for label, shown in crops.items()} == {"F1": 2, "E3": 2}
    assert RegionCropping().crop_regions(select(graph, Selection(fold=("F1",))), "perceptions").keys() <= {"E3"}


def test_crops_that_are_kept_stay_within_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region_cropping, "KEPT_BYTES", 12_000)
    cropping = RegionCropping()
    graph = korea(*(region(f"RG{number}", f"E{number}", number) for number in range(1, 8)))
    first = cropping.crop_regions(whole(graph), "perceptions")
    assert sum(len(each.data) for crops in first.values() for each in crops) > 12_000
    assert cropping.memory <= 12_000
    assert cropping.crop_regions(whole(graph), "perceptions") == first


def test_the_page_of_a_map_shows_regions_and_lets_one_leave_them_out(scanned: TestClient) -> None:
    page = scanned.get(KOREA, headers={"Accept": "text/html"})
    assert len(pictures(page.text)) == 2
    assert "img-src 'self' data:" in page.headers["content-security-policy"]
    assert '<option value="hidden">' in page.text
    bare = scanned.get(f"{KOREA}?scans=hidden", headers={"Accept": "text/html"}).text
    assert pictures(bare) == []
    assert '<option value="hidden" selected>' in bare
    assert f"{KOREA}.pdf?scans=hidden" in bare


def test_sheets_of_paper_have_the_regions_or_not(scanned: TestClient) -> None:
    shown, bare = (scanned.get(f"{KOREA}/print.pdf{query}&focus=E3").content for query in ("?", "?scans=hidden"))
    assert len(shown) > len(bare) + 4_000


def test_an_edition_shows_the_regions_as_they_were(scanned: TestClient, app: FastAPI) -> None:
    etag = scanned.get(f"/api/v1{KOREA}").headers["etag"]
    edition = scanned.post(f"/api/v1{KOREA}/editions", json={}, headers={"If-Match": etag})
    assert edition.status_code == 201, edition.text
    before = pictures(scanned.get(f"{KOREA}.svg").text)
    put(scanned, korea())
    app.state.pictures.cropping = RegionCropping()
    assert pictures(scanned.get(f"{KOREA}/editions/1.svg").text) == before


def test_a_document_has_its_images_also_where_there_is_no_text(scanned: TestClient) -> None:
    graph = msgspec.structs.replace(korea(LINE), texts=(), annotations=(), contents={})
    put(scanned, graph)
    assert scanned.get(f"{KOREA}.json").json()["images"].keys() == {write_letter().sha256}


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_file_is_drawn_with_its_images_or_without(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "map.json"
    file.write_bytes(native.write_map_document(korea(LINE, PAGE)))
    made = []
    for number, options in enumerate(([], ["--scans", "hidden"])):
        output = tmp_path / f"{number}.{ending}"
        run = CliRunner().invoke(program, ["draw", str(file), "--focus", "E3", *options, "-o", str(output)])
        assert run.exit_code == 0, run.output
        made.append(output.read_bytes())
    assert len(made[0]) > len(made[1])
    if ending == "svg":
        assert [len(pictures(each.decode())) for each in made] == [1, 0]


def test_an_outline_tells_regions_in_words_and_a_matrix_as_ever(scanned: TestClient) -> None:
    outline = scanned.get(f"{KOREA}.md").text
    assert "on the scan SC1, fol. 12r: “Ким Ир Сен сказал”" in outline
    assert len(re.findall("on the scan SC1", outline)) == 2
    assert "SC1" not in scanned.get(f"{KOREA}.csv").text
