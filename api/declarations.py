"""That the table of permissions and the routes say the same; else the application is not built."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.permission import permission_of
from api.permissions import ABOUT_ACCOUNTS, ROUTES, Action, Declared


class Undeclared(Exception):
    """The routes of the application and the table of permissions differ: the application is not built."""


def check_declared(asked: Mapping[tuple[str, str], Iterable[Action]], declared: Declared = ROUTES) -> None:
    """Raise `Undeclared` unless every route asks for exactly the action that the table declares for it.

    `asked` holds by method and path what each route asks permission for.
    """
    faults = []
    for key in sorted({*asked, *declared}):
        method, path = key
        actions = set(asked.get(key, ()))
        if key not in declared:
            told = ", ".join(f"Action.{action.name}" for action in actions) or "nothing"
            faults.append(f"{method} {path} is not declared; it asks for {told}")
        elif key not in asked:
            faults.append(f"{method} {path} is declared, and there is no such route")
        elif actions != {declared[key]}:
            told = ", ".join(f"Action.{action.name}" for action in sorted(actions)) or "nothing"
            faults.append(f"{method} {path} asks for {told} and is declared as Action.{declared[key].name}")
        elif "{" in path and "{slug}" not in path and "{seminar}" not in path and declared[key] not in ABOUT_ACCOUNTS:
            faults.append(f"{method} {path} names something of which nobody asks whose it is: call it slug or seminar")
    if faults:
        raise Undeclared("Mend api/permissions.py or the routes: " + "; ".join(faults) + ".")


def asked_of(app: FastAPI) -> dict[tuple[str, str], set[Action]]:
    """Return by method and path for which actions the routes ask permission."""
    return {
        (method, str(route.path)): set(_actions(route.dependant))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in route.methods or ()
    }


def _actions(dependant: Any) -> Iterator[Action]:
    action = permission_of(dependant.call)
    if action is not None:
        yield action
    for inner in dependant.dependencies:
        yield from _actions(inner)
