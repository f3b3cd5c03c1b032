"""What becomes of a page at 320 pixels, and at 200 per cent on a desk.

WCAG 2.2, 1.4.4 and 1.4.10. What zooming does to a page is a window of fewer CSS pixels: 1440 at 200 per cent are 720.
"""

from playwright.sync_api import Page

# What can be used: everything that is there at full width, by its place in the document.
USABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .map((each, place) => [each, place])
  .filter(([each]) => each.checkVisibility({ visibilityProperty: true }))
  .map(([, place]) => place)"""
# Those of them that are gone, each as it is written. The field in the header gives way to a link to the search, and a
# plot to a narrower one whose labels lead to the same records.
GONE = """places => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  return places.map((place) => all[place])
    .filter((each) => !each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.closest(".site-search") || !document.querySelector(".search-link").checkVisibility())
    .filter((each) => ![...(each.closest(".time-plot")?.querySelectorAll("a") ?? [])]
      .some((other) => other.getAttribute("href") === each.getAttribute("href") && other.checkVisibility()))
    .map((each) => each.outerHTML.slice(0, 120));
}"""
# Words that stand beyond the window, or are cut off by a box that does not scroll. The picture scrolls in its stage.
CUT = """() => {
  const scrolls = (box) => /(auto|scroll)/.test(getComputedStyle(box).overflowX);
  const cuts = (box) => /(hidden|clip)/.test(getComputedStyle(box).overflowX);
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const own = text.parentElement;
    if (!text.data.trim() || !own.checkVisibility({ visibilityProperty: true }) || own.closest("svg, option")) continue;
    // Words for screen readers alone.
    if ([own, own.parentElement].some((each) => getComputedStyle(each).clipPath === "inset(50%)")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    let [low, high] = [0, document.documentElement.clientWidth];
    let box = own;
    for (; box && !scrolls(box); box = box.parentElement) {
      if (!cuts(box)) continue;
      const edge = box.getBoundingClientRect();
      [low, high] = [Math.max(low, edge.left), Math.min(high, edge.right)];
    }
    if (box && box !== document.body && box !== document.documentElement) continue;
    if (left < low - 1 || right > high + 1) found.push(text.data.trim().slice(0, 80));
  }
  return found;
}"""


def lost(page: Page) -> list[str]:
    """Return what is wider than the window, gone or cut off at 200 per cent and at 320 pixels, of what 1440 show."""
    page.set_viewport_size({"width": 1440, "height": 900})
    usable = page.evaluate(USABLE)
    found = [] if usable else ["There is nothing that can be used."]
    for width, height in ((720, 450), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width}: is {wide} wide"] if wide > width else []
        found += [f"{width}: gone: {each}" for each in page.evaluate(GONE, usable)]
        found += [f"{width}: cut off: {each}" for each in page.evaluate(CUT)]
    return found
