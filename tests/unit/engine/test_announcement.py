from __future__ import annotations

import io

import pytest

from understudy.engine.announcement import announce_action, announce_script
from understudy.engine.log import Log
from understudy.engine.mask import Masker


@pytest.fixture
def file() -> io.BytesIO:
    """Return what a log is written into."""
    return io.BytesIO()


@pytest.fixture
def log(file: io.BytesIO) -> Log:
    """Return a log that hides `hunter2`."""
    masker = Masker()
    masker.add("hunter2")
    return Log(file, masker)


def test_a_script_is_shown_whole_with_its_shell_and_variables(log, file):
    announce_script(
        log, "\n  tox run\r\necho\n\n", "/bin/bash -e {0}", {"A": "hunter2"}
    )

    assert file.getvalue().decode().split("\n") == [
        "##[group]Run tox run",
        "",
        "  tox run",
        "echo",
        "shell: /bin/bash -e {0}",
        "env:",
        "  A: ***",
        "##[endgroup]",
        "",
    ]


def test_a_script_without_variables_says_nothing_of_them(log, file):
    announce_script(log, "tox", "sh", {})

    assert b"env:" not in file.getvalue()


def test_an_action_is_shown_with_the_inputs_that_are_not_empty(log, file):
    inputs = {"python-version": "3.12", "cache": "", "token": "hunter2"}

    announce_action(log, "actions/setup-python@v5", inputs, {"A": "1"})

    assert file.getvalue().decode().split("\n") == [
        "##[group]Run actions/setup-python@v5",
        "with:",
        "  python-version: 3.12",
        "  token: ***",
        "env:",
        "  A: 1",
        "##[endgroup]",
        "",
    ]


def test_an_action_without_inputs_says_nothing_of_them(log, file):
    announce_action(log, "octo/act@v1", {}, {})

    assert file.getvalue() == b"##[group]Run octo/act@v1\n##[endgroup]\n"
