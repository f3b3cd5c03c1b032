// What was typed and not yet saved: kept in this browser through a reload, a crash or a lost connection.

import { gettext } from "./messages.js";
import { PREFIX } from "./draft_owner.js";

const SENT = "sicetnon.sent";

// What names stand for is asked anew.
const fields = (form) => [...form.elements].filter((each) => each.name && each.type !== "submit" && !each.name.startsWith("meant."));
const keyOf = (form) => PREFIX + form.dataset.draft;

// What was typed into a form and not saved yet, by the names of its fields.
export function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

export function keep(form) {
  if (!form.dataset.draft) return;
  const values = Object.fromEntries(fields(form).map((each) => [each.name, each.value]));
  localStorage.setItem(keyOf(form), JSON.stringify(values));
}

export function forget(form) {
  if (form.dataset.draft) localStorage.removeItem(keyOf(form));
}

// A form that the browser sends by itself is forgotten when the answer says that it was saved.
export function noteSent(form) {
  if (form.dataset.draft) sessionStorage.setItem(SENT, keyOf(form));
}

export function forgetSent() {
  const sent = sessionStorage.getItem(SENT);
  if (sent && new URLSearchParams(location.search).has("done")) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

// Puts back what was typed, and tells whether there was anything. The revision comes back as well, so that somebody else's change since shows as one.
export function restore(form) {
  const values = form.dataset.draft ? kept(form) : null;
  if (!values || form.closest("#editing")?.querySelector(".error-summary")) return false;
  const before = Object.fromEntries(fields(form).map((each) => [each.name, each.value]));
  const typed = fields(form).filter((each) => each.name in values && values[each.name] !== each.value);
  const more = Object.keys(values).some((name) => !(name in before) && values[name]);
  if (!more && !typed.some((each) => each.type !== "hidden")) return false;
  for (const each of typed) each.value = values[each.name];
  const told = document.createElement("p");
  told.className = "save-status";
  told.setAttribute("role", "status");
  told.textContent = gettext("What you wrote here without saving has been restored.");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.textContent = gettext("Discard");
  discard.addEventListener("click", () => {
    for (const each of fields(form)) each.value = before[each.name] ?? each.value;
    forget(form);
    told.remove();
    form.dispatchEvent(new CustomEvent("sicetnon:discarded", { detail: before }));
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  told.append(" ", discard);
  form.prepend(told);
  return true;
}
