// A region is marked on the page image: by mouse or pen, by touch, or by keyboard alone.

import { gettext, ngettext } from "../shared/messages.js";
import { Draft } from "./draft.js";
import { boxAround, contains, fitBox, fitPoint, moveInto, polygon, rectangle, resize, turnBack } from "./geometry.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// Steps of the arrow keys and the least that is taken for a drag, in pixels of the stage.
const STEP = 10;
const LEAST_DRAG = 4;
// How near a handle is meant: a square of 28 pixels for a mouse and of 44 for a finger, above the 24 of WCAG 2.2 (2.5.8).
const REACH = { mouse: 14, pen: 14, touch: 22 };
// What a rectangle made with the keyboard takes of what is seen.
const PART = 1 / 3;

const between = ([x1, y1], [x2, y2]) => ({
  x: Math.min(x1, x2),
  y: Math.min(y1, y2),
  width: Math.abs(x2 - x1),
  height: Math.abs(y2 - y1),
});

function describe(shape) {
  const box = boxAround(shape.points);
  if (!shape.isPolygon) {
    return gettext("Rectangle: %(x)s from the left, %(y)s from the top, %(width)s wide, %(height)s high (pixels).", box);
  }
  return ngettext(
    "Polygon with %(num)s point: %(x)s from the left, %(y)s from the top, %(width)s wide, %(height)s high (pixels).",
    "Polygon with %(num)s points: %(x)s from the left, %(y)s from the top, %(width)s wide, %(height)s high (pixels).",
    shape.points.length,
    box,
  );
}

export class Marking {
  // `say` tells in words what has become of the shape, `switched` hears which mode is on, null for none.
  constructor(view, layer, { say, switched }) {
    Object.assign(this, { view, say, switched });
    this.size = view.size;
    this.draft = new Draft(view, layer);
    this.mode = null;
    this.shape = null;
    // The points of a polygon that is not closed yet, and the crosshair by which the keyboard sets them.
    this.corners = null;
    this.crosshair = null;
    this.gesture = null;
    this.isTouch = false;
    view.on("update-viewport", () => this.draw());
    view.on("canvas-press", (event) => this.press(event));
    view.on("canvas-drag", (event) => this.drag(event));
    view.on("canvas-drag-end", (event) => this.endDrag(event));
    view.on("canvas-pinch", () => this.giveUpGesture());
    view.on("canvas-double-click", (event) => (event.preventDefaultAction = this.mode !== null));
    view.canvas.addEventListener("pointermove", (event) => this.hover(event));
    view.canvas.addEventListener("keydown", (event) => this.mode && event.target === view.canvas && this.key(event));
  }

  takeForm(form) {
    this.form = form;
    this.follow(form.shape);
  }

  // What the fields of the form say by now.
  follow(shape, isSettled = false) {
    Object.assign(this, { shape, corners: null });
    this.draw();
    if (!isSettled || !shape) return;
    this.view.bringIntoSight(shape.points);
    this.say(describe(shape));
  }

  draw() {
    this.draft.draw({ shape: this.shape, corners: this.corners, crosshair: this.crosshair, isMarking: this.mode !== null });
  }

  begin(mode) {
    if (this.mode) this.leave();
    Object.assign(this, { mode, before: this.shape });
    this.view.place.classList.add("marking");
    this.switched(mode);
    this.view.canvas.focus();
    this.draw();
  }

  // What was drawn stays in the form; of a polygon with fewer than three points nothing was.
  leave() {
    Object.assign(this, { mode: null, gesture: null, corners: null, crosshair: null, shape: this.form.shape });
    this.view.place.classList.remove("marking");
    this.switched(null);
    this.draw();
    this.say(this.shape ? describe(this.shape) : gettext("Nothing is marked."));
  }

  // Ends marking, and tells whether the form has taken the focus: on a touch screen it does not, for the keyboard there
  // would cover what was just drawn.
  finish(byTouch = false) {
    this.leave();
    if (!this.shape) return false;
    this.form.reveal();
    if (!byTouch) this.form.focusFirstText();
    return !byTouch;
  }

  cancel() {
    this.form.write(this.before);
    this.leave();
  }

