// Members and records offered while one writes a comment, from the sign @ on: a list below the text, which the arrow keys
// choose from (WAI-ARIA, textbox with aria-autocomplete). Nothing is offered where nobody asks for it.

import { gettext, ngettext } from "../shared/messages.js";

const LONGEST = 40;
const begun = new WeakMap();
let made = 0;
// Whether a finger or button is down: a list that closes then would move what is being pressed from under it.
let pressing = false;
document.addEventListener("pointerdown", () => (pressing = true), { capture: true });
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressing = false), { capture: true });

const element = (name, attributes = {}, ...children) => {
  const found = document.createElement(name);
  Object.assign(found, attributes);
  found.append(...children);
  return found;
};

// What is being written after the last @ before the caret: where it begins, and its words.
export function askedFor(text, caret) {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf("@");
  if (at < 0 || /[\w@]/.test(before[at - 1] ?? "")) return null;
  const words = before.slice(at + 1).replace(/^\{/, "");
  return words.length > LONGEST || /[\n{}@]|\s\s|^\s/.test(words) ? null : { at, words };
}

class Offering {
  constructor(field) {
    this.field = field;
    this.chosen = -1;
    this.turn = 0;
    this.list = element("ul", { id: `mentionable-${(made += 1)}`, className: "mention-suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", gettext("People and records you can mention"));
    this.told = element("p", { className: "visually-hidden" });
    this.told.setAttribute("role", "status");
    this.list.dataset.addedByScript = this.told.dataset.addedByScript = "";
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  // Where the page was brought up to date meanwhile, the list is no longer on it.
  stand() {
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    if (!this.list.isConnected) this.field.after(this.list, this.told);
  }

  wait() {
    clearTimeout(this.timer);
    const asked = askedFor(this.field.value, this.field.selectionStart);
    // Behind a name that was chosen the sentence goes on.
    if (!asked || this.field.value.slice(asked.at).startsWith(`${this.taken} `)) return this.close();
    this.timer = setTimeout(() => this.look(asked), 120);
  }

  async look({ at, words }) {
    const turn = (this.turn += 1);
    const address = new URL(this.field.dataset.mentions, location.href);
    address.searchParams.set("q", words.trim());
    const answer = await fetch(address).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (turn !== this.turn || document.activeElement !== this.field) return;
    this.at = at;
    this.found = found;
    this.list.replaceChildren(...found.map((each, index) => this.option(each, index)));
    this.list.hidden = !found.length;
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.told.textContent = found.length ? ngettext("%(num)s to choose from.", "%(num)s to choose from.", found.length) : "";
    // A member whose name has been begun is most likely meant; a record may fit words that are no name at all.
    if (found[0]?.sort === "member" && words.trim()) this.mark(0);
    if (found.length) this.list.scrollIntoView({ block: "nearest" });
  }

  option({ name, text }, index) {
    const option = element("li", { id: `${this.list.id}-${index}` }, element("b", { textContent: name, dir: "auto" }));
    if (text) option.append(" ", element("bdi", { textContent: text }));
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  mark(number) {
    const options = [...this.list.children];
    this.chosen = (number + options.length) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === this.chosen));
    this.field.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  // What is chosen stands in the place of what was written after the sign; undoing in the field takes it back.
  take(index) {
    const { write } = this.found[index];
    this.taken = write;
    this.field.setRangeText(`${write} `, this.at, this.field.selectionStart, "end");
    this.close();
    this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  // A press that takes the focus away ends where it began, and then the list goes.
  leave() {
    if (!pressing) return this.close();
    const close = () => setTimeout(() => document.activeElement === this.field || this.close());
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, close, { once: true });
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.list.hidden = true;
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.told.textContent = "";
  }

  press(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.mark(this.chosen + 1);
    else if (event.key === "ArrowUp") this.mark(this.chosen < 0 ? -1 : this.chosen - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.chosen >= 0) this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function offerMentions(field) {
  if (!begun.has(field)) begun.set(field, new Offering(field));
  const offering = begun.get(field);
  offering.stand();
  // Something may have been typed while this was on its way, or before the page was brought anew around the field.
  offering.wait();
}
