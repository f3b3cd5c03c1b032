// What the records of a map are called, for scripts that know their ids alone.

import { gettext } from "../shared/messages.js";

const LONGEST_NAME = 60;
const PATIENCE = 3000;

const shorten = (words) => (words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME - 1).trimEnd()}…` : words);

export class RecordNames {
  constructor(slug) {
    this.slug = slug;
    this.asked = new Map();
    this.words = new Map();
  }

  // The next time that it is named the record is asked for anew.
  forget(label) {
    this.asked.delete(label);
  }

  // A record by its id with what it is called, as far as that is known by now.
  name(label) {
    const name = this.words.get(label);
    return name ? gettext("%(id)s “%(name)s”", { id: label, name }) : label;
  }

  // Ask for what records are called of which that is not known.
  learn(labels) {
    for (const label of labels) if (!this.asked.has(label)) this.asked.set(label, this.ask(label));
    return Promise.all(labels.map((label) => this.asked.get(label)));
  }

  async ask(label) {
    const address = `/maps/${this.slug}/choices?${new URLSearchParams({ q: label })}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    if (!answer?.ok) return this.asked.delete(label);
    const found = (await answer.json()).find(({ id, map }) => id === label && !map);
    if (found?.text) this.words.set(label, shorten(found.text));
  }
}
