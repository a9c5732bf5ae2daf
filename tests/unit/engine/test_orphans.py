"""Finding and ending what a leg left behind; every process here is real."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from understudy.engine.orphans import (
    PROC,
    Mark,
    Orphan,
    can_find,
    end_orphans,
    find_orphans,
    start_time,
)

pytestmark = pytest.mark.skipif(
    not can_find(), reason="this system does not show environments"
)


class Start(Protocol):
    def __call__(
        self, script: str = ..., folder: Path = ..., **env: str
    ) -> subprocess.Popen[bytes]: ...


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process that tells when it is ready, and end it after the test."""
    started = []

    def run(
        script: str = "echo; exec sleep 60", folder: Path = Path("/"), **env: str
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            ["/bin/bash", "-c", script],
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def name() -> str:
    return f"A_MARK={uuid.uuid4()}"


def environment(mark: str) -> dict[str, str]:
    key, _, value = mark.partition("=")
    return {key: value}


def test_a_process_is_known_by_its_environment(start: Start) -> None:
    mark = name()
    process = start(**environment(mark))
    start(**environment(f"{mark}x"))

    (found,) = find_orphans(Mark(mark))

    assert (found.pid, found.name) == (process.pid, "sleep")
    assert abs(found.started - time.time()) < 10
    assert repr(found) == f"<orphan sleep ({process.pid})>"


def test_the_mark_of_a_run_is_that_of_its_legs(start: Start) -> None:
    mark = name()
    process = start(**environment(f"{mark}/ci/tests"))

    assert [found.pid for found in find_orphans(Mark(mark))] == [process.pid]


def test_all_are_ended_and_named(start: Start) -> None:
    mark = name()
    first = start(**environment(mark))
    second = start("trap '' TERM INT; echo; exec sleep 60", **environment(mark))

    ended = end_orphans(Mark(mark))

    assert {orphan.pid for orphan in ended} == {first.pid, second.pid}
    assert list(find_orphans(Mark(mark))) == []
    assert end_orphans(Mark(mark)) == ()


def test_a_daemon_without_environment_is_known_by_its_folder(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "leg" / "data").mkdir(parents=True)
    (tmp_path / "leg2").mkdir()
    script = "(exec >/dev/null; exec setsid env -i /bin/sleep 60) & echo; exit"
    start(script, tmp_path / "leg" / "data")
    start(script, tmp_path / "leg2")
    mark = Mark(name(), (str(tmp_path / "leg"),), time.time())

    within = end_orphans(mark)
    beside = end_orphans(Mark(name(), (str(tmp_path / "leg2"),)))

    # Whether it is called `setsid` yet, or `sleep` already, is a matter of luck.
    assert (len(within), len(beside)) == (1, 1)


def test_a_tool_of_our_own_is_no_orphan(start: Start, tmp_path: Path) -> None:
    start(folder=tmp_path)

    assert list(find_orphans(Mark(name(), (str(tmp_path),)))) == []


def test_what_was_started_before_is_never_touched(start: Start) -> None:
    mark = name()
    start(**environment(mark))

    assert end_orphans(Mark(mark, since=time.time() + 3600)) == ()


def test_a_start_is_known_of_the_living_alone(start: Start) -> None:
    process = start()

    started = start_time(process.pid)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    assert started is not None and abs(started - time.time()) < 10
    assert start_time(process.pid) is None
    assert start_time(2**22 + 1) is None


def test_a_system_that_shows_nothing_has_no_orphans(tmp_path: Path) -> None:
    assert not can_find(tmp_path)
    assert end_orphans(Mark("A=1"), tmp_path) == ()
    assert start_time(os.getpid(), tmp_path) is None


def fake(proc: Path, pid: int, stat: str, environ: bytes) -> None:
    """Describe a process that there is not, as Linux would."""
    folder = proc / str(pid)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(stat)
    (folder / "environ").write_bytes(environ)


FIELDS = "0 0 {tty} " + "0 " * 14 + "100 0"


def test_names_with_brackets_and_blanks_are_read(tmp_path: Path) -> None:
    (tmp_path / "uptime").write_text("1000.0 1.0\n")
    fake(tmp_path, 2**22, "1 (a) b) (c) S 1 " + FIELDS.format(tty=0), b"A=1\0")

    (found,) = find_orphans(Mark("A=1"), tmp_path)

    assert found.name == "a) b) (c"


def test_what_cannot_be_killed_is_named_and_not_waited_for_for_ever(
    tmp_path: Path,
) -> None:
    fake(tmp_path, 2**22, "1 (a) S 1 " + FIELDS.format(tty=0), b"A=1\0")

    assert end_orphans(Mark("A=1"), tmp_path) == (
        Orphan(2**22, "a", 100 / os.sysconf("SC_CLK_TCK")),
    )


@pytest.mark.parametrize(
    "state, tty, folders",
    [("S", 1, ("/",)), ("Z", 0, ("/",)), ("S", 0, ("/nowhere",)), ("S", 0, ())],
    ids=["has a terminal", "is dead", "works elsewhere", "no folders"],
)
def test_what_is_no_orphan(
    tmp_path: Path, state: str, tty: int, folders: tuple[str, ...]
) -> None:
    fake(tmp_path, 2**22, f"1 (a) {state} 1 " + FIELDS.format(tty=tty), b"")
    (tmp_path / str(2**22) / "cwd").symlink_to("/")

    assert list(find_orphans(Mark("A=1", folders), tmp_path)) == []


def test_a_process_that_ends_meanwhile_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "12345").mkdir()
    fake(tmp_path, 2**22, "1 (a) S 1 " + FIELDS.format(tty=0), b"")
    (tmp_path / str(2**22) / "environ").unlink()

    assert list(find_orphans(Mark("A=1", ("/",)), tmp_path)) == []


def test_processes_are_described_in_the_usual_place() -> None:
    assert PROC == Path("/proc")
