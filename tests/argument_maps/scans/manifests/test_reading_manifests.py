"""Manifests as institutions give them: what is read, what is told, and what is refused."""

import json
import random
import time
from typing import Any

import pytest

from argument_maps.scans.manifests import Manifest, ManifestRegion, UnreadableManifest, read_manifest
from argument_maps.scans.manifests.language_values import strip_markup
from argument_maps.scans.manifests.manifest_files import DEEPEST, MOST_BYTES
from argument_maps.scans.shapes import Shape
from tests.argument_maps.scans.manifests.examples import (
    BASE,
    OLDER,
    SVG,
    build_annotation,
    build_canvas,
    build_manifest,
)


def read(document: object, *languages: str) -> Manifest:
    return read_manifest(json.dumps(document).encode(), languages)


def annotate(target: object, body: object = "Words", **members: Any) -> Manifest:
    annotation = build_annotation(target, body)
    return read(
        build_manifest(build_canvas(1, annotations=[{"type": "AnnotationPage", "items": [annotation]}], **members))
    )


def test_a_manifest_of_version_3_is_read() -> None:
    manifest = read(
        build_manifest(
            metadata=[
                {"label": {"fr": ["Cote"], "en": ["Shelf"]}, "value": {"none": ["Ms. 12", "Box 3"]}},
                {"label": {"en": ["Hand"]}, "value": {"en": ["<span>Small &amp; <i>neat</i></span>"]}},
                {"label": {"en": ["Title"]}, "value": {"en": ["A letter"]}},
            ],
            requiredStatement={"label": {"en": ["Attribution"]}, "value": {"en": ["The Archive"]}},
            rights="http://creativecommons.org/licenses/by/4.0/",
            provider=[{"id": "https://archive.example", "type": "Agent", "label": {"en": ["The Archive"]}}],
            homepage=[{"id": "https://archive.example/letter", "type": "Text", "label": {"en": ["Home"]}}],
            summary={"en": ["From Ann."]},
            navDate="1882-04-12T00:00:00Z",
        ),
        "en-GB",
    )
    assert manifest.title == "A letter"
    assert [(page.label, page.width, page.height) for page in manifest.pages] == [
        ("f. 1r", 1000, 1500),
        ("f. 2r", 1000, 1500),
    ]
    assert manifest.pages[0].image_names == ("letter_0001", "p1", "default.jpg")
    assert manifest.source_data == {
        "title": "A letter",
        "archive_reference": "Ms. 12; Box 3",
        "Hand": "Small & neat",
        "Attribution": "The Archive",
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "summary": "From Ann.",
        "date for navigation": "1882-04-12T00:00:00Z",
        "url": "https://archive.example/letter",
        "repository": "The Archive",
        "manifest": f"{BASE}/letter/manifest.json",
    }
    # The label of the manifest, and the one of its metadata.
    assert manifest.notes == ("2 values are given in several languages, of which one was taken: en, de; fr, en.",)


def test_a_manifest_of_version_2_is_read() -> None:
    manifest = read(OLDER, "en")
    assert manifest.title == "A letter"
    assert manifest.source_data == {
        "title": "A letter",
        "archive_reference": "Ms. 12",
        "issued": "1882-04-12",
        "author": "Able, Ann (https://archive.example/ann)",
        "attribution": "The Archive",
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "summary": "Written at night.",
        "url": "https://archive.example/letter",
        "part of": f"{BASE}/2/letters",
        "manifest": f"{BASE}/2/letter/manifest.json",
    }
    (page,) = manifest.pages
    assert page.image_names == ("ms:12/0001.jp2", "ms:12/0001", "0001.jp2", "0001", "1", "native.jpg")
    shape = Shape((10, 10, 40, 50), ((10, 10), (50, 10), (50, 60)))
    assert manifest.regions == (ManifestRegion(0, shape, "A blot & more", "commenting"),)
    told = " ".join(manifest.notes)
    assert f"1 list of annotations is at another address and was not fetched: {BASE}/2/list/1." in told
    assert f"1 other order of the pages was left out: {BASE}/2/other-order." in told


