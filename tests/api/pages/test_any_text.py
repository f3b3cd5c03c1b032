"""Whatever is typed into a field of a record's form is kept, or refused in words."""

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_editing import debate, fields_of
from tests.conftest import postgresql_in_the_long_run

__all__ = ["debate"]  # a fixture, which is found by being here
TEXTS = ("NUL \x00", "\x1b[31m", "\ufffe", "\u202eright to left", "<script>alert(1)</script>", "🀀" * 50)


# Outside of the long run each field is tried with every third text, and each text in every third field.
@postgresql_in_the_long_run
@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.one_in(3)
@pytest.mark.parametrize("text", TEXTS)
def test_any_text_in_any_field_is_kept_or_refused_in_words(debate: TestClient, text: str, step: int) -> None:
    for label in ("S1", "P1", "L1"):
        names = [*fields_of(debate.get(f"/maps/debate/records/{label}/edit").text)]
        for name in names[TEXTS.index(text) % step :: step]:
            given = fields_of(debate.get(f"/maps/debate/records/{label}/edit").text) | {name: text}
            answer = debate.post(f"/maps/debate/records/{label}/edit", data=given)
            assert answer.status_code in (303, 409, 422), (label, name, answer.status_code)
            assert "<script>alert(1)" not in answer.text
