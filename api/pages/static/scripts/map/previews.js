// Previews: a record in a few lines, for whoever points at a link to it or comes to it by keyboard (WCAG 2.2, 1.4.13):
// Escape dismisses it, the pointer can go onto it, and it stays until pointer or focus have left.

const WAIT = 400;
const LINGER = 200;
const ROOM = 10;
const MOVING = new Set(["Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

const known = new Map();
const box = document.createElement("div");
let shown = null;
let asked = null;
let dismissed = null;
let timer = 0;
let key = "";

// Where the preview of a link's record is asked for; null for a link that leads to no record.
function addressOf(link) {
  const target = new URL(link.getAttribute("href"), location.href);
  const [, maps, slug, records, label, more] = target.pathname.split("/");
  if (target.origin !== location.origin || maps !== "maps" || more !== undefined) return null;
  const record = records === "records" ? label : records === undefined ? target.searchParams.get("record") : null;
  if (!record) return null;
  const date = new URLSearchParams(location.search).get("as_of");
  return `/maps/${slug}/previews/${encodeURIComponent(decodeURIComponent(record))}${date ? `?as_of=${encodeURIComponent(date)}` : ""}`;
}

const linkOf = (event) => {
  const link = event.target.closest?.("a[href]");
  return link && !link.closest(".edit-toolbar, .site-header, nav.tabs") && addressOf(link) ? link : null;
};

async function read(address) {
  if (!known.has(address)) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return null;
    known.set(address, await answer.text());
  }
  return known.get(address);
}

async function show(link) {
  const text = await read(addressOf(link));
  if (asked !== link || text === null || !link.isConnected) return;
  box.innerHTML = text;
  box.hidden = false;
  shown = link;
  // The picture's own names say as much already; its tooltips would stand over the preview.
  if (link.closest("#canvas")) name(link);
  else link.setAttribute("aria-describedby", box.id);
  place(link);
}

function name(link) {
  const title = link.querySelector(":scope > title");
  if (!title) return;
  link.setAttribute("aria-label", title.textContent);
  title.remove();
}

// Below the link, above it or beside it, wherever there is room, and never over it; where there is room for a part only
// it is made smaller, and scrolls.
function place(link) {
  box.style.maxHeight = "";
  const at = (link.querySelector(".inference") ?? link).getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const [wide, high] = [document.documentElement.clientWidth, innerHeight];
  const [below, above] = [high - at.bottom - 2 * ROOM, at.top - 2 * ROOM];
  const [right, left] = [wide - at.right - 2 * ROOM, at.left - 2 * ROOM];
  let [x, y] = [at.left, at.bottom + ROOM];
  if (below < height && above >= height) y = at.top - ROOM - height;
  else if (below < height && Math.max(left, right) >= width) {
    x = right >= width ? at.right + ROOM : at.left - ROOM - width;
    y = Math.min(at.top, high - height - ROOM);
  } else if (below < height) {
    const most = Math.max(below, above, 48);
    box.style.maxHeight = `${most}px`;
    if (above > below) y = at.top - ROOM - Math.min(height, most);
  }
  box.style.left = `${Math.max(ROOM, Math.min(x, wide - width - ROOM))}px`;
  box.style.top = `${Math.max(ROOM, y)}px`;
}

// What scrolls takes its preview along, until it is out of sight.
function follow() {
  if (!shown) return;
  const at = shown.getBoundingClientRect();
  const seen = at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth;
  if (seen) place(shown);
  else hide();
}

function hide() {
  clearTimeout(timer);
  asked = null;
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  box.hidden = true;
}

function want(link, wait) {
  clearTimeout(timer);
  if (link === shown) {
    asked = link;
    return;
  }
  if (link === dismissed) return;
  asked = link;
  timer = setTimeout(() => {
    if (shown && shown !== link) {
      shown.removeAttribute("aria-describedby");
      shown = null;
      box.hidden = true;
    }
    show(link);
  }, wait);
}

function leave() {
  clearTimeout(timer);
  asked = null;
  timer = setTimeout(hide, LINGER);
}

export function startPreviews() {
  Object.assign(box, { id: "preview", className: "preview", hidden: true });
  box.setAttribute("role", "tooltip");
  document.body.append(box);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    if (box.contains(event.target)) {
      clearTimeout(timer);
      asked = shown;
      return;
    }
    const link = linkOf(event);
    if (link) return want(link, shown ? WAIT / 2 : WAIT);
    dismissed = null;
    if (shown !== document.activeElement) leave();
  });
  document.documentElement.addEventListener("pointerleave", leave);
  document.addEventListener("focusin", (event) => {
    if (!MOVING.has(key)) return;
    const link = linkOf(event);
    if (link) want(link, WAIT);
    else hide();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === shown || event.target === asked) hide();
    if (event.target === dismissed) dismissed = null;
  });
  addEventListener(
    "keydown",
    (event) => {
      key = event.key;
      if (event.key !== "Escape" || !shown) return;
      event.preventDefault();
      event.stopPropagation();
      dismissed = shown;
      hide();
    },
    { capture: true },
  );
  addEventListener("pointerdown", (event) => {
    key = "";
    if (box.contains(event.target)) return;
    dismissed = linkOf(event);
    hide();
  });
  addEventListener("click", (event) => {
    if (!box.contains(event.target)) hide();
  });
  addEventListener("scroll", (event) => event.target !== box && follow(), { capture: true, passive: true });
  addEventListener("sicetnon:redrawn", () => {
    known.clear();
    hide();
  });
}
