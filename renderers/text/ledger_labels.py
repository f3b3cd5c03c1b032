"""What a ledger says of a weighed map: the label beside the verdict that is recorded, and what makes the difference."""

from collections.abc import Iterator
from typing import Any

from argument_maps.verdicts.ledger import LedgerEntry
from argument_maps.weighing.surveys.differences import tell_difference, word_difference_causes
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import word_hanging, word_label_fully
from models.errors import Phrase
from models.vocabulary import Verdict

LABEL_COLUMNS = ("weighed", "on the label", "hanging on one source")


def word_entry_labels(weighed: WeighedLabels, entry: LedgerEntry) -> tuple[str, str, str]:
    """Return the label of a perception in words, and the two remarks on it that `yield_label_remarks` has."""
    label = entry.perception.id
    differences = " ".join(_yield_differences(weighed, label, entry.verdict))
    return word_label_fully(weighed, label), differences, " ".join(_yield_hanging(weighed, entry))


def yield_label_remarks(weighed: WeighedLabels | None, entry: LedgerEntry) -> Iterator[Phrase]:
    """Yield what is said of a label beside the verdict, nothing where the map is not weighed.

    Where the verdict comes to another label, what makes the difference; and which findings hang on one source.
    """
    if weighed is not None:
        words = word_label_fully(weighed, entry.perception.id)
        yield Phrase("weighed: %(label)s", label=words)
        yield from yield_label_causes(weighed, entry)


def yield_label_causes(weighed: WeighedLabels, entry: LedgerEntry) -> Iterator[Phrase]:
    """Yield what of `yield_label_remarks` stands beside the label itself."""
    yield from _yield_differences(weighed, entry.perception.id, entry.verdict)
    yield from _yield_hanging(weighed, entry)


def _yield_hanging(weighed: WeighedLabels, entry: LedgerEntry) -> Iterator[Phrase]:
    """Yield which of the findings that test a perception hang on one document, or work, alone."""
    for finding, needed in _list_hanging(weighed, entry).items():
        hanging = word_hanging(weighed.weighing.graph, needed)
        yield Phrase("%(finding)s %(hanging)s.", finding=finding, hanging=hanging)


def _list_hanging(weighed: WeighedLabels, entry: LedgerEntry) -> dict[str, tuple[str, ...]]:
    findings = dict.fromkeys(finding.id for test in entry.tests for finding in test.findings)
    return {finding: needed for finding in findings if (needed := weighed.list_needed(finding))}


def _yield_differences(weighed: WeighedLabels, label: str, verdict: str) -> Iterator[Phrase]:
    if not weighed.departs_from(label, verdict):
        return
    yield Phrase("The label is not what the verdict “%(verdict)s” comes to.", verdict=Verdict(verdict))
    difference = tell_difference(weighed.weighing, label)
    causes = word_difference_causes(weighed.weighing, difference) if difference is not None else ()
    if causes:
        yield from causes
        return
    supporting, opposing = weighed.list_arguments(label)
    if supporting:
        yield Phrase("For it: %(links)s.", links=supporting)
    if opposing:
        yield Phrase("Against it: %(links)s.", links=opposing)
    if not supporting and not opposing:
        yield Phrase("No argument for or against it counts.")


def describe_entry_label(weighed: WeighedLabels | None, entry: LedgerEntry) -> dict[str, Any]:
    """Return the label of a perception for a ledger in JSON, nothing where the map is not weighed."""
    if weighed is None:
        return {}
    label = entry.perception.id
    supporting, opposing = weighed.list_arguments(label)
    return {
        "weighed": {
            "label": weighed.find(label),
            "on_authority": weighed.is_on_authority(label),
            "turned_from": weighed.turned.get(label),
            "departs_from_verdict": weighed.departs_from(label, entry.verdict),
            "counting_for": supporting,
            "counting_against": opposing,
            "hanging": _list_hanging(weighed, entry),
        }
    }


def describe_rule(weighed: WeighedLabels | None) -> dict[str, Any]:
    """Return by which rule a map is weighed and with what set aside, for a ledger in JSON."""
    if weighed is None:
        return {}
    circumstances = weighed.weighing.circumstances
    return {
        "weighing": {
            "rule": weighed.weighing.rule,
            "without": circumstances.named,
            "reader": circumstances.reader,
        }
    }
