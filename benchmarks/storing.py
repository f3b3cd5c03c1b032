"""How fast large maps are loaded and imported, beside bare sqlite3 with the same tables."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import orjson

from argument_maps.assembly import load_graph
from argument_maps.formats import native
from argument_maps.graph import Graph
from benchmarks.figures import Figure, milliseconds, pairs
from benchmarks.generate import graph
from benchmarks.server import store
from models.changes import replace_map
from models.engine import open_engine, reading, writing
from models.migrations.migrating import migrate_database
from models.records.kinds import KINDS
from models.records.rows import ATTRIBUTED_FIELDS

RECORDS = 10_000
LOAD_PAIRS, LOAD_LIMIT = 11, 2.0
IMPORT_PAIRS, IMPORT_LIMIT = 5, 3.0
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def figures() -> Iterator[Figure]:
    """Load and import a map of 10,000 records and 13,000 links, each in turns with its peer."""
    made = graph(RECORDS, 1)
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "stored.sqlite3"
        store(f"sqlite:///{stored}", [made])
        yield _loading(stored, made)
        yield _importing(Path(folder), stored, made)


def _loading(stored: Path, made: Graph) -> Figure:
    engine = open_engine(f"sqlite:///{stored}")

    def ours() -> bytes:
        with reading(engine) as session:
            return native.write_map_document(load_graph(session, made.slug))

    if not _same(ours(), made) or not _same(load_bare(stored, made.slug), made):
        raise RuntimeError("what was loaded is not the map that was stored")
    figure = Figure(
        "load a map of 10,000 records as JSON : sqlite3, orjson",
        *pairs(
            LOAD_PAIRS,
            lambda _: milliseconds(ours),
            lambda _: milliseconds(lambda: load_bare(stored, made.slug)),
        ),
        "ms",
        LOAD_LIMIT,
    )
    engine.dispose()
    return figure


def _same(document: bytes, made: Graph) -> bool:
    return msgspec.json.decode(document, type=Graph).by_id == made.by_id


def load_bare(stored: Path, slug: str) -> bytes:
    """Return a whole map as JSON with nothing between sqlite3 and orjson."""
    with closing(sqlite3.connect(stored)) as connection:
        connection.row_factory = sqlite3.Row
        header = dict(connection.execute("SELECT * FROM argument_map WHERE slug = ?", (slug,)).fetchone())
        map_id = header.pop("id")
        lists: dict[str, dict[str, list[str]]] = {}
        for query in (
            "SELECT label, 'tags', tag FROM tagging WHERE map_id = ? ORDER BY label, position",
            "SELECT label, role, agent FROM attribution WHERE map_id = ? ORDER BY label, role, position",
            "SELECT link, 'premises', premise FROM premise WHERE map_id = ? ORDER BY link, position",
        ):
            for label, field, value in connection.execute(query, (map_id,)):
                lists.setdefault(label, {}).setdefault(field, []).append(value)
        document = {"format": "sicetnon/1", **header}
        for kind, entry in KINDS.items():
            # The kinds' values are names of tables.
            rows = connection.execute(f"SELECT * FROM {kind} WHERE map_id = ?", (map_id,))  # noqa: S608 - our own
            json = _json_columns(connection, kind)
            document[entry.plural] = [_bare(dict(row), lists, json) for row in rows]
    return orjson.dumps(document)


def _json_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[2].upper() == "JSON"]


def _bare(row: dict[str, Any], lists: dict[str, dict[str, list[str]]], json: list[str]) -> dict[str, Any]:
    label = row["id"] = row.pop("label")
    del row["map_id"]
    for name in json:
        row[name] = orjson.Fragment(row[name])
    if label in lists:
        row.update(lists[label])
    return row


def _importing(folder: Path, stored: Path, made: Graph) -> Figure:
    data = native.write_map_document(made)

    def ours(number: int) -> float:
        path = folder / f"ours-{number}.sqlite3"
        migrate_database(f"sqlite:///{path}")
        engine = open_engine(f"sqlite:///{path}")
        took = milliseconds(lambda: _import(engine, data, made.slug))
        engine.dispose()
        return took

    # What is not in the document itself (search terms, counters) the peer gets for nothing.
    given = _tables(stored, ("search_text", "search_terms", "label_counter", "argument_map", "revision"))

    def peer(number: int) -> float:
        path = folder / f"bare-{number}.sqlite3"
        migrate_database(f"sqlite:///{path}")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(PRAGMAS)
            took = milliseconds(lambda: import_bare(connection, data, given))
        if _counts(path) != expected:
            raise RuntimeError("the peer did not fill the same tables")
        return took

    expected = _counts(stored)
    medians = pairs(IMPORT_PAIRS, ours, peer)
    return Figure("import 10,000 records and 13,000 links : msgspec, sqlite3", *medians, "ms", IMPORT_LIMIT)


def _import(engine: Any, data: bytes, slug: str) -> None:
    document, _ = native.read_map_document(data)
    with writing(engine) as session:
        replace_map(session, slug, document, version=None, author="benchmark", why="Made up.", checked=True)


Rows = tuple[list[str], list[tuple[Any, ...]]]


def _tables(stored: Path, names: tuple[str, ...]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    with closing(sqlite3.connect(stored)) as connection:
        for name in names:
            # A full-text table does not list its row's number.
            columns = "rowid, terms" if name == "search_terms" else "*"
            cursor = connection.execute(f"SELECT {columns} FROM {name}")  # noqa: S608 - names of our own tables
            found[name] = ([column[0] for column in cursor.description], cursor.fetchall())
    return found


def import_bare(connection: sqlite3.Connection, data: bytes, given: dict[str, Rows]) -> None:
    """Read a document with msgspec and write it with executemany, unchecked but for the database's own rules."""
    read = msgspec.json.decode(data, type=Graph)
    connection.execute("BEGIN IMMEDIATE")
    _insert(connection, "argument_map", *given["argument_map"])
    columns, rows = given["argument_map"]
    map_id = rows[0][columns.index("id")]
    kinds = {record.id: str(kind) for kind, entry in KINDS.items() for record in getattr(read, entry.plural)}
    identities = [(number, map_id, label, kind, 1) for number, (label, kind) in enumerate(kinds.items(), 1)]
    _insert(connection, "record", ["id", "map_id", "label", "kind", "revision"], identities)
    attributions, taggings, premises = [], [], []
    for kind, entry in KINDS.items():
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({kind})")]
        fixed = {"map_id": map_id, "first_premise": 0}
        rows = []
        for record in getattr(read, entry.plural):
            fixed["label"] = label = record.id
            if kind == "link":
                fixed["target_kind"] = kinds[record.target]
                premises += [(map_id, label, at, each, kinds[each]) for at, each in enumerate(record.premises)]
            rows.append(tuple(_cell(fixed[name] if name in fixed else getattr(record, name)) for name in columns))
            for role in ATTRIBUTED_FIELDS[kind]:
                attributions += [(map_id, label, role, at, each) for at, each in enumerate(getattr(record, role))]
            taggings += [(map_id, label, at, each) for at, each in enumerate(getattr(record, "tags", ()))]
        _insert(connection, str(kind), columns, rows)
    _insert(connection, "attribution", ["map_id", "label", "role", "position", "agent"], attributions)
    _insert(connection, "tagging", ["map_id", "label", "position", "tag"], taggings)
    _insert(connection, "premise", ["map_id", "link", "position", "premise", "premise_kind"], premises)
    for name in ("search_text", "search_terms", "label_counter", "revision"):
        _insert(connection, name, *given[name])
    connection.execute("COMMIT")


def _cell(value: Any) -> Any:
    return msgspec.json.encode(value).decode() if isinstance(value, (dict, list, tuple)) else value


def _insert(connection: sqlite3.Connection, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(columns))
        names = ", ".join(f'"{name}"' if name != "rowid" else name for name in columns)
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own tables


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            *map(str, KINDS),
            "record",
            "premise",
            "attribution",
            "tagging",
            "search_text",
            "search_terms",
            "revision",
        ]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608 - our own
