// Where chosen words stand in a text, in Unicode code points, and where words and sentences begin.

// The letters of a block, without the signs that stand between them.
function* letters(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest("[data-not-text]")) yield node;
  }
}

export const wordsOf = (block) => [...letters(block)].map((node) => node.data).join("");

const codePoints = (text) => [...text].length;

// How many letters of a block, in UTF-16, stand before a point of the page.
function before(block, node, offset) {
  const point = document.createRange();
  point.setStart(node, offset);
  let count = 0;
  for (const each of letters(block)) {
    if (each === node) return count + offset;
    if (point.comparePoint(each, 0) >= 0) return count;
    count += each.data.length;
  }
  return count;
}

const blockOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".block");

// Beside its translation a text is divided over the rows of the page; its blocks belong together all the same.
const blocksOf = (set) => [...document.querySelectorAll(`[data-text="${CSS.escape(set.dataset.text)}"] .block`)];

export const owns = (set, node) => node?.closest("[data-text]")?.dataset.text === set.dataset.text;

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

// An offset in words that divides no character, such as a letter and its accent or joined emoji: outside of the one in which it lies.
function outside(words, at, opens) {
  const character = at > 0 && at < words.length ? characters.segment(words).containing(at) : null;
  if (!character || character.index === at) return at;
  return opens ? character.index : character.index + character.segment.length;
}

// The block and the offset in it of one end of a selection; an end between blocks goes to the nearer one inside.
function placed(set, node, offset, opens) {
  const block = blockOf(node);
  if (block && owns(set, block)) return { block, at: outside(wordsOf(block), before(block, node, offset), opens) };
  const point = document.createRange();
  point.setStart(node, offset);
  const blocks = blocksOf(set);
  const inside = opens
    ? blocks.find((each) => point.comparePoint(each, 0) >= 0)
    : blocks.findLast((each) => point.comparePoint(each, each.childNodes.length) <= 0);
  return inside ? { block: inside, at: opens ? 0 : wordsOf(inside).length } : null;
}

// What is chosen in a text: { set, start, end, words } in code points, or null. It has whole characters, also where the selection has not.
export function chosen(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const first = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
  const set = first.closest?.("[data-marking]") ?? document.querySelector("[data-marking]");
  if (!set || !range.intersectsNode(set)) return null;
  const [from, to] = [placed(set, range.startContainer, range.startOffset, true), placed(set, range.endContainer, range.endOffset, false)];
  if (!from || !to) return null;
  const startsAt = (end) => Number(end.block.dataset.start) + codePoints(wordsOf(end.block).slice(0, end.at));
  const [start, end] = [startsAt(from), startsAt(to)];
  return end > start ? { set, start, end, words: selection.toString().trim() } : null;
}

// Chooses the letters from one place to another; a place is a block and an offset in its letters.
export function choose(from, to) {
  const [one, other] = [pointOf(from), pointOf(to)];
  if (one && other) getSelection().setBaseAndExtent(one.node, one.offset, other.node, other.offset);
}

function pointOf({ block, at }) {
  let left = at;
  let last = null;
  for (const node of letters(block)) {
    if (left <= node.data.length) return { node, offset: left };
    left -= node.data.length;
    last = node;
  }
  return last && { node: last, offset: last.data.length };
}

// A text stays as it is while its page does, and dividing a book takes a good part of a second.
const divided = new Map();

// The words or sentences of a text one after the other: { block, from, to }. Languages divide differently.
export function stretches(set, granularity) {
  const key = `${set.dataset.text} ${granularity}`;
  if (!divided.has(key)) divided.set(key, divide(set, granularity));
  return divided.get(key);
}

function divide(set, granularity) {
  const language = set.closest("[lang]")?.lang || undefined;
  const segmenter = new Intl.Segmenter(language, { granularity });
  return blocksOf(set).flatMap((block) =>
    [...segmenter.segment(wordsOf(block))]
      .filter((each) => (granularity === "word" ? each.isWordLike : each.segment.trim()))
      .map((each) => ({ block, from: each.index, to: each.index + each.segment.trimEnd().length })),
  );
}

export const isBefore = (one, other) =>
  one.block === other.block
    ? one.at - other.at < 0
    : Boolean(one.block.compareDocumentPosition(other.block) & Node.DOCUMENT_POSITION_FOLLOWING);

// The two ends of what is chosen, as places, in the order of the text.
export function ends(set) {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const from = placed(set, range.startContainer, range.startOffset, true);
  const to = placed(set, range.endContainer, range.endOffset, false);
  return from && to ? { from, to } : null;
}

export function placeAt(set, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? range?.startContainer;
  const block = node && blockOf(node);
  return block && owns(set, block) ? { block, at: before(block, node, caret?.offset ?? range.startOffset) } : null;
}
