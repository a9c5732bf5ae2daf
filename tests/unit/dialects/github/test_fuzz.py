"""Whatever a file says, reading it is no crash, and its problems are at places in it.

`UNDERSTUDY_FUZZ=ROUNDS` makes it long, `UNDERSTUDY_FUZZ_SEED=SEED` makes it another.
"""

from __future__ import annotations

import os
import random
from typing import Callable

import pytest

from understudy.dialects.github.action_yml import read_action
from understudy.dialects.github.problems import IDS
from understudy.dialects.github.reader import Strictness, read
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Source

# The fixture that clears the environment of these names runs later than this.
ROUNDS = int(os.environ.get("UNDERSTUDY_FUZZ", "60"))
SEED = int(os.environ.get("UNDERSTUDY_FUZZ_SEED", "1"))

WORKFLOW = """\
name: CI
run-name: ${{ github.event_name }} by ${{ github.actor }}
on:
  push: {branches: [main, "release/**"], paths-ignore: ["docs/**"]}
  pull_request: {types: [opened, synchronize]}
  schedule: [{cron: "0 3 * * mon-fri"}]
  workflow_dispatch:
    inputs:
      level: {type: choice, options: [a, b], default: a}
  workflow_call:
    inputs: {fast: {type: boolean, default: false, required: true}}
    secrets: {TOKEN: {required: true}}
    outputs: {done: {value: "${{ jobs.build.outputs.dist }}"}}
permissions: {contents: read, id-token: write}
env: &env
  A: 3.10
  B: ${{ inputs.level || 'none' }}
concurrency: {group: "${{ github.ref }}", cancel-in-progress: true}
defaults: {run: {shell: bash, working-directory: src}}
jobs:
  build:
    runs-on: {group: org/big, labels: [linux, "${{ inputs.level }}"]}
    env: *env
    outputs: {dist: "${{ steps.make.outputs.dist }}"}
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - id: make
        if: github.ref == 'refs/heads/main' && !cancelled()
        run: |
          echo "${{ env.A }} it's ${{ toJSON(github.event) }}"
          make dist
        background: true
      - wait: make
  test:
    name: py${{ matrix.python }} on ${{ matrix.os }}
    needs: [build]
    if: always() && needs.build.result == 'success'
    strategy:
      fail-fast: false
      max-parallel: 2
      matrix:
        os: [a, b]
        python: ["3.9", 3.10]
        include: [{os: a, extra: {deep: [1, {x: y}]}}]
        exclude: [{os: b, python: "3.9"}]
    runs-on: ${{ matrix.os }}
    container: {image: "python:${{ matrix.python }}", env: {C: d}, ports: [80]}
    services:
      db: {image: postgres, options: --health-cmd x, credentials: {username: a}}
    environment: {name: pypi, url: "${{ steps.x.outputs.url }}"}
    timeout-minutes: ${{ fromJSON('5') }}
    steps:
      - {id: x, name: a, run: b, shell: sh, env: *env, continue-on-error: true}
      - parallel: [{run: c}, {uses: ./d}]
  call:
    needs: test
    uses: ./.github/workflows/called.yml
    with: {fast: true}
    secrets: inherit
"""
ACTION = """\
name: An action
description: does it
inputs:
  a: {description: x, required: true, default: "${{ github.ref }}"}
outputs:
  b: {value: "${{ steps.c.outputs.d }}"}
runs:
  using: composite
  steps:
    - {id: c, run: "echo ${{ inputs.a }}", shell: bash}
    - {uses: actions/cache@v4, if: "success() || failure()", with: {path: e}}
"""
CALLED = Source(
    ".github/workflows/called.yml",
    "on: {workflow_call: {inputs: {fast: {type: boolean}}}}\n"
    "jobs: {a: {runs-on: x, steps: [{run: y}]}}\n",
)
PIECES = """\
${{ }} ${{ ${{ github }} '' " ' { } [ ] : - , & * # ! | > % @ ` ~ null true 1e9 0o7
.inf <<: *env &x *x !!int --- ... ? \\ \u00e9 \U0001f600 insert hashFiles( .* && needs.
jobs: steps: uses: runs-on: if: matrix: include: on: with: always() __run ../
""".split() + [" ", "\n", "\t", "\r\n", "  ", "", "\n\n", "\ufeff", "\u2028", "\x00"]


def splice(text: str, dice: random.Random) -> str:
    """Put a piece in the place of a few characters."""
    start = dice.randrange(len(text) + 1)
    end = min(len(text), start + dice.choice([0, 0, 1, 3, 20]))
    return text[:start] + dice.choice(PIECES) + text[end:]


def move(text: str, dice: random.Random) -> str:
    """Copy a stretch of lines somewhere else."""
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    stretch = lines[start : start + dice.choice([1, 1, 2, 5])]
    at = dice.randrange(len(lines) + 1)
    return "\n".join(lines[:at] + stretch + lines[at:])


def drop(text: str, dice: random.Random) -> str:
    """Leave out a stretch of lines."""
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    return "\n".join(lines[:start] + lines[start + dice.choice([1, 1, 2, 5]) :])


def indent(text: str, dice: random.Random) -> str:
    """Indent one line differently."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    lines[at] = dice.choice(["", " ", "  ", "    ", "- "]) + lines[at].lstrip()
    return "\n".join(lines)


def swap(text: str, dice: random.Random) -> str:
    """Exchange two words."""
    words = text.split(" ")
    first, second = dice.randrange(len(words)), dice.randrange(len(words))
    words[first], words[second] = words[second], words[first]
    return " ".join(words)


CHANGES: list[Callable[[str, random.Random], str]] = [splice, move, drop, indent, swap]


def mutated(text: str, round: int) -> str:
    dice = random.Random(f"{SEED} {round}")
    for _ in range(dice.choice([1, 1, 2, 3, 8])):
        text = dice.choice(CHANGES)(text, dice)
    return text


def assert_sound(diagnostic: Diagnostic) -> None:
    assert diagnostic.id in IDS or diagnostic.id.startswith("yaml-")
    assert diagnostic.message
    for span in (diagnostic.span, *(label.span for label in diagnostic.labels)):
        lines = span.source.lines
        for place in (span.start, span.end):
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert span.start <= span.end
    diagnostic.to_json()


@pytest.mark.parametrize("strictness", Strictness)
def test_the_seeds_are_right(strictness: Strictness) -> None:
    pipeline = read(
        [Source(".github/workflows/ci.yml", WORKFLOW), CALLED], strictness=strictness
    )

    assert [found.id for found in pipeline.diagnostics] == ["unquoted-version"]
    assert read_action(Source("action.yml", ACTION))[1] == ()


@pytest.mark.parametrize("strictness", Strictness)
def test_no_workflow_is_a_crash(strictness: Strictness) -> None:
    for round in range(ROUNDS):
        source = Source(".github/workflows/ci.yml", mutated(WORKFLOW, round))

        pipeline = read([source, CALLED], strictness=strictness)

        for diagnostic in pipeline.diagnostics:
            assert_sound(diagnostic)
        assert pipeline.workflows[0].broken is any(
            diagnostic.is_error and diagnostic.span.path == source.path
            for diagnostic in pipeline.diagnostics
        )


def test_no_action_is_a_crash() -> None:
    for round in range(ROUNDS):
        action, diagnostics = read_action(Source("action.yml", mutated(ACTION, round)))

        for diagnostic in diagnostics:
            assert_sound(diagnostic)
        assert action.broken is any(found.is_error for found in diagnostics)
