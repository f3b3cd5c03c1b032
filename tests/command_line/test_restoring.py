"""A backup is restored whole or not at all, and what was there before never comes back under the same name."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from argument_maps.examples import read_korea_map
from tests.command_line.serving import serving
from tests.command_line.test_commands import done, run
from tests.conftest import postgresql_url, run_on_server

API = "/api/v1/maps/korea-1950"
# The tags of compressed answers end otherwise.
AS_IT_IS = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Korea map, a backup of it, and a database that has a small map."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "korea-1950.json").write_bytes(read_korea_map())
    done("import", folder / "korea-1950.json", database=folder / "served.sqlite3")
    done("backup", folder / "kept.sqlite3", database=folder / "served.sqlite3")
    (folder / "small.json").write_text(json.dumps({"format": "sicetnon/1", "slug": "present", "title": "Present"}))
    done("import", folder / "small.json", database=folder / "maps.sqlite3")
    return folder


def copy_template(templates: Path, name: str, tmp_path: Path) -> Path:
    return shutil.copyfile(templates / name, tmp_path / name)


@pytest.fixture
def backup(templates: Path, tmp_path: Path) -> Path:
    """A backup of the Korea map."""
    return copy_template(templates, "kept.sqlite3", tmp_path)


@pytest.fixture
def present(templates: Path, tmp_path: Path) -> Path:
    """A database that has another map."""
    return copy_template(templates, "maps.sqlite3", tmp_path)


@pytest.fixture
def served(templates: Path, tmp_path: Path) -> Path:
    """A database that has the Korea map as it was when the backup was written."""
    return copy_template(templates, "served.sqlite3", tmp_path)


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


NOT_WHOLE = {
    "rows are missing": ["DELETE FROM label_counter WHERE rowid IN (SELECT rowid FROM label_counter LIMIT 1)"],
    "a row was altered": ["UPDATE argument_map SET title = 'Mine'"],
    "a table is missing": ["DROP TABLE presence"],
    "the history is missing": ["DELETE FROM revision"],
    "references dangle": ["UPDATE claim SET answers = 'nowhere' WHERE label = 'P3'"],
    "it is of a newer version": ["UPDATE alembic_version SET version_num = '9999'"],
    "it does not say its version": ["DELETE FROM alembic_version"],
}
WITHOUT_MANIFEST = {
    "records are missing": ["DELETE FROM record WHERE label = 'P3'"],
    "what a record says was altered": ["UPDATE claim SET text = 'Mine' WHERE label = 'P3'"],
    "part of the history is missing": ["DELETE FROM revision WHERE sequence = 1"],
}


def refuse(backup: Path, present: Path, *statements: str) -> str:
    before = present.read_bytes(), done("export", "present", database=present)
    alter(backup, *statements)
    refused = run("restore", backup, "--force", database=present)
    assert refused.returncode == 1
    assert (present.read_bytes(), done("export", "present", database=present)) == before
    assert not list(present.parent.glob("*.before-restore"))
    assert not list(present.parent.glob(".restoring-*"))
    return refused.stderr.decode()


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.mark.parametrize("fault", NOT_WHOLE)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(
    backup: Path, present: Path, fault: str
) -> None:
    refuse(backup, present, *NOT_WHOLE[fault])


@pytest.mark.parametrize("fault", WITHOUT_MANIFEST)
def test_an_older_backup_is_checked_by_its_history(backup: Path, present: Path, fault: str) -> None:
    refuse(backup, present, "DROP TABLE backup_manifest", *WITHOUT_MANIFEST[fault])


def test_a_backup_of_a_newer_version_says_which_version_is_needed(backup: Path, present: Path) -> None:
    assert "newer version" in refuse(backup, present, *NOT_WHOLE["it is of a newer version"])


def test_an_older_backup_is_restored_and_it_is_said_what_cannot_be_checked(backup: Path, present: Path) -> None:
    alter(backup, "DROP TABLE backup_manifest")
    finished = run("restore", backup, "--force", database=present)
    assert finished.returncode == 0
    assert "no manifest" in finished.stderr.decode()
    assert "backup_manifest" not in tables(present)


def test_what_was_there_is_kept_and_can_be_restored_itself(backup: Path, present: Path, tmp_path: Path) -> None:
    before = done("export", "present", database=present)
    finished = run("restore", backup, "--force", database=present)
    (former,) = tmp_path.glob("maps.sqlite3.*.before-restore")
    assert str(former) in finished.stderr.decode()
    assert run("export", "present", database=present).returncode == 1
    done("restore", former, "--force", "--keep", tmp_path / "again", database=present)
    assert done("export", "present", database=present) == before
    assert (tmp_path / "again").exists()
    done("check", database=present)


def test_a_database_that_cannot_be_read_is_put_aside(backup: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"nothing that SQLite knows" * 1000)
    assert run("restore", backup, database=broken).returncode == 1
    done("restore", backup, "--force", database=broken)
    (former,) = tmp_path.glob("broken.sqlite3.*.before-restore")
    assert former.read_bytes() == b"nothing that SQLite knows" * 1000
    done("check", database=broken)


def test_pages_of_another_size_are_restored(backup: Path, present: Path) -> None:
    alter(present, "PRAGMA journal_mode = DELETE")
    with closing(sqlite3.connect(present)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
    done("restore", backup, "--force", database=present)
    done("check", database=present)


@contextmanager
def a_database(kind: str, request: pytest.FixtureRequest, backup: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('served')}"
        return
    cluster = request.getfixturevalue("cluster")
    run_on_server(cluster, "CREATE DATABASE served")
    try:
        url = postgresql_url(cluster, "served")
        done("migrate", database=url)
        done("restore", backup, database=url)
        yield url
    finally:
        run_on_server(cluster, "DROP DATABASE served WITH (FORCE)")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_under_a_running_server_nothing_of_the_former_database_comes_again(
    backup: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    picture = "/maps/korea-1950.svg"
    with a_database(kind, request, backup) as url:
        with serving(url) as (_, address), httpx.Client(base_url=address, headers=AS_IT_IS) as client:
            unchanged = client.get(f"{API}/claims/P4").headers["etag"]
            edit(client, "Lost with the restore.", client.get(f"{API}/claims/P3").headers["etag"])
            client.put("/api/v1/maps/lost", json={"title": "Lost"}, headers={"If-None-Match": "*"})
            former = {client.get(f"{API}/claims/P3").headers["etag"], client.get(API).headers["etag"], unchanged}
            lost = client.get("/api/v1/maps/lost").headers["etag"]
            published = [publish(client, slug) for slug in ("korea-1950", "korea-1950", "lost")]
            assert published == [1, 2, 1]
            assert "Lost with the restore." in client.get(picture).text
            assert "Lost with the restore." in client.get(picture).text

            done("restore", backup, "--force", database=url)

            assert "Lost with the restore." not in client.get(picture).text
            assert "Lost with the restore." not in client.get("/maps/korea-1950").text
            assert client.get("/maps/lost").status_code == 404
            for tag in former:
                assert edit(client, "Never.", tag).status_code == 412
                assert client.get(API, headers={"If-None-Match": tag}).status_code == 200
            again = client.put("/api/v1/maps/lost", json={"title": "Other"}, headers={"If-None-Match": "*"})
            assert again.headers["etag"] != lost
            assert int(again.headers["etag"].split(".")[1]) > int(lost.split(".")[1])
            edited = edit(client, "After the restore.", client.get(f"{API}/claims/P3").headers["etag"])
            assert edited.status_code == 200
            assert edited.headers["etag"] not in former
            # What was cited as the second edition never becomes another one.
            assert [publish(client, slug) for slug in ("korea-1950", "lost")] == [3, 2]
            assert client.get(f"{API}/editions/2").status_code == 404
            numbers = {int(tag.strip('"').split(".")[2]) for tag in former}
            assert int(edited.headers["etag"].strip('"').split(".")[2]) > max(numbers)
        done("check", database=url)


def publish(client: httpx.Client, slug: str) -> int:
    """Publish an edition of a map and return its number."""
    address = f"/api/v1/maps/{slug}"
    answer = client.post(f"{address}/editions", json={}, headers={"If-Match": client.get(address).headers["etag"]})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["number"])


def edit(client: httpx.Client, text: str, tag: str) -> httpx.Response:
    headers = {"If-Match": tag, "Content-Type": "application/merge-patch+json"}
    return client.patch(f"{API}/claims/P3", json={"text": text}, headers=headers)


def test_a_form_opened_before_a_restore_overwrites_nothing_after_it(backup: Path, served: Path) -> None:
    with serving(f"sqlite:///{served}") as (_, address), httpx.Client(base_url=address) as client:
        edit(client, "Before.", "*")
        opened = client.get(f"{API}/claims/P3").json()["revision"]
        done("restore", backup, "--force", database=served)
        edit(client, "After.", "*")
        form = {"revision": str(opened), "text": "Overwritten.", "kind": "perception"}
        assert client.post("/maps/korea-1950/records/P3/edit", data=form).status_code == 409
        assert client.get(f"{API}/claims/P3").json()["text"] == "After."


def test_a_file_that_takes_the_place_of_the_database_is_noticed(served: Path, present: Path) -> None:
    with serving(f"sqlite:///{served}") as (_, address), httpx.Client(base_url=address) as client:
        assert client.get("/maps/korea-1950").status_code == 200
        shutil.move(present, served)
        assert client.get("/maps/korea-1950").status_code == 404
        assert client.get("/maps/present").status_code == 200


def test_a_restore_that_is_killed_leaves_the_database_as_it_was_or_restored(backup: Path, present: Path) -> None:
    before = done("export", "present", database=present)
    statement = (
        "import sqlite3; from api.commands.maintenance import restoring;"
        "restoring._begin_new_generation = lambda *_: __import__('os')._exit(9);"
        "from api.command_line import main; main()"
    )
    environment = {"SICETNON_DATABASE_URL": f"sqlite:///{present}"}
    killed = run_python(statement, ["restore", str(backup), "--force"], environment)
    assert killed.returncode == 9
    assert done("export", "present", database=present) == before
    done("check", database=present)


def run_python(statement: str, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", f"import sys; sys.argv[1:] = {arguments!r}; {statement}"]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, timeout=120, check=False)
