// Passages are chosen by mouse, finger or keyboard, and something is made of them.

import { openForm } from "../editing/editing.js";
import { noteAddress } from "../map/panel.js";
import { gettext } from "../shared/messages.js";
import { choose, chosen, ends, isBefore, owns, placeAt, stretches } from "./passage_offsets.js";
import { redo, remember, undo } from "../editing/undo.js";

const bar = document.getElementById("passage-toolbar");
const status = document.getElementById("text-status");
const panel = document.getElementById("panel");
const page = document.querySelector(".text-page");
let passage = null;
// Its two ends. A browser lets go of what is chosen when a finger comes down, before the tap is told.
let held = null;
// Where choosing with the keyboard began, so that more and less of it can be chosen from there.
let anchor = null;
let opener = null;
// The marked passage on which a finger came down.
let tapped = null;
const signOf = (label) => label && page.querySelector(`.passage-sign [data-sign-of="${CSS.escape(label)}"]`);

function show() {
  passage = chosen(getSelection());
  bar.hidden = !passage;
  held = passage && ends(passage.set);
  if (!passage) return;
  for (const link of bar.querySelectorAll("[data-use-as]")) {
    const query = new URLSearchParams({
      as: link.dataset.useAs,
      version: passage.set.dataset.version,
      start: passage.start,
      end: passage.end,
    });
    link.href = `${passage.set.dataset.marking}?${query}`;
  }
  const correct = bar.querySelector("[data-correct]");
  if (correct) {
    correct.href = `${correct.dataset.correct}?${new URLSearchParams({ version: passage.set.dataset.version, start: passage.start })}`;
  }
  const sign = signOf(tapped);
  const open = bar.querySelector("[data-open]");
  open.hidden = !sign;
  if (sign) {
    open.href = sign.href;
    open.textContent = gettext("Open %(id)s", { id: sign.querySelector("b").textContent });
  }
  const boxes = getSelection().getRangeAt(0).getClientRects();
  const last = boxes[boxes.length - 1];
  const around = page.getBoundingClientRect();
  if (!last) return;
  const left = Math.min(Math.max(last.left - around.left, 8), Math.max(around.width - bar.offsetWidth - 8, 8));
  bar.style.left = `${left}px`;
  bar.style.top = `${last.bottom - around.top + 10}px`;
}

function say(words) {
  status.textContent = words;
}

// Chooses one stretch, or with `more` all from where choosing began up to it.
function take(set, stretch, more) {
  const [from, to] = [
    { block: stretch.block, at: stretch.from },
    { block: stretch.block, at: stretch.to },
  ];
  if (!more || !anchor?.from.block.isConnected) {
    anchor = { from, to };
    choose(from, to);
  } else if (isBefore(from, anchor.from)) {
    choose(anchor.to, from);
  } else {
    choose(anchor.from, to);
  }
  stretch.block.scrollIntoView({ block: "nearest" });
  show();
  say(passage ? gettext("Selected: %(words)s", { words: passage.words.slice(0, 300) }) : "");
}

const KEYS = {
  ArrowDown: ["sentence", 1],
  ArrowUp: ["sentence", -1],
  ArrowRight: ["word", 1],
  ArrowLeft: ["word", -1],
};

// The stretch that comes next, seen from the end of what is chosen that moves.
function next(set, granularity, step) {
  const all = stretches(set, granularity);
  const place = ends(set);
  const selection = getSelection();
  if (!place || !owns(set, selection.anchorNode.parentElement)) return step > 0 ? all[0] : all.at(-1);
  const moving = { ...(backward(selection) ? place.from : place.to) };
  if (step > 0) {
    // A word behind the end of what is chosen; of what goes backward, the one behind its beginning.
    return all.find((each) => !isBefore({ block: each.block, at: each.to - 1 }, moving) && (each.block !== moving.block || each.to > moving.at));
  }
  return all.findLast((each) => isBefore({ block: each.block, at: each.from }, place.from));
}

function backward(selection) {
  const order = selection.anchorNode.compareDocumentPosition(selection.focusNode);
  return order === 0 ? selection.focusOffset < selection.anchorOffset : Boolean(order & Node.DOCUMENT_POSITION_PRECEDING);
}

function press(event, set) {
  tapped = null;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && passage && event.target === set) {
    event.preventDefault();
    opener = set;
    bar.querySelector("[data-use-as]").focus();
    return;
  }
  const found = KEYS[event.key];
  if (!found || event.target !== set) return;
  event.preventDefault();
  const [granularity, ahead] = found;
  const leftward = granularity === "word" && getComputedStyle(set).direction === "rtl";
  const step = leftward ? -ahead : ahead;
  if (event.shiftKey && step < 0 && passage && !backward(getSelection())) return shrink(set, granularity);
  const stretch = next(set, granularity, step);
  if (stretch) take(set, stretch, event.shiftKey);
}

// Takes the last word or sentence away from what is chosen, but not the first.
function shrink(set, granularity) {
  const { from, to } = ends(set);
  const within = stretches(set, granularity).filter(
    (each) => !isBefore({ block: each.block, at: each.from }, from) && !isBefore(to, { block: each.block, at: each.to }),
  );
  const last = within.at(-2);
  if (!last) return;
  choose(from, { block: last.block, at: last.to });
  show();
  say(passage ? gettext("Selected: %(words)s", { words: passage.words.slice(0, 300) }) : "");
}

