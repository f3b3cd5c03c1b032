// Records offered while their ids are typed: a combobox with a list (WAI-ARIA, editable combobox with list).

import { gettext } from "./messages.js";

const last = (text) => text.slice(text.lastIndexOf(",") + 1).trim();
// What a relation can have as its target.
const TARGETS = { undercuts: "link", answers: "question" };
const LEAST_ROOM = 96;
let made = 0;

export function startSuggesting(input, slug) {
  const list = document.createElement("ul");
  const around = document.createElement("div");
  list.id = `suggested-${(made += 1)}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("Records that fit"));
  around.className = "suggested";
  input.before(around);
  around.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  // What ids mean: the page says it of those that stand in the field already.
  let told = around.nextElementSibling;
  if (!told?.matches(".meant")) {
    told = document.createElement("p");
    told.className = "hint meant";
    told.hidden = true;
    around.after(told);
  }
  const known = new Map([...told.children].map((line) => [line.dataset.id, line.lastChild.data]));
  let chosen = -1;
  let timer = 0;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const kinds = () => {
    const relation = input.form?.elements.relation?.value;
    return (input.name === "target" && TARGETS[relation]) || input.dataset.records;
  };
  const tell = () => {
    const labels = input.value.split(/[,;\s]+/).filter((label) => known.has(label));
    told.replaceChildren(
      ...labels.map((label) => {
        const line = document.createElement("span");
        const id = document.createElement("b");
        id.textContent = label;
        line.append(id, ` ${known.get(label).trim()}`);
        return line;
      }),
    );
    told.hidden = !labels.length;
  };
  // Over what comes next in the form, but never over its button; where there is no room for that, above the field.
  const place = () => {
    const box = input.getBoundingClientRect();
    const button = input.form?.querySelector("button.first")?.getBoundingClientRect();
    const room = button && button.top > box.top ? button.top - box.bottom - 8 : Infinity;
    const above = room < LEAST_ROOM;
    list.classList.toggle("above", above);
    const scrolled = input.closest(".panel")?.getBoundingClientRect().top ?? 0;
    const most = above ? Math.max(box.top - Math.max(scrolled, 0) - 8, LEAST_ROOM) : room;
    list.style.maxHeight = most < 256 ? `${most}px` : "";
  };
  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === chosen));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    if (option.dataset.map) {
      // A record of another map is not this map's: its words are taken over as something new.
      const text = input.form.elements.text;
      if (text) text.value = option.dataset.text;
    } else {
      const kept = input.value.slice(0, input.value.lastIndexOf(",") + 1);
      input.value = `${kept}${kept ? " " : ""}${option.dataset.id}`;
    }
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    turn += 1;
    close();
    if (!option.dataset.map) known.set(option.dataset.id, option.dataset.text);
    tell();
  };
  const look = async () => {
    const asked = ++turn;
    const words = last(input.value);
    if (!words) return close();
    const query = new URLSearchParams({ q: words, kind: kinds() });
    const answer = await fetch(`/maps/${encodeURIComponent(slug)}/choices?${query}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    for (const each of found) if (!each.map) known.set(each.id, each.text);
    tell();
    if (asked !== turn) return;
    // Whoever has written an id has chosen.
    if (found.some((each) => each.id === words && !each.map)) return close();
    list.replaceChildren(
      ...found.map((each, index) => {
        const option = document.createElement("li");
        const id = document.createElement("b");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        Object.assign(option.dataset, { id: each.id, text: each.text, ...(each.map ? { map: each.map } : {}) });
        id.textContent = each.map ? `${each.map}: ${each.id} ` : `${each.id} `;
        option.append(id, each.text);
        return option;
      }),
    );
    if (!found.length) return close();
    place();
    list.hidden = false;
    chosen = -1;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    tell();
    timer = setTimeout(look, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(option);
  });
  input.addEventListener("blur", () => {
    // What is still on its way comes too late.
    clearTimeout(timer);
    turn += 1;
    close();
  });
}
