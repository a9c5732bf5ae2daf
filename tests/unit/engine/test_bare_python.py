"""A Python is run with nothing around it, and not for ever."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from understudy.engine import bare_python
from understudy.engine.bare_python import Unable


def is_held(pipe: int) -> bool:
    """Tell whether a process has the other end of a pipe."""
    try:
        return os.read(pipe, 1) != b""
    except BlockingIOError:
        return True


def test_how_it_ended_is_told():
    code = "import sys; print(sys.flags.isolated); sys.exit('no: é')"

    done = bare_python.run([sys.executable, "-I", "-c", code])

    assert (done.returncode, done.stdout, done.stderr) == (1, "1\n", "no: é\n")


def test_what_hangs_is_killed_with_all_that_it_started(tmp_path: Path):
    os.mkfifo(tmp_path / "held")
    pipe = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    script = 'exec 3> "$0"; sleep 60 & wait'

    with pytest.raises(Unable, match="^it did not end within 0.3 seconds$"):
        bare_python.run(["sh", "-c", script, str(tmp_path / "held")], limit=0.3)

    patience = time.monotonic() + 10
    while is_held(pipe) and time.monotonic() < patience:
        time.sleep(0.01)
    assert not is_held(pipe)
    os.close(pipe)
