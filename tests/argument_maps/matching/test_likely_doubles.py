from argument_maps.matching.likely_doubles import find_likely_doubles
from argument_maps.values import Agent
from tests.argument_maps.graphs import graph, source


def test_likely_doubles_are_called_alike_or_have_one_doi() -> None:
    drawn = graph(
        Agent(id="A1", name="Joseph Stalin", family="Stalin"),
        Agent(id="A2", name="I. V. Stalin", given="Iosif", aliases=("Koba",)),
        Agent(id="A3", name="Lenin"),
        Agent(id="A4", name="沈志华"),
        Agent(id="A5", name="Shen Zhihua", names=({"text": "沈志华", "language": "zh"},)),
        source("S1", title="The Korean War", issued="1990"),
        source("S2", title="The Korean War", issued="2001"),
        source("S3", title="The Korean war.", issued="1990-05"),
        source("S4", title="One thing", doi="10.1000/X"),
        source("S5", title="Another", doi="10.1000/x"),
    )
    found = [(pair.one.id, pair.other.id) for pair in find_likely_doubles(drawn)]
    # The likeliest comes first.
    assert found == [("A4", "A5"), ("S4", "S5"), ("S1", "S3"), ("A1", "A2")]


def test_a_work_and_what_it_was_made_from_are_no_doubles() -> None:
    drawn = graph(
        source("S1", type="book", title="The Korean War", issued="1990"),
        source("S2", type="book", title="The Korean War", issued="1990", language="de", translation_of="S1"),
        source("S3", type="book", title="The Korean War", issued="1990", edition="2"),
    )
    assert {(pair.one.id, pair.other.id) for pair in find_likely_doubles(drawn)} == {("S1", "S3"), ("S2", "S3")}


def test_volumes_and_letters_of_one_file_are_no_doubles() -> None:
    reference = ({"label": "f.", "value": "558"}, {"label": "op.", "value": "11"})
    drawn = graph(
        *(source(f"V{number}", type="book", title="FRUS, 1950", volume=number) for number in ("VI", "VII", "VIII")),
        *(
            source(f"L{day}", title="Stalin to Mao", issued=f"1950-01-{day}", repository="RGASPI", reference=reference)
            for day in (19, 20, 30)
        ),
    )
    assert find_likely_doubles(drawn) == ()
