"""Owns the projects that the benchmarks measure: made up, and the same every time."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

JOB = """\
  {id}:
    name: {id} on ${{{{ matrix.python-version }}}} (${{{{ matrix.os }}}})
    {needs}if: github.event_name != 'schedule' && github.ref != 'skip-{number}-{id}'
    runs-on: ${{{{ matrix.os }}}}
    timeout-minutes: 30
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-24.04, macos-15]
        python-version: ["3.9", "3.10", "3.11", "3.13"]
        exclude:
          - {{os: macos-15, python-version: "3.9"}}
        include:
          - {{os: windows-2025, python-version: "3.13", extra: slow}}
    env:
      FORCE_COLOR: "1"
      LEG: ${{{{ format('{number}-{{0}}-{{1}}', matrix.os, matrix.python-version) }}}}
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v5
        id: python
        with:
          python-version: ${{{{ matrix.python-version }}}}
          cache: pip
      - name: Install
        run: |
          python -m pip install --upgrade pip
          python -m pip install tox
      - name: Test
        if: steps.python.outputs.cache-hit != 'true' || matrix.extra == 'slow'
        shell: bash
        run: |
          # As much text as scripts have.
          tox run -e py --installpkg dist/*.whl -- \\
            --junitxml="reports/${{{{ env.LEG }}}}.xml"
          coverage combine
      - name: Keep the reports
        if: ${{{{ !cancelled() }}}}
        uses: actions/upload-artifact@v4
        with:
          name: reports-{id}-${{{{ strategy.job-index }}}}
          path: |
            reports/
            .coverage.*
          include-hidden-files: true
"""
HEAD = """\
name: Part {number}
on:
  push:
    branches: [main, "release/**"]
    paths-ignore: ["docs/**", "*.md"]
  pull_request:
    types: [opened, synchronize, reopened]
  schedule:
    - cron: "{number} 3 * * 1-5"
  workflow_dispatch:
    inputs:
      level:
        type: choice
        options: [debug, info]
        default: info
permissions:
  contents: read
concurrency:
  group: part-{number}-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}
env:
  LEVEL: ${{{{ inputs.level || 'info' }}}}
jobs:
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
