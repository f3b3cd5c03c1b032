"""Whatever a page says can be translated: in a catalogue of marks, every word of ours stands between marks."""

import re

import pytest
from starlette.testclient import TestClient

from api.pages.templating import environment
from api.phrases import messages
from models.vocabulary import RecordKind, Relation
from tests.api.phrases.foreign import MAP, TEXTS, Foreigner, Marks, debate
from tests.conftest import postgresql_in_the_long_run

LABELS = [
    *("Q1", "Q2", "A1", "A2", "A3", "S1", "S2", "P1", "P2", "F1", "F2", "I1", "I2", "I3", "E1", "E2", "T1"),
    *("L1", "L2", "L3", "L4", "L7", "L8", "X1", "X2", "N1", "N2"),
]
ADDRESSES = [
    *(
        "/",
        "/search",
        "/search?q=Сталин",
        "/search?q=Сталин&kind=evidence&from=1950",
        "/search?q=Щщщ",
        "/nowhere",
        "/help",
        "/glossary",
    ),
    *("/search?q=Сталин&from=х", "/search?q=Сталин&verdict=confirmed&certainty=low", "/maps/nothing"),
    *(MAP, f"{MAP}?record=P1", f"{MAP}?record=L1&done=1", f"{MAP}?view=neighbourhood", f"{MAP}?view=х"),
    *(f"{MAP}?kind=finding&verdict=contradicted&question=Q1&agent=A1&school=школа", f"{MAP}?as_of=1900&fold=P1"),
    *(
        f"{MAP}/ledger",
        f"{MAP}/ledger?as_of=1960",
        f"{MAP}/ledger?record=P1",
        f"{MAP}/embed",
        f"{MAP}/embed?as_of=1900",
    ),
    *(f"{MAP}/weighing{asked}" for asked in ("", "?without=S1&weigh=corroborated", "?reader=A1", "?without=Х1")),
    *(f"{MAP}/weighing/{name}" for name in ("load", "by-rule", "audit", "strengths", "readings", "through-time")),
    *(f"{MAP}/weighing/{label}" for label in ("P1", "P2", "F1", "I1", "E1", "L1", "L4")),
    *(f"{MAP}/ledger?weigh=documented&without=S1", f"{MAP}?weigh=asserted&without=S1&why=P1&record=P1"),
    *(f"{MAP}/reading", f"{MAP}/reading?as_of=1960", f"{MAP}/reading?as_of=1800", f"{MAP}/embed?view=х"),
    *(f"{MAP}/reading/{label}" for label in ("Q1", "Q2", "P1", "P2")),
    *(f"{MAP}/compare", f"{MAP}/compare?left=I1", f"{MAP}/compare?left=I1&right=I2", f"{MAP}/compare?left=I1&right=I3"),
    *(f"{MAP}/compare?left=I1&right=I1", f"{MAP}/compare?left=Х1", f"{MAP}/compare?as_of=1900"),
    *(f"{MAP}/became-known{asked}" for asked in ("", "?from=1900", "?to=1996", "?from=1900&to=1900")),
    f"{MAP}/about",
    *(
        f"{MAP}/with-notes",
        f"{MAP}/print",
        f"{MAP}/figure?include=F9",
        f"{MAP}/figure?figure=column&question=Q2",
        f"{MAP}/print?view=neighbourhood&focus=P1",
        f"{MAP}/print?as_of=1900&kind=finding",
    ),
    *(f"{MAP}/records/{label}" for label in LABELS),
    *(f"{MAP}/records/{label}/edit" for label in ("Q1", "A1", "S1", "S2", "P1", "I1", "E1", "T1", "L1", "X1", "N1")),
    *(f"{MAP}/previews/{label}" for label in LABELS),
    f"{MAP}/records/Z9",
    *(f"{MAP}/add?kind={kind}" for kind in RecordKind),
    *(f"{MAP}/add?target={label}" for label in ("P1", "F1", "I1", "E1", "L1", "Q1")),
    *(TEXTS, f"{TEXTS}/X1", f"{TEXTS}/X1?beside=X2", f"{TEXTS}/X2", f"{TEXTS}/X1?record=E1&linking=1"),
    *(f"{TEXTS}/X1/version", f"{TEXTS}/X1/review", f"{TEXTS}/X1/mark?exact=ему&as=claim"),
    *(f"{TEXTS}/X1/mark?exact=Сталин&as=evidence", f"{TEXTS}/X1/mark?exact=Сталин+согласна&as=interpretation"),
    *(f"{TEXTS}/X1/mark?exact=щщщщщщщщ&as=existing", f"{TEXTS}/X1/mark?as=existing"),
    *(f"{TEXTS}/X1/mark?exact=Ким+сообщил&as=existing", f"{TEXTS}/X2/mark?exact=Ким&as=evidence"),
    *(f"{MAP}?record=D1", f"{MAP}/add?kind=stance", f"{MAP}/records/D1", f"{MAP}/records/A2", f"{MAP}?reader=A2"),
    *(f"{MAP}/readers", f"{MAP}/readers?left=A2&right=A3", f"{MAP}/readers?left=A2&right=A2", f"{MAP}/readers?left=Х"),
]
FORMS: list[tuple[str, dict[str, str]]] = [
    (f"{MAP}/add", {"target": "P1", "relation": "tests"}),
    (f"{MAP}/add", {"target": "P1", "relation": "supports", "premises": "Z9", "new": "claim"}),
    *((f"{MAP}/add", {"record": kind, "when": "х", "issued": "х"}) for kind in RecordKind),
    (f"{MAP}/records/P1/edit", {"revision": "1", "text": "", "when": "х", "source": "Х9", "why": "х" * 600}),
    (f"{MAP}/records/P1/edit", {"revision": "99", "text": "Иначе", "kind": "finding", "when": "1951"}),
    (f"{MAP}/records/S1/edit", {"revision": "99", "title": "Иное", "type": "archival"}),
    (f"{MAP}/records/S1/delete", {"revision": "1"}),
    (f"{MAP}/records/S1/delete", {"revision": "99"}),
    (f"{MAP}/records/S1/edit", {"revision": "х"}),
    (TEXTS, {"whose": "known", "source": "Х9", "language": "?"}),
    (f"{TEXTS}/X1/version", {"revision": "1", "pasted": ""}),
    (f"{TEXTS}/X1/mark", {"as": "evidence", "version": "х", "start": "0", "end": "3"}),
    (f"{MAP}/changes/99/undo", {}),
]

