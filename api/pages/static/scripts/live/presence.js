// Who else is here: told in a list and at the records that they look at, and above a form that they have open as well.

import { gettext, isolate } from "../shared/messages.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_NAMES = 5;
const WORDS = {
  here: () => gettext("Here now:"),
  at: (name, record) => gettext("%(name)s at %(record)s", { name, record }),
  several: (name, many) => gettext("%(name)s (%(many)s)", { name, many }),
  more: (num) => gettext("and %(num)s more", { num }),
  company: (who, what) => gettext("%(who)s also has %(what)s open, and may be changing it. If you both save, both wordings are shown.", { who, what }),
};

// Whoever writes without an account has no name.
export const nameSomebody = (name, begins = true) =>
  isolate(name) ?? (begins ? gettext("Somebody without an account") : gettext("somebody without an account"));

// Names as one says them together.
export const joinNames = (names) =>
  names.length > 1 ? gettext("%(first)s and %(last)s", { first: names.slice(0, -1).join(", "), last: names.at(-1) }) : names[0];

// The record that the form on the page changes, or adds something to.
export function recordInForm() {
  const form = document.querySelector("#editing form[data-edit]");
  if (!form) return null;
  const { pathname, searchParams } = new URL(form.action);
  const edited = pathname.match(/\/records\/([^/]+)\/edit$/);
  return edited ? decodeURIComponent(edited[1]) : searchParams.get("target");
}

export class People {
  constructor(viewer, names) {
    this.viewer = viewer;
    this.names = names;
    this.byId = new Map();
    this.me = null;
    addEventListener("sicetnon:redrawn", () => this.mark());
  }

  meet({ here, joined = [], moved = [], left = [] }) {
    if (here) this.byId.clear();
    for (const who of [...(here ?? []), ...joined, ...moved]) this.byId.set(who.id, who);
    for (const who of left) this.byId.delete(who.id);
    this.show();
  }

  welcome(people) {
    this.byId = new Map(people);
    this.show();
  }

  get others() {
    return [...this.byId.values()].filter((who) => who.id !== this.me);
  }

  async show() {
    if (!this.me) return;
    await this.names.learn([...new Set(this.others.map(({ record }) => record).filter(Boolean))].slice(0, MOST_NAMES));
    // Who is here by now, and not when the names were asked for.
    const people = this.others;
    this.noteCompany(people);
    const place = document.getElementById("presence");
    if (!place) return;
    const groups = grouped(people);
    const shown = [...groups.values()].slice(0, MOST_NAMES).map((group) => {
      const [{ name, record }] = group;
      const one = nameSomebody(name, false);
      const who = group.length > 1 ? WORDS.several(one, group.length) : one;
      return record ? WORDS.at(who, this.names.name(record)) : who;
    });
    const rest = people.length - [...groups.values()].slice(0, MOST_NAMES).flat().length;
    place.hidden = !people.length;
    const words = `${WORDS.here()} ` + [...shown, ...(rest ? [WORDS.more(rest)] : [])].join(", ");
    if (place.textContent !== words) place.textContent = words;
    place.title = words;
    this.mark();
  }

  // Two who have one form open learn of each other before they write.
  noteCompany(people) {
    const form = document.querySelector("#editing form[data-edit]");
    if (!form) return;
    const names = [...new Set(people.filter(({ record }) => record && record === recordInForm()).map(({ name }) => nameSomebody(name)))];
    const note = form.querySelector(".co-editors") ?? document.createElement("p");
    note.className = "form-notice co-editors";
    note.setAttribute("role", "status");
    const text = names.length ? WORDS.company(joinNames(names), this.names.name(recordInForm())) : "";
    if (note.textContent !== text) note.textContent = text;
    if (!names.length) note.remove();
    else if (!note.isConnected) form.prepend(note);
  }

  // A disc with an initial stands at a record that somebody else looks at; the list says the same in words.
  mark() {
    const { svg } = this.viewer ?? {};
    if (!svg) return;
    for (const old of svg.querySelectorAll(".presence-marker")) old.remove();
    const at = grouped(this.others.filter((who) => who.record), (who) => who.record);
    for (const [record, group] of at) {
      const place = svg.querySelector(`.node[data-id="${CSS.escape(record)}"] g[transform], .edge[data-id="${CSS.escape(record)}"] .inference`);
      if (place) place.append(disc(place, group));
    }
  }
}

const keyOf = (who) => JSON.stringify([who.name, who.record]);

function grouped(people, by = keyOf) {
  const groups = new Map();
  for (const who of people) groups.set(by(who), [...(groups.get(by(who)) ?? []), who]);
  return groups;
}

function disc(place, group) {
  const box = place.getBBox();
  const mark = document.createElementNS(SVG, "g");
  mark.setAttribute("class", "presence-marker");
  mark.setAttribute("aria-hidden", "true");
  const [x, y] = [box.x + box.width - 6, box.y + 2];
  const circle = document.createElementNS(SVG, "circle");
  const letter = document.createElementNS(SVG, "text");
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: 13 })) circle.setAttribute(name, value);
  for (const [name, value] of Object.entries({ x, y })) letter.setAttribute(name, value);
  letter.textContent = group.length > 1 ? group.length : [...(group[0].name ?? "•")][0].toUpperCase();
  mark.append(circle, letter);
  return mark;
}
