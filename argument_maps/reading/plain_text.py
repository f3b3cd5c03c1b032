"""What was read as plain text, for a terminal: with the numbers of its notes, and the notes where they stand."""

from argument_maps.reading.results import APPARATUS, FileReading
from models.records.contents import Block, ContentDraft, InlineMark
from models.text_vocabulary import InlineSort
from models.vocabulary import BlockSort

_LABELLED = {BlockSort.NOTE: "[{}] ", BlockSort.LIST_ITEM: "{} ", BlockSort.HEADING: "{} "}


def write_plain_text(content: ContentDraft) -> str:
    """Return a text with references such as [2] where notes belong, and numbers before notes and list items."""
    references = [
        mark
        for mark in content.inline_marks
        # A critical apparatus is keyed by its lemmas and puts no numbers into the text.
        if mark.sort is InlineSort.NOTE_REFERENCE and not mark.detail.startswith(APPARATUS)
    ]
    parts, at = [], 0
    for block in content.blocks:
        parts += [content.text[at : block.start], _write_block(content.text, block, references)]
        at = block.end
    parts.append(content.text[at:])
    return "".join(parts)


def _write_block(text: str, block: Block, references: list[InlineMark]) -> str:
    parts = [_LABELLED[block.sort].format(block.label)] if block.label and block.sort in _LABELLED else []
    at = block.start
    while references and references[0].start < block.end:
        reference = references.pop(0)
        if reference.start >= block.start:
            parts += [text[at : reference.start], f"[{reference.detail}]"]
            at = reference.start
    # A reference at the very end belongs to this block, unless the next one begins there.
    while references and references[0].start == block.end:
        parts += [text[at : block.end], f"[{references.pop(0).detail}]"]
        at = block.end
    return "".join([*parts, text[at : block.end]])


def list_report_lines(reading: FileReading) -> list[str]:
    """Return what a reader is told of how a file was read, a line each, in English."""
    lines = []
    for entry in reading.report:
        samples = f": {'; '.join(entry.samples)}" if entry.samples else ""
        lines.append(f"{entry.sort} ({entry.count}){samples}")
    for name, value in reading.source_data.items():
        lines.append(f"{name}: {value}")
    for comment in reading.comments:
        passage = reading.content.text[comment.start : comment.end]
        author = f" by {comment.author}" if comment.author else ""
        lines.append(f"comment{author} on “{passage}”: {comment.text}")
    return lines
