"""`sicetnon erase`: seminars whose time is over in which they can be called back."""

from typing import Annotated

import typer
from sqlmodel import col, select

from api.commands.maintenance.databases import open_database
from api.commands.terminal import report
from models.engine import reading
from models.people.seminars import Seminar
from models.seminar_erasure import erase_due_seminars


def erase(
    list_only: Annotated[
        bool, typer.Option("--list", help="Only list what was deleted, and when it is erased.")
    ] = False,
) -> None:
    """Erase deleted seminars for good, with their maps and all that was said there, 14 days after their deletion.

    Example: sicetnon erase --list
    """
    with open_database() as engine:
        if list_only:
            with reading(engine) as session:
                deleted = select(Seminar).where(col(Seminar.erased_after).is_not(None))
                for seminar in session.exec(deleted.order_by(col(Seminar.erased_after))):
                    day = seminar.erased_after.date().isoformat() if seminar.erased_after else ""
                    typer.echo(f"{seminar.slug}\t{day}\t{seminar.title}")
            return
        erased = erase_due_seminars(engine)
    for slug in erased:
        report(f"{slug} is erased.")
    if not erased:
        report("No seminar is due.")
