// Linking what stands in the picture: from a handle at a box, dragged to what it bears on, or from key to key.

import { openForm } from "./editing.js";

const SVG = "http://www.w3.org/2000/svg";
const slug = document.querySelector("main[data-slug]")?.dataset.slug;
// Questions are answered, and argue for nothing.
const FROM = "#canvas .node:not(.question)";
const TO = "#canvas .node, #canvas .edge";

const make = (name, attributes = {}) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

class Linking {
  constructor(viewer) {
    this.viewer = viewer;
    this.from = null;
    this.bar = document.getElementById("linking");
    this.bar.querySelector("button").addEventListener("click", () => this.leave());
    const { canvas } = viewer;
    for (const name of ["pointerover", "focusin"]) {
      canvas.addEventListener(name, (event) => this.offer(event.target.closest(FROM)));
    }
    canvas.addEventListener("pointerdown", (event) => this.grasp(event), { capture: true });
    // Before the panel opens what is clicked.
    document.addEventListener("click", (event) => this.choose(event), { capture: true });
    document.addEventListener("keydown", (event) => this.key(event), { capture: true });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-link-from]");
      if (button) this.begin(button.dataset.linkFrom);
    });
    addEventListener("sicetnon:redrawn", () => this.leave());
  }

  // A handle at the side of a box, from which a line can be drawn.
  offer(group) {
    if (!group || this.from || group.querySelector(".link-handle")) return;
    for (const old of this.viewer.canvas.querySelectorAll(".link-handle")) old.remove();
    const place = group.querySelector("g[transform]");
    const handle = make("g", { class: "link-handle" });
    handle.append(
      make("circle", { cx: 0, cy: place.getBBox().height / 2, r: 15, class: "hit-area" }),
      make("circle", { cx: 0, cy: place.getBBox().height / 2, r: 7 }),
    );
    const told = make("title");
    told.textContent = this.bar.dataset.handleTitle;
    handle.prepend(told);
    place.append(handle);
  }

  grasp(event) {
    const handle = event.target.closest(".link-handle");
    if (!handle || event.button !== 0) return;
    // The map is not moved by this, and nothing is opened.
    event.preventDefault();
    event.stopPropagation();
    const box = handle.lastElementChild.getBoundingClientRect();
    const [x1, y1] = [box.left + box.width / 2, box.top + box.height / 2];
    const sheet = make("svg", { class: "rubber-band", "aria-hidden": "true" });
    const line = make("line", { x1, y1, x2: event.clientX, y2: event.clientY });
    sheet.append(line);
    document.body.append(sheet);
    // Without the focus, which would scroll the map under the line.
    this.begin(handle.closest("[data-id]").dataset.id, false);
    const ending = new AbortController();
    const under = (at) => document.elementFromPoint(at.clientX, at.clientY)?.closest(TO);
    const move = (at) => {
      line.setAttribute("x2", at.clientX);
      line.setAttribute("y2", at.clientY);
      this.aim(under(at));
    };
    const end = (at) => {
      ending.abort();
      sheet.remove();
      const group = under(at);
      const aimed = at.type === "pointerup" && group && group.dataset.id !== this.from ? group.dataset.id : null;
      if (aimed) this.join(aimed);
      // Let go where it was taken hold of: what it bears on is chosen by a second click.
      else if (at.type !== "pointerup" || group?.dataset.id !== this.from) this.leave();
      this.swallow = true;
      setTimeout(() => {
        this.swallow = false;
      });
    };
    addEventListener("pointermove", move, { signal: ending.signal });
    addEventListener("pointerup", end, { signal: ending.signal });
    addEventListener("pointercancel", end, { signal: ending.signal });
    // A finger would scroll the map instead.
    addEventListener("touchmove", (touch) => touch.preventDefault(), { passive: false, signal: ending.signal });
  }

  begin(label, focus = true) {
    this.leave();
    const group = this.group(label);
    if (!group) return;
    this.from = label;
    group.classList.add("link-origin");
    this.bar.hidden = false;
    this.bar.querySelector("[role=status]").textContent = this.bar.dataset.prompt.replace("{from}", label);
    if (focus && !group.contains(document.activeElement)) this.viewer.focus(group);
  }

  leave() {
    this.from = null;
    this.bar.hidden = true;
    for (const old of this.viewer.canvas.querySelectorAll(".link-origin, .drop-target")) old.classList.remove("link-origin", "drop-target");
  }

  aim(group) {
    for (const old of this.viewer.canvas.querySelectorAll(".drop-target")) old.classList.remove("drop-target");
    if (group && group.dataset.id !== this.from) group.classList.add("drop-target");
  }

  choose(event) {
    if (this.swallow || (!this.from && event.target.closest(".link-handle"))) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const group = this.from && event.target.closest(TO);
    if (!group) return;
    event.preventDefault();
    event.stopPropagation();
    if (group.dataset.id !== this.from) this.join(group.dataset.id);
  }

  key(event) {
    if (event.target.closest("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.from && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const group = this.group(this.from);
      this.leave();
      if (group) this.viewer.focus(group);
    }
  }

  join(target) {
    const premises = this.from;
    this.leave();
    const address = new URL(`/maps/${encodeURIComponent(slug)}/add`, location.href);
    for (const [name, value] of new URLSearchParams(location.search)) address.searchParams.append(name, value);
    address.searchParams.set("target", target);
    address.searchParams.set("premises", premises);
    address.searchParams.delete("record");
    openForm(address.href);
  }

  group(label) {
    return this.viewer.svg?.querySelector(`.node[data-id="${CSS.escape(label)}"]:not(.question)`);
  }
}

export function startLinking(viewer) {
  if (!viewer || !slug || !document.getElementById("linking")) return;
  const linking = new Linking(viewer);
  document.body.dataset.linking = "";
  // The box that has the focus, else the record that is open.
  return () => {
    const focused = document.activeElement?.closest?.(FROM)?.dataset.id;
    const open = document.querySelector("#panel:not([hidden]) [data-label]")?.dataset.label;
    if (focused ?? open) linking.begin(focused ?? open);
  };
}
