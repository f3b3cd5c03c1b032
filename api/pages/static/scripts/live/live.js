// Live: what others change comes onto the page by itself, and who else is here is told.
//
// One window of a browser listens to a map and tells the others (Web Locks, BroadcastChannel): a browser opens six
// connections to a server over HTTP/1.1, so that a seventh window that listened by itself would wait for ever. Only
// windows that are seen stand in line; one that is not seen lets go, and catches up from the history when it is seen
// again. Where there are no Web Locks (over HTTP from another machine) each window that is seen listens by itself.

import { noteVersion, redraw } from "../map/controls.js";
import { reveal } from "../map/citations.js";
import { markMoved, places } from "../editing/editing.js";
import { bringCounts } from "../map/page_counts.js";
import { endPage, isEnded } from "../shared/ended_page.js";
import { tell } from "../shared/notices.js";
import { gettext, ngettext } from "../shared/messages.js";
import { bring, bringAround, readPage } from "../shared/morphing.js";
import { joinNames, nameSomebody, People, recordInForm } from "./presence.js";
import { RecordNames } from "./record_names.js";

const GATHER = 700;
const RENEW = 10_000;
const REST = 300;
const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 15_000];
// Beyond that the page is read anew without telling every single change.
const MOST_PAGES = 5;
// What is brought up to date in place where there is no picture.
const ARTICLES = "article.outline, article.ledger, article.article-body, article.step";
const WORDS = {
  many: (who, num) => ngettext("%(who)s made %(num)s change.", "%(who)s made %(num)s changes.", num, { who }),
  meanwhile: (who, what) =>
    gettext("%(who)s has changed %(what)s in the meantime. What you write here stays; when you save, you see both wordings.", { who, what }),
  gone: (who, what) =>
    gettext("%(who)s has deleted %(what)s in the meantime. What you write here stays, but cannot be saved under this id.", { who, what }),
};
// Whole sentences, since not every language can put a verb between two names.
const DONE = {
  created: (who, what) => gettext("%(who)s added %(what)s.", { who, what }),
  changed: (who, what) => (what ? gettext("%(who)s changed %(what)s.", { who, what }) : gettext("%(who)s changed the map.", { who })),
  deleted: (who, what) => (what ? gettext("%(who)s deleted %(what)s.", { who, what }) : gettext("%(who)s deleted the map.", { who })),
  imported: (who) => gettext("%(who)s replaced the map.", { who }),
};

const main = document.querySelector("main[data-slug]");
const panel = document.getElementById("panel");

function windowName() {
  const kept = localStorage.getItem("sicetnon.window");
  if (kept) return kept;
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem("sicetnon.window", made);
  return made;
}

