"""The command line: `sicetnon` and its commands, each of which is loaded when it is meant."""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from api.processes.garbage_collection import collect_garbage_rarely


class CommandEntry(NamedTuple):
    """A command as it is listed: where its function is, and the first line of what that says of itself.

    `takes_minus` says that what it takes may begin with a minus and is no option then.
    """

    module: str
    function: str
    line: str
    takes_minus: bool = False


COMMAND_ENTRIES = {
    "serve": CommandEntry("operation", "serve", "Serve the maps on the web."),
    "draw": CommandEntry(
        "drawing",
        "draw",
        "Draw a map file without a server: as a picture, an outline, a matrix, a ledger or a text with notes.",
    ),
    "import": CommandEntry(
        "exchange.importing",
        "import_map",
        "Read files into the database: each a map of its own, whole or not at all, or with --into all into one map.",
    ),
    "export": CommandEntry("exchange.exporting", "export_map", "Write maps from the database as JSON, one file each."),
    "convert": CommandEntry(
        "exchange.conversion",
        "convert",
        "Turn a file of one format into another, and say what was not understood and what the other cannot hold.",
    ),
    "cite": CommandEntry(
        "exchange.conversion",
        "cite_map_file",
        "List the sources of a map file as a bibliography in any style, what archives keep first.",
    ),
    "weigh": CommandEntry(
        "exchange.weighing", "weigh", "Tell which statements of a file stand, and which fall or stay undecided."
    ),
    "date": CommandEntry(
        "dating", "date", "Tell what a date means: in EDTF, which is what maps hold, and in words.", takes_minus=True
    ),
    "search": CommandEntry("exchange.exporting", "search", "Search all records of all maps."),
    "check": CommandEntry(
        "maintenance.upkeep",
        "check",
        "Check a map file, or the whole database: its integrity, its references and its history.",
    ),
    "verify": CommandEntry(
        "verification", "verify", "Check without a network that a file is the edition of a map with a content hash."
    ),
    "text": CommandEntry(
        "reading", "text", "Print what a file says, with its notes; how it was read goes to standard error."
    ),
    "migrate": CommandEntry(
        "maintenance.upkeep", "migrate", "Bring the database up to date with this version of the program."
    ),
    "backup": CommandEntry(
        "maintenance.upkeep",
        "backup",
        "Write all maps and their history into one file, while the server goes on serving.",
    ),
    "restore": CommandEntry(
        "maintenance.restoring",
        "restore",
        "Put the maps and the history of a backup into the database, which is kept under another name.",
    ),
    "erase": CommandEntry(
        "maintenance.erasing",
        "erase",
        "Erase deleted seminars for good, with their maps and all that was said there, 14 days after their deletion.",
    ),
    "account": CommandEntry(
        "maintenance.accounts",
        "account",
        "Add an account, give it a new password, or shut it out and let it in again; its sessions and tokens end.",
    ),
}
FAILED = 1
_TYPER_OPTIONS: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


class Commands(MutableMapping[str, Any]):
    """The commands by name; one is loaded when it is asked for, since most of the program comes with it."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a command. Raises KeyError."""
        if name not in self._loaded:
            entry = COMMAND_ENTRIES[name]
            single_app = typer.Typer(**_TYPER_OPTIONS)
            single_app.command(name, context_settings={"ignore_unknown_options": entry.takes_minus})(
                getattr(import_module(f"api.commands.{entry.module}"), entry.function)
            )
            self._loaded[name] = typer.main.get_command(single_app)
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        """Put a command in the place of another."""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Load a command anew when it is asked for again."""
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in the order in which they are listed."""
        return iter(COMMAND_ENTRIES)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(COMMAND_ENTRIES)


class CommandsOnDemand(TyperGroup):
    """The group of all commands, which lists them without loading any."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": None})
        self.commands = Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMAND_ENTRIES.items()])


program = typer.Typer(
    name="sicetnon",
    cls=CommandsOnDemand,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    **_TYPER_OPTIONS,
)


@program.callback()
def begin() -> None:
    """Argument maps for people who argue about the past."""


def main() -> None:
    """Run the command that the arguments name."""
    collect_garbage_rarely()
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