function lengthen(by) {
  const set = passage?.set;
  if (!set) return;
  if (by < 0) return shrink(set, "word");
  const { from, to } = ends(set);
  const word = stretches(set, "word").find((each) => isBefore(to, { block: each.block, at: each.to }));
  if (!word) return;
  choose(from, { block: word.block, at: word.to });
  show();
}

// A tap chooses a sentence, a tap on another all up to it, a tap on what is chosen lets it go.
function tap(event, set) {
  const place = placeAt(set, event.clientX, event.clientY);
  if (!place) return;
  const within = (each) => each.block === place.block && each.from <= place.at && place.at <= each.to;
  const stretch = stretches(set, "sentence").find(within);
  if (!stretch) return;
  const here = held && owns(set, held.from.block) ? held : null;
  if (here && !isBefore(place, here.from) && !isBefore(here.to, place)) return clear();
  take(set, stretch, Boolean(here));
}

function clear() {
  getSelection().removeAllRanges();
  anchor = null;
  show();
}

function light(label) {
  for (const old of page.querySelectorAll(".passage.highlighted")) old.classList.remove("highlighted");
  if (!label) return;
  for (const each of page.querySelectorAll(`[data-passage="${CSS.escape(label)}"]`)) each.classList.add("highlighted");
}

// Passages that are joined are shown together, in one text or in two that stand beside each other.
function lightJoined(named) {
  for (const old of page.querySelectorAll(".passage.joined")) old.classList.remove("joined");
  for (const label of named?.dataset.joined.split(" ") ?? []) {
    for (const each of page.querySelectorAll(`[data-passage="${CSS.escape(label)}"]`)) each.classList.add("joined");
  }
}

function start() {
  for (const hint of page.querySelectorAll(".marking-hint")) hint.hidden = false;
  const texts = new Set();
  for (const set of page.querySelectorAll("[data-marking]")) {
    if (!texts.has(set.dataset.text)) {
      // Of a text that is divided over rows the first takes the focus for all of it.
      set.tabIndex = 0;
      set.setAttribute("role", "group");
      set.setAttribute("aria-label", gettext("Text. Use the arrow keys to choose sentences and words, and Enter to continue."));
      texts.add(set.dataset.text);
    }
    set.addEventListener("keydown", (event) => press(event, set));
    let touched = null;
    set.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" ? event : null;
      tapped = touched && (event.target.closest(".passage")?.dataset.passage ?? null);
    });
    set.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      // Words that the phone's own handles have chosen stay chosen.
      if (touched && (getSelection().isCollapsed || passage)) tap(event, set);
      else if (!touched && getSelection().isCollapsed) signOf(event.target.closest(".passage")?.dataset.passage)?.click();
      touched = null;
    });
  }
  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => bar.contains(document.activeElement) || show(), 80);
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const by = event.target.closest("[data-extend-by]")?.dataset.extendBy;
    if (by) return lengthen(Number(by));
    if (event.target.closest("[data-open]")) return clear();
    const link = event.target.closest("[data-use-as]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // The last letters may have been chosen a moment ago, and not been looked at yet.
    show();
    opener = passage?.set ?? null;
    bar.hidden = true;
    openForm(link.href);
  });
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const form = event.target.closest("#panel a[data-form], #panel .subtabs a");
    const cancelled = event.target.closest("#panel [data-cancel]");
    if (form) {
      event.preventDefault();
      openForm(form.href);
    } else if (cancelled) {
      event.preventDefault();
      panel.hidden = true;
      (opener ?? page.querySelector("[data-marking]"))?.focus({ preventScroll: true });
    }
    light(event.target.closest("[data-sign-of]")?.dataset.signOf);
  });
  for (const when of ["pointerover", "focusin"]) {
    page.addEventListener(when, (event) => lightJoined(event.target.closest("[data-joined]")));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden && panel.hidden) {
      event.preventDefault();
      const back = bar.contains(document.activeElement) ? opener : null;
      clear();
      back?.focus({ preventScroll: true });
      return;
    }
    if (event.target.closest("input, select, textarea, dialog") || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const text = page.querySelector("[data-text]")?.dataset.text;
    const change = key === "z" ? (event.shiftKey ? redo : undo) : key === "y" ? redo : null;
    if (!change || !text) return;
    event.preventDefault();
    if (!change({ in_text: text })) say(change === undo ? gettext("Nothing to undo.") : gettext("Nothing to redo."));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "last-change") return;
    const again = "redo" in event.target.dataset;
    const kept = Object.fromEntries(new FormData(event.target));
    if ((again ? redo : undo)(kept)) event.preventDefault();
  });
  const address = new URL(location.href);
  light(address.searchParams.get("new") ?? location.hash.slice(1));
  // What was done is noted, and told once, also where the page is loaded again.
  remember(address);
  for (const name of ["done", "was"]) address.searchParams.delete(name);
  history.replaceState({}, "", address);
  noteAddress();
  document.documentElement.dataset.marking = "ready";
}

if (page && bar) start();
