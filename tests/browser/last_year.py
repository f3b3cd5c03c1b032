"""A seminar of last year, in which people said and did all that there is, and what nobody of the next year may read."""

import itertools
import re
from collections.abc import Iterable, Iterator

import httpx2
from fastapi import FastAPI

from models import changes
from models.engine import writing
from models.people.enrolment import find_seminar, share_map
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Visibility
from tests.api.access.permissions import ROUTES
from tests.api.classes import Class, a_class
from tests.api.seminars.controversies.test_controversies import claim, seated

API = "/api/v1/maps/debate"
# What stands in a place that nobody of the next year sees: each of them nowhere else.
COMMENT = "The lectern was empty that day."
REASON = "Because the harbour froze early."
ROUND = "After the lighthouse session"
ARGUED = "A ferry could have been sent."
DRAFTS = "Unfinished drafts of the ferry people"
HANDED_IN = "As handed in at midsummer"
# Members of last year who do not come back, and whom no record of a map names but of one that asks about it.
GONE = ("Cleo", "Dora")
SECRETS = (COMMENT, REASON, ROUND, ARGUED, DRAFTS, HANDED_IN)
WHERE_IT_STANDS = (
    *("/seminars/ours", "/maps/debate/discussion", "/maps/debate/rounds/1", "/maps/debate/editions"),
    "/maps/ours-c1-g1a/outline",
)
# Last year's names in addresses.
VALUES = {
    "seminar": ("ours",),
    "slug": ("debate", "drafts", "ours-c1-g1a", "ours-c1-g1b"),
    "fork": ("debate", "drafts", "ours-c1-g1a"),
    "source": ("debate", "ours-c1-g1a"),
    "label": ("P1", "F9", "C1"),
    "number": ("1",),
    "group": ("1",),
    "sequence": ("1",),
    "name": ("argdown",),
    "extension": ("svg", "json", "html", "csv"),
    # There were no scans.
    "sha256": ("0" * 64,),
    **{name: (value,) for name, value in {"region": "full", "size": "max", "rotation": "0"}.items()},
    **{name: (value,) for name, value in {"quality": "default", "image_format": "jpg"}.items()},
}
_ADDRESS = re.compile(r"""\b(?:href|src|action|data-[\w-]+)="(/[^"#]*)""")
# Of one page that is asked in many ways as many as this.
MOST_OF_ONE = 2


def teach_last_year(app: FastAPI) -> Class:
    """Let the seminar “ours” write, answer, comment and argue."""
    old = a_class(app)
    anna, ben, cleo, teacher = (old.people[name] for name in ("Anna", "Ben", "Cleo", "Teacher"))
    note = {"id": "F9", "text": "Found.", "kind": "finding", "answers": "Q1", "note": "From a comment by Dora."}
    assert anna.post(f"{API}/claims", json=note).status_code == 201
    assert cleo.post(f"{API}/comments", json={"label": "P1", "text": COMMENT}).status_code == 201
    assert teacher.post(f"{API}/rounds", json={"title": ROUND, "labels": ["P1", "F1"]}).status_code == 201
    answer = {"stance": "accepts", "reason": REASON, "round": 1}
    assert ben.put(f"{API}/positions/P1", json=answer).status_code == 200
    assert teacher.post(f"{API}/rounds/1/close", headers={"If-Match": "*"}).status_code == 200
    published = {"note": HANDED_IN, "keep": ["Dora"]}
    assert teacher.post(f"{API}/editions", json=published, headers={"If-Match": "*"}).status_code == 201
    with writing(app.state.engine) as session:
        draft = ArgumentMapDraft(title=DRAFTS, visibility=Visibility.PRIVATE)
        made = changes.create_map(session, "drafts", draft, author="Teacher")
        share_map(session, made.id or 0, find_seminar(session, "ours").id)
    seated(old)
    assert claim(anna, "ours-c1-g1a", ARGUED).status_code == 201
    return old


def list_addresses(new_maps: Iterable[str]) -> Iterator[str]:
    """Yield every address at which something of last year could be read, and those that join it to new maps."""
    for method, path in ROUTES:
        names = re.findall(r"\{(\w+)", path)
        if method != "GET" or not names:
            continue
        for values in itertools.product(*(VALUES[name] for name in names)):
            yield path.format(**dict(zip(names, values, strict=True)))
        if "slug" in names and {"fork", "source"} & {*names}:
            usual = {name: VALUES[name][0] for name in names}
            yield from (path.format(**{**usual, "slug": new}) for new in new_maps)


def crawl(client: httpx2.Client, start: Iterable[str], within: str = "") -> dict[str, str]:
    """Return what every page says to which one comes by links from others, by address; `within` stands in them all."""
    read: dict[str, str] = {}
    asked: dict[str, int] = {}
    waiting = [*start]
    while waiting:
        address = waiting.pop()
        path = address.partition("?")[0]
        if address in read or path.startswith("/static/") or within not in path or asked.get(path, 0) >= MOST_OF_ONE:
            continue
        asked[path] = asked.get(path, 0) + 1
        with client.stream("GET", address) as answer:
            kind = answer.headers.get("content-type", "")
            if kind.startswith("text/event-stream"):
                continue
            read[address] = answer.read().decode("utf-8", "replace") if _is_text(kind) else ""
        if answer.has_redirect_location and answer.headers["location"].startswith("/"):
            waiting.append(answer.headers["location"])
        if kind.startswith("text/html"):
            waiting += [each.replace("&amp;", "&") for each in _ADDRESS.findall(read[address])]
    return read


def _is_text(kind: str) -> bool:
    return kind.startswith(("text/", "application/json", "application/problem", "image/svg", "application/ld"))
