// What scripts say, in the language of the page: from what the page brings along, else as it is written here.
// Each message is written out where it is said, so that `make strings` finds it; places such as %(name)s are filled in.

const messages = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

// Letters of scripts that are written from right to left, with presentation forms.
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

// Words within a sentence, so that their direction and the sentence’s do not mix: what reads as the page does stays as
// it is, anything else comes between a first strong isolate and its end (UAX 9).
export function isolate(words) {
  const apart = words && (document.documentElement.dir === "rtl" || LEFTWARD.test(words));
  return apart ? `\u2068${words}\u2069` : words;
}

const shown = (value) => (typeof value === "string" ? isolate(value) : value);
const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => shown(values[name]) ?? place);

export const gettext = (message, values = {}) => filled(messages[message] ?? message, values);

// The form that goes with a number. Languages have up to six; from a hundred on they come again with each hundred.
export function ngettext(one, many, num, values = {}) {
  const known = messages[one];
  const form = known ? known.forms[known.turns[num < 100 ? num : 100 + (num % 100)]] : num === 1 ? one : many;
  return filled(form, { num, ...values });
}
