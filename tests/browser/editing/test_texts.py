"""A historian reads a text in the browser, marks passages in it, and finds them on the map again."""

import json
import urllib.request
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from argument_maps.examples import read_korea_map
from tests.browser.conftest import Open, until
from tests.browser.editing.test_editing import put

NUMBERS = count(1)
ENTANGLED = "The Americans have since entangled themselves in Korea"
LETTER = (
    "Comrade Gottwald wrote to us in August.\n\n"
    "We left the Security Council on purpose. The Americans have since entangled themselves in Korea. "
    "They now lose the esteem in which they were held.\n\n"
    "Nobody had expected this in the spring.\n"
)


@pytest.fixture
def study(server: str) -> str:
    """A copy of the Korea map that the test may change, by its address."""
    slug = f"study-{next(NUMBERS)}"
    put(server, f"/api/v1/maps/{slug}", {**json.loads(read_korea_map()), "slug": slug})
    return f"/maps/{slug}"


def upload(page: Page) -> None:
    """Add the letter by the form, as a file."""
    page.locator("#field-file").set_input_files(
        {"name": "Letter to Prague.txt", "mimeType": "text/plain", "buffer": LETTER.encode()}
    )
    page.locator("#field-language").fill("en")
    page.locator("#field-type").select_option("archival")
    page.get_by_role("button", name="Add text").click()
    ready(page)


def ready(page: Page) -> None:
    page.locator("html[data-marking=ready]").wait_for(state="attached")


