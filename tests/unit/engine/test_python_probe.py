"""Programs say themselves which Python they are."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import pytest

from understudy.engine import python_probe
from understudy.engine.python_probe import LATE

ask = partial(python_probe.ask, limit=15)


@pytest.fixture
def program(tmp_path):
    """Make programs: `program("exit 1")`."""

    def make(text, name="python3"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


def test_the_python_that_runs_this_says_what_it_is():
    (told,) = ask([Path(sys.executable)])

    version = ".".join(map(str, sys.version_info[:3]))
    assert told == {
        "executable": sys.executable,
        "version": version,
        "implementation": sys.implementation.name,
        "implementation_version": version,
        "free_threaded": "t" in sys.abiflags,
        "machine": os.uname().machine,
        "wide": sys.maxsize > 2**32,
        "prefix": sys.base_prefix,
    }


def test_each_answers_for_itself(program):
    here = [
        program('echo \'{"version": "3.12.1"}\'', "python3.12"),
        program("exit 1", "python3.13"),
        program('echo \'{"version": "3.14.1"}\'', "python3.14"),
    ]

    assert ask(here) == [{"version": "3.12.1"}, None, {"version": "3.14.1"}]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("exit 1", id="nothing"),
        pytest.param("echo '{}'; exit 1", id="an answer, but a failure"),
        pytest.param("echo no json", id="no JSON"),
        pytest.param("printf '\\377'", id="no text"),
        pytest.param("echo '[1]'", id="JSON, but no object"),
        pytest.param("kill -9 $$", id="an end by a signal"),
    ],
)
def test_what_is_no_python_says_nothing(program, text):
    assert ask([program(text)]) == [None]


def test_what_cannot_be_started_says_nothing(program, tmp_path):
    refused = program("echo '{}'")
    refused.chmod(0o644)

    assert ask([refused, tmp_path / "gone"]) == [None, None]


def test_what_does_not_answer_in_time_is_told_apart(program):
    hanging = program("exec sleep 60")

    (told,) = ask([hanging], limit=0.1)

    assert told is LATE


def test_what_a_site_prints_at_start_does_not_hide_a_python(program):
    loud = program('case " $* " in *" -S "*) ;; *) echo hello ;; esac; echo "{}"')

    assert ask([loud]) == [{}]


def test_a_program_sees_nothing_of_the_environment(program, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "lib")
    asked = program("""printf '{"seen": "%s"}' "$LD_LIBRARY_PATH" """)

    assert ask([asked]) == [{"seen": ""}]
