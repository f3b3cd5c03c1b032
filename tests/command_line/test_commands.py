"""The command line as somebody at a terminal meets it."""

import ast
import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from api.command_line import COMMAND_ENTRIES, main, program
from api.settings import settings as environment_settings
from argument_maps.examples import read_korea_map
from renderers.views.view_table import View

COMMANDS = (
    "serve",
    "draw",
    "import",
    "export",
    "search",
    "check",
    "migrate",
    "backup",
    "restore",
    "erase",
    "account",
    "weigh",
)
SIGNATURES = {
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "dot": b"digraph",
    "json": b"{",
    "html": b"<!DOCTYPE",
    "md": b"#",
    "csv": b"\xef\xbb\xbf",
}


@pytest.fixture
def korea_file(tmp_path: Path) -> Path:
    path = tmp_path / "korea-1950.json"
    path.write_bytes(read_korea_map())
    return path


@dataclass
class Finished:
    """What a command came to, as `subprocess` says it."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments: object, database: Path | str | None = None, given: bytes = b"", **settings: str) -> Finished:
    """Run a command; the database is a file or an address."""
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    told = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {"SICETNON_DATABASE_URL": url, **settings}.items():
            patched.setenv(name, value)
        patched.setattr(sys, "argv", ["sicetnon", *map(str, arguments)])
        for name, stream in {"stdin": told, **streams}.items():
            patched.setattr(sys, name, stream)
        environment_settings.cache_clear()
        try:
            main()
            status: object = 0
        except SystemExit as ended:
            status = ended.code
        finally:
            environment_settings.cache_clear()
    for stream in streams.values():
        stream.flush()
    out, err = (stream.buffer.getvalue() for stream in streams.values())  # type: ignore[attr-defined] # bytes in memory
    return Finished(status if isinstance(status, int) else 0, out, err)


def run_program(*arguments: object, database: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a program of its own."""
    environment = {**os.environ, "SICETNON_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "api.command_line", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)


def test_the_program_runs_by_itself(korea_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "korea.svg"
    finished = run_program("draw", korea_file, "-o", out, database=Path("/nowhere/at/all"))
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, b"", b"")
    assert b"<svg" in out.read_bytes()
    assert run_program("draw", tmp_path / "no-file").returncode == 1


def done(*arguments: object, database: Path | str | None = None, given: bytes = b"") -> bytes:
    """Run a command that has to succeed, and return what it wrote."""
    finished = run(*arguments, database=database, given=given)
    assert finished.returncode == 0, finished.stderr.decode()
    return finished.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example(command: str) -> None:
    shown = done(command, "--help", database="sqlite:////nowhere/at/all").decode()
    assert f"Example: sicetnon {command}" in shown


def test_help_names_every_command() -> None:
    shown = done("--help").decode()
    assert all(f" {command} " in shown for command in COMMANDS)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("form", SIGNATURES)
def test_a_file_is_drawn_without_server_or_database(korea_file: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"korea.{form}"
    done("draw", korea_file, "--format", form, "-o", out, database="sqlite:////nowhere/at/all")
    assert out.read_bytes().lstrip().startswith(SIGNATURES[form])


@pytest.mark.one_in(2)
@pytest.mark.parametrize("view", list(View), ids=str)
@pytest.mark.parametrize("theme", ["dark", "print"])
def test_every_view_is_drawn_from_a_file(korea_file: Path, view: View, theme: str) -> None:
    focus = ("--focus", "P3", "--depth", "2") if view.definition.needs_focus else ()
    drawn = done("draw", korea_file, "--view", view, "--format", "svg", "--theme", theme, "--as-of", "2005", *focus)
    assert drawn.startswith(b"<svg") or b"<svg" in drawn[:200]


def test_the_format_follows_the_name_of_the_file(korea_file: Path, tmp_path: Path) -> None:
    for name, begins in (("a.svg", b"<svg"), ("a.ledger.csv", b"\xef\xbb\xbf"), ("a.b.md", b"#")):
        done("draw", korea_file, "-o", tmp_path / name)
        assert (tmp_path / name).read_bytes().lstrip().startswith(begins)
    assert done("draw", "-", given=korea_file.read_bytes()).lstrip().startswith(b"<svg")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "bmp"), "svg"),
        (("--as-of", "tomorrow"), "--as-of"),
        (("--view", "neighbourhood"), "focus"),
        (("--focus", "nobody"), "nobody"),
        (("--question", "nobody"), "nobody"),
        (("--view", "sideways"), "sideways"),
        (("-o", "/nowhere/at/all.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(korea_file: Path, options: tuple[str, ...], said: str) -> None:
    finished = run("draw", korea_file, *options)
    assert finished.returncode != 0
    assert said in finished.stderr.decode()
    assert "Traceback" not in finished.stderr.decode()


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[]", b'{"title": "x", "claims": [{"id": "P1"}]}', b"\xff", b"[" * 100_000]
)
def test_a_file_that_is_no_map_is_refused_with_its_problems(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(broken)
    for command in (("draw", path), ("check", path), ("import", path)):
        finished = run(*command, database=tmp_path / "maps.sqlite3")
        assert finished.returncode == 1
        assert "broken.json" in finished.stderr.decode()
        assert "Traceback" not in finished.stderr.decode()


def test_maps_go_in_and_come_out_the_same(korea_file: Path, tmp_path: Path) -> None:
    database, out = tmp_path / "maps.sqlite3", tmp_path / "out.json"
    done("import", korea_file, database=database)
    done("export", "korea-1950", "-o", out, database=database)
    done("import", out, "--slug", "copy", database=database)
    again = json.loads(done("export", "copy", database=database))
    first = json.loads(out.read_bytes())
    assert again.pop("slug") == "copy"
    assert first.pop("slug") == "korea-1950"
    assert again == first
    refused = run("import", korea_file, database=database)
    assert refused.returncode == 1
    assert b"--replace" in refused.stderr
    done("import", korea_file, "--replace", database=database)
    directory = tmp_path / "all"
    done("export", "--all", "-o", directory, database=database)
    assert sorted(path.name for path in directory.iterdir()) == ["copy.json", "korea-1950.json"]


def test_authors_are_named_when_a_map_is_imported(tmp_path: Path) -> None:
    database, file = tmp_path / "maps.sqlite3", tmp_path / "war.json"
    file.write_text('{"slug": "war", "title": "War", "authors": [{"name": "Plato"}]}', encoding="utf-8")
    named = ("--author", "Weber, Anna <0000-0002-1825-0097>", "--author", "Institute of History")
    wrong = run("import", file, "--author", "Weber, Anna <0000-0002-1825-0098>", database=database)
    assert (wrong.returncode, b"mistyped" in wrong.stderr) == (2, True)
    assert run("import", file, *named, database=database).returncode == 0
    written = json.loads(run("export", "war", database=database).stdout)
    assert written["authors"] == [
        {"name": "Anna Weber", "family": "Weber", "given": "Anna", "orcid": "https://orcid.org/0000-0002-1825-0097"},
        {"name": "Institute of History"},
    ]


def test_a_map_as_of_a_date_is_checked_and_imported_like_any_other(korea_file: Path, tmp_path: Path) -> None:
    then = tmp_path / "korea-1990.json"
    done("draw", korea_file, "--as-of", "1990", "-o", then)
    done("check", then)
    done("import", then, "--slug", "korea-1990", database=tmp_path / "maps.sqlite3")
    again = json.loads(done("export", "korea-1990", database=tmp_path / "maps.sqlite3"))
    assert {**again, "slug": "korea-1950"} == json.loads(then.read_bytes())


def test_search_marks_what_it_finds(korea_file: Path, tmp_path: Path) -> None:
    database = tmp_path / "maps.sqlite3"
    done("import", korea_file, database=database)
    assert "[" in done("search", "沈志华", database=database).decode()
    nothing = run("search", "xyzzy", database=database)
    assert (nothing.returncode, nothing.stdout) == (1, b"")


def test_check_finds_a_whole_database_whole_and_a_broken_one_broken(korea_file: Path, tmp_path: Path) -> None:
    database = tmp_path / "maps.sqlite3"
    done("import", korea_file, database=database)
    done("check", database=database)
    done("check", korea_file)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE claim SET answers = 'nowhere' WHERE label = 'P3'")
        connection.execute("DELETE FROM revision")
    finished = run("check", database=database)
    assert finished.returncode == 1
    assert "does not exist" in finished.stderr.decode()
    assert "history" in finished.stderr.decode()


def test_a_name_that_is_written_otherwise_in_addresses_is_said(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text('{"format": "sicetnon/1", "slug": "Korea_1950", "title": "Korea"}', encoding="utf-8")
    finished = run("check", file)
    assert finished.returncode == 0
    told = finished.stderr.decode()
    assert "“Korea_1950” becomes “korea-1950”" in told
    assert "small letters, digits and single hyphens" in told
    assert "is whole: 0 records." in told


def test_a_backup_is_restored_with_its_history(korea_file: Path, tmp_path: Path, database_url: str) -> None:
    kept, other = tmp_path / "kept.sqlite3", tmp_path / "other.sqlite3"
    done("import", korea_file, database=database_url)
    before = done("export", "korea-1950", database=database_url)
    done("backup", kept, database=database_url)
    assert run("backup", kept, database=database_url).returncode == 1
    done("restore", kept, database=other)
    assert done("export", "korea-1950", database=other) == before
    done("check", database=other)
    assert done("search", "Stalin", database=other) == done("search", "Stalin", database=database_url)


def test_a_restored_database_is_as_the_backup_and_goes_on(korea_file: Path, tmp_path: Path, database_url: str) -> None:
    first, kept = tmp_path / "first.sqlite3", tmp_path / "kept.sqlite3"
    done("import", korea_file, database=first)
    done("backup", kept, database=first)
    done("import", korea_file, "--slug", "later", database=database_url)
    refused = run("restore", kept, database=database_url)
    assert refused.returncode == 1
    assert b"--force" in refused.stderr
    done("restore", kept, "--force", database=database_url)
    assert run("export", "later", database=database_url).returncode == 1
    done("import", korea_file, "--slug", "after", database=database_url)
    done("check", database=database_url)
    assert done("search", "Stalin", database=database_url).count(b"korea-1950 ") > 0


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + b"\x00" * 5000, b"not a database"])
def test_what_is_no_backup_is_not_restored(tmp_path: Path, korea_file: Path, content: bytes) -> None:
    database, path = tmp_path / "maps.sqlite3", tmp_path / "no-backup"
    done("import", korea_file, database=database)
    path.write_bytes(content)
    assert run("restore", path, "--force", database=database).returncode == 1
    done("check", database=database)
    done("export", "korea-1950", database=database)


def test_settings_that_do_not_hold_are_named_before_anything_happens(tmp_path: Path) -> None:
    finished = run("serve", "--port", "0", database=tmp_path / "maps.sqlite3", SICETNON_ACCOUNTS="perhaps")
    assert finished.returncode == 2
    assert "SICETNON_ACCOUNTS" in finished.stderr.decode()
    assert not (tmp_path / "maps.sqlite3").exists()


@pytest.mark.usefixtures("hashes_as_served")
def test_the_first_account_is_an_administrators_and_the_second_is_not(tmp_path: Path) -> None:
    database, password = tmp_path / "maps.sqlite3", b"four words of Latin\n"
    first = run("account", "add", "Barbara", "--password-stdin", database=database, given=password)
    second = run("account", "add", "Celarent", "--password-stdin", database=database, given=password)
    assert "administrator" in first.stderr.decode()
    assert "administrator" not in second.stderr.decode()
    with closing(sqlite3.connect(database)) as connection:
        hashes = [row[0] for row in connection.execute("SELECT password_hash FROM account")]
    assert all(each.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for each in hashes)
    assert hashes[0] != hashes[1]


def test_what_cannot_be_an_account_is_said_in_a_line(tmp_path: Path) -> None:
    database, password = tmp_path / "maps.sqlite3", b"four words of Latin\n"
    done("account", "add", "Barbara", "--password-stdin", database=database, given=password)
    for name, given, said in (
        ("BARBARA", password, "belongs to somebody else"),
        ("local", password, "belongs to somebody else"),
        ("a/b", password, "1 to 40 letters"),
        ("Celarent", b"short\n", "10 to 200 characters"),
    ):
        finished = run("account", "add", name, "--password-stdin", database=database, given=given)
        assert finished.returncode == 1
        assert said in finished.stderr.decode()


def test_an_account_that_is_shut_out_loses_its_sessions(tmp_path: Path) -> None:
    database, password = tmp_path / "maps.sqlite3", b"four words of Latin\n"
    done("account", "add", "Barbara", "--password-stdin", database=database, given=password)
    held = (
        "INSERT INTO sign_in (token_hash, account_id, created, seen, expires) "
        "VALUES ('x', 1, '2026-01-01', '2026-01-01', '2999-01-01')"
    )
    for doing, given in (("disable", b""), ("password", b"another long password\n")):
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(held)
        done("account", doing, "Barbara", "--password-stdin", database=database, given=given)
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("SELECT count(*) FROM sign_in").fetchone() == (0,)
    assert run("account", "enable", "Nobody", database=database).returncode == 1


def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        finished = run("serve", "--port", taken.getsockname()[1], database=tmp_path / "maps.sqlite3")
    assert finished.returncode == 1
    assert "cannot listen" in finished.stderr.decode()


def test_help_loads_nothing_that_it_does_not_need() -> None:
    statement = (
        "import sys; sys.argv = ['sicetnon', '--help']\n"
        "from api.command_line import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    finished = subprocess.run([sys.executable, "-c", statement], capture_output=True, timeout=60, check=True)
    assert b"restore" in finished.stdout
    loaded = set(ast.literal_eval(finished.stderr.decode()))
    assert not loaded & {"fastapi", "sqlalchemy", "sqlmodel", "pydantic", "alembic", "jinja2", "uvicorn", "models"}


def test_drawing_loads_neither_a_server_nor_what_other_formats_take() -> None:
    statement = (
        "import sys; from api.commands import drawing;"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    finished = subprocess.run([sys.executable, "-c", statement], capture_output=True, timeout=60, check=True)
    loaded = set(ast.literal_eval(finished.stderr.decode()))
    assert {"argument_maps", "renderers"} <= loaded
    assert not loaded & {"fastapi", "uvicorn", "alembic", "structlog", "jinja2", "docx", "pptx", "rich", "babel"}


def test_help_lists_of_each_command_what_it_says_of_itself() -> None:
    for name, offered in COMMAND_ENTRIES.items():
        assert program_commands()[name].help.partition("\n")[0] == offered.line


def program_commands() -> Any:
    return typer.main.get_command(program).commands  # type: ignore[attr-defined] # a group
