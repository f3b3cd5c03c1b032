"""That the table of permissions and the routes say the same; else the application is not built."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access.authorization import find_required_action
from api.access.route_table import ACCOUNT_ACTIONS, ROUTES, Action, DeclaredRoutes


class UndeclaredRoute(Exception):
    """The routes of the application and the table of permissions differ: the application is not built."""


def check_declared(
    actions_by_route: Mapping[tuple[str, str], Iterable[Action]], declared: DeclaredRoutes = ROUTES
) -> None:
    """Raise `UndeclaredRoute` unless every route asks for exactly the action that the table declares for it.

    `actions_by_route` holds by method and path what each route asks permission for.
    """
    faults = []
    for key in sorted({*actions_by_route, *declared}):
        method, path = key
        actions = set(actions_by_route.get(key, ()))
        if key not in declared:
            action_names = ", ".join(f"Action.{action.name}" for action in actions) or "nothing"
            faults.append(f"{method} {path} is not declared; it asks for {action_names}")
        elif key not in actions_by_route:
            faults.append(f"{method} {path} is declared, and there is no such route")
        elif actions != {declared[key]}:
            action_names = ", ".join(f"Action.{action.name}" for action in sorted(actions)) or "nothing"
            faults.append(f"{method} {path} asks for {action_names} and is declared as Action.{declared[key].name}")
        elif "{" in path and "{slug}" not in path and "{seminar}" not in path and declared[key] not in ACCOUNT_ACTIONS:
            faults.append(f"{method} {path} names something of which nobody asks whose it is: call it slug or seminar")
    if faults:
        raise UndeclaredRoute("Mend api/access/route_table.py or the routes: " + "; ".join(faults) + ".")


def list_route_actions(app: FastAPI) -> dict[tuple[str, str], set[Action]]:
    """Return by method and path for which actions the routes ask permission."""
    return {
        (method, str(route.path)): set(_list_actions(route.dependant))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in route.methods or ()
    }


def _list_actions(dependant: Any) -> Iterator[Action]:
    action = find_required_action(dependant.call)
    if action is not None:
        yield action
    for inner in dependant.dependencies:
        yield from _list_actions(inner)