@pytest.mark.parametrize(
    ("languages", "label", "title"),
    [
        (("de",), {"en": ["A letter"], "de-AT": ["Ein Brief"]}, "Ein Brief"),
        (("fr", "de"), {"en": ["A letter"], "de": ["Ein Brief"]}, "Ein Brief"),
        (("fr",), {"en": ["A letter"], "de": ["Ein Brief"]}, "A letter"),
        (("fr",), {"en": ["A letter"], "none": ["Ms. 12"]}, "Ms. 12"),
        ((), {"@none": ["Ms. 12", "fol. 1"]}, "Ms. 12; fol. 1"),
        ((), "Ms. 12", "Ms. 12"),
        (("en",), {"value": "Ms. 12", "language": "en"}, "Ms. 12"),
        ((), None, ""),
        ((), {"en": "a\ud800\x00b\n c"}, "ab c"),
    ],
)
def test_the_label_is_in_the_readers_language(languages: tuple[str, ...], label: object, title: str) -> None:
    assert read(build_manifest(label=label), *languages).title == title


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One</p><p>two<br/>three</p>", "One\n\ntwo\nthree"),
        ('<span>See <a href="https://a.example/">there</a></span>', "See there (https://a.example/)"),
        ("To <the king> & a < b", "To <the king> & a < b"),
        ("<i>To</i> <the king>", "To <the king>"),
        ("Tom &amp; Ann", "Tom & Ann"),
        ("<p>a<script>b()</script></p>", "a"),
        ('<img src="https://a.example/l.png" alt="A seal"/>', "A seal"),
    ],
)
def test_html_becomes_plain_text(text: str, plain: str) -> None:
    assert strip_markup(text) == plain


CANVAS = f"{BASE}/letter/canvas/p1"


@pytest.mark.parametrize(
    ("target", "shape"),
    [
        (f"{CANVAS}#xywh=1,2,3,4", Shape((1, 2, 3, 4))),
        (CANVAS, Shape((0, 0, 1000, 1500))),
        (
            {"type": "SpecificResource", "source": CANVAS, "selector": {"type": "SvgSelector", "value": SVG}},
            Shape((10, 10, 40, 50), ((10, 10), (50, 10), (50, 60))),
        ),
        (
            {"source": {"id": CANVAS}, "selector": [{"type": "FragmentSelector", "value": "xywh=percent:0,0,10,10"}]},
            Shape((0, 0, 100, 150)),
        ),
    ],
)
def test_what_is_annotated_becomes_a_region(target: object, shape: Shape) -> None:
    assert annotate(target).regions == (ManifestRegion(0, shape, "Words", "commenting"),)


@pytest.mark.parametrize(
    ("body", "comment"),
    [
        ([{"type": "TextualBody", "value": "<p>One</p>"}, {"type": "TextualBody", "value": "two"}], "One\ntwo"),
        ({"type": "Choice", "items": [{"value": "Un", "language": "fr"}, {"value": "One", "language": "en"}]}, "Un"),
        ({"type": "SpecificResource", "source": {"type": "TextualBody", "value": "One"}}, "One"),
        ({"type": "Image", "id": "https://a.example/1.png"}, ""),
    ],
)
def test_the_words_of_an_annotation_are_its_comment(body: object, comment: str) -> None:
    manifest = annotate(f"{CANVAS}#xywh=1,2,3,4", body)
    assert manifest.regions[0].comment == comment
    assert any("no text" in note for note in manifest.notes) == (not comment)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"annotations": [f"{BASE}/list"]}, "1 list of annotations is at another address and was not fetched"),
        ({"annotations": [{"items": [build_annotation(f"{CANVAS}#xywh=5000,1,1,1", "x")]}]}, "cannot be placed"),
        ({"annotations": [{"items": [build_annotation("https://b.example#xywh=1,1,1,1", "x")]}]}, "not about a page"),
        ({"annotations": [{"items": [build_annotation(f"{CANVAS}#xywh=-1,1,9,9", "x")]}]}, "cut off"),
        ({"items": []}, "1 page has no image in the manifest: f. 1r."),
        ({"items": build_canvas(1)["items"] * 2}, "composed of several images"),
        ({"items": [{"items": [build_annotation(f"{CANVAS}#xywh=0,0,9,9", {"type": "Image"})]}]}, "part of the page"),
        ({"items": [{"items": [build_annotation(CANVAS, {"type": "Video"})]}]}, "f. 1r (Video)"),
        (
            {"items": [{"items": [build_annotation(CANVAS, {"type": "Choice", "items": [{"id": "a"}, {"id": "b"}]})]}]},
            "1 alternative image was left out: b.",
        ),
        ({"seeAlso": [{"id": "https://a.example/alto.xml"}]}, "not fetched: https://a.example/alto.xml"),
        ({"behavior": ["paged"], "metadata": []}, "were not used:"),
    ],
)
def test_what_is_left_out_is_told(members: dict[str, Any], words: str) -> None:
    assert words in " ".join(read(build_manifest(build_canvas(1, **members))).notes)


