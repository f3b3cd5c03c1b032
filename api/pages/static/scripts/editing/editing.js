// Changing records beside the map: forms open in the panel, what is typed is kept, the picture follows.

import { replace, wait } from "../map/controls.js";
import { forget, forgetSent, keep, noteSent, restore } from "../shared/drafts.js";
import { gettext } from "../shared/messages.js";
import { hold, sayOffline } from "../shared/offline.js";
import { showPanel } from "../map/panel.js";
import { startSentence } from "./link_sentences.js";
import { startSource } from "./source_form.js";
import { remember, takenBack } from "./undo.js";

const slug = document.querySelector("main[data-slug]")?.dataset.slug;

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const say = (text) => {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
};

// What offers records while one types comes along only where a form has a field for them.
let suggesting = null;
export async function loadSuggesting(root) {
  if (!suggesting && root.querySelector("[data-records]")) suggesting = await import("./suggestions.js").catch(() => null);
}

// Everything in a form that reacts while it is filled in.
function prepare(root) {
  for (const form of root.querySelectorAll("form[data-edit]")) startSource(form, prepare, restore(form));
  for (const input of root.querySelectorAll("[data-records]")) suggesting?.startSuggesting(input, slug);
  for (const input of root.querySelectorAll("[data-date]")) startDate(input);
  for (const output of root.querySelectorAll("[data-sentence]")) startSentence(output);
  for (const select of root.querySelectorAll("[data-scheme]")) {
    select.addEventListener("change", () => {
      for (const ask of root.querySelectorAll("[data-questions-of]")) ask.hidden = ask.dataset.questionsOf !== select.value;
    });
  }
  const relation = root.querySelector("select[name=relation]");
  const verdict = root.querySelector("[data-verdict-field]");
  if (relation && verdict) {
    const follow = () => {
      verdict.hidden = !("takesVerdict" in (relation.selectedOptions[0]?.dataset ?? {}));
      if (verdict.hidden) verdict.querySelector("select").value = "";
    };
    relation.addEventListener("change", follow);
    follow();
  }
  const kind = root.querySelector("select[name=new]");
  if (kind) {
    // What the kind does not have steps back, unless something stands in it, which would be lost.
    const follow = () => {
      for (const part of root.querySelectorAll("[data-for-kinds]")) {
        const filled = [...part.querySelectorAll("[name]")].some((each) => each.value);
        part.hidden = kind.value !== "" && !part.dataset.forKinds.split(" ").includes(kind.value) && !filled;
      }
    };
    kind.addEventListener("change", follow);
    follow();
  }
  for (const button of root.querySelectorAll("button[data-field]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.field);
      const filled = field.closest(".combobox")?.querySelector("[data-records]") ?? field;
      filled.value = button.dataset.value;
      filled.dispatchEvent(new Event("sicetnon:filled"));
      field.focus();
    });
  }
}

