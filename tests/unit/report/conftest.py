"""What tests of reports get: a pipeline with a job of every kind."""

from __future__ import annotations

import pytest

from understudy.model.plan import Reason
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
