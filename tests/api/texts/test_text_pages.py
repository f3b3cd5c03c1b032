"""Texts as a browser without JavaScript gets them: added, read, and marked."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.texts.marking import Passage, cut_passage
from tests.api.editing.test_editing import fields_of, number
from tests.api.texts.text_reader import API, PAGE, WORDS, Reader, record


def test_a_map_without_texts_says_what_texts_are_for(client: TestClient) -> None:
    client.put("/api/v1/maps/bare", json={"title": "Bare"})
    page = client.get("/maps/bare/texts").text
    assert "There is nothing to read here yet." in page
    assert 'enctype="multipart/form-data"' in page


def test_a_file_becomes_a_text_with_its_source_in_one_change(reader: TestClient) -> None:
    file = {"file": ("Letter to Gottwald.md", b"# Letter\n\nWe *left* the Council.", "application/octet-stream")}
    fields = {"whose": "new", "type": "archival", "language": "en", "title": "", "pasted": ""}
    answer = reader.post(PAGE, files=file, data=fields)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"{PAGE}/X2?done=")
    text = record(reader, "X2")
    assert (text["title"], text["source"], text["language"]) == ("Letter to Gottwald", "S2", "en")
    assert record(reader, "S2")["title"] == "Letter to Gottwald"
    assert Reader(reader.get(f"{PAGE}/X2").text).blocks == ["Letter", "We left the Council."]
    undone = reader.post(f"/maps/debate/changes/{number(answer)}/undo", data={"in_text": "X2"})
    assert undone.headers["location"].startswith("/maps/debate?")
    assert [reader.get(f"{API}/records/{label}").status_code for label in ("X2", "S2")] == [404, 404]


def test_a_new_source_is_given_its_dates_with_its_text(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    assert "The date of the document itself." in page
    assert "The first of these dates counts." in page
    fields = {"whose": "new", "type": "archival", "title": "A letter", "pasted": "One."}
    refused = reader.post(PAGE, data={**fields, "available": "soon"})
    assert refused.status_code == 422
    assert 'id="fault-available"' in refused.text
    assert reader.post(PAGE, data={**fields, "issued": "1950-06", "available": "1995"}).status_code == 303
    source = record(reader, "S2")
    assert (source["issued"], source["available"]) == ("1950-06", "1995")


def test_what_is_pasted_becomes_the_text_of_a_source_that_there_is(reader: TestClient) -> None:
    fields = {
        "whose": "known",
        "source": "S1",
        "title": "On paper",
        "pasted": "One.\r\n\r\nTwo.",
        "format": "text/plain",
    }
    assert reader.post(PAGE, data=fields).status_code == 303
    assert record(reader, "X2")["source"] == "S1"
    assert Reader(reader.get(f"{PAGE}/X2").text).blocks == ["One.", "Two."]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"pasted": ""}, "Choose a file, or paste the text below."),
        ({"pasted": "Kept.", "whose": "known"}, "Choose the source that this text belongs to."),
        ({"pasted": "Kept.", "language": "no such thing!"}, "Enter the name of a language, such as Ottoman"),
        ({"pasted": "Kept.", "whose": "known", "source": "S9"}, "S9"),
        ({"pasted": "Kept.", "title": ""}, "Fill in this field."),
    ],
)
def test_a_text_that_cannot_be_added_is_sent_back_with_what_was_written(
    reader: TestClient, fields: dict[str, str], told: str
) -> None:
    answer = reader.post(PAGE, data={"title": "A page", "whose": "own", **fields})
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    assert ("Kept." in answer.text) == (fields["pasted"] == "Kept.")
    assert reader.get(f"{API}/records/X2").status_code == 404


@pytest.mark.parametrize(("name", "data"), [("page.png", b"\x89PNG\r\n"), ("page.pdf", b"no pdf"), ("page.txt", b"")])
def test_a_file_that_cannot_be_read_is_refused_in_words(reader: TestClient, name: str, data: bytes) -> None:
    answer = reader.post(PAGE, files={"file": (name, data, "application/octet-stream")}, data={"whose": "own"})
    assert answer.status_code == 422
    assert 'id="fault-file"' in answer.text


def test_a_form_that_is_cut_off_is_a_clear_error(reader: TestClient) -> None:
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = reader.post(PAGE, content=b"--x\r\nContent-Disposition: nonsense\r\n\r\n", headers=broken)
    assert answer.status_code == 400, answer.text
    assert "The form cannot be read" in answer.text


def test_of_html_nothing_runs_on_the_page(reader: TestClient) -> None:
    html = "<p onclick='x()'>Words<script>x()</script><img src=x onerror=x()> &lt;script&gt;x()&lt;/script&gt;</p>"
    answer = reader.post(PAGE, files={"file": ("a.html", html.encode(), "text/html")}, data={"whose": "own"})
    preview = answer.text
    token = re.search(r'name="pending" value="([^"]+)"', preview)
    assert token is not None
    assert "onclick" not in preview.partition("<main")[2]
    answer = reader.post(PAGE, data={"whose": "own", "pending": token[1], "confirmed": "1"})
    page = reader.get(answer.headers["location"].partition("?")[0]).text
    assert "<img" not in page
    assert re.findall(r"<script[^>]*>", page) == [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" in tag]
    assert "onclick" not in page


def test_a_page_says_of_a_text_what_the_text_says(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1").text
    assert Reader(page).blocks == [WORDS]


def test_passages_that_overlap_lie_in_lanes_of_their_own(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1").text
    lanes = {label: lane for lane, label in re.findall(r'lane-(\d)" data-passage="(N\d)"', page)}
    assert lanes == {"N1": "0", "N2": "1", "N3": "0"}


@pytest.mark.parametrize(("label", "sign"), [("N1", "supports"), ("N2", "undercuts"), ("N3", "contradicted")])
def test_a_passage_has_the_sign_that_its_record_has_on_the_map(reader: TestClient, label: str, sign: str) -> None:
    page = reader.get(f"{PAGE}/X1").text
    assert re.search(rf'class="passage {sign} lane-\d" data-passage="{label}"', page)
    assert f'href="#sign-{sign}"' in page
    assert f'<symbol id="sign-{sign}"' in page


def test_a_sign_stands_behind_the_full_stop_and_leads_to_the_record(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1").text
    behind = page[page.index('id="N3"') :]
    stop = behind.index("</span>.")
    assert stop < behind.index('href="/maps/debate/records/P1"')


def test_a_record_leads_back_to_its_passages(reader: TestClient) -> None:
    panel = reader.get("/maps/debate/panels/E1").text
    assert f'href="{PAGE}/X1#N1"' in panel
    assert "Stalin had agreed" in panel
    assert f'href="{PAGE}/X1"' in reader.get("/maps/debate/panels/S1").text
    assert f'href="{PAGE}/X1#N2"' in reader.get("/maps/debate/records/N2").text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("zh-Hans", "ltr")])
def test_a_text_is_set_in_the_direction_of_its_language(reader: TestClient, language: str, direction: str) -> None:
    reader.post(PAGE, data={"whose": "own", "title": "T", "pasted": "نص", "language": language})
    page = reader.get(f"{PAGE}/X2").text
    assert f'lang="{language}" dir="{direction}"' in page


def test_a_translation_stands_beside_the_original_passage_by_passage(reader: TestClient) -> None:
    reader.post(
        PAGE, data={"whose": "own", "title": "T", "pasted": "Mao fragte.\n\nKim meldete es.", "translation_of": "X1"}
    )
    page = reader.get(f"{PAGE}/X2").text
    assert page.index("Mao asked") < page.index("Mao fragte")
    assert 'class="parallel-row"' in page
    assert 'class="parallel-row"' not in reader.get(f"{PAGE}/X2?beside=nothing").text
    assert f'href="{PAGE}/X1?beside=nothing"' in reader.get(f"{PAGE}/X1").text


def test_a_quotation_that_stands_once_leads_to_the_form(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1/mark", params={"exact": 'nobody   wrote "no"', "as": "evidence"}).text
    given = fields_of(page)
    start = WORDS.index("nobody")
    assert (given["start"], given["end"]) == (str(start), str(start + len("nobody wrote “no”")))
    assert given["source"] == "S1"


def test_a_quotation_that_stands_more_than_once_is_asked_about(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1/mark", params={"exact": "Stalin", "as": "claim"}).text
    assert "Which passage do you mean?" in page
    places = re.findall(r'href="([^"]*start=\d+[^"]*)"', page)
    assert len(places) == 2
    assert "Make it a claim" in reader.get(unescape(places[1])).text


def test_a_quotation_that_does_not_stand_there_is_told_so(reader: TestClient) -> None:
    answer = reader.get(f"{PAGE}/X1/mark", params={"exact": "zzzz qqqq"})
    assert answer.status_code == 404
    assert "This version contains nothing like it." in answer.text
    near = reader.get(f"{PAGE}/X1/mark", params={"exact": "Kim had reported it, nobody wrote"})
    assert "Is this the passage?" in near.text


@pytest.mark.parametrize("exact", ["MAO ASKED", "stalin"])
def test_what_stands_there_in_another_case_alone_is_proposed(reader: TestClient, exact: str) -> None:
    page = reader.get(f"{PAGE}/X1/mark", params={"exact": exact}).text
    assert "Is this the passage?" in page
    assert len(re.findall(r'href="[^"]*start=\d+', page)) == WORDS.lower().count(exact.lower())


def test_a_quotation_with_omissions_leads_to_the_form_with_all_between_its_ends(reader: TestClient) -> None:
    page = reader.get(f"{PAGE}/X1/mark", params={"exact": "Mao asked ... he was told", "as": "evidence"}).text
    given = fields_of(page)
    assert WORDS[int(given["start"]) : int(given["end"])] == "Mao asked Moscow. Stalin had agreed, he was told"


def test_a_place_that_divides_a_character_is_that_of_the_whole_one() -> None:
    assert cut_passage("", "so e\u0301te\u0301 b", 4, 5) == Passage("", "e\u0301", 3, 5, "so ", "te\u0301 b")


def marked(client: TestClient, exact: str, **given: str) -> Any:
    page = client.get(f"{PAGE}/X1/mark", params={"exact": exact, "as": given.get("as", "evidence")}).text
    return client.post(f"{PAGE}/X1/mark", data=fields_of(page) | given)


def test_a_passage_becomes_evidence_with_its_quotation_in_one_change(reader: TestClient) -> None:
    answer = marked(reader, "Kim reported it", summary="Kim told him.", comment="In May.")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"{PAGE}/X1?record=E2&done=")
    assert answer.headers["location"].endswith("&new=N4#N4")
    evidence, annotation = record(reader, "E2"), record(reader, "N4")
    assert (evidence["quotation"], evidence["language"], evidence["source"]) == ("Kim reported it", "en", "S1")
    assert (annotation["bodies"], annotation["exact"], annotation["comment"]) == (["E2"], "Kim reported it", "In May.")
    assert annotation["state"] == "anchored"
    undone = reader.post(f"/maps/debate/changes/{number(answer)}/undo", data={"in_text": "X1"})
    assert undone.headers["location"].startswith(f"{PAGE}/X1?")
    assert [reader.get(f"{API}/records/{label}").status_code for label in ("E2", "N4")] == [404, 404]
    again = reader.post(f"/maps/debate/changes/{number(undone)}/undo", data={"in_text": "X1"})
    assert again.status_code == 303
    assert record(reader, "N4")["bodies"] == ["E2"]


@pytest.mark.parametrize(
    ("making", "fields", "label"),
    [
        ("claim", {"text": "He waited.", "kind": "finding"}, "F3"),
        ("interpretation", {"text": "He waited for a reason."}, "I2"),
    ],
)
def test_a_passage_becomes_a_statement(reader: TestClient, making: str, fields: dict[str, str], label: str) -> None:
    answer = marked(reader, "Stalin waited", **{"as": making}, **fields)
    assert answer.status_code == 303, answer.text
    assert record(reader, label)["text"] == fields["text"]
    assert record(reader, "N4")["bodies"] == [label]


def test_a_passage_of_a_translation_is_kept_as_the_translation(reader: TestClient) -> None:
    fields = {"whose": "known", "source": "S1", "title": "T", "language": "de", "translation_of": "X1"}
    reader.post(PAGE, data={**fields, "pasted": "Stalin wartete."})
    page = reader.get(f"{PAGE}/X2/mark", params={"exact": "wartete", "as": "evidence"}).text
    reader.post(f"{PAGE}/X2/mark", data=fields_of(page) | {"summary": "He waited."})
    evidence = record(reader, "E2")
    assert (evidence["translation"], evidence["translation_language"]) == ("wartete", "de")
    assert not evidence.get("quotation")


def test_a_passage_is_tied_to_records_that_there_are(reader: TestClient) -> None:
    answer = marked(reader, "Stalin waited", **{"as": "existing"}, bodies="F2, L2")
    assert answer.headers["location"].startswith(f"{PAGE}/X1?record=F2&done=")
    assert record(reader, "N4")["bodies"] == ["F2", "L2"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"as": "existing", "bodies": ""}, "Fill in this field."),
        ({"as": "existing", "bodies": "F9"}, "F9"),
        ({"as": "evidence", "summary": ""}, "Fill in this field."),
        ({"as": "evidence", "summary": "Kept.", "source": "S9"}, "S9"),
        ({"as": "claim", "text": "Kept.", "when": "last week"}, "last week"),
    ],
)
def test_a_marking_that_cannot_be_kept_is_sent_back(reader: TestClient, given: dict[str, str], told: str) -> None:
    answer = marked(reader, "Stalin waited", **given)
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    assert "Stalin waited" in answer.text
    assert reader.get(f"{API}/records/N4").status_code == 404


def test_what_was_made_is_linked_and_one_is_led_back_to_the_text(reader: TestClient) -> None:
    answer = marked(reader, "Stalin waited", **{"as": "interpretation"}, text="He waited on purpose.")
    page = reader.get(answer.headers["location"].partition("#")[0]).text
    assert "What does I2 do?" in page
    offer = re.search(r'<section class="editing link-offer".*?</section>', page, re.DOTALL)
    assert offer
    given = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', offer[0]))
    answer = reader.post("/maps/debate/add", data=given | {"premises": "I2", "relation": "undercuts", "target": "L1"})
    assert answer.headers["location"].startswith(f"{PAGE}/X1?record=L4&done=")
    link = record(reader, "L4")
    assert (link["premises"], link["relation"], link["target"]) == (["I2"], "undercuts", "L1")


def test_a_text_that_is_edited_leads_back_to_itself(reader: TestClient) -> None:
    given = fields_of(reader.get("/maps/debate/records/X1/edit").text) | {"title": "Renamed"}
    answer = reader.post("/maps/debate/records/X1/edit", data=given)
    assert answer.headers["location"].startswith(f"{PAGE}/X1?done=")
    given = fields_of(reader.get("/maps/debate/records/N2/edit").text) | {"comment": "By Kim."}
    assert reader.post("/maps/debate/records/N2/edit", data=given).headers["location"].endswith("#N2")
    assert record(reader, "N2")["comment"] == "By Kim."
    assert record(reader, "X1")["versions"][0]["sha256"] == record(reader, "N2")["version"]


def test_a_search_leads_to_the_text_that_says_so(reader: TestClient) -> None:
    page = reader.get("/search?q=waited").text
    assert f'href="{PAGE}/X1"' in page
    assert 'href="/maps/debate/records/N2"' in reader.get("/search?q=told").text


@pytest.mark.parametrize("place", ["X9", "S1", "X9/mark", "X9/version", "X9/review", "S1/mark"])
def test_what_is_no_text_is_not_found(reader: TestClient, place: str) -> None:
    assert reader.get(f"{PAGE}/{place}").status_code == 404


def test_a_legend_tells_what_the_lines_of_a_text_mean(reader: TestClient) -> None:
    legend = reader.get(f"{PAGE}/X1").text.partition('class="text-legend"')[2].partition("</details>")[0]
    for sign in ("contradicted", "supports", "undercuts"):
        assert f'<span class="passage {sign}">{sign}</span>' in legend
    assert "challenges" not in legend


def test_the_date_stays_on_the_way_to_the_texts_and_back(reader: TestClient) -> None:
    assert 'href="/maps/debate/texts?as_of=1990"' in reader.get("/maps/debate?as_of=1990").text
    listed = reader.get("/maps/debate/texts?as_of=1990").text
    assert 'href="/maps/debate?as_of=1990"' in listed
    assert 'href="/maps/debate/texts/X1?as_of=1990"' in listed
    assert 'href="/maps/debate?as_of=1990"' in reader.get("/maps/debate/texts/X1?as_of=1990").text


def test_a_text_brings_its_source_and_its_new_author_in_one_form(reader: TestClient) -> None:
    fields = {"whose": "new", "type": "book", "title": "The war aims", "pasted": "One.", "author": "Fritz Fischer"}
    asked = reader.post(PAGE, data=fields)
    assert asked.status_code == 422
    assert "Create “Fritz Fischer”" in unescape(asked.text)
    meant = {"meant.author.1": "as:historian:Fischer=Fritz Fischer"}
    answer = reader.post(PAGE, data=fields | meant)
    assert answer.status_code == 303, answer.text
    (author,) = record(reader, record(reader, "X2")["source"])["author"]
    made = record(reader, author)
    assert (made["family"], made["given"], made["kind"]) == ("Fischer", "Fritz", "historian")
    reader.post(f"/maps/debate/changes/{number(answer)}/undo", data={"in_text": "X2"})
    assert reader.get(f"{API}/records/{author}").status_code == 404
    page = reader.post(PAGE, data={**fields, "type": ""})
    assert "Fritz Fischer" in page.text
    assert 'id="fault-type"' in page.text
