"""The rules by which tests are shared out between the databases, and left to the long run, leave none out."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.architecture.tracked import ROOT
from tests.shared_out import ON_BOTH, share_out

Mark = pytest.MarkDecorator | None


class Item(SimpleNamespace):
    """A test as the rule sees it."""

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((each.mark for each in self.marks if each.name == name), None)

    def add_marker(self, mark: pytest.MarkDecorator) -> None:
        self.marks.append(mark)


def items(name: str, *cases: str, kinds: tuple[str, ...] = ("sqlite", "postgresql"), mark: Mark = None) -> list[Item]:
    return [
        Item(
            nodeid=f"{name}[{case}-{kind}]" if case else f"{name}[{kind}]",
            callspec=SimpleNamespace(params={"case": case, "kind": kind}),
            marks=[mark] if mark and (mark.name != "soak" or kind == "postgresql") else [],
        )
        for kind in kinds
        for case in cases
    ]


def remaining(of: list[Item]) -> list[str]:
    share_out(cast("Any", of))
    return sorted(each.nodeid for each in of if not each.get_closest_marker("soak"))


def test_of_twins_one_runs_each_time_and_both_kinds_have_their_share() -> None:
    cases = [f"case {number}" for number in range(40)]
    left = remaining(items("tests/api/test_pages.py::test_it", *cases))
    assert [each.split("[")[1].rpartition("-")[0] for each in left] == sorted(cases)
    assert 22 <= sum("sqlite" in each for each in left) <= 37


def test_who_has_no_twin_runs_where_it_is() -> None:
    alone = items("tests/api/test_pages.py::test_it", "", kinds=("postgresql",))
    assert len(remaining(alone)) == 1
    assert len(remaining(items("tests/api/test_pages.py::test_it", "", mark=pytest.mark.soak))) == 1


@pytest.mark.parametrize("place", ON_BOTH)
def test_where_the_database_makes_the_difference_both_run(place: str) -> None:
    assert [*ROOT.glob(f"{place}*")]
    assert len(remaining(items(f"{place}x.py::test_it", "one", "two"))) == 4


@pytest.mark.parametrize(("cases", "size", "tried"), [(40, 4, 10), (5, 2, 3), (2, 3, 1)])
@pytest.mark.parametrize("place", ["tests/api/test_pages.py", f"{ON_BOTH[0]}x.py"])
def test_of_many_cases_of_one_kind_some_are_tried_each_time(place: str, cases: int, size: int, tried: int) -> None:
    names = [f"case {number}" for number in range(cases)]
    left = remaining(items(f"{place}::test_it", *names, mark=pytest.mark.one_in(size)))
    assert len({each.split("[")[1].rpartition("-")[0] for each in left}) == tried
    assert len(left) == tried * (2 if place.startswith(ON_BOTH) else 1)


def test_what_is_left_to_the_long_run_takes_no_place_among_those_that_are_tried() -> None:
    alone = items("tests/api/test_pages.py::test_it", *"abcdef", kinds=("sqlite",), mark=pytest.mark.one_in(3))
    for each in alone[:3]:
        each.add_marker(pytest.mark.soak)
    assert len(remaining(alone)) == 1
