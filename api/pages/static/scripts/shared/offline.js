// Without a network nothing leads to the browser's own page of errors: it is said here, what is typed stays, and what
// was sent meanwhile is sent when the network is back, once somebody says so.

import { keep } from "./drafts.js";
import { gettext } from "./messages.js";

const PAUSE = 2_000;
let bar = null;
let held = null;
let timer = 0;

const words = () =>
  held
    ? gettext("You are offline. What you wrote is kept in this browser, and has not been sent yet.")
    : gettext("You are offline. This page stays as it is; what you write is kept in this browser.");

function show(text, ...buttons) {
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "page-alert";
    bar.id = "offline";
    bar.setAttribute("role", "alert");
    document.body.append(bar);
  }
  const told = document.createElement("span");
  told.textContent = text;
  bar.replaceChildren(told, ...buttons);
  bar.hidden = false;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// Whether the server answers at all; what it answers does not matter.
async function reached() {
  const ending = AbortSignal.timeout(1_500);
  return fetch("/healthz", { cache: "no-store", signal: ending }).then(() => true, () => false);
}

export function sayOffline() {
  show(words());
  clearTimeout(timer);
  timer = setTimeout(async () => ((await reached()) ? sayOnline() : sayOffline()), PAUSE);
}

function sayOnline() {
  clearTimeout(timer);
  if (!bar || bar.hidden) return;
  if (!held) {
    bar.hidden = true;
    return;
  }
  const { form, submitter } = held;
  const send = button(gettext("Send now"), () => {
    held = null;
    bar.hidden = true;
    form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  });
  // Whether a request that broke off arrived nobody knows here: sent again in silence it might be done twice.
  const told = held.tried
    ? gettext("You are online again. What you wrote may not have arrived: check the map before you send it again.")
    : gettext("You are online again. What you wrote has not been sent.");
  show(told, send, button(gettext("Not yet"), () => {
    held = null;
    bar.hidden = true;
  }));
}

// A form that was sent in vain is sent again once at most, and only when somebody says so.
export function hold(form, submitter = null, tried = false) {
  keep(form);
  held = form.isConnected && form.method === "post" ? { form, submitter, tried } : null;
  sayOffline();
}

const here = (link) => new URL(link.href).hash && new URL(link.href).href.split("#")[0] === location.href.split("#")[0];

export function startOffline() {
  addEventListener("offline", sayOffline);
  // The stream of what others change has broken off.
  addEventListener("sicetnon:silent", async () => (await reached()) || sayOffline());
  addEventListener("online", async () => ((await reached()) ? sayOnline() : sayOffline()));
  if (!navigator.onLine) sayOffline();
  const down = () => !navigator.onLine || (bar && !bar.hidden && !bar.querySelector("button"));
  document.addEventListener(
    "submit",
    (event) => {
      if (!down() || event.target.method === "dialog") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      hold(event.target, event.submitter);
    },
    { capture: true },
  );
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (!down() || !link || link.origin !== location.origin || here(link)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      sayOffline();
    },
    { capture: true },
  );
}
