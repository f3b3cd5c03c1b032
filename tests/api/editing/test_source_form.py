"""The form of a source: laid out for its type and its archive, with its criticism in questions, and its citation."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.editing.source_form import group_fields
from api.pages.archival_fields import ARCHIVES, identify_archive, lay_out_reference, read_reference_part
from api.phrases.fields.record_fields import FORMS
from models.vocabulary import CriticismAspect, RecordKind, SourceType
from tests.api.editing.test_editing import API, debate, fields_of, number, record

__all__ = ["debate"]

EDIT = "/maps/debate/records/S1/edit"
FORM = "/maps/debate/form?label=S1"
FIELDS = FORMS[RecordKind.SOURCE]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))


def previewed(page: str, form: str = "note") -> str:
    found = re.search(rf'data-preview="{form}">(.*?)</p>', page, re.DOTALL)
    assert found
    return text_of(found[1]).strip()


def labels_of(page: str) -> list[str]:
    """Return the labels of the rows that stand for a part of the archive's reference, in order."""
    return [text_of(each) for each in re.findall(r'<div class="reference-part">.*?<b[^>]*>(.*?)</b>', page, re.DOTALL)]


@pytest.mark.parametrize("kind", ["", *SourceType])
def test_every_field_stands_in_one_group_whatever_the_type(kind: str) -> None:
    found = [each.name for group in group_fields({"type": kind}, {}) for each in group.fields]
    assert sorted(found) == sorted(each.name for each in FIELDS)


@pytest.mark.parametrize("kind", ["", *SourceType])
def test_no_group_is_closed_over_what_is_filled_in_or_wrong(kind: str) -> None:
    for each in FIELDS:
        for draft, faults in (({"type": kind, each.name: "x"}, {}), ({"type": kind}, {each.name: "wrong"})):
            holding = [
                group for group in group_fields(draft, faults) if each.name in {entry.name for entry in group.fields}
            ]
            assert [group.open for group in holding] == [True], each.name


def test_a_document_begins_with_its_archive_and_an_article_with_its_journal() -> None:
    document = [group.name for group in group_fields({"type": "archival"}, {}) if not group.folded]
    article = [group for group in group_fields({"type": "article-journal"}, {}) if not group.folded]
    assert document[:2] == ["what", "kept"]
    assert [each.name for each in article][:2] == ["what", "published"]
    assert [each.label for each in article[1].fields] == ["Journal or bulletin", "Volume", "Issue", "Pages", "DOI"]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_each_archive_lays_out_its_parts_with_meaning_and_example(debate: TestClient, archive: str) -> None:
    given = {"record": "source", "title": "A letter", "archive": archive}
    page = debate.post("/maps/debate/form", data=given).text
    assert labels_of(page) == [part.label for part in ARCHIVES[archive].parts]
    for part in ARCHIVES[archive].parts:
        assert part.meaning in text_of(page)
        assert f"such as {part.example}" in text_of(page)


def test_switching_the_archive_keeps_what_was_typed(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text) | {"archive": "american", "note": "Half a thought", "why": "Because"}
    page = debate.post(FORM, data=given).text
    again = fields_of(page)
    assert "box" in labels_of(page)
    assert "f." not in labels_of(page)
    assert (again["note"], again["why"]) == ("Half a thought", "Because")
    back = fields_of(debate.post(FORM, data=again | {"archive": "russian"}).text)
    assert debate.post(EDIT, data=back).status_code == 303
    assert record(debate, "S1")["reference"] == [{"label": "f.", "value": "5"}, {"label": "op.", "value": "1"}]


def test_laying_out_saves_nothing(debate: TestClient) -> None:
    before = record(debate, "S1")
    given = fields_of(debate.get(EDIT).text) | {"title": "Another title", "show": "archive", "archive": "french"}
    assert debate.post(FORM, data=given).status_code == 200
    assert record(debate, "S1") == before