def test_recordings_and_contents_are_told_and_left_out() -> None:
    film = {"id": f"{BASE}/film", "type": "Canvas", "duration": 9, "width": 5, "height": 5}
    ranges = [{"type": "Range", "label": {"en": ["Address"]}, "items": [{"type": "Range", "label": {"en": ["Date"]}}]}]
    manifest = read(build_manifest(film, build_canvas(1), structures=ranges))
    assert len(manifest.pages) == 1
    told = " ".join(manifest.notes)
    assert f"1 item is no page, such as a recording or a scene, and was left out: {BASE}/film." in told
    assert "2 parts of the table of contents were left out: Address; Date." in told


def test_a_page_without_a_size_has_that_of_its_image() -> None:
    canvas = build_canvas(1, width=0, height="0")
    assert [(page.width, page.height) for page in read(build_manifest(canvas)).pages] == [(1000, 1500)]


NESTED = b'{"type":"Manifest","items":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
SHALLOW = b'{"type":"Manifest","items":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}"


@pytest.mark.parametrize(
    ("data", "words", "remedy"),
    [
        (b"\xff{}", "not UTF-8", "Send the manifest"),
        (b'{\n"type": }', "line 2, column 9", "Send the manifest"),
        (b"[]", "no manifest", "Send the manifest"),
        (b'{"type": NaN}', "a number that JSON has no form for", "Send the manifest"),
        (b'{"type": ' + b"9" * 5_000 + b"}", "a number that JSON has no form for", "Send the manifest"),
        (NESTED, "nested too deep", "Send the manifest"),
        (SHALLOW, "nested too deep", "Send the manifest"),
        (b" " * (MOST_BYTES + 1), "more than 20,000,000 bytes", "a part"),
        (
            b'{"type":"Manifest",\n"type":"Manifest"}',
            "“type” stands twice in one object, in line 2",
            "Take one of them",
        ),
        (b'{"type":"Collection","items":[]}', "a collection of manifests", "Open one of its items"),
        (b'{"@type":"sc:Collection","manifests":[]}', "a collection of manifests", "Open one of its items"),
        (b'{"protocol":"http://iiif.io/api/image","width":9}', "info.json", "Send the image itself"),
        (b'{"type":"AnnotationPage"}', "AnnotationPage", "Send the manifest"),
        (b'{"type":"Manifest","items":[]}', "no pages", "something that has images"),
        (json.dumps(build_manifest(*[{"type": "Canvas"}] * 5_001)).encode(), "5,001 pages", "at most 5,000"),
        (json.dumps({str(n): n for n in range(2_000)}).encode(), "2,000 members", "1,000"),
    ],
)
def test_what_is_no_manifest_is_refused_with_what_to_do(data: bytes, words: str, remedy: str) -> None:
    with pytest.raises(UnreadableManifest) as refused:
        read_manifest(data)
    assert words in refused.value.detail
    assert remedy in refused.value.remedy


