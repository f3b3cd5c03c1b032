// On the page of a weighing: what is ticked is weighed at once, and the list of what can be set aside is searched.

import { bring, readPage } from "../shared/morphing.js";

export function startWeighing() {
  const form = document.querySelector(".weighing-form");
  startSearch(form);
  new IntersectionObserver((entries) => form.toggleAttribute("data-apart", !entries.at(-1).isIntersecting))
    .observe(document.getElementById("turned"));
  let asked = 0;
  const weigh = async (store) => {
    const number = ++asked;
    const parameters = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = `${form.getAttribute("action")}?${parameters}`;
    const page = await readPage(address);
    if (number !== asked) return;
    const parts = [...document.querySelectorAll("[data-weighing-part]")];
    const freshOf = ({ dataset }) => page?.querySelector(`[data-weighing-part="${dataset.weighingPart}"]`);
    if (!parts.every(freshOf)) return form.submit();
    for (const part of parts) bring(part, freshOf(part));
    history[store]({}, "", address);
    const link = document.getElementById("share-link");
    if (link) link.value = new URL(address, location.href).href;
  };
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-switch-search]")) weigh("pushState");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    weigh("pushState");
  });
  // Whoever goes back sees the state that the address names.
  addEventListener("popstate", () => location.reload());
}

function startSearch(form) {
  const field = form.querySelector("[data-switch-search]");
  const none = form.querySelector("[data-switch-none]");
  field.closest("label").hidden = false;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const groups = [...form.querySelectorAll("[data-switch-group]")].map((group) => ({
    group,
    open: group.open,
    items: [...group.querySelectorAll("li")].map((item) => [item, fold(item.textContent)]),
  }));
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { group, open, items } of groups) {
      let found = 0;
      for (const [item, text] of items) {
        item.hidden = !words.every((word) => text.includes(word));
        found += !item.hidden;
      }
      group.hidden = !found;
      group.open = words.length ? true : open;
      shown += found;
    }
    none.hidden = shown > 0;
  });
  // Enter in the search field weighs nothing anew.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
