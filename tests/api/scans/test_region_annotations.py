"""Regions go out and in as W3C web annotations."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from argument_maps.formats.annotations.web_annotation_rules import find_faults
from tests.api.scans.scan_builders import add_scan, mark_region, read_record
from tests.api.texts.text_reader import API

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize("points", ["", "30,30 200,35 190,90 30,80"])
def test_a_region_goes_out_and_in(reader: TestClient, points: str) -> None:
    mark_region(reader, add_scan(reader), points=points, summary="He wrote.", source="S1", transcription="he must")
    answer = reader.get(f"{API}/regions/RG1.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    written = answer.json()
    assert list(find_faults(written, new=False)) == []
    selector = written["target"]["selector"]
    assert selector["type"] == ("SvgSelector" if points else "FragmentSelector")
    taken = reader.post(f"{API}/regions.jsonld", json=written, headers=JSON)
    assert taken.status_code == 201, taken.text
    assert taken.json()["losses"] == []
    first, second = (read_record(reader, label) for label in ("RG1", "RG2"))
    assert {**first, "id": "", "revision": 0} == {**second, "id": "", "revision": 0}
    collection = reader.get(f"{API}/regions.jsonld?in_scan=SC1").json()
    assert (collection["total"], collection["first"]["items"][0]["id"]) == (2, written["id"])


def test_what_others_write_is_read_and_what_is_lost_is_told(reader: TestClient) -> None:
    scan = add_scan(reader)
    image = f"http://testserver/maps/debate/scans/SC1/images/{scan['pages'][2]['image']}"
    document: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "commenting",
        "body": [{"type": "TextualBody", "value": "Whose hand?"}, {"id": "https://example.org/other"}],
        "target": ["https://example.org/elsewhere", f"{image}/full/max/0/default.jpg#xywh=percent:10,10,20,5"],
    }
    taken = reader.post(f"{API}/regions.jsonld", json=document, headers=JSON)
    assert taken.status_code == 201, taken.text
    region = taken.json()["region"]
    assert (region["x"], region["y"], region["width"], region["height"]) == (30, 40, 60, 20)
    assert region["comment"] == "Whose hand?"
    assert {loss["pointer"] for loss in taken.json()["losses"]} == {"/target/0", "/body/1"}


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://example.org/elsewhere#xywh=1,1,2,2", "unknown-target"),
        ({"source": "IMAGE", "selector": {"type": "FragmentSelector", "value": "xywh=900,900,10,10"}}, "bad-selector"),
    ],
)
def test_a_place_that_is_none_of_the_map_is_refused(reader: TestClient, target: Any, kind: str) -> None:
    scan = add_scan(reader)
    image = f"http://testserver/maps/debate/scans/SC1/images/{scan['pages'][0]['image']}"
    if isinstance(target, dict):
        target = {**target, "source": image}
    document = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": target}
    answer = reader.post(f"{API}/regions.jsonld", json=document, headers=JSON)
    assert answer.status_code == 422, answer.text
    assert kind in answer.json()["type"]
