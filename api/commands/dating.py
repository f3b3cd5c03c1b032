"""`sicetnon date`."""

from typing import Annotated

import typer

from argument_maps.dates.parsing import explain_reading, read_date
from models.dates import UnreadableDate

NOT_ONE_DATE = 1


def date(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A date as it is written somewhere.")],
) -> None:
    """Tell what a date means: in EDTF, which is what maps hold, and in words.

    EDTF stands before a tab and is empty for what is undated. What can be two dates ends with 1 and names both.

    Example: sicetnon date "25 October 1917 (O.S.)"
    """
    try:
        reading = read_date(text)
    except UnreadableDate as error:
        typer.echo(f"sicetnon: {error.reason}", err=True)
        raise SystemExit(NOT_ONE_DATE) from None
    typer.echo(f"{reading.edtf}\t{explain_reading(reading)}")
