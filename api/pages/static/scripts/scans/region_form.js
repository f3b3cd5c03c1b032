// The fields of a form in which a region is given: what is drawn is written into them, and what is typed is drawn.

import { boxAround, fitBox, fitPoint, parsePoints, polygon, rectangle, stretch, writePoints } from "./geometry.js";

const SIDES = ["x", "y", "width", "height"];

export class RegionForm {
  constructor(form, size, changed) {
    Object.assign(this, { form, size, changed });
    const named = (name) => form.elements.namedItem(name);
    this.sides = Object.fromEntries(SIDES.map((name) => [name, named(name)]));
    this.points = named("points");
    this.shape = this.read();
    form.addEventListener("input", (event) => this.follow(event));
    form.addEventListener("change", (event) => this.settle(event));
    // What was typed is taken back, or put back by a script of the page that may begin after this one.
    for (const name of ["reset", "sicetnon:discarded"]) form.addEventListener(name, () => setTimeout(() => this.take()));
    const page = document.documentElement;
    new MutationObserver(() => this.take()).observe(page, { attributeFilter: ["data-ready"] });
  }

  // The shape that the fields give, within the image; null where they give none.
  read() {
    const points = parsePoints(this.points?.value ?? "");
    if (points) return polygon(points.map((point) => fitPoint(point, this.size)));
    const box = this.readBox();
    return box && rectangle(fitBox(box, this.size));
  }

  readBox() {
    const values = SIDES.map((name) => this.sides[name].value.trim());
    if (values.some((value) => value === "" || !Number.isFinite(Number(value)))) return null;
    const [x, y, width, height] = values.map(Number);
    return width > 0 && height > 0 ? { x, y, width, height } : null;
  }

  write(shape) {
    this.shape = shape;
    const box = shape && boxAround(shape.points);
    for (const name of SIDES) this.sides[name].value = box ? box[name] : "";
    if (this.points) this.points.value = shape?.isPolygon ? writePoints(shape.points) : "";
    // Whoever keeps drafts hears of it as of anything that is typed.
    this.isWriting = true;
    this.sides.x.dispatchEvent(new Event("input", { bubbles: true }));
    this.isWriting = false;
  }

  isOurs(field) {
    return field === this.points || SIDES.some((name) => this.sides[name] === field);
  }

  // While a number is typed, the shape moves along; a polygon keeps its form, stretched from what it was before.
  follow({ target }) {
    if (this.isWriting || !this.isOurs(target)) return;
    const box = this.readBox();
    if (target === this.points || !this.shape?.isPolygon || !box) return this.changed(this.read());
    this.changed(polygon(stretch(this.shape.points, fitBox(box, this.size))));
  }

  // What was typed ends as what is drawn: whole pixels within the image.
  settle({ target }) {
    if (this.isWriting || !this.isOurs(target)) return;
    const box = this.readBox();
    const stretched = target !== this.points && this.shape?.isPolygon && box;
    const shape = stretched ? polygon(stretch(this.shape.points, fitBox(box, this.size))) : this.read();
    if (shape) this.write(shape);
    else this.shape = null;
    this.changed(shape, true);
  }

  take() {
    this.shape = this.read();
    this.changed(this.shape);
  }

  // Brings the form into view: its beginning, so that the image stays in view as well where there is room.
  reveal() {
    for (let fold = this.form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const first = this.form.querySelector("h1, h2, h3, legend, label") ?? this.form;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    first.scrollIntoView({ block: "nearest", behavior });
  }

  // The field in which one goes on: the first one that does not say where the region is.
  focusFirstText() {
    const fields = [...this.form.querySelectorAll("textarea, select, input:not([type=hidden])")];
    const first = fields.find((field) => !this.isOurs(field) && field.checkVisibility()) ?? this.sides.x;
    first.focus();
  }
}
