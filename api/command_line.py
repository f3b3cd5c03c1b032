"""The command line: `sicetnon` and its commands."""

import os
import sys
from collections.abc import Callable

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.commands import accounts, drawing, exchange, operation, restoring, upkeep, verification
from api.commands.terminal import FAILED, fail
from models.errors import MapError

program = typer.Typer(
    name="sicetnon",
    help="Argument maps for people who argue about the past.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
COMMANDS: dict[str, Callable[..., None]] = {
    "serve": operation.serve,
    "draw": drawing.draw,
    "import": exchange.import_map,
    "export": exchange.export_map,
    "search": exchange.search,
    "check": upkeep.check,
    "verify": verification.verify,
    "migrate": upkeep.migrate,
    "backup": upkeep.backup,
    "restore": restoring.restore,
    "account": accounts.account,
}
for name, command in COMMANDS.items():
    program.command(name)(command)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        program()
    except MapError as error:
        fail(f"{error.title}: {error.detail} {error.remedy}")
    except SQLAlchemyError as error:
        fail(f"the database refused: {getattr(error, 'orig', None) or error}")
    except BrokenPipeError:
        # Whoever read our output has enough of it; nothing can be flushed to them any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILED) from None


if __name__ == "__main__":
    main()
