"""Sixty ways to bring a script in by a text field: none of them runs, and none is left to the policy to stop."""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.settings import Settings
from renderers.views.view_table import View
from tests.browser.payloads import PAYLOADS
from tests.browser.poisoned import SKELETONS, fields_of_words, poisoned

SLUG, FORK = "poisoned", "poisoned-fork"
# Dates are read, and what is none is refused.
DATES = {
    *(f"{kind}.when" for kind in ("claim", "interpretation", "link", "question")),
    *(f"source.{name}" for name in ("available", "event_date", "issued", "opened", "published", "translated")),
    *(f"{kind}.written_dates" for kind in ("agent", "claim", "interpretation", "link", "question", "source")),
    "agent.active",
    # What the program itself tells of files.
    "text.versions",
}
VIEWS = [view.value for view in View if not view.definition.needs_focus]
# What pages ask for in their addresses.
ASKED = (
    *("q", "kind", "begin", "value", "target", "record", "view", "theme", "lang", "as_of", "focus", "depth", "fold"),
    *("question", "relation", "agent", "school", "tag", "verdict", "certainty", "style", "left", "right", "url"),
    *("format", "step", "text", "version", "exact", "paper", "from", "why", "maxwidth"),
)
FAULTS = """() => {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const address = /(href|src|action|data)$/i.test(name) && !name.startsWith("data-");
      if (/^on/i.test(name) || /^srcdoc$/i.test(name) || (address && /^\\s*(javascript|data:text)/i.test(value)))
        found.push(`<${element.tagName} ${name}=${value.slice(0, 60)}>`);
    }
    if (/^script$/i.test(element.tagName) && !element.hasAttribute("src") && element.type !== "application/ld+json")
      found.push(`<script>${element.textContent.slice(0, 60)}`);
    if (element.hasAttribute("http-equiv")) found.push(element.tagName);
    if (/^(embed|marquee)$/i.test(element.tagName) || element.matches("base[href]")) found.push(element.tagName);
  }
  return found;
}"""


class Watched:
    """A page on which nothing may run that is not ours, and what was complained of there."""

    def __init__(self, page: Page) -> None:
        self.struck: list[str] = []
        self.where = ""
        page.context.expose_function("struck", lambda: self.struck.append(f"run: {self.where}"))
        self._watch(page)

    def _watch(self, page: Page) -> None:
        self.page = page
        page.on("dialog", lambda dialog: (self.struck.append(f"dialog: {self.where}"), dialog.dismiss()))
        page.on("console", lambda message: self._heard(message.type, message.text))

    def turn(self) -> None:
        """Go on in another tab: after thousands of addresses one has no resources left."""
        used = self.page
        self._watch(used.context.new_page())
        used.close()

    def _heard(self, kind: str, text: str) -> None:
        # An answer that is an error is said here too; what the policy stopped is what matters.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.struck.append(f"{text[:200]}: {self.where}")

    def visit(self, address: str) -> None:
        """Open an address, and look for whatever could run there."""
        self.where = address
        self.page.goto(address)
        self.struck += [f"{fault} in {self.where}" for fault in self.page.evaluate(FAULTS)]


