"""How soon an edit is seen: from the button in Chromium to the new picture, beside a bare run of `dot`."""

import importlib.util
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from benchmarks.drawing import bare
from benchmarks.figures import Figure, Skipped, milliseconds
from benchmarks.server import serving, store
from renderers.text.dot_source import write_dot

NAME = "edit to new picture in Chromium, Korea map : dot -Tsvg"
PAIRS, LIMIT = 15, 1.5
CHROMIUM = Path("/usr/bin/chromium-headless-shell")
# The time from the button until the frame in which the new picture stands has been painted: what is posted from the
# callback before a frame comes after it.
WATCH = """words => {
  window.taken = new Promise(resolve => {
    let start = 0;
    document.addEventListener("submit", () => { start = performance.now(); }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      const label = document.getElementById("n-F3");
      if (!label || !label.textContent.includes(words)) return;
      observer.disconnect();
      const painted = new MessageChannel();
      painted.port1.onmessage = () => resolve(performance.now() - start);
      requestAnimationFrame(() => painted.port2.postMessage(""));
    });
    const everything = { childList: true, subtree: true, characterData: true, attributes: true };
    observer.observe(document.getElementById("canvas"), everything);
  });
}"""


def figures() -> Iterator[Figure | Skipped]:
    """Take the figure; every edit changes a text, so that no picture comes from memory."""
    if importlib.util.find_spec("playwright") is None or not CHROMIUM.exists():
        yield Skipped(NAME, "Chromium or playwright is not installed")
        return
    from playwright.sync_api import sync_playwright  # a tool of the tests, which need not be there

    graph = msgspec.json.decode(read_korea_map(), type=Graph)
    source = bare(write_dot(select(graph))).encode()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/maps.sqlite3"
        store(url, [graph])
        with serving(url) as server:
            chromium = playwright.chromium.launch(
                executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            )
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://127.0.0.1:{server.port}/maps/{graph.slug}")
            page.locator("html[data-ready=yes]").wait_for(state="attached")
            ours, peers = [], []
            # The first edit warms up both.
            for number in range(PAIRS + 1):
                taken = _edit(page, number)
                peer = milliseconds(
                    lambda: subprocess.run(["dot", "-Tsvg"], input=source, stdout=subprocess.DEVNULL, check=True)
                )
                if number:
                    ours.append(taken)
                    peers.append(peer)
            chromium.close()
    yield Figure(NAME, statistics.median(ours), statistics.median(peers), "ms", LIMIT)


def _edit(page: Any, number: int) -> float:
    """Change a finding through its form, and return how many milliseconds it took to be seen."""
    page.evaluate(
        "document.querySelector('#n-F3 a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    page.locator("#panel a[data-form]", has_text=re.compile("Edit|Change")).first.click()
    field = page.locator("#panel #field-text")
    words = f"In words number {number}"
    field.fill(f"{words}, Moscow refused again in September 1949.")
    page.evaluate(WATCH, words)
    page.locator("#panel form[data-edit] button[type=submit], #panel form[data-edit] button:not([type])").first.click()
    taken: float = page.evaluate("window.taken")
    return taken
