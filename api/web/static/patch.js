// Brings an element to the likeness of another in place: what is alike stays, with its focus, and is not laid out anew.

const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

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

function patchAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}
