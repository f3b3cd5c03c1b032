// The lines of a transcription and where they stand on the page image: each shows the other.

import { gettext } from "../shared/messages.js";
import { onStage, outline } from "./drawing.js";
import { contains, rectangle, surface } from "./geometry.js";

// Boxes are given in hundred-thousandths of the width and the height of the page.
const PARTS = 100_000;
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export class LineBoxes {
  constructor(view, layer) {
    this.view = view;
    const texts = [...document.querySelectorAll("[data-line-boxes]")];
    this.lines = texts.flatMap((text) => [...text.querySelectorAll("[data-line]")]).map((words) => this.read(words));
    if (!this.lines.length) return;
    this.shown = null;
    this.outline = outline("polygon", { class: "line-outline" });
    layer.prepend(this.outline.group);
    view.on("update-viewport", () => this.draw());
    // One stop for Tab; from there the arrow keys lead on.
    this.lines[0].words.tabIndex = 0;
    for (const text of texts) {
      if (!text.hasAttribute("aria-label")) {
        text.setAttribute("role", "group");
        text.setAttribute("aria-label", gettext("Transcription. Use the arrow keys to go from line to line."));
      }
      text.addEventListener("keydown", (event) => this.step(event));
      text.addEventListener("pointerleave", () => this.show(this.focused));
    }
    for (const line of this.lines) this.listen(line);
  }

  read(words) {
    words.tabIndex = -1;
    const { width, height } = this.view.size;
    const [left, top, wide, high] = words.dataset.line.split(",").map(Number);
    const [across, down] = [width / PARTS, height / PARTS];
    return { words, ...rectangle({ x: left * across, y: top * down, width: wide * across, height: high * down }) };
  }

  listen(line) {
    line.words.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && this.show(line));
    line.words.addEventListener("click", () => this.view.bringIntoSight(line.points));
    line.words.addEventListener("focus", () => {
      for (const { words } of this.lines) words.tabIndex = words === line.words ? 0 : -1;
      this.show(line);
      this.view.bringIntoSight(line.points);
    });
    line.words.addEventListener("blur", () => this.show(null));
  }

  get focused() {
    return this.lines.find(({ words }) => words === document.activeElement) ?? null;
  }

  step(event) {
    const { focused } = this;
    if (!focused || !(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const last = this.lines.length - 1;
    event.preventDefault();
    this.lines[Math.min(Math.max(this.lines.indexOf(focused) + STEPS[event.key], 0), last)].words.focus();
  }

  show(line) {
    this.shown?.words.classList.remove("highlighted");
    this.shown = line;
    line?.words.classList.add("highlighted");
    this.draw();
  }

  draw() {
    this.outline.place(this.shown ? onStage(this.view, this.shown.points) : "");
  }

  // Shows the line at a point of the stage, the smallest where several are, and scrolls to it.
  showAt(spot) {
    if (!this.lines.length) return;
    const pixel = this.view.toImage(spot);
    const found = this.lines.filter(({ points }) => contains(points, pixel));
    const [line = null] = found.sort((one, other) => surface(one.points) - surface(other.points));
    this.show(line);
    line?.words.scrollIntoView({ block: "nearest" });
  }
}
