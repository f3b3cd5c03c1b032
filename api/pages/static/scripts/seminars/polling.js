// What a group is at and no map's history tells: rounds of positions, discussions, the steps of a controversy.
//
// `data-polling` is an address of the API, asked every few seconds while the page is seen. Where it answers otherwise than
// before, the page is read again from `data-page`, and the part with these attributes brought to its likeness.
// `data-status-text` says in words how things stand, and is said aloud when it changes.

import { endPage, isEnded } from "../shared/ended_page.js";
import { tell } from "../shared/notices.js";
import { gettext } from "../shared/messages.js";
import { ask, bringAround, formsInUse, readPage } from "../shared/morphing.js";

const [PAUSE, LONGEST_PAUSE] = [4_000, 60_000];

const stays = () => gettext("What you have written here stays until you reload the page.");

// What was new to somebody when they came is so while they stay, although it counts as read from then on.
function keepMarks(part, fresh) {
  for (const mark of part.querySelectorAll("[data-unread]")) {
    const same = fresh.querySelector(`[data-unread-place="${CSS.escape(mark.dataset.unread)}"]`);
    if (same && !fresh.querySelector(`[data-unread="${CSS.escape(mark.dataset.unread)}"]`)) same.append(" ", mark.cloneNode(true));
  }
}

class PolledPart {
  constructor(part) {
    this.part = part;
    this.pause = PAUSE;
    this.known = null;
    this.now = part.dataset.statusText;
    document.addEventListener("visibilitychange", () => this.look());
    // What the map's records say stands on the page as well.
    addEventListener("sicetnon:elsewhere", () => {
      this.known = null;
      this.look();
    });
    this.look();
  }

  async look() {
    clearTimeout(this.waiting);
    if (document.hidden || this.looking || isEnded()) return;
    this.looking = true;
    try {
      const { status, text: told } = await ask(this.part.dataset.polling, "application/json");
      if ([401, 403, 404].includes(status)) return endPage("gone");
      if (told !== null && told !== this.known && (await this.renew())) this.known = told;
      // The server may be away, or have too much to do.
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
    const fresh = page?.querySelector(`[data-polling="${CSS.escape(this.part.dataset.polling)}"]`);
    if (!fresh || isEnded()) return false;
    keepMarks(this.part, fresh);
    const now = fresh.dataset.statusText;
    const turned = now !== this.now;
    this.now = now;
    const writing = formsInUse(this.part).length > 0;
    if (!bringAround(this.part, fresh)) {
      if (turned || !this.held) tell(`${now} ${stays()}`.trim(), this, true);
      this.held = true;
      return false;
    }
    this.part.hidden = fresh.hidden;
    dispatchEvent(new Event("sicetnon:renewed"));
    // Whoever writes sees what comes in, and is not to be interrupted by it.
    if (this.held || (turned && now && !writing)) tell(now, this);
    this.held = false;
    return true;
  }
}

export function startPolling() {
  for (const part of document.querySelectorAll("[data-polling]")) new PolledPart(part);
}
