// Keys: letters lead between the readings of a map, arrows move, plus and minus change the size.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIZES = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "fit", 1: "one" };
const SETTING = "sicetnon.single-keys";

// In a frame of another site there may be no storage at all.
const enabled = () => {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true;
  }
};

export function startKeys(viewer, link) {
  const help = document.getElementById("keys");
  const button = document.querySelector("[data-help]");
  const tabs = document.getElementById("tabs");
  if (help) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
    const box = help.querySelector("[data-single-keys]");
    box.checked = enabled();
    box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (act(event, viewer)) return event.preventDefault();
    if (!enabled()) return;
    const tab = tabs?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const change = { e: "#panel .edit-toolbar [aria-keyshortcuts=e]", n: ".map-header .add-button" }[event.key];
    const changing = change && document.querySelector(change);
    if (tab) tab.click();
    else if (changing) changing.click();
    else if (event.key === "b" && link) link();
    else if (event.key === "?" && help) help.showModal();
    else if (event.key === "/") search();
    else if (viewer && event.key in SIZES) viewer.press(SIZES[event.key]);
    else return;
    event.preventDefault();
  });
}

// Where there is no room for the field, its page.
function search() {
  const field = document.getElementById("q");
  if (field.offsetParent) field.focus();
  else document.querySelector(".search-link").click();
}

// Arrow keys: move the map when it has the focus, go on from a record or link when one has it.
function act(event, viewer) {
  const direction = ARROWS[event.key];
  if (!viewer || !direction || event.shiftKey) return false;
  const group = event.target.closest("#canvas [data-id]");
  if (group) viewer.step(group, ...direction);
  else if (event.target === viewer.canvas) viewer.pan(...direction);
  else return false;
  return true;
}