def test_switching_the_type_loses_nothing(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text) | {"volume": "4", "container_title": "Bulletin", "when": "", "doi": "10/x"}
    for kind in SourceType:
        given = fields_of(debate.post(FORM, data=given | {"type": kind.value, "show": "type"}).text)
    assert debate.post(EDIT, data=given).status_code == 303
    kept = record(debate, "S1")
    assert (kept["volume"], kept["container_title"], kept["doi"]) == ("4", "Bulletin", "10/x")
    assert kept["reference"] == [{"label": "f.", "value": "5"}, {"label": "op.", "value": "1"}]
    assert kept["criticism"] == [{"aspect": "custody", "text": "Copied by hand.", "by": "A. Smith"}]


def test_what_stands_in_an_order_of_its_own_keeps_it(debate: TestClient) -> None:
    reference = [("l.", "7"), ("папка", "2"), ("Signatur", "x"), ("f.", "5")]
    remarks = [("bias", "Late."), ("custody", "Copied."), ("bias", "Early."), ("release", "1995.")]
    mine = {
        "type": "archival",
        "title": "A telegram",
        "reference": [{"label": label, "value": value} for label, value in reference],
        "criticism": [{"aspect": aspect, "text": text, "by": "B"} for aspect, text in remarks],
    }
    headers = {"If-Match": debate.get(f"{API}/sources/S1").headers["etag"]}
    assert debate.put(f"{API}/sources/S1", json=mine, headers=headers).status_code == 200
    for archive in ("", *ARCHIVES):
        page = debate.post(FORM, data=fields_of(debate.get(EDIT).text) | {"archive": archive}).text
        assert debate.post(EDIT, data=fields_of(page)).status_code == 303
        assert record(debate, "S1")["reference"] == mine["reference"]
        assert record(debate, "S1")["criticism"] == mine["criticism"]


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ({"part": "l.", "value": "92"}, {"label": "l.", "value": "92"}),
        ({"part": "l.", "value": "87-91"}, {"label": "ll.", "value": "87-91"}),
        ({"part": "l.", "value": "2, 2ob"}, {"label": "ll.", "value": "2, 2ob"}),
        ({"part": "box", "value": "4-5"}, {"label": "box", "value": "4-5"}),
        ({"written": "l.", "value": "87-91"}, {"label": "l.", "value": "87-91"}),
        ({"part": "l."}, {}),
        ({"written": "l."}, {}),
        ({"label": "Signatur"}, {"label": "Signatur"}),
        ({"value": "7"}, {"value": "7"}),
    ],
)
def test_a_row_is_read_as_a_part(row: dict[str, str], read: dict[str, str]) -> None:
    assert read_reference_part(row) == read


def test_a_part_that_is_missing_stands_where_the_archive_has_it() -> None:
    given = [{"label": "f.", "value": "5"}, {"label": "d.", "value": "3"}]
    rows = lay_out_reference("russian", given)
    assert [row.part.label for row in rows if row.part] == ["f.", "op.", "p.", "k.", "d.", "ed. khr.", "l."]
    assert [row.number for row in rows] == list(range(9))


def test_an_archive_is_known_by_labels_or_by_its_name() -> None:
    assert identify_archive([{"label": "RG", "value": "59"}], "AVPRF") == "american"
    assert identify_archive([], "AVPRF") == "russian"
    assert identify_archive([], "NARA") == "american"
    assert identify_archive([{"label": "Signatur", "value": "1"}], "AVPRF") == ""


def test_the_abbreviations_of_the_archive_are_suggested(debate: TestClient) -> None:
    page = debate.post(FORM, data=fields_of(debate.get(EDIT).text) | {"archive": "russian"}).text
    offered = re.findall(r'<option value="([^"]*)" label="([^"]*)">', page)
    assert ("AVPRF", "Archive of Foreign Policy of the Russian Federation (AVPRF)") in offered
    assert not any(name == "TNA" for name, _ in offered)


