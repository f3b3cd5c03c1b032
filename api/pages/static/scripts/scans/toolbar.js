// The buttons above a page image, with signs of our own.

import { gettext } from "../shared/messages.js";
import { element } from "./drawing.js";

// Paths on a square of 20, drawn as lines.
const SIGNS = {
  in: "M10 4v12M4 10h12",
  out: "M4 10h12",
  whole: "M5 2.5h10v15H5zM8 6.5h4M8 10h4M8 13.5h4",
  turn: "M15.5 6.500A6.5 6.5 0 1 0 16.5 10M15.8 2.500v4h-4",
  full: "M3 7.500V3h4.500M12.5 3H17v4.500M17 12.500V17h-4.500M7.5 17H3v-4.5",
  rectangle: "M3.5 5.500h13v9h-13z",
  polygon: "M3.5 7.500l7-4.5 6.5 6-4 7.5-8-1z",
};

function makeSign(name) {
  const path = element("path", { d: SIGNS[name] });
  return element("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "scan-sign" }, path);
}

function makeButton(sign, name, act, { isWorded = false } = {}) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(makeSign(sign));
  if (isWorded) button.append(name);
  else for (const attribute of ["title", "aria-label"]) button.setAttribute(attribute, name);
  button.addEventListener("click", act);
  return button;
}

function makeWords(name, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: name, hidden: true });
  button.addEventListener("click", act);
  return button;
}

function makeGroup(name, buttons) {
  const group = document.createElement("div");
  group.className = "scan-tools";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", name);
  group.append(...buttons);
  return group;
}

function makeFullScreen(section) {
  const button = makeButton("full", gettext("Full screen"), () =>
    document.fullscreenElement ? document.exitFullscreen() : section.requestFullscreen(),
  );
  const tell = () => button.setAttribute("aria-pressed", String(document.fullscreenElement === section));
  document.addEventListener("fullscreenchange", tell);
  tell();
  return button;
}

export function makeViewTools(section, view, say) {
  const turn = () => {
    view.turn();
    say(gettext("The view is turned by %(degrees)s degrees.", { degrees: 90 * view.quarters }));
  };
  const buttons = [
    makeButton("in", gettext("Zoom in"), () => view.zoomIn()),
    makeButton("out", gettext("Zoom out"), () => view.zoomOut()),
    makeButton("whole", gettext("Whole page"), () => view.showWhole()),
    makeButton("turn", gettext("Rotate view"), turn),
  ];
  if (document.fullscreenEnabled) buttons.push(makeFullScreen(section));
  return makeGroup(gettext("View of the page"), buttons);
}

// The buttons by which marking begins and ends; `show` is called with the mode that is on.
export function makeMarkingTools(marking) {
  const modes = {
    rectangle: makeButton("rectangle", gettext("Mark a rectangle"), (event) => press("rectangle", event), { isWorded: true }),
    polygon: makeButton("polygon", gettext("Mark a polygon"), (event) => press("polygon", event), { isWorded: true }),
  };
  let latest = modes.rectangle;
  // Where the form does not take the focus, it would go with the button.
  const finish = ({ pointerType }) => marking.finish(pointerType === "touch") || latest.focus({ preventScroll: true });
  const press = (mode, event) => (marking.mode === mode ? finish(event) : marking.begin(mode));
  const done = makeWords(gettext("Done"), finish);
  const cancel = makeWords(gettext("Cancel"), () => {
    marking.cancel();
    latest.focus({ preventScroll: true });
  });
  done.className = "button-primary";
  const show = (mode) => {
    for (const [name, button] of Object.entries(modes)) button.setAttribute("aria-pressed", String(name === mode));
    if (mode) latest = modes[mode];
    done.hidden = cancel.hidden = !mode;
  };
  show(null);
  return { group: makeGroup(gettext("Mark a region"), [...Object.values(modes), done, cancel]), show };
}
