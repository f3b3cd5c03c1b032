// What scripts say, in the language of the page: from what the page brings along, else as it is written here.
// Each message is written out where it is said, so that `make strings` finds it; places such as %(name)s are filled in.

const messages = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);

export const gettext = (message, values = {}) => filled(messages[message] ?? message, values);

// The form that goes with a number. Languages have up to six; from a hundred on they come again with each hundred.
export function ngettext(one, many, num, values = {}) {
  const known = messages[one];
  const form = known ? known.forms[known.turns[num < 100 ? num : 100 + (num % 100)]] : num === 1 ? one : many;
  return filled(form, { num, ...values });
}
