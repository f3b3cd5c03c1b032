// What a link says, in one sentence below its form, before it is saved: “E1 + E2 support F1”.

import { gettext, isolate } from "../shared/messages.js";

const pieces = (text) => (text ?? "").split(/[;\n]+/).map((piece) => piece.trim()).filter(Boolean);

// Ids that stand side by side without a semicolon part too; names stay as they are written.
const ids = (piece) => (/^[A-Za-z][\w-]*\d[\w-]*([,\s]+[A-Za-z][\w-]*\d[\w-]*)+$/.test(piece) ? piece.split(/[,\s]+/) : [piece]);

export function compose(fields, { target, verbs }) {
  const premises = pieces(fields.premises?.value).flatMap(ids);
  if (fields.text?.value?.trim()) premises.push(gettext("the new record"));
  const [aim] = target ? [target] : pieces(fields.target?.value);
  const verb = verbs[fields.relation?.value];
  if (!premises.length || !aim || !verb) return "";
  const does = verb[premises.length === 1 ? 0 : 1];
  return gettext("This says: %(premises)s %(does)s %(target)s.", { premises: premises.map(isolate).join(" + "), does, target: aim });
}

export function startSentence(output) {
  const { form } = output;
  const told = { target: output.dataset.target, verbs: JSON.parse(output.dataset.verbs) };
  const say = () => {
    const text = compose(form.elements, told);
    if (output.textContent !== text) output.textContent = text;
  };
  // A field that offers records says so once it holds what was chosen.
  form.addEventListener("input", say);
  form.addEventListener("change", say);
  say();
}
