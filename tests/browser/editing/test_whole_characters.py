"""What several signs form for a reader is chosen in a text as one."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.editing.test_texts import ready, study

__all__ = ["study"]


def test_half_of_a_character_is_never_chosen(look: Open, study: str) -> None:
    page = look(f"{study}/texts")
    page.locator("#field-file").set_input_files(
        {"name": "Letter.txt", "mimeType": "text/plain", "buffer": "So 👩‍👩‍👧 e\u0301te\u0301 𠀀 left.\n".encode()}
    )
    page.locator("#field-language").fill("en")
    page.locator("#field-type").select_option("archival")
    page.get_by_role("button", name="Add text").click()
    ready(page)
    link = page.locator("#passage-toolbar [data-use-as=evidence]")
    # In UTF-16: inside of the joined emoji, before an accent, inside of a pair.
    for chosen_offsets, place in (
        ((5, 7), "start=3&end=8"),
        ((12, 13), "start=9&end=11"),
        ((18, 19), "start=15&end=16"),
    ):
        page.evaluate(
            """([start, end]) => {
              const block = document.querySelector('.text-body .block');
              const node = document.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode();
              getSelection().setBaseAndExtent(node, start, node, end);
            }""",
            chosen_offsets,
        )
        expect(link).to_have_attribute("href", re.compile(f"{place}$"))
