// What a page counts and offers to choose from, brought up to date with what was added: tabs, headings, filters, years.

import { bring, readPage } from "../shared/morphing.js";

// What a page about another selection, or a later moment, says differently, beside the picture.
const CHANGING = [".map-header h1", "#chips", "#tabs", "#downloads", "#cite-map", "#openings", ".filters > summary"];

const keyOf = ({ name, value }) => JSON.stringify([name, value]);

export function bringCounts(page) {
  for (const selector of CHANGING) {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (old && fresh) bring(old, fresh);
  }
  if (page.title) document.title = page.title;
  bringChoices(document.querySelector(".filters .filter-groups"), page.querySelector(".filters .filter-groups"));
}

// What somebody has ticked and not sent yet stays ticked, wherever it stands by now; fields in which is written stay.
function bringChoices(old, fresh) {
  if (!old || !fresh) return;
  const boxes = () => [...old.querySelectorAll("input[type=checkbox]")];
  const ticked = new Map(boxes().filter((box) => box.checked !== box.defaultChecked).map((box) => [keyOf(box), box.checked]));
  const focused = old.contains(document.activeElement) && document.activeElement.matches("input[type=checkbox]")
    ? keyOf(document.activeElement)
    : null;
  // One fieldset may have come in before another.
  for (const group of fresh.querySelectorAll(":scope > fieldset")) group.id ||= `group-${group.className}`;
  for (const group of old.querySelectorAll(":scope > fieldset")) group.id ||= `group-${group.className}`;
  bring(old, fresh);
  for (const box of boxes()) {
    box.checked = ticked.get(keyOf(box)) ?? box.defaultChecked;
    if (focused === keyOf(box)) box.focus({ preventScroll: true });
  }
}

// The first page counts what each map holds: whoever comes back to it sees what was added meanwhile.
export function startMapList() {
  const list = document.querySelector("main.wide-column > .card-list");
  if (!list) return;
  const renew = async () => {
    const fresh = (await readPage(location.href))?.querySelector("main.wide-column > .card-list");
    if (fresh) bring(list, fresh);
  };
  addEventListener("pageshow", ({ persisted }) => persisted && renew());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && renew());
}