class Live {
  constructor(viewer) {
    this.viewer = viewer;
    this.slug = encodeURIComponent(main.dataset.slug);
    this.base = `/api/v1/maps/${this.slug}`;
    this.client = windowName();
    // The last revision that was heard of; null where the page does not say which it shows.
    this.last = Number(main.dataset.version) || null;
    this.heard = [];
    this.own = new Set([Number(new URLSearchParams(location.search).get("done"))]);
    this.names = new RecordNames(this.slug);
    this.people = new People(viewer, this.names);
    this.deleted = new Set();
    this.sending = 0;
    this.pause = FIRST_PAUSE;
    this.others = new BroadcastChannel(`sicetnon.live:${this.slug}`);
    this.others.addEventListener("message", ({ data }) => this.overhear(data));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.withdraw() : this.stand()));
    addEventListener("pagehide", () => this.withdraw());
    addEventListener("pageshow", (event) => event.persisted && this.stand());
    addEventListener("sicetnon:ended", () => this.withdraw());
    addEventListener("sicetnon:sending", () => (this.sending += 1));
    addEventListener("sicetnon:sent", ({ detail }) => this.sent(detail));
    const turned = () => {
      clearTimeout(this.turning);
      this.turning = setTimeout(() => this.tellPresence(), REST);
    };
    for (const place of [panel, document.getElementById("reading")]) {
      if (place) new MutationObserver(turned).observe(place, { childList: true, attributes: true });
    }
    if (!document.hidden) this.stand();
  }

  // Standing in line to listen, and being here.

  stand() {
    if (this.standing || isEnded()) return;
    this.standing = new AbortController();
    const { signal } = this.standing;
    const turn = () => new Promise((end) => {
      if (signal.aborted) return end();
      signal.addEventListener("abort", end);
      this.listen();
    });
    if (navigator.locks) navigator.locks.request(`sicetnon.live:${this.slug}`, { signal }, turn).catch(() => {});
    else turn();
    // What the window that listens has heard before this one was there, or seen.
    this.others.postMessage({ ask: true });
    this.renewing = setInterval(() => this.tellPresence(true), RENEW);
    this.tellPresence(true);
    this.refreshSoon();
  }

  withdraw() {
    if (!this.standing) return;
    this.standing.abort();
    this.standing = null;
    this.silence();
    clearInterval(this.renewing);
    fetch(`${this.base}/presence/${this.client}`, { method: "DELETE", keepalive: true }).catch(() => {});
  }

  silence() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.returning);
  }

  listen() {
    this.silence();
    const source = new EventSource(`${this.base}/events${this.last === null ? "" : `?after=${this.last}`}`);
    this.source = source;
    source.addEventListener("open", () => (this.pause = FIRST_PAUSE));
    source.addEventListener("change", ({ data }) => {
      const change = JSON.parse(data);
      this.others.postMessage({ change });
      this.hear(change);
    });
    source.addEventListener("ended", ({ data }) => {
      const { reason } = JSON.parse(data);
      this.others.postMessage({ ended: reason });
      endPage(reason);
    });
    source.addEventListener("presence", ({ data }) => {
      this.people.meet(JSON.parse(data));
      this.others.postMessage({ people: [...this.people.byId] });
    });
    // The browser asks again by itself where the connection was lost, and not where the answer was an error.
    source.addEventListener("error", () => {
      dispatchEvent(new Event("sicetnon:silent"));
      if (source.readyState === EventSource.CLOSED) this.returnLater();
    });
  }

  returnLater() {
    this.silence();
    this.returning = setTimeout(() => this.standing && this.listenAgain(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  async listenAgain() {
    const address = `${this.base}/events${this.last === null ? "" : `?after=${this.last}`}`;
    const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
    if (!this.standing) return;
    if (answer?.ok) return this.listen();
    if ([401, 403, 404].includes(answer?.status)) return endPage("gone");
    if (answer?.status === 429 || answer?.status === 503) {
      // Too many listen: what has changed is asked for now and then instead.
      this.pause = Math.max(1000 * Number(answer.headers.get("Retry-After")) || 0, LONGEST_PAUSE);
      if (this.last === null) this.refreshSoon();
      else this.catchUp();
    }
    if (answer?.status === 409) {
      // A backup was put in the map's place, with a shorter history.
      this.last = null;
      main.dataset.version = "0";
      this.refreshSoon();
    }
    this.returnLater();
  }

  // What one window heard, the others overhear.
  overhear({ change, people, ask, state, own, ended }) {
    if (ended) endPage(ended);
    if (own) this.own.add(own);
    if (change) this.hear(change);
    if (people) this.people.welcome(people);
    if (ask && this.source) this.others.postMessage({ state: { last: this.last, people: [...this.people.byId] } });
    if (state && !this.source) {
      this.people.welcome(state.people);
      if (this.last === null) this.last = state.last;
      else if (state.last > this.last) this.catchUp();
    }
  }

  // Changes: each once, in order.

  hear(change) {
    if (isEnded()) return;
    if (this.last !== null && change.sequence <= this.last) return;
    if (this.last !== null && change.sequence > this.last + 1) return this.catchUp();
    this.last = change.sequence;
    this.heard.push(change);
    this.deleted[change.kind === "deleted" ? "add" : "delete"](change.label);
    // What is gone is called as it was.
    if (change.kind !== "deleted") this.names.forget(change.label);
    this.noteInForm(change);
    this.tellSoon();
    this.refreshSoon();
  }

  async catchUp() {
    this.missed = true;
    if (this.catching) return;
    this.catching = true;
    while (this.missed) {
      this.missed = false;
      let address = `${this.base}/revisions?after=${this.last}&limit=200`;
      for (let page = 0; address && page < MOST_PAGES; page += 1) {
        const answer = await fetch(address).catch(() => null);
        if (!answer?.ok) break;
        const { items, next } = await answer.json();
        items.forEach((item) => this.hear(item));
        address = next;
      }
    }
    this.catching = false;
  }

  sent(change) {
    this.sending -= 1;
    if (change) {
      this.own.add(change);
      this.others.postMessage({ own: change });
    }
    this.people.mark();
    this.tellSoon();
    this.refreshSoon();
  }

  tellSoon() {
    this.telling ??= setTimeout(async () => {
      this.telling = null;
      if (this.sending || document.hidden) return;
      const news = this.heard.filter((change) => !this.own.has(change.change));
      this.heard = [];
      if (!news.length) return;
      // Events tell no contents.
      if (news.length === 1) await this.learn(news[0]);
      // What asks to be shown stays until it is.
      tell(summary(news, this.names), this, this.stale);
    }, GATHER);
  }

  async learn({ label, kind }) {
    if (label && kind !== "deleted") await this.names.learn([label]);
  }

  // A form that is open keeps what is typed; that the record is another by now is said above it.
  noteInForm(change) {
    const form = document.querySelector("#editing form[data-edit]");
    const edited = form && new URL(form.action).pathname.match(/\/records\/([^/]+)\/edit$/);
    if (!edited || decodeURIComponent(edited[1]) !== change.label) return;
    setTimeout(async () => {
      await this.learn(change);
      if (this.own.has(change.change) || !form.isConnected) return;
      const note = form.querySelector(".form-notice:not(.co-editors)") ?? document.createElement("p");
      note.className = "form-notice";
      note.setAttribute("role", "status");
      note.textContent = (change.kind === "deleted" ? WORDS.gone : WORDS.meanwhile)(nameSomebody(change.author), this.names.name(change.label));
      form.prepend(note);
    }, GATHER);
  }

  // The page as it is by now, in place.

  get shown() {
    return Number(main.dataset.version) || 0;
  }

  refreshSoon() {
    this.refreshing ??= setTimeout(async () => {
      this.refreshing = null;
      // A form on a page of its own shows nothing that could be brought up to date.
      if (document.hidden || isEnded() || !main.dataset.version || this.last === null || this.last <= this.shown) return;
      if (!this.busy()) await this.refresh();
      if (this.last > this.shown && !this.stale) this.refreshSoon();
    }, REST);
  }

  // While something is drawn, dragged or sent the picture stays as it is.
  busy() {
    const { canvas } = this.viewer ?? {};
    return (
      this.sending > 0 ||
      document.body.classList.contains("loading") ||
      canvas?.classList.contains("dragging") ||
      document.getElementById("linking")?.hidden === false
    );
  }

  async refresh() {
    const article = document.querySelector(ARTICLES);
    if (article) await this.renewArticle(article);
    else if (this.viewer && document.getElementById("canvas")) {
      const before = places(this.viewer);
      if (!(await redraw(this.viewer, location.href, { quiet: true }))) return;
      markMoved(this.viewer, before);
    } else if (document.querySelector("[data-polling]")) {
      main.dataset.version = this.last;
      dispatchEvent(new Event("sicetnon:elsewhere"));
    } else this.stale = Boolean(main.dataset.version);
    await this.renewPanel();
  }

  async renewArticle(article) {
    const page = await readPage(location.href);
    const fresh = page?.querySelector(ARTICLES);
    if (!fresh || !article.isConnected) return;
    for (const name of ["data-step", "data-step-records", "data-frame", "data-frames"]) if (fresh.hasAttribute(name)) article.setAttribute(name, fresh.getAttribute(name));
    bring(article, fresh);
    bringCounts(page);
    noteVersion(page);
    if (["reading", "film"].includes(article.id)) dispatchEvent(new Event("sicetnon:changed"));
  }

  // The record beside the map, unless a form stands there.
  async renewPanel() {
    const label = !panel?.hidden && panel?.querySelector("[data-label]")?.dataset.label;
    if (!label || this.deleted.has(label) || panel.querySelector("form[data-edit]")) return;
    const answer = await fetch(`/maps/${this.slug}/panels/${encodeURIComponent(label)}${location.search}`).catch(() => null);
    if (!answer?.ok) return;
    const fresh = panel.cloneNode(false);
    fresh.innerHTML = await answer.text();
    if (panel.hidden || panel.querySelector("[data-label]")?.dataset.label !== label) return;
    if (!bringAround(panel, fresh)) return;
    panel.querySelector("[data-close]").hidden = false;
    reveal(panel);
  }

  // People.

  get record() {
    const open = panel && !panel.hidden && panel.querySelector("[data-label]")?.dataset.label;
    return recordInForm() ?? (open || document.getElementById("reading")?.dataset.step || null);
  }

  async tellPresence(again = false) {
    const { record } = this;
    if (!this.standing || (!again && record === this.told)) return;
    this.told = record;
    const answer = await fetch(`${this.base}/presence`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ client: this.client, record }),
    }).catch(() => null);
    if (!answer?.ok) return;
    this.people.me = (await answer.json()).id;
    this.people.show();
  }
}

function summary(news, names) {
  const who = joinNames([...new Set(news.map((change) => change.author))].map((author) => nameSomebody(author)));
  const [first] = news;
  if (news.length > 1) return WORDS.many(who, news.length);
  return (DONE[first.kind] ?? DONE.changed)(who, first.label && names.name(first.label));
}

export function startLive(viewer) {
  if (main) new Live(viewer);
}
