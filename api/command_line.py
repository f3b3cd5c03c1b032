"""The command line: `sicetnon` and its commands, each of which is loaded when it is meant."""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from api.garbage import look_seldom_for_garbage


class Offered(NamedTuple):
    """A command as it is listed: where its function is, and the first line of what that says of itself."""

    module: str
    function: str
    line: str


OFFERED = {
    "serve": Offered("operation", "serve", "Serve the maps on the web."),
    "draw": Offered(
        "drawing", "draw", "Draw a map file without a server: as a picture, an outline, a matrix or a ledger."
    ),
    "import": Offered("exchange", "import_map", "Read maps into the database: each of them whole, or not at all."),
    "export": Offered("exchange", "export_map", "Write maps from the database as JSON, one file each."),
    "search": Offered("exchange", "search", "Search all records of all maps."),
    "check": Offered(
        "upkeep", "check", "Check a map file, or the whole database: its integrity, its references and its history."
    ),
    "verify": Offered(
        "verification", "verify", "Check without a network that a file is the edition of a map with a content hash."
    ),
    "migrate": Offered("upkeep", "migrate", "Bring the database up to date with this version of the program."),
    "backup": Offered(
        "upkeep", "backup", "Write all maps and their history into one file, while the server goes on serving."
    ),
    "restore": Offered(
        "restoring",
        "restore",
        "Put the maps and the history of a backup into the database, which is kept under another name.",
    ),
    "erase": Offered(
        "erasing",
        "erase",
        "Erase deleted seminars for good, with their maps and all that was said there, 14 days after their deletion.",
    ),
    "account": Offered(
        "accounts",
        "account",
        "Add an account, give it a new password, or shut it out and let it in again; its sessions and tokens end.",
    ),
}
FAILED = 1
_LOOK: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


class Commands(MutableMapping[str, Any]):
    """The commands by name; one is loaded when it is asked for, since most of the program comes with it."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a command. Raises KeyError."""
        if name not in self._loaded:
            offered = OFFERED[name]
            alone = typer.Typer(**_LOOK)
            alone.command(name)(getattr(import_module(f"api.commands.{offered.module}"), offered.function))
            self._loaded[name] = typer.main.get_command(alone)
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        """Put a command in the place of another."""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Load a command anew when it is asked for again."""
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in the order in which they are listed."""
        return iter(OFFERED)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(OFFERED)


class CommandsOnDemand(TyperGroup):
    """The group of all commands, which lists them without loading any."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": None})
        self.commands = Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, offered.line) for name, offered in OFFERED.items()])


program = typer.Typer(
    name="sicetnon",
    cls=CommandsOnDemand,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    **_LOOK,
)


@program.callback()
def begin() -> None:
    """Argument maps for people who argue about the past."""


def main() -> None:
    """Run the command that the arguments name."""
    look_seldom_for_garbage()
    try:
        program()
    except BrokenPipeError:
        # Whoever read our output has enough of it; nothing can be flushed to them any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILED) from None
    except Exception as error:
        # What tells of errors comes with the commands, and is loaded by now.
        import_module("api.commands.failures").end(error)
        raise


if __name__ == "__main__":
    main()
