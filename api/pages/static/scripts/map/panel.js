// The record beside the map: opened by a click or Enter on a node, an edge, or a reference in a text.

import { sayOffline } from "../shared/offline.js";

const panel = document.getElementById("panel");
const slug = document.querySelector("main[data-slug]")?.dataset.slug;
let opener = null;
let wanted = 0;
// The address as the page was last shown: a link to a part of the page, such as to a field, changes nothing of it.
let shown = location.pathname + location.search;

// The record that a link leads to; what is below its address, such as its form, is a page of its own.
const labelOf = (link) => {
  const [, maps, map, records, label, more] = new URL(link.getAttribute("href"), location.href).pathname.split("/");
  return maps === "maps" && map === slug && records === "records" && !more ? decodeURIComponent(label) : null;
};

const addressWith = (label) => {
  const address = new URL(location.href);
  if (label) address.searchParams.set("record", label);
  else address.searchParams.delete("record");
  return address.href;
};

// Notes the address that the page shows, which whoever writes another one has to say.
export function noteAddress() {
  shown = location.pathname + location.search;
}

function remember(state, label) {
  history.pushState(state, "", addressWith(label));
  noteAddress();
}

export function showPanel(viewer, label, { reveal = true } = {}) {
  panel.hidden = false;
  panel.scrollTop = 0;
  document.getElementById("no-record")?.remove();
  panel.querySelector("[data-close]").hidden = false;
  mark(viewer);
  const group = viewer?.svg?.querySelector(`.node[data-id="${CSS.escape(label)}"], .edge[data-id="${CSS.escape(label)}"]`);
  if (group && reveal) viewer.reveal(group);
  panel.querySelector("[data-label]")?.focus({ preventScroll: true });
}

// Marks the open record in the picture, with the links and records that its panel speaks of.
export function mark(viewer) {
  const svg = viewer?.svg;
  if (!svg) return;
  for (const old of svg.querySelectorAll(".open, .highlighted")) old.classList.remove("open", "highlighted");
  const label = panel.hidden ? null : panel.querySelector("[data-label]")?.dataset.label;
  if (!label) return;
  const near = new Set([...panel.querySelectorAll(".link-entry a, .argument-box a, .record-list a")].map(labelOf));
  for (const group of svg.querySelectorAll(".node, .edge")) {
    if (group.dataset.id === label) group.classList.add("open");
    else if (near.has(group.dataset.id)) group.classList.add("highlighted");
  }
}

async function open(viewer, label, { lasting = true } = {}) {
  const turn = ++wanted;
  const address = `/maps/${encodeURIComponent(slug)}/panels/${encodeURIComponent(label)}${location.search}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (turn !== wanted) return;
  if (!answer) return sayOffline();
  if (!answer.ok) {
    location.assign(`/maps/${encodeURIComponent(slug)}/records/${encodeURIComponent(label)}`);
    return;
  }
  panel.innerHTML = await answer.text();
  if (lasting) remember({ record: label }, label);
  showPanel(viewer, label);
}

function close(viewer, { lasting = true } = {}) {
  const label = panel.querySelector("[data-label]")?.dataset.label;
  wanted += 1;
  panel.hidden = true;
  mark(viewer);
  if (lasting) remember({}, null);
  const group = viewer?.svg?.querySelector(`.node[data-id="${CSS.escape(label ?? "")}"], .edge[data-id="${CSS.escape(label ?? "")}"]`);
  const back = opener?.isConnected ? opener : (group?.querySelector("a") ?? viewer?.canvas);
  back?.focus({ preventScroll: true });
  opener = null;
}

export function startPanel(viewer) {
  if (!panel || !slug) return;
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest("[data-close]")) return close(viewer);
    const cancelled = event.target.closest("[data-cancel]");
    if (cancelled && viewer && panel.contains(cancelled)) {
      event.preventDefault();
      const label = new URL(cancelled.href).searchParams.get("record");
      return label ? open(viewer, label) : close(viewer);
    }
    const link = event.target.closest("a[href]");
    const label = link && labelOf(link);
    if (!label || link.matches("[data-form]")) return;
    event.preventDefault();
    if (!panel.contains(link)) opener = link;
    open(viewer, label);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || panel.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    close(viewer);
  });
  let before = new URL(addressWith(null)).search;
  addEventListener("popstate", () => {
    if (location.pathname + location.search === shown) return;
    noteAddress();
    // Another view or filter needs another picture; another record does not.
    if (new URL(addressWith(null)).search !== before) return location.reload();
    const label = new URLSearchParams(location.search).get("record");
    if (label) open(viewer, label, { lasting: false });
    else if (!panel.hidden) close(viewer, { lasting: false });
  });
  addEventListener("sicetnon:redrawn", () => {
    before = new URL(addressWith(null)).search;
    noteAddress();
    mark(viewer);
  });
  const first = new URLSearchParams(location.search).get("record");
  if (first && !panel.hidden) showPanel(viewer, first);
}
