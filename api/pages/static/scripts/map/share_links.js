// Sharing: the link and the markup for another site follow the view, and can be copied.

import { gettext } from "../shared/messages.js";

const FLEETING = ["done", "was", "style"];

// What is shown may have changed since the page was loaded, so both are made anew when they are looked at.
function refresh(share) {
  const here = new URL(location.href);
  for (const name of FLEETING) here.searchParams.delete(name);
  const link = share.querySelector("#share-link");
  link.value = here.href;
  const frame = share.querySelector("#share-frame");
  const framed = new URL(frame.value.match(/src="([^"]*)"/)[1].replaceAll("&amp;", "&"));
  const asked = new URLSearchParams(here.search);
  for (const name of ["record", "left", "right"]) asked.delete(name);
  framed.search = asked;
  frame.value = frame.value.replace(/src="[^"]*"/, () => `src="${framed.href.replaceAll("&", "&amp;")}"`);
}

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Without HTTPS there is no clipboard to write to: select the text and have the browser copy it.
    field.select();
    return document.execCommand("copy");
  }
}

export function startSharing() {
  const share = document.getElementById("share");
  if (!share) return;
  for (const button of share.querySelectorAll("[data-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copied(document.getElementById(button.dataset.copyFrom));
      const status = share.querySelector("[role=status]");
      status.textContent = "";
      setTimeout(() => (status.textContent = done ? gettext("Copied") : gettext("Selected. Copy it with your system’s keyboard shortcut.")), 50);
    });
  }
  for (const field of share.querySelectorAll("input, textarea")) field.addEventListener("focus", () => field.select());
  share.addEventListener("toggle", () => share.open && refresh(share));
}
