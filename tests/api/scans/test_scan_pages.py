"""Files become scans, whose pages are named, put in order and taken out; nothing that was sent is lost."""

import json
import re

import pytest
from starlette.testclient import TestClient

from tests.api.scans.scan_builders import HTML, SCANS, add_scan, draw_page, mark_region, read_record, send_scan
from tests.api.texts.text_reader import API
from tests.argument_maps.scans.image_samples import SECRETS, describe, write_pages
from tests.argument_maps.scans.image_samples import draw_page as draw_sample
from tests.argument_maps.scans.pdf_samples import SamplePage, write_pdf


def test_pages_come_in_the_order_of_the_names_of_their_files(reader: TestClient) -> None:
    files = [(f"page{number}.png", draw_page(number, "PNG")) for number in (10, 9, 1)]
    assert send_scan(reader, *files).status_code == 303
    scan = reader.get(f"{API}/scans").json()["items"][0]
    sizes = [reader.get(f"{SCANS}/{scan['id']}/images/{page['image']}/original").content for page in scan["pages"]]
    assert sizes == [data for _, data in reversed(files)]
    assert scan["title"] == "page1"


def test_a_volume_becomes_its_pages_whatever_holds_it(reader: TestClient) -> None:
    with_labels = "/PageLabels << /Nums [0 << /S /r /St 4 >>] >>"
    pdf = write_pdf([SamplePage(200, 300, "100 w 0 0 m 200 300 l S")] * 2, with_labels)
    tiff = write_pages([draw_sample(40 + number) for number in (1, 2, 3)])
    assert send_scan(reader, ("a.pdf", pdf), ("b.tif", tiff), title="A volume").status_code == 303
    pages = reader.get(f"{API}/scans").json()["items"][0]["pages"]
    assert [page.get("name", "") for page in pages] == ["iv", "v", "", "", ""]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Choose one or more files."),
        ([("a.jpg", draw_page(1)[:500])], "In “a.jpg”"),
        ([("a.gif", b"GIF89a" + b"\0" * 50)], "JPEG"),
        ([("a.json", b"{}")], "No image is among the files."),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_to_do_and_the_form_stays(
    reader: TestClient, files: list[tuple[str, bytes]], words: str
) -> None:
    if files and files[0][0] == "a.jpg":
        files = [*files, ("b.jpg", draw_page(1))]
    answer = send_scan(reader, *files, title="Kept", rights="An archive")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="An archive"' in answer.text
    assert reader.get(f"{API}/scans").json()["items"] == []


def test_a_field_with_a_fault_costs_no_file(reader: TestClient) -> None:
    answer = send_scan(reader, ("a.jpg", draw_page(1)), title="The telegram", source="A document nobody knows")
    assert answer.status_code == 422
    assert "The images are kept." in answer.text
    assert "A document nobody knows" in answer.text
    scan = reader.get(f"{API}/scans").json()["items"][0]
    assert (scan["title"], len(scan["pages"]), scan["source"]) == ("The telegram", 1, None)


def test_a_manifest_names_the_pages_and_says_whose_they_are(reader: TestClient) -> None:
    canvases = [
        {
            "id": f"https://example.org/canvas/{number}",
            "type": "Canvas",
            "label": {"none": [f"fol. {number}r"]},
            "height": 400,
            "width": 300,
            "items": [
                {
                    "id": f"https://example.org/page/{number}",
                    "type": "AnnotationPage",
                    "items": [
                        {
                            "id": f"https://example.org/annotation/{number}",
                            "type": "Annotation",
                            "motivation": "painting",
                            "target": f"https://example.org/canvas/{number}",
                            "body": {
                                "id": f"https://example.org/image/scan_{number:05}.jpg",
                                "type": "Image",
                                "format": "image/jpeg",
                            },
                        }
                    ],
                }
            ],
        }
        for number in (2, 1)
    ]
    manifest = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://example.org/manifest",
        "type": "Manifest",
        "label": {"en": ["Letters of 1950"]},
        "requiredStatement": {"label": {"en": ["Attribution"]}, "value": {"en": ["A national library"]}},
        "items": canvases,
    }
    files = [(f"scan_{number:05}.jpg", draw_page(number)) for number in (1, 2)]
    answer = send_scan(reader, ("manifest.json", json.dumps(manifest).encode()), *files)
    assert answer.status_code == 303, answer.text
    scan = reader.get(f"{API}/scans").json()["items"][0]
    assert scan["title"] == "Letters of 1950"
    assert [page["name"] for page in scan["pages"]] == ["fol. 2r", "fol. 1r"]
    assert "A national library" in scan["rights"] + scan["note"]


def fill_order(reader: TestClient, **fields: str) -> dict[str, str]:
    """Return what a browser sends of the form for the order of pages, with some fields changed."""
    page = reader.get(f"{SCANS}/SC1/pages", headers=HTML)
    assert page.status_code == 200
    typed = dict(re.findall(r'<input[^>]* name="((?:revision|place|name|image)[^"]*)" value="([^"]*)"', page.text))
    return {**typed, **{name.replace("_", "."): value for name, value in fields.items()}}


