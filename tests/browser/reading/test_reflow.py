"""What a page loses at 320 pixels, or at 200 per cent on a desk, is found. Pages are narrowed where axe sees them."""

from tests.browser.conftest import Open
from tests.browser.narrowing import lost


def test_what_is_cut_off_would_be_found(look: Open) -> None:
    page = look("/search")
    assert lost(page) == []
    page.evaluate(
        "Object.assign(document.querySelector('h1').style, {width: '40px', overflow: 'hidden', whiteSpace: 'nowrap'})"
    )
    assert [each for each in lost(page) if "cut off" in each]


def test_what_is_gone_or_too_wide_would_be_found(look: Open) -> None:
    page = look("/help")
    page.evaluate("document.querySelector('h1').style.minWidth = '400px'")
    page.evaluate(
        """() => {
          const rules = new CSSStyleSheet();
          rules.replaceSync("@media (max-width: 400px) { a { display: none } }");
          document.adoptedStyleSheets.push(rules);
        }"""
    )
    found = lost(page)
    assert [each for each in found if each.startswith("320: is ")]
    assert [each for each in found if each.startswith("320: gone: <a")]
