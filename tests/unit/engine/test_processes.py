"""All processes of one leg; every one of these is real."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from pathlib import Path

from understudy.engine.command import Command, Ending, Stop
from understudy.engine.processes import TRACKING, Processes

ENV = {"PATH": "/usr/bin:/bin"}


class Kept:
    """Keeps what a process writes."""

    def __init__(self) -> None:
        self.data = b""

    def feed(self, data: bytes) -> None:
        self.data += data

    def idle(self) -> None:
        pass

    def finish(self) -> None:
        pass


def bash(script: str) -> Command:
    return Command(("/bin/bash", "-c", script), "/", ENV)


def hurried() -> float:
    """Tell the time of a clock that goes faster than ours."""
    return time.monotonic() * 20


def gone(pid: int, tries: int = 200) -> bool:
    """Tell whether a process has ended; what was killed takes a moment to."""
    for _ in range(tries):
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return True
        if text.rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.01)
    return False


def test_every_process_carries_the_tracking_id() -> None:
    output = Kept()
    with Processes("run/leg") as processes:
        end = processes.run(bash(f"echo ${TRACKING}"), output)

    assert (end.code, output.data) == (0, b"run/leg\n")


def test_a_daemon_outlives_its_step_and_not_its_leg() -> None:
    output = Kept()
    processes = Processes(str(uuid.uuid4()), now=hurried)

    processes.run(bash("setsid sleep 60 & echo $!"), output)
    pid = int(output.data)
    running = not gone(pid, tries=1)
    left = processes.close()

    assert running
    assert [(orphan.pid, orphan.name) for orphan in left] == [(pid, "sleep")]
    assert gone(pid)


def test_a_daemon_may_go_on_writing(tmp_path: Path) -> None:
    output = Kept()
    done = tmp_path / "done"
    script = (
        "(sleep 0.5; head -c 3000000 /dev/zero; echo over > "
        f"{done}; exec sleep 60) & echo on"
    )
    with Processes(str(uuid.uuid4()), now=hurried) as processes:
        processes.run(bash(script), output)
        for _ in range(100):
            if done.exists():
                break
            time.sleep(0.05)

        assert done.exists()
    assert output.data == b"on\n"


def test_a_daemon_that_ends_is_read_to_its_end() -> None:
    output = Kept()
    processes = Processes(str(uuid.uuid4()), now=hurried)

    processes.run(bash("(sleep 0.6) & echo on"), output)
    for _ in range(100):
        if not any(thread.name == "drain" for thread in threading.enumerate()):
            break
        time.sleep(0.05)

    assert not any(thread.name == "drain" for thread in threading.enumerate())
    assert processes.close() == ()


def test_a_daemon_that_cannot_be_found_does_not_hold_the_leg() -> None:
    output = Kept()
    processes = Processes(str(uuid.uuid4()), now=hurried)

    processes.run(bash("setsid env -i /bin/sleep 60 & echo $!"), output)
    left = processes.close()

    assert left == ()
    os.kill(int(output.data), signal.SIGKILL)


def test_nothing_is_left_open() -> None:
    before = len(os.listdir("/dev/fd"))
    threads = threading.active_count()

    with Processes(str(uuid.uuid4()), now=hurried) as processes:
        processes.run(bash("sleep 60 & echo on"), Kept())
        processes.run(bash("echo on"), Kept())

    assert len(os.listdir("/dev/fd")) == before
    assert threading.active_count() == threads


def test_a_system_that_shows_no_environments_ends_the_groups(tmp_path: Path) -> None:
    output = Kept()
    processes = Processes(str(uuid.uuid4()), now=hurried, proc=tmp_path)

    processes.run(bash("sleep 60 & echo $!"), output)

    assert processes.close() == ()
    assert gone(int(output.data))


def test_a_run_can_be_cancelled_and_time_out() -> None:
    with Processes(str(uuid.uuid4())) as processes:
        cancelled = processes.run(bash("exec sleep 60"), Kept(), stop=lambda: Stop.KILL)
        late = processes.run(bash("exec sleep 60"), Kept(), timeout=0.1)

    assert (cancelled.ending, late.ending) == (Ending.CANCELLED, Ending.TIMED_OUT)
