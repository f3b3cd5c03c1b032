// A page that has ended for whoever has it open: it says why and stops, and what is typed stays and can be copied.

import { gettext } from "./messages.js";
import { formsInUse } from "./morphing.js";

const REASONS = {
  "signed-out": () => gettext("You have been signed out: here, in another browser, because of a new password, or because your membership ended."),
  removed: () => gettext("You are no longer a member here, or what you were a member of has been deleted."),
  hidden: () => gettext("You can no longer see this."),
  deleted: () => gettext("This has been deleted."),
  closed: () => gettext("The seminar has been closed. You can still read all of it, but nothing in it can be changed any more."),
  narrowed: () => gettext("What you may do here has changed."),
  gone: () => gettext("You can no longer see this page: you have been signed out or removed, or it has been deleted."),
};
// After these the page can be read on as it is by now.
const READ_ON = new Set(["closed", "narrowed"]);
const FIELDS = "textarea, input:not([type=hidden])";

export const isEnded = () => document.documentElement.dataset.ended !== undefined;

// Says once why the page has ended; nothing that comes later is brought onto it, and nothing is sent from it.
export function endPage(reason) {
  if (isEnded()) return;
  const words = (REASONS[reason] ?? REASONS.gone)();
  document.documentElement.dataset.ended = reason;
  dispatchEvent(new CustomEvent("sicetnon:ended", { detail: reason }));
  const written = formsInUse(document);
  for (const form of document.querySelectorAll('#main form[method="post" i]')) close(form, words, written.includes(form));
  document.addEventListener("submit", refuse, { capture: true });
  say(words, reason, written.length > 0);
}

function refuse(event) {
  if (event.target.method !== "post" || !event.target.closest("#main")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("ended")?.querySelector("button, a")?.focus();
}

function say(words, reason, isWriting) {
  const bar = document.createElement("div");
  Object.assign(bar, { id: "ended", className: "page-alert" });
  bar.setAttribute("role", "alert");
  const told = document.createElement("span");
  const kept = gettext("What you have written stays here so that you can copy it. It cannot be sent.");
  told.textContent = isWriting ? `${words} ${kept}` : words;
  const onward = document.createElement("a");
  const here = location.pathname + location.search;
  const again = reason === "signed-out";
  onward.href = again ? `/sign-in?next=${encodeURIComponent(here)}` : READ_ON.has(reason) ? here : "/";
  onward.textContent = again ? gettext("Sign in") : READ_ON.has(reason) ? gettext("Reload page") : gettext("Go to the home page");
  // What is typed would go with the page.
  if (isWriting) onward.target = "_blank";
  const hide = button(gettext("Dismiss"), () => bar.remove());
  bar.append(told, onward, hide);
  document.body.append(bar);
}

function close(form, words, isWritten) {
  for (const field of form.querySelectorAll(FIELDS)) field.readOnly = true;
  for (const control of form.querySelectorAll("select, input[type=checkbox], input[type=radio], input[type=file]")) control.disabled = true;
  for (const each of form.querySelectorAll("button:not([type=button]), input[type=submit]")) each.disabled = true;
  const note = document.createElement("p");
  note.className = "form-notice";
  note.dataset.addedByScript = "";
  note.append(gettext("You can no longer send anything from here."), " ", words);
  if (isWritten) note.append(" ", button(gettext("Copy your text"), ({ target }) => copy(form, target)));
  form.prepend(note);
}

async function copy(form, copier) {
  const texts = [...form.querySelectorAll(FIELDS)].filter((field) => !["checkbox", "radio", "file", "submit"].includes(field.type));
  const written = texts.map(({ value }) => value.trim()).filter(Boolean).join("\n\n");
  const done = await navigator.clipboard?.writeText(written).then(() => true, () => false);
  if (done) copier.textContent = gettext("Copied");
  else texts.find(({ value }) => value.trim())?.select();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
