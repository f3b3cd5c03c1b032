// How one stands in a seminar, asked every few seconds while a page of it is seen: whoever is let in no more is told so.

import { endPage, isEnded } from "../shared/ended_page.js";
import { ask } from "../shared/morphing.js";

const [PAUSE, LONGEST_PAUSE] = [5_000, 60_000];
// The widest first.
const ROLES = ["owner", "teacher", "editor", "contributor", "discussant", "reader"];

class MembershipWatch {
  constructor(address) {
    this.address = address;
    this.pause = PAUSE;
    this.known = null;
    document.addEventListener("visibilitychange", () => this.look());
    this.look();
  }

  async look() {
    clearTimeout(this.waiting);
    if (document.hidden || this.looking || isEnded()) return;
    this.looking = true;
    const { status, text } = await ask(this.address, "application/json");
    this.looking = false;
    const ending = this.compare(status, text);
    if (ending) return endPage(ending);
    this.pause = text === null ? Math.min(2 * this.pause, LONGEST_PAUSE) : PAUSE;
    this.waiting = setTimeout(() => this.look(), this.pause * (0.75 + Math.random() / 2));
  }

  // Why the page has ended, nothing where it has not.
  compare(status, text) {
    if ([401, 403, 404].includes(status)) return "gone";
    if (text === null) return "";
    const before = this.known;
    const now = (this.known = JSON.parse(text));
    if (!before) return "";
    if ((now.closed && !before.closed) || (now.erased_after && !before.erased_after)) return "closed";
    return ROLES.indexOf(now.role) > ROLES.indexOf(before.role) ? "narrowed" : "";
  }
}

export function watchMembership(address) {
  new MembershipWatch(address);
}
