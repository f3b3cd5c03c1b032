// The form of a source: laid out anew by the server for another type or kind of archive, with its citation while
// one types. What is typed goes there and comes back, so that nothing is lost on the way.

import { keep, kept } from "../shared/drafts.js";

const PAUSE = 350;
const layoutOf = (form) => form.querySelector("[data-layout]");
const valuesOf = (form) => new URLSearchParams(new FormData(form));

async function ask(form, values) {
  const address = layoutOf(form).dataset.layout;
  const headers = { Accept: "text/html" };
  const answer = await fetch(address, { method: "POST", body: values, headers }).catch(() => null);
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-layout]");
}

// `prepare` makes the new fields react as those of any form do; `restored` where a draft was put back.
export function startSource(form, prepare, restored) {
  if (!layoutOf(form)) return;
  let turn = 0;
  let timer = 0;
  let laying = 0;

  // The buttons that do the same without scripts stay for when the server cannot be reached.
  function settle(hidden = true) {
    for (const button of form.querySelectorAll("[data-refresh]")) button.hidden = hidden;
  }

  async function layOut(values = null) {
    const mine = (turn += 1);
    const sent = values ?? valuesOf(form);
    laying += 1;
    const fresh = await ask(form, sent);
    laying -= 1;
    if (mine !== turn) return;
    if (!fresh) return settle(false);
    // Typed on while the answer was under way: ask again rather than take anything back.
    if (!values && String(sent) !== String(valuesOf(form))) return layOut();
    const focus = document.activeElement?.id;
    const folds = [...form.querySelectorAll("details[data-group]")].map((each) => [each.dataset.group, each.open]);
    layoutOf(form).replaceWith(fresh);
    for (const [name, open] of folds) {
      if (open) fresh.querySelector(`details[data-group="${name}"]`)?.setAttribute("open", "");
    }
    settle();
    prepare(fresh);
    if (focus && !document.activeElement?.closest("[data-layout]")) document.getElementById(focus)?.focus({ preventScroll: true });
    if (!values) keep(form);
  }

  async function preview() {
    // A form that is about to be laid out brings its citation along.
    if (laying) return;
    const mine = (turn += 1);
    const fresh = await ask(form, valuesOf(form));
    if (mine !== turn || !fresh) return;
    for (const told of form.querySelectorAll("[data-preview]")) {
      told.replaceChildren(...fresh.querySelector(`[data-preview=${told.dataset.preview}]`).childNodes);
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target.matches("[name=type], [name=archive]")) {
      // Whoever chooses by typing changes it with each letter: laid out anew in between, the list would begin its word
      // again.
      clearTimeout(timer);
      timer = setTimeout(() => layOut(), PAUSE);
    }
    if (event.target.name === "style") {
      document.cookie = `citing=${event.target.value}; path=/; max-age=31536000; samesite=lax`;
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[name=type], [name=archive]")) return;
    clearTimeout(timer);
    timer = setTimeout(preview, event.target.name === "style" ? 0 : PAUSE);
  });
  form.addEventListener("click", async (event) => {
    const more = event.target.closest("[data-answer]");
    if (!more) return;
    event.preventDefault();
    clearTimeout(timer);
    await layOut();
    const answers = form.querySelectorAll(`[data-aspect="${more.dataset.answer}"] textarea`);
    answers[answers.length - 1].focus();
  });
  form.addEventListener("sicetnon:discarded", (event) => layOut(new URLSearchParams(event.detail)));
  settle();
  const draft = restored ? kept(form) : null;
  if (draft) {
    const { type, archive } = layoutOf(form).dataset;
    const fits = draft.type === type && draft.archive === archive && Object.keys(draft).every((name) => form.elements[name]);
    if (fits) preview();
    else layOut(new URLSearchParams(draft));
  }
}
