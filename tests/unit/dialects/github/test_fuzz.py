"""Whatever a file says, reading and planning it is no crash, and takes no time.

`UNDERSTUDY_FUZZ=ROUNDS` makes it long, `UNDERSTUDY_FUZZ_SEED=SEED` makes it another,
`UNDERSTUDY_FUZZ_SEEDS=FOLDER` begins with the workflows and actions of the checkouts
below a folder.
"""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from mutations import mutated
from understudy.dialects.github import dialect, events
from understudy.dialects.github.action_yml import read_action
from understudy.dialects.github.problems import IDS
from understudy.dialects.github.reader import Strictness, read
from understudy.model.event import Changes, Event
from understudy.model.facts import Base, Facts
from understudy.model.pipeline import Pipeline
from understudy.plan import planner
from understudy.report import plan as plan_text
from understudy.report import plan_json
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
          (cd x && make dist) 2>&1 | tee "$(date).log" || exit 1
        shell: sh
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
EVENTS = ("push", "pull_request", "tag v1.2.3", "schedule", "dispatch ci", "release v1")
SHA = "1234567890abcdef1234567890abcdef12345678"
SECONDS = 60  # A slow machine is no failure: what takes so long hangs.


def seeds(*patterns: str) -> list[str]:
    """Return the files that a long run begins with, where there are some."""
    folder = Path(os.environ.get("UNDERSTUDY_FUZZ_SEEDS", os.devnull))
    paths = sorted(path for pattern in patterns for path in folder.rglob(pattern))
    return [path.read_text("utf-8", "surrogateescape") for path in paths]


WORKFLOWS = seeds(".github/workflows/*.y*ml") or [WORKFLOW]
ACTIONS = seeds("action.y*ml") or [ACTION]


def mutant(seeds: Sequence[str], round: int) -> str:
    dice = random.Random(f"{SEED} {round}")
    return mutated(dice.choice(seeds), dice)


@pytest.fixture(autouse=True)
def hour_glass() -> Iterator[Callable[[], None]]:
    """End what hangs; called, it begins anew."""

    def hang(number: int, frame: object) -> None:
        raise TimeoutError(f"it takes longer than {SECONDS} seconds")

    def turn() -> None:
        signal.alarm(SECONDS)

    before = signal.signal(signal.SIGALRM, hang)
    yield turn
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def happening(words: str, pipeline: Pipeline) -> Event:
    changes = Changes(("README.md", "src/a.py"))
    base = Base(SHA, merge_base=SHA, changes=changes, direct=changes)
    branch = "topic" if words == "pull_request" else "main"
    facts = Facts(SHA, branch, changes=changes, bases={"main": base})
    request = events.parse_event(words.split())
    return events.synthesise(request, facts, pipeline.workflows)


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

    assert [found.id for found in pipeline.diagnostics] == [
        "lost-failure",
        "unquoted-version",
    ]
    assert read_action(Source("action.yml", ACTION))[1] == ()


@pytest.mark.parametrize("strictness", Strictness)
def test_no_workflow_is_a_crash(strictness, hour_glass) -> None:
    for round in range(ROUNDS):
        hour_glass()
        source = Source(".github/workflows/ci.yml", mutant(WORKFLOWS, round))

        pipeline = read([source, CALLED], strictness=strictness)
        event = happening(EVENTS[round % len(EVENTS)], pipeline)
        plans = (
            planner.plan(pipeline, event, dialect),
            planner.plan_all(pipeline, dialect),
        )

        for plan in plans:
            for diagnostic in plan.diagnostics:
                assert_sound(diagnostic)
            assert json.dumps(plan_json.to_json(plan))
            assert plan_text.text(plan)
        assert pipeline.workflows[0].broken is any(
            diagnostic.is_error and diagnostic.span.path == source.path
            for diagnostic in pipeline.diagnostics
        )


def test_no_action_is_a_crash(hour_glass) -> None:
    for round in range(ROUNDS):
        hour_glass()

        action, diagnostics = read_action(Source("action.yml", mutant(ACTIONS, round)))

        for diagnostic in diagnostics:
            assert_sound(diagnostic)
        assert action.broken is any(found.is_error for found in diagnostics)
