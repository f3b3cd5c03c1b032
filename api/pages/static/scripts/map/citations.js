// Citations: another style without another page, remembered in a cookie, and a button that copies.

import { gettext } from "../shared/messages.js";

const FORMS = ["note", "short", "bibliography"];
let wanted = 0;

// Buttons that need a script appear with it; the one that works without it goes.
export function reveal(root) {
  for (const button of root.querySelectorAll("[data-citing] [data-copy]")) button.hidden = false;
  for (const button of root.querySelectorAll("[data-citing] form button")) button.hidden = true;
}

function say(citing, words) {
  const status = citing.querySelector("[role=status]");
  // Emptied first, so that saying the same again is heard again.
  status.textContent = "";
  setTimeout(() => (status.textContent = words), 50);
}

async function restyle(citing, style, turn) {
  const address = new URL(citing.dataset.citing, location.href);
  address.searchParams.set("style", style);
  const answer = await fetch(address).catch(() => null);
  if (turn !== wanted) return;
  if (!answer?.ok) return say(citing, gettext("The citation style could not be loaded."));
  const [cited] = (await answer.json()).items;
  // The server escapes what users wrote; the only element is <i>.
  for (const form of FORMS) citing.querySelector(`[data-form=${form}]`).innerHTML = cited[form].html;
  citing.querySelector("select").value = style;
}

async function copied(element) {
  const text = element.textContent;
  try {
    const rich = new Blob([element.innerHTML], { type: "text/html" });
    const plain = new Blob([text], { type: "text/plain" });
    await navigator.clipboard.write([new ClipboardItem({ "text/html": rich, "text/plain": plain })]);
    return true;
  } catch {
    // Without HTTPS there is no clipboard to write to: select the text and have the browser copy it.
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.execCommand("copy");
  }
}

export function startCiting() {
  reveal(document);
  const panel = document.getElementById("panel");
  if (panel) new MutationObserver(() => reveal(panel)).observe(panel, { childList: true });
  // At another date the map is cited with that date.
  addEventListener("sicetnon:redrawn", () => reveal(document));
  document.addEventListener("change", (event) => {
    const chosen = event.target.closest("[data-citing] select");
    if (!chosen) return;
    document.cookie = `citing=${chosen.value}; path=/; max-age=31536000; samesite=lax`;
    const turn = ++wanted;
    for (const citing of document.querySelectorAll("[data-citing]:not([data-citing=''])")) restyle(citing, chosen.value, turn);
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const citing = button.closest("[data-citing]");
    const done = await copied(citing.querySelector(`[data-form=${button.dataset.copy}]`));
    say(citing, done ? gettext("Copied") : gettext("Selected. Copy it with your system’s keyboard shortcut."));
  });
}
