from hypothesis import given

from argument_maps.selection.figure_choice import FigureUnit, choose_part
from argument_maps.selection.frame_selection import cut_selected_film, select_frame
from argument_maps.selection.selecting import Selection, select
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source


@given(graphs())
def test_a_frame_shows_of_a_map_what_a_picture_as_of_its_date_shows(drawn):
    selected = select(drawn)
    for frame in cut_selected_film(selected).frames:
        shown = select_frame(selected, frame)
        dated = select(drawn, Selection(as_of=frame.as_of))
        assert shown.graph.statements == dated.graph.statements
        assert shown.graph.links == dated.graph.links
        assert (shown.summaries, shown.resting_on_nothing) == (dated.summaries, dated.resting_on_nothing)
        assert (shown.undated, shown.not_yet) == (dated.undated, dated.not_yet)


@given(graphs())
def test_a_filter_hides_records_and_changes_no_verdict(drawn):
    selected = select(drawn, Selection(question=("Q1",)))
    for frame in cut_selected_film(selected).frames:
        whole = select(drawn, Selection(as_of=frame.as_of))
        shown = select_frame(selected, frame)
        assert shown.graph.statements.keys() == whole.graph.statements.keys() & selected.graph.statements.keys()
        assert all(whole.summaries[label] == summary for label, summary in shown.summaries.items())


def test_documents_that_a_figure_has_no_room_for_are_counted_as_of_then():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        *(evidence(f"E{place}", f"s{place}") for place in range(3)),
        *(source(f"s{place}", opened=str(1990 + place)) for place in range(3)),
        links="F1 tests P1 contradicted, E0 supports F1, E1 supports F1, E2 supports F1",
    )
    whole = select(drawn)
    part = choose_part(whole, [FigureUnit(statements=("P1", "F1"), links=("L1",))]).selected
    counted = [select_frame(part, frame).documents for frame in cut_selected_film(whole).frames]
    assert counted == [{}, {"F1": 1}, {"F1": 2}, {"F1": 3}]


def test_the_film_of_a_selection_is_cut_once():
    selected = select(graph(perception("P1", when="1950")))
    assert cut_selected_film(selected) is cut_selected_film(selected)
