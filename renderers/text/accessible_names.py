"""What the parts of a picture are told as, to whoever does not see it or points at one."""

from argument_maps.values import AnyRecord, Claim, Evidence, Interpretation, Link, Question, Source
from models.records.link_sentences import describe_link


def get_record_text(record: AnyRecord) -> str:
    """Return what a record says, or else its title or id."""
    match record:
        case Claim() | Interpretation() | Evidence() | Question():
            return record.text
        case Source():
            return record.title
        case _:
            return record.id


def slugify(words: str) -> str:
    """Return words of the vocabulary as a class of the picture."""
    return words.replace(":", "").replace(" ", "-")


def describe_link_with_verdict(link: Link) -> str:
    """Return a link in one sentence."""
    verdict = f", verdict {link.verdict}" if link.verdict else ""
    note = f" ({link.note})" if link.note else ""
    warrant = f" Because: {link.warrant}" if link.warrant else ""
    return f"{link.id}: {describe_link(link.premises, link.relation, link.target)}{verdict}{note}.{warrant}"
