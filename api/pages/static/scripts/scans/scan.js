// A page image becomes a deep-zoom view with its regions. Without this it is a plain picture above a list.

import { gettext } from "../shared/messages.js";
import { makeLayer } from "./drawing.js";
import { LineBoxes } from "./line_boxes.js";
import { Marking } from "./marking.js";
import { RegionForm } from "./region_form.js";
import { addPrintedShapes, Regions } from "./regions.js";
import { makeMarkingTools, makeViewTools } from "./toolbar.js";
import { openView } from "./view.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// How far an arrow key moves the view, in pixels of the stage.
const PAN = 80;

function addWords(section, given) {
  const words = Object.assign(document.createElement("p"), given);
  section.querySelector("[data-scan-stage]").after(words);
  return words;
}

// What to do in a mode: with a pointer, and with the keyboard.
const hintsOf = (mode) =>
  ({
    rectangle: [
      gettext("Drag over the page to draw a rectangle. Two fingers move and zoom the page."),
      gettext("With the keyboard: Enter puts a rectangle in the middle, the arrow keys move it, with Shift they change its size, with Ctrl by single pixels. Delete removes it, Enter ends, Escape leaves."),
    ],
    polygon: [
      gettext("Click or tap on the page to set points, and on the first one to close the polygon. Dragging moves the page."),
      gettext("With the keyboard: the arrow keys move the crosshair, with Ctrl by single pixels, Space sets a point, Backspace removes the last one, Enter closes the polygon, Escape leaves."),
    ],
  })[mode] ?? [];

function showHints(hint, mode) {
  const told = hintsOf(mode).map((words) => Object.assign(document.createElement("span"), { textContent: words }));
  hint.replaceChildren(...told.flatMap((each) => [each, " "]));
  hint.hidden = !mode;
}

// Keys of the view outside of marking: arrows move it, plus and minus change its size, nought shows the whole page.
function press(event, view) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) view.pan(...ARROWS[event.key].map((part) => part * PAN));
  else if (event.key === "+" || event.key === "=") view.zoomIn();
  else if (event.key === "-" || event.key === "−") view.zoomOut();
  else if (event.key === "0") view.showWhole();
  else return;
  event.preventDefault();
}

// What stands beside the image, words or a form, is as near to it as can be, and the list of the regions comes after it.
function moveListBehind(section) {
  const list = section.querySelector("[data-regions]");
  const beside = [...section.parentElement.querySelectorAll(":scope > :is([data-line-boxes], form[data-region-form])")];
  if (list) beside.at(-1)?.after(list);
}

function startMarking(section, view, layer, regions, { hint, say }) {
  const form = document.querySelector("form[data-region-form]");
  if (!form) return null;
  let tools = null;
  const switched = (mode) => {
    tools.show(mode);
    showHints(hint, mode);
    regions.isAsleep = mode !== null;
    if (!mode && document.fullscreenElement) document.exitFullscreen();
  };
  const marking = new Marking(view, layer, { say, switched });
  tools = makeMarkingTools(marking);
  marking.takeForm(new RegionForm(form, view.size, (shape, isSettled) => marking.follow(shape, isSettled)));
  return { marking, group: tools.group };
}

async function start(section) {
  const picture = section.querySelector("[data-scan-stage] img");
  const status = addWords(section, { className: "scan-status" });
  status.setAttribute("role", "status");
  const say = (words) => (status.textContent = words);
  const view = await openView(section).catch(() => null);
  if (!view) {
    say(gettext("The page cannot be zoomed now: its image did not come. Reload the page to try again."));
    return;
  }
  const hint = addWords(section, { className: "scan-hint", id: "scan-hint", hidden: true });
  view.canvas.setAttribute("role", "application");
  view.canvas.setAttribute("aria-label", picture.alt);
  view.canvas.setAttribute("aria-describedby", hint.id);
  const layer = makeLayer(view);
  const regions = new Regions(section, view, layer);
  addPrintedShapes(picture, regions, view.size);
  const lines = new LineBoxes(view, layer);
  moveListBehind(section);
  const started = startMarking(section, view, layer, regions, { hint, say });
  const bar = document.createElement("div");
  bar.className = "scan-toolbar";
  bar.append(makeViewTools(section, view, say), ...(started ? [started.group] : []));
  section.querySelector("[data-scan-stage]").before(bar);
  view.on("canvas-click", (event) => {
    if (!event.quick) return;
    const spot = [event.position.x, event.position.y];
    const region = started?.marking.mode ? null : regions.at(spot);
    if (started?.marking.mode) started.marking.click(spot);
    else if (region) regions.open(region, event.originalEvent);
    else lines.showAt(spot);
  });
  view.canvas.addEventListener("keydown", (event) => press(event, view));
  section.dataset.scanViewer = "ready";
  regions.showNamed(true);
}

const section = document.querySelector("[data-scan-viewer]");
if (section) await start(section);
document.documentElement.dataset.scans = "ready";
