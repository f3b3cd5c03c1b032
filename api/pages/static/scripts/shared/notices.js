// What others have just done, said at the lower edge of the page, and to whoever hears it.

import { gettext } from "./messages.js";

const LINGER = 9_000;
const behind = new Map();
let quieting;

// What is said while the speaker is behind the others stays, with a link to the page as it is by now.
export function tell(words, speaker, stale = false) {
  const place = document.getElementById("toast");
  if (!place) return;
  if (stale) behind.set(speaker, words);
  else behind.delete(speaker);
  show(place, stale ? "" : words);
  clearTimeout(quieting);
  if (!stale) quieting = setTimeout(() => show(place, ""), LINGER);
}

function show(place, passing) {
  const said = [...behind.values(), passing].filter(Boolean).map((words) => {
    const told = document.createElement("span");
    told.textContent = words;
    return told;
  });
  place.replaceChildren(...said, ...(behind.size ? [linkToNow()] : []));
}

function linkToNow() {
  const link = document.createElement("a");
  Object.assign(link, { href: location.href, textContent: gettext("Show it") });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  return link;
}
