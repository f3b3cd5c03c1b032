// The changes that were made in this window, so that each can be taken back and made again, in turn.

const slug = document.querySelector("main[data-slug]")?.dataset.slug;
const DONE = `sicetnon.done:${slug}`;
const read = () => JSON.parse(sessionStorage.getItem(DONE) ?? '{"undo":[],"redo":[]}');
const write = (stacks) => sessionStorage.setItem(DONE, JSON.stringify(stacks));

// Notes the change that an address tells of, once.
export function remember(address) {
  const done = Number(address.searchParams.get("done"));
  const stacks = read();
  if (!done || stacks.last === done) return;
  stacks.last = done;
  const was = address.searchParams.get("was");
  (was === "undone" ? stacks.redo : stacks.undo).push(done);
  if (was !== "undone" && was !== "redone") stacks.redo = [];
  write(stacks);
}

// Where the last change is taken back, or made again, from now on no longer the last; null where there is none.
export function takenBack(again) {
  const stacks = read();
  const change = (again ? stacks.redo : stacks.undo).pop();
  if (!change) return null;
  write(stacks);
  return `/maps/${encodeURIComponent(slug)}/changes/${change}/undo`;
}

// Takes back by a form of its own, whose answer is the page anew; false where there is nothing to take back.
function sendBack(again, fields) {
  const action = takenBack(again);
  if (!action) return false;
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action, hidden: true });
  for (const [name, value] of Object.entries(again ? { ...fields, again: "yes" } : fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  return true;
}

export const undo = (fields) => sendBack(false, fields);
export const redo = (fields) => sendBack(true, fields);
