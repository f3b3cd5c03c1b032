// The regions of a page: shapes over the image with the numbers of the list, which show each other and open alike.

import { gettext } from "../shared/messages.js";
import { boxAround, contains, parsePoints, polygon, rectangle, surface, writePoints } from "./geometry.js";
import { element, onStage, outline } from "./drawing.js";

// Half of what WCAG 2.2 asks of a target (2.5.8: 24 pixels), which is also the sign that is drawn.
const SIGN = 12;

function readShape({ dataset }) {
  const points = dataset.points && parsePoints(dataset.points);
  if (points) return polygon(points);
  const box = Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, Number(dataset[name])]));
  return rectangle(box);
}

export class Regions {
  constructor(section, view, layer) {
    this.view = view;
    const entries = [...section.querySelectorAll("[data-regions] [data-region]")];
    this.all = entries.map((entry, place) => this.add(entry, place + 1));
    layer.append(...this.all.map(({ link }) => link));
    view.on("update-viewport", () => this.draw());
    view.canvas.addEventListener("pointermove", (event) => this.hover(event));
    view.canvas.addEventListener("pointerleave", () => this.highlight(null));
    addEventListener("hashchange", () => this.showNamed());
    this.draw();
  }

  add(entry, number) {
    const opener = entry.querySelector("a[href]");
    const { group, place } = outline("polygon", { class: "region-outline" });
    const text = element("text", { dy: "0.35em" }, String(number));
    const sign = element("g", { class: "region-sign" }, element("circle", { r: SIGN }), text);
    const link = element("a", { class: "region-shape", href: opener.href }, group, sign);
    const name = opener.textContent.trim();
    link.setAttribute("aria-label", gettext("Region %(number)s: %(name)s", { number, name }));
    const region = { entry, opener, link, sign, place, label: entry.dataset.region, ...readShape(entry) };
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.open(region, event);
    });
    link.addEventListener("focus", () => {
      this.highlight(region);
      this.view.bringIntoSight(region.points);
    });
    link.addEventListener("blur", () => this.highlight(null));
    for (const [begin, end] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
      entry.addEventListener(begin, () => this.highlight(region));
      entry.addEventListener(end, () => this.highlight(null));
    }
    return region;
  }

  draw() {
    for (const region of this.all) {
      region.place(onStage(this.view, region.points));
      region.spot = this.signSpot(region.points);
      region.sign.setAttribute("transform", `translate(${region.spot})`);
    }
  }

  // Where the number stands: before the upper left corner as it is seen, so that it covers no words of the region, and
  // in the stage wherever the corner is.
  signSpot(points) {
    const corners = points.map((point) => this.view.toStage(point));
    const [x, y] = corners.reduce((first, each) => (each[0] + each[1] < first[0] + first[1] ? each : first));
    const aside = (value) => (value < 0 ? value : Math.max(value - SIGN * 0.8, SIGN + 2));
    return [aside(x), aside(y)];
  }

  // The smallest region at a point of the stage: one that lies in another is meant where both could be.
  at(spot) {
    const near = this.all.filter((region) => Math.hypot(region.spot[0] - spot[0], region.spot[1] - spot[1]) <= SIGN);
    const pixel = this.view.toImage(spot);
    const found = near.length ? near : this.all.filter(({ points }) => contains(points, pixel));
    return found.sort((one, other) => surface(one.points) - surface(other.points))[0] ?? null;
  }

  hover(event) {
    if (event.pointerType === "touch" || event.buttons || this.isAsleep) return;
    const region = this.at(this.view.atStage(event));
    this.view.place.classList.toggle("over-region", region !== null);
    this.highlight(region);
  }

  highlight(region) {
    for (const each of this.all) {
      each.link.classList.toggle("highlighted", each === region);
      each.entry.classList.toggle("highlighted", each === region);
    }
  }

  // As a click on its link in the list, which other parts of the page may have taken over.
  open({ opener }, { ctrlKey = false, metaKey = false, shiftKey = false } = {}) {
    opener.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  }

  // Zooms to the region that the address names, whose entry in the list the browser has scrolled to.
  showNamed(immediately = undefined) {
    const region = this.all.find(({ label }) => location.hash === `#${encodeURIComponent(label)}`);
    if (!region) return;
    this.view.place.closest("[data-scan-viewer]").scrollIntoView({ block: "start" });
    this.view.showBox(boxAround(region.points), immediately);
    this.highlight(region);
  }
}

// The same shapes over the plain picture, for paper: there is no deep-zoom view.
export function addPrintedShapes(picture, regions, { width, height }) {
  const printed = element("svg", { class: "printed-shapes", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const size = Math.max(width, height) / 40;
  regions.all.forEach(({ points }, place) => {
    const [x, y] = points[0];
    const number = element("text", { x, y: y - size / 4, "font-size": size }, String(place + 1));
    printed.append(element("polygon", { points: writePoints(points) }), number);
  });
  picture.after(printed);
}
