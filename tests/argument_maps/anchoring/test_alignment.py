"""A translation stands beside what it translates."""

from argument_maps.anchoring.alignment import Row, align_blocks


def pair(left: list[str], right: list[str]) -> list[Row[str]]:
    return align_blocks(left, right, ([len(each) for each in left], [len(each) for each in right]))


def test_as_many_blocks_stand_one_beside_the_other() -> None:
    assert pair(["a", "bb"], ["long as it is", "b"]) == [(("a",), ("long as it is",)), (("bb",), ("b",))]


def test_two_paragraphs_of_a_translation_stand_beside_the_one_that_they_divide() -> None:
    left = ["x" * 80, "y" * 200, "z" * 60]
    right = ["x" * 84, "y" * 110, "y" * 95, "z" * 63]
    rows = pair(left, right)
    assert rows == [((left[0],), (right[0],)), ((left[1],), (right[1], right[2])), ((left[2],), (right[3],))]


def test_a_paragraph_that_was_not_translated_stands_alone() -> None:
    left = ["x" * 300, "y" * 400, "z" * 500]
    right = ["x" * 300, "z" * 500]
    assert pair(left, right) == [((left[0],), (right[0],)), ((left[1],), ()), ((left[2],), (right[1],))]


def test_chinese_is_paired_although_it_is_a_third_as_long() -> None:
    left = ["字" * 100, "字" * 40, "字" * 70]
    right = ["w" * 300, "w" * 60, "w" * 62, "w" * 210]
    assert [(len(one), len(other)) for one, other in pair(left, right)] == [(1, 1), (1, 2), (1, 1)]


def test_every_block_stands_in_one_row_and_in_its_order() -> None:
    left = [str(number) * (number % 7 + 1) * 10 for number in range(90)]
    right = [str(number) * (number % 5 + 1) * 12 for number in range(120)]
    rows = pair(left, right)
    assert [each for one, _ in rows for each in one] == left
    assert [each for _, other in rows for each in other] == right
