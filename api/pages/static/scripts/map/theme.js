// The colours of the page: as the system has them, or as the reader chose, remembered in a cookie.

import { redraw } from "./controls.js";
import { gettext } from "../shared/messages.js";

const NAMES = { auto: gettext("Automatic"), light: gettext("Light"), dark: gettext("Dark") };
const system = matchMedia("(prefers-color-scheme: dark)");

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

export function startTheme(viewer) {
  const root = document.documentElement;
  const button = document.querySelector("button.theme");
  const ground = () => {
    const theme = root.dataset.theme;
    return theme === "auto" ? (system.matches ? "dark" : "light") : theme;
  };
  // A picture is drawn on one ground: where it is not the page's, another is asked for.
  const settle = () => {
    button.querySelector("[data-theme-name]").textContent = NAMES[root.dataset.theme];
    remember("ground", ground());
    const drawn = viewer?.svg;
    const chosen = new URLSearchParams(location.search).get("theme");
    if (drawn && !chosen && !drawn.classList.contains(ground())) redraw(viewer, location.href);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const order = system.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    root.dataset.theme = order[(order.indexOf(root.dataset.theme) + 1) % order.length];
    remember("theme", root.dataset.theme);
    settle();
  });
  system.addEventListener("change", settle);
  settle();
}
