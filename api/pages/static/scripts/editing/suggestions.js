// Records offered while one types their names: a combobox with a list (WAI-ARIA, editable combobox with list).
//
// The field of the page keeps its name and holds ids, or names that the map does not have; it steps back, and what is
// seen instead shows what was chosen by its name: in the field where one record is meant, before it where several are.
// Nothing here writes into another field than its own.

import { gettext } from "../shared/messages.js";

// What a form can make by the way.
const MADE = ["agent", "source", "question", "tag"];
const [LEAST_ROOM, MOST_ROOM] = [112, 256];
let made = 0;

const clean = (text) => text.trim().replace(/\s+/g, " ");
const element = (name, attributes = {}, ...children) => {
  const found = document.createElement(name);
  Object.assign(found, attributes);
  found.append(...children);
  return found;
};

class Suggesting {
  constructor(field, slug) {
    this.field = field;
    this.slug = slug;
    this.multiple = "multiple" in field.dataset;
    this.known = new Map();
    // What was chosen: { id } or { name, choice } of what is made with the form.
    this.entries = [];
    this.chosen = -1;
    this.turn = 0;
    this.build();
    this.read();
    this.listen();
  }

  build() {
    const { field } = this;
    this.list = element("ul", { id: `suggested-${(made += 1)}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", gettext("Matching records"));
    this.box = element("input", { id: field.id, dir: "auto", autocomplete: "off", required: field.required });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (field.hasAttribute(name)) this.box.setAttribute(name, field.getAttribute(name));
    }
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.box.setAttribute(name, value);
    }
    this.chips = element("ul", { className: "selected-values", hidden: true });
    field.removeAttribute("id");
    field.hidden = true;
    field.required = false;
    const around = element("div", { className: "combobox" });
    field.before(around);
    around.append(this.chips, field, this.box, this.list);
    // What the page says of ids that stand in the field already, and what is said of names that are not there.
    this.told = around.nextElementSibling?.matches(".label-meanings") ? around.nextElementSibling : element("p", { className: "hint label-meanings" });
    for (const line of this.told.children) this.known.set(line.dataset.id, line.lastChild.textContent.trim());
    this.told.setAttribute("role", "status");
    around.after(this.told);
  }

  // Takes what stands in the field of the page, at first and when somebody has put something else there.
  read() {
    const pieces = this.multiple ? this.field.value.split(/[;\n]/).flatMap((piece) => this.ids(piece)) : [clean(this.field.value)];
    this.entries = pieces.filter(Boolean).map((piece) => (this.known.has(piece) ? { id: piece } : { name: piece }));
    this.box.value = "";
    this.show();
    this.lookUp();
  }

  ids(piece) {
    const parts = piece.split(/[,\s]+/).filter(Boolean);
    return parts.length > 1 && parts.every((part) => this.known.has(part)) ? parts : [clean(piece)];
  }

  // Ids that nothing has told yet, such as those of a draft that was put back.
  async lookUp() {
    for (const entry of this.entries.filter(({ name }) => name && /^[A-Za-z][\w-]{0,63}$/.test(name))) {
      const found = await this.fetch({ q: entry.name, kind: this.kinds() });
      const same = found.find((each) => each.id === entry.name && !each.map);
      if (!same || !this.entries.includes(entry)) continue;
      this.known.set(same.id, same.text);
      Object.assign(entry, { id: same.id, name: undefined });
      this.show();
    }
  }

  kinds() {
    // What a relation can have as its target stands at its name, where it is not everything.
    const relation = this.field.form?.elements.relation?.selectedOptions?.[0];
    return (this.field.name === "target" && relation?.dataset.target) || this.field.dataset.records;
  }

  get makes() {
    return !("existingOnly" in this.field.dataset) && this.kinds().split(",").some((kind) => MADE.includes(kind));
  }

  // In which field an agent is named, and of what the same form says that it is the author.
  work() {
    const { form, name } = this.field;
    const other = form?.elements[name === "held_by" ? "new" : name.replace(/author$/, "type")];
    return { field: name, work: other && other !== this.field ? (other.value ?? "") : "" };
  }

  async fetch(asked) {
    const answer = await fetch(`/maps/${encodeURIComponent(this.slug)}/choices?${new URLSearchParams(asked)}`).catch(() => null);
    return answer?.ok ? answer.json() : [];
  }

  // Showing what was chosen.

  show() {
    if (this.multiple) this.showChips();
    else {
      const [entry] = this.entries;
      if (entry) this.box.value = entry.id ? this.known.get(entry.id) : entry.name;
    }
    this.note();
    this.say();
  }

  showChips() {
    this.chips.replaceChildren(
      ...this.entries.map((entry) => {
        const name = entry.id ? this.known.get(entry.id) : entry.name;
        const away = element("button", { type: "button", textContent: "×", title: gettext("Remove") });
        away.setAttribute("aria-label", gettext("Remove %(name)s", { name }));
        away.addEventListener("click", () => this.drop(entry));
        const text = element("span", { textContent: name, dir: "auto", title: entry.id ?? "" });
        const chip = element("li", { className: entry.id ? "" : "new-entry" }, text, away);
        if (entry.choice !== undefined) text.after(element("i", { textContent: gettext("new") }));
        return chip;
      }),
    );
    this.chips.hidden = !this.entries.length;
  }

  // Into the field of the page goes what is chosen, and what is still being written.
  note() {
    const rest = this.multiple ? clean(this.box.value) : this.entries.length ? "" : clean(this.box.value);
    this.field.value = [...this.entries.map(({ id, name }) => id ?? name), rest].filter(Boolean).join("; ");
    for (const old of this.field.parentElement.querySelectorAll("input[data-choice]")) old.remove();
    this.entries.forEach(({ name, choice }, index) => {
      if (choice === undefined) return;
      const input = element("input", { type: "hidden", name: `meant.${this.field.name}.${500 + index}`, value: `${choice}=${name}` });
      input.dataset.choice = "";
      this.field.after(input);
    });
  }

  // Where one record is meant and its words are longer than the field, they stand below it whole.
  say() {
    const [entry] = this.entries;
    const lines = [];
    if (!this.multiple && entry?.id) {
      lines.push(element("span", {}, element("b", { textContent: entry.id }), " ", element("bdi", { textContent: this.known.get(entry.id) })));
    }
    for (const each of this.entries.filter(({ choice }) => choice !== undefined)) {
      const made = each.from
        ? gettext("“%(name)s” will be copied from the map “%(map)s”.", { name: each.name, map: each.from })
        : each.words
        ? gettext("“%(name)s” will be created with this: %(words)s.", { name: each.name, words: each.words })
        : gettext("“%(name)s” will be created with this.", { name: each.name });
      lines.push(element("span", { textContent: made }));
      for (const one of each.alike ?? []) {
        const use = element("button", { type: "button", className: "use-value", textContent: gettext("Use it") });
        use.setAttribute("aria-label", gettext("Use %(name)s", { name: one.text }));
        use.addEventListener("click", () => {
          this.known.set(one.id, one.text);
          this.entries[this.entries.indexOf(each)] = { id: one.id };
          this.changed();
          this.box.focus();
        });
        const words = gettext("It may already exist: %(name)s", { name: one.text });
        lines.push(element("span", { className: "alike" }, `${words} (${one.id}) `, use));
      }
    }
    this.told.replaceChildren(...lines);
    this.told.hidden = !lines.length;
  }

  changed() {
    this.show();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  drop(entry) {
    this.entries = this.entries.filter((each) => each !== entry);
    this.changed();
    this.box.focus();
  }

  // Choosing.

  add(entry) {
    const same = this.entries.some(({ id, name }) => (entry.id ? id === entry.id : name === entry.name));
    this.entries = this.multiple ? [...this.entries, ...(same ? [] : [entry])] : [entry];
    if (this.multiple) this.box.value = "";
    clearTimeout(this.timer);
    this.turn += 1;
    this.close();
    this.changed();
  }

  async take({ dataset }) {
    if (dataset.id && !dataset.map) {
      this.known.set(dataset.id, dataset.text);
      return this.add({ id: dataset.id });
    }
    const entry = { name: clean(dataset.text), choice: dataset.map ? `${dataset.map}/${dataset.id}` : dataset.create, words: dataset.words, from: dataset.title };
    this.add(entry);
    if (this.kinds() === "source" && !dataset.map) {
      const more = this.field.closest(".field")?.nextElementSibling;
      if (more?.matches("[data-new-source]")) more.open = true;
    }
    entry.alike = await this.fetch({ q: entry.name, kind: this.kinds(), alike: "yes" });
    if (this.entries.includes(entry)) this.say();
  }

  // What was written and not chosen becomes an entry; what it means is asked when the form is sent.
  commit() {
    const name = clean(this.box.value);
    if (!this.multiple || !name) return false;
    this.add(this.known.has(name) ? { id: name } : { name });
    return true;
  }

  // The list.

  close() {
    this.list.hidden = true;
    this.chosen = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  mark(number) {
    const options = [...this.list.children];
    this.chosen = (number + options.length) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === this.chosen));
    this.box.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  // In sight whole: below the field and above the form's button and the keyboard of a phone, or else above the field.
  place() {
    const room = () => {
      const box = this.box.getBoundingClientRect();
      const button = this.field.form?.querySelector("button.button-primary")?.getBoundingClientRect();
      const panel = this.box.closest(".panel")?.getBoundingClientRect();
      const screen = visualViewport ? visualViewport.offsetTop + visualViewport.height : innerHeight;
      const bottom = Math.min(screen, panel?.bottom ?? Infinity, button && button.top > box.top ? button.top : Infinity);
      return { below: bottom - box.bottom - 8, above: box.top - Math.max(panel?.top ?? 0, visualViewport?.offsetTop ?? 0) - 8 };
    };
    let { below, above } = room();
    if (Math.max(below, above) < LEAST_ROOM) {
      this.box.scrollIntoView({ block: "start" });
      ({ below, above } = room());
    }
    const over = below < LEAST_ROOM && above > below;
    this.list.classList.toggle("opens-upward", over);
    this.list.style.maxHeight = `${Math.max(Math.min(over ? above : below, MOST_ROOM), 64)}px`;
  }

  option({ id, text, map, title, create, words }, index) {
    const option = element("li", { id: `${this.list.id}-${index}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    Object.assign(option.dataset, { id: id ?? "", text, ...(map ? { map, title: title ?? map } : {}) });
    if (create !== undefined) {
      Object.assign(option.dataset, { create, words: words ?? "" });
      option.className = "create";
      option.textContent = gettext("Create “%(name)s”", { name: text });
      if (words) option.append(" ", element("i", { textContent: words, dir: "auto" }));
    } else {
      const place = element("b", { textContent: map ? gettext("from map %(map)s", { map: title ?? map }) : id });
      const called = element("bdi", { textContent: text });
      option.append(...(map ? [called, " ", place] : [place, " ", called]));
    }
    return option;
  }

  async look() {
    const asked = ++this.turn;
    const words = clean(this.box.value);
    if (!words) return this.close();
    const answer = await this.fetch({ q: words, kind: this.kinds(), ...(this.makes ? this.work() : {}) });
    const found = answer.filter((each) => each.create === undefined);
    for (const each of found) if (!each.map) this.known.set(each.id, each.text);
    if (asked !== this.turn) return;
    // Whoever has written an id has chosen.
    if (found.some((each) => each.id === words && !each.map)) {
      if (!this.multiple) {
        this.entries = [{ id: words }];
        this.note();
        this.say();
      }
      return this.close();
    }
    // An agent can be created as several, of which one is chosen; what was asked is in the answer as it was cut.
    const agents = answer.filter((each) => each.create !== undefined && each.text === words);
    const makes = this.makes && !found.some((each) => each.same);
    const offered = makes ? [...found, ...(agents.length ? agents : [{ text: words, create: "" }])] : found;
    this.list.replaceChildren(...offered.map((each, index) => this.option(each, index)));
    if (!offered.length) return this.close();
    this.list.hidden = false;
    this.place();
    this.chosen = -1;
    this.box.setAttribute("aria-expanded", "true");
  }

  listen() {
    const { box, field } = this;
    box.addEventListener("input", (event) => {
      // A draft is kept of the field of the page, once that has it.
      event.stopPropagation();
      if (!this.multiple) this.entries = [];
      if (this.multiple && /[;\n]$/.test(box.value)) {
        box.value = box.value.slice(0, -1);
        this.commit();
        return;
      }
      this.note();
      this.say();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), 120);
    });
    box.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.take(option);
    });
    box.addEventListener("blur", () => {
      // What is still on its way comes too late.
      clearTimeout(this.timer);
      this.turn += 1;
      this.close();
    });
    field.form?.addEventListener("sicetnon:discarded", () => this.read());
    // Another script has put something into the field.
    field.addEventListener("sicetnon:filled", () => this.read());
  }

  press(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && open) this.mark(this.chosen + 1);
    else if (event.key === "ArrowUp" && open) this.mark(this.chosen - 1);
    else if (event.key === "Enter" && open && this.chosen >= 0) this.take(this.list.children[this.chosen]);
    else if (event.key === "Enter" && this.commit()) this.close();
    else if (event.key === "Escape" && open) this.close();
    else if (event.key === "Backspace" && this.multiple && !this.box.value && this.entries.length) {
      // What was chosen last comes back as words to be changed, and not to be written once more.
      const last = this.entries.at(-1);
      this.drop(last);
      this.box.value = last.id ? this.known.get(last.id) : last.name;
      this.note();
      this.look();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function startSuggesting(field, slug) {
  new Suggesting(field, slug);
}