  // Takes a shape as drawn: it is written into the form, told in words, and the first one brings the form into view.
  commit(shape) {
    const isFirst = !this.form.shape && !this.wasRevealed;
    this.shape = shape;
    this.form.write(shape);
    this.draw();
    this.say(shape ? describe(shape) : gettext("Nothing is marked."));
    if (shape && isFirst && !this.corners) {
      this.wasRevealed = true;
      this.form.reveal();
    }
  }

  // The handle at a point of the stage, by its number; null for none.
  handleAt(spot, reach) {
    const points = this.corners ?? this.shape?.points ?? [];
    const far = points.map((point) => this.view.toStage(point)).map(([x, y]) => Math.max(Math.abs(x - spot[0]), Math.abs(y - spot[1])));
    const nearest = far.indexOf(Math.min(...far));
    return nearest >= 0 && far[nearest] <= reach ? nearest : null;
  }

  press({ position, pointerType }) {
    this.isTouch = pointerType === "touch";
    this.gesture = null;
    if (!this.mode) return;
    const spot = [position.x, position.y];
    const from = this.view.toImage(spot);
    const handle = this.handleAt(spot, REACH[pointerType] ?? REACH.mouse);
    const begun = { spot, from, handle, shape: this.shape, corners: this.corners };
    if (handle !== null) this.gesture = { ...begun, act: this.shapeBy };
    else if (this.mode === "rectangle") this.gesture = { ...begun, act: this.isOnRectangle(from) ? this.moveBy : this.drawTo };
  }

  // The pointer says what it would take hold of.
  hover(event) {
    if (!this.mode || event.buttons) return;
    const spot = this.view.atStage(event);
    const isHandle = this.handleAt(spot, REACH.mouse) !== null;
    const isShape = !isHandle && this.mode === "rectangle" && this.isOnRectangle(this.view.toImage(spot));
    this.view.place.classList.toggle("over-handle", isHandle);
    this.view.place.classList.toggle("over-draft", isShape);
  }

  isOnRectangle(pixel) {
    return this.shape !== null && !this.shape.isPolygon && contains(this.shape.points, pixel);
  }

  drag(event) {
    if (!this.gesture) return;
    event.preventDefaultAction = true;
    const { spot, act } = this.gesture;
    const { x, y } = event.position;
    if (!this.gesture.isUnderWay && Math.hypot(x - spot[0], y - spot[1]) < LEAST_DRAG) return;
    this.gesture.isUnderWay = true;
    act.call(this, this.view.toImage([x, y]));
    this.draw();
  }

  drawTo(pixel) {
    this.shape = rectangle(fitBox(between(this.gesture.from, pixel), this.size));
  }

  moveBy([x, y]) {
    const { from, shape } = this.gesture;
    const box = boxAround(shape.points);
    this.shape = rectangle(moveInto({ ...box, x: box.x + x - from[0], y: box.y + y - from[1] }, this.size));
  }

  shapeBy(pixel) {
    const { handle, shape, corners } = this.gesture;
    const moved = (points) => points.with(handle, fitPoint(pixel, this.size));
    if (corners) this.corners = moved(corners);
    else if (shape.isPolygon) this.shape = polygon(moved(shape.points));
    else this.shape = rectangle(fitBox(between(shape.points[(handle + 2) % 4], pixel), this.size));
  }

  endDrag(event) {
    if (!this.gesture) return;
    event.preventDefaultAction = true;
    const { isUnderWay } = this.gesture;
    this.gesture = null;
    if (!isUnderWay) return;
    if (!this.corners) this.commit(this.shape);
    else if (this.corners.length > 2) this.commit(polygon(this.corners));
  }

  // With a second finger the page is moved, and the first one did not draw.
  giveUpGesture() {
    if (!this.gesture) return;
    const { shape, corners } = this.gesture;
    Object.assign(this, { shape, corners, gesture: null });
    this.draw();
  }

  // A click or a tap at a point of the stage: a point of a polygon, or on the first one its end.
  click(spot) {
    if (this.mode !== "polygon") return;
    const handle = this.handleAt(spot, this.isTouch ? REACH.touch : REACH.mouse);
    if (handle === 0 && this.corners?.length > 2) this.close();
    else if (handle === null) this.addPoint(this.view.toImage(spot));
  }

