"""Critical questions in the API and on pages: recorded of a link, answered, and counted where a reader wants it."""

from starlette.testclient import TestClient

KOREA = "/api/v1/maps/korea-1950"
# A finding tests a perception.
LINK = "L42"


def record_question(client: TestClient, **fields: object) -> str:
    made = client.post(
        f"{KOREA}/critical_questions", json={"id": "CQ9", "link": LINK, "text": "Is it a sign of that?", **fields}
    )
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def test_a_question_is_recorded_answered_and_undone_like_any_record(korea_writer: TestClient) -> None:
    label = record_question(korea_writer)
    address = f"{KOREA}/critical_questions/{label}"
    found = korea_writer.get(address)
    assert (found.json()["outcome"], found.json().get("answered_by")) == ("asked", None)
    changed = korea_writer.patch(
        address,
        json={"outcome": "answered", "answered_by": "F9"},
        headers={"If-Match": found.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert changed.status_code == 200, changed.text
    listed = korea_writer.get(f"{KOREA}/critical_questions?outcome=answered").json()["items"]
    assert [each["id"] for each in listed] == [label]
    document = korea_writer.get("/maps/korea-1950.json").json()
    assert [(each["id"], each["answered_by"]) for each in document["critical_questions"]] == [(label, "F9")]
    assert korea_writer.put(KOREA, json=document, headers={"If-Match": "*"}).status_code == 200


def test_only_what_is_answered_names_an_answer_and_no_link_answers_for_itself(korea_writer: TestClient) -> None:
    for fields in ({"answered_by": "F9"}, {"outcome": "answered", "answered_by": LINK}, {"link": "F9"}):
        refused = korea_writer.post(
            f"{KOREA}/critical_questions", json={"id": "CQ1", "link": LINK, "text": "Is it so?", **fields}
        )
        assert refused.status_code == 422, fields


def test_the_page_of_a_link_shows_what_is_asked_of_it_and_offers_the_questions_of_its_scheme(
    korea_writer: TestClient,
) -> None:
    patched = korea_writer.get(f"{KOREA}/links/{LINK}")
    korea_writer.patch(
        f"{KOREA}/links/{LINK}",
        json={"scheme": "argument from sign"},
        headers={"If-Match": patched.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    label = record_question(korea_writer)
    page = korea_writer.get(f"/maps/korea-1950/records/{LINK}").text
    assert f"/records/{label}" in page
    assert "Is it a sign of that?" in page
    assert f"kind=critical_question&amp;link={LINK}&amp;text=How%20often" in page
    form = korea_writer.get(f"/maps/korea-1950/add?kind=critical_question&link={LINK}&text=How%20often%3F")
    assert form.status_code == 200
    assert "How often?" in form.text
    own = korea_writer.get(f"/maps/korea-1950/records/{label}").text
    assert f"/records/{LINK}" in own


def test_a_reader_may_count_what_is_open_as_an_undercut(korea_writer: TestClient) -> None:
    record_question(korea_writer, link="L15", outcome="open")
    page = korea_writer.get("/maps/korea-1950/weighing").text
    assert 'value="questions:open"' in page
    counted = korea_writer.get(f"{KOREA}/weighing/L15?without=questions:open")
    assert counted.status_code == 200, counted.text
    assert counted.json()["label"] == "falls"
    assert (
        "a critical question is not answered"
        in korea_writer.get("/maps/korea-1950.svg?weigh=preponderance&without=questions:open").text
    )
    audit = korea_writer.get("/maps/korea-1950/weighing/audit").text
    assert "Critical questions that nobody has answered" in audit


def test_deleting_a_link_deletes_what_is_asked_of_it(korea_writer: TestClient) -> None:
    label = record_question(korea_writer, link="L15")
    link = korea_writer.get(f"{KOREA}/links/L15")
    gone = korea_writer.delete(f"{KOREA}/links/L15?with_dependents=true", headers={"If-Match": link.headers["etag"]})
    assert gone.status_code in {200, 204}, gone.text
    assert korea_writer.get(f"{KOREA}/critical_questions/{label}").status_code in {404, 410}
