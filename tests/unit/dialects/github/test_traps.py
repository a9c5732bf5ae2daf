"""Traps are in the diagnostics of every plan, beside what reading a file has found."""

from __future__ import annotations

from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.model.event import Changes, Event
from understudy.plan import planner
from understudy.text.source import Source

EVENT = Event(
    name="pull_request",
    ref="refs/pull/1/merge",
    sha="",
    repository="o/r",
    base="main",
    action="opened",
    changes=Changes(("README.md",)),
)
CI = """\
on: pull_request
concurrency: ci
jobs:
  bench:
    if: github.ref == 'x'
    runs-on: x
    steps: [{run: x}]
  gate:
    if: always()
    needs: bench
    runs-on: x
    concurrency: ci
    steps: [{run: tox | tee log}]
  deploy:
    needs: gate
    runs-on: x
    steps: [{run: x}]
"""
NIGHTLY = """\
on:
  pull_request:
    paths: [bench/**]
jobs:
  a:
    runs-on: x
    steps: [{run: x}]
"""


def test_a_plan_has_all_traps_in_the_order_of_the_files() -> None:
    sources = [Source("nightly.yml", NIGHTLY), Source("ci.yml", CI)]

    plan = planner.plan(read(sources), EVENT, dialect)

    assert [(found.id, found.span.path) for found in plan.diagnostics] == [
        ("deadlock", "ci.yml"),
        ("lost-failure", "ci.yml"),
        ("skipped-ancestor", "ci.yml"),
        ("pending-check", "nightly.yml"),
    ]


def test_without_an_event_there_is_what_holds_for_all() -> None:
    sources = [Source("nightly.yml", NIGHTLY), Source("ci.yml", CI)]

    plan = planner.plan_all(read(sources), dialect)

    assert [found.id for found in plan.diagnostics] == ["deadlock", "lost-failure"]
