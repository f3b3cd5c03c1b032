// The controls redraw the picture in place, so that sliding through the years does not lose one's place.

import { bringCounts } from "./page_counts.js";
import { gettext, ngettext } from "../shared/messages.js";
import { sayOffline } from "../shared/offline.js";

let latest = 0;

// Shows that something is under way where it takes longer than a moment; returns what ends that.
let waiting = 0;
export function wait() {
  let shown = 0;
  const timer = setTimeout(() => {
    shown = 1;
    waiting += 1;
    document.body.classList.add("loading");
  }, 150);
  return () => {
    clearTimeout(timer);
    waiting -= shown;
    document.body.classList.toggle("loading", waiting > 0);
  };
}

// A quiet redrawing is nobody's wish here: it shows no waiting, and leaves everything as it is where it fails.
export async function redraw(viewer, address, { quiet = false } = {}) {
  const turn = ++latest;
  const asked = viewer.asking();
  const ended = quiet ? () => {} : wait();
  const answer = await fetch(address, { headers: asked }).catch(() => null);
  const text = await answer?.text().catch(() => null);
  ended();
  if (turn !== latest) return false;
  // Somebody has saved meanwhile, and what was left out of this answer is not what the page shows by now.
  if (asked["Sic-Shown"] !== viewer.asking()["Sic-Shown"]) return quiet ? false : redraw(viewer, address);
  const page = new DOMParser().parseFromString(text ?? "", "text/html");
  if (!page.getElementById("canvas")) {
    if (quiet) return false;
    if (text === undefined || text === null) {
      sayOffline();
      return false;
    }
    location.assign(address);
    return false;
  }
  const focused = document.activeElement?.closest?.("#canvas [data-id]")?.dataset.id;
  replace(viewer, page);
  if (focused) viewer.svg?.querySelector(`[data-id="${CSS.escape(focused)}"] > a`)?.focus({ preventScroll: true });
  dispatchEvent(new Event("sicetnon:redrawn"));
  return true;
}

// The version of the map that this page shows at least, from a page that was just put in its place.
export function noteVersion(page) {
  const { version } = page.querySelector("main").dataset;
  if (version) document.querySelector("main").dataset.version = version;
}

// Puts the picture of another page, and what speaks of it, in the place of this page's; zoom stays, and what is in sight.
export function replace(viewer, page) {
  bringCounts(page);
  const fresh = page.querySelector("#canvas svg.map");
  const { picture } = page.getElementById("canvas").dataset;
  noteVersion(page);
  // It is named by its map and its view.
  if (fresh && viewer.svg?.getAttribute("aria-label") === fresh.getAttribute("aria-label")) viewer.show(fresh);
  else {
    const { scrollLeft, scrollTop } = viewer.canvas;
    viewer.canvas.replaceChildren(...page.getElementById("canvas").childNodes);
    viewer.prepare();
    viewer.canvas.scrollTo({ left: scrollLeft, top: scrollTop, behavior: "instant" });
  }
  viewer.canvas.dataset.picture = picture ?? "";
}

function addressOf(form) {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    // Where none is named, this view is drawn.
    if (value && !(name === "view" && value === form.elements.view.dataset.first)) parameters.append(name, value);
  }
  const record = new URLSearchParams(location.search).get("record");
  if (record) parameters.set("record", record);
  return `${form.getAttribute("action")}${parameters.size ? "?" : ""}${parameters}`;
}

async function apply(viewer, form, write) {
  const address = addressOf(form);
  history[write]({}, "", address);
  // The film is that of what is shown, from the date that is shown.
  const film = form.querySelector(".film-link");
  if (film) film.search = new URL(address, location.href).search;
  if (!(await redraw(viewer, address))) return;
  const { svg } = viewer;
  const count = (name) => svg?.querySelectorAll(name).length ?? 0;
  const records = ngettext("%(num)s record", "%(num)s records", count(".node"));
  const links = ngettext("%(num)s link", "%(num)s links", count(".edge"));
  document.getElementById("status").textContent = svg
    ? gettext("The map now shows %(records)s and %(links)s.", { records, links })
    : document.querySelector(".canvas-message").textContent.trim().replace(/\s+/g, " ");
}

// A slider over the years in which sources opened, beside the field that takes any date; its right end is today.
function addSlider(viewer, form) {
  const field = form.elements.as_of;
  let openings = [];
  let years = [];
  const slider = document.createElement("input");
  const told = document.createElement("output");
  Object.assign(slider, { type: "range", min: 0, step: 1 });
  slider.setAttribute("aria-label", gettext("Known by the end of"));
  const tell = () => {
    const place = Number(slider.value);
    slider.setAttribute("aria-valuetext", years[place] ? `${years[place]}: ${openings[place].label}` : gettext("today"));
    told.textContent = (openings[place] ?? openings.at(-1))?.label ?? "";
  };
  // Sources that were added may have opened in other years.
  const renew = () => {
    openings = [...document.querySelectorAll("#openings option")];
    years = openings.map((option) => option.value);
    slider.max = years.length;
    slider.hidden = told.hidden = years.length < 2;
    follow();
  };
  const follow = () => {
    // A date between two openings stands at the earlier one.
    const year = field.value.match(/\d{4}/)?.[0];
    const later = year ? years.findIndex((each) => each > year) : -1;
    const last = year ? years.length - 1 : years.length;
    slider.value = later === -1 ? last : Math.max(0, later - 1);
    tell();
  };
  let timer = 0;
  slider.addEventListener("input", () => {
    field.value = years[slider.value] ?? "";
    tell();
    clearTimeout(timer);
    timer = setTimeout(() => apply(viewer, form, "replaceState"), 140);
  });
  field.addEventListener("change", () => {
    follow();
    form.requestSubmit();
  });
  field.after(slider, told);
  renew();
  addEventListener("sicetnon:redrawn", renew);
}

// A sheet closes when the reader turns to something else.
function startMenus() {
  const menus = [...document.querySelectorAll("details.menu")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const menu = event.key === "Escape" && menus.find((each) => each.open);
      if (!menu) return;
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    },
    { capture: true },
  );
}

export function startControls(viewer) {
  startMenus();
  const form = document.getElementById("controls");
  if (!form || !viewer) return;
  addSlider(viewer, form);
  form.querySelector(".show").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("details").open = false;
    apply(viewer, form, "pushState");
  });
  form.elements.view.addEventListener("change", () => {
    // Without a record in the middle there is nothing to draw yet.
    const open = new URLSearchParams(location.search).get("record");
    const needsFocus = "needsFocus" in form.elements.view.selectedOptions[0].dataset;
    if (needsFocus && !form.elements.focus.value && open) form.elements.focus.value = open;
    form.requestSubmit();
  });
}
