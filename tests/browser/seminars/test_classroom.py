"""Every page of a seminar and of a map's past, as its members see it: as easy to use, as light and as safe as any."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.classroom import PAGES, STATUSES, Classroom, Words, classroom
from tests.browser.everywhere.test_accessibility import faults, looks
from tests.browser.everywhere.test_injection import Watched
from tests.browser.narrowing import lost
from tests.browser.payloads import PAYLOADS
from tests.browser.reading.test_weight import LIMIT, weight

# The rest of them are made of the same files. Outside of the long run the heaviest are weighed.
WEIGHED = (
    *("the seminar, to its teacher", "two moments", "the discussion", "a record, to the teacher"),
    *(
        pytest.param(name, marks=pytest.mark.soak)
        for name in ("the history", "a merge", "an edition", "a round", "an account", "the contributions", "coming in")
    ),
)
# States in which a page consists of what it consists of in another one.
OTHER_STATES = frozenset(
    {
        *("coming in with an account", "the help", "a record, to a student", "a moment", "the outline of a moment"),
        *("the history", "the forks of a fork", "a merge that brings nothing", "the contributions"),
        *(
            "positions without a round",
            "a round under pseudonyms",
            "the choice of readers",
            "the discussion",
            "no mention",
        ),
        *("no such map", "no such edition"),
    }
)
# A page brings 14 to 30 kilobytes for each face of a script that members write; those of a map in English need none.
OTHER_SCRIPTS = r"-(?:cyrillic|cyrillic_extended|extended|greek)\.\w*\.?woff2"
# How many classrooms of payloads there are, so that every payload comes into most of the fields.
SEVERAL = 6


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    with classroom(str(tmp_path_factory.mktemp("classroom"))) as made:
        yield made


Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def enter(room: Classroom, browser: Browser) -> Iterator[Enter]:
    """Opens one of the pages as whoever is meant to sees it, in a window that each keeps: opening one takes long."""
    seats: dict[tuple[str, int, str], Page] = {}

    def open_page(name: str, width: int = 1440, scheme: str = "light") -> Page:
        who, address = PAGES[name]
        seat = (who, width, scheme)
        if seat not in seats:
            seats[seat] = room.enter(browser, who, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = seats[seat]
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(room.base + address.replace("{join}", room.invitation))
        assert answer is not None
        assert answer.status == STATUSES.get(name, 200)
        page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    yield open_page
    for page in seats.values():
        page.context.close()


def test_every_other_state_is_one_that_there_is() -> None:
    assert set(PAGES) > OTHER_STATES


@looks(PAGES, others=OTHER_STATES)
def test_axe_finds_no_fault_and_nothing_is_lost_with(enter: Enter, name: str, width: int, scheme: str) -> None:
    page = enter(name, width, scheme)
    assert lost(page) == []
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("main details:not(.menu)").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert faults(page) == []


@pytest.mark.parametrize("name", WEIGHED)
def test_a_first_page_is_light_besides_the_scripts_in_which_members_write(
    room: Classroom, browser: Browser, name: str
) -> None:
    who, address = PAGES[name]
    page = room.enter(browser, who, viewport={"width": 1440, "height": 900})
    assert weight(page, room.base, address.replace("{join}", room.invitation), OTHER_SCRIPTS) < LIMIT


# Outside of the long run some of the payloads come to every fourth page.
@pytest.mark.parametrize(
    ("turn", "step"), [(0, 4), *(pytest.param(turn, 1, marks=pytest.mark.soak) for turn in range(SEVERAL))]
)
def test_nothing_runs_of_what_members_write(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, turn: int, step: int
) -> None:
    begun = turn * len(PAYLOADS) // SEVERAL
    turned = (*PAYLOADS[begun:], *PAYLOADS[:begun])
    lines = tuple(" ".join(each.split())[:400] for each in turned)
    struck: list[str] = []
    with classroom(
        str(tmp_path_factory.mktemp("payloads")), Words(lines, turned, display_name=turned[0][:80])
    ) as poisoned:
        seats: dict[str, Watched] = {}
        for name, (who, address) in [*PAGES.items()][::step]:
            if who not in seats:
                seats[who] = Watched(poisoned.enter(browser, who, viewport={"width": 1200, "height": 800}))
            seats[who].visit(poisoned.base + address.replace("{join}", poisoned.invitation))
            # What runs late runs on the page that set it off.
            seats[who].page.goto("about:blank")
            struck += [f"{name}: {each}" for each in seats[who].struck]
            seats[who].struck.clear()
        for watched in seats.values():
            watched.page.context.close()
    assert struck == []
