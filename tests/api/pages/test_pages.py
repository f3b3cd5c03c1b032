"""The pages as a browser without JavaScript gets them."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

import api.pages
from api.pictures.export_formats import PictureFormat
from renderers.views.view_table import View

MAP = "/maps/korea-1950"
BROWSER = {"Accept": "text/html"}


@pytest.fixture
def reader(korea_reader: TestClient) -> TestClient:
    korea_reader.headers.update(BROWSER)
    return korea_reader


class Markup(HTMLParser):
    """Gathers what a page must not have, and what it leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (tag == "script" and "src" not in given) or tag == "style":
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        # What a form sends changes something, and is no address to go to.
        names = ("href", "src") if given.get("method") == "post" else ("href", "src", "action")
        self.links += [given[name] or "" for name in names if name in given]
        if given.get("id"):
            self.ids.append(given["id"] or "")


def page(reader: TestClient, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


ADDRESSES = [
    "/",
    MAP,
    f"{MAP}?record=P3&as_of=1996",
    f"{MAP}/outline",
    f"{MAP}/ledger",
    f"{MAP}/reading",
    f"{MAP}/reading/P3",
    f"{MAP}/compare",
    f"{MAP}/compare?left=I1&right=I8",
    f"{MAP}/became-known?from=1990&to=1996",
    f"{MAP}/embed",
    f"{MAP}/print",
    f"{MAP}/previews/P3",
    f"{MAP}/records/E9",
    f"{MAP}/panels/L42",
    f"{MAP}/texts",
    f"{MAP}/texts/X1",
    f"{MAP}/texts/X1?record=E9&new=N42&done=1",
    f"{MAP}/texts/X1/mark?exact=Gottwald",
    f"{MAP}/texts/X1/version",
    f"{MAP}/texts/X1/review",
    "/search?q=Stalin",
    "/search?q=Stalin&kind=finding&from=nonsense",
    "/search",
]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_needs_inline_script_or_style(reader: TestClient, address: str) -> None:
    assert Markup(page(reader, address)).inline == []


@pytest.mark.one_in(2)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_id_stands_twice_on_a_page(reader: TestClient, address: str) -> None:
    ids = Markup(page(reader, address)).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("of_each_kind", [1, pytest.param(9_999, marks=pytest.mark.soak)])
def test_every_link_within_the_site_leads_somewhere(reader: TestClient, of_each_kind: int) -> None:
    waiting, seen = ["/"], set()
    kinds: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.pop().partition("#")[0]
        if not address.startswith("/") or address in seen:
            continue
        seen.add(address)
        path, _, query = address.partition("?")
        # A page offers the same choice for every record, and every record has the same pages: some of them show whether
        # they lead anywhere.
        pattern = re.sub(r"(?<=/records/)[^/]+|(?<=/reading/)[^/]+", "*", path)
        kind = (path if query else pattern, *(name for name, _ in parse_qsl(query)))
        kinds[kind] += 1
        if (query or pattern != path) and kinds[kind] > of_each_kind * (1 if query else 10):
            continue
        answer = reader.get(address)
        assert answer.status_code == 200, address
        # One level of what a choice leads to is enough: the combinations have no end.
        if answer.headers["content-type"].startswith("text/html") and not query:
            waiting += [link for link in Markup(answer.text).links if not re.search(r"[.](png|pdf)([?]|$)", link)]
    assert {MAP, f"{MAP}/outline", f"{MAP}/ledger", f"{MAP}.svg", f"{MAP}/records/L70"} <= seen


def test_the_shelf_counts_what_each_map_holds(reader: TestClient) -> None:
    text = re.sub(r"\s+", " ", page(reader, "/"))
    assert "<dt>interpretations</dt><dd>23</dd>" in text
    assert "<dt>links</dt><dd>124</dd>" in text


def test_an_empty_shelf_says_how_to_begin(client: TestClient) -> None:
    text = client.get("/").text
    assert "sicetnon serve --example" in text
    assert "sicetnon import" in text


def test_the_map_holds_every_statement_and_link_as_markup(reader: TestClient) -> None:
    ids = set(Markup(page(reader, MAP)).ids)
    assert {f"n-P{number}" for number in range(1, 14)} <= ids
    assert {f"e-L{number}" for number in range(1, 127)} - {"e-L25", "e-L58"} <= ids


def test_every_view_and_every_format_is_offered(reader: TestClient) -> None:
    text = page(reader, f"{MAP}?as_of=1996")
    assert [view for view in View if f'<option value="{view}"' not in text] == []
    assert [form for form in PictureFormat if f'href="{MAP}.{form}?as_of=1996"' not in text] == []


def test_the_picture_is_the_same_as_the_file(reader: TestClient) -> None:
    file = reader.get(f"{MAP}.svg?as_of=1990").text
    drawn = re.search(r"<svg .*</svg>", page(reader, f"{MAP}?as_of=1990"), re.DOTALL)
    assert drawn is not None
    assert _words(drawn[0]) == _words(file)


def _words(svg: str) -> list[str]:
    tree = ElementTree.fromstring(svg)  # noqa: S314 # our own picture
    return ["".join(each.itertext()) for each in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=yesterday", "is not a date"),
        ("view=sideways", "view: "),
        ("question=Q99", "Q99"),
        ("view=neighbourhood&focus=P99", "P99"),
    ],
)
def test_what_cannot_be_drawn_is_said_where_the_map_would_be(reader: TestClient, query: str, words: str) -> None:
    answer = reader.get(f"{MAP}?{query}")
    assert answer.status_code in (404, 422)
    assert words in answer.text
    assert 'id="controls"' in answer.text