@pytest.fixture(scope="module")
def filled(server: str) -> set[str]:
    """The fields of the poisoned map, which is in the server's database after this."""
    document, fields = poisoned(SLUG, PAYLOADS)
    asked = urllib.request.Request(  # noqa: S310 - an address of this machine
        f"{server}/api/v1/maps/{SLUG}", data=document, method="PUT", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - as above
        assert answer.status == 201
    for path, body in seminar():
        told = urllib.request.Request(  # noqa: S310 - as above
            f"{server}/api/v1/maps/{SLUG}/{path}",
            data=json.dumps(body).encode(),
            method="PUT" if path.startswith("positions") else "POST",
            headers={"Content-Type": "application/json", "If-Match": "*"},
        )
        with urllib.request.urlopen(told) as answer:  # noqa: S310 - as above
            assert answer.status in (200, 201)
    return fields


def seminar(payloads: Sequence[str] = PAYLOADS) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what members write beside the map: a round that is closed and one that is open, reasons, and comments."""
    for number, payload in enumerate(payloads, start=1):
        if number in (1, 2):
            line = payload.replace("\n", " ")
            yield "rounds", {"title": line, "question": payload, "records": "all"}
            if number == 1:
                yield "forks", {"slug": FORK, "title": line}
        yield f"positions/P{number}", {"stance": "rejects", "reason": payload}
        if number == 1:
            for other in range(2, len(payloads) + 1, 4):
                yield f"positions/F{other}", {"stance": "accepts", "reason": payloads[other - 1]}
            yield "rounds/1/close", {}
        yield "comments", {"label": f"P{number}", "text": f"{payload} @{{{payload[:60]}}} https://a.invalid/{payload}"}
        yield f"comments/{number}/moderate", {"step": "anonymised", "why": payload.replace("\n", " ")[:400]}


@pytest.fixture(scope="module")
def watching(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def watched(watching: Watched) -> Iterator[Watched]:
    assert watching.struck == []
    yield watching
    watching.page.unroute_all()
    # What runs late runs on the page that set it off.
    watching.page.goto("about:blank")
    struck, watching.struck = watching.struck, []
    assert struck == []


def addresses() -> list[str]:
    """Return the addresses of all pages, with `{slug}` and `{label}` where they have them."""
    app = create_app(Settings(database_url="sqlite://", log_requests=False))
    routes = [
        route.path
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and "GET" in (route.methods or ()) and route.path is not None
    ]
    files = re.compile(r"^/api/|\{extension\}|\.(csv|pdf|png)$|/images/|/file$|/templates/")
    return sorted({path for path in routes if not files.search(path)})


def at(address: str, label: str = "P1") -> str:
    """Return an address for one record of the map."""
    names = {
        "slug": SLUG,
        "label": label,
        "change": "1",
        "number": "1",
        "source": FORK,
        "sequence": "1",
        "group": "1",
        "fork": FORK,
        "region": "RG1",
        "name": "argdown",
    }
    names["seminar"] = "nothing"
    return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], address)


def labels(number: int) -> list[str]:
    """Return the labels of all records that hold one payload."""
    return [each["id"].format(n=number) for skeletons in SKELETONS.values() for each in skeletons]


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - an address of this machine
        body: bytes = answer.read()
        return body


def test_there_are_sixty_payloads_and_every_field_of_words_holds_them(filled: set[str]) -> None:
    assert len(set(PAYLOADS)) >= 60
    assert fields_of_words() - filled == DATES


def test_a_payload_would_be_noticed(browser: Browser) -> None:
    context = browser.new_context()
    seen = Watched(context.new_page())
    seen.page.set_content(f"<p>{PAYLOADS[7]}</p>")
    seen.page.wait_for_timeout(100)
    assert seen.struck == ["run: "]
    assert seen.page.evaluate(FAULTS)
    context.close()


# Outside of the long run a page shows some of the payloads. Each field holds all of them on some record or other.
some_payloads = pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.soak)])


# The description of the interface shows nothing of any map, and takes the browser seconds.
@pytest.mark.one_in(5)
@some_payloads
@pytest.mark.parametrize("address", [each for each in addresses() if each != "/docs"])
def test_nothing_runs_on_a_page(server: str, filled: set[str], watched: Watched, address: str, step: int) -> None:
    assert filled
    wanted = PAYLOADS if "{label}" in address else PAYLOADS[:1]
    for number in range(1, len(wanted) + 1, 4 * step):
        own = labels(number)
        watched.visit(server + at(address, own[number % len(own)]))


@pytest.mark.one_in(5)
@some_payloads
@pytest.mark.parametrize("address", addresses())
def test_nothing_runs_that_an_address_asks_for(
    server: str, filled: set[str], watched: Watched, address: str, step: int
) -> None:
    assert filled
    place = server + at(address)
    watched.visit(f"{place}?{urlencode(dict(zip(ASKED, PAYLOADS, strict=False)))}")
    # What is wrong with one of these keeps the others from being read, so that they come alone as well, or below.
    alone = [
        f"?{urlencode({name: PAYLOADS[len(address) % len(PAYLOADS)]})}" for name in ("q", "view", "as_of", "record")
    ]
    for rest in [*alone, f"/{quote(PAYLOADS[0], safe='')}"][len(address) % min(step, 5) :: step]:
        watched.visit(f"{place}{rest}")


def test_nothing_runs_in_what_a_search_finds(server: str, filled: set[str], watched: Watched) -> None:
    assert filled
    for payload in PAYLOADS[::5]:
        watched.visit(f"{server}/search?{urlencode({'q': payload})}")


@some_payloads
def test_nothing_runs_in_the_records_forms_and_panels(
    server: str, filled: set[str], watched: Watched, step: int
) -> None:
    assert filled
    for number in range(1, len(PAYLOADS) + 1, step):
        own = labels(number)
        label = own[number % len(own)]
        watched.visit(f"{server}/maps/{SLUG}/records/{label}")
        watched.visit(f"{server}/maps/{SLUG}/records/{label}/edit")


@some_payloads
def test_nothing_runs_in_a_text_that_is_read_and_marked(
    server: str, filled: set[str], watched: Watched, step: int
) -> None:
    assert filled
    for number, payload in list(enumerate(PAYLOADS, start=1))[::step]:
        text = f"{server}/maps/{SLUG}/texts/X{number}"
        watched.visit(f"{text}?record=E{number}&new=N{number}")
        if number % 5 == 0:
            for page in ("mark", "version", "review"):
                watched.visit(f"{text}/{page}?{urlencode({'exact': payload, 'as': payload})}")


@pytest.mark.soak
def test_nothing_runs_in_any_record_form_or_panel(server: str, filled: set[str], watched: Watched) -> None:
    assert filled
    for number in range(1, len(PAYLOADS) + 1):
        for label in labels(number):
            for page in (f"records/{label}", f"records/{label}/edit", f"panels/{label}"):
                watched.visit(f"{server}/maps/{SLUG}/{page}")
            watched.visit(f"{server}/maps/{SLUG}/add?target={label}&relation=challenges")
        watched.turn()


@pytest.mark.parametrize("view", VIEWS)
def test_no_picture_holds_anything_that_runs(server: str, filled: set[str], view: str) -> None:
    assert filled
    for theme in ("light", "print"):
        drawn = ElementTree.fromstring(get(f"{server}/maps/{SLUG}.svg?view={view}&theme={theme}"))  # noqa: S314 - our own picture
        found: list[Any] = []
        for element in drawn.iter():
            name = str(element.tag).rpartition("}")[2].lower()
            found += [name] if name in {"script", "foreignobject", "iframe", "style", "animate", "set", "use"} else []
            # What a region of a page image shows is in the picture itself.
            own = ("data:image/jpeg;base64,",) if name == "image" else (server, "#", "/")
            found += [
                (name, key, value)
                for key, value in element.attrib.items()
                if key.lower().startswith("on") or (key.endswith("href") and not value.startswith(own))
            ]
        assert found == []


def test_nothing_runs_in_a_picture_by_itself(server: str, filled: set[str], watched: Watched) -> None:
    assert filled
    watched.visit(f"{server}/maps/{SLUG}.svg")
    watched.visit(f"{server}/maps/{SLUG}.svg?view=neighbourhood&focus=P3")


def test_nothing_runs_in_what_is_saved_and_opened_without_any_policy(
    server: str, filled: set[str], watched: Watched, tmp_path: Path
) -> None:
    assert filled
    for name, address in {
        "map.svg": f"/maps/{SLUG}.svg",
        "outline.html": f"/maps/{SLUG}.html",
        "ledger.html": f"/maps/{SLUG}/ledger.html",
    }.items():
        saved = tmp_path / name
        saved.write_bytes(get(server + address))
        # What the server keeps for a page that was saved is not there.
        watched.page.route(lambda url: "/static/" in url, lambda route: route.abort())
        watched.visit(saved.as_uri())
    around = tmp_path / "around.html"
    around.write_text("<img src=map.svg><object data=map.svg></object><iframe src=map.svg></iframe><embed src=map.svg>")
    watched.where = "embedded"
    watched.page.goto(around.as_uri())
    watched.page.wait_for_timeout(300)


def test_nothing_runs_in_what_graphviz_draws_of_our_dot(
    server: str, filled: set[str], watched: Watched, tmp_path: Path
) -> None:
    assert filled
    drawn = tmp_path / "stock.svg"
    source = get(f"{server}/maps/{SLUG}.dot?question=Q7&question=Q52&question=Q60")
    drawn.write_bytes(subprocess.run(["dot", "-Tsvg"], input=source, capture_output=True, check=True).stdout)
    watched.visit(drawn.as_uri())
