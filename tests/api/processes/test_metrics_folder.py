"""Where several processes of one server count: of servers that were killed nothing stays behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.processes import metrics_folder
from api.processes.metrics_folder import PREFIX, choose_root, clear_dead_folders, make_counted_folder

KILLED = """
import os, signal, sys
from pathlib import Path
from api.processes.metrics_folder import make_counted_folder
with make_counted_folder(Path(sys.argv[1])) as folder:
    (folder / "counter_1.db").write_bytes(b"1")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_folder_of_a_server_that_was_killed_goes_when_the_next_one_starts(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == -9
    (left,) = tmp_path.glob(f"{PREFIX}*")
    with make_counted_folder(tmp_path) as folder:
        assert not left.exists()
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_server_that_lives_stays(tmp_path: Path) -> None:
    with make_counted_folder(tmp_path) as first, make_counted_folder(tmp_path) as second:
        assert {*tmp_path.iterdir()} == {first, second}
        assert clear_dead_folders(tmp_path) == []


def test_nothing_is_deleted_that_no_server_made(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "in-use").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    (tmp_path / f"{PREFIX}without-lock").mkdir()
    assert clear_dead_folders(tmp_path) == []
    assert (elsewhere / "in-use").exists()


def test_what_is_counted_is_in_memory_where_there_is_room_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(temporary))
    assert choose_root(tmp_path) == tmp_path
    assert choose_root(tmp_path / "missing") == temporary
    monkeypatch.setattr(metrics_folder, "MINIMUM_FREE_BYTES", 1 << 62)
    assert choose_root(tmp_path) == temporary
