"""What tests of reports get: a pipeline with a job of every kind, and a run."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Callable

import pytest

from understudy.engine.observe import (
    Event,
    Heartbeat,
    LegFinished,
    LegStarted,
    LegWaiting,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    Warned,
)
from understudy.model.event import Event as Occasion
from understudy.model.plan import Plan, Reason
from understudy.model.result import (
    Annotation,
    Fidelity,
    LegResult,
    RunResult,
    StepResult,
    Verdict,
)
from understudy.report.players import Players

CI = """\
name: CI
on: {push: , pull_request: {branches: [main]}}
jobs:
  lint: {runs-on: ubuntu, outputs: {m: x}, steps: [{run: x}]}
  docs: {runs-on: ubuntu, steps: [{run: x}]}
  tests:
    needs: lint
    runs-on: ${{ matrix.os }}
    strategy: {matrix: {os: [ubuntu, windows], python: [3, '3.12']}}
    services: {db: {image: 'postgres:16'}, cache: redis}
    concurrency: tests-${{ matrix.os }}
    steps:
      - name: Test
        run: x
      - uses: actions/checkout@v4
        if: always()
  dynamic:
    needs: [lint, tests, docs]
    runs-on: ubuntu
    strategy: {matrix: '${{ fromJSON(needs.lint.outputs.m) }}'}
    steps: [{run: x}]
  nightly:
    if: github.event_name == 'schedule' && vars.NIGHT
    runs-on: ubuntu
    steps: [{run: x}]
  after: {needs: nightly, runs-on: ubuntu, steps: [{run: x}]}
  maybe: {needs: lint, if: needs.lint.outputs.m == '1', runs-on: x, steps: [{run: x}]}
  report:
    needs: tests
    if: always()
    runs-on: ubuntu
    permissions: {contents: write, issues: read}
    environment: {name: pages}
    steps: [{run: x}]
  broken: {runs-on: x, continue-on-error: '${{ github.ref }}', steps: [{run: x}]}
  release:
    needs: tests
    uses: ./.github/workflows/release.yml
"""
RELEASE = """\
on: {workflow_call: , push: {tags: ['v*']}}
jobs:
  build: {runs-on: ubuntu, steps: [{run: x}]}
  publish:
    needs: build
    if: startsWith(github.ref, 'refs/tags/')
    runs-on: ubuntu
    steps: [{run: x}]
"""
NIGHT = """\
on: {schedule: [{cron: '0 3 * * *'}]}
jobs: {a: {runs-on: ubuntu, steps: [{run: x}]}}
"""


@pytest.fixture
def files():
    """Return the files of a pipeline with a job of every kind."""
    return {"ci.yml": CI, "release.yml": RELEASE, "nightly.yml": NIGHT}


@pytest.fixture
def plan(planned, files):
    """Return what a push starts of it."""
    return planned(files)


@pytest.fixture
def players():
    """Return what plays on a machine that is no Windows and has a database."""

    def playable(leg):
        windows = leg.labels == ("windows",)
        return Reason("platform", "Windows") if windows else None

    def service(name, image):
        return ("emulated", "PostgreSQL 16") if name == "db" else ("none", None)

    def step(step, leg):
        return "real" if step.script else "emulated"

    return Players(step, service, playable)


MATHKIT = """
on: [push, pull_request]
jobs:
  build: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v4}, {run: build}]}
  bench: {if: github.ref == 'x', runs-on: ubuntu-24.04, steps: [{run: bench}]}
  tests:
    needs: build
    runs-on: ubuntu-24.04
    strategy: {matrix: {python: ['3.9', '3.10', '3.13']}}
    steps: [{uses: actions/checkout@v4}, {uses: actions/setup-python@v5}, {run: tox}]
  coverage: {needs: tests, runs-on: ubuntu-24.04, steps: [{run: coverage}]}
  all-green:
    {needs: [coverage, build], if: always(), runs-on: ubuntu-24.04, steps: [{run: x}]}
