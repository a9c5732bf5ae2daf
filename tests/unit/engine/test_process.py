"""One process from its start to its end; every one of these is real."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from subprocess import PIPE
from typing import Callable, Optional

import pytest

from understudy.engine.command import Command, Ending, Exit, Stop
from understudy.engine.process import exit_watch, kill_group, never, run

ENV = {"PATH": "/usr/bin:/bin"}
Watch = Callable[[int], Optional[int]]


class Kept:
    """Keeps what a process writes, and how often it was silent."""

    def __init__(self) -> None:
        self.data = b""
        self.silences = 0
        self.finished = False

    def feed(self, data: bytes) -> None:
        self.data += data

    def idle(self) -> None:
        self.silences += 1

    def finish(self) -> None:
        self.finished = True


def bash(script: str, folder: str = "/", **env: str) -> Command:
    return Command(("/bin/bash", "-c", script), folder, {**ENV, **env})


def ask_after(word: bytes, output: Kept, *asked: Stop) -> Callable[[], Optional[Stop]]:
    """Return a `stop` that asks once the output holds a word, then more urgently."""
    left = list(asked)

    def stop() -> Optional[Stop]:
        if word not in output.data:
            return None
        return left.pop(0) if len(left) > 1 else left[0]

    return stop


def hurried(factor: float = 40.0) -> Callable[[], float]:
    """Return a clock that goes faster than ours."""
    return lambda: time.monotonic() * factor


@pytest.fixture(autouse=True)
def no_descriptor_is_left() -> object:
    before = len(os.listdir("/dev/fd"))
    yield
    assert len(os.listdir("/dev/fd")) == before


WATCHES = pytest.mark.parametrize(
    "watch", [exit_watch, lambda pid: None], ids=["descriptor", "asking"]
)


@WATCHES
def test_output_and_exit_code_are_those_of_the_process(watch: Watch) -> None:
    output = Kept()

    end, pipe = run(bash("echo out; echo err >&2; exit 3"), output, watch=watch)

    assert (end.code, end.ending, end.problem, pipe) == (3, Ending.EXITED, None, None)
    assert (output.data, output.finished) == (b"out\nerr\n", True)


def test_the_environment_is_exactly_the_one_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NOT_FOR_STEPS", "1")
    output = Kept()

    run(Command(("/usr/bin/env",), "/", {"A": "b\nc", "NUL": "a\0b"}), output)

    assert output.data == b"A=b\nc\nNUL=a\n"


def test_the_folder_is_the_one_given(tmp_path: Path) -> None:
    output = Kept()

    run(bash("pwd", str(tmp_path)), output)

    assert output.data.decode() == f"{tmp_path}\n"


def test_nothing_can_be_read_and_no_terminal_be_asked() -> None:
    output = Kept()

    run(bash("cat; (: < /dev/tty) 2>/dev/null || echo no terminal"), output)

    assert output.data == b"no terminal\n"


def test_a_signal_gives_128_and_its_number() -> None:
    end, _ = run(bash("kill -KILL $$"), Kept())

    assert end.code == 137


@pytest.mark.parametrize(
    "command, problem",
    [
        (
            Command(("/bin/bash", "-c", ""), "/no/such", ENV),
            "An error occurred trying to start process '/bin/bash' with working"
            " directory '/no/such'. No such file or directory",
        ),
        (
            Command(("/no/such",), "/", ENV),
            "An error occurred trying to start process '/no/such' with working"
            " directory '/'. No such file or directory",
        ),
        (
            Command(("/bin/bash", "a\0b"), "/", ENV),
            "An error occurred trying to start process '/bin/bash' with working"
            " directory '/'. embedded null byte",
        ),
    ],
    ids=["folder", "program", "argument"],
)
def test_what_cannot_start_says_so_in_the_runners_words(
    command: Command, problem: str
) -> None:
    output = Kept()

    end, pipe = run(command, output)

    assert (end, pipe) == (Exit(None, Ending.NOT_STARTED, problem=problem), None)
    assert output.data == b""


def test_silence_is_told_once() -> None:
    output = Kept()

    run(bash("printf a; sleep 0.5; printf b; sleep 0.3"), output)

    assert output.data == b"ab"
    assert 2 <= output.silences <= 3


@WATCHES
def test_an_interrupt_ends_a_process_that_honours_it(watch: Watch) -> None:
    output = Kept()
    script = "trap 'echo bye; exit 7' INT; echo on; while :; do sleep 0.01; done"

    end, _ = run(
        bash(script),
        output,
        stop=ask_after(b"on", output, Stop.CANCEL),
        watch=watch,
    )

    assert (end.code, end.ending) == (7, Ending.CANCELLED)
    assert output.data == b"on\nbye\n"


@pytest.mark.parametrize(
    "ignored, heard, code",
    [("INT", b"term\n", 143), ("INT TERM", b"", 137)],
    ids=["terminates", "is killed"],
)
def test_a_process_that_ignores_an_interrupt(
    ignored: str, heard: bytes, code: int
) -> None:
    output = Kept()
    script = (
        "trap 'echo term; exit 143' TERM\n"
        f"trap '' {ignored}\n"
        "echo on; while :; do sleep 0.01; done"
    )
    clock = hurried()

    end, _ = run(
        bash(script),
        output,
        stop=ask_after(b"on", output, Stop.CANCEL),
        now=clock,
    )

    assert (end.code, end.ending) == (code, Ending.CANCELLED)
    assert output.data == b"on\n" + heard
    assert end.seconds >= (7.5 if heard else 10.0)


def test_a_second_request_kills_at_once() -> None:
    output = Kept()
    stop = ask_after(b"on", output, Stop.CANCEL, Stop.KILL)

    end, _ = run(bash("trap '' INT TERM; echo on; sleep 60"), output, stop=stop)

    assert (end.code, end.ending) == (137, Ending.CANCELLED)
    assert end.seconds < 5


def test_nothing_of_the_group_survives_a_cancelled_process() -> None:
    output = Kept()
    script = "sleep 60 & echo $!; echo on; wait"

    end, pipe = run(bash(script), output, stop=ask_after(b"on", output, Stop.CANCEL))

    child = int(output.data.split()[0])
    assert (end.ending, pipe) == (Ending.CANCELLED, None)
    assert not alive(child)


def test_an_interrupt_is_for_the_shell_alone_as_on_the_runner() -> None:
    output = Kept()
    inner = "trap 'echo child' INT; echo on; for i in {1..9}; do sleep 0.05; done"

    run(
        bash(f"trap 'echo parent; exit 1' INT; bash -c \"{inner}\"; exit 0"),
        output,
        stop=ask_after(b"on", output, Stop.CANCEL),
    )

    assert output.data == b"on\nparent\n"


@WATCHES
def test_a_timeout_cancels(watch: Watch) -> None:
    started = time.monotonic()

    end, _ = run(bash("exec sleep 60"), Kept(), timeout=0.2, watch=watch)

    assert (end.code, end.ending) == (130, Ending.TIMED_OUT)
    assert 0.2 <= time.monotonic() - started < 5


def test_a_process_may_close_its_output_and_go_on() -> None:
    output = Kept()

    end, _ = run(bash("echo a; exec >&- 2>&-; sleep 0.3; exit 4"), output)

    assert (end.code, output.data) == (4, b"a\n")
    assert end.seconds >= 0.3


def test_a_child_that_holds_the_output_does_not_hold_the_step() -> None:
    output = Kept()
    groups: list[int] = []
    script = "(sleep 0.1; echo late; exec sleep 60) & exit 5"

    end, pipe = run(bash(script), output, now=hurried(10), started=groups.append)

    assert (end.code, end.ending) == (5, Ending.EXITED)
    assert output.data == b"late\n"
    assert pipe is not None
    os.close(pipe)
    kill_group(groups[0])


def test_a_request_ends_the_wait_for_such_a_child() -> None:
    output = Kept()
    groups: list[int] = []
    asked = iter([None, *[Stop.CANCEL] * 100])
    script = "echo on; sleep 60 & exit 0"

    end, pipe = run(
        bash(script),
        output,
        stop=lambda: next(asked) if b"on" in output.data and groups else None,
        started=groups.append,
    )

    assert end.seconds < 4
    assert pipe is not None
    os.close(pipe)
    kill_group(groups[0])


def test_an_output_that_fails_leaves_no_process() -> None:
    class Full(Kept):
        def feed(self, data: bytes) -> None:
            super().feed(data)
            raise OSError("no space left")

    output = Full()

    with pytest.raises(OSError, match="no space left"):
        run(bash("echo $$; exec sleep 60"), output)

    assert not alive(int(output.data))


def test_a_group_that_is_gone_can_be_killed() -> None:
    groups: list[int] = []
    run(bash("true"), Kept(), started=groups.append)

    kill_group(groups[0])


def test_a_system_without_descriptors_of_processes_has_none() -> None:
    assert exit_watch(2**22) is None


def test_nobody_asks_for_anything_by_default() -> None:
    assert never() is None


def test_much_output_is_read_whole() -> None:
    output = Kept()

    end, _ = run(bash("head -c 5000000 /dev/zero; echo end >&2"), output)

    assert (end.code, len(output.data)) == (0, 5_000_004)


def alive(pid: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], stdout=PIPE, text=True
    )
    return shown.stdout.strip()[:1] not in ("", "Z")
