// On the page of a figure: what is chosen is drawn at once.

import { bring, readPage } from "../shared/morphing.js";

export function startFigure() {
  const form = document.querySelector("[data-figure]");
  let asked = 0;
  const draw = async () => {
    const number = ++asked;
    const parameters = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = `${form.getAttribute("action")}?${parameters}`;
    const page = await readPage(address);
    if (number !== asked) return;
    const fresh = page?.querySelector("[data-figure-result]");
    if (!fresh) return form.submit();
    bring(document.querySelector("[data-figure-result]"), fresh);
    history.replaceState({}, "", address);
  };
  form.addEventListener("change", draw);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
}
