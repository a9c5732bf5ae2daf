"""Owns the projects that the benchmarks measure: made up, and the same every time."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

# As dense as the workflows of 163 well-known projects. Those have, in 1,000 lines,
# 1,435 YAML nodes, 87 expressions, 22 jobs, 99 steps, and 22 legs on a push; here are
# more legs, and fewer jobs.
HEAD = """\
name: Part {number}
# What starts this workflow, and what it may do.
on:
  push:
    branches: [main, "release/**"]
  pull_request:
    paths-ignore:
      - "docs/**"
      - "*.md"
  schedule:
    - cron: "{number} 3 * * 1-5"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: part-{number}-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}

jobs:
"""
JOB = """\
  {id}:
    name: {id} on Python ${{{{ matrix.python-version }}}}
    {needs}runs-on: ubuntu-24.04
    timeout-minutes: 30
    strategy:
      fail-fast: false
      matrix:
        python-version: ["3.9", "3.11", "3.13"]
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false

      - name: Set up Python
        uses: actions/setup-python@v5
        with:
          python-version: ${{{{ matrix.python-version }}}}

      # Everything that the tests need, and what they are started with.
      - name: Install
        run: |
          python -m pip install --upgrade pip
          python -m pip install tox
          if [ -f requirements-{number}.txt ]; then
            python -m pip install -r requirements-{number}.txt
          fi
          python -m pip list

      - name: Test
        if: github.ref != 'refs/heads/skip-{number}-{id}'
        run: |
          mkdir -p reports
          tox run -e py --installpkg dist/*.whl -- \\
            --junitxml="reports/$LEG.xml"
          coverage combine
          coverage report --fail-under=100
        env:
          LEG: {number}-${{{{ matrix.python-version }}}}

      - name: Keep the reports
        uses: actions/upload-artifact@v4
        with:
          name: reports-{id}-${{{{ strategy.job-index }}}}
          path: reports/

"""
IDENTITY = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
COMMITTER = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}


def write(root: Path, files: int, lines: int) -> int:
    """Write a project of some workflow files, and about so many lines; return these."""
    folder = root / ".github" / "workflows"
    folder.mkdir(parents=True)
    written = 0
    for number in range(files):
        text = HEAD.format(number=number) + job(number, 0)
        count = 1
        while written + text.count("\n") < lines * (number + 1) / files:
            text += job(number, count)
            count += 1
        written += text.count("\n")
        path = folder / f"part-{number}.yml"
        path.write_text(text, encoding="utf-8")
    return written


def job(number: int, index: int) -> str:
    """Return a job of a workflow, which needs the one before it."""
    needs = f"needs: [job-{index - 1}]\n    " if index else ""
    return JOB.format(id=f"job-{index}", number=number, needs=needs)


def commit(root: Path, environment: Mapping[str, str]) -> None:
    """Put what is in a folder into a git repository."""
    for arguments in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Start"],
    ):
        subprocess.run(
            ["git", *arguments],
            cwd=root,
            env={**environment, **IDENTITY, **COMMITTER},
            check=True,
        )