def test_a_surrounding_without_a_centre_offers_the_perceptions(reader: TestClient) -> None:
    answer = reader.get(f"{MAP}?view=neighbourhood")
    assert answer.status_code == 422
    assert f'href="{MAP}?view=neighbourhood&amp;focus=P3"' in answer.text


def test_a_record_in_the_address_is_open_beside_the_map(reader: TestClient) -> None:
    text = page(reader, f"{MAP}?record=P3")
    assert '<aside id="panel" class="panel" aria-label="Record">' in text
    assert 'data-label="P3"' in text
    assert '<aside id="panel" class="panel" aria-label="Record" hidden>' in page(reader, f"{MAP}?record=P99")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("P3", ["Truman administration", "June 1950", "Weathersby", "contested", "L4"]),
        ("E9", ["Gottwald", "2005"]),
        ("E3", ["AVPRF", "f. 059a", "ll. 87–91", "19 January 1950", "1995", "medium"]),
        ("L42", ["E9", "challenges", "F9", "Rebuts it", "L53", "undercuts"]),
        ("shen-zhihua", ["沈志华", "Shen Zhihua"]),
        ("Q1", ["Was the decision to attack South Korea made in Moscow?", "P1"]),
    ],
)
def test_a_record_says_what_a_historian_asks_of_it(reader: TestClient, label: str, words: list[str]) -> None:
    text = page(reader, f"{MAP}/panels/{label}")
    plain = re.sub(r"<[^>]+>", "", text)
    assert [word for word in words if word not in plain] == []


def test_a_record_that_was_made_by_hand_was_not_imported(korea_writer: TestClient) -> None:
    made = korea_writer.post(
        "/api/v1/maps/korea-1950/claims", json={"text": "So said “id”:“P13”.", "kind": "perception"}
    )
    assert made.status_code == 201, made.text
    panel = korea_writer.get(f"/maps/korea-1950/panels/{made.json()['id']}").text
    assert "created" in panel
    assert "imported" not in panel
    assert "imported" in korea_writer.get("/maps/korea-1950/panels/P1").text


