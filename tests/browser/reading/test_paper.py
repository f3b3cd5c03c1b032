"""What a page says on paper: its records whole, and nothing that only a screen can do."""

import pytest

from tests.browser.conftest import Open

MAP = "/maps/korea-1950"
# Per page some of its words that have to be on the paper.
PAGES = {
    f"{MAP}?record=P3": "It showed a new readiness by Stalin to expand",
    f"{MAP}/records/P3": "It showed a new readiness by Stalin to expand",
    f"{MAP}/outline": "It showed a new readiness by Stalin to expand",
    f"{MAP}/ledger": "It showed a new readiness by Stalin to expand",
    f"{MAP}/history": "What was done",
    f"{MAP}/about": "What contemporaries perceived in Korea in June 1950",
    f"{MAP}/questions": "Was the decision to attack South Korea made in Moscow?",
    f"{MAP}/became-known?from=1990&to=1996": "What became known",
    f"{MAP}/readers?left=weathersby&right=shen-zhihua": "Kathryn Weathersby",
    f"{MAP}/print": "Documents and works",
    f"{MAP}/weighing?without=kim-stueck-2008": "What changed",
    f"{MAP}/weighing/P3": "is contested",
    f"{MAP}/weighing/audit": "Objections",
    f"{MAP}/weighing/by-rule": "documented",
    f"{MAP}/weighing/load": "findings",
    f"{MAP}/weighing/through-time": "Archives opened",
    f"{MAP}/weighing/strengths": "Potyka",
    "/glossary": "Pattern of argument",
}
SEEN = "e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0"
CONTROLS = f"""() => [...document.querySelectorAll("button, input, select, textarea, form legend, form label")]
  .filter({SEEN}).map((e) => e.outerHTML.slice(0, 120))"""
# Headings under which nothing stands before the next one of their rank or above.
HEADINGS_OF_NOTHING = f"""() => {{
  const seen = {SEEN};
  const all = [...document.querySelectorAll("main :is(h2, h3, h4)")].filter(seen);
  const words = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {{
    const {{ parentElement: near, data }} = walk.currentNode;
    if (data.trim() && seen(near) && !near.closest("h1, h2, h3, h4")) words.push(walk.currentNode);
  }}
  // A picture is something too.
  words.push(...[...document.querySelectorAll("main :is(img, svg)")].filter(seen));
  const behind = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  return all.filter((heading, index) => {{
    const next = all.slice(index + 1).find((other) => other.tagName <= heading.tagName);
    return !words.some((word) => behind(heading, word) && (!next || behind(word, next)));
  }}).map((heading) => heading.textContent.trim());
}}"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_on_paper_says_all_that_it_says_and_offers_nothing_to_press(look: Open, address: str) -> None:
    page = look(address, kept=True)
    page.emulate_media(media="print")
    try:
        assert PAGES[address] in " ".join(page.locator("main").inner_text().split())
        assert page.evaluate(CONTROLS) == []
        assert page.evaluate(HEADINGS_OF_NOTHING) == []
    finally:
        page.emulate_media(media="screen")
