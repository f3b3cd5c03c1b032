"""The rule by which tests are shared out between the databases leaves none out."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.architecture.tracked import ROOT
from tests.shared_out import ON_BOTH, share_out


class Item(SimpleNamespace):
    """A test as the rule sees it."""

    def get_closest_marker(self, name: str) -> str | None:
        return next((each for each in self.marks if each == name), None)

    def add_marker(self, mark: pytest.MarkDecorator) -> None:
        self.marks.append(mark.name)


def items(name: str, *cases: str, kinds: tuple[str, ...] = ("sqlite", "postgresql"), mark: str = "") -> list[Item]:
    return [
        Item(
            nodeid=f"{name}[{case}-{kind}]" if case else f"{name}[{kind}]",
            callspec=SimpleNamespace(params={"case": case, "kind": kind}),
            marks=[mark] if mark and kind == "postgresql" else [],
        )
        for kind in kinds
        for case in cases
    ]


def remaining(of: list[Item]) -> list[str]:
    share_out(cast("Any", of))
    return sorted(each.nodeid for each in of if "soak" not in each.marks)


def test_of_twins_one_runs_each_time_and_both_kinds_have_their_share() -> None:
    cases = [f"case {number}" for number in range(40)]
    left = remaining(items("tests/api/test_pages.py::test_it", *cases))
    assert [each.split("[")[1].rpartition("-")[0] for each in left] == sorted(cases)
    assert 10 <= sum("sqlite" in each for each in left) <= 30


def test_who_has_no_twin_runs_where_it_is() -> None:
    alone = items("tests/api/test_pages.py::test_it", "", kinds=("postgresql",))
    assert len(remaining(alone)) == 1
    assert len(remaining(items("tests/api/test_pages.py::test_it", "", mark="soak"))) == 1


@pytest.mark.parametrize("place", ON_BOTH)
def test_where_the_database_makes_the_difference_both_run(place: str) -> None:
    assert [*ROOT.glob(f"{place}*")]
    assert len(remaining(items(f"{place}x.py::test_it", "one", "two"))) == 4
