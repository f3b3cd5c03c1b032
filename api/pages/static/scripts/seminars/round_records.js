// Counts the records that a round is to ask about, and lets them be picked in the picture of the map.

import { gettext, ngettext } from "../shared/messages.js";

// What others do brings the page anew, and with it other elements, which are started in turn.
const started = new WeakSet();

function startOnce(element, start) {
  if (started.has(element)) return;
  started.add(element);
  start();
}

export function startRoundRecords() {
  addEventListener("sicetnon:renewed", startPart);
  startPart();
}

function startPart() {
  const part = document.querySelector("[data-round-records]");
  if (!part) return;
  const count = part.querySelector("[data-count]");
  const list = part.querySelector(".record-choices");
  const tell = () => {
    const number = list.querySelectorAll(":checked").length;
    const many = number > Number(count.dataset.limit);
    count.textContent = ngettext("%(num)s chosen", "%(num)s chosen", number);
    if (many) count.textContent += " – " + gettext("every member judges each of them");
    count.classList.toggle("over-limit", many);
  };
  startOnce(list, () =>
    list.addEventListener("change", () => {
      part.querySelector('[name="records"][value="chosen"]').checked = true;
      tell();
    }),
  );
  const zone = part.form?.querySelector("[data-zone]");
  if (zone && zone.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const picking = part.querySelector("[data-picking]");
  picking.hidden = false;
  startOnce(picking, () => picking.addEventListener("toggle", () => showPicture(picking, list), { once: true }));
}

async function showPicture(picking, list) {
  const place = picking.querySelector(".pickable-picture");
  const answer = await fetch(picking.dataset.picking).catch(() => null);
  if (!answer?.ok) {
    place.textContent = gettext("The picture could not be drawn. Choose from the list.");
    return;
  }
  const parsed = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  place.replaceChildren(document.adoptNode(parsed.documentElement));
  const boxes = place.querySelectorAll("[data-id]");
  const tick = (label) => list.querySelector(`[name="ask.${CSS.escape(label)}"]`);
  const show = () => {
    for (const box of boxes) box.classList.toggle("selected", Boolean(tick(box.dataset.id)?.checked));
  };
  place.addEventListener("click", (event) => {
    const box = event.target.closest("[data-id]");
    if (!box) return;
    event.preventDefault();
    tick(box.dataset.id)?.click();
    show();
  });
  list.addEventListener("change", show);
  show();
}