  addPoint(pixel) {
    const point = fitPoint(pixel, this.size);
    const last = this.corners?.at(-1);
    if (last && last[0] === point[0] && last[1] === point[1]) return;
    this.corners = [...(this.corners ?? []), point];
    if (this.corners.length > 2) this.commit(polygon(this.corners));
    this.draw();
    const [x, y] = point;
    this.say(gettext("Point %(number)s: %(x)s from the left, %(y)s from the top (pixels).", { number: this.corners.length, x, y }));
  }

  removePoint() {
    const corners = this.corners ?? (this.shape?.isPolygon ? this.shape.points : []);
    if (!corners.length) return;
    this.corners = corners.length > 1 ? corners.slice(0, -1) : null;
    const left = corners.length - 1;
    if (left > 2) this.commit(polygon(this.corners));
    else this.commit(this.before);
    this.say(ngettext("Point removed. %(num)s point is left.", "Point removed. %(num)s points are left.", left));
  }

  close() {
    if (!(this.corners?.length > 2)) return this.say(gettext("A polygon needs at least three points."));
    const { corners } = this;
    this.corners = null;
    this.crosshair = null;
    // It was written with its third point, and comes into view now that it is done.
    const isFirst = !this.before && !this.wasRevealed;
    this.commit(polygon(corners));
    if (!isFirst) return;
    this.wasRevealed = true;
    this.form.reveal();
  }

  key(event) {
    if (event.metaKey || event.altKey) return;
    const acted = this.mode === "rectangle" ? this.keyOfRectangle(event) : this.keyOfPolygon(event);
    if (acted) event.preventDefault();
  }

  // How far an arrow key moves something on the upright image, from how the view is turned.
  byArrow({ key, ctrlKey }) {
    const step = ctrlKey ? 1 : Math.max(1, Math.round(STEP * this.view.scale));
    return ARROWS[key].map((part) => part * step);
  }

  keyOfRectangle(event) {
    const { key, shiftKey } = event;
    const isThere = this.shape !== null && !this.shape.isPolygon;
    if (key === "Escape") this.leave();
    else if (key === "Enter" && isThere) this.finish();
    else if (key === "Enter") this.putRectangle();
    else if ((key === "Delete" || key === "Backspace") && isThere) this.commit(null);
    else if (key in ARROWS && isThere) this.changeByKey(this.byArrow(event), shiftKey);
    else return false;
    return true;
  }

  putRectangle() {
    const [width, height] = this.view.stageSize;
    const corners = [(1 - PART) / 2, (1 + PART) / 2].map((part) => this.view.toImage([width * part, height * part]));
    this.commit(rectangle(fitBox(between(...corners), this.size)));
  }

  changeByKey(by, isResizing) {
    const { quarters } = this.view;
    const box = boxAround(this.shape.points);
    const [x, y] = turnBack(by, quarters);
    const changed = isResizing
      ? fitBox(resize(box, by, quarters), this.size)
      : moveInto({ ...box, x: box.x + x, y: box.y + y }, this.size);
    this.commit(rectangle(changed));
    this.view.bringIntoSight(this.shape.points);
  }

  keyOfPolygon(event) {
    const { key } = event;
    if (key === "Escape") this.leave();
    else if (key === "Enter" && !this.corners && this.shape?.isPolygon) this.finish();
    else if (key === "Enter") this.close();
    else if (key === "Backspace" || key === "Delete") this.removePoint();
    else if (key === " ") this.addPoint((this.crosshair ??= fitPoint(this.view.middle, this.size)));
    else if (key in ARROWS) this.moveCrosshair(this.byArrow(event));
    else return false;
    return true;
  }

  moveCrosshair(by) {
    const [across, down] = turnBack(by, this.view.quarters);
    const [x, y] = this.crosshair ?? this.view.middle;
    this.crosshair = fitPoint([x + across, y + down], this.size);
    this.view.bringIntoSight([this.crosshair]);
    this.draw();
    const [left, top] = this.crosshair;
    this.say(gettext("Crosshair: %(x)s from the left, %(y)s from the top (pixels).", { x: left, y: top }));
  }
}
