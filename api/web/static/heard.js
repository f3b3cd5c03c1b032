// What others have just done, said at the lower edge of the page, and to whoever hears it.

import { gettext } from "./messages.js";

const LINGER = 9_000;
const behind = new Set();
let quieting;

// With a link to the page as it is by now while anybody that speaks here is behind it; that stays until it is followed.
export function tell(words, speaker, stale = false) {
  const place = document.getElementById("heard");
  if (!place) return;
  behind[stale ? "add" : "delete"](speaker);
  const told = document.createElement("span");
  told.textContent = words;
  place.replaceChildren(...(words ? [told] : []));
  clearTimeout(quieting);
  if (!behind.size) {
    quieting = setTimeout(() => place.replaceChildren(), LINGER);
    return;
  }
  const link = document.createElement("a");
  Object.assign(link, { href: location.href, textContent: gettext("Show it") });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  place.append(link);
}