WHOLE = (
    OLDER,
    build_manifest(
        build_canvas(1, annotations=[{"items": [build_annotation(f"{CANVAS}#xywh=1,2,3,4", {"value": "<p>x</p>"})]}]),
        metadata=[{"label": {"en": ["Date"]}, "value": {"en": ["1882"]}}],
        structures=[{"type": "Range", "items": [{"type": "Range"}]}],
        provider=[{"label": {"en": ["A"]}, "homepage": [{"id": BASE}]}],
    ),
)
OTHERS: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        1.5,
        10**30,
        "",
        "x",
        "\ud800",
        [],
        {},
        [[]],
        [None],
        {"a": 1},
        "http://[",
        "Choice",
        "oa:Choice",
    ),
    *("http://" + "a/" * 3_000, {"id": 5}, {"@value": {}}, {"type": []}, {"type": "Choice", "default": {}}, "#xywh=1"),
    *({"type": "SpecificResource", "source": []}, {"type": ["Image"]}, "<p>" * 2_000, "%ff%2F", {"en": {"de": []}}),
)


def damage(value: Any, chance: random.Random) -> Any:
    """Return a value with some of what is in it replaced, removed or repeated."""
    if chance.random() < 0.03:
        return chance.choice(OTHERS)
    if isinstance(value, dict):
        kept = {name: damage(one, chance) for name, one in value.items() if chance.random() > 0.02}
        if kept and chance.random() < 0.03:
            kept[chance.choice(("items", "type", "@id", "selector", "source", "label"))] = chance.choice(OTHERS)
        return kept
    if isinstance(value, list):
        return [damage(one, chance) for one in value for _ in range(chance.choice((1, 1, 1, 1, 1, 1, 1, 2, 0)))]
    return value


def read_damaged_manifests(number: int, seed: int) -> None:
    chance = random.Random(seed)
    counted = {"read": 0, "refused": 0}
    for _ in range(number):
        data = bytearray(json.dumps(damage(chance.choice(WHOLE), chance)).encode())
        for _ in range(chance.choice((0, 0, 0, 1, 3))):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.choice((0, 1, 50))] = chance.choice((b"", b"\0", b"\xff", b'"', b"{", b"]", b"1e999"))
        begun = time.perf_counter()
        try:
            manifest = read_manifest(bytes(data), chance.choice(((), ("en",), ("de", "fr"))))
        except UnreadableManifest as refused:
            counted["refused"] += bool(refused.detail and refused.remedy)
        else:
            counted["read"] += 1
            assert manifest.pages
            assert all(0 <= region.page < len(manifest.pages) for region in manifest.regions)
            assert all(value and isinstance(value, str) for value in manifest.source_data.values())
        assert time.perf_counter() - begun < 2.0
    assert min(counted.values()) > number // 20
    assert sum(counted.values()) == number


def test_damaged_manifests_are_read_in_part_or_refused() -> None:
    read_damaged_manifests(300, seed=17)


@pytest.mark.soak
def test_ten_thousand_damaged_manifests_are_read_in_part_or_refused() -> None:
    read_damaged_manifests(10_000, seed=1950)


def test_what_takes_too_long_is_left_out_and_told() -> None:
    curves = f'<svg><path d="M0,0{"t1,1" * 240}"/></svg>'
    target = {"source": CANVAS, "selector": {"type": "SvgSelector", "value": curves}}
    annotations = [build_annotation(target, "x")] * 6_000
    pairs = [{"label": "a", "value": [f"{number}" + "<p>" * 3_000 for number in range(20)]}] * 50
    begun = time.perf_counter()
    manifest = read(build_manifest(build_canvas(1, annotations=[{"items": annotations}]), metadata=pairs))
    assert time.perf_counter() - begun < 30.0
    told = " ".join(manifest.notes)
    assert "annotations were left out, since there are more than are read" in told
    assert "values have more HTML than is read" in told