def test_a_record_tells_its_history(korea_writer: TestClient) -> None:
    record = korea_writer.get(f"/api/v1{MAP}/claims/P3")
    changed = korea_writer.patch(
        f"/api/v1{MAP}/claims/P3?why=For%20the%20seminar",
        json={"note": "Seen again."},
        headers={"If-Match": record.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert changed.status_code == 200, changed.text
    text = page(korea_writer, f"{MAP}/panels/P3")
    assert "For the seminar" in text
    assert text.index("changed") < text.index("imported")


def test_what_users_write_is_never_markup(client: TestClient) -> None:
    hostile = '<img src=x onerror=alert(1)> "quoted" & <b>'
    document = {
        "title": hostile,
        "description": hostile,
        "questions": [{"id": "Q1", "text": hostile}],
        "agents": [{"id": "A1", "name": hostile, "names": [{"text": hostile}], "school": hostile}],
        "sources": [{"id": "S1", "type": "book", "title": hostile, "author": ["A1"], "issued": "1950"}],
        "claims": [
            {"id": "P1", "kind": "perception", "text": hostile, "answers": "Q1", "held_by": ["A1"], "source": "S1"},
            {"id": "F1", "kind": "finding", "text": hostile, "note": hostile},
        ],
        "interpretations": [{"id": "I1", "text": hostile, "school": hostile}, {"id": "I2", "text": hostile}],
        "evidence": [{"id": "E1", "summary": hostile, "source": "S1", "quotation": hostile, "locator": hostile}],
        "links": [
            {
                "id": "L1",
                "premises": ["F1"],
                "relation": "tests",
                "target": "P1",
                "verdict": "contested",
                "note": hostile,
            },
            {"id": "L2", "premises": ["E1"], "relation": "supports", "target": "F1", "warrant": hostile},
            {"id": "L3", "premises": ["I1"], "relation": "undercuts", "target": "L4", "note": hostile},
            {"id": "L4", "premises": ["E1"], "relation": "supports", "target": "I2"},
        ],
    }
    assert client.put("/api/v1/maps/hostile", json=document).status_code == 201
    pages = ["/", "/maps/hostile", "/search?q=quoted"]
    parts = ("outline", "ledger", "reading", "reading/Q1", "reading/P1", "compare", "embed", "print")
    pages += [f"/maps/hostile/{each}" for each in parts]
    pages.append("/maps/hostile/compare?left=I1&right=I2")
    labels = ("P1", "F1", "E1", "L1", "A1", "S1", "Q1")
    pages += [f"/maps/hostile/{part}/{each}" for part in ("panels", "previews") for each in labels]
    for address in pages:
        text = client.get(address, headers=BROWSER).text
        assert "<img" not in text, address
        assert Markup(text).inline == [], address


def test_the_ledger_gives_each_perception_its_verdict(reader: TestClient) -> None:
    text = page(reader, f"{MAP}/ledger")
    rows = dict(
        re.findall(r'<tr id="(P\d+)">.*?<td class="verdict-cell"[^>]*><span class="verdict ([a-z-]+)"', text, re.DOTALL)
    )
    assert len(rows) == 13
    assert (rows["P1"], rows["P2"], rows["P6"]) == ("partly-confirmed", "contested", "contradicted")


def test_the_ledger_of_1990_knows_less(reader: TestClient) -> None:
    then = page(reader, f"{MAP}/ledger?as_of=1990")
    row = re.search(r'<tr id="P3">.*?</tr>', then, re.DOTALL)
    assert row is not None
    assert "not tested" in row[0]
    assert "Today: <b>contested</b>" in row[0]
    assert "by <b>1990</b>" in then


def test_a_program_that_asks_the_ledger_for_json_gets_it(reader: TestClient) -> None:
    answer = reader.get(f"{MAP}/ledger?as_of=1996", headers={"Accept": "application/json"})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()


def test_the_outline_holds_what_the_map_shows(reader: TestClient) -> None:
    whole, narrow = page(reader, f"{MAP}/outline"), page(reader, f"{MAP}/outline?question=Q5")
    assert "P12" in whole
    assert len(narrow) < len(whole)
    assert "not the whole" in narrow


@pytest.mark.parametrize("word", ["Gottwald", "Сталин", "沈志华", "김동길"])
def test_a_search_marks_what_it_found(reader: TestClient, word: str) -> None:
    text = page(reader, f"/search?q={word}")
    assert "<mark>" in text
    assert f'href="{MAP}?record=' in text


@pytest.mark.parametrize("query", ["q=zzzzqqq", "q=Stalin&begin=99999999999999", "q=Stalin&begin=-1", "q=%22%28%2A"])
def test_a_search_without_hits_or_sense_is_still_a_page(reader: TestClient, query: str) -> None:
    page(reader, f"/search?{query}")


def test_a_hit_names_the_map_it_is_from(reader: TestClient) -> None:
    assert "Korea 1950: contemporary perceptions against archival findings" in page(reader, "/search?q=Stalin")


def test_a_record_that_is_not_there_leads_to_its_map(reader: TestClient) -> None:
    answer = reader.get(f"{MAP}/records/Z9")
    assert answer.status_code == 404
    assert f'<a href="{MAP}">The map</a>' in answer.text


def test_a_record_of_its_own_leads_to_its_place_on_the_map(reader: TestClient) -> None:
    assert f'href="{MAP}?record=E9"' in page(reader, f"{MAP}/records/E9")


def test_a_date_that_is_none_is_complained_of_under_the_name_of_its_field(reader: TestClient) -> None:
    answer = reader.get(f"{MAP}?as_of=nonsense")
    assert answer.status_code == 422
    assert "As known by: “nonsense” is not a date" in answer.text


def test_everything_a_page_loads_is_in_the_project() -> None:
    static = Path(api.pages.__file__).parent / "static"
    for sheet in (static / "styles").glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8")):
            assert (sheet.parent / address).is_file(), address
    for module in (static / "scripts").rglob("*.js"):
        for address in re.findall(r'(?:from |import\()"([^"]+)"', module.read_text("utf-8")):
            assert (module.parent / address).is_file(), address
