// The guided reading: steps come without another page, and the picture of the whole map goes to what each tells of.

import { Flight, still } from "./flight.js";
import { mark, noteAddress } from "./panel.js";

const SVG = "image/svg+xml";

export function startReading(viewer) {
  const reading = document.getElementById("reading");
  if (!reading || !viewer) return;
  const slug = document.querySelector("main[data-slug]").dataset.slug;
  const flight = new Flight(viewer);
  let whole = false;
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
    const others = [...svg.querySelectorAll(".node.in-step:not(.question), .reference.in-step")];
    if (own) flight.fly(flight.frame(own, others), instantly);
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
  // Other colours come with the step's own picture; the whole map is asked for again.
  addEventListener("sicetnon:redrawn", () => {
    whole = false;
    fetchWhole();
  });
  addEventListener("sicetnon:changed", () => fetchWhole());
  fetchWhole();
}
