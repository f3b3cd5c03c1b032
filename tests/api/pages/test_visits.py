"""What the address of a map's page asks for."""

import pytest
from fastapi import Request

from api.pages.visits import MapVisit, choose_background, read_theme, read_visit


def read_visit_of(query: str = "", cookie: str = "") -> MapVisit:
    return read_visit(request(query, cookie), "korea-1950")


def request(query: str = "", cookie: str = "") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request({"type": "http", "path": "/", "query_string": query.encode(), "headers": headers})


def test_blanks_and_unknown_parameters_are_left_aside() -> None:
    visit = read_visit_of("view=&as_of=&question=&utm_source=letter&question=Q2")
    assert visit.parameters == {"question": ["Q2"]}
    assert visit.fault is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("view=upside-down", "view"),
        ("as_of=yesterday", "As known by"),
        ("depth=0", "Links away"),
        ("relation=hates", "relation"),
    ],
)
def test_a_value_that_means_nothing_is_a_fault_that_names_its_field(query: str, name: str) -> None:
    fault = read_visit_of(query).fault
    assert fault is not None
    assert fault.startswith(f"{name}: ")


def test_the_date_to_look_from_is_read_as_written_and_handed_on_as_edtf() -> None:
    visit = read_visit_of("as_of=16+June+1950")
    assert (visit.query.as_of, visit.address(".svg")) == ("1950-06-16", "/maps/korea-1950.svg?as_of=1950-06-16")


def test_a_date_that_can_be_two_is_a_fault_that_names_both() -> None:
    fault = read_visit_of("as_of=06%2F07%2F1950").fault
    assert fault == "As known by: “06/07/1950” can mean 6 July 1950 or 7 June 1950. Write 1950-07-06 or 1950-06-07."


def test_a_fault_keeps_what_was_written_for_the_form() -> None:
    assert read_visit_of("as_of=yesterday&question=Q1").parameters == {"as_of": ["yesterday"], "question": ["Q1"]}


def test_other_pages_of_the_map_are_asked_the_same() -> None:
    visit = read_visit_of("as_of=1996&question=Q1&question=Q2&record=P3")
    assert visit.address("/outline") == "/maps/korea-1950/outline?as_of=1996&question=Q1&question=Q2"
    assert visit.address(".pdf", as_of=None) == "/maps/korea-1950.pdf?question=Q1&question=Q2"


def test_a_value_taken_away_leaves_the_others() -> None:
    assert read_visit_of("question=Q1&question=Q2").address_without("question", "Q1") == "/maps/korea-1950?question=Q2"


def test_a_ledger_file_is_asked_for_its_date_only() -> None:
    assert read_visit_of("as_of=1996&question=Q1").address_of_ledger("csv") == "/maps/korea-1950/ledger.csv?as_of=1996"


def test_what_is_typed_cannot_leave_its_parameter() -> None:
    assert read_visit_of("school=a%26b%23c").address() == "/maps/korea-1950?school=a%26b%23c"


@pytest.mark.parametrize(
    ("cookie", "chosen", "drawn"),
    [
        ("", "auto", "light"),
        ("ground=dark", "auto", "dark"),
        ("theme=light; ground=dark", "light", "light"),
        ("theme=dark; ground=light", "dark", "dark"),
        ("theme=<script>; ground=purple", "auto", "light"),
    ],
)
def test_pictures_begin_on_the_ground_that_was_chosen_or_seen(cookie: str, chosen: str, drawn: str) -> None:
    asking = request(cookie=cookie)
    assert (read_theme(asking), choose_background(asking)) == (chosen, drawn)
    assert read_visit_of(cookie=cookie).query.theme == drawn


def test_a_theme_in_the_address_goes_before_the_page_s() -> None:
    assert read_visit_of("theme=print", "theme=dark").query.theme == "print"
