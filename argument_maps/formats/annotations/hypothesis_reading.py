"""Annotations of Hypothesis on a map that does not have their text: as evidence, with the words and where they stand.

Where the map has the text, they are better sent there as annotations, each as `build_web_annotation` makes it.
"""

import csv
from collections import Counter
from typing import Any

from argument_maps.formats.annotations.hypothesis_rows import (
    PUBLIC_GROUP,
    Row,
    build_web_annotation,
    describe_row,
    is_hypothesis_row,
    list_document_addresses,
    list_hypothesis_rows,
    list_if_any,
    name_user,
    parse_json_lines,
    read_csv_rows,
)
from argument_maps.formats.exchange import FilePlace, FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import decode_letters, parse_json_text
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase
from models.vocabulary import RecordKind, SourceType

# Lines of the note, in a row that was made of another annotation: as a tuple, which JSON does not have.
FURTHER_NOTES = "further notes"


def read_hypothesis(data: bytes) -> FormatReading:
    """Return the annotations in a file as evidence, and what they mark as sources. Raises `UnreadableFile`.

    The remainder is the same annotations as web annotations.
    """
    builder = MapBuilder("Annotations")
    rows = _list_rows(data, builder)
    reader = RowReader(builder)
    for place, row in rows:
        reader.add_source(place, row)
    replies = [(place, row) for place, row in rows if row.get("references")]
    reader.collect_replies(replies, {str(row.get("id")) for _, row in rows})
    for place, row in rows:
        if not row.get("references"):
            reader.add_annotation(place, row)
    reader.add_sources()
    reader.tell_what_is_passed_over()
    counts = {
        "annotations": len(rows) - len(replies),
        "replies": len(replies),
        "page_notes": reader.page_notes,
        "documents": len(reader.sources),
    }
    annotations = tuple(build_web_annotation(row)[0] for _, row in rows if not row.get("references"))
    return FormatReading(builder.build_map(), counts, tuple(builder.problems), annotations)


