// Brings an element to the likeness of another in place: what is alike stays, with its focus, and is not laid out anew.

const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

const PATIENCE = 20_000;

// What an address answers, null where it does not, or not in time.
export async function read(address, accept) {
  try {
    const answer = await fetch(address, { headers: { Accept: accept }, signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

export async function readPage(address) {
  const text = await read(address, "text/html");
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
