"""What a ledger says of a weighed map: the label beside the verdict that is recorded, and what makes the difference."""

from collections.abc import Iterator
from typing import Any

from argument_maps.verdicts.ledger import LedgerEntry
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import word_label_fully
from models.errors import Phrase

LABEL_COLUMNS = ("weighed", "on the label")


def word_entry_labels(weighed: WeighedLabels, entry: LedgerEntry) -> tuple[str, str]:
    """Return the label of a perception in words, and where the verdict comes to another what makes the difference."""
    label = entry.perception.id
    return word_label_fully(weighed, label), " ".join(_yield_differences(weighed, label, entry.verdict))


def yield_label_remarks(weighed: WeighedLabels | None, entry: LedgerEntry) -> Iterator[Phrase]:
    """Yield the same as remarks beside the verdict, nothing where the map is not weighed."""
    if weighed is not None:
        words = word_label_fully(weighed, entry.perception.id)
        yield Phrase("weighed: %(label)s", label=words)
        yield from _yield_differences(weighed, entry.perception.id, entry.verdict)


def _yield_differences(weighed: WeighedLabels, label: str, verdict: str) -> Iterator[Phrase]:
    if not weighed.departs_from(label, verdict):
        return
    supporting, opposing = weighed.list_arguments(label)
    yield Phrase("The label is not what the verdict “%(verdict)s” comes to.", verdict=verdict)
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
