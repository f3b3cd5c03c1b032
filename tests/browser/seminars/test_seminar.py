"""A seminar in three browsers: two students answer a round unseen, the teacher closes it, and they discuss."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.everywhere.test_accessibility import OPTIONS, looks
from tests.members import seat_members

MAP = "/maps/korea-1950"
Enter = Callable[..., Page]


@pytest.fixture
def enter(server: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """Opens a page as a member of the seminar."""
    seat_members(monkeypatch)
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(member: str, address: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type] # passed on as given
        context.add_cookies([{"name": "member", "value": member, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def begin(teacher: Page, title: str, labels: str) -> None:
    teacher.get_by_label("Title").fill(title)
    teacher.get_by_label("Or enter their ids").fill(labels)
    teacher.get_by_role("button", name="Open round").click()
    expect(teacher.get_by_role("heading", name=title)).to_be_visible()


def answer(student: Page, label: str, stance: str, reason: str) -> None:
    group = student.get_by_role("radiogroup", name=f"Your position on {label}")
    group.get_by_label(stance).check()
    student.get_by_label(f"for your position on {label}").fill(reason)


@pytest.mark.parametrize(
    "scripts",
    [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts", marks=pytest.mark.soak)],
)
def test_two_students_answer_unseen_and_all_see_it_when_the_teacher_closes_the_round(
    enter: Enter, scripts: bool
) -> None:
    said = ("Anna was convinced.", "Ben was not.") if scripts else ("Anna believed it.", "Ben did not.")
    teacher = enter("teacher", f"{MAP}/positions", java_script_enabled=scripts)
    begin(teacher, "Before reading", "P3, L42")
    anna, ben = (enter(name, f"{MAP}/positions", java_script_enabled=scripts) for name in ("anna", "ben"))
    answer(anna, "P3", "I accept it", said[0])
    answer(ben, "P3", "I reject it", said[1])
    for student in (anna, ben):
        student.get_by_role("button", name="Save positions").click()
        expect(student.get_by_role("status").first).to_contain_text("1 position has been saved.")
    teacher.reload()
    expect(teacher.get_by_text("2 members have answered so far.")).to_be_visible()
    for page, unseen in ((anna, said[1]), (ben, said[0]), (teacher, said[0]), (teacher, said[1])):
        for address in (f"{MAP}/positions", f"{MAP}/records/P3", f"{MAP}?record=P3", f"{MAP}/discussion"):
            page.goto(page.url.partition("/maps")[0] + address)
            expect(page.locator("main")).not_to_contain_text(unseen)
    teacher.goto(teacher.url.partition("/maps")[0] + f"{MAP}/positions")
    teacher.get_by_role("button", name="Close round").click()
    expect(teacher.get_by_text("It can be reopened only until anyone")).to_be_visible()
    teacher.get_by_role("button", name="Close round").click()
    teacher.locator("#closed a").first.click()
    expect(teacher.get_by_role("heading", name="What divides the group most")).to_be_visible()
    ben.goto(teacher.url)
    for words in said:
        expect(ben.locator("main")).to_contain_text(words)
    expect(ben.get_by_text("agreement −1.00", exact=True)).to_be_visible()


def test_a_position_is_taken_with_the_keyboard_alone(enter: Enter) -> None:
    page = enter("cleo", f"{MAP}/records/F9")
    page.get_by_role("radiogroup", name="Your position on F9").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("By keys.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Change my position")).to_be_visible()
    expect(page.get_by_role("radio", name="I reject it")).to_be_checked()


def test_a_comment_beside_the_map_is_answered_and_becomes_a_claim(enter: Enter) -> None:
    anna = enter("anna", f"{MAP}?record=P5")
    anna.get_by_label("Start a discussion of P5").fill("Nobody asked the Koreans, @ben.")
    anna.get_by_role("button", name="Comment", exact=True).click()
    expect(anna.locator("#panel .comment")).to_contain_text("Nobody asked the Koreans")
    ben = enter("ben", f"{MAP}/discussion?show=mentions")
    thread = ben.locator(".thread", has_text="Nobody asked the Koreans")
    thread.get_by_role("link", name="Make it a claim").click()
    expect(ben.get_by_label("Note")).to_have_value("From a comment by anna.")
    ben.locator("[name=kind]").select_option("assertion")
    ben.get_by_role("button", name="Add").click()
    expect(ben.locator("#panel [data-label]")).to_contain_text("Nobody asked the Koreans")
    anna.reload()
    expect(anna.locator("#panel .comment")).to_contain_text("Became C")


def test_a_round_is_there_by_itself_once_it_is_opened_and_what_is_written_stays_when_it_is_closed(enter: Enter) -> None:
    anna, ben, teacher = (enter(name, f"{MAP}/positions") for name in ("anna", "ben", "teacher"))
    begin(teacher, "While reading", "P3, P5")
    for student in (anna, ben):
        expect(student.get_by_role("heading", name="While reading")).to_be_visible()
        expect(student.locator("#toast")).to_contain_text("is open: While reading")
    answer(teacher, "P5", "I accept it", "So I think.")
    teacher.get_by_role("button", name="Save positions").click()
    teacher.wait_for_url(lambda address: "saved=1" in address)
    reason = teacher.get_by_label("for your position on P3")
    reason.press_sequentially("Not yet")
    answer(anna, "P3", "I accept it", "It was plain.")
    anna.get_by_role("button", name="Save positions").click()
    expect(teacher.get_by_text("2 members have answered so far.")).to_be_visible()
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Not yet")
    expect(teacher.get_by_text("1 position has been saved.")).to_be_visible()
    answer(ben, "P3", "I reject it", "Ben was not done.")
    teacher.get_by_role("button", name="Close round").click()
    teacher.get_by_role("button", name="Close round").click()
    expect(anna.get_by_text("No round is open.", exact=False).first).to_be_visible()
    expect(anna.get_by_role("link", name="While reading")).to_be_visible()
    expect(ben.locator("#toast")).to_contain_text("No round is open. What you have written here stays")
    expect(ben.get_by_label("for your position on P3")).to_have_value("Ben was not done.")
    ben.locator("#toast").get_by_role("link", name="Show it").click()
    expect(ben.get_by_role("link", name="While reading")).to_be_visible()


def test_what_others_say_comes_into_a_discussion_while_one_writes(enter: Enter) -> None:
    anna = enter("anna", f"{MAP}/discussion")
    anna.get_by_label("Comment on the map as a whole").fill("Who kept the telegram?")
    anna.get_by_role("button", name="Comment", exact=True).click()
    thread = anna.locator(".thread", has_text="Who kept the telegram?")
    thread.locator("summary", has_text="Answer").click()
    writing = thread.get_by_role("textbox", name="Your answer")
    writing.press_sequentially("I mean")
    ben = enter("ben", f"{MAP}/discussion")
    ben.get_by_label("Comment on the map as a whole").fill("And who copied it?")
    ben.get_by_role("button", name="Comment", exact=True).click()
    ben.locator(".thread", has_text="Who kept the telegram?").locator("summary", has_text="Answer").click()
    ben.get_by_label("Your answer", exact=False).and_(ben.locator(":visible")).fill("An archive in Moscow.")
    ben.get_by_role("button", name="Answer", exact=True).and_(ben.locator(":visible")).click()
    expect(anna.get_by_text("And who copied it?")).to_be_visible()
    expect(thread.get_by_text("An archive in Moscow.")).to_be_visible()
    expect(anna.locator("#toast")).to_be_empty()
    expect(writing).to_be_focused()
    writing.press_sequentially(" the copy.")
    expect(writing).to_have_value("I mean the copy.")


@pytest.mark.one_in(2)
@pytest.mark.parametrize("meanwhile", ["becomes a claim", "is locked"])
def test_what_a_moderator_writes_stays_whatever_becomes_of_the_comment(enter: Enter, meanwhile: str) -> None:
    teacher = enter("teacher", f"{MAP}/discussion?show=all")
    base = teacher.url.partition("/maps")[0] + f"/api/v1{MAP}/comments"
    first = teacher.request.post(base, data={"text": f"What {meanwhile}."}).json()["id"]
    second = teacher.request.post(base, data={"text": "An answer.", "parent": first}).json()["id"]
    teacher.locator(f"#c{second}").wait_for()
    teacher.locator(f"#c{second} summary", has_text="Moderate").click()
    why = teacher.locator(f"#why-{second}")
    why.press_sequentially("Because")
    if meanwhile == "is locked":
        teacher.request.post(f"{base}/{first}/moderate", data={"step": "locked"})
        expect(teacher.locator(f"#c{first}")).to_contain_text("locked")
    else:
        teacher.request.post(f"{base}/{second}/claim", data={"kind": "assertion"})
        expect(teacher.locator(f"#c{second}")).to_contain_text("Became")
    expect(why).to_be_visible()
    expect(why).to_have_value("Because")
    expect(why).to_be_focused()
    why.press_sequentially(" of that")
    expect(why).to_have_value("Because of that")


def test_an_answer_is_kept_and_that_said_while_its_comment_goes_and_the_page_follows_once_it_is_given_up(
    enter: Enter,
) -> None:
    anna = enter("anna", f"{MAP}/discussion?show=all")
    base = anna.url.partition("/maps")[0] + f"/api/v1{MAP}/comments"
    number = anna.request.post(base, data={"text": "Soon hidden."}).json()["id"]
    anna.locator(f"#c{number} summary", has_text="Answer").click()
    writing = anna.locator(f"#answer-{number}")
    writing.fill("Half an answer")
    enter("teacher", f"{MAP}/discussion").request.post(f"{base}/{number}/moderate", data={"step": "hidden"})
    expect(anna.locator("#toast")).to_contain_text("What you have written here stays")
    expect(writing).to_have_value("Half an answer")
    writing.fill("")
    writing.blur()
    expect(anna.locator(f"#c{number}")).to_contain_text("A moderator has hidden this comment.")
    expect(anna.locator("#toast").get_by_role("link")).to_have_count(0)


def test_what_is_written_beside_a_record_stays_when_the_map_changes(enter: Enter) -> None:
    anna = enter("anna", f"{MAP}/outline?record=P6")
    anna.locator("#panel .comment-form textarea").fill("Half a comment")
    reason = anna.locator("#panel textarea[name='reason.P6']")
    anna.locator("#panel input[name='stance.P6'][value='rejects']").check()
    reason.press_sequentially("Half a reason")
    base = anna.url.partition("/maps")[0] + f"/api/v1{MAP}"
    enter("teacher", f"{MAP}/discussion").request.post(f"{base}/claims", data={"text": "Another.", "kind": "assertion"})
    expect(anna.locator("#toast")).to_contain_text("teacher added")
    anna.wait_for_timeout(1_500)
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Half a reason")
    expect(anna.locator("#panel .comment-form textarea")).to_have_value("Half a comment")
    expect(anna.locator("#panel input[name='stance.P6'][value='rejects']")).to_be_checked()


def test_a_change_of_the_map_offers_no_reload_where_something_is_written(enter: Enter) -> None:
    anna = enter("anna", f"{MAP}/discussion")
    anna.get_by_label("Comment on the map as a whole").fill("Half a comment")
    base = anna.url.partition("/maps")[0] + f"/api/v1{MAP}"
    enter("teacher", f"{MAP}/discussion").request.post(
        f"{base}/claims", data={"text": "One more.", "kind": "assertion"}
    )
    expect(anna.locator("#toast")).to_contain_text("teacher added")
    expect(anna.locator("#toast").get_by_role("link")).to_have_count(0)
    expect(anna.get_by_label("Comment on the map as a whole")).to_have_value("Half a comment")


def test_a_page_comes_up_to_date_again_once_the_server_answers_whole(enter: Enter) -> None:
    anna = enter("anna", f"{MAP}/discussion?show=all")
    base = anna.url.partition("/maps")[0] + f"/api/v1{MAP}/comments"
    anna.route("**/discussion**", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Half"))
    anna.request.post(base, data={"text": "Written meanwhile."})
    with anna.expect_response("**/discussion**", timeout=15_000):
        pass
    anna.unroute_all()
    expect(anna.locator(".comment p.preserve-lines", has_text="Written meanwhile.")).to_be_visible(timeout=15_000)


def filled(enter: Enter) -> None:
    """Let there be a round that is open, one that is closed, positions outside of rounds, and comments of each sort."""
    teacher = enter("teacher", f"{MAP}/positions")
    if teacher.get_by_role("button", name="Close round").count():
        return
    send = teacher.request.post
    base = teacher.url.partition("/maps")[0] + f"/api/v1{MAP}"
    teacher.request.put(f"{base}/positions/F1", data={"stance": "qualifies", "reason": "In part."})
    closed = send(f"{base}/rounds", data={"title": "Asked before", "labels": ["P1", "L42"]}).json()
    teacher.request.put(f"{base}/positions/P1", data={"stance": "rejects", "reason": "So far."})
    send(f"{base}/rounds/{closed['number']}/close", headers={"If-Match": "*"})
    send(f"{base}/rounds", data={"title": "Asked of all", "labels": ["P1", "L42"]})
    teacher.request.put(f"{base}/positions/P1", data={"stance": "accepts", "confidence": "high"})
    first = send(f"{base}/comments", data={"label": "P1", "text": "Is that so, @teacher? https://a.invalid/x"}).json()
    send(f"{base}/comments", data={"text": "Yes.", "parent": first["id"]})
    hidden = send(f"{base}/comments", data={"text": "Something rude."}).json()
    send(f"{base}/comments/{hidden['id']}/moderate", data={"step": "hidden", "why": "Rude."})


@looks(
    (
        "positions",
        "rounds/1",
        "discussion?show=all",
        "records/P1",
        "readers",
        "readers?left=weathersby&right=shen-zhihua",
        "?reader=shen-zhihua",
        "add?kind=stance",
    ),
    others=frozenset({"readers", "?reader=shen-zhihua", "positions"}),
)
def test_axe_finds_no_fault_with_the_pages_of_a_seminar(enter: Enter, name: str, width: int, scheme: str) -> None:
    filled(enter)
    page = enter(
        "teacher", f"{MAP}/{name}".replace("/?", "?"), viewport={"width": width, "height": 844}, color_scheme=scheme
    )
    page.locator(":is(.seminar, .discussion, .own-position) details").evaluate_all(
        "all => all.forEach(each => { each.open = true })"
    )
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