def words_box(page: Page, words: str) -> list[float]:
    """Return where words stand in the window: left, top, right, bottom."""
    found = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector('.text-body'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            node.parentElement.scrollIntoView({ block: 'center' });
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            const boxes = [...range.getClientRects()];
            return [boxes[0].left, boxes[0].top, boxes.at(-1).right, boxes.at(-1).bottom];
          }
          return null;
        }""",
        words,
    )
    assert found, words
    return list(found)


def chosen(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def drag_over(page: Page, words: str) -> None:
    left, top, right, bottom = words_box(page, words)
    page.mouse.move(left + 1, top + 8)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
    page.mouse.move(right - 1, bottom - 8, steps=4)
    page.mouse.up()


def record(server: str, study: str, label: str) -> dict[str, object]:
    address = f"{server}/api/v1{study}/records/{label}"
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - an address of this machine
        found: dict[str, object] = json.load(answer)
    return found


def test_a_historian_uploads_a_text_marks_three_passages_and_finds_them_on_the_map(
    look: Open, server: str, study: str
) -> None:
    page = look(f"{study}/texts", has_touch=True)
    upload(page)
    assert page.locator(".text-body .block").count() == 3

    # With the mouse: evidence.
    drag_over(page, "We left the Security Council on purpose")
    until(page, lambda: page.locator("#passage-toolbar").is_visible())
    assert chosen(page) == "We left the Security Council on purpose"
    page.locator("#passage-toolbar").get_by_role("link", name="Evidence").click()
    page.locator("#field-summary").fill("The Soviet seat was left empty on purpose.")
    page.locator("#editing button.button-primary").click()
    ready(page)
    expect(page.locator("#panel [data-label]")).to_have_text("The Soviet seat was left empty on purpose.")
    assert record(server, study, "E32")["quotation"] == "We left the Security Council on purpose"
    page.locator("#offer-target").fill("F9")
    page.locator("#offer-relation").select_option("challenges")
    page.get_by_role("button", name="Add link").click()
    ready(page)
    expect(page.locator("#panel h2")).to_contain_text("E32 challenges F9")

    # By touch: a claim out of the sentence that is tapped.
    left, top, *_ = words_box(page, "have since entangled")
    page.touchscreen.tap(left + 20, top + 8)
    until(page, lambda: chosen(page).startswith("The Americans have since entangled themselves in Korea."))
    page.locator("#passage-toolbar").get_by_role("link", name="Claim").tap()
    page.locator("#field-text").fill("The Americans had entangled themselves by August 1950.")
    page.locator("#field-kind").select_option("finding")
    page.locator("#editing button.button-primary").tap()
    ready(page)
    expect(page.locator("#panel .record-head")).to_contain_text("F34")

    # With the keyboard alone: a counter-interpretation that undercuts the link from the first to F9.
    page.locator(".text-body").focus()
    page.keyboard.press("ArrowUp")
    assert chosen(page) == "Nobody had expected this in the spring."
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("#passage-toolbar [data-use-as=interpretation]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#editing :is(h1, h2)").first).to_have_text("Make it an interpretation")
    expect(page.locator("#field-text")).to_be_focused()
    page.keyboard.type("Stalin explained afterwards what nobody had planned.")
    for _ in range(12):
        if page.locator("#editing button.button-primary").evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    ready(page)
    page.locator("#offer-relation").wait_for()
    for _ in range(12):
        if page.locator("#offer-relation").evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("undercuts")
    page.keyboard.press("Tab")
    page.keyboard.type("L127")
    page.keyboard.press("Enter")
    ready(page)
    expect(page.locator("#panel h2")).to_contain_text("undercuts L127")

    # Loaded anew, the passages have their signs, and lead to the map, which leads back.
    page.reload()
    ready(page)
    assert (
        page.locator(".text-body .passage.challenges").first.inner_text() == "We left the Security Council on purpose"
    )
    assert page.locator(".text-body .passage.undercuts").count() == 1
    page.locator(".passage-sign.challenges a").click()
    expect(page.locator("#panel .record-head")).to_contain_text("E32")
    page.get_by_role("link", name="Show it on the map").click()
    expect(page.locator("#n-E32")).to_be_attached()
    expect(page.locator("#e-L128.undercuts")).to_be_attached()
    expect(page.locator("#n-F34")).to_contain_text("entangled")
    page.locator("#panel .passages a").first.click()
    ready(page)
    assert page.url.endswith("#N92")
    assert page.locator("#N92").evaluate("each => each.getBoundingClientRect().top < innerHeight")


def test_a_marking_is_taken_back_and_made_again_by_keys(look: Open, study: str) -> None:
    page = look(f"{study}/texts/X1")
    ready(page)
    drag_over(page, "For a generation such beliefs")
    page.locator("#passage-toolbar").get_by_role("link", name="Attach to").click()
    page.locator("#field-bodies").fill("Q1")
    page.locator("#field-bodies").press("Tab")
    page.locator("#editing button.button-primary").click()
    ready(page)
    fresh = page.locator("[data-passage=N92]")
    expect(fresh).to_have_text("For a generation such beliefs")
    page.keyboard.press("Control+z")
    expect(fresh).to_have_count(0)
    ready(page)
    expect(page.locator("#last-change")).to_contain_text("Undone.")
    page.keyboard.press("Control+Shift+z")
    expect(fresh).to_have_count(1)
    ready(page)
    expect(page.locator("#last-change")).to_contain_text("Redone.")
    page.locator("#last-change button").click()
    expect(fresh).to_have_count(0)


def test_words_and_sentences_are_chosen_and_extended_by_keys(look: Open, study: str) -> None:
    page = look(f"{study}/texts")
    upload(page)
    page.locator(".text-body").focus()
    for key, words in [
        ("ArrowDown", "Comrade Gottwald wrote to us in August."),
        ("ArrowDown", "We left the Security Council on purpose."),
        (
            "Shift+ArrowDown",
            "We left the Security Council on purpose. The Americans have since entangled themselves in Korea.",
        ),
        ("Shift+ArrowUp", "We left the Security Council on purpose."),
        ("ArrowRight", "The"),
        ("Shift+ArrowRight", "The Americans"),
        ("Shift+ArrowRight", "The Americans have"),
        ("Shift+ArrowLeft", "The Americans"),
        ("ArrowLeft", "purpose"),
    ]:
        page.keyboard.press(key)
        assert chosen(page).strip() == words, key
    page.keyboard.press("Escape")
    assert chosen(page) == ""
    expect(page.locator("#passage-toolbar")).to_be_hidden()


def test_a_tap_chooses_a_sentence_a_second_one_more_and_one_within_lets_go(look: Open, study: str) -> None:
    page = look(f"{study}/texts", width=390, height=844, has_touch=True, is_mobile=True)
    upload(page)

    def tap(words: str) -> None:
        left, top, *_ = words_box(page, words)
        page.touchscreen.tap(left + 3, top + 8)

    tap("Security Council")
    until(page, lambda: chosen(page).strip() == "We left the Security Council on purpose.")
    expect(page.locator("#passage-toolbar")).to_be_visible()
    tap("esteem")
    until(page, lambda: chosen(page).strip().endswith("in which they were held."))
    assert chosen(page).startswith("We left the Security Council")
    page.get_by_role("button", name="One word less").tap()
    until(page, lambda: chosen(page).strip().endswith("in which they were"))
    tap("entangled")
    until(page, lambda: chosen(page) == "")
    expect(page.locator("#passage-toolbar")).to_be_hidden()


def test_of_a_right_to_left_text_the_left_key_goes_forward(look: Open, server: str, study: str) -> None:
    body = {"id": "X9", "title": "برقية", "language": "ar", "content": "وصلت البرقية إلى موسكو."}
    put(server, f"/api/v1{study}/texts", body, "POST")
    page = look(f"{study}/texts/X9")
    ready(page)
    expect(page.locator(".text-body")).to_have_css("direction", "rtl")
    page.locator(".text-body").focus()
    page.keyboard.press("ArrowLeft")
    assert chosen(page) == "وصلت"
    page.keyboard.press("Shift+ArrowLeft")
    assert chosen(page) == "وصلت البرقية"


def test_a_passage_in_chinese_is_chosen_by_words_and_kept_in_code_points(look: Open, server: str, study: str) -> None:
    body = {"id": "X9", "title": "电报", "language": "zh-Hans", "content": "𠀀毛泽东致斯大林。请立即确认。"}
    put(server, f"/api/v1{study}/texts", body, "POST")
    page = look(f"{study}/texts/X9")
    ready(page)
    page.locator(".text-body").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "请立即确认。"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("#field-summary").fill("Asks for a confirmation.")
    page.locator("#field-source").fill("doc-1950-05-13")
    page.locator("#field-source").press("Tab")
    page.locator("#editing button.button-primary").click()
    ready(page)
    found = record(server, study, "N92")
    assert (found["exact"], found["start"], found["end"]) == ("请立即确认。", 9, 15)


def test_beside_its_translation_a_text_is_chosen_from_row_to_row(look: Open, server: str, study: str) -> None:
    words = {"id": "X8", "title": "Письмо", "language": "ru", "content": "Мы ушли.\n\nОни остались. Мы вернулись."}
    put(server, f"/api/v1{study}/texts", words, "POST")
    other = {"title": "Letter", "language": "en", "content": "We left.\n\nThey stayed. We came back."}
    put(server, f"/api/v1{study}/texts", {**other, "id": "X9", "translation_of": "X8"}, "POST")
    page = look(f"{study}/texts/X9")
    ready(page)
    assert page.locator(".parallel-row").count() == 2
    assert page.locator(".text-body[tabindex]").count() == 2
    page.locator(".text-body[data-text=X9][tabindex]").focus()
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "We left."
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "They stayed."
    page.locator(".text-body[data-text=X8][tabindex]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#editing blockquote")).to_have_text("Мы вернулись.")


def test_a_choice_over_signs_and_marks_takes_the_text_alone(look: Open, study: str) -> None:
    page = look(f"{study}/texts/X1")
    ready(page)
    page.locator(".text-body").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#editing blockquote")).to_have_text(
        "Within days the governments of the West agreed on what they had seen: "
        "an act of the Soviet Union, carried out by a proxy."
    )


def test_without_javascript_a_passage_is_found_and_made_evidence(look: Open, study: str) -> None:
    page = look(f"{study}/texts/X1", java_script_enabled=False)
    page.locator(".passage-finder summary").click()
    page.locator("#field-exact").fill("For a generation such beliefs could be disputed")
    page.get_by_role("button", name="Find it").click()
    page.locator("#field-summary").fill("Beliefs were disputed.")
    page.locator("#field-source").fill("weathersby-essay")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("[data-passage=N92]").first).to_have_text("For a generation such beliefs could be disputed")
    expect(page.locator("#panel")).to_contain_text("Beliefs were disputed.")
    page.locator("#last-change button").click()
    expect(page.locator("[data-passage=N92]")).to_have_count(0)


def test_a_new_version_is_reviewed_in_the_browser(look: Open, study: str) -> None:
    page = look(f"{study}/texts")
    upload(page)
    drag_over(page, ENTANGLED)
    page.locator("#passage-toolbar").get_by_role("link", name="Attach to").click()
    page.locator("#field-bodies").fill("F9")
    page.locator("#field-bodies").press("Tab")
    page.locator("#editing button.button-primary").click()
    ready(page)
    page.get_by_role("link", name="Add version").click()
    page.locator("#field-pasted").fill(LETTER.replace("have since entangled", "had meanwhile entangled"))
    page.get_by_role("button", name="Save as current version").click()
    expect(page.locator(".passages-to-review ins").first).to_be_visible()
    expect(page.locator(".passages-to-review del").first).to_be_visible()
    page.get_by_role("button", name="Confirm this place").click()
    expect(page.get_by_text("The current version contains every marked passage.")).to_be_visible()
    page.get_by_role("link", name="Read the text").click()
    ready(page)
    expect(page.locator("[data-passage=N92]").first).to_have_text(
        "The Americans had meanwhile entangled themselves in Korea"
    )


@pytest.mark.parametrize(
    "place",
    [
        "texts",
        "texts/X1",
        "texts/X1?record=E9&new=N42",
        "texts/X1/mark?exact=Stalin",
        "texts/X1/mark?exact=Gottwald",
        "texts/X1/version",
        "texts/X1/review",
    ],
)
def test_nothing_of_a_text_is_lost_at_320_pixels(look: Open, place: str) -> None:
    page = look(f"/maps/korea-1950/{place}", width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main textarea, main p, main h2')]
          .filter((each) => !each.closest('.visually-hidden, [hidden], svg, details:not([open]) > :not(summary)'))
          .filter((each) => each.checkVisibility() && !each.matches('.visually-hidden'))
          .filter((each) => each.getBoundingClientRect().right > 321 || each.getBoundingClientRect().left < -1)
          .map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert cut == []


def test_a_click_on_a_marked_passage_opens_its_record(look: Open, study: str) -> None:
    page = look(f"{study}/texts/X1")
    ready(page)
    mark = page.locator(".text-body .passage").first
    label = page.locator(f'.passage-sign [data-sign-of="{mark.get_attribute("data-passage")}"] b').first.text_content()
    mark.click(position={"x": 6, "y": 8})
    expect(page.locator("#panel [data-label]")).to_have_attribute("data-label", str(label))


def test_a_tap_on_a_marked_passage_offers_its_record(look: Open, study: str) -> None:
    page = look(f"{study}/texts/X1", width=390, height=844, has_touch=True, is_mobile=True)
    ready(page)
    mark = page.locator(".text-body .passage").first
    label = page.locator(f'.passage-sign [data-sign-of="{mark.get_attribute("data-passage")}"] b').first.text_content()
    mark.scroll_into_view_if_needed()
    line = mark.evaluate("mark => { const box = mark.getClientRects()[0]; return [box.x + 4, box.y + 8]; }")
    page.touchscreen.tap(*line)
    expect(page.locator("#passage-toolbar").get_by_role("link", name="Evidence")).to_be_visible()
    page.locator("#passage-toolbar").get_by_role("link", name=f"Open {label}").tap()
    expect(page.locator("#panel [data-label]")).to_have_attribute("data-label", str(label))