def test_the_citation_follows_what_is_typed_and_the_style(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text) | {"repository": "AVPRF", "issued": "1950-01-19", "author": "smith"}
    notes = debate.post(FORM, data=given | {"style": "chicago-notes"}).text
    assert previewed(notes) == (
        "A. Smith, “A telegram,” 19 January 1950, f. 5, op. 1, "
        "Archive of Foreign Policy of the Russian Federation (AVPRF)."
    )
    # As in the first mention, but without the article (Chicago 14.33).
    assert previewed(notes, "short") == "A. Smith, “Telegram,” 19 January 1950, AVPRF, f. 5, op. 1."
    gost = debate.post(FORM, data=given | {"style": "gost"}).text
    assert previewed(gost) == "A. Smith. A telegram : 19 January 1950 // AVPRF. F. 5. Op. 1."
    assert fields_of(gost)["style"] == "gost"


def test_what_cannot_be_read_is_left_out_of_the_citation_and_kept_in_the_form(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text) | {"issued": "someday", "repository": "<i>AVPRF</i>"}
    page = debate.post(FORM, data=given).text
    assert previewed(page) == "A telegram, n.d., f. 5, op. 1, <i>AVPRF</i>."
    assert fields_of(page)["issued"] == "someday"


def test_without_a_title_there_is_no_citation_yet(debate: TestClient) -> None:
    assert "as soon as there is a title" in debate.get("/maps/debate/add?kind=source").text


@pytest.mark.parametrize("query", ["reference=x", "criticism=x", "csl=x", "also_at=x", "title=%00", "type=x&title=x"])
def test_an_address_may_fill_in_anything(debate: TestClient, query: str) -> None:
    assert debate.get(f"/maps/debate/add?kind=source&{query}").status_code == 200


def test_every_aspect_is_asked_in_words_under_external_or_internal_criticism(debate: TestClient) -> None:
    page = debate.get(EDIT).text
    external, internal = page.index(">External criticism<"), page.index(">Internal criticism<")
    for aspect in CriticismAspect:
        place = page.index(f'data-aspect="{aspect}"')
        assert (external < place < internal) is aspect.is_external
        assert aspect.explanation in text_of(page[place : place + 400])


def test_two_people_may_answer_the_same_question(debate: TestClient) -> None:
    page = debate.get(EDIT).text
    blank = [name for name, value in fields_of(page).items() if name.endswith(".text") and not value]
    assert len(blank) == len(CriticismAspect)
    given = fields_of(page)
    mine = next(name for name in blank if given[name.replace(".text", ".aspect")] == "custody")
    assert given[mine.replace(".text", ".by")] == ""
    given |= {mine: "The copies agree.", mine.replace(".text", ".by"): "B. Jones"}
    answer = debate.post(EDIT, data=given)
    assert record(debate, "S1")["criticism"] == [
        {"aspect": "custody", "text": "Copied by hand.", "by": "A. Smith"},
        {"aspect": "custody", "text": "The copies agree.", "by": "B. Jones"},
    ]
    debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert len(record(debate, "S1")["criticism"]) == 1


def test_an_answer_that_is_emptied_is_taken_away(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text) | {"criticism.0.text": ""}
    assert debate.post(EDIT, data=given).status_code == 303
    assert record(debate, "S1")["criticism"] == []


def test_one_is_asked_for_room_for_another_answer(debate: TestClient) -> None:
    def answers(given: dict[str, Any]) -> int:
        return sum(1 for name, value in given.items() if name.endswith(".aspect") and value == "bias")

    given = fields_of(debate.get(EDIT).text)
    blank = next(name for name, value in given.items() if name.endswith(".aspect") and value == "bias")
    given[blank.replace(".aspect", ".text")] = "It flatters."
    again = fields_of(debate.post(FORM, data=given | {"show": "bias"}).text)
    assert (answers(given), answers(again)) == (1, 2)
    assert "It flatters." in again.values()


