"""Maps built for tests in few words."""

import base64
import hashlib
from io import BytesIO
from typing import Any

from PIL import Image

from models.records.contents import Block, ContentDraft
from models.records.documents import MapDocument


class MapBuilder:
    """Collects records of a map document; every call returns the builder."""

    def __init__(self, title: str = "A debate") -> None:
        self.lists: dict[str, Any] = {"title": title}

    def _add(self, plural: str, **fields: Any) -> "MapBuilder":
        self.lists.setdefault(plural, []).append(fields)
        return self

    def question(self, label: str, text: str = "What happened?", **more: Any) -> "MapBuilder":
        return self._add("questions", id=label, text=text, **more)

    def agent(self, label: str, name: str = "Somebody", **more: Any) -> "MapBuilder":
        return self._add("agents", id=label, name=name, **more)

    def source(self, label: str, title: str = "A telegram", **more: Any) -> "MapBuilder":
        return self._add("sources", id=label, title=title, **{"type": "archival", **more})

    def perception(self, label: str, text: str = "It was ordered.", **more: Any) -> "MapBuilder":
        return self._add("claims", id=label, text=text, kind="perception", **more)

    def response(self, label: str, text: str = "It was answered in kind.", **more: Any) -> "MapBuilder":
        return self._add("claims", id=label, text=text, kind="response", **more)

    def finding(self, label: str, text: str = "It was not ordered.", **more: Any) -> "MapBuilder":
        return self._add("claims", id=label, text=text, kind="finding", **more)

    def interpretation(self, label: str, text: str = "It can be read so.", **more: Any) -> "MapBuilder":
        return self._add("interpretations", id=label, text=text, **more)

    def evidence(self, label: str, source: str, summary: str = "It says so.", **more: Any) -> "MapBuilder":
        return self._add("evidence", id=label, source=source, summary=summary, **more)

    def tag(self, label: str, text: str = "a word") -> "MapBuilder":
        return self._add("tags", id=label, text=text)

    def link(self, label: str, premises: str, relation: str, target: str, **more: Any) -> "MapBuilder":
        return self._add("links", id=label, premises=premises.split(), relation=relation, target=target, **more)

    def text(self, label: str, *contents: str, title: str = "A letter", **more: Any) -> "MapBuilder":
        drafts = [ContentDraft(text=each, blocks=[Block(start=0, end=len(each))]) for each in contents]
        self.lists.setdefault("contents", {}).update({each.sha256: each.model_dump(mode="json") for each in drafts})
        versions = [
            {"sha256": each.sha256, "at": f"2026-01-{day:02}T00:00:00Z", "media_type": "text/plain"}
            for day, each in enumerate(drafts, start=1)
        ]
        return self._add("texts", id=label, title=title, versions=versions, **more)

    def annotation(self, label: str, text: str, exact: str, bodies: str = "", **more: Any) -> "MapBuilder":
        version = next(each for each in self.lists["texts"] if each["id"] == text)["versions"][-1]["sha256"]
        start = self.lists["contents"][version]["text"].index(exact)
        place = {"version": version, "exact": exact, "start": start, "end": start + len(exact)}
        return self._add("annotations", id=label, in_text=text, bodies=bodies.split(), **{**place, **more})

    def scan(self, label: str, *images: bytes, title: str = "A page", **more: Any) -> "MapBuilder":
        pages = []
        for data in images:
            with Image.open(BytesIO(data)) as image:
                size = {"width": image.width, "height": image.height}
                kept = {"media_type": Image.MIME[str(image.format)], **size, "data": base64.b64encode(data).decode()}
            sha256 = hashlib.sha256(data).hexdigest()
            self.lists.setdefault("images", {})[sha256] = kept
            pages.append({"image": sha256, **size})
        return self._add("scans", id=label, title=title, pages=pages, **more)

    def region(self, label: str, scan: str, bodies: str = "", page: int = 1, **more: Any) -> "MapBuilder":
        image = next(each for each in self.lists["scans"] if each["id"] == scan)["pages"][page - 1]["image"]
        place = {"x": 0, "y": 0, "width": 1, "height": 1, **more}
        return self._add("regions", id=label, in_scan=scan, image=image, bodies=bodies.split(), **place)

    def stance(self, label: str, agent: str, stance: str, target: str, **more: Any) -> "MapBuilder":
        return self._add("stances", id=label, agent=agent, stance=stance, target=target, **more)

    def critical_question(self, label: str, link: str, text: str = "Is it so?", **more: Any) -> "MapBuilder":
        return self._add("critical_questions", id=label, link=link, text=text, **more)

    def document(self) -> Any:
        return MapDocument.model_validate(self.lists)


def a_debate() -> MapBuilder:
    """A small map in which everything occurs once: a test, its evidence, co-premises, an undercut, a tag, texts."""
    return (
        MapBuilder()
        .tag("early", "early days")
        .question("Q1")
        .agent("observer", "An Observer")
        .agent("historian", "A Historian", kind="historian")
        .source("S1", author=["observer"], issued="1950", available="1995")
        .perception("P1", answers="Q1", held_by=["observer", "historian"], when="1950-06", tags=["early"])
        .finding("F1", answers="Q1")
        .finding("F2", "It was only allowed.", answers="Q1")
        .interpretation("I1", by=["historian"])
        .evidence("E1", "S1")
        .link("L1", "F1 F2", "tests", "P1", verdict="contradicted")
        .link("L2", "E1", "supports", "F1", source="S1")
        .link("L3", "I1", "undercuts", "L2")
        .stance("ST1", "historian", "rejects", "L1", confidence="high", reason="It rests on one report.", source="S1")
        .critical_question("CQ1", "L2", outcome="answered", answered_by="I1")
        .text("X1", "It was ordred.", "It was ordered by telegram.", source="S1", language="en", tags=["early"])
        .text("X2", "Es wurde befohlen.", translation_of="X1")
        .annotation("N1", "X1", "by telegram", "P1 L2", comment="Was it?", tags=["early"])
        .annotation("N2", "X2", "wurde befohlen", translates=["N1"])
    )


def draw_page() -> bytes:
    """Return the image of a page, as small as one can be."""
    page = BytesIO()
    Image.new("L", (4, 3), 200).save(page, "PNG")
    return page.getvalue()


def a_scanned_debate() -> MapBuilder:
    """The debate, with a page image of its first source, on which a region is tied to its first evidence."""
    return a_debate().scan("SC1", draw_page(), source="S1").region("RG1", "SC1", "E1", transcription="it says so")
