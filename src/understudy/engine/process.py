"""Owns the life of one process: its start, its output, its end; not what it is."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from typing import Callable, Optional, Protocol, Set, Tuple

from understudy.engine.command import Command, Ending, Exit, Stop

# ProcessInvoker.cs: what a cancelled process gets before it is killed.
INTERRUPT_SECONDS = 7.5
TERMINATE_SECONDS = 2.5
# ... and how long its children may hold its output open once it has ended.
LINGER_SECONDS = 5.0

CHUNK = 1 << 20
TICK = 0.1
_F_SETPIPE_SZ = 1031


class Output(Protocol):
    """Takes what a process writes."""

    def feed(self, data: bytes) -> None:
        """Take the next output."""
        ...

    def idle(self) -> None:
        """Learn that there is no more for now."""
        ...

    def finish(self) -> None:
        """Learn that there is no more."""
        ...


def never() -> Optional[Stop]:
    """Ask for nothing."""
    return None


def exit_watch(pid: int) -> Optional[int]:
    """Return a descriptor that is readable once a process has ended, if any."""
    opener = getattr(os, "pidfd_open", None)  # Linux 5.3 and later
    with suppress(OSError):
        return int(opener(pid)) if opener else None
    return None


def run(
    command: Command,
    output: Output,
    timeout: Optional[float] = None,
    stop: Callable[[], Optional[Stop]] = never,
    now: Callable[[], float] = time.monotonic,
    started: Callable[[int], object] = int,
    watch: Callable[[int], Optional[int]] = exit_watch,
) -> Tuple[Exit, Optional[int]]:
    """Run a command to its end.

    Args:
        timeout: seconds until it is cancelled.
        stop: asked again and again; anything but None ends the process.
        now: the clock, in seconds.
        started: learns the number of the process, which is that of its group, too.
        watch: opens what becomes readable when a process ends; None: asked again and
            again.

    Returns:
        How it ended, and the pipe of its output where that is still open: to be read
        on, so that no daemon dies of it, and to be closed.
    """
    begin = now()
    try:
        process, pipe = _start(command)
    except (OSError, ValueError) as error:
        return Exit(None, Ending.NOT_STARTED, problem=_problem(command, error)), None
    started(process.pid)
    deadline = None if timeout is None else begin + timeout
    running = _Running(process, pipe, watch(process.pid), output, now, deadline, stop)
    try:
        ending = running.play()
        output.finish()
    except BaseException:
        kill_group(process.pid)
        running.release(close=True)
        raise
    finally:
        code = process.wait()
    seconds = now() - begin
    end = Exit(128 - code if code < 0 else code, ending, seconds)
    return end, running.release()


def kill_group(group: int) -> None:
    """End whatever is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # Nobody is left; macOS says the other for a group of zombies.


class _Running:
    """One process while it runs, and for as long as its output is awaited."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        pipe: int,
        watch: Optional[int],
        output: Output,
        now: Callable[[], float],
        deadline: Optional[float],
        stop: Callable[[], Optional[Stop]],
    ) -> None:
        self._process = process
        self._pipe: Optional[int] = pipe
        self._output = output
        self._now = now
        self._deadline = deadline
        self._stop = stop
        self._ending = Ending.EXITED
        # What comes next when the process ignores what it got, and when.
        self._ladder = [
            (signal.SIGINT, INTERRUPT_SECONDS),
            (signal.SIGTERM, TERMINATE_SECONDS),
        ]
        self._next_rung = 0.0
        self._exit = watch
        self._selector = selectors.DefaultSelector()
        for descriptor in (pipe, self._exit):
            if descriptor is not None:
                self._selector.register(descriptor, selectors.EVENT_READ)

    def play(self) -> Ending:
        """Wait for the end of the process, and for that of its output not for ever."""
        until: Optional[float] = None
        idle = True
        while True:
            ready = {key.fd for key, _ in self._selector.select(TICK)}
            read = self._pipe in ready and self._read()
            if not read and not idle:
                self._output.idle()
            idle = not read
            if until is None and self._has_exited(ready):
                until = self._now() + LINGER_SECONDS
            if until is None:
                self._watch_the_clock()
            elif self._pipe is None or self._now() >= until:
                return self._ending
            elif self._ending is Ending.EXITED and self._stop():
                return self._ending

    def release(self, close: bool = False) -> Optional[int]:
        """Let go of everything but the pipe, and return that if it is still open."""
        self._selector.close()
        if self._exit is not None:
            os.close(self._exit)
        if close and self._pipe is not None:
            os.close(self._pipe)
        return self._pipe

    def _read(self) -> bool:
        assert self._pipe is not None
        data = os.read(self._pipe, CHUNK)
        if data:
            self._output.feed(data)
            return True
        self._selector.unregister(self._pipe)
        os.close(self._pipe)
        self._pipe = None
        return False

    def _has_exited(self, ready: Set[int]) -> bool:
        if self._exit is None:
            if self._process.poll() is None:
                return False
        elif self._exit not in ready:
            return False
        else:
            self._selector.unregister(self._exit)
        if self._ending is not Ending.EXITED:
            # With a watch it is not reaped yet: the group's number is still its own.
            kill_group(self._process.pid)
        return True

    def _watch_the_clock(self) -> None:
        now = self._now()
        asked = self._stop()
        if asked is Stop.KILL:
            self._ladder.clear()
            self._next_rung = now
        if self._ending is Ending.EXITED:
            if asked is not None:
                self._ending = Ending.CANCELLED
            elif self._deadline is not None and now >= self._deadline:
                self._ending = Ending.TIMED_OUT
            else:
                return
            self._next_rung = now
        if now < self._next_rung:
            return
        if not self._ladder:
            kill_group(self._process.pid)
            return
        # The runner signals the shell alone, not what it started: a trap that works
        # here must be one that works there.
        number, patience = self._ladder.pop(0)
        os.kill(self._process.pid, number)
        self._next_rung = now + patience


def _start(command: Command) -> Tuple[subprocess.Popen[bytes], int]:
    reading, writing = os.pipe()
    try:
        _widen(reading)
        process = subprocess.Popen(
            command.argv,
            cwd=command.folder,
            env={name: _until_nul(value) for name, value in command.env.items()},
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            start_new_session=True,
        )
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return process, reading


def _until_nul(value: str) -> str:
    # What a C string, and so the runner, makes of it.
    return value.partition("\0")[0]


def _widen(pipe: int) -> None:
    # Not everywhere, and not over a limit of the user's; a small pipe is only slower.
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.fcntl(pipe, _F_SETPIPE_SZ, CHUNK)


def _problem(command: Command, error: Exception) -> str:
    cause = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
    return (
        f"An error occurred trying to start process '{command.argv[0]}' with working"
        f" directory '{command.folder}'. {cause}"
    )