def test_the_form_of_two_changes_that_met_is_laid_out_too(debate: TestClient) -> None:
    mine = fields_of(debate.get(EDIT).text) | {"title": "Mine"}
    theirs = fields_of(debate.get(EDIT).text) | {"title": "Theirs"}
    assert debate.post(EDIT, data=theirs).status_code == 303
    answer = debate.post(EDIT, data=mine)
    assert answer.status_code == 409
    assert labels_of(answer.text)[:2] == ["f.", "op."]
    assert debate.post(EDIT, data=fields_of(answer.text)).status_code == 303
    assert record(debate, "S1")["title"] == "Mine"


def test_enter_saves_whatever_buttons_stand_above(debate: TestClient) -> None:
    form = debate.get(EDIT).text
    form = form[form.index("data-edit") :]
    first = re.search(r"<button\b[^>]*>", form)
    assert first
    assert "formaction" not in first[0]


def test_a_form_sent_for_a_record_that_is_none_is_refused(debate: TestClient) -> None:
    assert debate.post("/maps/debate/form?label=S99", data={"title": "x"}).status_code == 404


def test_remarks_stand_under_external_and_internal_criticism_with_whose_they_are(debate: TestClient) -> None:
    given = fields_of(debate.get(EDIT).text)
    blank = next(name for name, value in given.items() if name.endswith(".aspect") and value == "bias")
    given[blank.replace(".aspect", ".text")] = "It flatters its reader."
    assert debate.post(EDIT, data=given).status_code == 303
    page, panel = (debate.get(f"/maps/debate/{place}").text.replace("<", " <") for place in ("records/S1", "panels/E1"))
    told = "External criticism Custody Copied by hand. — A. Smith Internal criticism Bias It flatters its reader."
    assert told in text_of(page)
    assert "local" not in text_of(page)
    assert "External criticism of its source Custody Copied by hand." in text_of(panel)


def test_a_source_without_remarks_has_no_criticism_to_show(debate: TestClient) -> None:
    assert debate.post(EDIT, data=fields_of(debate.get(EDIT).text) | {"criticism.0.text": ""}).status_code == 303
    shown, _, past = debate.get("/maps/debate/records/S1").text.partition("Copied by hand.")
    # Only the history still tells what was taken away.
    assert "It said:" in shown
    assert "criticism" not in text_of(shown.rpartition("<dl")[0])
    assert "A. Smith" in past


def language_in(page: str) -> str:
    return fields_of(page)["language"]


def test_a_russian_archive_suggests_russian_and_takes_no_for_an_answer(debate: TestClient) -> None:
    new = {"record": "source", "title": "Телеграмма", "type": "archival", "repository": "AVPRF", "language": ""}
    parts = {"reference.0.part": "f.", "reference.0.value": "059a"}
    chosen = debate.post("/maps/debate/form", data={**new, **parts, "archive": "russian", "archive_before": ""}).text
    assert language_in(chosen) == "Russian"
    assert "The language of the document has been set to Russian" in text_of(chosen)
    assert "АВПРФ. Ф. 059а." in previewed(
        debate.post("/maps/debate/form", data={**fields_of(chosen), "style": "gost"}).text
    )
    declined = debate.post("/maps/debate/form", data={**fields_of(chosen), "language": "", "style": "gost"}).text
    assert language_in(declined) == ""
    assert "AVPRF. F. 059a." in previewed(declined)


def test_no_language_is_suggested_over_one_that_is_given_nor_saved_unseen(debate: TestClient) -> None:
    new = {"record": "source", "title": "Note", "type": "archival", "archive": "russian", "archive_before": ""}
    assert language_in(debate.post("/maps/debate/form", data={**new, "language": "fr"}).text) == "French"
    saved = debate.post("/maps/debate/add", data={**new, "language": ""})
    label = re.search(r"record=([\w-]+)", saved.headers["location"])
    assert label is not None
    assert record(debate, label[1])["language"] is None
