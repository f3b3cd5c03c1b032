"""Manifests of our own, small and whole, of versions 2 and 3."""

from typing import Any

BASE = "https://archive.example/iiif"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M10,10L50,10L50,60z"/></svg>'


def build_canvas(number: int, **members: Any) -> dict[str, Any]:
    """Return a canvas of version 3 with one image of an image service."""
    canvas = f"{BASE}/letter/canvas/p{number}"
    service = f"{BASE}/images/letter_{number:04}"
    image = {
        "id": f"{service}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": 1000,
        "height": 1500,
        "service": [{"id": service, "type": "ImageService3", "profile": "level2"}],
    }
    painting = {"id": f"{canvas}/a", "type": "Annotation", "motivation": "painting", "body": image, "target": canvas}
    return {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [f"f. {number}r"]},
        "width": 1000,
        "height": 1500,
        "items": [{"id": f"{canvas}/painting", "type": "AnnotationPage", "items": [painting]}],
        **members,
    }


def build_annotation(target: object, body: object, motivation: str = "commenting") -> dict[str, Any]:
    """Return an annotation of version 3."""
    return {"id": f"{BASE}/a", "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def build_manifest(*canvases: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a manifest of version 3; without canvases with two of them."""
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{BASE}/letter/manifest.json",
        "type": "Manifest",
        "label": {"en": ["A letter"], "de": ["Ein Brief"]},
        "items": list(canvases or (build_canvas(1), build_canvas(2))),
        **members,
    }


OLDER = {
    "@context": "http://iiif.io/api/presentation/2/context.json",
    "@id": f"{BASE}/2/letter/manifest.json",
    "@type": "sc:Manifest",
    "label": [{"@value": "Ein Brief", "@language": "de"}, {"@value": "A letter", "@language": "en"}],
    "description": "Written <b>at night</b>.",
    "attribution": "The Archive",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "related": {"@id": "https://archive.example/letter", "format": "text/html"},
    "within": f"{BASE}/2/letters",
    "metadata": [
        {"label": [{"@value": "Signatur", "@language": "de"}], "value": "Ms. 12"},
        {"label": "Date", "value": ["1882-04-12"]},
        {"label": "Creator", "value": '<a href="https://archive.example/ann">Able, Ann</a>'},
    ],
    "sequences": [
        {
            "@type": "sc:Sequence",
            "canvases": [
                {
                    "@id": f"{BASE}/2/letter/canvas/1",
                    "@type": "sc:Canvas",
                    "label": "1",
                    "width": 100,
                    "height": 200,
                    "images": [
                        {
                            "@type": "oa:Annotation",
                            "motivation": "sc:painting",
                            "on": f"{BASE}/2/letter/canvas/1",
                            "resource": {
                                "@id": f"{BASE}/2/ms%3A12%2F0001.jp2/full/full/0/native.jpg",
                                "@type": "dctypes:Image",
                                "service": {"@id": f"{BASE}/2/ms%3A12%2F0001.jp2"},
                            },
                        }
                    ],
                    "otherContent": [
                        {"@id": f"{BASE}/2/list/1", "@type": "sc:AnnotationList"},
                        {
                            "@type": "sc:AnnotationList",
                            "resources": [
                                {
                                    "@type": "oa:Annotation",
                                    "motivation": ["oa:commenting"],
                                    "resource": [{"@type": "dctypes:Text", "chars": "<p>A blot &amp; more</p>"}],
                                    "on": {
                                        "@type": "oa:SpecificResource",
                                        "full": f"{BASE}/2/letter/canvas/1",
                                        "selector": {
                                            "@type": "oa:Choice",
                                            "default": {"@type": "oa:FragmentSelector", "value": "xywh=10,10,40,50"},
                                            "item": {"@type": "oa:SvgSelector", "value": SVG},
                                        },
                                    },
                                }
                            ],
                        },
                    ],
                }
            ],
        },
        {"@id": f"{BASE}/2/other-order", "@type": "sc:Sequence"},
    ],
}
