// The guided reading: steps come without another page, and the picture of the whole map goes to what each tells of.

import { mark, noteAddress } from "./panel.js";

const SMALLEST = 0.6;
const SECONDS = 0.55;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "image/svg+xml";

export function startReading(viewer) {
  const reading = document.getElementById("reading");
  if (!reading || !viewer) return;
  const slug = document.querySelector("main[data-slug]").dataset.slug;
  let whole = false;
  let flight = 0;
  let turn = 0;

  // In the whole map a reader sees where a step stands; without a script the page has the step's own part of it.
  async function fetchWhole() {
    const asked = new URLSearchParams();
    const date = new URLSearchParams(location.search).get("as_of");
    if (date) asked.set("as_of", date);
    asked.set("theme", ["dark", "print"].find((name) => viewer.svg?.classList.contains(name)) ?? "light");
    const answer = await fetch(`/maps/${encodeURIComponent(slug)}.svg?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const { documentElement } = new DOMParser().parseFromString(await answer.text(), SVG);
    if (documentElement.localName !== "svg") return;
    const fresh = document.importNode(documentElement, true);
    if (whole && viewer.svg) {
      // The same map as before, in which others have changed something: the reader stays where they are.
      viewer.show(fresh);
      tell();
      return;
    }
    viewer.canvas.replaceChildren(fresh);
    whole = true;
    viewer.prepare();
    show({ instantly: true });
  }

  function tell() {
    const told = new Set(reading.dataset.stepRecords.split(" "));
    viewer.svg.classList.add("showing-step");
    for (const group of viewer.svg.querySelectorAll("[data-id]")) {
      group.classList.toggle("in-step", told.has(group.dataset.id));
    }
  }

  function show({ instantly = still.matches } = {}) {
    const { svg } = viewer;
    if (!svg || !whole) return;
    tell();
    const own = svg.querySelector(`#n-${CSS.escape(reading.dataset.step)}`);
    if (own) fly(frame(own, svg), instantly);
  }

  // Returns what can be seen at once: the step's own record, and as many of the others, nearest first, as have room.
  function frame(own, svg) {
    const { canvas } = viewer;
    const around = svg.getBoundingClientRect();
    const place = (group) => {
      const box = group.getBoundingClientRect();
      const [left, top] = [(box.left - around.left) / viewer.scale, (box.top - around.top) / viewer.scale];
      return { left, top, right: left + box.width / viewer.scale, bottom: top + box.height / viewer.scale };
    };
    const start = place(own);
    const away = (box) => Math.abs(box.top + box.bottom - start.top - start.bottom) + Math.abs(box.left - start.left) / 4;
    const others = [...svg.querySelectorAll(".node.in-step:not(.question), .reference.in-step")].map(place);
    const room = { width: canvas.clientWidth / SMALLEST - 60, height: canvas.clientHeight / SMALLEST - 60 };
    let seen = start;
    for (const box of others.sort((one, other) => away(one) - away(other))) {
      const both = {
        left: Math.min(seen.left, box.left), top: Math.min(seen.top, box.top),
        right: Math.max(seen.right, box.right), bottom: Math.max(seen.bottom, box.bottom),
      };
      const fits = both.right - both.left <= Math.max(room.width, start.right - start.left)
        && both.bottom - both.top <= Math.max(room.height, start.bottom - start.top);
      if (fits) seen = both;
    }
    const [width, height] = [seen.right - seen.left + 60, seen.bottom - seen.top + 60];
    const scale = Math.min(1, Math.max(SMALLEST, Math.min(canvas.clientWidth / width, canvas.clientHeight / height)));
    // What has no room begins at its own beginning.
    const centre = (low, high, shown) => (high - low + 60 > shown / scale ? low - 30 + shown / scale / 2 : (low + high) / 2);
    return { scale, x: centre(seen.left, seen.right, canvas.clientWidth), y: centre(seen.top, seen.bottom, canvas.clientHeight) };
  }

  function middle() {
    const [room, box] = [viewer.canvas.getBoundingClientRect(), viewer.svg.getBoundingClientRect()];
    return {
      x: (room.left + viewer.canvas.clientWidth / 2 - box.left) / viewer.scale,
      y: (room.top + viewer.canvas.clientHeight / 2 - box.top) / viewer.scale,
    };
  }

  function put(scale, x, y) {
    viewer.zoom(scale);
    const now = middle();
    viewer.canvas.scrollBy({ left: (x - now.x) * scale, top: (y - now.y) * scale, behavior: "instant" });
  }

  function fly(to, instantly) {
    cancelAnimationFrame(flight);
    if (instantly) return put(to.scale, to.x, to.y);
    const from = { scale: viewer.scale, ...middle() };
    let began = null;
    const go = (now) => {
      began ??= now;
      const part = Math.min(1, (now - began) / (SECONDS * 1000));
      const eased = part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2;
      const between = (name) => from[name] + (to[name] - from[name]) * eased;
      put(between("scale"), between("x"), between("y"));
      if (part < 1) flight = requestAnimationFrame(go);
    };
    flight = requestAnimationFrame(go);
  }

  async function move(address, { remember = true } = {}) {
    const mine = ++turn;
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    const text = await answer?.text();
    if (mine !== turn) return;
    const page = new DOMParser().parseFromString(text ?? "", "text/html");
    const fresh = page.getElementById("reading");
    if (!fresh) return location.assign(address);
    if (remember) history.pushState({}, "", address);
    noteAddress();
    document.title = page.title;
    for (const selector of ["#tabs", "link[rel=canonical]"]) {
      const [old, now] = [document.querySelector(selector), page.querySelector(selector)];
      if (old && now) old.replaceWith(now);
    }
    Object.assign(reading.dataset, { step: fresh.dataset.step, stepRecords: fresh.dataset.stepRecords });
    reading.replaceChildren(...fresh.childNodes);
    reading.scrollTop = 0;
    const panel = document.getElementById("panel");
    panel.hidden = true;
    mark(viewer);
    if (whole) show();
    else {
      viewer.canvas.replaceChildren(...page.getElementById("canvas").childNodes);
      viewer.prepare();
    }
    reading.querySelector("h2").focus({ preventScroll: true });
    if (getComputedStyle(reading).overflowY === "visible") scrollTo({ top: 0, behavior: "instant" });
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("#reading a[data-step-link]");
    if (!link) return;
    event.preventDefault();
    move(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!way || event.target.closest("input, select, textarea, #canvas, #panel, details[open], dialog")) return;
    const link = reading.querySelector(`.step-nav [rel=${way}]`);
    if (!link) return;
    event.preventDefault();
    move(link.href);
  });
  addEventListener("popstate", () => {
    const label = decodeURIComponent(location.pathname.split("/").at(-1));
    if (label !== reading.dataset.step) move(location.href, { remember: false });
  });
  for (const name of ["wheel", "pointerdown", "touchstart"]) {
    viewer.canvas.addEventListener(name, () => cancelAnimationFrame(flight), { passive: true });
  }
  // Other colours come with the step's own picture; the whole map is asked for again.
  addEventListener("sicetnon:redrawn", () => {
    whole = false;
    fetchWhole();
  });
  addEventListener("sicetnon:changed", () => fetchWhole());
  fetchWhole();
}
