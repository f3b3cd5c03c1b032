"""What stands at a path that a command writes to is replaced only where it is an ordinary file."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from api.commands.writing import CannotWrite, refuse_existing_file, write_file
from argument_maps.examples import read_korea_map
from tests.command_line.test_commands import done, run

COMMANDS = ("draw", "export", "backup")
SIGNS = {"draw": b"<svg", "export": b"{", "backup": b"SQLite format 3"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps")
    (path / "korea-1950.json").write_bytes(read_korea_map())
    done("import", path / "korea-1950.json", database=path / "maps.sqlite3")
    return path


def arguments(command: str, folder: Path, output: Path) -> list[object]:
    return {
        "draw": ["draw", folder / "korea-1950.json", "--format", "svg", "-o", output],
        "export": ["export", "korea-1950", "-o", output],
        "backup": ["backup", output],
    }[command]


def write(command: str, folder: Path, output: Path) -> None:
    done(*arguments(command, folder, output), database=folder / "maps.sqlite3")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_device_stays_a_device(command: str, folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "nowhere"
    link.symlink_to("/dev/null")
    before = Path("/dev/null").stat().st_ino
    write(command, folder, link)
    assert link.is_symlink()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert Path("/dev/null").stat().st_ino == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_is_written_through(command: str, folder: Path, tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(command, folder, pipe)
    reader.join(timeout=30)
    assert read[0].startswith(SIGNS[command])
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_link_is_followed_even_to_what_is_not_there_yet(command: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "link"
    link.symlink_to("elsewhere/target")
    write(command, folder, link)
    assert link.is_symlink()
    assert target.read_bytes().startswith(SIGNS[command])
    assert [each.name for each in target.parent.iterdir()] == ["target"]


@pytest.mark.parametrize("command", ["draw", "export"])
def test_a_file_is_replaced_as_a_whole_and_keeps_its_permissions(command: str, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"before")
    target.chmod(0o640)
    with target.open("rb") as opened:
        write(command, folder, target)
        assert opened.read() == b"before"
    assert target.read_bytes().startswith(SIGNS[command])
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("command", COMMANDS)
def test_a_directory_and_a_circle_are_refused_in_words(command: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    for output in [tmp_path / "circle", *([tmp_path] if command != "export" else [])]:
        refused = run(*arguments(command, folder, output), database=folder / "maps.sqlite3")
        assert refused.returncode == 1
        assert str(output) in refused.stderr.decode()
    assert [each.name for each in tmp_path.iterdir()] == ["circle"]


def test_a_device_is_no_directory_for_several_maps(folder: Path) -> None:
    assert run("export", "--all", "-o", "/dev/null", database=folder / "maps.sqlite3").returncode == 2
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_backup_never_replaces_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"before")
    (tmp_path / "link").symlink_to("target")
    for name in ("target", "link"):
        assert run("backup", tmp_path / name, database=folder / "maps.sqlite3").returncode == 1
    assert (tmp_path / "target").read_bytes() == b"before"


def test_a_stream_that_is_led_into_a_file_is_no_file_that_would_be_replaced(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as opened:
        refuse_existing_file(Path(f"/dev/fd/{opened.fileno()}"))
        with pytest.raises(CannotWrite, match="exists already"):
            refuse_existing_file(tmp_path / "out")


def test_a_backup_to_a_hyphen_goes_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def fill_whole(beside: Path) -> None:
        beside.write_bytes(b"whole")

    monkeypatch.chdir(tmp_path)
    write_file(Path("-"), fill_whole, new=True)
    assert capfdbinary.readouterr().out == b"whole"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_an_open_stream_is_written_through_where_it_stands(name: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "api.command_line",
        "draw",
        folder / "korea-1950.json",
        "--format",
        "csv",
        "-o",
        name,
    ]
    with out.open("wb") as opened:
        opened.write(b"before\n")
        opened.flush()
        subprocess.run(command, stdout=opened, timeout=60, check=True)
    assert out.read_bytes().startswith(b"before\n")
    assert len(out.read_bytes()) > 100