def _list_rows(data: bytes, builder: MapBuilder) -> list[tuple[FilePlace, Row]]:
    text, problems = decode_letters(data)
    builder.problems += problems
    if text.lstrip()[:1] not in ("{", "["):
        return _list_csv_rows(text, builder)
    lines = parse_json_lines(text)
    if lines is not None and len(lines) > 1:
        values = lines
        places = [FilePlace(number, 1) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    else:
        value, builder.problems = parse_json_text(data)
        listed = list_hypothesis_rows(value)
        if listed is None:
            raise UnreadableFile(
                Phrase("The file holds no annotations of Hypothesis."),
                Phrase("Send what its search gives (rows), or what its client exports."),
            )
        values, places = listed, [FilePlace(pointer=f"/{number}") for number in range(len(listed))]
    rows = []
    for place, row in zip(places, values, strict=True):
        if is_hypothesis_row(row):
            rows.append((FilePlace(place.line, place.column, "", place.pointer, str(row.get("id", ""))[:80]), row))
        else:
            builder.add_problem(Phrase("It is no annotation of Hypothesis."), Phrase("It is left out."), place)
    return rows


def _list_csv_rows(text: str, builder: MapBuilder) -> list[tuple[FilePlace, Row]]:
    rows: list[tuple[FilePlace, Row]] = []
    try:
        for line, row in read_csv_rows(text):
            rows.append((FilePlace(line, 1), row))  # those before a mistake are kept
    except csv.Error:
        place = FilePlace((rows[-1][0].line or 0) + 1 if rows else 1, 1)
        builder.add_problem(Phrase("A cell has no end."), Phrase("The rows from here on are left out."), place)
    if not rows:
        raise UnreadableFile(Phrase("The file holds no annotations."), Phrase("Export them from Hypothesis again."))
    return rows


class RowReader:
    """Makes records of rows. Of other annotations rows can be made, with labels of their own and further notes."""

    def __init__(self, builder: MapBuilder) -> None:
        self.builder = builder
        self.sources: dict[str, tuple[str, dict[str, Any], FilePlace]] = {}
        self.page_notes = 0
        self._passed_over: Counter[str] = Counter()
        self._tags: dict[str, str] = {}
        self._replies: dict[str, list[str]] = {}

    def propose_label(self, address: str) -> str:
        """Return what the record of an annotation, or of what it marks, is called; nothing where it gets a number."""
        del address
        return ""

    def add_source(self, place: FilePlace, row: Row) -> None:
        """Note what a row marks, once for each address, under the first title that it has."""
        address = str(row.get("uri") or "")
        if not isinstance(row.get("uri"), str | None):
            self.builder.add_problem(Phrase("Its address is no text."), Phrase("It is kept in the note."), place)
        document = row.get("document")
        title = document.get("title") if isinstance(document, dict) else None
        title = next((str(name) for name in list_if_any(title) or [title] if name), "")
        if address not in self.sources:
            label = self.builder.reserve_label(self.propose_label(address), RecordKind.SOURCE)
            # Of a PDF the client names the file by a number, and beside it where it was read.
            links = list_document_addresses(document)
            addresses = [each for each in (address, *links) if each.startswith(("http://", "https://"))]
            dois = [each.removeprefix("doi:") for each in links if each.startswith("doi:")]
            fields = {
                "type": SourceType.WEBPAGE,
                "title": title or address.partition("://")[2][:500] or address[:500] or "Untitled",
                "url": addresses[0] if addresses else None,
                "doi": dois[0] if dois else "",
                "note": "" if address in addresses else address,
            }
            self.sources[address] = (label, fields, place)
        elif title and self.sources[address][1]["title"] in address:
            self.sources[address][1]["title"] = title

    def collect_replies(self, replies: list[tuple[FilePlace, Row]], known: set[str]) -> None:
        """Put replies with what they answer, be it through others; those to nothing here go to their source."""
        for place, row in replies:
            first = next(iter(list_if_any(row["references"])), None)
            said = f"{name_user(row)}: {row.get('text', '')}"
            if isinstance(first, str) and first and first in known:
                self._replies.setdefault(first, []).append(said)
                continue
            self._add_to_source(row, f"{said}\n{describe_row(row)}")
            self.builder.add_problem(
                Phrase("It replies to an annotation that is not in the file."),
                Phrase("It is kept in the note of the source."),
                place,
                ProblemWeight.CHANGED,
            )

    def add_annotation(self, place: FilePlace, row: Row) -> None:
        """Make a row evidence where it marks a passage, else a note of its source."""
        if row.get("deleted") is True:
            self.builder.add_problem(Phrase("It was deleted."), Phrase("It is left out."), place)
            return
        self._tell_who_could_read(place, row)
        selectors = self._list_selectors(place, row)
        quotation = next((each["exact"] for each in selectors if isinstance(each.get("exact"), str)), "")
        text = str(row.get("text") or "")
        further = row[FURTHER_NOTES] if isinstance(row.get(FURTHER_NOTES), tuple) else ()
        note = "\n".join([describe_row(row), *self._replies.get(str(row.get("id")), ()), *further]).strip()
        if not quotation.strip():
            self.page_notes += 1
            self._add_to_source(row, "\n".join(part for part in (text, *self._list_tags(row), note) if part))
            return
        fields = {
            "summary": text.strip() or " ".join(quotation.split()),
            "source": self.sources[str(row.get("uri") or "")][0],
            "quotation": " ".join(quotation.split()),
            "locator": self._find_page(row) or None,
            "selectors": [each for each in selectors if each["type"] != "PageSelector"],
            "tags": self._add_tags(row, place),
            "note": note,
        }
        proposal = self.propose_label(str(row.get("id") or ""))
        label = self.builder.reserve_label(proposal, RecordKind.EVIDENCE) if proposal else None
        self.builder.add_record(RecordKind.EVIDENCE, fields, label=label, place=place)

    def add_sources(self) -> None:
        """Add everything that is marked, with the notes that were gathered for it."""
        for label, fields, place in self.sources.values():
            self.builder.add_record(RecordKind.SOURCE, fields, label=label, place=place)

    def tell_what_is_passed_over(self) -> None:
        """Add a problem for each way of giving a place that is not read."""
        for kind, number in sorted(self._passed_over.items()):
            self.builder.add_problem(
                Phrase(
                    "Places that are given as %(kind)s are not read (%(number)s of them).", kind=kind, number=number
                ),
                Phrase("Passages are found by their words and their position."),
                weight=ProblemWeight.NOTED,
            )

    def _add_to_source(self, row: Row, words: str) -> None:
        fields = self.sources[str(row.get("uri") or "")][1]
        fields["note"] = "\n\n".join(part for part in (fields["note"], words) if part)

    def _list_selectors(self, place: FilePlace, row: Row) -> list[dict[str, Any]]:
        targets = [target for target in list_if_any(row.get("target")) if isinstance(target, dict)]
        found = [each for target in targets for each in list_if_any(target.get("selector")) if isinstance(each, dict)]
        sound = [each for each in found if _is_sound(each)]
        self._passed_over.update({str(each.get("type"))[:40] for each in found if each not in sound})
        target = row.get("target")
        if len(targets) < len(list_if_any(target)) or not isinstance(target, list | None):
            self.builder.add_problem(Phrase("Its target is no object."), Phrase("It is passed over."), place)
        return sound

    def _find_page(self, row: Row) -> str:
        for target in list_if_any(row.get("target")):
            for each in list_if_any(target.get("selector")) if isinstance(target, dict) else []:
                if isinstance(each, dict) and each.get("type") == "PageSelector" and each.get("label"):
                    return f"p. {each['label']}"
        return ""

    def _list_tags(self, row: Row) -> list[str]:
        tags = [str(tag) for tag in list_if_any(row.get("tags")) if tag]
        return [", ".join(tags)] if tags else []

    def _add_tags(self, row: Row, place: FilePlace) -> list[str]:
        labels = []
        for tag in list_if_any(row.get("tags")):
            text = str(tag).strip()
            if text and text.casefold() not in self._tags:
                label = self.builder.add_record(RecordKind.TAG, {"text": text}, place=place)
                if label is not None:
                    self._tags[text.casefold()] = label
            if text.casefold() in self._tags:
                labels.append(self._tags[text.casefold()])
        return list(dict.fromkeys(labels))

    def _tell_who_could_read(self, place: FilePlace, row: Row) -> None:
        permissions = row.get("permissions")
        readers = [
            str(each) for each in list_if_any(permissions.get("read") if isinstance(permissions, dict) else None)
        ]
        group = str(row.get("group") or PUBLIC_GROUP)
        if readers and not any(reader.startswith("group:") for reader in readers):
            told = Phrase("It was private: only %(readers)s could read it.", readers=tuple(readers[:5]))
        elif group != PUBLIC_GROUP:
            told = Phrase("It was shared with the group “%(group)s” only.", group=group[:80])
        elif row.get("hidden") is True:
            told = Phrase("A moderator had hidden it.")
        else:
            return
        outcome = Phrase("It is read like any other: whoever sees the map reads it.")
        self.builder.add_problem(told, outcome, place, ProblemWeight.NOTED)


def _is_sound(selector: dict[str, Any]) -> bool:
    """Tell whether a selector is of a sort that is read, and has what it has to have."""
    match selector:
        case {"type": "TextQuoteSelector", "exact": str()} | {"type": "PageSelector"}:
            return True
        case {"type": "TextPositionSelector", "start": int(start), "end": int(end)}:
            return 0 <= start <= end
    return False