# What pydantic says; it does not know of catalogues.
NOT_YET = [
    r"view: Input should be .*",
    r"String should have at most .*",
]


@pytest.fixture
def foreigner(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    put = client.put(f"/api/v1{MAP}", json=debate().lists, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    # Greek, because Greek names of languages and of months hold no Latin letter either.
    monkeypatch.setattr(messages, "load_catalogues", lambda _: {"el": Marks()})
    client.headers.update({"Accept": "text/html", "Accept-Language": "el"})
    client.follow_redirects = False
    return client


def unmarked(page: str) -> set[str]:
    return set(Foreigner(page).unmarked)


@postgresql_in_the_long_run
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.soak)])
def test_whatever_a_page_says_can_be_translated(foreigner: TestClient, step: int) -> None:
    found: dict[str, str] = {}
    for address in ADDRESSES[::step]:
        shown = foreigner.get(address)
        found.update(dict.fromkeys(unmarked(shown.text), address))
    for address, given in FORMS[::step]:
        answer = foreigner.post(address, data=given)
        assert answer.status_code >= 400, (address, given, answer.status_code)
        found.update(dict.fromkeys(unmarked(answer.text), f"{address} {given}"))
    assert {
        words: where for words, where in found.items() if not any(re.fullmatch(each, words) for each in NOT_YET)
    } == {}
    assert step > 1 or [each for each in NOT_YET if not any(re.fullmatch(each, words) for words in found)] == []


def test_what_a_change_leaves_behind_can_be_translated(foreigner: TestClient) -> None:
    edited = foreigner.get(f"{MAP}/records/P1/edit").text
    revision = re.findall(r'name="revision" value="(\d+)"', edited)[0]
    change = {"revision": revision, "text": "Иначе.", "kind": "perception", "why": "Так."}
    assert foreigner.post(f"{MAP}/records/P1/edit", data=change).status_code == 303
    assert foreigner.post(f"{MAP}/records/P1/edit", data=change | {"text": "Ещё иначе."}).status_code == 409
    version = foreigner.get(f"{TEXTS}/X1/version").text
    given = {
        "revision": re.findall(r'name="revision" value="(\d+)"', version)[0],
        "pasted": "Мао просил. Сталин согласен.",
    }
    assert foreigner.post(f"{TEXTS}/X1/version", data=given).status_code == 303
    found = {}
    for address in (
        f"{MAP}/records/P1",
        f"{MAP}?record=P1&done=1&was=undone",
        f"{TEXTS}/X1",
        f"{TEXTS}/X1/review",
        TEXTS,
    ):
        found.update(dict.fromkeys(unmarked(foreigner.get(address).text), address))
    assert found == {}


def test_a_page_shown_in_english_before_is_still_translated(foreigner: TestClient) -> None:
    # Jinja works out constants when a template is first read, and keeps them.
    environment.cache.clear()
    english = foreigner.get(f"{MAP}/ledger", headers={"Accept-Language": "en"}).text
    assert "No finding on this map tests it." in english
    assert unmarked(foreigner.get(f"{MAP}/ledger?as_of=2020").text).isdisjoint({"No finding on this map tests it."})


def test_words_of_ours_outside_of_the_marks_are_found() -> None:
    page = '<p>P1 Слово ⟦Held by Петров⟧ <b title="Untold">Said</b> <kbd>Ctrl</kbd></p><p>⟦Open <i>or</i> not⟧ but</p>'
    assert unmarked(page) == {"Untold", "Said", "but"}


def test_every_relation_of_the_vocabulary_is_in_the_catalogue() -> None:
    catalogue = (messages.FOLDER / "messages.pot").read_text(encoding="utf-8")
    for relation in Relation:
        assert f'msgid "{relation}"' in catalogue
        assert f'msgid "{relation.explanation}"' in catalogue
