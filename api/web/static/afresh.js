// What a group is at and no map's history tells: rounds of positions, discussions, the steps of a controversy.
//
// `data-afresh` is an address of the API, asked every few seconds while the page is seen. Where it answers otherwise than
// before, the page is read again from `data-page`, and the part with these attributes brought to its likeness.
// `data-now` says in words how things stand, and is said aloud when it changes.

import { tell } from "./heard.js";
import { gettext } from "./messages.js";
import { bring, read, readPage } from "./patch.js";

const [PAUSE, LONGEST_PAUSE] = [4_000, 60_000];

const stays = () => gettext("What you have written here stays until you load the page anew.");
const isWritten = (control) => control.matches("textarea, select, input:not([type=radio], [type=checkbox])");
const usual = (select) => [...select.options].findIndex((option) => option.defaultSelected);

function touched(control) {
  if (control.type === "hidden") return false;
  if (control.options) return control.selectedIndex !== Math.max(0, usual(control));
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return control.value !== (control.defaultValue ?? control.value);
}

// Whether somebody has written or chosen something in a form, or is about to.
function inUse(form) {
  const { activeElement } = document;
  return [...form.elements].some((each) => touched(each) || (each === activeElement && isWritten(each)));
}

class Afresh {
  constructor(part) {
    this.part = part;
    this.pause = PAUSE;
    this.known = null;
    this.now = part.dataset.now;
    document.addEventListener("visibilitychange", () => this.look());
    this.look();
  }

  async look() {
    clearTimeout(this.waiting);
    if (document.hidden || this.looking) return;
    this.looking = true;
    try {
      const told = await read(this.part.dataset.afresh, "application/json");
      if (told !== null && told !== this.known && (await this.renew())) this.known = told;
      // An answer may be refused for a while only: steps also go back, and members come back.
      this.pause = told === null ? Math.min(2 * this.pause, LONGEST_PAUSE) : PAUSE;
    } finally {
      this.looking = false;
      // Windows that were opened at one moment are not to ask at one moment for ever.
      this.waiting = setTimeout(() => this.look(), this.pause * (0.75 + Math.random() / 2));
    }
  }

  // Brings the part up to date; false where that is not possible, or not yet.
  async renew() {
    const page = await readPage(this.part.dataset.page);
    const fresh = page?.querySelector(`[data-afresh="${CSS.escape(this.part.dataset.afresh)}"]`);
    if (!fresh) return false;
    const forms = [...this.part.querySelectorAll("form")].filter(inUse);
    const held = forms.some((form) => !form.id || !fresh.querySelector(`[id="${CSS.escape(form.id)}"]`)?.isEqualNode(form));
    const { now } = fresh.dataset;
    const turned = now !== this.now;
    this.now = now;
    if (held) {
      if (turned || !this.held) tell(`${now} ${stays()}`.trim(), this, true);
    } else {
      this.bring(fresh, forms);
      if (this.held || (turned && now && !forms.length)) tell(now, this);
    }
    this.held = held;
    return !held;
  }

  // Forms that are in use stay the elements that they are, wherever what is around them has come to stand.
  bring(fresh, forms) {
    const focused = this.part.contains(document.activeElement) ? document.activeElement : null;
    const selection = (focused?.selectionStart ?? null) === null ? null : [focused.selectionStart, focused.selectionEnd];
    bring(this.part, fresh);
    this.part.hidden = fresh.hidden;
    for (const form of forms.filter((each) => !each.isConnected)) {
      this.part.querySelector(`[id="${CSS.escape(form.id)}"]`).replaceWith(form);
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
    if (!focused || focused === document.activeElement) return;
    const heading = this.part.querySelector("h1, h2, h3");
    if (!focused.isConnected) heading?.setAttribute("tabindex", "-1");
    (focused.isConnected ? focused : heading)?.focus({ preventScroll: true });
    if (selection && focused.isConnected) focused.setSelectionRange(...selection);
  }
}

export function startAfresh() {
  for (const part of document.querySelectorAll("[data-afresh]")) new Afresh(part);
}
