"""The page that asks before something is done which cannot be taken back, or touches many."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.templating import render_page


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is asked, and what follows: what happens, how many it touches, what cannot be undone.

    `action` is where the form is sent, with `fields`; `reason` is the name of a field that has to be filled in, where
    there is one. `fault` says what is wrong with what was sent.
    """

    question: str
    consequences: tuple[str, ...]
    action: str
    button: str
    back: str
    fields: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    typed_reason: str = ""
    fault: str = ""


def show_confirmation(request: Request, confirmation: Confirmation, status: int = 200) -> HTMLResponse:
    """Return the page that asks."""
    answer = render_page(request, "confirm.html", status, confirmation=confirmation)
    answer.headers["Cache-Control"] = "no-store"
    return answer
