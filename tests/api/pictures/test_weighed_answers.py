"""Weighed pictures, texts and ledgers over HTTP and from the command line: parameters, caching and refusals."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.command_line import program
from api.pictures.export_formats import LedgerFormat, PictureFormat, build_ledger_request, build_picture_request
from api.pictures.render_requests import LedgerFileQuery, PictureQuery
from argument_maps.examples import read_korea_map

KOREA = "/maps/korea-1950"
DOCUMENT = "doc-1953-05-02"
WEIGHED = {"weigh": "preponderance", "without": DOCUMENT}


@pytest.fixture
def korea_client(client: TestClient) -> TestClient:
    answer = client.put(f"/api/v1{KOREA}", content=read_korea_map(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
    return client


def key_of(**asked: object) -> str:
    return build_picture_request(PictureQuery.model_validate(asked), PictureFormat.SVG, "").key()


def test_the_key_of_a_picture_holds_rule_switches_and_reader() -> None:
    keys = [
        key_of(),
        key_of(weigh="preponderance"),
        key_of(weigh="documented"),
        key_of(weigh="preponderance", without=["a"]),
        key_of(weigh="preponderance", without=["b"]),
        key_of(weigh="preponderance", without=["a"], reader="mao"),
    ]
    assert len(set(keys)) == len(keys)
    assert key_of(weigh="preponderance", without=["b", "a", "b"]) == key_of(without=["a", "b"])


def test_the_key_of_what_is_not_weighed_is_as_ever() -> None:
    assert not any(word in key_of(reader="mao") for word in ("weigh", "without"))
    ledger = build_ledger_request(LedgerFileQuery(reader="mao"), LedgerFormat.CSV)
    assert ledger.key() == build_ledger_request(LedgerFileQuery(), LedgerFormat.CSV).key()
    assert "mao" in build_ledger_request(LedgerFileQuery(reader="mao", weigh="asserted"), LedgerFormat.CSV).key()


@pytest.mark.parametrize("form", ["svg", "md", "html", "dot", "csv", "outline.md", "ledger.html"])
def test_every_form_says_what_turned_and_is_as_ever_where_nothing_is_weighed(
    korea_client: TestClient, form: str
) -> None:
    separator = "/" if form.startswith(("outline", "ledger")) else "."
    address = f"{KOREA}{separator}{form}"
    before = korea_client.get(address).content
    weighed = korea_client.get(address, params=WEIGHED)
    assert weighed.status_code == 200, weighed.text[:300]
    told = "weighed: " if form == "ledger.html" else "turned from stands"
    assert told in weighed.text
    after = korea_client.get(address).content
    assert after == before
    assert told.encode() not in before


def test_a_switch_without_a_rule_is_weighed_by_preponderance(korea_client: TestClient) -> None:
    one = korea_client.get(f"{KOREA}.svg", params=WEIGHED)
    other = korea_client.get(f"{KOREA}.svg", params={"without": DOCUMENT})
    assert one.content == other.content


def test_a_ledger_has_label_and_verdict_and_what_makes_the_difference(korea_client: TestClient) -> None:
    answer = korea_client.get(f"{KOREA}/ledger.csv", params=WEIGHED)
    rows = {row["perception"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert (rows["P6"]["verdict"], rows["P6"]["weighed"], rows["P6"]["on the label"]) == ("contradicted", "falls", "")
    assert (rows["P5"]["verdict"], rows["P5"]["weighed"]) == ("mixed", "stands")
    assert rows["P3"]["hanging on one source"].startswith("F9 hangs on Kim and Stueck, “Did Stalin Lure")
    assert rows["P12"]["hanging on one source"] == ""
    assert rows["P5"]["on the label"].endswith(
        "the strength of L7 (F10 tests P5), which outweighs all that is put against it."
    )
    told = json.loads(korea_client.get(f"{KOREA}/ledger.json", params={**WEIGHED, "weigh": "documented"}).content)
    assert told["weighing"] == {"rule": "documented", "without": [DOCUMENT], "reader": None}
    assert all(entry["weighed"]["label"] for entry in told["perceptions"])
    assert any(entry["weighed"]["hanging"] for entry in told["perceptions"])
    bare = json.loads(korea_client.get(f"{KOREA}/ledger.json").content)
    assert "weighing" not in bare
    assert "weighed" not in bare["perceptions"][0]


def test_what_the_map_does_not_have_is_refused_by_name(korea_client: TestClient) -> None:
    answer = korea_client.get(f"{KOREA}.svg", params={"weigh": "preponderance", "without": "nowhere"})
    assert answer.status_code == 422
    assert "nowhere" in answer.json()["detail"]
    answer = korea_client.get(f"{KOREA}.svg", params={"weigh": "taste"})
    assert answer.status_code == 422
    assert "preponderance" in answer.text
    assert korea_client.get(f"{KOREA}.svg", params={"weigh": "asserted", "reader": "nobody"}).status_code == 422


def test_a_page_of_the_map_shows_the_weighed_picture(korea_client: TestClient) -> None:
    page = korea_client.get(KOREA, params=WEIGHED)
    assert page.status_code == 200
    assert "That turns E18, L35." in page.text
    refused = korea_client.get(KOREA, params={"without": "nowhere"})
    assert "“nowhere” that could be set aside" in refused.text


def list_drawn(client: TestClient, **asked: object) -> set[str]:
    """Return the records and links in the outline of what is asked for."""
    answer = client.get(f"{KOREA}.json", params=asked)
    assert answer.status_code == 200, answer.text
    told = json.loads(answer.content)
    return {each["id"] for kind in ("claims", "interpretations", "evidence", "links") for each in told.get(kind, [])}


def test_why_is_a_small_map_of_its_own_in_every_view_and_form(korea_client: TestClient) -> None:
    reason = {"P3", "F9", "F3", "E1", "I9", "I6", "F13", "E9", "I7", "I2"}
    links = {"L3", "L69", "L15", "L56", "L52", "L67", "L42", "L53", "L4"}
    assert list_drawn(korea_client, why="P3") == reason | links
    assert list_drawn(korea_client, why="P3", without="kim-stueck-2008") != reason | links
    assert list_drawn(korea_client, why="P3", kind="finding") == {"F9", "F3", "F13", "L69"}
    for view in ("perceptions", "argument", "timeline", "neighbourhood", "sources"):
        drawn = korea_client.get(f"{KOREA}.svg", params={"why": "P3", "view": view})
        assert drawn.status_code == 200
        assert "Only why P3 is weighed so" in drawn.text
        assert set(re.findall(r'class="badge"', drawn.text)), view
    assert korea_client.get(f"{KOREA}.png", params={"why": "L42"}).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"why": "P999"}, "no “P999” that is weighed"),
        ({"why": "kim-stueck-2008"}, "no “kim-stueck-2008” that is weighed"),
        ({"why": "F9", "as_of": "1950"}, "F9 could not be known by"),
    ],
)
def test_why_is_refused_of_what_is_not_weighed(korea_client: TestClient, asked: dict[str, str], words: str) -> None:
    answer = korea_client.get(f"{KOREA}.svg", params=asked)
    assert answer.status_code in {404, 422}
    assert words in answer.json()["detail"]


def test_the_page_of_a_map_keeps_how_it_is_weighed_and_lets_it_be_taken_away(korea_client: TestClient) -> None:
    page = korea_client.get(KOREA, params={**WEIGHED, "why": "F15"}).text
    for name, value in {**WEIGHED, "why": "F15"}.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert f'href="{KOREA}?weigh=preponderance&amp;without={DOCUMENT}"' in page
    assert f'href="{KOREA}/weighing?weigh=preponderance&amp;without={DOCUMENT}"' in page
    assert f'href="{KOREA}/weighing"' in korea_client.get(KOREA).text


@pytest.fixture
def korea_file(tmp_path: Path) -> Path:
    file = tmp_path / "map.json"
    file.write_bytes(read_korea_map())
    return file


def test_the_command_draws_what_is_weighed(korea_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.md"
    asked = ["draw", str(korea_file), "--without", f"{DOCUMENT}, doc-1950-01-19", "-o", str(out)]
    done = CliRunner().invoke(program, [*asked, "--weigh", "preponderance", "--reader", "shen-zhihua"])
    assert done.exit_code == 0, done.output
    assert "What Shen Zhihua rejects is set aside" in out.read_text("utf-8")
    assert "falls, turned from stands" in out.read_text("utf-8")
    ledger = tmp_path / "map.ledger.csv"
    done = CliRunner().invoke(program, ["draw", str(korea_file), "--weigh", "beyond dispute", "-o", str(ledger)])
    assert done.exit_code == 0, done.output
    assert ",weighed," in ledger.read_text("utf-8-sig").splitlines()[0]


@pytest.mark.parametrize(
    ("asked", "word"),
    [(["--weigh", "taste"], "taste"), (["--without", "nowhere"], "nowhere"), (["--reader", "x"], "x")],
)
def test_the_command_refuses_what_is_not_there(korea_file: Path, asked: list[str], word: str) -> None:
    done = CliRunner().invoke(program, ["draw", str(korea_file), *asked])
    assert done.exit_code != 0
    # What the map refuses is written out by the program around the command.
    assert word in f"{done.output} {done.exception}"
