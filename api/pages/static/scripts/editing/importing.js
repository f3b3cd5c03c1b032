// Files that come into a map: what is being done with them is told as it goes on, and the page can be used meanwhile.

import { gettext } from "../shared/messages.js";

let running = null;

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// The share of what was sent, or null for work of which nobody knows how long it takes; without words nothing is done.
function show(form, words, share = null) {
  const place = form.querySelector("[data-progress]");
  const bar = place.querySelector("progress");
  place.querySelector("[role=status]").textContent = words;
  bar.hidden = place.querySelector("[data-stop]").hidden = !running;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
}

function end(form, words) {
  running = null;
  form.removeAttribute("aria-busy");
  show(form, words);
}

// What was shown gives way to what the server says, as if the browser had sent the form by itself; who has asked from a
// part of the page that is there again goes on reading there.
function turn(text, part = "") {
  const page = parse(text);
  const [old, fresh] = ["import", "main"].map((id) => [id, page.getElementById(id)]).find(([id, found]) => found && document.getElementById(id));
  document.getElementById(old).replaceWith(fresh);
  document.title = page.title;
  const fault = fresh.querySelector(".error-summary");
  const again = !fault && part ? document.getElementById(part)?.querySelector("summary") : null;
  if (again) {
    again.focus({ preventScroll: true });
    again.scrollIntoView();
    return;
  }
  const heading = fault ?? fresh.querySelector("h1, h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// Events come piece by piece; what is not yet whole waits. Returns how far they were read.
function hear(form, text, from, part) {
  let place = from;
  for (let next = text.indexOf("\n\n", place); next >= 0; next = text.indexOf("\n\n", place)) {
    const [, name, data] = text.slice(place, next).match(/^event: (\w+)\ndata: (.*)$/) ?? [];
    place = next + 2;
    if (name === "step") show(form, JSON.parse(data).words);
    else if (name === "answer") answer(form, JSON.parse(data), part);
  }
  return place;
}

function answer(form, { location: address, page, fault }, part) {
  end(form, fault ?? "");
  if (address) location.assign(address);
  else if (page) turn(page, part);
}

function send(form, button) {
  const body = new FormData(form);
  const part = button?.closest("details[id]")?.id;
  // On a long page what is being done is told where it was asked for.
  button?.closest("p")?.after(form.querySelector("[data-progress]"));
  if (button?.name) body.append(button.name, button.value);
  const request = new XMLHttpRequest();
  running = request;
  form.setAttribute("aria-busy", "true");
  const chosen = [...(form.querySelector("input[type=file]")?.files ?? [])].length > 0;
  show(form, chosen ? gettext("Sending the files …") : gettext("Working …"), chosen ? 0 : null);
  if (chosen) {
    request.upload.addEventListener("progress", ({ loaded, total }) => show(form, gettext("Sending the files …"), total ? loaded / total : null));
    request.upload.addEventListener("load", () => show(form, gettext("The files have been sent.")));
  }
  let read = 0;
  let streamed = false;
  request.addEventListener("readystatechange", () => {
    if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED) streamed = request.getResponseHeader("content-type")?.startsWith("text/event-stream") ?? false;
  });
  const take = () => {
    if (streamed && running === request) read = hear(form, request.responseText, read, part);
  };
  request.addEventListener("progress", take);
  request.addEventListener("load", () => {
    take();
    if (running !== request) return;
    end(form, "");
    // It was refused before anything began, and that is a page.
    if (!streamed && request.responseText) turn(request.responseText, part);
    else show(form, gettext("The server has given no answer. Send it again."));
  });
  request.addEventListener("error", () => end(form, gettext("The connection was lost. Send it again; what came in already is not added twice.")));
  request.addEventListener("abort", () =>
    end(form, button?.name === "confirmed" ? gettext("Stopped. If it was being written already, the history shows it.") : gettext("Stopped. Nothing was written.")));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html, text/event-stream");
  request.send(body);
}

export function startImporting() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-import]");
    if (!form) return;
    event.preventDefault();
    if (!running) send(form, event.submitter);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-stop]")) running?.abort();
  });
}
