"""The benchmarks run, on next to nothing: how long they take is no test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
WORKFLOWS = {".github/workflows/ci.yml": """
        on: [push, workflow_dispatch]
        jobs:
          tests:
            runs-on: ubuntu-latest
            strategy: {matrix: {python: ["3.9", "3.10"]}}
            steps: [{run: "echo ${{ matrix.python }}"}]
        """}


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_speed_compares_commands_and_reading_with_what_is_the_same_anywhere():
    sizes = ("--rounds=1", "--workflows=1", "--files=2", "--lines=120")

    done = run("speed.py", *sizes)

    measured = re.findall(r"^(.+?)  +[\d.]+ s  +[\d.]+ s  +[\d.]+x", done.stdout, re.M)
    assert measured == [
        "python -c pass",
        "understudy --version",
        "understudy plan, 1 workflows",
        "150 frozen dataclasses of the standard library",
        "150 of understudy.records",
        "yaml.compose, with libyaml if there is one",
        "read and planned, in one process",
    ], done.stdout
    assert done.returncode == 0


def test_a_corpus_is_read_and_planned_for_each_event(project, tmp_path):
    project(WORKFLOWS, "one")
    project(WORKFLOWS, "two")

    done = run("corpus.py", str(tmp_path))

    # push, pull_request, tag, schedule, one dispatch, and whatever the event; two legs
    # where it starts or might.
    counts = (
        "2 projects, 0 crashes, 2 files, 12 lines, 0 broken files, 12 plans, 16 legs"
    )
    assert counts in done.stdout
    assert done.returncode == 0


def test_an_error_in_a_corpus_is_shown_with_its_line(project, tmp_path):
    broken = WORKFLOWS[".github/workflows/ci.yml"].replace("runs-on", "runs_on")
    project({".github/workflows/ci.yml": broken})

    done = run("corpus.py", str(tmp_path))

    assert "project/.github/workflows/ci.yml:4:5: error [workflow-syntax]" in (
        done.stdout
    )
    assert "    runs_on: ubuntu-latest\n" in done.stdout


@pytest.mark.parametrize("script", ["speed.py", "corpus.py"])
def test_each_benchmark_explains_itself(script: str):
    done = run(script, "--help")

    assert done.returncode == 0
    assert "usage:" in done.stdout
