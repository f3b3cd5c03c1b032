"""The permission of every route, as the golden file `permissions.tsv` states it: method, path and action.

Tests of what routes do take it from here, and not from the application, so that what the application declares is held
against something that was written down apart. `python -m tests.api.access.permissions` writes the file again where a
permission is changed on purpose; whoever reads the change then sees each line that became another.
"""

from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI

from api.access.permission_policy import Action
from api.access.route_checks import list_route_actions
from api.app import create_app
from api.settings import Settings

GOLDEN = Path(__file__).with_name("permissions.tsv")

Permissions = Mapping[tuple[str, str], Action]


def read_permissions(text: str) -> Permissions:
    """Return by method and path the action that a golden file states; raises ValueError for a repeated route."""
    permissions: dict[tuple[str, str], Action] = {}
    for line in text.splitlines():
        method, path, action = line.split("\t")
        if (method, path) in permissions:
            raise ValueError(f"{method} {path} has two lines.")
        permissions[method, path] = Action(action)
    return permissions


def format_permissions(app: FastAPI) -> str:
    """Return the golden file for what an application's routes ask for: a line for each, by path and method."""
    routes = sorted(list_route_actions(app).items(), key=lambda route: (route[0][1], route[0][0]))
    return "".join(f"{method}\t{path}\t{action}\n" for (method, path), (action,) in routes)


def write(path: Path = GOLDEN) -> None:
    """Write the golden file for the application, whose database is never opened."""
    path.write_text(format_permissions(create_app(Settings(database_url="sqlite:///:memory:"))), "utf-8")


if __name__ == "__main__":
    # Before the former one is read, which may name an action that is called otherwise by now.
    write()

ROUTES = read_permissions(GOLDEN.read_text("utf-8"))
