// Buttons that copy a text which stands beside them.

import { gettext } from "./messages.js";

async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard to write to: select the text and have the browser copy it.
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}

export function startCopying() {
  for (const button of document.querySelectorAll("[data-copy-text]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(button.dataset.copyText, button.previousElementSibling);
      document.querySelector("[data-copy-status]").textContent = done ? gettext("Copied") : gettext("Selected. Copy it with your system’s keyboard shortcut.");
    });
  }
}
