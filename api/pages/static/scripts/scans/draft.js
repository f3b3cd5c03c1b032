// The shape that is being drawn: its line, the handles by which it is changed, and the crosshair of the keyboard.

import { element, onStage, outline } from "./drawing.js";

const HANDLE = 6;
const CROSSHAIR = 14;

export class Draft {
  constructor(view, layer) {
    this.view = view;
    this.closed = outline("polygon", { class: "draft-outline" });
    this.open = outline("polyline", { class: "draft-outline" });
    this.handles = element("g", { class: "draft-handles" });
    this.cross = element("g", { class: "draft-crosshair" });
    const [size, gap] = [CROSSHAIR, 3];
    const lines = `M${-size} 0H${-gap}M${gap} 0H${size}M0 ${-size}V${-gap}M0 ${gap}V${size}`;
    this.cross.append(element("path", { d: lines, class: "casing" }), element("path", { d: lines, class: "line" }));
    const all = element("g", { class: "draft", "aria-hidden": "true" });
    all.append(this.closed.group, this.open.group, this.handles, this.cross);
    layer.append(all);
  }

  // `shape` is closed, `corners` are those of a polygon that is not; `crosshair` is a pixel of the image.
  draw({ shape, corners, crosshair, isMarking }) {
    const points = corners ?? shape?.points ?? [];
    const spots = points.map((point) => this.view.toStage(point));
    this.closed.place(corners ? "" : onStage(this.view, points));
    this.open.place(corners ? onStage(this.view, points) : "");
    const handles = isMarking ? spots : [];
    while (this.handles.childElementCount > handles.length) this.handles.lastElementChild.remove();
    while (this.handles.childElementCount < handles.length) {
      this.handles.append(element("rect", { x: -HANDLE, y: -HANDLE, width: 2 * HANDLE, height: 2 * HANDLE }));
    }
    handles.forEach((spot, place) => this.handles.children[place].setAttribute("transform", `translate(${spot})`));
    this.cross.setAttribute("display", crosshair ? "inline" : "none");
    if (crosshair) this.cross.setAttribute("transform", `translate(${this.view.toStage(crosshair)})`);
  }
}
