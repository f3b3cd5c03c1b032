from argument_maps.formats.exchange import FilePlace, ProblemWeight
from argument_maps.formats.map_building import MapBuilder, shape_label
from models.vocabulary import RecordKind

HERE = FilePlace(3, 7)


def test_records_get_labels_like_those_they_had_and_no_two_the_same() -> None:
    builder = MapBuilder("Any")
    proposals = ("Statement 1", "Statement-1", "42", "Тезис", "", "a" * 80)
    labels = [builder.reserve_label(proposal, RecordKind.CLAIM) for proposal in proposals]
    assert labels == ["Statement-1", "Statement-1-2", "n42", "C1", "C2", "a" * 64]
    assert builder.reserve_label("", RecordKind.CLAIM, "finding") == "F1"


def test_a_label_has_what_labels_may_have() -> None:
    assert shape_label("Stützer & Söhne (1950)") == "Stutzer-Sohne-1950"
    assert shape_label("!?") == ""


def test_one_bad_value_costs_neither_its_record_nor_the_others() -> None:
    builder = MapBuilder("Any")
    fields = {"text": "It rained.", "certainty": "rather", "note": "Seen."}
    assert builder.add_record(RecordKind.CLAIM, fields, place=HERE) == "C1"
    assert builder.add_record(RecordKind.CLAIM, {"text": "It snowed."}) == "C2"
    graph = builder.build_map()
    assert [claim.text for claim in graph.claims] == ["It rained.", "It snowed."]
    assert graph.claims[0].note == "Seen.\ncertainty: rather"
    assert [(problem.place, problem.weight) for problem in builder.problems] == [(HERE, ProblemWeight.CHANGED)]


def test_a_record_without_what_it_needs_is_left_out_and_said() -> None:
    builder = MapBuilder("Any")
    assert builder.add_record(RecordKind.SOURCE, {"type": "novel", "title": "A title"}, place=HERE) is None
    assert builder.add_record(RecordKind.EVIDENCE, {"summary": "Something"}, place=HERE) is None
    assert [problem.weight for problem in builder.problems] == [ProblemWeight.OMITTED] * 2
    assert "source" in builder.problems[1].message


def test_what_is_too_long_is_shortened_with_the_whole_in_the_note() -> None:
    builder = MapBuilder("Any")
    text = "word " * 1_000
    builder.add_record(RecordKind.CLAIM, {"text": text})
    claim = builder.build_map().claims[0]
    assert len(claim.text) <= 4_000
    assert claim.text.endswith("…")
    assert text.strip() in claim.note


def test_line_breaks_and_controls_do_not_cost_a_line() -> None:
    builder = MapBuilder("A\x07 title\nin two lines")
    builder.add_record(RecordKind.SOURCE, {"type": "book", "title": "One\n  and\ttwo\x00"})
    graph = builder.build_map()
    assert (graph.title, graph.sources[0].title) == ("A title in two lines", "One and two")
    assert len(builder.problems) == 1


def test_dates_are_kept_as_written_beside_what_they_mean() -> None:
    builder = MapBuilder("Any")
    fields: dict[str, object] = {"type": "book", "title": "T"}
    builder.set_date(fields, "issued", "June 1950")
    builder.set_date(fields, "opened", "some day")
    builder.add_record(RecordKind.SOURCE, fields)
    source = builder.build_map().sources[0]
    assert (source.issued, source.written_dates, source.opened) == ("1950-06", {"issued": "June 1950"}, None)
    assert source.note == "opened: some day"


def test_what_names_nothing_loses_the_name_or_goes() -> None:
    builder = MapBuilder("Any")
    builder.add_record(RecordKind.CLAIM, {"text": "One", "answers": "Q9", "held_by": ["A9"]})
    builder.add_record(RecordKind.LINK, {"premises": ["C1", "C8"], "relation": "supports", "target": "C9"})
    builder.add_record(RecordKind.LINK, {"premises": ["C1"], "relation": "undercuts", "target": "L1"})
    graph = builder.build_map()
    assert graph.links == ()
    assert (graph.claims[0].answers, graph.claims[0].held_by) == (None, ())
    assert len(builder.problems) >= 4


def test_links_in_a_circle_are_left_out_and_said() -> None:
    builder = MapBuilder("Any")
    builder.add_record(RecordKind.CLAIM, {"text": "One"})
    for target in ("L2", "L1", "C1"):
        builder.add_record(RecordKind.LINK, {"premises": ["C1"], "relation": "challenges", "target": target})
    builder.add_record(RecordKind.CLAIM, {"text": "Two"})
    builder.add_record(RecordKind.LINK, {"premises": ["C2"], "relation": "challenges", "target": "C1"})
    assert [link.id for link in builder.build_map().links] == ["L4"]
