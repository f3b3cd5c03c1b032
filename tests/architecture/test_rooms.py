"""How the project is laid out: small folders, each named in ARCHITECTURE.md, and no name with two meanings."""

import ast
from collections import Counter, defaultdict
from pathlib import Path

from tests.architecture.tracked import ROOMS, modules, texts

MOST_MODULES = 15
# What pages load; below `vendor` others have written it.
STATIC = Path("api/pages/static")
MOST_AT_THE_ROOT_OF_API = 8
# Each migration is a module, and none is ever taken out.
MIGRATIONS = Path("models/migrations/versions")
# A row and the value that is made of it have one name, and so have a program that runs apart and what it is for.
PROGRAMS = {"main", "pdf", "png", "sheets"}
ROWS_AND_VALUES = "argument_maps.values"


def _modules_by_folder() -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = defaultdict(list)
    for path in texts():
        if path.suffix == ".py" and path.name != "__init__.py" and path.parent != MIGRATIONS:
            found[path.parent].append(path)
    return found


def test_no_folder_holds_more_modules_than_one_can_survey() -> None:
    counted = {str(folder): len(held) for folder, held in _modules_by_folder().items()}
    assert {folder: number for folder, number in counted.items() if number > MOST_MODULES} == {}
    assert counted["api"] <= MOST_AT_THE_ROOT_OF_API


def test_no_folder_holds_more_scripts_or_style_sheets_than_one_can_survey() -> None:
    ours = [path for path in texts() if path.suffix in {".js", ".css"} and STATIC in path.parents]
    counted = Counter(str(path.parent) for path in ours if STATIC / "vendor" not in path.parents)
    assert len(counted) > 5
    assert {folder: number for folder, number in counted.items() if number > MOST_MODULES} == {}
    assert counted[str(STATIC)] == 0


def test_every_room_is_named_in_the_architecture() -> None:
    said = texts()[Path("ARCHITECTURE.md")]
    rooms = [folder for folder in _modules_by_folder() if folder.parts[0] in ROOMS and len(folder.parts) > 1]
    assert len(rooms) > 30
    missing = [str(room) for room in rooms if f"`{room.name}/`" not in said and room.parent.name != "migrations"]
    assert missing == []


def test_no_class_or_public_function_has_the_name_of_another() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for path, text in modules(*ROOMS).items():
        if path.parent != MIGRATIONS:
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    named[node.name].add(".".join(path.with_suffix("").parts))
    twice = {
        name: sorted(places)
        for name, places in named.items()
        if len(places) > 1 and not name.startswith("_") and name not in PROGRAMS and ROWS_AND_VALUES not in places
    }
    assert twice == {}
