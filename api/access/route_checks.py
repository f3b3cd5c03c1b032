"""What holds of the permission that each route declares; else the application is not built."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access.authorization import find_required_action
from api.access.permission_policy import ACCOUNT_ACTIONS, API, READING_ACTIONS, WRITABLE_BY_READERS, Action

# Files that everybody may have, and the description of the API. They are given as they are and ask nobody.
OPEN_PATHS = frozenset({"/static", "/guide", f"{API}/openapi.json"})
_EVERY_METHOD = "ANY"


class UnguardedRoute(Exception):
    """A route lets in whom it should not, or nobody can tell whom: the application is not built."""


def check_route_permissions(actions_by_route: Mapping[tuple[str, str], Set[Action]]) -> None:
    """Raise `UnguardedRoute` unless every route asks permission for one action, which protects what it does.

    `actions_by_route` holds by method and path what each route asks permission for, as `list_route_actions` gives it.
    """
    descriptions = [
        f"{method} {path} {fault}"
        for (method, path), actions in sorted(actions_by_route.items())
        if (fault := _find_fault(method, path, actions))
    ]
    if descriptions:
        raise UnguardedRoute("Mend the permissions of these routes: " + "; ".join(descriptions) + ".")


def _find_fault(method: str, path: str, actions: Set[Action]) -> str:
    """Return what is wrong with the permission that a route asks for, nothing where it is well."""
    if not actions:
        return "asks for no permission"
    if len(actions) > 1:
        return "asks for more than one: " + ", ".join(f"Action.{action.name}" for action in sorted(actions))
    if method != "GET" and actions <= READING_ACTIONS and path not in WRITABLE_BY_READERS:
        return f"changes something and asks for Action.{min(actions).name} alone"
    # The gate finds out who owns a map by its slug, and whose a seminar is by its own.
    if "{" in path and "{slug}" not in path and "{seminar}" not in path and not actions <= ACCOUNT_ACTIONS:
        return "names something of which nobody asks whose it is: call it slug or seminar"
    return ""


def list_route_actions(app: FastAPI) -> dict[tuple[str, str], set[Action]]:
    """Return by method and path for which actions the routes ask permission.

    Two routes of one method and path count together, since only the first of them ever answers. What is no route of
    FastAPI asks for none, but for what lies open to everybody, which is left out.
    """
    actions_by_route: dict[tuple[str, str], set[Action]] = defaultdict(set)
    for route in iter_route_contexts(app.routes):
        path = str(route.path)
        if isinstance(route.original_route, APIRoute):
            # Without what a part of the address may look like.
            path = str(route.path_format)
            for method in route.methods or ():
                actions_by_route[method, path].update(_list_actions(route.dependant))
        elif path not in OPEN_PATHS:
            actions_by_route.setdefault((_EVERY_METHOD, path), set())
    return dict(actions_by_route)


def _list_actions(dependant: Any) -> Iterator[Action]:
    action = find_required_action(dependant.call)
    if action is not None:
        yield action
    for inner in dependant.dependencies:
        yield from _list_actions(inner)
