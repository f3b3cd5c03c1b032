"""Graphviz as a bounded process: what fails there is one clear error, and never half a picture."""

import errno
import os
import shutil
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from argument_maps.bounded_work import Work, WorkEnded, run_as_work
from renderers.layout import box_placement, dot_process
from renderers.layout.box_placement import SEPARATION, BoxConnection, BoxGroup, place_boxes
from renderers.layout.dot_process import DrawingUnavailable

BLOCK = BoxGroup(
    [[("a", 40.0), ("b", 60.0)], [("c", 50.0)], [("d", 30.0)]],
    [BoxConnection("d", (1,), "a"), BoxConnection("c", (), "b")],
)


def a_dot_that(directory: Path, script: str) -> None:
    program = directory / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(dot_process, "_build_environment", lambda dot: {"PATH": os.environ["PATH"], "DOT": dot})
    return tmp_path


def test_boxes_of_one_column_do_not_overlap() -> None:
    [placed] = place_boxes([BLOCK])
    assert abs(placed.middles["a"] - placed.middles["b"]) >= 50


def test_a_join_gets_a_free_passage_through_each_column_between() -> None:
    [placed] = place_boxes([BLOCK])
    [passage] = placed.passages[0]
    assert abs(passage - placed.middles["c"]) >= 25


def test_the_same_blocks_give_the_same_places() -> None:
    first = place_boxes([BLOCK, BLOCK])
    box_placement.clear_cached_positions()
    assert place_boxes([BLOCK, BLOCK]) == first


def test_boxes_that_nothing_joins_are_stacked_without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    [placed] = place_boxes([BoxGroup([[("a", 40.0), ("b", 60.0)]], [])])
    assert placed.middles == {"a": 20.0, "b": 40.0 + SEPARATION + 30.0}


def test_a_missing_dot_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DrawingUnavailable, match="not installed"):
        place_boxes([BLOCK])


def test_a_dot_for_which_nobody_waits_any_more_is_ended(path: Path) -> None:
    begun = path / "begun"
    a_dot_that(path, f"touch {begun}\nexec sleep 60")
    work = Work()

    def draw() -> None:
        with run_as_work(work):
            place_boxes([BLOCK])

    with ThreadPoolExecutor(1) as threads:
        drawing = threads.submit(draw)
        while not begun.exists():
            time.sleep(0.005)
        work.end()
        with pytest.raises(WorkEnded):
            drawing.result(20)


def test_a_hanging_dot_is_ended(path: Path) -> None:
    a_dot_that(path, "exec sleep 20")
    with pytest.raises(DrawingUnavailable, match="did not finish"):
        place_boxes([BLOCK], seconds=0.3)


@pytest.mark.parametrize("script", ["exit 1", "echo warning >&2", "kill -SEGV $$", "echo 'graph 1 1 1'; exit 3"])
def test_a_failing_dot_gives_no_picture(path: Path, script: str) -> None:
    a_dot_that(path, script)
    with pytest.raises(DrawingUnavailable, match="failed"):
        place_boxes([BLOCK])


def test_a_dot_that_draws_less_than_was_asked_gives_no_picture(path: Path) -> None:
    a_dot_that(path, "cat >/dev/null; echo stop")
    with pytest.raises(DrawingUnavailable, match="drew 0 of 1"):
        place_boxes([BLOCK])


def test_dot_is_bounded_in_memory_and_time(path: Path) -> None:
    a_dot_that(path, f"cat >/dev/null; ulimit -v >{path}/memory; ulimit -t >{path}/time; exit 1")
    with pytest.raises(DrawingUnavailable):
        place_boxes([BLOCK], seconds=7)
    assert int((path / "memory").read_text()) == 1024 * 1024
    assert int((path / "time").read_text()) == 8


@pytest.fixture
def _one_waits() -> Iterator[None]:
    dot_process.start_spare_process()
    yield
    dot_process.end_spare_processes()


@pytest.mark.usefixtures("_one_waits")
def test_a_dot_that_was_started_beforehand_draws_the_same() -> None:
    beforehand = place_boxes([BLOCK])
    box_placement.clear_cached_positions()
    assert beforehand == place_boxes([BLOCK])


@pytest.mark.usefixtures("_one_waits")
def test_a_waiting_dot_that_died_is_replaced() -> None:
    [(_, process)] = dot_process._spare_processes
    process.kill()
    process.wait()
    assert place_boxes([BLOCK])


@pytest.mark.usefixtures("_one_waits")
def test_a_dot_of_another_place_is_not_used(path: Path) -> None:
    a_dot_that(path, "exit 1")
    with pytest.raises(DrawingUnavailable, match="failed"):
        place_boxes([BLOCK])


@pytest.mark.usefixtures("_one_waits")
def test_no_dot_waits_after_the_end() -> None:
    [(_, process)] = dot_process._spare_processes
    dot_process.end_spare_processes()
    assert process.poll() is not None


def test_what_dot_answered_lately_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = place_boxes([BLOCK])
    monkeypatch.setenv("PATH", "/nowhere")
    assert place_boxes([BLOCK, BLOCK]) == first * 2
    box_placement.clear_cached_positions()
    with pytest.raises(DrawingUnavailable):
        place_boxes([BLOCK])


def test_dot_runs_with_all_of_its_plugins_where_no_temporary_folder_can_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_: str) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(dot_process.tempfile, "mkdtemp", refuse)
    dot = shutil.which("dot")
    assert dot is not None
    assert "GVBINDIR" not in dot_process._build_environment.__wrapped__(dot)
