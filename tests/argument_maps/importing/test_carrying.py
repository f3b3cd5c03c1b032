from argument_maps.graph import Graph
from argument_maps.importing.carrying import plan_carrying
from argument_maps.values import Agent, Question
from tests.argument_maps.graphs import evidence, graph, perception, source

LETTER = {
    "repository": "RGASPI",
    "reference": ({"label": "f.", "value": "558"}, {"label": "op.", "value": "11"}, {"label": "d.", "value": "62"}),
}
SOURCE = graph(
    Question(id="Q1", text="Who began the war?"),
    Agent(id="A1", name="Mao Zedong", family="Mao", given="Zedong"),
    Agent(id="A2", name="J. L. Gaddis", family="Gaddis", given="J. L."),
    source("S1", type="book", title="We Now Know", author=("A2",), issued="1997"),
    source("S2", title="Stalin to Mao", issued="1950-01-19", **LETTER),
    source("S3", type="book", title="FRUS, 1950", volume="VII"),
    perception("P1", answers="Q1", held_by=("A1", "A2")),
    *(evidence(f"E{number}", f"S{number}") for number in (1, 2, 3)),
)


def match(target: Graph) -> dict[str, str]:
    plan = plan_carrying(SOURCE, target, ("P1", "E1", "E2", "E3"), {}, lambda record: f"new{record.id}")
    assert plan.matched.keys() | plan.labels.keys() == SOURCE.by_id.keys()
    return plan.matched


def test_what_surely_is_there_is_found_by_the_rules_of_an_import() -> None:
    target = graph(
        Question(id="Q9", text="who began the WAR"),
        Agent(id="mao", name="Zedong Mao", names=({"text": "毛泽东", "romanisation": "Mao Zedong"},)),
        Agent(id="gaddis", name="John Lewis Gaddis", family="Gaddis", given="John Lewis"),
        source(
            "book", type="book", title="We Now Know: Rethinking Cold War History", author=("gaddis",), issued="1997"
        ),
        source("frus", type="book", title="FRUS, 1950, vol. 7", volume="7", issued="1976"),
        perception("P1", answers="Q9"),
    )
    # Of an abbreviated name it is only likely, and a claim is copied whatever is there.
    assert match(target) == {"Q1": "Q9", "A1": "mao", "S1": "book", "S3": "frus"}


def test_letters_of_another_day_and_other_volumes_are_others() -> None:
    target = graph(
        source("letter", title="Stalin to Mao", issued="1950-01-20", **LETTER),
        source("frus", type="book", title="FRUS, 1950", volume="VI"),
    )
    assert match(target) == {}


def test_where_several_may_be_the_same_none_is_taken() -> None:
    twins = [source(label, type="book", title="FRUS, 1950", volume="VII") for label in ("one", "two")]
    assert match(graph(*twins[:1])) == {"S3": "one"}
    assert match(graph(*twins)) == {}
