"""Marks in texts tell relations and verdicts by the signs that pictures have."""

import re

from renderers.style import RELATIONS, VERDICTS
from renderers.svg.relation_samples import make_relation_id
from tests.api.texts.relation_styles import BEGIN, END, SHEET, compose_rules


def test_the_style_sheet_has_the_rules_of_the_signs() -> None:
    written = SHEET.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert written == compose_rules(), "Run python -m tests.api.texts.relation_styles."


def test_no_two_marks_look_alike_but_what_is_told_by_its_sign_alone() -> None:
    looks: dict[str, list[str]] = {}
    for name in (*RELATIONS, *VERDICTS):
        found = re.search(rf"^\.passage\.{make_relation_id(name)} {{ (.*) }}$", compose_rules(), re.MULTILINE)
        looks.setdefault(found[1] if found else "", []).append(name)
    assert [names for names in looks.values() if len(names) > 1] == [["open: archives silent", "open: records closed"]]
