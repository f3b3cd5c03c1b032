"""Manifests of our scans: as the Presentation API 3.0 asks for, and read again as what they were written of."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from argument_maps.formats.annotations.web_annotation_rules import CONTEXT, find_faults
from argument_maps.scans.manifests import (
    AnnotationWords,
    ManifestRegion,
    PublishedPage,
    PublishedRegion,
    PublishedScan,
    read_manifest,
    write_scan_manifest,
)
from argument_maps.scans.shapes import Shape

SCAN = "https://maps.example/maps/korea/scans/s1"
TRIANGLE = Shape((0, 0, 50, 60), ((0, 0), (50, 0), (50, 60)))
REGIONS = (
    PublishedRegion(f"{SCAN}/regions/r1", Shape((1, 2, 3, 4)), (AnnotationWords("A blot", "en"),)),
    PublishedRegion(
        f"{SCAN}/regions/r2", TRIANGLE, (AnnotationWords("Дорогой", "ru", "supplementing"),), "supplementing"
    ),
    PublishedRegion(f"{SCAN}/regions/r3", TRIANGLE),
)
WHOLE = PublishedScan(
    f"{SCAN}/manifest.json",
    "A letter",
    (
        PublishedPage(f"{SCAN}/canvas/1", "f. 1r", 1000, 1500, f"{SCAN}/images/{'a' * 64}", REGIONS),
        PublishedPage(f"{SCAN}/canvas/2", "", 100, 90, f"{SCAN}/images/{'b' * 64}"),
    ),
    language="en",
    summary="From Ann.",
    metadata=(("Source", "Archive, f. 1"), ("Note", "<unsigned>")),
    rights="https://creativecommons.org/licenses/by/4.0/",
    attribution="The Archive",
    homepage=SCAN,
)
ADDRESS = re.compile(r"https?://[^\s]+")


def walk(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, value
    children = (
        value.items() if isinstance(value, dict) else ((name, one) for one in value) if isinstance(value, list) else ()
    )
    for child_name, child in children:
        yield from walk(child, child_name)


def test_a_manifest_has_what_the_specification_asks_for() -> None:
    manifest = write_scan_manifest(WHOLE)
    # 4.6: the context is the first member. 3.1, 3.2: what has to be there, and in which form.
    assert next(iter(manifest)) == "@context"
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    for name, value in walk(manifest):
        if name in ("label", "value", "summary") and isinstance(value, dict):
            assert all(
                isinstance(texts, list) and all(isinstance(one, str) for one in texts) for texts in value.values()
            )
        if name in ("items", "thumbnail", "homepage", "service", "metadata", "annotations") and isinstance(value, list):
            assert value
        if (
            name in ("items", "annotations", "thumbnail", "body", "service")
            and isinstance(value, dict)
            and "value" not in value
        ):
            assert ADDRESS.fullmatch(value["id"])
            assert value["type"] in ("Canvas", "AnnotationPage", "Annotation", "Image", "ImageService3")
    for canvas in manifest["items"]:
        assert canvas["label"]
        assert min(canvas["width"], canvas["height"]) > 0
        (painting,) = canvas["items"][0]["items"]
        assert (painting["motivation"], painting["target"]) == ("painting", canvas["id"])
        assert painting["body"]["service"][0]["profile"] == "level2"
        assert "#" not in canvas["id"]
        for annotation in canvas.get("annotations", [{}])[0].get("items", []):
            assert annotation["motivation"] != "painting"
            # Supplementing is a motivation of IIIF (3.3), which the Web Annotation Data Model does not know.
            known = json.loads(json.dumps(annotation).replace("supplementing", "describing"))
            assert list(find_faults({"@context": CONTEXT, **known})) == []
    ids = [
        value["id"]
        for name, value in walk(manifest["items"])
        if isinstance(value, dict) and name in ("items", "annotations")
    ]
    assert len(ids) == len(set(ids))


def test_what_is_written_is_read_again() -> None:
    manifest = read_manifest(json.dumps(write_scan_manifest(WHOLE)).encode())
    assert (manifest.title, [page.label for page in manifest.pages]) == ("A letter", ["f. 1r", "2"])
    assert [(page.width, page.height) for page in manifest.pages] == [(1000, 1500), (100, 90)]
    assert manifest.pages[0].image_names[0] == "a" * 64
    assert manifest.source_data == {
        "title": "A letter",
        "Source": "Archive, f. 1",
        "Note": "<unsigned>",
        "Attribution": "The Archive",
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "summary": "From Ann.",
        "url": SCAN,
        "manifest": f"{SCAN}/manifest.json",
    }
    assert manifest.regions == (
        ManifestRegion(0, Shape((1, 2, 3, 4)), "A blot", "commenting"),
        ManifestRegion(0, TRIANGLE, "Дорогой", "supplementing"),
        ManifestRegion(0, TRIANGLE, "", "commenting"),
    )
    assert len(manifest.notes) == 1


def test_thumbnails_are_no_larger_than_their_images() -> None:
    first, second = (canvas["thumbnail"][0] for canvas in write_scan_manifest(WHOLE)["items"])
    assert (first["width"], first["height"], "/full/133,200/0/" in first["id"]) == (133, 200, True)
    assert (second["width"], second["height"], "/full/max/0/" in second["id"]) == (100, 90, True)


def test_rights_in_words_stand_among_the_metadata() -> None:
    page = PublishedPage(f"{SCAN}/canvas/1", "1", 1, 1, f"{SCAN}/images/a")
    manifest = write_scan_manifest(PublishedScan(SCAN, "A", (page,), rights="All rights reserved"))
    assert "rights" not in manifest
    assert manifest["metadata"] == [{"label": {"en": ["Rights"]}, "value": {"none": ["All rights reserved"]}}]
    with pytest.raises(ValueError, match="no manifest"):
        write_scan_manifest(PublishedScan(SCAN, "A", ()))
