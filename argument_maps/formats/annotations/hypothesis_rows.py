"""Annotations as the Hypothesis API gives them (h API v1, `/api/search`), and as its client exports them.

A row is `{"id", "user", "uri", "text", "tags", "target", …}`; a search gives `{"total", "rows"}`, an export of the
client `{"export_date", "annotations"}` or a CSV file. Each is made a web annotation, so that it is read as those are.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from argument_maps.formats.annotations.web_annotation import CONTEXT
from argument_maps.formats.annotations.web_annotation_records import OWN, Document
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.native import DocumentProblem

Row = dict[str, Any]
CSV_COLUMNS = ("Creation Date", "URL", "Group", "Annotation/Reply Type", "Quote", "User", "Body", "Tags", "Page")
PUBLIC_GROUP = "__world__"
_LISTS = ("rows", "annotations")
# What says how a row is kept and shown at Hypothesis, and nothing of the passage.
_TECHNICAL = frozenset(
    {
        *("id", "created", "updated", "user", "uri", "text", "tags", "target", "group", "references", "permissions"),
        *("links", "hidden", "flagged", "moderation", "moderation_status", "user_info", "mentions", "actions"),
        *("document", "deleted", "consumer", "metadata"),
    }
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f]")


def is_hypothesis_row(value: Any) -> bool:
    """Tell whether a JSON value is an annotation of Hypothesis, which names no context as web annotations do."""
    return (
        isinstance(value, dict)
        and "@context" not in value
        and "uri" in value
        and ("user" in value or "target" in value)
    )


def list_hypothesis_rows(value: Any) -> list[Any] | None:
    """Return the rows in a JSON value, be it one, a list or what a search or an export gives; None where it is none."""
    if is_hypothesis_row(value):
        return [value]
    listed: list[Any] = []
    if isinstance(value, dict) and "@context" not in value:
        listed = [row for name in (*_LISTS, "replies") for row in list_if_any(value.get(name))]
        if not listed and any(isinstance(value.get(name), list) for name in _LISTS):
            return [] if {"total", "export_date"} & value.keys() else None
    elif isinstance(value, list):
        listed = value
    return listed if any(is_hypothesis_row(row) for row in listed[:10]) else None


def list_if_any(value: Any) -> list[Any]:
    """Return a list as it is, and nothing for what is none."""
    return value if isinstance(value, list) else []


def parse_json_lines(text: str) -> list[Any] | None:
    """Return the values of a text that has one JSON value on each line; None where it is something else."""
    values = []
    for line in filter(str.strip, text.split("\n")):
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError):
            return None
    return values


def recognise_hypothesis(contents: FileContents) -> int:
    """Tell how much a file looks like annotations of Hypothesis."""
    if contents.json_value is not None:
        rows = list_hypothesis_rows(contents.json_value)
        return 0 if rows is None else 3 if rows else 1
    first = contents.beginning.lstrip("\ufeff").partition("\n")[0]
    if tuple(name.strip('"') for name in first.strip().split(",")) == CSV_COLUMNS:
        return 3
    if first.startswith("{"):
        return 3 if list_hypothesis_rows(parse_json_lines(first)) else 0
    return 0


def read_csv_rows(text: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of the client's CSV export, each with its line; of replies it does not say to what they reply.

    Raises `csv.Error` where a cell is longer than cells are.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=False)
    names = next(reader, [])
    line = reader.line_num + 1
    for cells in reader:
        named = dict(zip(names, cells, strict=False))
        selectors = [{"type": "TextQuoteSelector", "exact": named["Quote"]}] if named.get("Quote") else []
        selectors += [{"type": "PageSelector", "label": named["Page"]}] if named.get("Page") else []
        row: Row = {
            "created": named.get("Creation Date", ""),
            "uri": named.get("URL", ""),
            "group": named.get("Group", "") or PUBLIC_GROUP,
            "user": named.get("User", ""),
            "text": named.get("Body", ""),
            "tags": [tag.strip() for tag in named.get("Tags", "").split(",") if tag.strip()],
            "target": [{"source": named.get("URL", ""), "selector": selectors}],
        }
        if named.get("Annotation/Reply Type") == "Reply":
            row["references"] = [""]
        if any(cells):
            yield line, row
        line = reader.line_num + 1


def list_document_addresses(document: Any) -> list[str]:
    """Return the addresses that a row gives of the document that it marks, in their order."""
    links = list_if_any(document.get("link")) if isinstance(document, dict) else []
    addresses = [link.get("href") for link in links if isinstance(link, dict)]
    return [address for address in addresses if isinstance(address, str) and address]


def name_user(row: Row) -> str:
    """Return who wrote a row, by the name that is shown at Hypothesis where there is one: Ann Able (acct:a@x.org)."""
    info, account = row.get("user_info"), str(row.get("user") or "")
    shown = info.get("display_name") if isinstance(info, dict) else None
    return f"{shown} ({account})" if shown and account else account or str(shown or "")


def describe_row(row: Row) -> str:
    """Return in lines where a row comes from: its address, who wrote it and when, and its group."""
    links = row.get("links")
    address = links.get("html") or links.get("incontext") if isinstance(links, dict) else None
    if not address and isinstance(row.get("id"), str) and row["id"]:
        address = f"https://hypothes.is/a/{row['id']}"
    group = row.get("group")
    parts = (address, ", ".join(part for part in (name_user(row), str(row.get("created") or "")) if part))
    return "\n".join(
        [*(str(part) for part in parts if part), *([f"group: {group}"] if group and group != PUBLIC_GROUP else [])]
    )


def build_web_annotation(row: Row) -> tuple[Document, list[DocumentProblem]]:
    """Return a row as a web annotation without an id, and what of it is lost on the way, by pointers into the row.

    Its selectors stay as they are, so that what reads web annotations says which it passes over.
    """
    losses = [DocumentProblem(f"/{name}", "Annotations of a map have no place for it.") for name in _list_unknown(row)]
    if isinstance(row.get("document"), dict) and row["document"].get("title"):
        losses.append(DocumentProblem("/document/title", "The text has a title of its own."))
    bodies: list[Document] = []
    if row.get("text"):
        bodies.append({"type": "TextualBody", "value": row["text"], "format": "text/plain"})
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in list_if_any(row.get("tags"))]
    targets = list_if_any(row.get("target")) or [{"source": row.get("uri")}]
    document: Document = {
        "@context": CONTEXT,
        "type": "Annotation",
        "motivation": "commenting" if row.get("text") else "highlighting",
        "target": [_clean_target(target, row) for target in targets],
        f"{OWN}note": describe_row(row),
    }
    return {**document, "body": bodies} if bodies else document, losses


def move_pointer(pointer: str, row: Row) -> str:
    """Return a pointer into a web annotation as one into the row that it was made of."""
    parts = pointer.split("/")
    if parts[1:2] != ["body"]:
        return pointer
    if len(parts) < 3:
        return "/text"
    tag = int(parts[2]) - bool(row.get("text"))
    return "/text" if tag < 0 else f"/tags/{tag}"


def _list_unknown(row: Row) -> Iterable[str]:
    return sorted(str(name) for name in row.keys() - _TECHNICAL)


def _clean_target(target: Any, row: Row) -> Any:
    """Return a target with one address that is written as addresses are, and without members that are null."""
    if not isinstance(target, dict):
        return target
    source = target.get("source") if isinstance(target.get("source"), str) else row.get("uri")
    cleaned = {
        **target,
        "source": _NOT_IN_ADDRESSES.sub(lambda sign: quote(sign[0]), str(source or "")) or "about:blank",
    }
    if isinstance(target.get("selector"), list):
        cleaned["selector"] = [_clean_selector(selector) for selector in target["selector"]]
    return cleaned


def _clean_selector(selector: Any) -> Any:
    """Return a selector without members that are null, and a range as the model has it (4.2.8), of two paths."""
    if not isinstance(selector, dict):
        return selector
    if selector.get("type") == "RangeSelector" and "startSelector" not in selector:
        return {
            "type": "RangeSelector",
            **{
                f"{end}Selector": {"type": "XPathSelector", "value": str(selector.get(f"{end}Container", ""))}
                for end in ("start", "end")
            },
        }
    return {name: value for name, value in selector.items() if value is not None}