"""
OUTPUT = """\
##[group]Run tox
tox
shell: /usr/bin/bash -e {0}
##[endgroup]
.......F
\x1b[31mE   AssertionError: assert '3.1' == '3.10'\x1b[0m

tests/test_cli.py:88: AssertionError
##[error]Process completed with exit code 1.
"""


@pytest.fixture
def mathkit(planned) -> Plan:
    """Return the plan of a pull request."""
    event = Occasion(
        "pull_request",
        "refs/pull/1/merge",
        "4f2a1c0" + "0" * 33,
        "octo/mathkit",
        base="main",
        head="faster",
        action="synchronize",
        dirty=("tox.ini", "README.md"),
    )
    return planned({"ci.yml": MATHKIT}, event)


@pytest.fixture
def out() -> io.StringIO:
    """Return where a report is written."""
    return io.StringIO()


@pytest.fixture
def leg() -> Callable[..., LegResult]:
    """Make how a leg ended: `leg("ci/build", seconds=1.0)`; it passed by default."""

    def make(address: str, verdict: Verdict = Verdict.PASSED, **more: Any) -> LegResult:
        workflow, job, *_ = address.split("/")
        return LegResult(
            address, f".github/workflows/{workflow}.yml", job, address, verdict, **more
        )

    return make


@pytest.fixture
def failing() -> Callable[..., StepResult]:
    """Make a step that failed."""

    def make(id: str = "__run", name: str = "Run tox", **more: Any) -> StepResult:
        more = {"exit_code": 1, "seconds": 12.0, **more}
        return StepResult(id, name, Verdict.FAILED, "failure", "failure", **more)

    return make


@pytest.fixture
def story(tmp_path: Path, leg, failing) -> tuple[Event, ...]:
    """Return the events of a run: a failure, what follows from it, a missing Python."""
    log = tmp_path / "ci" / "tests" / "3.10.log"
    log.parent.mkdir(parents=True)
    log.write_text(f"Syncing\n{OUTPUT}", encoding="utf-8")
    checkout = StepResult(
        "__actions_checkout",
        "Run actions/checkout@v4",
        Verdict.PASSED,
        "success",
        "success",
        Fidelity.EMULATED,
        0.2,
    )
    after = StepResult(
        "__post___actions_checkout",
        "Post Run actions/checkout@v4",
        Verdict.PASSED,
        fidelity=Fidelity.EMULATED,
    )
    warning = Annotation("warning", "F401 'os' imported", file="cli.py", line=12)
    failed = failing()
    legs = (
        leg(
            "ci/bench",
            Verdict.SKIPPED,
            reason=Reason("if", "`if` is false", "github.ref == 'x'"),
        ),
        leg(
            "ci/tests/3.13",
            Verdict.NOT_REHEARSED,
            reason=Reason(
                "interpreter",
                "no Python 3.13 here",
                fixable=True,
                command="pyenv install 3.13",
            ),
        ),
        leg(
            "ci/build",
            seconds=6.1,
            steps=(checkout, after),
            confinement="plain",
            annotations=(warning,),
        ),
        leg(
            "ci/tests/3.9",
            seconds=13.8,
            steps=(checkout, StepResult("__run", "Run tox", Verdict.PASSED), after),
            assumed=("secrets.CODECOV_TOKEN",),
            confinement="plain",
        ),
        leg(
            "ci/tests/3.10",
            Verdict.FAILED,
            reason=Reason("step", 'step 2 "Run tox" exit 1'),
            seconds=14.2,
            steps=(checkout, failed, after),
            annotations=(Annotation("error", "Process completed with exit code 1."),),
            confinement="plain",
        ),
        leg(
            "ci/coverage",
            Verdict.SKIPPED,
            reason=Reason("needs", "needs `tests`, which failed"),
        ),
        leg(
            "ci/all-green",
            Verdict.FAILED,
            seconds=0.3,
            steps=(failing(name="Run x"),),
            without=("ci/tests/3.13",),
        ),
    )
    bench, missing, build, one, other, coverage, green = legs
    result = RunResult(14, legs, Verdict.FAILED, 1, 48.3, str(tmp_path))
    tests = "ci/tests/3.10"
    return (
        RunStarted(
            0.0,
            14,
            tuple(found.address for found in legs),
            str(tmp_path),
            2,
            ("ubuntu-24.04 is played on Debian 12 x86_64", "empty: CODECOV_TOKEN"),
        ),
        Warned(0.0, "cleaned up after run 13 (killed)"),
        LegFinished(0.1, bench),
        LegFinished(0.1, missing),
        LegStarted(0.1, "ci/build", 2, str(tmp_path / "ci" / "build.log")),
        LegWaiting(0.1, "ci/tests/3.9", "a core"),
        LegFinished(6.2, build),
        LegStarted(6.3, tests, 3, str(log)),
        LegFinished(20.0, one),
        StepStarted(8.0, tests, "__run", "Run tox", 2, 8),
        Heartbeat(41.0, tests, "__run", "Run tox", 32.0, 30.0, ".......F"),
        StepFinished(47.0, tests, failed, 8, log.stat().st_size),
        LegFinished(47.5, other),
        LegFinished(47.6, coverage),
        LegFinished(48.2, green),
        RunFinished(48.3, result),
    )


@pytest.fixture
def result(story) -> RunResult:
    """Return how the run of the story ended."""
    return story[-1].result
