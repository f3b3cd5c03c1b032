// Brings an element to the likeness of another in place: what is alike stays, with its focus, and is not laid out anew.

const isBlank = (node) => node?.nodeType === Node.TEXT_NODE && !node.data.trim();
const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

const PATIENCE = 20_000;

// The status with which an address answers, 0 where it does not, or not in time; and what, null where that is no success.
export async function ask(address, accept) {
  try {
    const answer = await fetch(address, { headers: { Accept: accept }, signal: AbortSignal.timeout(PATIENCE) });
    return { status: answer.status, text: answer.ok ? await answer.text() : null };
  } catch {
    return { status: 0, text: null };
  }
}

export async function readPage(address) {
  const { text } = await ask(address, "text/html");
  return text === null ? null : new DOMParser().parseFromString(text, "text/html");
}

// Brings a part of the page up to date; what is unfolded stays so, and the place to which it is scrolled.
export function bring(old, fresh) {
  const folds = foldsOf(fresh);
  for (const [name, fold] of foldsOf(old)) folds.get(name)?.toggleAttribute("open", fold.open);
  const { scrollTop } = old;
  const likeness = old.cloneNode(false);
  likeness.append(...fresh.childNodes);
  patch(old, likeness);
  old.scrollTop = scrollTop;
}

const isWritten = (control) => control.matches("textarea, select, input:not([type=radio], [type=checkbox])");
const usual = (select) => [...select.options].findIndex((option) => option.defaultSelected);

function touched(control) {
  if (control.type === "hidden") return false;
  if (control.options) return control.selectedIndex !== Math.max(0, usual(control));
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  // What a script has put into the reader's time zone is what was served.
  return control.value !== (control.localised ?? control.defaultValue ?? control.value);
}

// Whether somebody has written or chosen something in a form that is not sent, or is about to.
function inUse(form) {
  const { activeElement } = document;
  const written = (control) => touched(control) || (control === activeElement && isWritten(control));
  return form.dataset.refilled !== undefined || [...form.elements].some(written);
}

export const formsInUse = (part) => [...part.querySelectorAll("form")].filter(inUse);

// A form as it was sent, without what scripts have added for whoever writes in it.
function asSent(form) {
  const copy = form.cloneNode(true);
  for (const added of copy.querySelectorAll("[data-added-by-script]")) added.remove();
  for (const field of copy.querySelectorAll("[data-mentions]")) {
    for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  }
  return copy;
}

// Brings a part up to date around the forms that are in use: these stay the elements that they are. Where one of them
// would be another, or gone, nothing is brought, and the answer is false.
export function bringAround(part, fresh) {
  const forms = formsInUse(part);
  const counterpart = ({ id }, place) => id && place.querySelector(`[id="${CSS.escape(id)}"]`);
  if (forms.some((form) => !counterpart(form, fresh)?.isEqualNode(asSent(form)))) return false;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const { selectionStart, selectionEnd } = focused ?? {};
  // With them stays what scripts have added, such as a list that is just being chosen from.
  for (const form of forms) counterpart(form, fresh).dataset.same = "";
  bring(part, fresh);
  for (const form of forms.filter((each) => !each.isConnected)) {
    counterpart(form, part).replaceWith(form);
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  if (!focused || focused === document.activeElement) return true;
  const heading = part.querySelector("h1, h2, h3");
  if (!focused.isConnected) heading?.setAttribute("tabindex", "-1");
  (focused.isConnected ? focused : heading)?.focus({ preventScroll: true });
  if (focused.isConnected && Number.isInteger(selectionStart)) focused.setSelectionRange(selectionStart, selectionEnd);
  return true;
}

// Folds by what they are called, since others may come in between; those that are called alike in their order.
function foldsOf(part) {
  const found = new Map();
  for (const fold of part.querySelectorAll("details")) {
    let name = fold.querySelector("summary")?.textContent ?? "";
    while (found.has(name)) name += " ";
    found.set(name, fold);
  }
  return found;
}

// A fresh element with `data-same` is empty, and stands for the old one with its id just as that is.
export function patch(old, fresh) {
  if (fresh.dataset?.same !== undefined || old.isEqualNode(fresh)) return;
  if (!alike(old, fresh)) return old.replaceWith(fresh);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data;
    return;
  }
  patchAttributes(old, fresh);
  const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    if (!isBlank(child)) place = withoutBlanks(place);
    const known = child.id ? named.get(child.id) : place && alike(place, child) ? place : null;
    if (!known) old.insertBefore(child, place);
    else {
      if (known === place) place = place.nextSibling;
      else if (known.contains(document.activeElement)) place = putBehind(known, place);
      else old.insertBefore(known, place);
      patch(known, child);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

// White space around elements is another where the same is told within a page and by itself.
function withoutBlanks(node) {
  let place = node;
  while (isBlank(place)) {
    const blank = place;
    place = blank.nextSibling;
    blank.remove();
  }
  return place;
}

// What is moved loses the focus: so what stands from `first` up to the element goes behind it, and not it before that.
function putBehind(element, first) {
  const before = [];
  for (let each = first; each !== element; each = each.nextSibling) before.push(each);
  element.after(...before);
  return first;
}

function patchAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}
