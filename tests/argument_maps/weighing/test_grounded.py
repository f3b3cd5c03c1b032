"""The grounded labelling of small structures whose outcome is known from the literature, and of random ones."""

from hypothesis import given
from hypothesis import strategies as st

from argument_maps.weighing.labelling.grounded import label_grounded, relabel_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED
from argument_maps.weighing.labelling.structures import ArgumentStructure


def build_structure(
    arguments: list[tuple[str, str, float, str]], issues: tuple[str, ...] = (), *, is_bounded: bool = False
) -> tuple[ArgumentStructure, dict[str, int]]:
    """Return a structure of arguments as (premises, conclusion, weight, undercutter), each letter a statement."""
    structure = ArgumentStructure(is_bounded=is_bounded)
    names: dict[str, int] = {}
    for letter in sorted(
        {each for argument in arguments for part in (argument[0], argument[1], argument[3]) for each in part}
    ):
        names[letter] = structure.add_statement()
    for premises, conclusion, weight, undercutter in arguments:
        structure.add_argument(
            [names[each] for each in premises], names[conclusion], weight, names[undercutter] if undercutter else -1
        )
    for issue in issues:
        structure.add_issue([names[each] for each in issue])
    return structure, names


def label(arguments: list[tuple[str, str, float, str]], *issues: str, is_bounded: bool = False) -> dict[str, str]:
    structure, names = build_structure(arguments, issues, is_bounded=is_bounded)
    labelling = label_grounded(structure)
    words = {UNDECIDED: "undecided", IN: "in", OUT: "out"}
    return {name: words[labelling.labels[number]] for name, number in names.items()}


def test_what_one_argument_supports_is_in_and_what_nothing_supports_is_out() -> None:
    assert label([("", "a", 1, ""), ("a", "b", 1, ""), ("c", "d", 1, "")]) == {
        "a": "in",
        "b": "in",
        "c": "out",
        "d": "out",
    }


def test_of_two_positions_the_weightier_is_in_and_with_equal_weights_neither() -> None:
    assert label([("", "p", 2, ""), ("", "q", 1, "")], "pq") == {"p": "in", "q": "out"}
    assert label([("", "p", 1, ""), ("", "q", 1, "")], "pq") == {"p": "out", "q": "out"}


def test_an_undercut_argument_does_not_count_and_an_undercutter_can_be_undercut() -> None:
    assert label([("", "p", 1, "u"), ("", "u", 1, "")]) == {"p": "out", "u": "in"}
    assert label([("", "p", 1, "u"), ("", "u", 1, "v"), ("", "v", 1, "")]) == {"p": "in", "u": "out", "v": "in"}


def test_a_circle_that_nothing_outside_decides_stays_undecided_with_what_depends_on_it() -> None:
    assert set(label([("q", "p", 1, ""), ("p", "q", 1, ""), ("p", "r", 1, "")]).values()) == {"undecided"}


def test_support_from_outside_decides_a_circle_and_lends_it_no_more_than_its_own_strength() -> None:
    circle = [("", "a", 2, ""), ("a", "p", 9, ""), ("p", "q", 9, ""), ("q", "p", 9, "")]
    against = [("", "m", 2, ""), ("q", "n", 9, "")]
    assert label([*circle, *against], "mn", is_bounded=True) == {
        "a": "in",
        "p": "in",
        "q": "in",
        "m": "out",
        "n": "out",
    }


def test_an_issue_on_a_circle_is_decided_where_no_strength_that_is_open_could_turn_it() -> None:
    # p supports q and q supports p; p is opposed by c with less than what a gives, and c depends on q.
    arguments = [("", "a", 5, ""), ("a", "p", 9, ""), ("p", "q", 9, ""), ("q", "p", 9, ""), ("q", "c", 1, "")]
    assert label([*arguments, ("c", "n", 9, "")], "qn", is_bounded=True)["q"] == "undecided"
    assert label(arguments, is_bounded=True)["c"] == "in"


@given(st.data())
def test_the_order_of_statements_and_arguments_makes_no_difference(data: st.DataObject) -> None:
    letters = "abcdefgh"
    arguments = data.draw(
        st.lists(
            st.tuples(
                st.sets(st.sampled_from(letters), max_size=2).map("".join),
                st.sampled_from(letters),
                st.integers(1, 3),
                st.one_of(st.just(""), st.sampled_from(letters)),
            ),
            max_size=14,
        )
    )
    used = "".join(
        sorted({each for argument in arguments for part in (argument[0], argument[1], argument[3]) for each in part})
    )
    issues = tuple(used[place : place + 2] for place in range(0, len(used) // 2, 2))
    is_bounded = data.draw(st.booleans())
    expected = label(arguments, *issues, is_bounded=is_bounded)
    shuffled = data.draw(st.permutations(arguments))
    assert label(list(shuffled), *issues, is_bounded=is_bounded) == expected
    renamed = data.draw(st.permutations(letters))
    other = dict(zip(letters, renamed, strict=True))

    def rename(words: str) -> str:
        return "".join(other[each] for each in words)

    again = label(
        [(rename(p), rename(c), w, rename(u)) for p, c, w, u in arguments], *map(rename, issues), is_bounded=is_bounded
    )
    assert {other[name]: value for name, value in expected.items()} == again


def test_what_is_decided_on_a_circle_decides_what_follows_from_it_there_at_once() -> None:
    # b stands on a; that b supports itself and a keeps neither of them open.
    assert label([("", "a", 3, ""), ("b", "a", 9, ""), ("b", "b", 9, ""), ("a", "b", 9, "")], is_bounded=True) == {
        "a": "in",
        "b": "in",
    }


@given(st.data())
def test_labelling_again_what_is_downstream_of_a_change_is_labelling_afresh(data: st.DataObject) -> None:
    letters = "abcdefgh"
    arguments = data.draw(
        st.lists(
            st.tuples(
                st.sets(st.sampled_from(letters), max_size=2).map("".join),
                st.sampled_from(letters),
                st.integers(1, 3),
                st.one_of(st.just(""), st.sampled_from(letters)),
            ),
            min_size=1,
            max_size=14,
        )
    )
    used = "".join(sorted({each for argument in arguments for part in (argument[0], argument[1]) for each in part}))
    issues = tuple(used[place : place + 2] for place in range(0, len(used) // 2, 2))
    structure, names = build_structure(arguments, issues, is_bounded=data.draw(st.booleans()))
    # Of what concludes nothing it is only asked whether it applies.
    structure.add_argument([names[arguments[0][1]]], -1, 2)
    numbers, steps = st.sampled_from(range(structure.size)), st.sampled_from(range(len(structure.caps)))
    settings = [
        {"without": data.draw(st.sets(steps)), "rejected": data.draw(st.sets(numbers, max_size=1))} for _ in range(2)
    ]
    accepted = [data.draw(st.sets(numbers, max_size=1)) - each["rejected"] for each in settings]
    before, after = (
        label_grounded(structure, accepted=accepted[place], **settings[place])  # type: ignore[arg-type] # sets of numbers
        for place in range(2)
    )
    turned = (settings[0]["rejected"] ^ settings[1]["rejected"]) | (accepted[0] ^ accepted[1])
    again, anew = relabel_grounded(
        structure,
        before,
        settings[0]["without"] ^ settings[1]["without"],
        turned=turned,
        accepted=accepted[1],
        **settings[1],
    )
    assert again == after
    assert all(before.labels[each] == after.labels[each] for each in set(range(structure.size)) - anew)
