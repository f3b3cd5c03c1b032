// Pan, zoom and fit. The canvas scrolls by itself, as any page does, so that touch, wheel, scroll bars and
// the browser's own bringing-into-view work. Zooming transforms the picture as a whole: a new size of the SVG itself
// would lay every text in it out again, which takes a large map half a second and more at each turn of the wheel.

import { patch } from "../shared/morphing.js";

const LEAST = 0.04;
const MOST = 4;
const STEP = 1.25;
const ARROW = 80;

const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const middle = ([a, b]) => ({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });

const stepAside = (svg) => {
  for (const link of svg.querySelectorAll(".edge > a")) link.setAttribute("tabindex", "-1");
};

export class Viewer {
  constructor(canvas) {
    this.canvas = canvas;
    this.scale = 1;
    this.bar = document.querySelector(".zoom");
    this.bar.addEventListener("click", (event) => this.press(event.target.closest("button")?.dataset.zoom));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("pointerdown", (event) => this.drag(event));
    for (const name of ["touchstart", "touchmove"]) {
      canvas.addEventListener(name, (event) => this.pinch(event), { passive: false });
    }
    this.prepare();
  }

  get svg() {
    return this.canvas.querySelector("svg.map");
  }

  // Called when a picture has come: it is shown at the present scale, links between boxes step aside for Tab.
  prepare() {
    const { svg } = this;
    this.bar.hidden = !svg;
    if (!svg) return;
    // What is transformed still takes the room that it took before; this takes the room that it takes now.
    this.extent = document.createElement("div");
    this.extent.className = "canvas-extent";
    svg.replaceWith(this.extent);
    this.extent.append(svg);
    this.zoom(this.scale);
    stepAside(svg);
  }

  // What to ask a page with: it may leave out of its picture what is shown already.
  asking() {
    const { picture } = this.canvas.dataset;
    return { Accept: "text/html", "Sic-Shown": (this.svg && picture) || "" };
  }

  // Shows another picture of the same view. Where one is there already only what differs is changed, so that of a large
  // map not every text is laid out again.
  show(fresh) {
    const { svg } = this;
    stepAside(fresh);
    fresh.style.transform = svg.style.transform;
    const size = svg.getAttribute("viewBox");
    const anchor = this.findAnchor();
    patch(svg, fresh);
    if (svg.getAttribute("viewBox") !== size) this.zoom(this.scale);
    // What comes above pushes the rest down; whoever reads there goes on seeing what they read.
    const box = anchor && document.getElementById(anchor.id)?.getBoundingClientRect();
    if (box) this.canvas.scrollBy(box.left - anchor.left, box.top - anchor.top);
  }

  // The box that is open or, if none in sight is, the one nearest to the middle of what is in sight, and where it is.
  findAnchor() {
    const sight = this.canvas.getBoundingClientRect();
    const [x, y] = [sight.left + sight.width / 2, sight.top + sight.height / 2];
    let [nearest, least] = [null, Infinity];
    for (const node of this.svg.querySelectorAll("g.node[id]")) {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      if (right < sight.left || left > sight.right || bottom < sight.top || top > sight.bottom) continue;
      const far = node.classList.contains("open") ? -1 : Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
      if (far < least) [nearest, least] = [{ id: node.id, left, top }, far];
    }
    return nearest;
  }

  // Sets the scale and keeps the point that is now at (clientX, clientY), or in the middle, where it is.
  zoom(scale, at) {
    const { canvas, svg } = this;
    if (!svg) return;
    const box = canvas.getBoundingClientRect();
    const x = at ? at.clientX - box.left : canvas.clientWidth / 2;
    const y = at ? at.clientY - box.top : canvas.clientHeight / 2;
    const before = svg.getBoundingClientRect();
    const left = (box.left + x - before.left) / before.width;
    const top = (box.top + y - before.top) / before.height;
    this.scale = Math.min(MOST, Math.max(LEAST, scale));
    const { width, height } = svg.viewBox.baseVal;
    this.extent.style.width = `${width * this.scale}px`;
    this.extent.style.height = `${height * this.scale}px`;
    svg.style.transform = `scale(${this.scale})`;
    const after = svg.getBoundingClientRect();
    canvas.scrollLeft += after.left + left * after.width - (box.left + x);
    canvas.scrollTop += after.top + top * after.height - (box.top + y);
    this.bar.querySelector("output").textContent = `${Math.round(this.scale * 100)}%`;
  }