function startDate(input) {
  const told = document.getElementById(`date-reading-${input.name}`);
  let timer = 0;
  let turn = 0;
  const look = async () => {
    const asked = ++turn;
    const answer = await fetch(`/dates?${new URLSearchParams({ value: input.value })}`).catch(() => null);
    const text = answer ? await answer.text() : "";
    if (asked !== turn) return;
    told.textContent = text;
    told.classList.toggle("field-error", answer?.status === 422);
    if (answer?.status === 422) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  if (input.value) look();
}

const panel = document.getElementById("panel");

function showForm(article) {
  panel.hidden = false;
  panel.replaceChildren(article);
  demote(article);
  panel.scrollTop = 0;
  prepare(panel);
  const first = panel.querySelector(".error-summary, [aria-invalid='true'], input:not([type=hidden]), textarea, select");
  const heading = panel.querySelector("h2");
  // A form that asks whether to delete has no field to begin with.
  if (!first && heading) heading.tabIndex = -1;
  (first ?? heading)?.focus();
}

// Beside the map a form stands below the heading of the page.
function demote(article) {
  for (const heading of article.querySelectorAll("h1")) {
    const lower = document.createElement("h2");
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
}

export async function openForm(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return sayOffline();
  const article = answer.ok && parse(await answer.text()).getElementById("editing");
  if (!article) return location.assign(address);
  await loadSuggesting(article);
  showForm(article);
}

const placeOf = (group) => group.querySelector("g[transform]")?.getAttribute("transform");
export const places = (viewer) => new Map([...(viewer.svg?.querySelectorAll(".node") ?? [])].map((each) => [each.id, placeOf(each)]));

// What is new or stands elsewhere than before is marked for a moment.
export function markMoved(viewer, before) {
  for (const group of viewer.svg?.querySelectorAll(".node") ?? []) {
    if (before.get(group.id) === placeOf(group)) continue;
    group.classList.add("moved");
    setTimeout(() => group.classList.remove("moved"), 1500);
  }
}

function showSaved(viewer, page, address) {
  remember(address);
  const before = places(viewer);
  const open = new URLSearchParams(location.search).get("record");
  replace(viewer, page);
  markMoved(viewer, before);
  // The picture first; what stands beside it follows once that is painted. A hidden page paints nothing.
  const beside = () => showBeside(viewer, page, address, open);
  if (document.hidden) beside();
  else requestAnimationFrame(() => requestAnimationFrame(beside));
}

function showBeside(viewer, page, address, open) {
  document.getElementById("last-change")?.remove();
  const done = page.getElementById("last-change");
  if (done) document.querySelector(".split-view").before(done);
  for (const name of ["done", "was"]) address.searchParams.delete(name);
  history.replaceState({}, "", address);
  const fresh = page.getElementById("panel");
  panel.hidden = fresh.hidden;
  panel.replaceChildren(...fresh.childNodes);
  const label = address.searchParams.get("record");
  if (!panel.hidden && label) showPanel(viewer, label, { reveal: label !== open });
  else viewer.canvas.focus({ preventScroll: true });
  dispatchEvent(new Event("sicetnon:redrawn"));
  say(done?.querySelector("[role=status]").textContent ?? "");
}

// What others change is not shown while a change of one's own is under way: the answer holds both.
async function send(viewer, form) {
  const told = (name, change) => dispatchEvent(new CustomEvent(`sicetnon:${name}`, { detail: change }));
  told("sending");
  let change = null;
  try {
    change = await deliver(viewer, form);
  } finally {
    told("sent", change);
  }
}

// Returns the number of the change, where it was made and is shown.
async function deliver(viewer, form) {
  const body = new URLSearchParams(new FormData(form));
  const ended = wait();
  const answer = await fetch(form.action, { method: "POST", body, headers: viewer.asking() }).catch(() => null);
  ended();
  if (!answer) {
    warn(form, gettext("The server cannot be reached. What you wrote is kept in this browser; try again."));
    hold(form, null, true);
    return null;
  }
  const page = parse(await answer.text());
  const saved = answer.headers.get("Content-Location") ?? (answer.redirected ? answer.url : null);
  if (saved && page.getElementById("canvas")) {
    forget(form);
    const address = new URL(saved, location.href);
    const change = Number(address.searchParams.get("done")) || null;
    showSaved(viewer, page, address);
    return change;
  }
  const article = page.getElementById("editing");
  if (article) {
    await loadSuggesting(article);
    showForm(article);
  } else if (saved) {
    forget(form);
    location.assign(saved);
  } else warn(form, [...page.querySelectorAll("main p")].map((each) => each.textContent.trim()).join(" "));
  return null;
}

function warn(form, text) {
  let told = form.querySelector(".error-summary");
  if (!told) {
    told = document.createElement("div");
    told.className = "error-summary";
    told.tabIndex = -1;
    told.setAttribute("role", "alert");
    form.prepend(told);
  }
  told.textContent = text;
  told.focus();
}

function takeBack(viewer, again) {
  const action = takenBack(again);
  if (!action) return say(again ? gettext("Nothing to redo.") : gettext("Nothing to undo."));
  const form = document.createElement("form");
  form.action = action + location.search;
  if (again) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "again", value: "yes" });
    form.append(input);
  }
  send(viewer, form);
}

export function startEditing(viewer) {
  if (!slug) return;
  forgetSent();
  prepare(document);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-edit]");
    // A button with an address of its own does not save: the browser goes there.
    if (!form || event.submitter?.hasAttribute("formaction")) return;
    if (!viewer) return noteSent(form);
    event.preventDefault();
    if (form.id === "last-change") return takeBack(viewer, "redo" in form.dataset);
    send(viewer, form);
  });
  remember(new URL(location.href));
  if (!viewer) return;
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-form], #panel .subtabs a");
    if (link) {
      event.preventDefault();
      openForm(link.href);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, dialog")) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") takeBack(viewer, event.shiftKey);
    else if (control && event.key.toLowerCase() === "y") takeBack(viewer, true);
    else return;
    event.preventDefault();
  });
}
