"""What is shown of a weighing: the label of each record and link, which turned, under which rule, what is set aside."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.weighing.independence import list_derived
from argument_maps.weighing.loads import find_hanging
from argument_maps.weighing.map_structures import AGAINST, FOR, list_forces
from argument_maps.weighing.recorded_verdicts import expect_label
from argument_maps.weighing.set_aside import UnknownSwitch, find_circumstances, find_circumstances_then
from argument_maps.weighing.weighing import Weighing, weigh_map, weigh_unswitched
from models.weighing_vocabulary import ProofRule, WeighedLabel


class WeighedLabels(msgspec.Struct, frozen=True, kw_only=True):
    """The labels of a map as it could be known.

    `turned` has what the label of a record or link was with nothing set aside and no reader, where it is another now.
    `set_aside` are sources, records and links. `hanging` are the findings that stand and do no longer without one
    source, with the sources of which this is true; None where the map is too large to tell.
    """

    weighing: Weighing
    turned: Mapping[str, str]
    set_aside: frozenset[str]
    hanging: Mapping[str, tuple[str, ...]] | None

    def find(self, label: str) -> str | None:
        """Return the label of a claim, interpretation, piece of evidence or link, None of anything else."""
        return self.weighing.labels.get(label)

    def is_on_authority(self, label: str) -> bool:
        """Tell whether a record stands on what a work says, and on no document."""
        return label in self.weighing.on_authority

    def list_needed(self, label: str) -> tuple[str, ...]:
        """Return the sources without any one of which a finding that stands no longer does."""
        return self.hanging.get(label, ()) if self.hanging is not None else ()

    def hangs_on_document(self, label: str) -> bool:
        """Tell whether one of the sources without which a finding no longer stands is a document, and not a work."""
        built = self.weighing.built
        derived = list_derived(self.weighing.graph, self.list_needed(label))
        return any(not built.documentary.isdisjoint(built.resting_on.get(source, ())) for source in derived)

    def list_arguments(self, label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the links that apply for a record, and those that apply against it; of a contested test both."""
        links = sorted(self.weighing.graph.links_to.get(label, ()), key=lambda link: natural_sort_key(link.id))
        applying = [link for link in links if self.weighing.applies(link.id)]
        arguing_for = tuple(link.id for link in applying if FOR in list_forces(link))
        return arguing_for, tuple(link.id for link in applying if AGAINST in list_forces(link))

    def departs_from(self, label: str, verdict: str) -> bool:
        """Tell whether the label of a perception is another than that to which a recorded verdict comes.

        None departs from a verdict that leaves it open.
        """
        return expect_label(verdict) not in {None, self.find(label)}

    def count(self, labels: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Yield how many of these records or links have each label that occurs."""
        counts = Counter(self.find(label) for label in labels)
        yield from ((label, counts[label]) for label in WeighedLabel if counts[label])


def weigh_labels(
    whole: Graph, known: Graph, rule: str, without: Sequence[str] = (), reader: str | None = None
) -> WeighedLabels:
    """Return the labels of what is `known` of the `whole` map. Raises `UnknownSwitch`.

    A name may be that of a source which could not be known yet: that it is set aside makes no difference then. Of
    names of which there is none several may stand in one, between commas.
    """
    circumstances = find_circumstances_then(whole, known, list(split_switches(whole, without)), reader)
    weighing = weigh_map(known, rule, circumstances)
    unswitched = weigh_unswitched(weighing).labels
    return WeighedLabels(
        weighing=weighing,
        turned={label: unswitched[label] for label, found in weighing.labels.items() if found != unswitched[label]},
        set_aside=circumstances.sources | circumstances.records,
        hanging=find_hanging(known, rule, circumstances),
    )


def split_switches(graph: Graph, names: Iterable[str]) -> Iterator[str]:
    """Yield each name of what is set aside, where several may stand in one with commas between them."""
    for name in names:
        # The name of an archive may have commas of its own.
        if "," not in name or _is_known(graph, name):
            yield name
        else:
            yield from (part.strip() for part in name.split(",") if part.strip())


def _is_known(graph: Graph, name: str) -> bool:
    try:
        find_circumstances(graph, (name,))
    except UnknownSwitch:
        return False
    return True


def read_rule(weigh: str | None, asked: Sequence[str] | None) -> str | None:
    """Return the rule by which a map is to be weighed, by preponderance where only something else is `asked` of that.

    None where nothing is.
    """
    return weigh or (ProofRule.PREPONDERANCE.value if asked else None)