def test_pages_are_named_put_in_order_and_taken_out(reader: TestClient) -> None:
    images = [page["image"] for page in add_scan(reader)["pages"]]
    form = fill_order(reader, place_1="2", name_1="fol. 1r", place_2="1", place_3="")
    answer = reader.post(f"{SCANS}/SC1/pages/order", data=form, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    pages = read_record(reader, "SC1")["pages"]
    assert [(page["image"], page.get("name", "")) for page in pages] == [(images[1], ""), (images[0], "fol. 1r")]
    # The image that was taken out can still be looked at, as its change can be undone.
    assert reader.get(f"{SCANS}/SC1/images/{images[2]}/info.json").status_code == 200
    history = reader.get("/maps/debate/history", headers=HTML).text
    assert f"1 {images[1][:8]}; 2 fol. 1r" in history


def test_a_form_that_somebody_was_faster_than_keeps_names_with_their_images(reader: TestClient) -> None:
    images = [page["image"] for page in add_scan(reader)["pages"]]
    mine = fill_order(reader, name_1="fol. 1r", name_2="fol. 1v")
    swapped = fill_order(reader, place_1="2", place_2="1")
    answer = reader.post(f"{SCANS}/SC1/pages/order", data=swapped, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303
    answer = reader.post(f"{SCANS}/SC1/pages/order", data=mine, headers=HTML)
    assert answer.status_code == 422
    names = dict(re.findall(r'name="(name[.]\d)" value="([^"]*)"', answer.text))
    assert names == {"name.1": "fol. 1v", "name.2": "fol. 1r", "name.3": ""}
    assert [page["image"] for page in read_record(reader, "SC1")["pages"]] == [images[1], images[0], images[2]]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place_2": "2."}, "“2.” is not the number of a page."),
        ({"name_2": "f" * 501}, "The name of a page has at most 500 characters."),
    ],
)
def test_only_an_empty_number_takes_a_page_out(reader: TestClient, fields: dict[str, str], words: str) -> None:
    add_scan(reader)
    for form in (fill_order(reader, **fields), {"revision": str(read_record(reader, "SC1")["revision"])}):
        answer = reader.post(f"{SCANS}/SC1/pages/order", data=form, headers=HTML)
        assert answer.status_code == 422
        assert words in answer.text or "These are no longer the pages of this scan." in answer.text
    assert len(read_record(reader, "SC1")["pages"]) == 3


def test_a_page_with_regions_is_not_taken_out(reader: TestClient) -> None:
    scan = add_scan(reader)
    assert mark_region(reader, scan, page=2, summary="He wrote.", source="S1").status_code == 303
    form = fill_order(reader, place_2="")
    answer = reader.post(f"{SCANS}/SC1/pages/order", data=form, headers=HTML)
    assert answer.status_code == 422
    assert "RG1" in answer.text
    assert len(read_record(reader, "SC1")["pages"]) == 3


def test_pages_are_added_behind_the_others(reader: TestClient) -> None:
    scan = add_scan(reader, 1)
    files = [("files", ("more.jpg", draw_page(7), "image/jpeg"))]
    answer = reader.post(f"{SCANS}/SC1/pages", files=files, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303
    pages = read_record(reader, "SC1")["pages"]
    assert (len(pages), pages[0]) == (2, scan["pages"][0])


def test_what_a_camera_says_goes_where_that_is_asked(reader: TestClient) -> None:
    image = draw_page(1, exif=describe(6))
    for fields, is_there in (({}, True), ({"drop_metadata": "yes"}, False)):
        assert send_scan(reader, ("a.jpg", image), **fields).status_code == 303
        scan = reader.get(f"{API}/scans?order=id").json()["items"][-1]
        page = scan["pages"][0]
        kept = reader.get(f"{SCANS}/{scan['id']}/images/{page['image']}/original").content
        assert any(secret in kept for secret in SECRETS) is is_there
        # Upright either way.
        assert (page["width"], page["height"]) == (400, 300)


def test_a_wrong_file_among_more_pages_is_told_on_their_form(reader: TestClient) -> None:
    add_scan(reader, 1)
    files = [("files", ("more.gif", b"GIF89a" + b"\0" * 50, "image/gif"))]
    answer = reader.post(f"{SCANS}/SC1/pages", files=files, headers=HTML)
    assert answer.status_code == 422
    assert 'id="fault-files"' in answer.text


def test_what_a_whole_map_had_before_another_came_in_is_still_seen(reader: TestClient) -> None:
    add_scan(reader, 1)
    document = reader.get(API).json()
    first = document["scans"][0]["pages"][0]["image"]
    for changed in (document, {**document, "scans": [], "images": {}}):
        tag = {"If-Match": reader.get(API).headers["etag"]}
        assert reader.put(API, json=changed, headers=tag).status_code in (200, 201)
    assert reader.get(f"{SCANS}/SC1/images/{first}/info.json").status_code == 200
    assert reader.get(f"{SCANS}/SC2/images/{first}/info.json").status_code == 404


def test_images_of_one_name_are_not_taken_for_one_where_a_manifest_tells_them_apart(reader: TestClient) -> None:
    canvas = {"id": "https://example.org/c", "type": "Canvas", "height": 4, "width": 3, "items": []}
    manifest = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://example.org/manifest",
        "type": "Manifest",
        "label": {"en": ["A box"]},
        "items": [canvas],
    }
    same = [("page.jpg", draw_page(number)) for number in (1, 2)]
    answer = send_scan(reader, ("manifest.json", json.dumps(manifest).encode()), *same)
    assert answer.status_code == 422
    assert "Several of the files have the same name" in answer.text
    assert send_scan(reader, *same).status_code == 303
    assert len(reader.get(f"{API}/scans").json()["items"][0]["pages"]) == 2