  fit() {
    if (!this.svg) return;
    const { width, height } = this.svg.viewBox.baseVal;
    this.zoom(Math.min(this.canvas.clientWidth / width, this.canvas.clientHeight / height));
  }

  press(what) {
    if (what === "in") this.zoom(this.scale * STEP);
    if (what === "out") this.zoom(this.scale / STEP);
    if (what === "one") this.zoom(1);
    if (what === "fit") this.fit();
  }

  pan(x, y) {
    this.canvas.scrollBy(x * ARROW, y * ARROW);
  }

  // The wheel scrolls; with Ctrl it zooms, which is also how browsers report a pinch on a touch pad.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    this.zoom(this.scale * Math.exp(-event.deltaY * lines * 0.0022), event);
  }

  drag(down) {
    if (down.pointerType === "touch" || down.button !== 0) return;
    const { canvas } = this;
    const [left, top] = [canvas.scrollLeft, canvas.scrollTop];
    const ending = new AbortController();
    let [stirred, moved] = [false, false];
    const move = (event) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      stirred ||= x !== 0 || y !== 0;
      if (!moved && Math.hypot(x, y) < 5) return;
      moved = true;
      canvas.classList.add("dragging");
      canvas.scrollTo(left - x, top - y);
    };
    const end = () => {
      ending.abort();
      canvas.classList.remove("dragging");
      // The click that ends a drag is not meant for the box under it.
      if (moved) addEventListener("click", stop, { capture: true, once: true });
      if (moved) setTimeout(() => removeEventListener("click", stop, { capture: true }), 0);
    };
    const stop = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("pointermove", move, { signal: ending.signal });
    addEventListener("pointerup", end, { signal: ending.signal });
    addEventListener("pointercancel", end, { signal: ending.signal });
    // Text and links would otherwise be dragged by the browser itself.
    addEventListener("dragstart", (event) => event.preventDefault(), { signal: ending.signal });
    // A double click, which does not stir, still selects a word.
    addEventListener("selectstart", (event) => stirred && event.preventDefault(), { signal: ending.signal });
  }

  pinch(event) {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const fingers = [...event.touches];
    if (event.type === "touchmove" && this.fingers) {
      const [was, is] = [middle(this.fingers), middle(fingers)];
      this.canvas.scrollBy(was.clientX - is.clientX, was.clientY - is.clientY);
      this.zoom((this.scale * distance(fingers)) / distance(this.fingers), is);
    }
    this.fingers = fingers.map(({ clientX, clientY }) => ({ clientX, clientY }));
  }

  // Puts the focus on the nearest record or link in a direction, so that links can be followed by arrow keys.
  step(from, x, y) {
    const centre = (group) => {
      const box = (group.querySelector(".inference") ?? group).getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const [fromX, fromY] = centre(from);
    let best = null;
    for (const group of this.svg.querySelectorAll(".node, .edge, .reference")) {
      // Of a timeline not every link is drawn.
      if (group === from || !group.getClientRects().length) continue;
      const [dx, dy] = [centre(group)[0] - fromX, centre(group)[1] - fromY];
      const ahead = dx * x + dy * y;
      const aside = Math.abs(dx * y) + Math.abs(dy * x);
      const cost = ahead + 2.5 * aside;
      if (ahead > 4 && (!best || cost < best.cost)) best = { group, cost };
    }
    if (best) this.focus(best.group);
  }

  focus(group) {
    const link = group.querySelector("a");
    link.focus({ preventScroll: true });
    this.reveal(group);
  }

  // Scrolls only as far as is needed to see the record, or a link's marker, with some room around it.
  reveal(group) {
    const { canvas } = this;
    const box = (group.querySelector(".inference") ?? group).getBoundingClientRect();
    const room = canvas.getBoundingClientRect();
    // On a small screen the open record covers the lower part of the map.
    const sheet = document.getElementById("panel")?.getBoundingClientRect();
    const covered = sheet?.height > 0 && sheet.left <= room.left ? sheet.top : Infinity;
    const bottom = Math.min(room.top + canvas.clientHeight, covered);
    const shift = (low, high, least, most) =>
      low < least || high - low > most - least ? low - least : high > most ? high - most : 0;
    canvas.scrollBy(
      shift(box.left - 24, box.right + 24, room.left, room.left + canvas.clientWidth),
      shift(box.top - 24, box.bottom + 24, room.top, bottom),
    );
  }
}
