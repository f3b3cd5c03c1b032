// What a group is at and no map's history tells: rounds of positions, discussions, the steps of a controversy.
//
// `data-afresh` is an address of the API, asked every few seconds while the page is seen. Where it answers otherwise than
// before, the page is read again from `data-page`, and the part with these attributes brought to its likeness.
// `data-now` says in words how things stand, and is said aloud when it changes.

import { tell } from "./heard.js";
import { gettext } from "./messages.js";
import { bring, readPage } from "./patch.js";

const [PAUSE, LONGEST_PAUSE] = [4_000, 60_000];

const stays = () => gettext("What you have written here stays until you load the page anew.");
const usual = (select) => [...select.options].findIndex((option) => option.defaultSelected);

function touched(control) {
  if (control.type === "hidden") return false;
  if (control.options) return control.selectedIndex !== Math.max(0, usual(control));
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return control.value !== (control.defaultValue ?? control.value);
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
    if (document.hidden || this.looking || this.over) return;
    this.looking = true;
    const answer = await fetch(this.part.dataset.afresh).catch(() => null);
    const told = answer?.ok ? await answer.text().catch(() => null) : null;
    // Whoever may not look any more need not ask again.
    this.over = answer && !answer.ok && answer.status < 429;
    if (told !== null && told !== this.known && (await this.renew())) this.known = told;
    this.pause = told === null ? Math.min(2 * this.pause, LONGEST_PAUSE) : PAUSE;
    this.looking = false;
    this.waiting = setTimeout(() => this.look(), this.pause);
  }

  async renew() {
    const fresh = (await readPage(this.part.dataset.page))?.querySelector("[data-afresh]");
    if (!fresh) return false;
    const { now } = fresh.dataset;
    const kept = this.held(fresh);
    if (!kept) bring(this.part, fresh);
    this.part.hidden = fresh.hidden;
    if (now !== this.now) tell(kept ? `${now} ${stays()}` : now, kept);
    this.now = now;
    return true;
  }

  // A form in which something was written stays, and the page with it, where it would be another or gone.
  held(fresh) {
    const forms = [...fresh.querySelectorAll("form")];
    return [...this.part.querySelectorAll("form")].some(
      (form) => [...form.elements].some(touched) && !forms.some((other) => other.isEqualNode(form)),
    );
  }
}

export function startAfresh() {
  for (const part of document.querySelectorAll("[data-afresh]")) new Afresh(part);
}
